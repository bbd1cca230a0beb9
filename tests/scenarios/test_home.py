"""Home: greeted once, always current, paged."""

from tests.slack import People, View, all_text, eventually


async def test_the_first_opening_greets_and_says_what_to_type(people: People, channel: str) -> None:
    reader = await people.a_person(channel)

    home = await people.home(reader)

    assert "/task add" in all_text(home)
    assert len(home["blocks"]) <= 100


async def test_home_shows_what_is_to_do_by_its_due_and_is_redrawn_on_change(people: People, channel: str) -> None:
    reader = await people.a_person(channel)
    await people.home(reader)

    await people.type(reader, channel, f"add Without a date @{reader}")
    await people.type(reader, channel, f"add For today @{reader} today 23:59")
    await people.type(reader, channel, "add For another @tester")

    shown = await eventually(lambda: _shows(people, reader, "Without a date", "For today", "For another"))
    text = all_text(shown)
    assert text.index("For today") < text.index("Without a date") < text.index("For another")


async def test_a_click_on_home_completes_and_home_forgets_it(people: People, channel: str) -> None:
    reader = await people.a_person(channel)
    await people.type(reader, channel, f"add Finish from home @{reader}")
    await people.home(reader)
    home = await eventually(lambda: _shows(people, reader, "Finish from home"))

    await people.click_in(reader, home, "task_complete")

    async def gone() -> bool:
        return "Finish from home" not in all_text((await people.get(f"views/{reader}"))["home"])

    await eventually(gone)
    assert "Completed by" in all_text(await people.card(channel, "Finish from home"))


async def test_case_103_many_tasks_are_paged_within_slacks_limit(people: People, channel: str) -> None:
    reader = await people.a_person(channel)
    for number in range(25):
        await people.type(reader, channel, f"add Many {number:02} @{reader}")
    await people.home(reader)
    home = await eventually(lambda: _shows(people, reader, "1-20 of 25"))
    assert len(home["blocks"]) <= 100

    await people.click_in(reader, home, "home_page", "Next")

    await eventually(lambda: _shows(people, reader, "21-25 of 25", "Many 24"))


async def test_a_refusal_on_home_is_told_in_a_direct_message(people: People, channel: str) -> None:
    reader = await people.a_person(channel)
    await people.type(reader, channel, f"add Twice @{reader}")
    await people.home(reader)
    home = await eventually(lambda: _shows(people, reader, "Twice"))
    await people.click_in(reader, home, "task_complete")
    await eventually(lambda: _lacks(people, reader, "Twice"))

    await people.click_in(reader, home, "task_complete")

    await people.told(reader, "is done already")


async def _shows(people: People, reader: str, *words: str) -> View | None:
    home = (await people.get(f"views/{reader}"))["home"]
    return home if home and all(each in all_text(home) for each in words) else None


async def _lacks(people: People, reader: str, words: str) -> bool:
    return words not in all_text((await people.get(f"views/{reader}"))["home"])
