"""When somebody is reminded of a task, worked out from the task and the zone they live in."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum

from msgspec import Struct

from bot.tasks.people import Person
from bot.tasks.task import Task
from bot.tasks.wall_time import FIRST_ZONE, moment_of

LEAD = timedelta(hours=1)
MORNING = time(9)
AFTERNOON = time(16)


class ReminderKind(StrEnum):
    """What a reminder says: soon, now, today, or again because it was put off."""

    SOON = "soon"
    NOW = "now"
    TODAY = "today"
    SNOOZED = "snoozed"


class SnoozeChoice(StrEnum):
    """How long a reminder can be put off."""

    TWENTY_MINUTES = "20m"
    ONE_HOUR = "1h"
    TOMORROW = "tomorrow"


class Reminder(Struct, frozen=True, kw_only=True):
    """That one person is to be reminded, and when it was or will be time (UTC)."""

    recipient: str
    kind: ReminderKind
    at: datetime


class Snooze(Struct, frozen=True, kw_only=True):
    """One person's wish to be reminded again, whatever the due says; a later wish replaces it."""

    user_id: str
    at: datetime


class Look(Struct, frozen=True, kw_only=True):
    """What a look at a task came to: whom to remind now, which snoozes are left, when to look again."""

    due_now: tuple[Reminder, ...]
    snoozes: tuple[Snooze, ...]
    next_look_at: datetime | None


def first_look_at(task: Task, *, set_at: datetime) -> datetime | None:
    """When a task whose due was set just now must first be looked at.

    For a date this is the earliest 9:00 on Earth: the look itself knows the recipients' zones, the writer need not.
    """
    if task.due is None or not task.is_active:
        return None
    if task.due.at is not None:
        return task.due.at - LEAD if task.due.at - LEAD > set_at else max(task.due.at, set_at)
    assert task.due.on is not None  # noqa: S101 - a due has one of the two
    return max(moment_of(task.due.on, MORNING, FIRST_ZONE), set_at)


def recipients(task: Task) -> tuple[str, ...]:
    """Those who have the task; nobody yet, then its maker."""
    return task.assignees or (task.maker,)


def look(
    task: Task,
    people: Iterable[Person],
    *,
    snoozes: Sequence[Snooze],
    set_at: datetime,
    since: datetime,
    now: datetime,
) -> Look:
    """Whom to remind of what came due after `since` and until `now`: one reminder each, however many were missed.

    `set_at` is when the due was set: what was over by then is dropped. Whoever snoozed after that is reminded by the
    snooze as well.
    """
    if not task.is_active:
        return Look(due_now=(), snoozes=(), next_look_at=None)
    due_now: list[Reminder] = []
    ahead: list[datetime] = [snooze.at for snooze in snoozes if snooze.at > now]
    for person in people:
        planned = _planned(task, person, set_at) + [
            Reminder(recipient=person.user_id, kind=ReminderKind.SNOOZED, at=snooze.at)
            for snooze in snoozes
            if snooze.user_id == person.user_id
        ]
        missed = [
            reminder
            for reminder in planned
            if reminder.at <= now and (reminder.at > since or reminder.kind is ReminderKind.SNOOZED)
        ]
        if missed:
            due_now.append(max(missed, key=lambda reminder: reminder.at))
        ahead += [reminder.at for reminder in planned if reminder.at > now]
    return Look(
        due_now=tuple(due_now),
        snoozes=tuple(snooze for snooze in snoozes if snooze.at > now),
        next_look_at=min(ahead, default=None),
    )


def tomorrow_morning(now: datetime, zone: tzinfo) -> datetime:
    """9:00 of the next day in that zone, as UTC."""
    return moment_of(now.astimezone(zone).date() + timedelta(days=1), MORNING, zone)


def _planned(task: Task, person: Person, set_at: datetime) -> list[Reminder]:
    due = task.due
    if due is None or person.user_id not in recipients(task) or not person.wants_reminders:
        return []
    if due.at is not None:
        moments = [(ReminderKind.SOON, due.at - LEAD), (ReminderKind.NOW, due.at)]
    else:
        assert due.on is not None  # noqa: S101 - a due has one of the two
        morning = moment_of(due.on, MORNING, person.timezone)
        moments = [(ReminderKind.TODAY, morning)]
        if morning <= set_at:
            moments = [(ReminderKind.TODAY, moment_of(due.on, AFTERNOON, person.timezone))]
    return [Reminder(recipient=person.user_id, kind=kind, at=at) for kind, at in moments if at > set_at]
