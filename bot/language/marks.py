"""The marks of the grammar: `@person`, `+label`, `!priority`, `#channel`; the same in adding and in filters."""

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.language import mentions
from bot.language.reader import Reader
from bot.language.text import Quotation, Span
from bot.tasks.drafts import LABEL
from bot.tasks.people import Handle, PersonReference
from bot.tasks.task import Priority

_WORD_START = r"(?<![^\s(\[,;])"
_WORD_END = r"(?=$|[\s.,;:!?)\]])"
_POSSESSIVE = r"(?!['’]s\b)"
_MARK = re.compile(
    rf"(?:{mentions.PERSON}{_POSSESSIVE}|{mentions.CHANNEL}{_POSSESSIVE})"
    rf"|{_WORD_START}(?:{mentions.HANDLE}"
    rf"|\+(?P<label>{LABEL})"
    rf"|!(?P<priority>(?i:urgent|high|low))){_WORD_END}"
)
_JOINING_PEOPLE = frozenset({"and", "to", "from"})


class Mark(Span, frozen=True, kw_only=True):
    """One mark where it stands; exactly one of its four values is set."""

    person: PersonReference | None = None
    label: str | None = None
    priority: Priority | None = None
    channel_id: str | None = None


def marks(line: str, reader: Reader) -> Iterator[Mark]:
    """The marks of a line from left to right; `@here` and its kind, addresses and possessives are none."""
    for found in _MARK.finditer(line):
        if (found["handle"] or "").casefold() in mentions.BROADCASTS:
            continue
        yield Mark(
            start=found.start(),
            end=found.end(),
            person=_person(found, reader),
            label=found["label"],
            priority=Priority(found["priority"].lower()) if found["priority"] else None,
            channel_id=found["channel_id"],
        )


def _person(found: re.Match[str], reader: Reader) -> PersonReference | None:
    if found["user_id"]:
        return found["user_id"]
    if found["handle"]:
        return reader.user_id if found["handle"].casefold() == "me" else Handle(found["handle"])
    return None


def people_in(text: str, reader: Reader) -> tuple[PersonReference, ...]:
    """The people that the text consists of, each once; none if there is anything else in it."""
    found = list(marks(text, reader))
    for mark in reversed(found):
        text = f"{text[: mark.start]} {text[mark.end :]}"
    if not all(word in _JOINING_PEOPLE for word in text.replace(",", " ").casefold().split()):
        return ()
    people = tuple(dict.fromkeys(mark.person for mark in found if mark.person))
    return people if all(mark.person for mark in found) else ()


def outside_of(quoted: Sequence[Quotation], found: Iterable[Mark]) -> list[Mark]:
    """Those marks that no quotation keeps from being read; both from left to right."""
    remaining = iter(quoted)
    quotation = next(remaining, None)
    read = []
    for mark in found:
        while quotation is not None and quotation.end <= mark.start:
            quotation = next(remaining, None)
        if quotation is None or mark.start < quotation.start:
            read.append(mark)
    return read
