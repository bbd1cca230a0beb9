"""undo."""

from collections.abc import Sequence

from bot.language.command import Undo
from bot.service.undoing import UndoneTask
from bot.views import answers
from bot.views.text import Message
from handlers.desk import Desk, Request
from handlers.errors import sentence


async def undo(desk: Desk, request: Request, asked: Undo) -> Message:
    """Take back the last change of the tasks named, or of the last command."""
    return await undo_changes(desk, request, asked.numbers)


async def undo_changes(desk: Desk, request: Request, numbers: Sequence[int]) -> Message:
    """Take back one's last change of these tasks, or without any the whole last command."""
    undone = await desk.undoing.undo(numbers, request.stimulus)
    if len(undone) == 1:
        return await _one(desk, undone[0])
    refused = [
        (each.number, await sentence(desk, request.stimulus, request.command, each.refusal))
        for each in undone
        if each.refusal is not None
    ]
    return answers.undone_many([each.changed.task for each in undone if each.changed is not None], refused)


async def _one(desk: Desk, undone: UndoneTask) -> Message:
    if undone.refusal is not None:
        raise undone.refusal
    assert undone.changed is not None  # noqa: S101 - it was either changed or refused
    task = undone.changed.task
    return answers.undone(task, undone.undid, undone.kept, names=await desk.names_in(task))
