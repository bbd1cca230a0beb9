"""Moments in words, for one reader: Slack's date tokens, the time beside a message, the line between two days."""

import re
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

_TOKEN = re.compile(r"\{(\w+)\}")
_CLOSE_DAYS = {-1: "yesterday", 0: "today", 1: "tomorrow"}
_SPANS = ((86_400 * 365, "year"), (86_400 * 30, "month"), (86_400, "day"), (3_600, "hour"), (60, "minute"))
# Where the clock has twelve hours, by the region of a locale.
_TWELVE_HOUR_REGIONS = frozenset({"US", "CA", "AU", "NZ", "IN", "PK", "BD", "PH", "KR", "SA", "EG"})


class HourCycle(StrEnum):
    """How the hours of a day are counted, under the names that browsers have for it."""

    TWELVE = "h12"
    TWENTY_FOUR = "h23"


def hour_cycle(locale: str) -> HourCycle:
    """Say how the hours are counted where a locale like en-US is used."""
    region = locale.partition("-")[2]
    return HourCycle.TWELVE if region in _TWELVE_HOUR_REGIONS else HourCycle.TWENTY_FOUR


def fill_tokens(template: str, at: datetime, now: datetime, cycle: HourCycle) -> str:
    """Put a moment into a template of Slack's date tokens; both times are in the reader's zone.

    Raises KeyError for a token that Slack does not have: the reader then gets the fallback.
    """
    times = {"time": clock_time(at, cycle), "time_secs": clock_time(at, cycle, ":%M:%S")}
    return _TOKEN.sub(lambda match: times.get(match[1]) or _TOKENS[match[1]](at, now), template)


def clock_time(at: datetime, cycle: HourCycle, smaller: str = ":%M") -> str:
    """Say the time of day: "5:04 PM" or "17:04"; `smaller` is the format of what follows the hour."""
    if cycle is HourCycle.TWENTY_FOUR:
        return at.strftime(f"%H{smaller}")
    return at.strftime(f"{at.hour % 12 or 12}{smaller} %p")


def day_words(at: datetime, now: datetime) -> str:
    """Name a day for the line above its messages: "Today", "Tuesday, November 25th"."""
    close = _close_day(at, now)
    if close:
        return close.capitalize()
    words = f"{at:%A, %B} {_ordinal(at.day)}"
    return words if at.year == now.year else f"{words}, {at.year}"


def full_moment(at: datetime, cycle: HourCycle) -> str:
    """Say a moment completely, with its zone."""
    return f"{at:%A, %B} {at.day}, {at.year} at {clock_time(at, cycle, ':%M:%S')} {at:%Z}"


def distance(at: datetime, now: datetime) -> str:
    """Say how far away a moment is: "3 minutes ago", "in 2 hours"."""
    seconds = (at - now).total_seconds()
    for length, unit in _SPANS:
        count = round(abs(seconds) / length)
        if count >= 1:
            words = f"{count} {unit}{'' if count == 1 else 's'}"
            return f"in {words}" if seconds > 0 else f"{words} ago"
    return "now"


def _ordinal(day: int) -> str:
    ending = "th" if day in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def _pretty(plain: Callable[[datetime, datetime], str]) -> Callable[[datetime, datetime], str]:
    return lambda at, now: _close_day(at, now) or plain(at, now)


def _close_day(at: datetime, now: datetime) -> str | None:
    return _CLOSE_DAYS.get((at.date() - now.date()).days)


_DATES: dict[str, Callable[[datetime, datetime], str]] = {
    "date": lambda at, _now: f"{at:%B} {_ordinal(at.day)}, {at.year}",
    "date_short": lambda at, _now: f"{at:%b} {at.day}, {at.year}",
    "date_long": lambda at, _now: f"{at:%A, %B} {_ordinal(at.day)}, {at.year}",
}
_TOKENS = {
    **_DATES,
    **{f"{name}_pretty": _pretty(plain) for name, plain in _DATES.items()},
    "date_num": lambda at, _now: f"{at:%Y-%m-%d}",
    "date_slash": lambda at, _now: f"{at:%m/%d/%Y}",
    "date_long_full": _DATES["date_long"],
    "day_divider_pretty": day_words,
    "ago": distance,
}
