"""What may follow a verb: a form takes the rest of the line and gives the command's fields, or None if it does not fit.

Forms raise only `TaskError`s, and only for a rest that fits and asks for what cannot be.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot.language import filters, languages, mentions, moments, quick_add
from bot.language.marks import people_in
from bot.language.reader import Reader
from bot.tasks.drafts import LABEL, distinct_labels
from bot.tasks.errors import DueIsPast, TooLong
from bot.tasks.task import Priority

Fields = Mapping[str, Any]
Form = Callable[[str, Reader], Fields | None]

MOST_NUMBERS = 20
"""How many tasks one command changes."""

_NUMBER = re.compile(r"#?(?P<number>[0-9]{1,9})")
_SEPARATOR = r"(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s+)"
_NUMBERS = re.compile(rf"#?[0-9]{{1,9}}(?:{_SEPARATOR}#?[0-9]{{1,9}})*", re.IGNORECASE)
_NUMBER_BEFORE = re.compile(rf"#?[0-9]{{1,9}}{_SEPARATOR}", re.IGNORECASE)
_DIGITS = re.compile(r"[0-9]+")
_NUMBER_AND_WORDS = re.compile(r"#?(?P<number>[0-9]{1,9}):?\s+(?P<words>.+)", re.DOTALL)
_NO_DUE = frozenset({"none", "never", "off", "clear"})
_PRIORITIES = {**{priority.value: priority for priority in Priority}, "none": Priority.NORMAL}
_SIGNED_LABEL = re.compile(rf"(?P<sign>[+–—−-])(?P<label>{LABEL})")
_SWITCHES = {"on": True, "off": False}


def number_in(rest: str) -> int | None:
    """The one task number that the rest is, or None."""
    found = _NUMBER.fullmatch(rest)
    return int(found["number"]) if found else None


def begins_with_a_number(rest: str) -> bool:
    """Whether a task is named first."""
    return _NUMBER.match(rest) is not None


def numbers_in(rest: str) -> tuple[int, ...]:
    """The task numbers that the rest consists of, each once, as typed; none if there is anything else in it."""
    return _distinct_numbers(rest) if _NUMBERS.fullmatch(rest) else ()


def parted_behind_numbers(rest: str) -> Iterator[tuple[str, str]]:
    """Every way to part a rest into numbers and what follows them, the fewest numbers first.

    What follows begins with a number only where it is short enough to be a moment.
    """
    end = 0
    while before := _NUMBER_BEFORE.match(rest, end):
        end = before.end()
        if len(rest) - end <= moments.LONGEST or not _NUMBER.match(rest, end):
            yield rest[:end], rest[end:]


def nothing(rest: str, _reader: Reader) -> Fields | None:
    """The verb stands alone."""
    return None if rest else {}


def some_words(rest: str, _reader: Reader) -> Fields | None:
    """The verb takes whatever follows, but something."""
    return {} if rest else None


def a_number(rest: str, _reader: Reader) -> Fields | None:
    """One task."""
    number = number_in(rest)
    return None if number is None else {"number": number}


def numbers(rest: str, _reader: Reader) -> Fields | None:
    """One task or several; raises `TooLong`."""
    found = numbers_in(rest)
    return {"numbers": _not_too_many(found)} if found else None


def no_numbers(rest: str, _reader: Reader) -> Fields | None:
    """Nothing, where numbers may stand."""
    return None if rest else {"numbers": ()}


def numbers_and(form: Form) -> Form:
    """One task or several, and then another form: "12 friday", "3, 7 @lead"; raises `TooLong`."""

    def fields(rest: str, reader: Reader) -> Fields | None:
        for before, behind in parted_behind_numbers(rest):
            if (more := form(behind, reader)) is not None:
                return {"numbers": _not_too_many(_distinct_numbers(before)), **more}
        return None

    return fields


def a_draft(rest: str, reader: Reader) -> Fields | None:
    """A task in one line; raises what `quick_add.read` does."""
    return {"draft": quick_add.read(rest, reader)} if rest else None


def the_beginning_of_a_draft(rest: str, reader: Reader) -> Fields | None:
    """What a form is opened with, which may be nothing; raises `TooLong`."""
    return {"draft": quick_add.begin(rest, reader) if rest else None}


def a_filter(rest: str, reader: Reader) -> Fields | None:
    """Which tasks to list; raises `NotThereYet`."""
    wanted = filters.read(rest, reader)
    return {"filter": wanted, "is_also_a_title": not rest or bool(wanted.words)}


def words_to_look_for(rest: str, _reader: Reader) -> Fields | None:
    """Any words; all that is looked for could be a title as well."""
    return {"words": rest, "is_also_a_title": True} if rest else None


def a_comment(rest: str, _reader: Reader) -> Fields | None:
    """One task and what is said about it, marks and line breaks included."""
    found = _NUMBER_AND_WORDS.fullmatch(rest)
    return found and {"number": int(found["number"]), "comment": mentions.spelled_out(found["words"])}


def people(rest: str, reader: Reader) -> Fields | None:
    """Some people: "@lead", "to @lead and @tester"."""
    found = people_in(rest, reader)
    return {"people": found} if found else None


def oneself(rest: str, reader: Reader) -> Fields | None:
    """Numbers alone where people may be named as well."""
    found = numbers(rest, reader)
    return found and {**found, "people": ()}


def a_moment(rest: str, reader: Reader) -> Fields | None:
    """One moment and nothing else; raises `DueIsPast`."""
    moment = moments.read(rest, reader)
    if moment is None:
        return None
    if moment.is_past:
        raise DueIsPast(due=moment.due, typed=rest)
    return {"due": moment.due}


def no_due(rest: str, _reader: Reader) -> Fields | None:
    """A word that removes the due."""
    return {"due": None} if rest.casefold() in _NO_DUE else None


def a_priority(rest: str, _reader: Reader) -> Fields | None:
    """A priority with its mark or without; "none" is the normal one."""
    priority = _PRIORITIES.get(rest.removeprefix("!").casefold())
    return {"priority": priority} if priority else None


def signed_labels(rest: str, _reader: Reader) -> Fields | None:
    """Labels to add and to remove: "+ops -old"."""
    words = [word for word in rest.replace(",", " ").split() if word.casefold() != "and"]
    found = [label for word in words if (label := _SIGNED_LABEL.fullmatch(word))]
    if not found or len(found) < len(words):
        return None
    return {
        "added": distinct_labels(label["label"] for label in found if label["sign"] == "+"),
        "removed": distinct_labels(label["label"] for label in found if label["sign"] != "+"),
    }


def a_name(rest: str, _reader: Reader) -> Fields | None:
    """One word to be called by, as a mention too."""
    name = mentions.spelled_out(rest).removeprefix("@")
    return {"name": name} if len(name.split()) == 1 else None


def a_preference(rest: str, _reader: Reader) -> Fields | None:
    """Nothing, or one setting with its new value; raises `UnknownLanguage`."""
    match rest.split():
        case []:
            return {}
        case [topic, typed] if topic.casefold() == "language":
            return {"language": languages.locale_of(typed)}
        case [topic, typed] if topic.casefold() == "reminders" and typed.casefold() in _SWITCHES:
            return {"wants_reminders": _SWITCHES[typed.casefold()]}
    return None


def either(*forms: Form) -> Form:
    """The first of these forms that fits."""
    return lambda rest, reader: next(
        (fields for form in forms if (fields := form(rest, reader)) is not None),
        None,
    )


def matching(pattern: str) -> Form:
    """A rest of that shape, whatever the case of its letters."""
    compiled = re.compile(pattern, re.IGNORECASE | re.DOTALL)
    return lambda rest, _reader: {} if compiled.fullmatch(rest) else None


def _distinct_numbers(text: str) -> tuple[int, ...]:
    return tuple(dict.fromkeys(int(number) for number in _DIGITS.findall(text)))


def _not_too_many(found: tuple[int, ...]) -> tuple[int, ...]:
    if len(found) > MOST_NUMBERS:
        raise TooLong(field="number of tasks", length=len(found), limit=MOST_NUMBERS)
    return found
