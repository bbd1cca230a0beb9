"""What `Tasks.page` promises of pages and of the places from which they go on and back."""

from datetime import date

import msgspec
import pytest

from bot.service.ports import Cursor, Page, Tasks
from bot.tasks import transitions
from bot.tasks.drafts import Filter
from bot.tasks.due import Due
from tests.contracts.conftest import Ports
from tests.contracts.samples import NOW, TEAM, created, later
from tests.contracts.test_lists import LEAD, NEW_YORK


@pytest.fixture
def tasks(ports: Ports) -> Tasks:
    return ports.tasks


async def _page(tasks: Tasks, *, size: int = 3, after: Cursor | None = None, before: Cursor | None = None) -> Page:
    return await tasks.page(LEAD, Filter(), now=NOW, zone=NEW_YORK, size=size, after=after, before=before)


async def _add_seven(tasks: Tasks) -> None:
    """Two with a moment, two with a date, three without a due, in the order of their numbers."""
    dues = [Due(at=later(60)), Due(at=later(60)), *[Due(on=date(2026, 12, 1))] * 2, None, None, None]
    for number, due in enumerate(dues, start=1):
        await tasks.add(created(number, due=due))


async def _finish(tasks: Tasks, number: int) -> None:
    task = await tasks.find(TEAM, number)
    assert task is not None
    await tasks.save(transitions.complete(task, by="lead", at=later(1), stimulus="completes"))


def _shown(page: Page) -> tuple[list[int], int, int]:
    return [task.number for task in page.tasks], page.skipped, page.total


@pytest.mark.parametrize("size", range(1, 9))
async def test_pages_go_on_to_the_end_and_back_to_the_beginning(tasks: Tasks, size: int) -> None:
    await _add_seven(tasks)
    page, onward = await _page(tasks, size=size), []
    while page.tasks:
        onward.append(page)
        page = await _page(tasks, size=size, after=page.last)
    assert [task.number for page in onward for task in page.tasks] == [1, 2, 3, 4, 5, 6, 7]
    assert [page.skipped for page in onward] == list(range(0, 7, size))
    assert {page.total for page in onward} == {7}
    page = onward[-1]
    for expected in reversed(onward[:-1]):
        page = await _page(tasks, size=size, before=page.first)
        assert page == expected
    assert _shown(await _page(tasks, size=size, before=page.first)) == ([], 0, 7)


async def test_a_page_beyond_the_end_is_empty_and_knows_how_many_there_are(tasks: Tasks) -> None:
    await _add_seven(tasks)
    end = (await _page(tasks, size=9)).last
    page = await _page(tasks, after=end)
    assert (_shown(page), page.first, page.last) == (([], 7, 7), None, None)


async def test_where_nothing_matches_there_is_no_place(tasks: Tasks) -> None:
    await _add_seven(tasks)
    anywhere = (await _page(tasks)).last
    for number in range(1, 8):
        await _finish(tasks, number)
    for page in (await _page(tasks), await _page(tasks, after=anywhere), await _page(tasks, before=anywhere)):
        assert (_shown(page), page.first, page.last) == (([], 0, 0), None, None)


async def test_a_page_that_is_full_to_the_brim_is_counted_right(tasks: Tasks) -> None:
    for number in (1, 2, 3):
        await tasks.add(created(number))
    assert _shown(await _page(tasks)) == ([1, 2, 3], 0, 3)


async def test_going_on_shows_what_comes_next_although_earlier_tasks_were_finished(tasks: Tasks) -> None:
    await _add_seven(tasks)
    first = await _page(tasks)
    await _finish(tasks, 1)
    await _finish(tasks, 2)
    assert _shown(await _page(tasks, after=first.last)) == ([4, 5, 6], 1, 5)


async def test_the_task_at_the_place_itself_may_be_gone(tasks: Tasks) -> None:
    await _add_seven(tasks)
    first = await _page(tasks)
    await _finish(tasks, 3)
    second = await _page(tasks, after=first.last)
    assert _shown(second) == ([4, 5, 6], 2, 6)
    await _finish(tasks, 4)
    assert _shown(await _page(tasks, before=second.first)) == ([1, 2], 0, 5)


async def test_a_task_that_comes_in_earlier_is_shown_going_back_and_none_twice_going_on(tasks: Tasks) -> None:
    await _add_seven(tasks)
    first = await _page(tasks)
    await tasks.add(created(8, due=Due(at=later(50))))
    second = await _page(tasks, after=first.last)
    assert _shown(second) == ([4, 5, 6], 4, 8)
    assert _shown(await _page(tasks, before=second.first)) == ([1, 2, 3], 1, 8)
    assert _shown(await _page(tasks, before=first.first)) == ([8], 0, 8)


async def test_a_place_outlasts_the_button_that_carries_it(tasks: Tasks) -> None:
    """A place goes through JSON and comes back the same, to the millisecond."""
    await tasks.add(created(1, due=Due(at=later(60.0001))))
    await tasks.add(created(2, due=Due(at=later(60.001))))
    first = await _page(tasks, size=1)
    assert first.last is not None
    carried = msgspec.json.decode(msgspec.json.encode(first.last), type=Cursor)
    assert _shown(await _page(tasks, after=carried)) == ([2], 1, 2)
