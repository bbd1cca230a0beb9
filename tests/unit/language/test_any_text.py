"""Whatever is typed, by whom, when and where: only a `TaskError` ever comes out."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language import command, filters, moments, quick_add, verbs
from bot.language.reader import Reader
from bot.language.text import decode
from bot.tasks.errors import DueIsPast, EmptyTitle, TaskError, TooLong

LOCALES = [
    "en-US",
    "en-GB",
    "de-DE",
    "fr-FR",
    "es-ES",
    "pt-BR",
    "ru-RU",
    "ja-JP",
    "zh-CN",
    "ko-KR",
    "hi-IN",
    "ar-SA",
    "",
    "x",
]
ZONES = ["UTC", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "Australia/Lord_Howe", "Europe/Berlin"]
NEAR_YEARS = tuple(datetime(year, 1, 1, tzinfo=UTC).replace(tzinfo=None) for year in (2025, 2030))
TEXT = """
    add list done due by on at for next this last friday may 5 12 9:30 5pm 24:00 tomorrow morgen demain in 3 days
    d 2h @lead <@U1|lead> <#C1> +ui !high “ ” ' ( ) , . - 1/2 5.12. 2026-12-05 9999 99999999 eod midnight tonight
    EST london +14:00 ago from now a an hour months years uhr um 来週 明日 & < > &amp; <!channel>
"""
WORDS = [*TEXT.split(), '"', "\n", "\u00a0", "\u2028"]
BEFORE_TIME_ZONES = 1980
NUMBERS = ["1", "3,", "7", "and", "#9", "12", "999999999", "٣"]

readers = st.builds(
    Reader,
    user_id=st.just("U9"),
    now=st.datetimes(timezones=st.just(UTC)) | st.datetimes(NEAR_YEARS[0], NEAR_YEARS[1], timezones=st.just(UTC)),
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    locale=st.sampled_from(LOCALES) | st.text(max_size=8),
)
commands = st.builds(
    "{} {} {}".format,
    st.sampled_from([*verbs.BY_NAME, "dnoe", "asign", "Due"]),
    st.lists(st.sampled_from(NUMBERS), max_size=30).map(" ".join),
    st.lists(st.sampled_from([*WORDS, "none", "-old", "+7", "fryday", "language", "reminders"]), max_size=5).map(
        " ".join
    )
    | st.text(max_size=40),
)
lines = st.text(max_size=4000) | st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)


@settings(deadline=None)
@given(text=lines | commands, reader=readers)
def test_a_command_is_understood_or_refused(text: str, reader: Reader) -> None:
    try:
        found = command.read(decode(text), reader)
    except TaskError:
        return
    assert found.text == decode(text).strip()


@settings(deadline=None)
@given(text=lines, reader=readers)
def test_a_draft_is_a_task_or_refused(text: str, reader: Reader) -> None:
    try:
        draft = quick_add.read(text, reader)
    except TaskError:
        return
    assert draft.title == draft.title.strip() != ""
    assert "\n" not in draft.title
    assert draft.due is None or draft.due.at is None or draft.due.at.second == 0 or reader.now.year < BEFORE_TIME_ZONES


@settings(deadline=None)
@given(text=lines, reader=readers)
def test_the_beginning_of_a_draft_keeps_what_was_typed(text: str, reader: Reader) -> None:
    try:
        draft = quick_add.read(text, reader)
    except DueIsPast:
        assert quick_add.begin(text, reader).title
    except EmptyTitle:
        assert not quick_add.begin(text, reader).title
    except TooLong:
        with pytest.raises(TooLong):
            quick_add.begin(text, reader)
    else:
        assert quick_add.begin(text, reader) == draft


@settings(deadline=None)
@given(text=lines, reader=readers)
def test_a_filter_never_fails(text: str, reader: Reader) -> None:
    try:
        wanted = filters.read(text, reader)
    except TaskError:
        return
    assert all(word.strip() for word in wanted.words)


@settings(deadline=None)
@given(text=st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join), reader=readers)
def test_a_moment_that_is_not_past_lies_ahead(text: str, reader: Reader) -> None:
    moment = moments.read(text, reader)
    if moment is None or moment.is_past:
        return
    if moment.due.at is not None:
        assert moment.due.at >= reader.now.replace(second=0, microsecond=0)
    else:
        assert moment.due.on is not None
        assert moment.due.on >= reader.now.astimezone(reader.zone).date()
