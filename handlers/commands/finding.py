"""list, show, and the bare command."""

from bot.language import filters
from bot.language.command import List, Overview, Show
from bot.service.finding import PAGE_SIZE, Listed
from bot.tasks.drafts import Filter
from bot.views import answers, lists
from bot.views.text import Message, with_you
from handlers.desk import Desk, Request


async def overview(desk: Desk, request: Request, asked: Overview) -> Message:
    """Help in three lines and what is next."""
    page = await desk.finding.next_tasks(request.stimulus)
    return answers.overview(
        request.command,
        page.tasks,
        names=await desk.names_in(*page.tasks),
        reader_id=request.person.user_id,
        zone=request.person.timezone,
        now=request.stimulus.at,
    )


async def show(desk: Desk, request: Request, asked: Show) -> Message:
    """One task, with its buttons."""
    return await shown(desk, request, asked.number)


async def shown(desk: Desk, request: Request, number: int) -> Message:
    """The card of one task, for this person alone."""
    task = await desk.finding.show(number, request.stimulus)
    return answers.shown(
        task,
        await desk.names_in(task),
        reader_id=request.person.user_id,
        zone=request.person.timezone,
        now=request.stimulus.at,
    )


async def list_tasks(desk: Desk, request: Request, asked: List) -> Message:
    """A first page; where the words could have been a title, the offer to make a task of them."""
    _verb, *words = asked.text.split(maxsplit=1)
    listed = await _page(desk, request, asked.filter, " ".join(words), skip=0)
    if not asked.is_also_a_title:
        return listed
    return answers.offering_a_task(listed, asked.text, command=request.command)


async def list_page(desk: Desk, request: Request, typed: str, skip: int) -> Message:
    """Another page of a list, by what was typed to get it."""
    return await _page(desk, request, filters.read(typed, request.reader), typed, skip=skip)


async def _page(desk: Desk, request: Request, wanted: Filter, typed: str, *, skip: int) -> Message:
    listed = await desk.finding.list(wanted, request.stimulus, skip=skip)
    names = with_you(await _names(desk, request, wanted, listed), request.person.user_id)
    return lists.task_list(
        listed.page.tasks,
        total=listed.page.total,
        skipped=listed.page.skipped,
        page_size=PAGE_SIZE,
        heading=lists.heading(wanted, names),
        typed=typed,
        names=names,
        zone=request.person.timezone,
        now=request.stimulus.at,
        command=request.command,
        progress=lists.progress(listed.progress.statuses, listed.progress.people, names) if listed.progress else "",
    )


async def _names(desk: Desk, request: Request, wanted: Filter, listed: Listed) -> dict[str, str]:
    named = {person for person in wanted.people if isinstance(person, str)}
    if listed.progress is not None:
        named |= {person for person in listed.progress.people if person is not None}
    return await desk.names_in(*listed.page.tasks) | await desk.usernames(request.stimulus.team_id, named)
