"""Clicks in messages. What is possible and allowed is decided by the task as it is now, whatever the card shows."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.language import quick_add
from bot.service.changing import Changed
from bot.service.stimuli import Stimulus
from bot.tasks.errors import TaskError
from bot.views import answers
from bot.views.actions import Action, ListPage, SnoozeRequest, TaskReference, TypedText
from handlers.answering import Answer, Replaced, Said
from handlers.commands.adding import add_draft
from handlers.commands.finding import list_page, shown
from handlers.desk import Desk, Request, request

Body = Mapping[str, Any]
Obey = Callable[[Desk, Request, str, bool], Awaitable[Answer]]


async def take(desk: Desk, request: Request, value: str, is_private: bool) -> Answer:
    """Take, on a card."""
    return await _change(desk, request, value, is_private, desk.changing.take)


async def start(desk: Desk, request: Request, value: str, is_private: bool) -> Answer:
    """Start, on a card or in a direct message."""
    return await _change(desk, request, value, is_private, desk.changing.start)


async def complete(desk: Desk, request: Request, value: str, is_private: bool) -> Answer:
    """Complete, on a card, in a direct message or in a reminder."""
    return await _change(desk, request, value, is_private, desk.changing.complete)


async def undo(desk: Desk, request: Request, value: str, is_private: bool) -> Answer:
    """Undo, on the answer to `add`."""
    undone = await desk.changing.withdraw(TaskReference.decode(value).number, request.stimulus)
    return Replaced(answers.undone(undone.task))


async def snooze(desk: Desk, request: Request, value: str, is_private: bool) -> Answer:
    """A choice of the snooze menu of a reminder."""
    wanted = SnoozeRequest.decode(value)
    until = await desk.reminding.snooze(wanted.number, wanted.choice, request.stimulus)
    task = await desk.finding.show(wanted.number, request.stimulus)
    return Said(answers.snoozed(task, until, zone=request.person.timezone, now=request.stimulus.at))


async def turn_page(desk: Desk, request: Request, value: str, is_private: bool) -> Answer:
    """The next or the previous page of a list."""
    page = ListPage.decode(value)
    return Replaced(await list_page(desk, request, page.typed, page.skip))


async def make_it_a_task(desk: Desk, request: Request, value: str, is_private: bool) -> Answer:
    """The offer to take typed words as a title after all."""
    draft = quick_add.read(TypedText.decode(value).typed, request.reader)
    return Replaced(await add_draft(desk, request, draft))


ACTIONS: Mapping[Action, Obey] = {
    Action.TAKE: take,
    Action.START: start,
    Action.COMPLETE: complete,
    Action.UNDO: undo,
    Action.SNOOZE: snooze,
    Action.LIST_NEXT: turn_page,
    Action.LIST_PREVIOUS: turn_page,
    Action.MAKE_IT_A_TASK: make_it_a_task,
}


async def obey(desk: Desk, stimulus: Stimulus, body: Body) -> Answer:
    """Do what was clicked and give the answer; raises a `TaskError` for what cannot be done."""
    clicked = body["actions"][0]
    value = clicked.get("value") or clicked["selected_option"]["value"]
    is_private = bool(body["container"].get("is_ephemeral"))
    return await ACTIONS[Action(clicked["action_id"])](desk, await request(desk, stimulus), value, is_private)


async def _change(
    desk: Desk,
    request: Request,
    value: str,
    is_private: bool,
    change: Callable[[int, Stimulus], Awaitable[Changed]],
) -> Answer:
    number = TaskReference.decode(value).number
    try:
        await change(number, request.stimulus)
    except TaskError:
        await _redraw(desk, request, number)
        raise
    # A card that stands in the channel is redrawn by what the event owes; one that only this person sees is not.
    return Replaced(await shown(desk, request, number)) if is_private else None


async def _redraw(desk: Desk, request: Request, number: int) -> None:
    """Have a card that misled somebody drawn again, if it is behind."""
    task = await desk.changing.tasks.find(request.stimulus.team_id, number)
    if task is not None:
        await desk.ledger.redraw([task])
