"""Taking the making of a task back."""

from tests.slack import People, all_text, buttons, eventually


async def test_the_undo_button_withdraws_card_and_direct_messages_without_a_word_more(
    people: People, channel: str
) -> None:
    reader = await people.a_person(channel)
    answer = {"channel": channel, **await people.type("lead", channel, f"add Not meant @{reader}")}
    await people.card(channel, "Not meant")
    await people.told(reader, "lead assigned you")
    before = len(await people.messages(channel)) + len(await people.heard(reader))

    await people.click("lead", answer, "task_undo")

    async def withdrawn() -> bool:
        card = await people.card(channel, "Not meant")
        (told,) = await people.heard(reader)
        return all("Withdrawn by its maker" in all_text(each) and not buttons(each) for each in (card, told))

    await eventually(withdrawn)
    assert len(await people.messages(channel)) + len(await people.heard(reader)) == before


async def test_undo_typed_takes_back_the_last_task_and_hides_it(people: People, channel: str) -> None:
    maker = await people.a_person(channel)
    await people.type(maker, channel, "add First")
    second = await people.type(maker, channel, "add Second")
    number = second["text"].split()[1].lstrip("#")

    undone = await people.type(maker, channel, "undo")
    shown = await people.type(maker, channel, f"show {number}")
    again = await people.type(maker, channel, f"undo {number}")

    assert undone["text"].startswith(f"Undone: #{number}")
    assert "There is no" in shown["text"]
    assert "withdrew it" in again["text"]


async def test_undo_after_another_persons_change_says_who_did_what(people: People, channel: str) -> None:
    answer = await people.type("lead", channel, "add Built upon")
    number = answer["text"].split()[1].lstrip("#")
    await people.type("designer", channel, f"start {number}")

    refused = await people.type("lead", channel, f"undo {number}")

    assert refused["text"].startswith(f"designer started #{number}")
    assert "In progress" in all_text(await people.card(channel, "Built upon"))


async def test_nobody_undoes_the_making_of_another(people: People, channel: str) -> None:
    answer = await people.type("lead", channel, "add Mine to undo")
    number = answer["text"].split()[1].lstrip("#")

    assert "nothing to undo" in (await people.type("tester", channel, f"undo {number}"))["text"]


async def test_undo_is_over_after_ten_minutes(people: People, channel: str) -> None:
    maker = await people.a_person(channel)
    answer = await people.type(maker, channel, "add Too late")
    number = answer["text"].split()[1].lstrip("#")

    await people.advance(601)

    async def refused() -> bool:
        return "too long for undo" in (await people.type(maker, channel, f"undo {number}"))["text"]

    await eventually(refused)
