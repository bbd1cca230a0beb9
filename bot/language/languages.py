"""The languages in which moments are understood, and how people name them."""

from collections.abc import Mapping
from typing import NamedTuple
from unicodedata import combining, normalize

from bot.tasks.errors import UnknownLanguage

AUTOMATIC = ""
"""Instead of a locale: the one that Slack reports."""

_AS_IN_SLACK = "auto"


class _Language(NamedTuple):
    code: str
    locale: str
    name: str
    own_name: str


_TABLE = (
    _Language("en", "en-US", "English", "English"),
    _Language("en-gb", "en-GB", "British English", "British"),
    _Language("de", "de-DE", "German", "Deutsch"),
    _Language("fr", "fr-FR", "French", "Français"),
    _Language("es", "es-ES", "Spanish", "Español"),
    _Language("it", "it-IT", "Italian", "Italiano"),
    _Language("pt", "pt-BR", "Portuguese", "Português"),
    _Language("nl", "nl-NL", "Dutch", "Nederlands"),
    _Language("pl", "pl-PL", "Polish", "Polski"),
    _Language("sv", "sv-SE", "Swedish", "Svenska"),
    _Language("da", "da-DK", "Danish", "Dansk"),
    _Language("ru", "ru-RU", "Russian", "Русский"),
    _Language("ja", "ja-JP", "Japanese", "日本語"),
    _Language("zh", "zh-CN", "Chinese", "中文"),
    _Language("ko", "ko-KR", "Korean", "한국어"),
)


def known() -> Mapping[str, str]:
    """The languages' English names by locale ("de-DE": "German")."""
    return {language.locale: language.name for language in _TABLE}


def locale_of(typed: str) -> str:
    """The locale of a language named by code, locale or name ("de", "german", "deutsch"); `AUTOMATIC` for "auto".

    Raises `UnknownLanguage`, whose `known` are codes.
    """
    wanted = _folded(typed.replace("_", "-"))
    if wanted == _AS_IN_SLACK:
        return AUTOMATIC
    for language in _TABLE:
        if wanted in map(_folded, language):
            return language.locale
    raise UnknownLanguage(typed=typed, known=tuple(language.code for language in _TABLE))


def _folded(name: str) -> str:
    return "".join(letter for letter in normalize("NFKD", name.casefold()) if not combining(letter))
