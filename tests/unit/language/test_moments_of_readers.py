"""The same words, read by other people: in their language, in their zone, at their time."""

from datetime import UTC, datetime

import pytest
from dateparser.languages.loader import default_loader

from bot.language import moments
from tests.unit.language.readers import read_alone, reader


@pytest.mark.parametrize(
    ("locale", "text", "expected"),
    [
        ("de-DE", "morgen", "2026-11-26"),
        ("de-DE", "morgen um 15 Uhr", "2026-11-26T15:00"),
        ("de-DE", "nächsten Freitag", "2026-12-04"),
        ("de-DE", "diesen Freitag", "2026-11-27"),
        ("de-DE", "nächste Woche", "2026-11-30"),
        ("de-DE", "bis Freitag 17:00", "2026-11-27T17:00"),
        ("de-DE", "heute Abend", "2026-11-25T20:00"),
        ("de-DE", "in 2 Stunden", "2026-11-25T12:30"),
        ("de-DE", "5. Dezember", "2026-12-05"),
        ("de-DE", "05.12.26", "2026-12-05"),
        ("de-DE", "gestern", "past"),
        ("de-DE", "so", "none"),
        ("fr-FR", "demain à 15h", "2026-11-26T15:00"),
        ("fr-FR", "lundi prochain", "2026-11-30"),
        ("fr-FR", "dans 3 jours", "2026-11-28"),
        ("fr-FR", "après-demain", "2026-11-27"),
        ("fr-FR", "ce soir", "2026-11-25T20:00"),
        ("fr-FR", "le 5 mai", "2027-05-05"),
        ("es-ES", "mañana a las 5 pm", "2026-11-26T17:00"),
        ("es-ES", "lunes", "2026-11-30"),
        ("es-LA", "pasado mañana", "2026-11-27"),
        ("es-ES", "hoy 18:00", "2026-11-25T18:00"),
        ("it-IT", "domani alle 15", "2026-11-26T15:00"),
        ("pt-BR", "segunda-feira", "2026-11-30"),
        ("pt-BR", "amanhã às 15h", "2026-11-26T15:00"),
        ("nl-NL", "morgen om 15:00", "2026-11-26T15:00"),
        ("ru-RU", "в пятницу", "2026-11-27"),
        ("ru-RU", "через час", "2026-11-25T11:30"),
        ("pl-PL", "jutro", "2026-11-26"),
        ("sv-SE", "i morgon", "2026-11-26"),
        ("tr-TR", "3 gün sonra", "2026-11-28"),
        ("ja-JP", "明日15時", "2026-11-26T15:00"),
        ("ja-JP", "来週の月曜日", "2026-11-30"),
        ("ja-JP", "12月5日", "2026-12-05"),
        ("zh-CN", "明天下午3点", "2026-11-26T15:00"),
        ("zh-TW", "明天", "2026-11-26"),
        ("ko-KR", "내일 오후 3시", "2026-11-26T15:00"),
        ("de-DE", "tomorrow 5pm", "2026-11-26T17:00"),
        ("xx-YY", "tomorrow", "2026-11-26"),
    ],
)
def test_the_readers_own_language(locale: str, text: str, expected: str) -> None:
    assert read_alone(text, reader(locale=locale)) == expected


@pytest.mark.parametrize(
    ("locale", "text", "expected"),
    [
        ("en-US", "12/05", "2026-12-05"),
        ("en-GB", "12/05", "2027-05-12"),
        ("fr-FR", "05/12/2026", "2026-12-05"),
        ("en-US", "5-12-2027", "2027-05-12"),
        ("nl-NL", "5-12-2026", "2026-12-05"),
        ("cs-CZ", "5. 12.", "2026-12-05"),
        ("ja-JP", "12/05", "2026-12-05"),
        ("de-DE", "31.11.", "none"),
    ],
)
def test_numbers_in_the_order_of_the_readers_country(locale: str, text: str, expected: str) -> None:
    assert read_alone(text, reader(locale=locale)) == expected


def test_the_dictionaries_are_still_what_translation_stands_on() -> None:
    german = default_loader.get_locale("de")
    assert german.info["relative-type"]["in 1 week"] == ["nächste woche"]
    assert default_loader.get_locale("ja").info["no_word_spacing"]


def test_warming_takes_unknown_locales_too() -> None:
    moments.warm(["de-DE", "xx-YY", "", "en-US"])
    assert read_alone("morgen", reader(locale="de-DE")) == "2026-11-26"


@pytest.mark.parametrize(
    ("now", "text", "expected"),
    [
        ("2026-11-28T10:00", "eow", "2026-12-04"),
        ("2026-11-27T10:00", "eow", "2026-11-27"),
        ("2026-11-28T10:00", "this friday", "past"),
        ("2026-11-29T10:00", "this weekend", "2026-11-29"),
        ("2026-11-25T20:30", "tonight", "2026-11-25T21:30"),
        ("2026-11-25T20:00", "tonight", "2026-11-25T21:00"),
        ("2026-11-25T22:00", "tonight at 9", "past"),
        ("2026-11-25T17:00", "5pm", "2026-11-26T17:00"),
        ("2026-11-25T00:00", "midnight", "2026-11-26T00:00"),
        ("2026-12-05T23:59", "dec 5", "2026-12-05"),
        ("2026-12-06T00:00", "dec 5", "2027-12-05"),
        ("2026-11-25T23:00", "eod", "2026-11-25"),
        ("2026-11-25T10:30:50", "today 10:30", "2026-11-25T10:30"),
        ("2026-11-25T10:31:00", "today 10:30", "past"),
    ],
)
def test_where_now_matters(now: str, text: str, expected: str) -> None:
    assert read_alone(text, reader(now)) == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [("2026-11-24T16:00", "2026-11-24T17:00"), ("2026-11-24T18:00", "2026-11-25T17:00")],
)
def test_case_38_a_bare_time_is_the_next_one(now: str, expected: str) -> None:
    assert read_alone("at 5pm", reader(now)) == expected


@pytest.mark.parametrize(
    ("now", "text", "expected"),
    [("2026-11-27T10:30", "friday", "2026-12-04"), ("2027-01-31T10:30", "next monday", "2027-02-01")],
)
def test_case_39_weekdays_are_always_ahead(now: str, text: str, expected: str) -> None:
    assert read_alone(text, reader(now)) == expected


def test_case_40_relative_words_count_in_the_readers_zone() -> None:
    kolkata = reader("2026-01-10T01:00", "Asia/Kolkata", "en-IN")
    assert kolkata.now == datetime(2026, 1, 9, 19, 30, tzinfo=UTC)
    assert read_alone("tomorrow", kolkata) == "2026-01-11"


def test_case_45_the_servers_zone_never_matters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    moment = moments.read("friday 9am", reader())
    assert moment is not None
    assert moment.due.at == datetime(2026, 11, 27, 14, 0, tzinfo=UTC)


def test_case_47_a_date_stays_a_date() -> None:
    moment = moments.read("2027-03-05", reader())
    assert moment is not None
    assert moment.due.at is None
    assert str(moment.due.on) == "2027-03-05"


def test_case_48_today_is_the_readers_local_date() -> None:
    assert read_alone("today", reader("2026-01-10T02:00", "Asia/Kolkata", "en-IN")) == "2026-01-10"
    assert read_alone("today", reader("2026-01-10T20:00", "America/Los_Angeles")) == "2026-01-10"


def test_case_48_a_named_abbreviation_is_taken_by_the_letter() -> None:
    july = reader("2026-07-01T10:00")
    assert read_alone("5pm EST", july) == "2026-07-01T18:00"
    assert read_alone("5pm ET", july) == "2026-07-01T17:00"


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("America/New_York", datetime(2026, 11, 26, 14, 0, tzinfo=UTC)),
        ("Asia/Kolkata", datetime(2026, 11, 26, 3, 30, tzinfo=UTC)),
    ],
)
def test_case_36_and_50_the_same_words_are_another_moment_elsewhere(zone: str, expected: datetime) -> None:
    moment = moments.read("tomorrow 9am", reader(zone=zone))
    assert moment is not None
    assert moment.due.at == expected


@pytest.mark.parametrize(
    ("zone", "text", "expected"),
    [
        ("Europe/Berlin", "2026-03-29 02:00", datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        ("Europe/Berlin", "2026-03-29 02:59", datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        ("Europe/Berlin", "2026-03-29 03:00", datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        ("Europe/Berlin", "2026-10-25 02:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("America/New_York", "2026-03-08 02:30", datetime(2026, 3, 8, 7, 0, tzinfo=UTC)),
        ("Australia/Lord_Howe", "2026-10-04 02:15", datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
    ],
)
def test_gaps_end_and_doubled_hours_are_their_first(zone: str, text: str, expected: datetime) -> None:
    moment = moments.read(text, reader("2026-01-01T00:00", zone))
    assert moment is not None
    assert moment.due.at == expected
