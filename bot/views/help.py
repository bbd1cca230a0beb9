"""Help, written from the rows of the grammar's own table, so that it tells what really works."""

from collections.abc import Sequence

from msgspec import Struct

from bot.views.blocks import sections
from bot.views.text import Message, escape


class HelpRow(Struct, frozen=True):
    """A verb as help tells it: `usage` is what follows the command, `explanation` a sentence."""

    name: str
    usage: str
    explanation: str


def help_overview(command: str, rows: Sequence[HelpRow]) -> Message:
    """All verbs, one line each."""
    lines = [
        *(_line(command, row) for row in rows),
        f"`{escape(command)} help add` tells more about one of them.",
    ]
    return Message(text="\n".join(lines), blocks=(*sections(["*What you can type*"]), *sections(lines)))


def help_verb(command: str, row: HelpRow) -> Message:
    """One verb."""
    line = _line(command, row)
    return Message(text=line, blocks=sections([line]))


def _line(command: str, row: HelpRow) -> str:
    return f"`{escape(f'{command} {row.usage}'.strip())}` {escape(row.explanation)}"
