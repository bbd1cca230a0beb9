"""The English words that moments are made of, and what each stands for."""

from collections.abc import Iterable

WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            ("monday", "mon"),
            ("tuesday", "tue", "tues"),
            ("wednesday", "wed", "weds"),
            ("thursday", "thu", "thur", "thurs"),
            ("friday", "fri"),
            ("saturday", "sat"),
            ("sunday", "sun"),
        )
    )
    for name in names
}
"""Numbered as `date.weekday` does: Monday is 0."""

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sep", "sept"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}

NAMES = frozenset({"mon", "wed", "sat", "sun", "jan", "mar", "march", "april", "may", "june", "august", "tom"})
"""What may be a name, a verb or a thing where no number and no preposition says otherwise."""

RELATIVE_DAYS = {
    "today": 0,
    "tod": 0,
    "tomorrow": 1,
    "tomorow": 1,
    "tommorow": 1,
    "tommorrow": 1,
    "tmrw": 1,
    "tmr": 1,
    "tmrow": 1,
    "tom": 1,
    "2moro": 1,
    "day after tomorrow": 2,
    "the day after tomorrow": 2,
    "overmorrow": 2,
    "yesterday": -1,
    "day before yesterday": -2,
    "the day before yesterday": -2,
}

PERIODS = {
    "eod": "day",
    "cob": "day",
    "eob": "day",
    "end of business": "day",
    "close of business": "day",
    "eow": "week",
    "eom": "month",
    "eoy": "year",
}
"""What ends with a period, by the period."""

PARTS_OF_DAY = {"morning": 9, "noon": 12, "midday": 12, "afternoon": 15, "evening": 18, "night": 20}
"""The hour that each begins with."""

AMOUNTS = {
    "a couple of": 2.0,
    "a couple": 2.0,
    "half an": 0.5,
    "half a": 0.5,
    "an": 1.0,
    "a": 1.0,
    **{
        name: float(number)
        for number, name in enumerate(
            ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), start=1
        )
    },
}

UNITS = {
    name: unit
    for unit, names in {
        "second": ("second", "seconds", "sec", "secs"),
        "minute": ("minute", "minutes", "min", "mins", "m"),
        "hour": ("hour", "hours", "hr", "hrs", "h"),
        "day": ("day", "days", "d"),
        "week": ("week", "weeks", "wk", "wks", "w"),
        "fortnight": ("fortnight", "fortnights"),
        "month": ("month", "months", "mo", "mos"),
        "year": ("year", "years", "yr", "yrs", "y"),
    }.items()
    for name in names
}

LEADS = frozenset({"due", "by", "on", "at", "until", "till", "til", "before"})
"""The prepositions that belong to a moment and leave the title with it."""

_OTHERS = (
    "midnight tonight weekend in within from now later ago next last this coming end start beginning of am pm time"
)

VOCABULARY = frozenset(
    word
    for table in (WEEKDAYS, MONTHS, RELATIVE_DAYS, PERIODS, PARTS_OF_DAY, AMOUNTS, UNITS, LEADS, _OTHERS.split())
    for phrase in table
    for word in phrase.split()
)
"""Every word that a moment can consist of, besides numbers and places."""


def alternatives(words: Iterable[str]) -> str:
    """The words as a pattern, longest first, so that none hides a longer one."""
    return "|".join(sorted(words, key=len, reverse=True))
