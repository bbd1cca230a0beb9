"""The time of a day: "5pm", "at 9", "17:00 CET", "in the morning", "8 in the evening", "midnight"."""

import re
from datetime import time, tzinfo

from msgspec import Struct

from bot.language.moments import zones
from bot.language.moments.certainty import Certainty
from bot.language.moments.words import PARTS_OF_DAY, alternatives

_CLOCK = r"(?P<hour>\d{1,2})(?:(?P<separator>[:.h])(?P<minute>\d{2})(?::\d{2})?|(?P<whole>h))? ?(?P<half>am|pm)?"
_PART = rf"(?P<part>{alternatives(PARTS_OF_DAY)}|midnight)"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<at>(?:at|around) )?{_CLOCK}",
        rf"(?:at |(?P<on>in the |this ))?{_PART}",
        rf"(?:at )?{_CLOCK} (?P<on>in the |at |this )?{_PART}",
        rf"(?P<on>in the |this )?{_PART} (?:at )?{_CLOCK}",
    )
)
_ZONE_WORDS = 4
_AFTER_NOON = frozenset({"afternoon", "evening", "night"})


class TimeOfDay(Struct, frozen=True, kw_only=True):
    """What clocks show, in `zone` where one was named; `ends_the_day` for midnight, which belongs to the day before."""

    clock: time
    zone: tzinfo | None = None
    ends_the_day: bool = False
    is_of_this_day: bool = False
    certainty: Certainty = Certainty.PLAIN


def read(text: str) -> TimeOfDay | None:
    """The time of day that the whole text is, with the zone behind it, or None."""
    if (plain := _without_zone(text)) is not None:
        return plain
    words = text.split()
    for count in range(1, min(_ZONE_WORDS, len(words) - 1) + 1):
        zone = zones.read(" ".join(words[-count:]))
        shown = _without_zone(" ".join(words[:-count])) if zone else None
        if shown is not None:
            return TimeOfDay(clock=shown.clock, zone=zone, ends_the_day=shown.ends_the_day)
    return None


def _without_zone(text: str) -> TimeOfDay | None:
    for pattern in _PATTERNS:
        if found := pattern.fullmatch(text):
            return _time_of_day(found.groupdict())
    return None


def _time_of_day(said: dict[str, str | None]) -> TimeOfDay | None:
    part = said.get("part")
    is_of_this_day = said.get("on") == "this "
    if said.get("hour") is None:
        assert part is not None  # noqa: S101 - the only pattern without an hour has a part, told to the type checker
        if part == "midnight":
            return TimeOfDay(clock=time(), ends_the_day=True)
        is_exact = part in {"noon", "midday"} or said.get("on") is not None
        return TimeOfDay(
            clock=time(PARTS_OF_DAY[part]),
            is_of_this_day=is_of_this_day,
            certainty=Certainty.PLAIN if is_exact else Certainty.LOOSE,
        )
    return _clock_time(said, part, is_of_this_day=is_of_this_day)


def _clock_time(said: dict[str, str | None], part: str | None, *, is_of_this_day: bool) -> TimeOfDay | None:
    hour, minute, half = int(said["hour"] or 0), int(said["minute"] or 0), said["half"]
    is_told_as_time = bool(half or part or said.get("at") or (said["minute"] and said["separator"] != "."))
    if not is_told_as_time or minute > 59 or (half and not 1 <= hour <= 12):
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif part in _AFTER_NOON and 1 <= hour < 12:
        hour += 12
    ends_the_day = (hour, minute) == (24, 0) or (part == "night" and hour == 12 and not half)
    if ends_the_day:
        hour = 0
    if hour > 23:
        return None
    return TimeOfDay(clock=time(hour, minute), ends_the_day=ends_the_day, is_of_this_day=is_of_this_day)
