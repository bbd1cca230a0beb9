"""delete, which asks first, and restore."""

from bot.language.command import Delete, Restore
from bot.views import answers
from bot.views.text import Message
from handlers.commands.changing import change
from handlers.desk import Desk, Request


async def ask(desk: Desk, request: Request, asked: Delete) -> Message:
    """Ask whether these tasks are really to be deleted; all of them must be there and be the person's to delete."""
    tasks = [await desk.changing.require_remover(number, request.stimulus) for number in asked.numbers]
    return answers.confirm_deletion(tasks)


async def delete(desk: Desk, request: Request, numbers: tuple[int, ...]) -> Message:
    """Delete them, after the person said yes."""
    return await change(desk, request, numbers, lambda number: desk.changing.delete(number, request.stimulus))


async def restore(desk: Desk, request: Request, asked: Restore) -> Message:
    """Bring deleted tasks back."""
    return await change(desk, request, asked.numbers, lambda number: desk.changing.restore(number, request.stimulus))
