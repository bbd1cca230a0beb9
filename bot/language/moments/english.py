"""How days, times and durations are put together into one moment, in English."""

from datetime import date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from bot.language.moments import dates, durations, times
from bot.language.moments.calendars import rounded_up
from bot.language.moments.certainty import Certainty
from bot.language.moments.dates import Day
from bot.language.moments.durations import Duration
from bot.language.moments.times import TimeOfDay
from bot.language.reader import Reader
from bot.tasks.due import Due
from bot.tasks.wall_time import moment_of

_LEADS = frozenset({"due", "by", "on", "until", "till", "til", "before"})
_MAKING_A_NAME_A_DATE = frozenset({"due", "by", "on"})
_MAKING_IT_FIRM = frozenset({"due", "by"})
_TONIGHT = "tonight"
_TONIGHT_BEGINS = time(20)


class Reading(NamedTuple):
    """What a phrase was understood as, past ones included."""

    due: Due
    certainty: Certainty


def read(phrase: str, reader: Reader) -> Reading | None:
    """The moment that the whole phrase is, or None; `phrase` is spelled as `spelling.plain` does."""
    words = phrase.split()
    leads: set[str] = set()
    while words and words[0] in _LEADS:
        leads.add(words.pop(0))
    reading = _without_lead(words, reader) if words else None
    if reading is None:
        return None
    certainty = _after(leads, reading.certainty)
    return None if certainty is Certainty.NAME else Reading(reading.due, certainty)


def _after(leads: set[str], certainty: Certainty) -> Certainty:
    if leads & _MAKING_IT_FIRM:
        return Certainty.FIRM
    if certainty is Certainty.LOOSE and leads:
        return Certainty.PLAIN
    if certainty is Certainty.NAME and leads & _MAKING_A_NAME_A_DATE:
        return Certainty.PLAIN
    return certainty


def _without_lead(words: list[str], reader: Reader) -> Reading | None:
    if _TONIGHT in words:
        return _tonight([word for word in words if word != _TONIGHT], reader)
    duration = durations.read(" ".join(words))
    if duration is not None and duration.counts_minutes:
        return Reading(Due(at=_after_duration(duration, reader)), duration.certainty)
    today = _today(reader, reader.zone)
    for cut in range(len(words), -1, -1):
        left, right = words[:cut], words[cut:]
        if (day := _day(left, today, reader)) and (reading := _on_day(day, right, today, reader)):
            return reading
        if left and (day := _day(right, today, reader)) and (reading := _on_day(day, left, today, reader)):
            return reading
    clock = times.read(" ".join(words))
    return _bare_time(clock, today, reader) if clock else None


def _tonight(words: list[str], reader: Reader) -> Reading | None:
    today = _today(reader, reader.zone)
    if not words:
        begin = moment_of(today, _TONIGHT_BEGINS, reader.zone)
        in_an_hour = rounded_up(reader.now + timedelta(hours=1))
        return Reading(Due(at=begin if begin > reader.now else in_an_hour), Certainty.PLAIN)
    shown = " ".join(words)
    clock = times.read(f"{shown} at night") or times.read(shown)
    return Reading(Due(at=_at(today, clock, reader)), Certainty.FIRM) if clock else None


def _after_duration(duration: Duration, reader: Reader) -> datetime:
    sign = -1 if duration.is_ago else 1
    start = reader.now
    if duration.months or duration.days:
        here = start.astimezone(reader.zone)
        start = moment_of(duration.day_from(here.date()), here.time(), reader.zone)
    return rounded_up(start + sign * timedelta(minutes=duration.minutes))


def _day(words: list[str], today: date, reader: Reader) -> Day | None:
    if words[:1] == ["on"]:
        words = words[1:]
    return dates.read(" ".join(words), today, reader.locale) if words else None


def _on_day(day: Day, clock_words: list[str], today: date, reader: Reader) -> Reading | None:
    if not clock_words:
        return Reading(Due(on=day.on), day.certainty)
    clock = times.read(" ".join(clock_words))
    if clock is None:
        return None
    is_firm = day.on == today and not clock.is_of_this_day
    return Reading(Due(at=_at(day.on, clock, reader)), Certainty.FIRM if is_firm else Certainty.PLAIN)


def _bare_time(clock: TimeOfDay, today: date, reader: Reader) -> Reading:
    if clock.is_of_this_day:
        return Reading(Due(at=_at(today, clock, reader)), clock.certainty)
    there = _today(reader, clock.zone or reader.zone)
    candidates = (_at(there + timedelta(days=days), clock, reader) for days in range(3))
    return Reading(Due(at=next(at for at in candidates if at > reader.now)), clock.certainty)


def _at(day: date, clock: TimeOfDay, reader: Reader) -> datetime:
    return moment_of(day + timedelta(days=clock.ends_the_day), clock.clock, clock.zone or reader.zone)


def _today(reader: Reader, zone: tzinfo) -> date:
    return reader.now.astimezone(zone).date()
