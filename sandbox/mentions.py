"""What becomes of a line that a person types: escaped once, then its people and channels resolved."""

import re
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from sandbox.workspace import Workspace

_REFERENCE = re.compile(r"(?<![\w@#/.])([@#])(\w[\w.-]*)")
_BROADCASTS = frozenset({"here", "channel", "everyone"})


class Surface(msgspec.Struct, frozen=True):
    """How a reference is written where the text goes."""

    person: str
    broadcast: str


COMMAND = Surface(person="<@{id}|{name}>", broadcast="@{name}")
MESSAGE = Surface(person="<@{id}>", broadcast="<!{name}>")


def escape(text: str) -> str:
    """Escape the three signs that Slack escapes, once."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def resolve(typed: str, workspace: "Workspace", typist_id: str, surface: Surface) -> str:
    """Escape what was typed and write @name and #name as Slack does; unknown names stay as they are."""

    def reference(match: re.Match[str]) -> str:
        sign, word = match.groups()
        name = word.rstrip(".-")
        written = person_reference(name) if sign == "@" else channel_reference(name)
        return match[0] if written is None else written + word[len(name) :]

    def person_reference(name: str) -> str | None:
        if name in _BROADCASTS:
            return surface.broadcast.format(name=name)
        person = workspace.people.named(name)
        return surface.person.format(id=person.id, name=person.name) if person else None

    def channel_reference(name: str) -> str | None:
        channel = workspace.channel_named(name)
        if channel is None or not workspace.sees(typist_id, channel):
            return None
        return f"<#{channel.id}|{channel.name}>"

    return _REFERENCE.sub(reference, escape(typed))
