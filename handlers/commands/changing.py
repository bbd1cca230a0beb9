"""The verbs that change tasks, one or several at once."""

from collections.abc import Awaitable, Callable, Sequence

from bot.language.command import (
    Assign,
    Comment,
    Done,
    Label,
    Prioritize,
    Reopen,
    Reschedule,
    Start,
    Take,
    Unassign,
)
from bot.service import naming
from bot.service.changing import Changed, Outcome, each
from bot.views import answers
from bot.views.text import Message
from handlers.desk import Desk, Request
from handlers.errors import sentence


async def take(desk: Desk, request: Request, asked: Take) -> Message:
    """Have the tasks oneself."""
    return await change(desk, request, asked.numbers, lambda number: desk.changing.take(number, request.stimulus))


async def start(desk: Desk, request: Request, asked: Start) -> Message:
    """Say that work has begun."""
    return await change(desk, request, asked.numbers, lambda number: desk.changing.start(number, request.stimulus))


async def complete(desk: Desk, request: Request, asked: Done) -> Message:
    """Finish the tasks for everyone."""
    return await change(desk, request, asked.numbers, lambda number: desk.changing.complete(number, request.stimulus))


async def reopen(desk: Desk, request: Request, asked: Reopen) -> Message:
    """Say that they are not done after all."""
    return await change(desk, request, asked.numbers, lambda number: desk.changing.reopen(number, request.stimulus))


async def assign(desk: Desk, request: Request, asked: Assign) -> Message:
    """Give the tasks to people as well."""
    people = await naming.assignees(desk.people, request.stimulus.team_id, asked.people)
    return await change(
        desk, request, asked.numbers, lambda number: desk.changing.assign(number, people, request.stimulus)
    )


async def unassign(desk: Desk, request: Request, asked: Unassign) -> Message:
    """Take people off the tasks, or oneself."""
    named = await naming.user_ids(desk.people, request.stimulus.team_id, asked.people)
    people = named or (request.person.user_id,)
    return await change(
        desk, request, asked.numbers, lambda number: desk.changing.unassign(number, people, request.stimulus)
    )


async def reschedule(desk: Desk, request: Request, asked: Reschedule) -> Message:
    """Give the tasks another due, or none."""
    return await change(
        desk, request, asked.numbers, lambda number: desk.changing.reschedule(number, asked.due, request.stimulus)
    )


async def prioritize(desk: Desk, request: Request, asked: Prioritize) -> Message:
    """Say how much they press."""
    return await change(
        desk, request, asked.numbers, lambda number: desk.changing.prioritize(number, asked.priority, request.stimulus)
    )


async def label(desk: Desk, request: Request, asked: Label) -> Message:
    """Add labels and take others off."""
    return await change(
        desk,
        request,
        asked.numbers,
        lambda number: desk.changing.label(number, asked.added, asked.removed, request.stimulus),
    )


async def comment(desk: Desk, request: Request, asked: Comment) -> Message:
    """Say something about a task."""
    changed = await desk.changing.comment(asked.number, asked.comment, request.stimulus)
    return await one(desk, request, changed)


async def change(
    desk: Desk, request: Request, numbers: Sequence[int], make: Callable[[int], Awaitable[Changed]]
) -> Message:
    """Make the same change of each task; several are answered with an outcome for each."""
    if len(numbers) == 1:
        return await one(desk, request, await make(numbers[0]))
    return await several(desk, request, await each(numbers, make))


async def one(desk: Desk, request: Request, changed: Changed) -> Message:
    """What was done to one task."""
    return answers.changed(
        changed.task,
        changed.kind,
        names=await desk.names_in(changed.task),
        reader_id=request.person.user_id,
        zone=request.person.timezone,
        now=request.stimulus.at,
    )


async def several(desk: Desk, request: Request, outcomes: Sequence[Outcome]) -> Message:
    """What became of each of several tasks."""
    done = [(outcome.changed.task, outcome.changed.kind) for outcome in outcomes if outcome.changed is not None]
    refused = [
        (outcome.number, await sentence(desk, request.stimulus, request.command, outcome.refusal))
        for outcome in outcomes
        if outcome.refusal is not None
    ]
    return answers.outcomes(
        done,
        refused,
        names=await desk.names_in(*(task for task, _ in done)),
        reader_id=request.person.user_id,
    )
