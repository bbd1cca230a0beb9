"""The languages that people can choose."""

import pytest

from bot.language import languages
from bot.tasks.errors import UnknownLanguage
from tests.unit.language.readers import read_alone, reader

TOMORROW = {
    "en-US": "tomorrow",
    "en-GB": "tomorrow",
    "de-DE": "morgen",
    "fr-FR": "demain",
    "es-ES": "mañana",
    "it-IT": "domani",
    "pt-BR": "amanhã",
    "nl-NL": "morgen",
    "pl-PL": "jutro",
    "sv-SE": "imorgon",
    "da-DK": "i morgen",
    "ru-RU": "завтра",
    "ja-JP": "明日",
    "zh-CN": "明天",
    "ko-KR": "내일",
}


def test_every_known_language_has_a_name() -> None:
    assert set(languages.known()) == set(TOMORROW)
    assert languages.known()["de-DE"] == "German"


@pytest.mark.parametrize(("locale", "tomorrow"), TOMORROW.items())
def test_a_known_language_is_read(locale: str, tomorrow: str) -> None:
    assert read_alone(tomorrow, reader(locale=locale)) == "2026-11-26"


@pytest.mark.parametrize(
    ("typed", "locale"),
    [
        ("de", "de-DE"),
        ("DE", "de-DE"),
        ("de-DE", "de-DE"),
        ("de_DE", "de-DE"),
        ("german", "de-DE"),
        ("Deutsch", "de-DE"),
        ("français", "fr-FR"),
        ("Francais", "fr-FR"),
        ("日本語", "ja-JP"),
        ("한국어", "ko-KR"),
        ("русский", "ru-RU"),
        ("english", "en-US"),
        ("British", "en-GB"),
        ("en-gb", "en-GB"),
        ("auto", languages.AUTOMATIC),
    ],
)
def test_a_language_is_found_by_any_of_its_names(typed: str, locale: str) -> None:
    assert languages.locale_of(typed) == locale


@pytest.mark.parametrize("typed", ["", "klingon", "d", "de-", "none"])
def test_an_unknown_one_is_refused_with_those_that_are_known(typed: str) -> None:
    with pytest.raises(UnknownLanguage) as refused:
        languages.locale_of(typed)
    assert refused.value.typed == typed
    assert len(refused.value.known) == len(languages.known())
