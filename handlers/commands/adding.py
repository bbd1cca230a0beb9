"""add."""

from bot.language.command import Add
from bot.service.adding import Added
from bot.tasks.drafts import Draft
from bot.views import answers
from bot.views.text import Message
from handlers.desk import Desk, Request


async def add(desk: Desk, request: Request, asked: Add) -> Message:
    """Make a task and repeat what was understood."""
    return await add_draft(desk, request, asked.draft)


async def add_draft(desk: Desk, request: Request, draft: Draft) -> Message:
    """Make a task of a draft, wherever that came from."""
    added = await desk.adding.add(draft, request.stimulus)
    return answers.added(
        added.task,
        await desk.names_in(added.task),
        reader_id=request.person.user_id,
        zone=request.person.timezone,
        now=request.stimulus.at,
        notes=_notes(added, desk),
    )


def _notes(added: Added, desk: Desk) -> tuple[str, ...]:
    return () if added.is_posted else (answers.invite_me(desk.bot_name),)
