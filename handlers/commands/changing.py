"""take, start and done."""

from bot.language.command import Done, Start, Take
from bot.service.changing import Changed
from bot.views import answers
from bot.views.text import Message
from handlers.desk import Desk, Request


async def take(desk: Desk, request: Request, asked: Take) -> Message:
    """Have the task oneself."""
    return _answer(request, await desk.changing.take(asked.number, request.stimulus))


async def start(desk: Desk, request: Request, asked: Start) -> Message:
    """Say that work has begun."""
    return _answer(request, await desk.changing.start(asked.number, request.stimulus))


async def complete(desk: Desk, request: Request, asked: Done) -> Message:
    """Finish the task for everyone."""
    return _answer(request, await desk.changing.complete(asked.number, request.stimulus))


def _answer(request: Request, changed: Changed) -> Message:
    return answers.changed(changed.task, changed.kind, zone=request.person.timezone, now=request.stimulus.at)
