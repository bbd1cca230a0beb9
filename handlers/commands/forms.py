"""new and edit: they open a form and say nothing."""

from bot.language.command import Edit, New
from handlers.desk import Desk, Request
from handlers.forms import open_edit, open_new


async def new(desk: Desk, request: Request, asked: New) -> None:
    """Open the form for a new task, with what was typed in its fields."""
    await open_new(desk, request, asked.draft)


async def edit(desk: Desk, request: Request, asked: Edit) -> None:
    """Open a task in the form."""
    await open_edit(desk, request, asked.number)
