"""How long until: "in 2 hours", "3d", "a week from now"; and how long ago."""

import math
import re
from datetime import date, timedelta

from msgspec import Struct

from bot.language.moments.calendars import months_later
from bot.language.moments.certainty import Certainty
from bot.language.moments.words import AMOUNTS, UNITS, alternatives

_PART = re.compile(
    rf"(?:(?P<digits>\d{{1,4}}(?:\.\d{{1,2}})?) ?|(?P<words>{alternatives(AMOUNTS)}) )(?P<unit>{alternatives(UNITS)})\b"
    r"|(?P<hours>\d{1,2})h(?P<minutes>\d{2})\b"
    r"|(?P<attached>\d{1,4})(?P<short>[dhw])(?=\d)"
)
_UNNAMED_PART = re.sub(r"\?P<[a-z]+>", "?:", _PART.pattern)
_DURATION = re.compile(
    r"(?:(?P<lead>in|within) (?:the next )?)?"
    rf"(?P<parts>(?:(?:{_UNNAMED_PART})(?: and | )?)+)"
    r"(?:\s?(?P<tail>from now|from today|later|ago))?"
)
_SHORT = re.compile(r"\d+[hdw](?: ?\d+m)?")
_HOURS_AND_MINUTES = re.compile(r"\d+h\d{2}")
_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_MONTHS = {"month": 1, "year": 12}
_MINUTES = {"second": 1 / 60, "minute": 1, "hour": 60}


class Duration(Struct, frozen=True, kw_only=True):
    """A distance in time, backwards if `is_ago`; one that does not count minutes leads to a day, not to a moment."""

    months: int = 0
    days: int = 0
    minutes: float = 0.0
    counts_minutes: bool = False
    is_ago: bool = False
    certainty: Certainty = Certainty.PLAIN

    def day_from(self, today: date) -> date:
        """The calendar day that its months and days lead to."""
        sign = -1 if self.is_ago else 1
        return months_later(today, sign * self.months) + timedelta(days=sign * self.days)


def read(text: str) -> Duration | None:
    """The duration that the whole text is, or None; "17h30" alone is a time of day, and none."""
    found = _DURATION.fullmatch(text)
    if found is None or (_HOURS_AND_MINUTES.fullmatch(text)):
        return None
    months = days = 0
    minutes, counts_minutes = 0.0, False
    for part in _PART.finditer(found["parts"]):
        if part["hours"]:
            minutes, counts_minutes = minutes + int(part["hours"]) * 60 + int(part["minutes"]), True
            continue
        amount = float(part["digits"] or part["attached"] or AMOUNTS[part["words"]])
        unit = UNITS[part["unit"] or part["short"]]
        if unit in _MINUTES:
            minutes, counts_minutes = minutes + amount * _MINUTES[unit], True
        elif not amount.is_integer():
            return None
        elif unit in _DAYS:
            days += int(amount) * _DAYS[unit]
        else:
            months += int(amount) * _MONTHS[unit]
    is_spoken_for = bool(found["lead"] or found["tail"] or _SHORT.fullmatch(text))
    return Duration(
        months=months,
        days=days,
        minutes=math.ceil(minutes * 60) / 60,
        counts_minutes=counts_minutes,
        is_ago=found["tail"] == "ago",
        certainty=Certainty.PLAIN if is_spoken_for else Certainty.LOOSE,
    )
