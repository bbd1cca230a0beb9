"""When a task is due: at a moment, or on a date that ends where its reader lives."""

from datetime import date, datetime, time, timedelta, tzinfo

from msgspec import Struct

from bot.tasks.wall_time import moment_of


class Due(Struct, frozen=True, kw_only=True):
    """A moment (`at`, UTC) or a calendar date (`on`); exactly one of the two is set."""

    at: datetime | None = None
    on: date | None = None

    def __post_init__(self) -> None:
        if (self.at is None) == (self.on is None):
            raise ValueError("a due has either a moment or a date")
        if self.at is not None and self.at.tzinfo is None:
            raise ValueError("a due moment is aware")


def end(due: Due, zone: tzinfo) -> datetime:
    """The moment after which the task is late for somebody in that zone."""
    if due.at is not None:
        return due.at
    assert due.on is not None  # noqa: S101 - what __post_init__ promises, told to the type checker
    return moment_of(due.on + timedelta(days=1), time(), zone)


def is_overdue(due: Due, *, now: datetime, zone: tzinfo) -> bool:
    """Whether its moment, or the whole of its day in that zone, is over."""
    return now >= end(due, zone)


def local_date(due: Due, zone: tzinfo) -> date:
    """The calendar day on which it falls in that zone."""
    if due.at is not None:
        return due.at.astimezone(zone).date()
    assert due.on is not None  # noqa: S101 - what __post_init__ promises, told to the type checker
    return due.on
