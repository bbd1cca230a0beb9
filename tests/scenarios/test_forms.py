"""Forms: opened, filled in wrongly and rightly, overtaken by others."""

from datetime import datetime

from tests.slack import People, all_text, buttons, eventually, number_of, title_of


async def test_a_new_task_by_form_says_so_where_it_was_opened(people: People, channel: str) -> None:
    maker = await people.a_person(channel)
    assert await people.type(maker, channel, "new Draw the map @designer friday +maps !high") is None
    form = await people.form(maker, "New task")

    sent = await people.submit(maker, form, title="Draw the whole map", description="All of it")

    assert sent["ok"]
    assert sent["response"]["views"] == []
    card = all_text(await people.card(channel, "Draw the whole map"))
    assert "For designer" in card
    assert "High priority" in card
    assert "+maps" in card
    assert "All of it" in card

    async def answered() -> bool:
        mine = [each for each in await people.messages(channel, maker) if each.get("is_ephemeral")]
        return any("Added" in each["text"] for each in mine)

    await eventually(answered)


async def test_errors_stand_at_their_fields_and_nothing_typed_is_lost(people: People, channel: str) -> None:
    maker = await people.a_person(channel)
    await people.type(maker, channel, "new")
    form = await people.form(maker, "New task")

    empty = await people.submit(maker, form, title="")
    timeless = await people.submit(maker, form, title="When?", due_time="17:00")
    past = await people.submit(maker, form, title="When?", due_date="2020-01-01", due_time="17:00")
    right = await people.submit(maker, form, title="When?", due_date="2199-01-01", due_time=None)

    assert "title" in empty["response"]["errors"]
    assert "due_date" in timeless["response"]["errors"]
    assert "over already" in past["response"]["errors"]["due_date"]
    assert right["ok"]
    await people.card(channel, "When?")
    assert len([each for each in await people.messages(channel) if "*When?*" in all_text(each)]) == 1


async def test_the_same_form_sent_twice_makes_one_task(people: People, channel: str) -> None:
    maker = await people.a_person(channel)
    await people.type(maker, channel, "new Only once")
    form = await people.form(maker, "New task")

    await people.submit(maker, form)
    await people.post("redeliver")

    await people.card(channel, "Only once")
    await people.type(maker, channel, "add The next")
    await people.card(channel, "The next")
    assert len([each for each in await people.messages(channel) if "*Only once*" in all_text(each)]) == 1


async def test_editing_changes_the_fields_and_only_these(people: People, channel: str) -> None:
    number = number_of(await people.type("lead", channel, "add Old title +ops tomorrow"))
    card = await people.card(channel, "Old title")

    await people.click("lead", card, "task_edit")
    form = await people.form("lead", f"Edit #{number}")
    sent = await people.submit("lead", form, title="New title", assignees=["@tester"])

    assert sent["ok"]
    shown = all_text(await people.card(channel, "New title"))
    assert "+ops" in shown
    assert "For tester" in shown
    await people.told("tester", "lead assigned you")


async def test_a_field_that_another_changed_meanwhile_is_shown_and_not_overwritten(
    people: People, channel: str
) -> None:
    number = number_of(await people.type("lead", channel, "add Contested"))
    await people.type("lead", channel, f"edit {number}")
    form = await people.form("lead", f"Edit #{number}")
    await people.type("tester", channel, f"priority {number} high")

    first = await people.submit("lead", form, title="Contested by two", priority="low")
    again = await people.form("lead", f"Edit #{number}")
    assert "tester changed this meanwhile" in str(first["response"]["views"])
    assert "*Contested*" in all_text(await people.card(channel, "Contested"))
    await people.submit("lead", again, title="Contested by two", priority="low")

    assert "Low priority" in all_text(await people.card(channel, "Contested by two"))


async def test_a_form_after_its_task_was_deleted_says_so(people: People, channel: str) -> None:
    number = number_of(await people.type("lead", channel, "add Soon gone"))
    await people.card(channel, "Soon gone")
    await people.type("lead", channel, f"edit {number}")
    form = await people.form("lead", f"Edit #{number}")
    asked = {"channel": channel, **await people.type("lead", channel, f"delete {number}")}
    await people.click("lead", asked, "task_delete_confirmed")
    await eventually(lambda: _says(people, channel, "Soon gone", "Deleted by lead"))

    sent = await people.submit("lead", form, title="Too late")

    assert title_of(sent["response"]["views"][-1]) == "Not done"
    assert "deleted" in str(sent["response"]["views"][-1]["blocks"])


async def test_a_form_whose_opener_lost_the_right_says_so(people: People) -> None:
    channel = await people.a_channel("lead", "designer", "taskbot", is_private=True)
    number = number_of(await people.type("lead", channel, "add Confidential"))
    await people.type("designer", channel, f"edit {number}")
    form = await people.form("designer", f"Edit #{number}")
    await people.post("members", channel=channel, user="designer", present=False)

    async def refused() -> bool:
        sent = await people.submit("designer", form, title="Still mine?")
        return bool(sent["response"]["views"]) and "There is no" in str(sent["response"]["views"][-1]["blocks"])

    await eventually(refused)
    assert "*Confidential*" in all_text(await people.card(channel, "Confidential"))


async def test_a_reminder_is_put_off_to_a_picked_moment(people: People, channel: str) -> None:
    reader = await people.a_person(channel)
    await people.begin_a_minute()
    await people.type("lead", channel, f"add Pick a time @{reader} in 30 minutes")
    await people.advance(31 * 60)
    reminder = await people.told(reader, "*Due now*")
    now = (await people.get("clock"))["now"]

    await people.click(reader, reminder, "task_snooze", selected=f"[{_number(reminder)},null]")
    form = await people.form(reader, "Snooze")
    past = await people.submit(reader, form, snooze_at=1_600_000_000)
    later = await people.submit(reader, form, snooze_at=_epoch(now) + 7200)

    assert "snooze_at" in past["response"]["errors"]
    assert later["ok"]
    await people.advance(7300)
    await people.told(reader, "You asked to be reminded again")


async def test_edit_stands_on_the_answer_to_add(people: People, channel: str) -> None:
    answer = {"channel": channel, **await people.type("lead", channel, "add Correct me")}
    assert buttons(answer) == ["Undo", "Edit"]

    await people.click("lead", answer, "task_edit")

    assert title_of(await people.form("lead", f"Edit #{number_of(answer)}")).startswith("Edit")


async def _says(people: People, channel: str, title: str, words: str) -> bool:
    return words in all_text(await people.card(channel, title))


def _number(message: dict[str, object]) -> str:
    return next(word for word in all_text(message).split() if word.startswith("#")).lstrip("#")


def _epoch(moment: str) -> int:
    return int(datetime.fromisoformat(moment).timestamp())
