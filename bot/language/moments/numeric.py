"""Dates in numbers alone, in the order that the reader's country writes them."""

import re
from datetime import date

from msgspec import Struct

_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})\.?")
_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?")
_DOTS = re.compile(r"(\d{1,2})\. ?(\d{1,2})(?:\.(?: ?(\d{4}|\d{2}))?)?")
_DASHES = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})")
_ROUND_THE_CLOCK = "24/7"

_MONTH_FIRST_LOCALES = frozenset({"en", "en-US", "en-CA", "en-PH", "en-ZA", "fil-PH", "es-PR", "es-PA"})
_MONTH_FIRST_LANGUAGES = frozenset({"ja", "zh", "ko", "hu", "lt", "mn"})
_DOTTING_LANGUAGES = frozenset({
    "az", "be", "bg", "bs", "cs", "da", "de", "et", "fi", "hr", "hu", "hy", "is", "ka", "kk", "lv", "mk", "nb", "nn",
    "no", "pl", "ro", "ru", "sk", "sl", "sq", "sr", "tr", "uk",
})  # fmt: skip
_FIRST_YEAR, _LAST_YEAR = 1900, 2199


class Numbers(Struct, frozen=True, kw_only=True):
    """A date in numbers; `year` is None where none was written, `is_bare` where a version number looks the same."""

    month: int
    day: int
    year: int | None = None
    is_bare: bool = False


def read(text: str, locale: str) -> Numbers | None:
    """The numeric date that the whole text looks like, whether or not the calendar has it, or None."""
    if iso := _ISO.fullmatch(text):
        return Numbers(year=int(iso[1]), month=int(iso[3]), day=int(iso[4]))
    if text == _ROUND_THE_CLOCK:
        return None
    if found := _SLASHES.fullmatch(text) or _DASHES.fullmatch(text):
        return _ordered(found, locale)
    if (found := _DOTS.fullmatch(text)) and (_language(locale) in _DOTTING_LANGUAGES or len(found[3] or "") == 4):
        return _ordered(found, locale, is_bare=found[3] is None and not text.endswith("."))
    return None


def _ordered(found: re.Match[str], locale: str, *, is_bare: bool = False) -> Numbers:
    first, second = int(found[1]), int(found[2])
    month, day = (first, second) if _is_month_first(locale) else (second, first)
    return Numbers(month=month, day=day, year=full_year(found[3]), is_bare=is_bare)


def full_year(digits: str | None) -> int | None:
    """The year that was written; two digits are of this century."""
    if digits is None:
        return None
    return 2000 + int(digits) if len(digits) == 2 else int(digits)


def date_or_none(year: int, month: int, day: int) -> date | None:
    """That day, or None where the calendar (or anybody's plans) has none."""
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _language(locale: str) -> str:
    return locale.split("-", 1)[0]


def _is_month_first(locale: str) -> bool:
    return locale in _MONTH_FIRST_LOCALES or _language(locale) in _MONTH_FIRST_LANGUAGES
