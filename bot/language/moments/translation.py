"""Words of time in the reader's own language, put into English so that one grammar holds for all.

The dictionaries are dateparser's. Its own parser is not asked: it understands too much ("a", "may", any number) and
counts days by other rules than ours.
"""

import re
from functools import cache, lru_cache

from dateparser.conf import settings
from dateparser.data.languages_info import language_order
from dateparser.languages.loader import default_loader
from dateparser.languages.locale import Locale

from bot.language.moments import phrases
from bot.language.moments.words import MONTHS, WEEKDAYS

ENGLISH = "en"
_SCRIPTS = {"zh-CN": "zh-Hans", "zh-SG": "zh-Hans", "zh-TW": "zh-Hant", "zh-HK": "zh-Hant", "zh": "zh-Hans"}
_SAME_LANGUAGE = {"no": "nb", "nn": "nb"}
_LANGUAGES = frozenset(language_order)
_REMEMBERED_WORDS = 4096

_PERIODS = {"in 1 week": "next week", "in 1 month": "next month", "in 1 year": "next year"}
"""The dictionaries say "in 1 week" for "next week" too, which is another day."""

_CLOCK_WORDS = frozenset({"uhr"})
"""Words that the dictionaries skip although a moment may end with them; all others that they skip are fillers."""

_SHORTEST_NAME = 4

_NOT_ENGLISH = re.compile(r"[^a-z]*[^a-z\s][^a-z]*")
_AFTERWARDS = tuple(
    (re.compile(pattern), english)
    for pattern, english in (
        (r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])", " "),
        (r"\b0 day ago\b", "today"),
        (r"\bin 1 day\b", "tomorrow"),
        (r"\b1 day ago\b", "yesterday"),
        (r"\bin 2 day\b", "day after tomorrow"),
        (r"\b2 day ago\b", "day before yesterday"),
        (r"\b(am|pm) (\d{1,2}(?::\d{2})?)", r"\2 \1"),
        (r"(?<=[a-z] )(?<!\bin )(\d{1,2}) hour$", r"at \1"),
        (r"(?<=\d) (am|pm)\b", r"\1"),
        (r"\s+", " "),
    )
)


def language_of(locale: str) -> str:
    """The language whose dictionary serves a locale ("de-DE": "de"), English where there is none."""
    language = _SCRIPTS.get(locale) or locale.split("-", 1)[0].lower()
    language = _SAME_LANGUAGE.get(language, language)
    return language if language in _LANGUAGES else ENGLISH


@lru_cache(maxsize=_REMEMBERED_WORDS)
def may_end_a_moment(word: str, language: str) -> bool:
    """Whether a word (spelled plainly) of that language can be the last one of a moment."""
    is_word_of_time = _dictionary(language).is_applicable(word, settings=settings)
    return (
        (is_word_of_time and bool(_word_by_word(word, language).strip()))
        or word in _CLOCK_WORDS
        or any(pattern.search(word) for pattern, _ in phrases.replacements(language))
        or any(word in native.split() for native, _ in _periods(language))
    )


def is_hardly_a_day(phrase: str, english: str) -> bool:
    """Whether a short word became a day or a month that is another word far more often: "so", "mer", "mar"."""
    is_short = len(phrase) < _SHORTEST_NAME and phrase.isalpha() and phrase.upper() != phrase
    return is_short and (english in WEEKDAYS or english in MONTHS)


def to_english(phrase: str, language: str) -> str:
    """The phrase with every word that is known translated; the unknown ones stay and make it no moment."""
    for pattern, english in phrases.replacements(language):
        phrase = pattern.sub(english, phrase)
    for native, english in _periods(language):
        phrase = phrase.replace(native, english)
    english = _translated(phrase, language)
    for pattern, replacement in _AFTERWARDS:
        english = pattern.sub(replacement, english)
    return english.strip()


def _translated(phrase: str, language: str) -> str:
    if _dictionary(language).info.get("no_word_spacing"):
        # without spaces to go by, the dictionary would look for its words inside of the English ones as well
        return _NOT_ENGLISH.sub(lambda part: _word_by_word(part[0], language), phrase)
    return _word_by_word(phrase, language)


def _word_by_word(phrase: str, language: str) -> str:
    translated: str = _dictionary(language).translate(phrase, keep_formatting=True, settings=settings)
    return translated


@cache
def _dictionary(language: str) -> Locale:
    return default_loader.get_locale(language)


@cache
def _periods(language: str) -> tuple[tuple[str, str], ...]:
    known = _dictionary(language).info.get("relative-type", {})
    return tuple(
        (native.lower(), english)
        for key, english in _PERIODS.items()
        for native in sorted(known.get(key, ()), key=len, reverse=True)
        if not any(character.isdigit() for character in native)
    )
