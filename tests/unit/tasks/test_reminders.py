"""When somebody is reminded: tables of moments, and looks that are late."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.tasks import reminders, transitions
from bot.tasks.due import Due
from bot.tasks.reminders import Look, ReminderKind, Snooze
from bot.tasks.task import Task
from tests.unit.tasks.made import DESIGNER, LEAD, NOW, TESTER, person, task


def look(task: Task, *people: str, since: datetime = NOW, now: datetime, snoozes: Sequence[Snooze] = ()) -> Look:
    """A look by people in UTC, of a task whose due was set at NOW."""
    known = [person(user_id) for user_id in people or (LEAD,)]
    return reminders.look(task, known, snoozes=snoozes, set_at=NOW, since=since, now=now)


def at(hours: float) -> datetime:
    return NOW + timedelta(hours=hours)


def told(look: Look) -> list[tuple[str, ReminderKind, datetime]]:
    return [(reminder.recipient, reminder.kind, reminder.at) for reminder in look.due_now]


def test_a_moment_reminds_one_hour_before_and_when_due() -> None:
    due = task(due=Due(at=at(5)))

    first = look(due, now=at(4))
    second = look(due, since=at(4), now=at(5))

    assert told(first) == [(LEAD, ReminderKind.SOON, at(4))]
    assert first.next_look_at == at(5)
    assert told(second) == [(LEAD, ReminderKind.NOW, at(5))]
    assert second.next_look_at is None


def test_what_is_past_when_the_due_is_set_is_dropped() -> None:
    due = task(due=Due(at=at(0.5)))

    assert reminders.first_look_at(due, set_at=NOW) == at(0.5)
    assert told(look(due, now=at(0.25))) == []
    assert told(look(due, now=at(0.5))) == [(LEAD, ReminderKind.NOW, at(0.5))]


def test_case_36_a_date_reminds_each_at_nine_of_their_own_morning() -> None:
    due = task(due=Due(on=date(2026, 11, 27)), assignees=(LEAD, DESIGNER))
    people = [person(LEAD, "America/New_York"), person(DESIGNER, "Asia/Kolkata")]
    nine_in_kolkata = datetime(2026, 11, 27, 3, 30, tzinfo=UTC)
    nine_in_new_york = datetime(2026, 11, 27, 14, 0, tzinfo=UTC)

    first = reminders.look(due, people, snoozes=(), set_at=NOW, since=NOW, now=nine_in_kolkata)
    second = reminders.look(due, people, snoozes=(), set_at=NOW, since=nine_in_kolkata, now=nine_in_new_york)

    assert told(first) == [(DESIGNER, ReminderKind.TODAY, nine_in_kolkata)]
    assert first.next_look_at == nine_in_new_york
    assert told(second) == [(LEAD, ReminderKind.TODAY, nine_in_new_york)]


def test_the_first_look_at_a_date_comes_before_any_morning_on_earth() -> None:
    first = reminders.first_look_at(task(due=Due(on=date(2026, 11, 27))), set_at=NOW)

    assert first is not None
    assert first <= datetime(2026, 11, 27, 9, 0, tzinfo=person(zone="Pacific/Kiritimati").timezone)


@pytest.mark.parametrize(
    ("set_at", "reminded_at"),
    [
        (datetime(2026, 11, 25, 8, 59, tzinfo=UTC), datetime(2026, 11, 25, 9, 0, tzinfo=UTC)),
        (datetime(2026, 11, 25, 9, 1, tzinfo=UTC), datetime(2026, 11, 25, 16, 0, tzinfo=UTC)),
        (datetime(2026, 11, 25, 16, 1, tzinfo=UTC), None),
    ],
)
def test_a_date_that_is_today_reminds_in_the_afternoon_or_not_at_all(
    set_at: datetime, reminded_at: datetime | None
) -> None:
    due = task(due=Due(on=date(2026, 11, 25)), at=set_at)

    found = reminders.look(due, [person()], snoozes=(), set_at=set_at, since=set_at, now=set_at)

    assert found.next_look_at == reminded_at


@pytest.mark.parametrize(
    ("day", "morning"),
    [
        (date(2026, 3, 29), datetime(2026, 3, 29, 7, 0, tzinfo=UTC)),
        (date(2026, 3, 30), datetime(2026, 3, 30, 7, 0, tzinfo=UTC)),
        (date(2026, 3, 28), datetime(2026, 3, 28, 8, 0, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 25, 8, 0, tzinfo=UTC)),
    ],
)
def test_case_31_nine_in_the_morning_stays_nine_across_clock_changes(day: date, morning: datetime) -> None:
    set_at = datetime(2026, 3, 1, tzinfo=UTC)
    due = task(due=Due(on=day), at=set_at)

    found = reminders.look(due, [person(zone="Europe/Berlin")], snoozes=(), set_at=set_at, since=set_at, now=set_at)

    assert found.next_look_at == morning


def test_case_08_a_look_after_downtime_reminds_once_with_the_latest_moment() -> None:
    found = look(task(due=Due(at=at(5))), now=at(9))

    assert told(found) == [(LEAD, ReminderKind.NOW, at(5))]


def test_case_09_a_tick_some_seconds_late_still_reminds() -> None:
    assert told(look(task(due=Due(at=at(5))), since=at(4), now=at(5) + timedelta(seconds=3)))


def test_a_look_repeated_after_it_was_settled_reminds_nobody() -> None:
    assert told(look(task(due=Due(at=at(5))), since=at(5), now=at(5))) == []


def test_case_22_a_done_task_reminds_nobody_and_is_not_looked_at_again() -> None:
    done = transitions.complete(task(due=Due(at=at(5))), by=LEAD, at=NOW, stimulus="s").task

    found = look(done, now=at(5), snoozes=(Snooze(user_id=LEAD, at=at(5)),))

    assert found == Look(due_now=(), snoozes=(), next_look_at=None)
    assert reminders.first_look_at(done, set_at=NOW) is None


def test_a_snooze_reminds_its_person_alone_and_is_used_up() -> None:
    due = task(due=Due(at=at(5)), assignees=(LEAD, DESIGNER))

    found = look(due, LEAD, DESIGNER, since=at(5), now=at(6), snoozes=(Snooze(user_id=LEAD, at=at(6)),))

    assert told(found) == [(LEAD, ReminderKind.SNOOZED, at(6))]
    assert found.snoozes == ()


def test_a_snooze_that_is_ahead_is_kept_and_waited_for() -> None:
    snooze = Snooze(user_id=LEAD, at=at(7))

    found = look(task(), now=at(6), snoozes=(snooze,))

    assert found == Look(due_now=(), snoozes=(snooze,), next_look_at=at(7))


def test_somebody_who_only_snoozed_is_not_reminded_of_the_due() -> None:
    due = task(due=Due(at=at(5)), assignees=(LEAD,))

    found = look(due, LEAD, TESTER, now=at(5), snoozes=(Snooze(user_id=TESTER, at=at(8)),))

    assert [reminder.recipient for reminder in found.due_now] == [LEAD]


def test_an_unassigned_task_reminds_its_maker() -> None:
    assert reminders.recipients(task(maker=LEAD)) == (LEAD,)
    assert reminders.recipients(task(maker=LEAD, assignees=(DESIGNER,))) == (DESIGNER,)


def test_tomorrow_morning_is_nine_oclock_of_ones_own_tomorrow() -> None:
    zone = person(zone="Asia/Kolkata").timezone

    assert reminders.tomorrow_morning(datetime(2026, 1, 9, 19, 30, tzinfo=UTC), zone) == datetime(
        2026, 1, 11, 3, 30, tzinfo=UTC
    )
