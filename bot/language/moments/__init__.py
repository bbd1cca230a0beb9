"""Moments in words: one whole text in, one due out, in the reader's own zone, calendar and language."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from itertools import takewhile

from msgspec import Struct

from bot.language.moments import durations, english, spelling, translation, zones
from bot.language.moments.certainty import Certainty
from bot.language.moments.english import Reading
from bot.language.moments.words import VOCABULARY
from bot.language.reader import Reader
from bot.tasks.due import Due

__all__ = ["Certainty", "Moment", "is_duration", "is_nearly_one", "possible_words", "read", "warm"]

LONGEST = 80
LONGEST_IN_WORDS = 10
"""Characters and words beyond which nothing is a moment."""

LAST_YEAR = 2199
"""The year beyond which nobody plans, and calendars and databases begin to fail."""

_LIKENESS = 0.7


class Moment(Struct, frozen=True, kw_only=True):
    """A due as somebody said it; `is_past` if it is over, which a date is only after its day."""

    due: Due
    is_past: bool
    certainty: Certainty = Certainty.PLAIN


def read(text: str, reader: Reader) -> Moment | None:
    """The one moment that the whole text is, or None; raises nothing.

    Days, weeks and months give dates; hours, minutes and times of day give moments. English is always understood,
    and the language of the reader's locale.
    """
    if len(text) > LONGEST:
        return None
    try:
        reading = _reading(spelling.plain(text), reader)
        if reading is None or _year(reading.due) > LAST_YEAR:
            return None
        return Moment(due=reading.due, is_past=_is_past(reading.due, reader), certainty=reading.certainty)
    except (OverflowError, ValueError):  # a day before the calendar's first year or after its last
        return None


def _reading(phrase: str, reader: Reader) -> Reading | None:
    language = translation.language_of(reader.locale)
    reading = english.read(phrase, reader)
    if reading is not None or language == translation.ENGLISH:
        return reading
    translated = translation.to_english(phrase, language)
    return None if translation.is_hardly_a_day(phrase, translated) else english.read(translated, reader)


def _year(due: Due) -> int:
    day = due.at or due.on
    return day.year if day else LAST_YEAR


def _is_past(due: Due, reader: Reader) -> bool:
    if due.at is not None:
        return due.at < reader.now.replace(second=0, microsecond=0)
    return due.on is not None and due.on < reader.now.astimezone(reader.zone).date()


def possible_words(words: Sequence[str], reader: Reader) -> int:
    """How many words at the end could be one moment together: a quick none for nearly all that is written.

    Of English every word is known; of other languages only whether the last one can end a moment.
    """
    language = translation.language_of(reader.locale)
    plain = [spelling.plain(word[:LONGEST]) for word in reversed(words[-LONGEST_IN_WORDS:])]
    if language != translation.ENGLISH and plain:
        may_end = _is_known(plain[0]) or translation.may_end_a_moment(plain[0], language)
        return len(plain) if may_end else 0
    return len(list(takewhile(_is_known, plain)))


def _is_known(words: str) -> bool:
    return all(
        word[0].isdigit() or word[0] in "+-" or word in VOCABULARY or word in zones.vocabulary()
        for word in words.split()
    )


def is_nearly_one(text: str) -> bool:
    """Whether a text that is no moment may have been meant as one where one is expected.

    A single word may be anything; of several, all but one must be words of time, and that one nearly one of them.
    """
    if len(text.split()) == 1:
        return True
    if not text or len(text) > LONGEST:
        return False
    strange = [word for word in spelling.plain(text).split() if not word[0].isdigit() and word not in VOCABULARY]
    if len(strange) == 1:
        return bool(get_close_matches(strange[0], VOCABULARY, n=1, cutoff=_LIKENESS))
    return not strange


def is_duration(text: str) -> bool:
    """Whether the text says how long something is as well as when: "2h", "3 days"."""
    return durations.read(spelling.plain(text)) is not None


def warm(locales: Iterable[str]) -> None:
    """Load what reading in these locales needs, so that nobody's first task waits for it; blocks up to 0.1 s each."""
    zones.vocabulary()
    for language in {translation.language_of(locale) for locale in locales} - {translation.ENGLISH}:
        translation.to_english("1", language)
        translation.may_end_a_moment("1", language)
