"""A task in one line: marks leave the title, a moment at its end becomes the due, what is quoted stays as it is."""

import re
from collections.abc import Sequence
from contextlib import suppress

from msgspec import Struct

from bot.language import mentions, moments
from bot.language.marks import Mark, marks, outside_of
from bot.language.moments import Certainty, Moment
from bot.language.moments.words import LEADS
from bot.language.reader import Reader
from bot.language.text import Quotation, first_line_and_rest, quotations
from bot.tasks import drafts
from bot.tasks.drafts import Draft, distinct_labels
from bot.tasks.errors import DueIsPast, EmptyTitle
from bot.tasks.task import Priority

_STAYING_PREPOSITIONS = frozenset({"for", "für", "pour", "para", "per", "voor", "для"})
_NOT_A_DUE_AFTER = frozenset({
    "a", "an", "the", "my", "our", "your", "his", "her", "its", "their",
    "of", "to", "from", "since", "after", "every", "each", "than", "between", "through",
})  # fmt: skip
_CONJUNCTIONS = frozenset({"and", "or", "und", "oder", "et", "ou", "y", "и", "или", "och", "og"})
_WORD = re.compile(r"\S+")
_EMPTY_BRACKETS = re.compile(r"(?<!\S)(?:\(\s*\)|\[\s*\])\s?")
_AFTER_A_MARK = re.compile(r"^[,;:]+")
_AT_THE_START = re.compile(r"^\s*[-–—.,;:]*\s+|^[-–—.,;:]+$")
_SEPARATORS_AT_THE_END = " \t\u00a0,;:"
_DASHES_AT_THE_END = (" -", " –", " —")
_STAYING_AT_THE_WORD_BEFORE = (".", "!", "?", ")", "]", "…")


class _MomentAtTheEnd(Struct, frozen=True, kw_only=True):
    """A moment with which a line ends: where its words start, and whether they leave the title."""

    start: int
    moment: Moment
    stays: bool
    typed: str


class _Line(Struct, frozen=True, kw_only=True):
    """A text taken apart: the words without their marks, the marks, the moment at the end, what follows the line."""

    words: str
    marks: tuple[Mark, ...]
    end: _MomentAtTheEnd | None
    description: str


def read(text: str, reader: Reader) -> Draft:
    """The draft that a text describes; what follows its first line break is the description, as it is.

    Marks count wherever they stand outside of quotes, and of several priorities or channels the last one; a moment
    counts at the end of the first line. Quotation marks are removed if they enclose the whole title, or where they
    kept words from being read; else they are part of it. Raises `EmptyTitle`, `TooLong`, or `DueIsPast` for a moment
    that is over and can only have been meant as a due: after `due` or `by`, or today with a time.
    """
    line = _taken_apart(text, reader)
    end = line.end
    if end is not None and end.moment.is_past and end.moment.certainty is Certainty.FIRM:
        raise DueIsPast(due=end.moment.due, typed=end.typed)
    draft = _draft(line, reader)
    drafts.check(draft)
    return draft


def begin(text: str, reader: Reader) -> Draft:
    """The draft with which a form begins: it may lack a title, and a moment that is over stays in the words.

    Raises `TooLong` for what no form holds.
    """
    draft = _draft(_taken_apart(text, reader), reader)
    with suppress(EmptyTitle):
        drafts.check(draft)
    return draft


def _taken_apart(text: str, reader: Reader) -> _Line:
    first, description = first_line_and_rest(text)
    found = outside_of(quotations(first), marks(first, reader))
    words = _without(first, found)
    end = _moment_at_the_end(words, reader)
    if end is not None and not words[: end.start].strip():
        end = None
    return _Line(words=words, marks=tuple(found), end=end, description=description)


def _draft(line: _Line, reader: Reader) -> Draft:
    end = line.end if line.end and not line.end.moment.is_past else None
    title = line.words if end is None or end.stays else _without_separator_at_the_end(line.words[: end.start])
    return Draft(
        title=mentions.spelled_out(_unquoted(title.strip(), reader)),
        description=mentions.spelled_out(line.description),
        assignees=tuple(dict.fromkeys(mark.person for mark in line.marks if mark.person)),
        labels=distinct_labels(mark.label for mark in line.marks if mark.label),
        priority=next((mark.priority for mark in reversed(line.marks) if mark.priority), Priority.NORMAL),
        channel_id=next((mark.channel_id for mark in reversed(line.marks) if mark.channel_id), None),
        due=end.moment.due if end else None,
    )


def _without(line: str, found: Sequence[Mark]) -> str:
    if not found:
        return line
    kept = line[: found[0].start]
    for mark, following in zip(found, [*found[1:], None], strict=True):
        kept = _joined(kept, line[mark.end : following.start if following else None])
    return _EMPTY_BRACKETS.sub("", kept)


def _joined(before: str, after: str) -> str:
    after = _AFTER_A_MARK.sub("", after)
    if not before.strip():
        return _AT_THE_START.sub("", after)
    if not after.strip():
        return _without_separator_at_the_end(before)
    if before.endswith(("(", "[")) or after.startswith(_STAYING_AT_THE_WORD_BEFORE):
        return before.rstrip() + after.lstrip()
    return f"{before.rstrip()} {after.lstrip()}"


def _without_separator_at_the_end(line: str) -> str:
    line = line.rstrip(_SEPARATORS_AT_THE_END)
    while line.endswith(_DASHES_AT_THE_END):
        line = line[:-1].rstrip(_SEPARATORS_AT_THE_END)
    return line


def _moment_at_the_end(line: str, reader: Reader) -> _MomentAtTheEnd | None:
    quoted = quotations(line)
    words = list(_WORD.finditer(line, quoted[-1].end if quoted else 0))[-moments.LONGEST_IN_WORDS - 1 :]
    for count in range(moments.possible_words([word[0] for word in words], reader), 0, -1):
        phrase = line[words[-count].start() :]
        first = words[-count][0].casefold()
        before = words[-count - 1][0].casefold() if count < len(words) else ""
        stays = before in _STAYING_PREPOSITIONS
        moment = moments.read(phrase, reader) if first not in _CONJUNCTIONS else None
        if moment is None or (moment.certainty is Certainty.LOOSE and not stays):
            continue
        if _is_about_the_word_before(phrase, first, before):
            return None
        return _MomentAtTheEnd(start=words[-count].start(), moment=moment, stays=stays, typed=_without_leads(phrase))
    return None


def _is_about_the_word_before(phrase: str, first: str, before: str) -> bool:
    if before in _STAYING_PREPOSITIONS:
        return moments.is_duration(phrase)
    return before in _NOT_A_DUE_AFTER | _CONJUNCTIONS and first not in LEADS


def _without_leads(phrase: str) -> str:
    words = phrase.split()
    while len(words) > 1 and words[0].casefold().rstrip(":") in LEADS:
        words.pop(0)
    return " ".join(words)


def _unquoted(title: str, reader: Reader) -> str:
    for quotation in reversed(quotations(title)):
        is_whole = quotation.start == 0 and quotation.end == len(title)
        if is_whole or _would_be_read(quotation, title, reader):
            title = title[: quotation.start] + quotation.words + title[quotation.end :]
    return title


def _would_be_read(quotation: Quotation, title: str, reader: Reader) -> bool:
    if any(marks(quotation.words, reader)):
        return True
    return quotation.end == len(title) and _moment_at_the_end(quotation.words, reader) is not None
