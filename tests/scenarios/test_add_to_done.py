"""From `/task add` to the completed card: what everyone sees."""

import pytest

from tests.slack import People, all_text, buttons, eventually, is_card


async def test_adding_answers_posts_one_card_and_tells_the_assignee(people: People, channel: str) -> None:
    answer = await people.type("lead", channel, "add Ship it @designer +release !high tomorrow 5pm")

    assert answer["is_ephemeral"]
    assert "for designer" in answer["text"]
    assert "+release" in answer["text"]
    assert "5:00 PM" in answer["text"]
    assert buttons(answer) == ["Undo", "Edit"]
    card = await people.card(channel, "Ship it")
    assert buttons(card) == ["Take", "Start", "Complete", "Edit"]
    assert "For designer" in all_text(card)
    told = await people.told("designer", "lead assigned you this task")
    assert "*Ship it*" in all_text(told)
    assert "You hear of this because you are assigned" in all_text(told)
    assert not [message for message in await people.heard("lead") if "*Ship it*" in all_text(message)]


async def test_without_the_verb_it_is_a_task_all_the_same(people: People, channel: str) -> None:
    await people.type("lead", channel, "check the oven")

    assert "nobody yet" in all_text(await people.card(channel, "check the oven"))


async def test_completing_changes_the_card_for_everyone_and_tells_thread_and_maker(
    people: People, channel: str
) -> None:
    await people.type("lead", channel, "add Paint the door")
    card = await people.card(channel, "Paint the door")

    await people.click("tester", card, "task_complete")

    async def done() -> bool:
        shown = await people.card(channel, "Paint the door")
        return "Completed by tester" in all_text(shown) and buttons(shown) == ["Reopen", "Edit"]

    await eventually(done)

    async def thread() -> list[str]:
        replies = [message for message in await people.messages(channel) if message.get("thread_ts") == card["ts"]]
        return [all_text(line) for line in replies if line["ts"] != card["ts"]]

    assert await eventually(thread) == ["tester completed this."]
    await people.told("lead", "tester completed this task")
    assert len([message for message in await people.messages(channel) if is_card(message, "Paint the door")]) == 1


async def test_taking_and_starting_by_button_and_by_command(people: People, channel: str) -> None:
    await people.type("lead", channel, "add Mend the fence")
    card = await people.card(channel, "Mend the fence")
    number = all_text(card).split()[0].lstrip("#")

    await people.click("developer", card, "task_take")
    await eventually(lambda: _says(people, channel, "Mend the fence", "For developer"))
    answer = await people.type("developer", channel, f"start {number}")

    assert answer["text"].startswith(f"You started #{number}")
    await eventually(lambda: _says(people, channel, "Mend the fence", "In progress"))
    assert buttons(await people.card(channel, "Mend the fence")) == ["Take", "Complete", "Edit"]


async def test_case_94_a_click_on_an_old_card_tells_who_did_what(people: People, channel: str) -> None:
    await people.type("lead", channel, "add Old card")
    old = await people.card(channel, "Old card")
    await people.click("designer", old, "task_complete")
    await eventually(lambda: _says(people, channel, "Old card", "Completed by designer"))

    await people.click("tester", old, "task_complete")

    async def told() -> bool:
        return any(
            "designer completed it" in message["text"] for message in await _ephemeral(people, channel, "tester")
        )

    await eventually(told)
    assert not [
        message for message in await _ephemeral(people, channel, "lead") if "is done already" in message["text"]
    ]


async def test_a_task_shown_to_one_person_is_redrawn_where_they_clicked(people: People, channel: str) -> None:
    answer = await people.type("lead", channel, "add Shown alone")
    number = answer["text"].split()[1].lstrip("#")
    shown = {"channel": channel, **await people.type("tester", channel, f"show {number}")}
    assert "*Shown alone*" in all_text(shown)

    await people.click("tester", shown, "task_start")

    async def redrawn() -> bool:
        private = await _ephemeral(people, channel, "tester")
        return any(message["ts"] == shown["ts"] and "In progress" in all_text(message) for message in private)

    await eventually(redrawn)


@pytest.mark.parametrize("typed", ["repeat 3 weekly", "watch 3", "export csv", "subscriptions", "stats"])
async def test_what_is_not_built_says_so_and_makes_no_task(people: People, channel: str, typed: str) -> None:
    answer = await people.type("lead", channel, typed)

    assert answer["text"].startswith("Not there yet")
    assert not [message for message in await people.messages(channel) if not message.get("is_ephemeral")]


async def test_help_names_what_works_and_nothing_else(people: People, channel: str) -> None:
    answer = await people.type("lead", channel, "help", command="/task")

    for verb in ("add", "list", "show", "take", "start", "done", "undo", "help", "assign", "due", "search", "settings"):
        assert f"`/task {verb}" in answer["text"]
    for verb in ("repeat", "snooze", "watch", "export"):
        assert f"/task {verb}" not in answer["text"]


async def test_bad_input_gets_a_sentence_and_loses_nothing(people: People, channel: str) -> None:
    missing = await people.type("lead", channel, "show 99999")
    past = await people.type("lead", channel, "add Too late due yesterday")
    near = await people.type("lead", channel, "lsit")

    assert "There is no #99999 that you can see" in missing["text"]
    assert "over already" in past["text"] or "past" in past["text"]
    assert "Did you mean `/task list`" in near["text"]
    assert not [message for message in await people.messages(channel) if not message.get("is_ephemeral")]


async def test_case_118_119_markup_and_broadcasts_stay_the_words_they_were(people: People, channel: str) -> None:
    await people.type("lead", channel, "add A & B <c> &amp; <!channel> @here")

    async def shown() -> list[str]:
        return [all_text(message) for message in await people.messages(channel) if not message.get("is_ephemeral")]

    (card,) = await eventually(shown)
    assert "A &amp; B &lt;c&gt; &amp;amp; &lt;!channel&gt; @here" in card


async def _says(people: People, channel: str, title: str, words: str) -> bool:
    return words in all_text(await people.card(channel, title))


async def _ephemeral(people: People, channel: str, user: str) -> list[dict[str, str]]:
    return [message for message in await people.messages(channel, user) if message.get("is_ephemeral")]
