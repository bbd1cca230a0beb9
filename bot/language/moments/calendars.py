"""Arithmetic on calendars."""

from calendar import monthrange
from datetime import date, datetime, timedelta

_MINUTE = timedelta(minutes=1)


def rounded_up(moment: datetime) -> datetime:
    """The same moment, or the next full minute."""
    whole = moment.replace(second=0, microsecond=0)
    return whole if whole == moment else whole + _MINUTE


def next_weekday(weekday: int, today: date) -> date:
    """The next such day, never today."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def monday_of(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or the last one where that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_of_month(day: date) -> date:
    """The last day of its month."""
    return day.replace(day=monthrange(day.year, day.month)[1])
