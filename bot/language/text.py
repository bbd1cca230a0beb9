"""The text itself, before anything in it has a meaning: Slack's escaping, and what quotation marks hold together."""

import re

from msgspec import Struct

from bot.language import mentions

_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
_ENTITY = re.compile("|".join(_ENTITIES))
_BARE = re.compile(r"&(?!amp;|lt;|gt;)|[<>]")
_LINE_BREAK = re.compile(r"\r\n|\r|\n")

_WORD_START = r"(?<![^\s(\[])"
_WORD_END = r"(?=$|[\s.,;:!?)\]])"
_OPENING = re.compile(rf"{_WORD_START}(?:(?P<double>[\"“”„‟](?=\S)|«)|(?P<single>['‘‚](?=\S)))")
_CLOSING = {
    "double": re.compile(rf"(?:(?<=\S)[\"”“‟]|»){_WORD_END}"),
    "single": re.compile(rf"(?<=\S)['’]{_WORD_END}"),
}


class Span(Struct, frozen=True, kw_only=True):
    """Something in a line, from its first character to behind its last."""

    start: int
    end: int


class Quotation(Span, frozen=True, kw_only=True):
    """What quotation marks enclose, with the marks; `words` is what is between them."""

    words: str


def decode(raw: str) -> str:
    """The text that a person typed, from a command's payload.

    A text with a bare `&`, or with a `<` or `>` that is no mention, came unescaped and is kept as it is; else its
    entities are decoded once (docs/slack-limits.md, "Payloads"). Mentions stay in Slack's notation, links become
    plain.
    """
    if _BARE.search(mentions.ANY.sub("", raw)):
        return raw
    return _ENTITY.sub(lambda entity: _ENTITIES[entity[0]], mentions.without_link_notation(raw))


def first_line_and_rest(text: str) -> tuple[str, str]:
    """The first line and what follows its break, both stripped."""
    first, *rest = _LINE_BREAK.split(text.strip(), maxsplit=1)
    return first.strip(), "".join(rest).strip()


def quotations(line: str) -> list[Quotation]:
    """What is quoted in a line, by straight or curly marks; one without a partner, or inside a word, quotes nothing."""
    found = []
    unpaired: set[str] = set()
    position = 0
    while opening := _OPENING.search(line, position):
        kind = opening.lastgroup or ""
        closing = None if kind in unpaired else _CLOSING[kind].search(line, opening.end())
        position = opening.end()
        if closing is None:
            unpaired.add(kind)
        elif words := line[opening.end() : closing.start()].strip():
            found.append(Quotation(start=opening.start(), end=closing.end(), words=words))
            position = closing.end()
    return found
