"""Moments in words, one whole text at a time."""

import csv
from pathlib import Path

import pytest

from bot.language import moments
from bot.language.moments import Certainty
from tests.unit.language.readers import read_alone, reader

TABLE = Path(__file__).with_name("dates.tsv").read_text(encoding="utf-8")
ROWS = list(csv.DictReader(TABLE.splitlines(), delimiter="\t"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['text']} at {row['now']}")
def test_every_row_of_the_table(row: dict[str, str]) -> None:
    assert read_alone(row["text"], reader(row["now"], row["zone"], row["locale"])) == row["expected"]


def test_the_table_is_whole() -> None:
    assert len(ROWS) == 41


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("today", "2026-11-25"),
        ("TOMORROW", "2026-11-26"),
        ("tomorrow!", "2026-11-26"),
        ("friday.", "2026-11-27"),
        ("due: friday", "2026-11-27"),
        ("until monday", "2026-11-30"),
        ("wednesday", "2026-12-02"),
        ("this monday", "past"),
        ("last friday", "past"),
        ("last week", "past"),
        ("coming monday", "2026-11-30"),
        ("friday next week", "2026-12-04"),
        ("next week friday", "2026-12-04"),
        ("this weekend", "2026-11-28"),
        ("next weekend", "2026-12-05"),
        ("next month", "2026-12-01"),
        ("next year", "2027-01-01"),
        ("end of the month", "2026-11-30"),
        ("end of next month", "2026-12-31"),
        ("by end of day tomorrow", "2026-11-26"),
        ("eod friday", "2026-11-27"),
        ("friday eod", "2026-11-27"),
        ("eoy", "2026-12-31"),
        ("the 5th", "2026-12-05"),
        ("monday the 30th", "2026-11-30"),
        ("5th of december", "2026-12-05"),
        ("5 dec", "2026-12-05"),
        ("dec. 5", "2026-12-05"),
        ("dec 5 10am", "2026-12-05T10:00"),
        ("friday, december 4th at 3:30pm", "2026-12-04T15:30"),
        ("december 5, 2027", "2027-12-05"),
        ("dec 5 '27", "2027-12-05"),
        ("dec 2027", "2027-12-01"),
        ("dec 5 2020", "past"),
        ("2020-01-01", "past"),
        ("12/05/27", "2027-12-05"),
        ("2026/12/05", "2026-12-05"),
        ("2026-12-05T14:00Z", "2026-12-05T09:00"),
        ("2026-12-05T14:00:30.5+01:00", "2026-12-05T08:00"),
        ("feb 29", "2028-02-29"),
        ("24/7", "none"),
        ("13/01", "none"),
        ("5.12.", "none"),
    ],
)
def test_days(text: str, expected: str) -> None:
    assert read_alone(text, reader()) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("17:00", "2026-11-25T17:00"),
        ("5 p.m.", "2026-11-25T17:00"),
        ("@5pm", "2026-11-25T17:00"),
        ("5 o’clock", "2026-11-26T05:00"),
        ("at 17.30", "2026-11-25T17:30"),
        ("5.30pm", "2026-11-25T17:30"),
        ("12am", "2026-11-26T00:00"),
        ("12pm", "2026-11-25T12:00"),
        ("24:00", "2026-11-26T00:00"),
        ("17.30", "none"),
        ("13pm", "none"),
        ("25:00", "none"),
        ("at 9:75", "none"),
        ("morning", "2026-11-26T09:00"),
        ("in the afternoon", "2026-11-25T15:00"),
        ("this evening", "2026-11-25T18:00"),
        ("this morning", "past"),
        ("8 in the evening", "2026-11-25T20:00"),
        ("tomorrow evening at 7", "2026-11-26T19:00"),
        ("tomorrow night", "2026-11-26T20:00"),
        ("friday midnight", "2026-11-28T00:00"),
        ("at noon on friday", "2026-11-27T12:00"),
        ("at 9 tomorrow", "2026-11-26T09:00"),
        ("9 tomorrow", "none"),
        ("tonight at 9", "2026-11-25T21:00"),
        ("tonight at 12", "2026-11-26T00:00"),
        ("5pm EST", "2026-11-25T17:00"),
        ("17:00 CET", "2026-11-25T11:00"),
        ("5pm London", "2026-11-25T12:00"),
        ("5pm in London", "2026-11-25T12:00"),
        ("5pm london friday", "2026-11-27T12:00"),
        ("friday 5pm Los Angeles time", "2026-11-27T20:00"),
        ("9am UTC+2", "2026-11-26T02:00"),
        ("noon PT", "2026-11-25T15:00"),
    ],
)
def test_times(text: str, expected: str) -> None:
    assert read_alone(text, reader()) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in an hour", "2026-11-25T11:31"),
        ("in 90 seconds", "2026-11-25T10:32"),
        ("1h 30m", "2026-11-25T12:01"),
        ("1h30m", "2026-11-25T12:01"),
        ("in 1h30", "2026-11-25T12:01"),
        ("in 1.5 hours", "2026-11-25T12:01"),
        ("in half an hour", "2026-11-25T11:01"),
        ("in 1 hour and 30 minutes", "2026-11-25T12:01"),
        ("in 1 day and 2 hours", "2026-11-26T12:31"),
        ("in two days", "2026-11-27"),
        ("in 2 weeks", "2026-12-09"),
        ("in 2 fortnights", "2026-12-23"),
        ("in 1 month", "2026-12-25"),
        ("2 weeks from now", "2026-12-09"),
        ("a week from friday", "2026-12-04"),
        ("within 2 weeks", "2026-12-09"),
        ("in 2 weeks at 5pm", "2026-12-09T17:00"),
        ("3 days ago", "past"),
        ("3 hours ago", "past"),
        ("in 9999 years", "none"),
        ("31 dec 2199", "2199-12-31"),
        ("1 jan 2200", "none"),
        ("2200-01-01", "none"),
        ("9999-12-31", "none"),
        ("in 173 years", "2199-11-25"),
        ("in 174 years", "none"),
        ("in 9999 weeks 5pm", "none"),
    ],
)
def test_durations_round_up_to_the_minute(text: str, expected: str) -> None:
    assert read_alone(text, reader("2026-11-25T10:30:20")) == expected


def test_months_end_where_they_end() -> None:
    assert read_alone("in 1 month", reader("2026-01-31T10:00")) == "2026-02-28"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "may",
            "sun",
            "mon",
            "jan",
            "march",
            "tom",
            "a",
            "in",
            "on",
            "by",
            "due",
            "at",
            "now",
            "soon",
            "next",
            "this",
        ),
        *("12", "5", "2026", "#123", "100%", "1.2.3", "0/0", "at 99", "9 tomorrow", "may 32", "3 pm pm", "-", "!", "…"),
        *("second", "day", "week", "hour", "month", "time", "am", "pm", "utc", "london", "to 5pm", "tomorrow maybe"),
        *("every monday", "monday tuesday", "", " "),
    ],
)
def test_what_is_no_moment_alone(text: str) -> None:
    assert read_alone(text, reader()) == "none"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("by may", "2027-05-01"),
        ("due march", "2027-03-01"),
        ("on sun", "2026-11-29"),
        ("until sun", "none"),
        ("sun 5pm", "2026-11-29T17:00"),
        ("may 5", "2027-05-05"),
        ("tom 5pm", "2026-11-26T17:00"),
    ],
)
def test_names_count_with_a_number_or_a_preposition(text: str, expected: str) -> None:
    assert read_alone(text, reader()) == expected


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("friday", Certainty.PLAIN),
        ("by friday", Certainty.FIRM),
        ("due friday", Certainty.FIRM),
        ("today 17:00", Certainty.FIRM),
        ("this evening", Certainty.PLAIN),
        ("3 days", Certainty.LOOSE),
        ("december", Certainty.LOOSE),
        ("3d", Certainty.PLAIN),
        ("on the 5th", Certainty.PLAIN),
    ],
)
def test_how_surely_it_was_meant(text: str, certainty: Certainty) -> None:
    moment = moments.read(text, reader())
    assert moment is not None
    assert moment.certainty is certainty


def test_long_texts_are_not_looked_at() -> None:
    assert read_alone("tomorrow" + " " * 100 + "5pm", reader()) == "none"


def test_a_zone_without_a_name_of_its_own_is_no_zone() -> None:
    assert read_alone("5pm Nowhere", reader()) == "none"
