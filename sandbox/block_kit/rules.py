"""The kinds of rule from which the table of Block Kit is made; each yields a Problem wherever a value breaks it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

import msgspec

_BARE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt);)")
_MARKUP = re.compile(r"<[^<>\n]+>")
_BARE_ANGLE = re.compile(r"[<>]")


class Problem(msgspec.Struct, frozen=True):
    """One thing that Slack refuses, and where: `pointer` is a JSON pointer such as `/blocks/0/text/text`."""

    words: str
    pointer: str

    def __str__(self) -> str:
        return f"{self.words} [json-pointer:{self.pointer}]"


class Rule(Protocol):
    """What a value has to be."""

    def check(self, value: Any, pointer: str) -> Iterator[Problem]: ...


class Text(msgspec.Struct, frozen=True):
    """A text object of at most `most` characters, counted as Slack keeps them: escaped."""

    most: int
    kinds: tuple[str, ...] = ("plain_text", "mrkdwn")

    def check(self, value: Any, pointer: str) -> Iterator[Problem]:
        yield from ObjectOf(
            {"type": Choice(self.kinds), "text": Characters(1, 10**9), "emoji": Flag(), "verbatim": Flag()},
            required=("type", "text"),
        ).check(value, pointer)
        if isinstance(value, dict) and isinstance(value.get("text"), str):
            length = escaped_length(value["text"], value.get("type"))
            yield from _too_long(length, self.most, f"{pointer}/text")


class Characters(msgspec.Struct, frozen=True):
    """A string of `least` to `most` characters."""

    least: int
    most: int

    def check(self, value: Any, pointer: str) -> Iterator[Problem]:
        if not isinstance(value, str):
            yield Problem("must be a string", pointer)
            return
        if len(value) < self.least:
            yield Problem(f"must be more than {self.least - 1} characters", pointer)
        yield from _too_long(len(value), self.most, pointer)


class Choice(msgspec.Struct, frozen=True):
    """One of some words."""

    words: tuple[str, ...]

    def check(self, value: Any, pointer: str) -> Iterator[Problem]:
        if value not in self.words:
            yield Problem(f"must be one of: {', '.join(self.words)}", pointer)


class Pattern(msgspec.Struct, frozen=True):
    """A string in a fixed form, for example a date."""

    form: str
    name: str

    def check(self, value: Any, pointer: str) -> Iterator[Problem]:
        if not isinstance(value, str) or re.fullmatch(self.form, value) is None:
            yield Problem(f"must be {self.name}", pointer)


class Flag(msgspec.Struct, frozen=True):
    """True or false."""

    def check(self, value: Any, pointer: str) -> Iterator[Problem]:
        if not isinstance(value, bool):
            yield Problem("must be a boolean", pointer)


class Whole(msgspec.Struct, frozen=True):
    """A whole number within limits."""

    least: int
    most: int

    def check(self, value: Any, pointer: str) -> Iterator[Problem]:
        if isinstance(value, bool) or not isinstance(value, int):
            yield Problem("must be an integer", pointer)
        elif not self.least <= value <= self.most:
            yield Problem(f"must be between {self.least} and {self.most}", pointer)


class ListOf(msgspec.Struct, frozen=True):
    """A list of `least` to `most` things of one kind."""

    item: Rule
    most: int
    least: int = 1

    def check(self, value: Any, pointer: str) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield Problem("must be an array", pointer)
            return
        if len(value) < self.least:
            yield Problem(f"no less than {self.least} items allowed", pointer)
        if len(value) > self.most:
            yield Problem(f"no more than {self.most} items allowed", pointer)
        for position, item in enumerate(value):
            yield from self.item.check(item, f"{pointer}/{position}")


class ObjectOf(msgspec.Struct, frozen=True):
    """An object of known fields; of the fields in `one_of`, if any, at least one must be there."""

    fields: Mapping[str, Rule]
    required: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()

    def check(self, value: Any, pointer: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem("must be an object", pointer)
            return
        for name in self.required:
            if value.get(name) is None:
                yield Problem(f"missing required field: {name}", pointer)
        if self.one_of and not any(value.get(name) for name in self.one_of):
            yield Problem(f"must define either {' or '.join(f'`{name}`' for name in self.one_of)}", pointer)
        for name, given in value.items():
            if name not in self.fields:
                yield Problem(f"invalid additional property: {name}", pointer)
            elif given is not None:
                yield from self.fields[name].check(given, f"{pointer}/{name}")


class Variant(msgspec.Struct, frozen=True):
    """An object whose `type` decides which of some shapes it has."""

    shapes: Mapping[str, Rule]

    def check(self, value: Any, pointer: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem("must be an object", pointer)
        elif value.get("type") is None:
            yield Problem("missing required field: type", pointer)
        elif not isinstance(value["type"], str) or value["type"] not in self.shapes:
            yield Problem(f"unsupported type: {value['type']}", f"{pointer}/type")
        else:
            yield from self.shapes[value["type"]].check(value, pointer)


class Either(msgspec.Struct, frozen=True):
    """One of two fields that exclude each other, with the rest of an object checked by `shape`."""

    shape: ObjectOf
    names: tuple[str, str]

    def check(self, value: Any, pointer: str) -> Iterator[Problem]:
        yield from self.shape.check(value, pointer)
        if isinstance(value, dict) and sum(value.get(name) is not None for name in self.names) != 1:
            yield Problem(f"must define exactly one of `{self.names[0]}` or `{self.names[1]}`", pointer)


class AmongOptions(msgspec.Struct, frozen=True):
    """An element whose first value has to be among its own options, word for word."""

    shape: Rule
    initial: str

    def check(self, value: Any, pointer: str) -> Iterator[Problem]:
        yield from self.shape.check(value, pointer)
        if not isinstance(value, dict) or value.get(self.initial) is None:
            return
        initial = value[self.initial]
        offered = [*_listed(value, "options")]
        offered += [option for group in _listed(value, "option_groups") for option in _listed(group, "options")]
        if any(given not in offered for given in (initial if isinstance(initial, list) else [initial])):
            yield Problem("must match one of the options", f"{pointer}/{self.initial}")


class NotAbove(msgspec.Struct, frozen=True):
    """An element of which one length may not be greater than the other."""

    shape: Rule
    lower: str
    upper: str

    def check(self, value: Any, pointer: str) -> Iterator[Problem]:
        yield from self.shape.check(value, pointer)
        if isinstance(value, dict):
            lower, upper = value.get(self.lower), value.get(self.upper)
            if isinstance(lower, int) and isinstance(upper, int) and lower > upper:
                yield Problem(f"must be at most `{self.upper}`", f"{pointer}/{self.lower}")


class Anything(msgspec.Struct, frozen=True):
    """A value whose inside Slack checks and the sandbox does not."""

    def check(self, value: Any, pointer: str) -> Iterator[Problem]:
        return iter(())


def escaped_length(text: str, kind: object) -> int:
    """Count the characters that Slack keeps: a bare `&`, `<` or `>` as its entity, mrkdwn's markup as written."""
    readable = _MARKUP.sub("", text) if kind == "mrkdwn" else text
    return len(text) + 4 * len(_BARE_AMPERSAND.findall(readable)) + 3 * len(_BARE_ANGLE.findall(readable))


def _listed(value: Any, name: str) -> list[Any]:
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, list) else []


def _too_long(length: int, most: int, pointer: str) -> Iterator[Problem]:
    if length > most:
        yield Problem(f"must be less than {most + 1} characters", pointer)
