"""The slash command: its text is read once, and the verb's own handler answers."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.language import command, text
from bot.language.command import Command
from bot.service.stimuli import Stimulus
from bot.views.text import Message
from handlers.commands import adding, changing, finding, helping
from handlers.desk import Desk, Request, request

Obey = Callable[[Desk, Request, Any], Awaitable[Message]]

VERBS: Mapping[type, Obey] = {
    command.Overview: finding.overview,
    command.Add: adding.add,
    command.List: finding.list_tasks,
    command.Show: finding.show,
    command.Take: changing.take,
    command.Start: changing.start,
    command.Done: changing.complete,
    command.Undo: adding.undo,
    command.Help: helping.give_help,
}


async def obey(desk: Desk, stimulus: Stimulus, name: str, typed: str) -> Message:
    """Do what was typed and give the answer; raises a `TaskError` for what cannot be done."""
    wish = await request(desk, stimulus, name)
    asked: Command = command.read(text.decode(typed), wish.reader)
    return await VERBS[type(asked)](desk, wish, asked)
