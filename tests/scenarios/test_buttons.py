"""The buttons and menus that other scenarios do not press: what each of them comes to."""

import asyncio

import pytest

from tests.slack import Message, People, all_text, buttons, eventually, number_of


async def answered(people: People, user: str, channel: str, words: str) -> Message:
    """What somebody sees privately in a channel, as soon as it has these words."""

    async def ask() -> Message | None:
        seen = await people.messages(channel, user)
        return next((each for each in seen if each.get("is_ephemeral") and words in all_text(each)), None)

    return await eventually(ask)


async def test_new_opens_the_form_from_home_and_from_the_bare_command(people: People, channel: str) -> None:
    maker = await people.a_person(channel)
    await people.click_in(maker, await people.home(maker), "task_new")
    form = await people.form(maker, "New task")
    assert (await people.submit(maker, form, title="Begun on Home"))["ok"]
    listed = await eventually(lambda: _shows(people, maker, channel, "list", "Begun on Home"))
    assert "for you" in all_text(listed)

    overview = {"channel": channel, **await people.type(maker, channel, "")}
    await people.click(maker, overview, "task_new")
    form = await people.form(maker, "New task")
    assert (await people.submit(maker, form, title="Begun in the channel"))["ok"]
    await people.card(channel, "Begun in the channel")


async def test_a_completed_card_is_reopened_where_it_stands(people: People, channel: str) -> None:
    made = await people.type("lead", channel, "add Finished too early")
    await people.type("lead", channel, f"done {number_of(made)}")
    card = await eventually(lambda: _card_with(people, channel, "Finished too early", "Reopen"))
    await people.click("tester", card, "task_reopen")
    await eventually(lambda: _card_with(people, channel, "Finished too early", "Complete"))


async def test_the_menu_of_a_card_shows_the_history_and_asks_before_it_deletes(people: People, channel: str) -> None:
    number = number_of(await people.type("lead", channel, "add Has a menu"))
    card = await people.card(channel, "Has a menu")

    await people.click("lead", card, "task_more", selected=f'[{number},"history"]')
    assert "You made it" in all_text(await answered(people, "lead", channel, "Has a menu* · 1-1 of 1"))

    await people.click("lead", card, "task_more", selected=f'[{number},"delete"]')
    question = await answered(people, "lead", channel, f"Delete #{number}")
    await people.click("lead", question, "task_keep")
    await answered(people, "lead", channel, "Nothing was deleted.")
    assert "Deleted by" not in all_text(await people.card(channel, "Has a menu"))


@pytest.mark.parametrize(
    ("typed", "action", "last"),
    [
        ("list", "list", "11-12 of 12"),
        ("search {word}", "search", "11-12 of 12"),
        ("history {number}", "history", "11-12 of 12"),
    ],
)
async def test_pages_turn_there_and_back(people: People, channel: str, typed: str, action: str, last: str) -> None:
    maker = await people.a_person(channel)
    word = maker.removeprefix("person-")
    for each in range(11):
        await people.type(maker, channel, f"add Filler {word} {each}")
    number = number_of(await people.type(maker, channel, f"add Filler {word} 11"))
    for each in range(11):
        await people.type(maker, channel, f"comment {number} Note {each}")

    page = {"channel": channel, **await people.type(maker, channel, typed.format(number=number, word=word))}
    assert "1-10 of 12" in all_text(page)
    await people.click(maker, page, f"{action}_next")
    page = await answered(people, maker, channel, last)
    assert "Previous" in buttons(page)
    await people.click(maker, page, f"{action}_previous")
    assert "Next" in buttons(await answered(people, maker, channel, "1-10 of 12"))


async def test_the_pages_of_people_turn_there_and_back(people: People, channel: str) -> None:
    met = [await people.a_person(channel) for _ in range(21)]
    await asyncio.gather(*[people.type(person, channel, "whoami") for person in met])

    page = {"channel": channel, **await people.type("lead", channel, "people")}
    await people.click("lead", page, "people_next")
    page = await answered(people, "lead", channel, "· 21-")
    await people.click("lead", page, "people_previous")
    await answered(people, "lead", channel, "· 1-20 of ")


async def _shows(people: People, user: str, channel: str, typed: str, words: str) -> Message | None:
    answer = await people.type(user, channel, typed)
    return answer if words in all_text(answer) else None


async def _card_with(people: People, channel: str, title: str, label: str) -> Message | None:
    card = await people.card(channel, title)
    return card if label in buttons(card) else None
