"""A day by its name or number: "tomorrow", "next friday", "dec 5", "5.12.", "in 3 days", "eow"."""

import re
from datetime import date, timedelta

from msgspec import Struct

from bot.language.moments import durations, numeric
from bot.language.moments.calendars import last_of_month, monday_of, months_later, next_weekday
from bot.language.moments.certainty import Certainty
from bot.language.moments.words import MONTHS, NAMES, PERIODS, RELATIVE_DAYS, WEEKDAYS, alternatives

_FRIDAY, _SATURDAY = 4, 5
_YEARS_BETWEEN_LEAP_DAYS = 8

_WEEKDAY = rf"(?P<weekday>{alternatives(WEEKDAYS)})"
_MONTH = rf"(?P<month>{alternatives(MONTHS)})"
_DAY = r"(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?: '?(?P<year>\d{4}|\d{2}))?"

_NAMED_WEEKDAY = re.compile(rf"(?:(?P<which>this|next|last|coming|this coming|the coming) )?{_WEEKDAY}")
_WEEKDAY_OF_NEXT_WEEK = re.compile(
    rf"next week {_WEEKDAY}|{_WEEKDAY.replace('weekday', 'weekday_first')} (?:of )?next week"
)
_MONTH_AND_DAY = re.compile(rf"{_MONTH} ?{_DAY}{_YEAR}")
_DAY_AND_MONTH = re.compile(rf"{_DAY}\.? ?(?:of )?{_MONTH}{_YEAR}")
_MONTH_OF_YEAR = re.compile(rf"(?:in )?{_MONTH}(?: (?P<year>\d{{4}}))?")
_DAY_OF_MONTH = re.compile(r"(?P<article>the )?(?P<day>\d{1,2})(?:st|nd|rd|th)")
_PERIOD = re.compile(r"(?P<which>next|last) (?P<period>week|month|year)")
_START = re.compile(r"(?:the )?(?:start|beginning) of (next (?:week|month|year))")
_END = re.compile(r"(?:the )?end of (?:the )?(?P<next>next )?(?P<period>day|week|month|year)")
_END_OF_DAY = (
    rf"(?:the )?(?:end of (?:the )?day|{'|'.join(name for name, period in PERIODS.items() if period == 'day')})"
)
_BEFORE_OR_AFTER_END_OF_DAY = re.compile(rf"^{_END_OF_DAY} (?:on )?| {_END_OF_DAY}$")
_WEEKEND = re.compile(r"(?P<which>this |next |the )?weekend")
_FROM_ANOTHER_DAY = re.compile(r"(?P<duration>.+) (?:from|after) (?P<day>.+)")


class Day(Struct, frozen=True, kw_only=True):
    """A calendar day, and how surely it was meant."""

    on: date
    certainty: Certainty = Certainty.PLAIN


def read(text: str, today: date, locale: str) -> Day | None:
    """The day that the whole text is, as seen from `today`, past ones included; or None."""
    return (
        _relative(text, today)
        or _weekday(text, today)
        or _numeric(text, today, locale)
        or _with_month(text, today)
        or _day_of_month(text, today)
        or _start_of_period(text, today)
        or _end_of_period(text, today, locale)
        or _weekend(text, today)
        or _counted(text, today, locale)
        or _with_weekday_before(text, today, locale)
    )


def _relative(text: str, today: date) -> Day | None:
    distance = RELATIVE_DAYS.get(text)
    if distance is None:
        return None
    return Day(on=today + timedelta(days=distance), certainty=Certainty.NAME if text in NAMES else Certainty.PLAIN)


def _weekday(text: str, today: date) -> Day | None:
    if found := _WEEKDAY_OF_NEXT_WEEK.fullmatch(text):
        return Day(on=_in_week(today, found["weekday"] or found["weekday_first"], weeks=1))
    found = _NAMED_WEEKDAY.fullmatch(text)
    if found is None:
        return None
    which, name = found["which"], found["weekday"]
    if which == "this":
        return Day(on=_in_week(today, name, weeks=0))
    if which == "next":
        return Day(on=_in_week(today, name, weeks=1))
    following = next_weekday(WEEKDAYS[name], today)
    if which == "last":
        is_today = WEEKDAYS[name] == today.weekday()
        return Day(on=following - timedelta(weeks=2 if is_today else 1))
    return Day(on=following, certainty=Certainty.NAME if not which and name in NAMES else Certainty.PLAIN)


def _in_week(today: date, weekday: str, *, weeks: int) -> date:
    return monday_of(today) + timedelta(weeks=weeks, days=WEEKDAYS[weekday])


def _numeric(text: str, today: date, locale: str) -> Day | None:
    numbers = numeric.read(text, locale)
    if numbers is None:
        return None
    on = _yearly(numbers.month, numbers.day, numbers.year, today)
    return Day(on=on, certainty=Certainty.LOOSE if numbers.is_bare else Certainty.PLAIN) if on else None


def _with_month(text: str, today: date) -> Day | None:
    if found := _MONTH_AND_DAY.fullmatch(text) or _DAY_AND_MONTH.fullmatch(text):
        on = _yearly(MONTHS[found["month"]], int(found["day"]), numeric.full_year(found["year"]), today)
        return Day(on=on) if on else None
    if found := _MONTH_OF_YEAR.fullmatch(text):
        on = _yearly(MONTHS[found["month"]], 1, numeric.full_year(found["year"]), today)
        is_name = found["month"] in NAMES and not found["year"]
        return Day(on=on, certainty=Certainty.NAME if is_name else Certainty.LOOSE) if on else None
    return None


def _yearly(month: int, day: int, year: int | None, today: date) -> date | None:
    if year is not None:
        return numeric.date_or_none(year, month, day)
    years = range(today.year, today.year + _YEARS_BETWEEN_LEAP_DAYS + 1)
    candidates = (numeric.date_or_none(year, month, day) for year in years)
    return next((on for on in candidates if on and on >= today), None)


def _day_of_month(text: str, today: date) -> Day | None:
    found = _DAY_OF_MONTH.fullmatch(text)
    if found is None:
        return None
    months = (months_later(today.replace(day=1), distance) for distance in range(12))
    candidates = (numeric.date_or_none(month.year, month.month, int(found["day"])) for month in months)
    on = next((on for on in candidates if on and on >= today), None)
    return Day(on=on, certainty=Certainty.LOOSE) if on else None


def _start_of_period(text: str, today: date) -> Day | None:
    if start := _START.fullmatch(text):
        text = start[1]
    found = _PERIOD.fullmatch(text)
    if found is None:
        return None
    return Day(on=_start(found["period"], today, distance=1 if found["which"] == "next" else -1))


def _start(period: str, today: date, *, distance: int) -> date:
    if period == "week":
        return monday_of(today) + timedelta(weeks=distance)
    if period == "month":
        return months_later(today.replace(day=1), distance)
    return months_later(today.replace(month=1, day=1), 12 * distance)


def _end_of_period(text: str, today: date, locale: str) -> Day | None:
    if text in PERIODS:
        return Day(on=_end(PERIODS[text], today))
    if found := _END.fullmatch(text):
        period = found["period"]
        if found["next"]:
            return None if period == "day" else Day(on=_end(period, _start(period, today, distance=1)))
        return Day(on=_end(period, today))
    named = _BEFORE_OR_AFTER_END_OF_DAY.sub("", text)
    day = read(named, today, locale) if named and named != text else None
    return Day(on=day.on) if day else None


def _end(period: str, today: date) -> date:
    if period == "day":
        return today
    if period == "week":
        week = today + timedelta(days=2) if today.weekday() >= _SATURDAY else today
        return monday_of(week) + timedelta(days=_FRIDAY)
    return last_of_month(today if period == "month" else today.replace(month=12, day=1))


def _weekend(text: str, today: date) -> Day | None:
    found = _WEEKEND.fullmatch(text)
    if found is None:
        return None
    saturday = monday_of(today) + timedelta(days=_SATURDAY)
    if found["which"] == "next ":
        return Day(on=saturday + timedelta(weeks=1))
    is_named = found["which"] == "this "
    return Day(on=max(saturday, today), certainty=Certainty.PLAIN if is_named else Certainty.LOOSE)


def _counted(text: str, today: date, locale: str) -> Day | None:
    if duration := durations.read(text):
        return None if duration.counts_minutes else Day(on=duration.day_from(today), certainty=duration.certainty)
    found = _FROM_ANOTHER_DAY.fullmatch(text)
    if found is None:
        return None
    distance = durations.read(found["duration"])
    start = read(found["day"], today, locale)
    if distance is None or distance.counts_minutes or start is None:
        return None
    return Day(on=distance.day_from(start.on))


def _with_weekday_before(text: str, today: date, locale: str) -> Day | None:
    weekday, _, rest = text.partition(" ")
    if weekday not in WEEKDAYS or not any(character.isdigit() for character in rest):
        return None
    day = read(rest, today, locale)
    return Day(on=day.on) if day else None
