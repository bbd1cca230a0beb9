"""Reminders, with a moved clock."""

from tests.slack import People, all_text, buttons, eventually

HOUR_S = 3600


async def test_a_moment_reminds_an_hour_before_and_when_due_unless_it_is_done(people: People, channel: str) -> None:
    reader = await people.a_person(channel)
    await people.begin_a_minute()
    await people.type("lead", channel, f"add Water the plants @{reader} in 3 hours")
    done = await people.type("lead", channel, f"add Done in time @{reader} in 3 hours")
    await people.type(reader, channel, f"done {done['text'].split()[1].lstrip('#')}")

    await people.advance(2 * HOUR_S + 60)
    first = await people.told(reader, "*Due in ")
    await people.advance(HOUR_S)
    second = await people.told(reader, "*Due now*")

    assert "*Water the plants*" in all_text(first)
    assert buttons(second) == ["Complete"]
    reminders = [message for message in await people.heard(reader) if message["text"].startswith("Due ")]
    assert not [message for message in reminders if "Done in time" in all_text(message)]


async def test_a_reminder_can_be_put_off_and_completed_where_it_stands(people: People, channel: str) -> None:
    reader = await people.a_person(channel)
    await people.begin_a_minute()
    await people.type("lead", channel, f"add Feed the cat @{reader} in 30 minutes")
    await people.advance(31 * 60)
    reminder = await people.told(reader, "*Due now*")

    await people.click(reader, reminder, "task_snooze", selected=f'[{_number(reminder)},"20m"]')
    await people.told(reader, "I'll remind you of")
    await people.advance(20 * 60 + 5)
    again = await people.told(reader, "You asked to be reminded again")
    await people.click(reader, again, "task_complete")

    async def settled() -> bool:
        shown = [message for message in await people.heard(reader) if "*Feed the cat*" in all_text(message)]
        return all("Completed by" in all_text(message) for message in shown if not message.get("is_ephemeral"))

    await eventually(settled)


async def test_a_date_reminds_at_nine_in_the_recipients_own_morning(people: People, channel: str) -> None:
    reader = await people.a_person(channel, tz="Asia/Kolkata")
    await people.type("lead", channel, f"add Send the report @{reader} in 2 days")

    await people.advance(3 * 24 * HOUR_S)

    reminder = await people.told(reader, "Send the report")
    assert "*Send the report*" in all_text(reminder)
    await people.told(reader, "9:00 AM")


def _number(message: dict[str, object]) -> str:
    return next(word for word in all_text(message).split() if word.startswith("#")).lstrip("#")
