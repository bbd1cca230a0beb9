"""Every basic verb, as people type it."""

import pytest

from tests.slack import People, all_text, buttons, eventually, number_of


async def test_assigning_and_unassigning(people: People, channel: str) -> None:
    reader = await people.a_person(channel)
    number = number_of(await people.type("lead", channel, "add Hand it on"))

    assigned = await people.type("lead", channel, f"assign {number} @{reader}")
    told = await people.told(reader, "lead assigned you this task")
    left = await people.type("lead", channel, f"unassign {number} @{reader}")

    assert reader in assigned["text"]
    assert "*Hand it on*" in all_text(told)
    assert left["text"].startswith("You took")
    await eventually(lambda: _says(people, channel, "Hand it on", "nobody yet"))


async def test_changing_due_priority_and_labels_redraws_the_card(people: People, channel: str) -> None:
    number = number_of(await people.type("lead", channel, "add Change me"))
    card = await people.card(channel, "Change me")

    for typed in (f"due {number} tomorrow 5pm", f"priority {number} urgent", f"label {number} +ops +web -web"):
        assert "Undo" in buttons(await people.type("lead", channel, typed))

    await eventually(lambda: _says(people, channel, "Change me", "+ops"))
    shown = all_text(await people.card(channel, "Change me"))
    assert "Urgent" in shown
    assert "Due " in shown
    assert "+web" not in shown
    assert not [each for each in await people.messages(channel) if each.get("thread_ts") == card["ts"] != each["ts"]]


async def test_a_comment_is_said_in_the_thread_and_to_the_maker(people: People, channel: str) -> None:
    maker = await people.a_person(channel)
    number = number_of(await people.type(maker, channel, "add Talk about it"))

    await people.type("tester", channel, f"comment {number} Looks *good*, @here & <now>")

    told = await people.told(maker, "Looks")
    assert "&amp; &lt;now&gt;" in all_text(told)
    await eventually(lambda: _says(people, channel, "Talk about it", "1 comment"))


async def test_reopening_what_was_done(people: People, channel: str) -> None:
    number = number_of(await people.type("lead", channel, "add Not yet"))
    await people.type("tester", channel, f"done {number}")

    await people.type("designer", channel, f"reopen {number}")

    await people.told("lead", "designer reopened")
    await eventually(lambda: _says(people, channel, "Not yet", "Open"))


async def test_deleting_asks_first_and_can_be_restored(people: People, channel: str) -> None:
    number = number_of(await people.type("lead", channel, "add Rubbish"))
    await people.card(channel, "Rubbish")

    refused = await people.type("tester", channel, f"delete {number}")
    asked = {"channel": channel, **await people.type("lead", channel, f"delete {number}")}
    assert "Only its maker and admins" in refused["text"]
    assert "There is no" not in (await people.type("lead", channel, f"show {number}"))["text"]
    await people.click("lead", asked, "task_delete_confirmed")

    await eventually(lambda: _says(people, channel, "Rubbish", "Deleted by lead"))
    assert "There is no" in (await people.type("tester", channel, f"show {number}"))["text"]
    await people.type("lead", channel, f"restore {number}")
    await eventually(lambda: _says(people, channel, "Rubbish", "Open"))


async def test_several_numbers_have_an_outcome_each_and_are_undone_together(people: People, channel: str) -> None:
    maker = await people.a_person(channel)
    numbers = [number_of(await people.type(maker, channel, f"add Bulk {each}")) for each in range(3)]
    await people.type("tester", channel, f"done {numbers[1]}")

    answer = await people.type(maker, channel, f"done {numbers[0]} {numbers[1]}, {numbers[2]}")

    assert f"#{numbers[0]}" in all_text(answer)
    assert "tester completed it" in all_text(answer)
    undone = await people.type(maker, channel, "undo")
    assert f"#{numbers[0]}" in all_text(undone)
    assert f"#{numbers[2]}" in all_text(undone)
    listed = await people.type(maker, channel, "list")
    assert "Bulk 0" in listed["text"]
    assert "Bulk 1" not in listed["text"]


async def test_undo_restores_what_the_last_command_changed(people: People, channel: str) -> None:
    maker = await people.a_person(channel)
    number = number_of(await people.type(maker, channel, "add Undo me"))
    changed = {"channel": channel, **await people.type(maker, channel, f"priority {number} urgent")}
    await eventually(lambda: _says(people, channel, "Undo me", "Urgent"))

    await people.click(maker, changed, "task_undo")

    async def gone() -> bool:
        return "Urgent" not in all_text(await people.card(channel, "Undo me"))

    await eventually(gone)


async def test_history_tells_who_did_what(people: People, channel: str) -> None:
    number = number_of(await people.type("lead", channel, "add Remember it all"))
    await people.type("tester", channel, f"start {number}")
    await people.type("lead", channel, f"priority {number} high")

    text = all_text(await people.type("designer", channel, f"history {number}"))

    assert text.index("priority") < text.index("tester started") < text.index("lead made")


async def test_search_finds_words_and_shows_only_what_one_may_see(people: People, channel: str) -> None:
    private = await people.a_channel("lead", "taskbot", is_private=True)
    await people.type("lead", channel, "add Polish the zeppelin")
    await people.type("lead", private, "add Hide the zeppelin")

    found = await people.type("tester", channel, "search ZEPPELIN")
    nothing = await people.type("tester", channel, 'search a+b( -zeppelin "')

    assert "Polish the zeppelin" in all_text(found)
    assert "Hide the zeppelin" not in all_text(found)
    assert "Polish" not in all_text(nothing)


async def test_case_123_135_usernames_are_unique_whatever_their_case(people: People, channel: str) -> None:
    one, other = await people.a_person(channel), await people.a_person(channel)
    name = f"Captain-{one[-4:]}"

    given = await people.type(one, channel, f"register {name}")
    taken = await people.type(other, channel, f"register {name.upper()}")
    who = await people.type(one, channel, "whoami")
    everybody = await people.type(one, channel, "people")

    assert name in given["text"]
    assert "somebody else's username" in taken["text"]
    assert name in who["text"]
    assert "lead" in all_text(everybody)


async def test_settings_change_the_language_and_stop_reminders(people: People, channel: str) -> None:
    reader = await people.a_person(channel)

    await people.type(reader, channel, "settings language de")
    added = await people.type(reader, channel, f"add Blumen @{reader} morgen 15 Uhr")
    await people.type(reader, channel, "settings reminders off")
    shown = await people.type(reader, channel, "settings")

    assert "3:00 PM" in added["text"] or "15:00" in added["text"]
    assert "German" in all_text(shown)
    assert "off" in all_text(shown)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("assign 3", "assign 3 @person"),
        ("due 3 fryday", "due 3"),
        ("priority 3 hihg", "priority 3"),
        ("settings language klingon", "klingon"),
        ("register what is this!", "Added"),
        ("dnoe", "done"),
    ],
)
async def test_near_misses_are_answered_with_the_right_form(
    people: People, channel: str, typed: str, words: str
) -> None:
    assert words in all_text(await people.type("lead", channel, typed))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("edit 99999", "There is no #99999"),
        ("reopen 99999", "There is no #99999"),
        ("history 99999", "There is no #99999"),
    ],
)
async def test_what_is_not_there_reads_the_same_at_every_door(
    people: People, channel: str, typed: str, words: str
) -> None:
    assert words in (await people.type("lead", channel, typed))["text"]


async def _says(people: People, channel: str, title: str, words: str) -> bool:
    return words in all_text(await people.card(channel, title))
