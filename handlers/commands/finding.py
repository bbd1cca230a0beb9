"""list, search, show, history, and the bare command."""

from bot.language import filters
from bot.language.command import History, List, Overview, Search, Show
from bot.service.finding import PAGE_SIZE, Listed
from bot.service.ports import Cursor
from bot.tasks.drafts import Filter
from bot.views import answers, lists
from bot.views.actions import Direction, ListPage, SearchPage
from bot.views.text import Message, with_you
from handlers.composing import people_in, people_of
from handlers.desk import Desk, Request


async def overview(desk: Desk, request: Request, asked: Overview) -> Message:
    """Help in three lines, and what is next."""
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
    listed = await desk.finding.list(asked.filter, request.stimulus)
    answer = await _listed(desk, request, asked.filter, " ".join(words), listed)
    return answers.offering_a_task(answer, asked.text, command=request.command) if asked.is_also_a_title else answer


async def list_page(desk: Desk, request: Request, page: ListPage) -> Message:
    """Another page of a list, by what was typed to get it and the place where the last one ended."""
    wanted = filters.read(page.typed, request.reader)
    place = Cursor(due_sort=page.due_sort, number=page.number)
    if page.direction is Direction.NEXT:
        listed = await desk.finding.list(wanted, request.stimulus, after=place)
    else:
        listed = await desk.finding.list(wanted, request.stimulus, before=place)
    return await _listed(desk, request, wanted, page.typed, listed)


async def search(desk: Desk, request: Request, asked: Search) -> Message:
    """A first page of what was found, with the offer to make a task of the words."""
    answer = await search_page(desk, request, SearchPage(asked.words, 0))
    return answers.offering_a_task(answer, asked.text, command=request.command) if asked.is_also_a_title else answer


async def search_page(desk: Desk, request: Request, page: SearchPage) -> Message:
    """A page of what was found."""
    found = await desk.finding.search(page.words, request.stimulus, skip=page.skip)
    return lists.search_results(
        found.tasks,
        total=found.total,
        skipped=found.skipped,
        page_size=PAGE_SIZE,
        words=page.words,
        names=with_you(await desk.names_in(*found.tasks), request.person.user_id),
        zone=request.person.timezone,
        now=request.stimulus.at,
        command=request.command,
    )


async def history(desk: Desk, request: Request, asked: History) -> Message:
    """What has happened to a task lately."""
    return await history_page(desk, request, asked.number)


async def history_page(desk: Desk, request: Request, number: int, *, until: int | None = None) -> Message:
    """What has happened to a task up to a version, now by default."""
    task, past = await desk.finding.history(number, request.stimulus, until=until)
    named = {user_id for change in past.changes for user_id in people_of(change)}
    return lists.history(
        task,
        past.changes,
        until=past.until,
        page_size=PAGE_SIZE,
        names=with_you(await desk.usernames(task.team_id, named), request.person.user_id),
        zone=request.person.timezone,
        now=request.stimulus.at,
    )


async def _listed(desk: Desk, request: Request, wanted: Filter, typed: str, listed: Listed) -> Message:
    names = with_you(await _names(desk, request, wanted, listed), request.person.user_id)
    return lists.task_list(
        listed.page.tasks,
        total=listed.page.total,
        skipped=listed.page.skipped,
        first=listed.page.first,
        last=listed.page.last,
        heading=lists.heading(wanted, names),
        typed=typed,
        names=names,
        zone=request.person.timezone,
        now=request.stimulus.at,
        command=request.command,
        progress=lists.progress(listed.progress.statuses, listed.progress.people, names) if listed.progress else "",
    )


async def _names(desk: Desk, request: Request, wanted: Filter, listed: Listed) -> dict[str, str]:
    named = people_in(*listed.page.tasks) | {person for person in wanted.people if isinstance(person, str)}
    if listed.progress is not None:
        named |= {person for person in listed.progress.people if person is not None}
    return await desk.usernames(request.stimulus.team_id, named)
