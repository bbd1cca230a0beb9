"""Zones as people name them beside a time: "EST", "UTC+2", "London"."""

import re
from datetime import UTC, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

_HOURS = {
    "utc": 0, "gmt": 0, "z": 0, "wet": 0, "bst": 1, "west": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3,
    "ist": 5.5, "sgt": 8, "hkt": 8, "awst": 8, "jst": 9, "kst": 9, "acst": 9.5, "aest": 10, "acdt": 10.5, "aedt": 11,
    "nzst": 12, "nzdt": 13, "hst": -10, "akst": -9, "akdt": -8, "pst": -8, "pdt": -7, "mst": -7, "mdt": -6, "cst": -6,
    "cdt": -5, "est": -5, "edt": -4,
}  # fmt: skip
_PLACES = {"et": "America/New_York", "ct": "America/Chicago", "mt": "America/Denver", "pt": "America/Los_Angeles"}
_OFFSET = re.compile(r"(?:utc|gmt)? ?([+-])(\d{1,2})(?::?(\d{2}))?")
_CONTINENTS = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/", "US/")
_ORDINARY_WORDS = frozenset({"act", "center", "north", "south", "west"})


def read(text: str) -> tzinfo | None:
    """The zone that the whole text names, or None.

    Abbreviations are taken by the letter: EST is UTC-5 in July too, while "ET", "Eastern" and "New York" follow the
    clocks there.
    """
    name = text.removeprefix("in ").removesuffix(" time")
    if name in _HOURS:
        return timezone(timedelta(hours=_HOURS[name])) if _HOURS[name] else UTC
    if offset := _OFFSET.fullmatch(name):
        return _fixed(offset)
    place = places().get(name)
    return ZoneInfo(place) if place else None


def _fixed(offset: re.Match[str]) -> tzinfo | None:
    sign, hours, minutes = offset.groups()
    distance = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return timezone(distance if sign == "+" else -distance) if distance <= timedelta(hours=14) else None


@cache
def places() -> dict[str, str]:
    """IANA names by what people call them: the whole name ("europe/london") and its last part ("new york")."""
    names = sorted(name for name in available_timezones() if name.startswith(_CONTINENTS))
    by_city = {name.rsplit("/", 1)[1].replace("_", " ").lower(): name for name in names}
    cities = {city: name for city, name in by_city.items() if city not in _ORDINARY_WORDS}
    return cities | {name.lower(): name for name in names} | _PLACES


@cache
def vocabulary() -> frozenset[str]:
    """Every word that a zone's name can consist of."""
    return frozenset(word for name in (*places(), *_HOURS) for word in name.split())
