"""help."""

from bot.language import verbs
from bot.language.command import Help
from bot.views import help as help_texts
from bot.views.help import HelpRow
from bot.views.text import Message
from handlers.desk import Desk, Request


async def give_help(desk: Desk, request: Request, asked: Help) -> Message:
    """All that works, or one verb of it, from the grammar's own table."""
    rows = {verb.name: HelpRow(verb.name, verb.usage, verb.explanation) for verb in verbs.available()}
    if asked.verb is not None and asked.verb in rows:
        return help_texts.help_verb(request.command, rows[asked.verb])
    return help_texts.help_overview(request.command, tuple(rows.values()))
