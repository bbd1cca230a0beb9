"""Clicks in messages and on Home. What is possible is decided by the task as it is now, whatever the card shows."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.language import quick_add
from bot.service.changing import Changed
from bot.service.stimuli import Stimulus
from bot.tasks.errors import TaskError
from bot.tasks.partitions import partition_of
from bot.views import answers
from bot.views.actions import (
    Action,
    HistoryPage,
    HomePage,
    ListPage,
    MoreChoice,
    MoreRequest,
    Numbers,
    PeoplePage,
    SearchPage,
    SnoozeRequest,
    TaskReference,
    TypedText,
)
from handlers import forms
from handlers.answering import Answer, Replaced, Said
from handlers.commands.adding import add_draft
from handlers.commands.deleting import delete
from handlers.commands.finding import history_page, list_page, search_page, shown
from handlers.commands.people import people_page
from handlers.commands.undoing import undo_changes
from handlers.desk import DEFAULT_COMMAND, Desk, Request, request
from handlers.opening import Opening

Body = Mapping[str, Any]


@dataclass(frozen=True)
class Click:
    """What was clicked: its value, and whether only the person who clicked sees the message."""

    value: str
    is_private: bool


Obey = Callable[[Desk, Request, Click], Awaitable[Answer]]


async def take(desk: Desk, request: Request, click: Click) -> Answer:
    """Take, on a card."""
    return await _change(desk, request, click, desk.changing.take)


async def start(desk: Desk, request: Request, click: Click) -> Answer:
    """Start, on a card or in a direct message."""
    return await _change(desk, request, click, desk.changing.start)


async def complete(desk: Desk, request: Request, click: Click) -> Answer:
    """Complete, on a card, in a direct message, in a reminder or on Home."""
    return await _change(desk, request, click, desk.changing.complete)


async def reopen(desk: Desk, request: Request, click: Click) -> Answer:
    """Reopen, on the card of a done task."""
    return await _change(desk, request, click, desk.changing.reopen)


async def edit(desk: Desk, request: Request, click: Click) -> Answer:
    """Edit: the task in a form."""
    await forms.open_edit(desk, request, TaskReference.decode(click.value).number)
    return None


async def new(desk: Desk, request: Request, click: Click) -> Answer:
    """New: an empty form."""
    await forms.open_new(desk, request, None)
    return None


async def more(desk: Desk, request: Request, click: Click) -> Answer:
    """A choice of a card's overflow menu."""
    wanted = MoreRequest.decode(click.value)
    if wanted.choice is MoreChoice.HISTORY:
        return Said(await history_page(desk, request, wanted.number))
    task = await desk.changing.require_remover(wanted.number, request.stimulus)
    return Said(answers.confirm_deletion([task]))


async def delete_confirmed(desk: Desk, request: Request, click: Click) -> Answer:
    """Delete, after the question."""
    return Replaced(await delete(desk, request, Numbers.decode(click.value).numbers))


async def keep(desk: Desk, request: Request, click: Click) -> Answer:
    """Keep, after the question."""
    return Replaced(answers.kept())


async def undo(desk: Desk, request: Request, click: Click) -> Answer:
    """Undo, on the answer to a command."""
    return Replaced(await undo_changes(desk, request, Numbers.decode(click.value).numbers))


async def snooze(desk: Desk, request: Request, click: Click) -> Answer:
    """A choice of the snooze menu of a reminder."""
    wanted = SnoozeRequest.decode(click.value)
    if wanted.choice is None:
        await forms.open_snooze(desk, request, wanted.number)
        return None
    until = await desk.reminding.snooze(wanted.number, wanted.choice, request.stimulus)
    task = await desk.finding.show(wanted.number, request.stimulus)
    return Said(answers.snoozed(task, until, zone=request.person.timezone, now=request.stimulus.at))


async def turn_list(desk: Desk, request: Request, click: Click) -> Answer:
    """The next or the previous page of a list."""
    return Replaced(await list_page(desk, request, ListPage.decode(click.value)))


async def turn_search(desk: Desk, request: Request, click: Click) -> Answer:
    """The next or the previous page of what was found."""
    return Replaced(await search_page(desk, request, SearchPage.decode(click.value)))


async def turn_history(desk: Desk, request: Request, click: Click) -> Answer:
    """The next or the previous page of a history."""
    page = HistoryPage.decode(click.value)
    return Replaced(await history_page(desk, request, page.number, until=page.until))


async def turn_people(desk: Desk, request: Request, click: Click) -> Answer:
    """The next or the previous page of people."""
    return Replaced(await people_page(desk, request, skip=PeoplePage.decode(click.value).skip))


async def turn_home(desk: Desk, request: Request, click: Click) -> Answer:
    """The next or the previous page of Home."""
    page = HomePage.decode(click.value).page
    team_id, user_id = request.stimulus.team_id, request.person.user_id
    await desk.homes.opened(team_id, user_id, page=page, real_now=desk.real_now())
    desk.wakeups.wake({partition_of(team_id, user_id)})
    return None


async def make_it_a_task(desk: Desk, request: Request, click: Click) -> Answer:
    """The offer to take typed words as a title after all."""
    draft = quick_add.read(TypedText.decode(click.value).typed, request.reader)
    return Replaced(await add_draft(desk, request, draft))


ACTIONS: Mapping[Action, Obey] = {
    Action.TAKE: take,
    Action.START: start,
    Action.COMPLETE: complete,
    Action.REOPEN: reopen,
    Action.EDIT: edit,
    Action.NEW: new,
    Action.MORE: more,
    Action.DELETE_CONFIRMED: delete_confirmed,
    Action.KEEP: keep,
    Action.UNDO: undo,
    Action.SNOOZE: snooze,
    Action.LIST_NEXT: turn_list,
    Action.LIST_PREVIOUS: turn_list,
    Action.SEARCH_NEXT: turn_search,
    Action.SEARCH_PREVIOUS: turn_search,
    Action.HISTORY_NEXT: turn_history,
    Action.HISTORY_PREVIOUS: turn_history,
    Action.PEOPLE_NEXT: turn_people,
    Action.PEOPLE_PREVIOUS: turn_people,
    Action.HOME_PAGE: turn_home,
    Action.MAKE_IT_A_TASK: make_it_a_task,
}


def may_open_a_form(body: Body) -> bool:
    """Whether a click asks for a form, whose trigger must not be missed."""
    clicked = body["actions"][0]
    if Action(clicked["action_id"]) is Action.SNOOZE:
        return SnoozeRequest.decode(clicked["selected_option"]["value"]).choice is None
    return Action(clicked["action_id"]) in (Action.EDIT, Action.NEW)


async def obey(desk: Desk, stimulus: Stimulus, opening: Opening, body: Body) -> Answer:
    """Do what was clicked and give the answer; raises a `TaskError` for what cannot be done."""
    clicked = body["actions"][0]
    click = Click(value=_carried(clicked), is_private=bool(body["container"].get("is_ephemeral")))
    wish = await request(desk, stimulus, DEFAULT_COMMAND, opening)
    return await ACTIONS[Action(clicked["action_id"])](desk, wish, click)


def _carried(clicked: Body) -> str:
    """What a button or an option carries; the button that opens an empty form carries nothing."""
    option = clicked.get("selected_option")
    return str(option["value"] if option else clicked.get("value", ""))


async def _change(
    desk: Desk, request: Request, click: Click, change: Callable[[int, Stimulus], Awaitable[Changed]]
) -> Answer:
    number = TaskReference.decode(click.value).number
    try:
        await change(number, request.stimulus)
    except TaskError:
        await _redraw(desk, request, number)
        raise
    # A card that stands in the channel is redrawn by what the event owes; one that only this person sees is not.
    return Replaced(await shown(desk, request, number)) if click.is_private else None


async def _redraw(desk: Desk, request: Request, number: int) -> None:
    """Have a card that misled somebody drawn again, if it is behind."""
    task = await desk.changing.tasks.find(request.stimulus.team_id, number)
    if task is not None:
        await desk.ledger.redraw([task])
