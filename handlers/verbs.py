"""The slash command: its text is read once, and the verb's own handler answers."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.language import command, text
from bot.language.command import Command
from bot.service.stimuli import Stimulus
from bot.views.text import Message
from handlers.commands import adding, changing, deleting, finding, forms, helping, people, undoing
from handlers.desk import Desk, Request, request
from handlers.opening import Opening

Obey = Callable[[Desk, Request, Any], Awaitable[Message | None]]

VERBS: Mapping[type, Obey] = {
    command.Overview: finding.overview,
    command.Add: adding.add,
    command.New: forms.new,
    command.Edit: forms.edit,
    command.List: finding.list_tasks,
    command.Search: finding.search,
    command.Show: finding.show,
    command.History: finding.history,
    command.Take: changing.take,
    command.Assign: changing.assign,
    command.Unassign: changing.unassign,
    command.Start: changing.start,
    command.Done: changing.complete,
    command.Reopen: changing.reopen,
    command.Reschedule: changing.reschedule,
    command.Prioritize: changing.prioritize,
    command.Label: changing.label,
    command.Comment: changing.comment,
    command.Delete: deleting.ask,
    command.Restore: deleting.restore,
    command.Undo: undoing.undo,
    command.Register: people.register,
    command.People: people.everybody,
    command.WhoAmI: people.whoami,
    command.Settings: people.settings,
    command.Help: helping.give_help,
}


def may_open_a_form(typed: str) -> bool:
    """Whether these words may ask for a form, whose trigger must not be missed."""
    first, *_ = typed.split(maxsplit=1) or [""]
    return first.casefold() in ("new", "edit")


async def obey(desk: Desk, stimulus: Stimulus, opening: Opening, name: str, typed: str) -> Message | None:
    """Do what was typed and give the answer; raises a `TaskError` for what cannot be done."""
    wish = await request(desk, stimulus, name, opening)
    asked: Command = command.read(text.decode(typed), wish.reader)
    return await VERBS[type(asked)](desk, wish, asked)
