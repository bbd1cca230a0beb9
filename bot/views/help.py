"""Help, written from the rows of the grammar's own table, so that it tells what really works."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from bot.views.blocks import sections
from bot.views.text import Block, Message, escape, spoken

_GROUPS: Mapping[str, tuple[str, ...]] = {
    "Make and find": ("add", "new", "list", "show", "search", "history"),
    "Change": ("edit", "due", "repeat", "priority", "label", "check", "comment", "delete", "restore", "undo"),
    "Who does it": ("take", "assign", "unassign", "start", "done", "reopen"),
    "Hear of it": ("watch", "remind", "snooze", "subscribe", "unsubscribe", "subscriptions"),
    "You and the others": ("register", "people", "whoami", "settings"),
}

_OTHERS = "More"


class HelpRow(Struct, frozen=True):
    """A verb as help tells it: `usage` is what follows the command, `explanation` a sentence."""

    name: str
    usage: str
    explanation: str


def help_overview(command: str, rows: Sequence[HelpRow]) -> Message:
    """All verbs, one line each, those together that belong together."""
    blocks: list[Block] = []
    spoken_lines: list[str] = []
    for heading, members in _grouped(rows).items():
        lines = [_line(command, row) for row in members]
        blocks += sections([f"*{heading}*", *lines])
        spoken_lines += lines
    more = f"`{escape(command)} help add` tells more about one of them."
    return Message(text=spoken((*spoken_lines, more)), blocks=(*blocks, *sections([more])))


def help_verb(command: str, row: HelpRow) -> Message:
    """One verb."""
    line = _line(command, row)
    return Message(text=line, blocks=sections([line]))


def _grouped(rows: Sequence[HelpRow]) -> dict[str, list[HelpRow]]:
    grouped: dict[str, list[HelpRow]] = {heading: [] for heading in (*_GROUPS, _OTHERS)}
    for row in rows:
        grouped[next((heading for heading, names in _GROUPS.items() if row.name in names), _OTHERS)].append(row)
    return {heading: members for heading, members in grouped.items() if members}


def _line(command: str, row: HelpRow) -> str:
    return f"`{escape(f'{command} {row.usage}'.strip())}` {escape(row.explanation)}"
