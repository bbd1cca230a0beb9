"""Readers to read with: the same moment seen from different places."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.language import moments
from bot.language.reader import Reader
from bot.tasks.due import Due

WEDNESDAY = "2026-11-25T10:30"


def reader(now: str = WEDNESDAY, zone: str = "America/New_York", locale: str = "en-US") -> Reader:
    """Somebody who reads at that local time."""
    moment = datetime.fromisoformat(now).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return Reader(user_id="U9", now=moment, zone=ZoneInfo(zone), locale=locale)


def shown(due: Due, reader: Reader) -> str:
    """A due as the tables write it: a date, or local date and time."""
    if due.on is not None:
        return due.on.isoformat()
    assert due.at is not None
    return due.at.astimezone(reader.zone).strftime("%Y-%m-%dT%H:%M")


def read_alone(text: str, reader: Reader) -> str:
    """What the reader of moments makes of a text, as the tables write it."""
    moment = moments.read(text, reader)
    if moment is None:
        return "none"
    return "past" if moment.is_past else shown(moment.due, reader)
