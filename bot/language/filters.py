"""Which tasks to list, in the same marks as adding: `mine started +ui @lead week "the old door"`."""

from collections.abc import Iterator

from bot.language.marks import Mark, marks, outside_of
from bot.language.reader import Reader
from bot.language.text import Quotation, Span, quotations
from bot.tasks.drafts import DueWindow, Filter, Scope, distinct_labels
from bot.tasks.errors import NotThereYet
from bot.tasks.task import Status

_SCOPES = {scope.value: scope for scope in Scope}
_STATUSES = {status.value: status for status in Status}
_WINDOWS = {window.value: window for window in DueWindow}
_UNASSIGNED = "unassigned"
_NOT_THERE_YET = frozenset({"watching"})

KEYWORDS = frozenset({*_SCOPES, *_STATUSES, *_WINDOWS, _UNASSIGNED, *_NOT_THERE_YET})
"""The words that mean something in a filter unless they are quoted."""


def read(text: str, reader: Reader) -> Filter:
    """The filter that a text describes; words that are neither marks nor keywords are looked for, quoted ones too.

    Of several scopes, windows, priorities or channels the last one counts. Without a scope it is the reader's own
    tasks, or everyone's where a person, a channel or `unassigned` is named. Raises `NotThereYet`.
    """
    quoted = quotations(text)
    found = outside_of(quoted, marks(text, reader))
    keywords, words = _sorted_words(text, quoted, found)
    for keyword in keywords:
        if keyword in _NOT_THERE_YET:
            raise NotThereYet(keyword)
    people = tuple(dict.fromkeys(mark.person for mark in found if mark.person))
    channel_id = next((mark.channel_id for mark in reversed(found) if mark.channel_id), None)
    is_unassigned = _UNASSIGNED in keywords
    names_others = bool(people or channel_id or is_unassigned)
    own_scopes = [_SCOPES[keyword] for keyword in keywords if keyword in _SCOPES and keyword != Scope.ALL]
    return Filter(
        scope=own_scopes[-1] if own_scopes else Scope.ALL if names_others or Scope.ALL in keywords else Scope.MINE,
        statuses=tuple(_STATUSES[keyword] for keyword in dict.fromkeys(keywords) if keyword in _STATUSES),
        people=people,
        is_unassigned=is_unassigned,
        due=next((_WINDOWS[keyword] for keyword in reversed(keywords) if keyword in _WINDOWS), None),
        labels=distinct_labels(mark.label for mark in found if mark.label),
        priority=next((mark.priority for mark in reversed(found) if mark.priority), None),
        channel_id=channel_id,
        words=tuple(words),
    )


def _sorted_words(text: str, quoted: list[Quotation], found: list[Mark]) -> tuple[list[str], list[str]]:
    keywords: list[str] = []
    words: list[str] = []
    for part in _parts(text, quoted, found):
        if isinstance(part, Quotation):
            words.append(part.words)
            continue
        for word in part.split():
            bare = word.strip(",;").casefold()
            if bare in KEYWORDS:
                keywords.append(bare)
            elif bare:
                words.append(word)
    return keywords, words


def _parts(text: str, quoted: list[Quotation], found: list[Mark]) -> Iterator[str | Quotation]:
    position = 0
    spans: list[Span] = [*quoted, *found]
    for span in sorted(spans, key=lambda span: span.start):
        yield text[position : span.start]
        if isinstance(span, Quotation):
            yield span
        position = span.end
    yield text[position:]
