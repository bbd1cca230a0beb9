"""What may follow a verb: a form takes the rest of the line and says whether that is what the verb takes."""

import re
from collections.abc import Callable

from bot.language import moments
from bot.language.reader import Reader

Form = Callable[[str, Reader], bool]

NUMBER = re.compile(r"#?(?P<number>[0-9]{1,9})")
"""A task's number as people write it."""

_NUMBERS = re.compile(r"#?[0-9]{1,9}(?:(?:\s*,\s*|\s+|\s+and\s+)#?[0-9]{1,9})*")
_NUMBER_BEFORE = re.compile(r"#?[0-9]{1,9}(?:\s*,\s*|\s+and\s+|\s+)")
_SEVERAL_SIGNS = re.compile(r"[0-9]+")


def number_in(rest: str) -> int | None:
    """The one task number that the rest is, or None."""
    found = NUMBER.fullmatch(rest)
    return int(found["number"]) if found else None


def numbers_in(rest: str) -> tuple[int, ...]:
    """The task numbers that the rest consists of, each once; none if there is anything else in it."""
    if not _NUMBERS.fullmatch(rest):
        return ()
    return tuple(dict.fromkeys(int(number) for number in _SEVERAL_SIGNS.findall(rest)))


def nothing(rest: str, _reader: Reader) -> bool:
    """The verb stands alone."""
    return not rest


def anything(_rest: str, _reader: Reader) -> bool:
    """The verb takes whatever follows, or nothing."""
    return True


def some_words(rest: str, _reader: Reader) -> bool:
    """The verb takes whatever follows, but something."""
    return bool(rest)


def a_number(rest: str, _reader: Reader) -> bool:
    """One task."""
    return number_in(rest) is not None


def numbers(rest: str, _reader: Reader) -> bool:
    """One task or several."""
    return bool(numbers_in(rest))


def a_moment(rest: str, reader: Reader) -> bool:
    """One moment and nothing else."""
    return moments.read(rest, reader) is not None


def optional(form: Form) -> Form:
    """The same form, or nothing."""
    return lambda rest, reader: not rest or form(rest, reader)


def either(*forms: Form) -> Form:
    """Any of these forms."""
    return lambda rest, reader: any(form(rest, reader) for form in forms)


def matching(pattern: str) -> Form:
    """A rest of that shape, whatever the case of its letters."""
    compiled = re.compile(pattern, re.IGNORECASE | re.DOTALL)
    return lambda rest, _reader: compiled.fullmatch(rest) is not None


def numbers_and(form: Form) -> Form:
    """One task or several, and then another form: "12 friday", "3, 7 @lead"."""

    def fits(rest: str, reader: Reader) -> bool:
        while before := _NUMBER_BEFORE.match(rest):
            rest = rest[before.end() :]
            if form(rest, reader):
                return True
        return False

    return fits
