"""Finding tasks: what each person's list holds."""

import pytest

from bot.tasks.drafts import Draft, Filter, Scope
from bot.tasks.errors import NotFound, UnknownPerson
from bot.tasks.people import Handle
from bot.tasks.task import ChangeKind, Status
from tests.unit.service.world import GUEST, PRIVATE, PUBLIC, World, stimulus
from tests.unit.tasks.made import DESIGNER, LEAD, TESTER


async def titles(world: World, wanted: Filter, user_id: str = LEAD) -> list[str]:
    listed = await world.finding.list(wanted, stimulus(user_id, channel_id=None))
    return [task.title for task in listed.page.tasks]


async def filled() -> World:
    world = World()
    await world.adding.add(Draft(title="unassigned of lead"), stimulus())
    await world.adding.add(Draft(title="for designer", assignees=(DESIGNER,)), stimulus())
    await world.adding.add(Draft(title="private"), stimulus(channel_id=PRIVATE))
    await world.adding.add(Draft(title="personal of tester"), stimulus(TESTER, channel_id="D1", is_direct=True))
    return world


async def test_mine_are_those_assigned_to_me_and_the_unassigned_ones_i_made() -> None:
    world = await filled()

    assert await titles(world, Filter()) == ["unassigned of lead", "private"]
    assert await titles(world, Filter(), DESIGNER) == ["for designer"]
    assert await titles(world, Filter(), TESTER) == ["personal of tester"]


async def test_case_137_everyones_tasks_are_those_that_this_person_may_see() -> None:
    world = await filled()

    everything = Filter(scope=Scope.ALL)
    assert await titles(world, everything, LEAD) == ["unassigned of lead", "for designer", "private"]
    assert await titles(world, everything, TESTER) == ["unassigned of lead", "for designer", "personal of tester"]
    assert await titles(world, everything, GUEST) == []


async def test_a_person_can_be_named_by_handle() -> None:
    world = await filled()

    assert await titles(world, Filter(scope=Scope.ALL, people=(Handle("u2"),))) == ["for designer"]
    with pytest.raises(UnknownPerson):
        await titles(world, Filter(scope=Scope.ALL, people=(Handle("nobody"),)))


async def test_a_channels_first_page_begins_with_its_progress() -> None:
    world = await filled()
    await world.changing.complete(1, stimulus())
    wanted = Filter(scope=Scope.ALL, channel_id=PUBLIC)

    first = await world.finding.list(wanted, stimulus())
    second = await world.finding.list(wanted, stimulus(), size=1, after=first.page.first)

    assert first.progress is not None
    assert (first.progress.statuses[Status.DONE], first.progress.statuses[Status.OPEN]) == (1, 1)
    assert second.progress is None


async def test_a_page_tells_how_many_there_are() -> None:
    world = World()
    for number in range(12):
        await world.adding.add(Draft(title=f"task {number}"), stimulus())

    first = (await world.finding.list(Filter(), stimulus())).page
    page = (await world.finding.list(Filter(), stimulus(), after=first.last)).page

    assert (len(page.tasks), page.skipped, page.total) == (2, 10, 12)


async def test_pages_stay_right_when_tasks_go_in_between() -> None:
    world = World()
    for number in range(12):
        await world.adding.add(Draft(title=f"task {number}"), stimulus())
    first = (await world.finding.list(Filter(), stimulus())).page
    await world.changing.complete(first.tasks[0].number, stimulus())

    page = (await world.finding.list(Filter(), stimulus(), after=first.last)).page
    back = (await world.finding.list(Filter(), stimulus(), before=page.first)).page

    assert [task.title for task in page.tasks] == ["task 10", "task 11"]
    assert (page.skipped, page.total) == (9, 11)
    assert [task.title for task in back.tasks] == [f"task {number}" for number in range(1, 10)]


async def test_search_finds_words_of_what_one_may_see() -> None:
    world = await filled()

    found = await world.finding.search("DESIGNER for", stimulus(TESTER))
    hidden = await world.finding.search("private", stimulus(TESTER))

    assert [task.title for task in found.tasks] == ["for designer"]
    assert hidden.total == 0


async def test_history_tells_every_change_newest_first_announced_or_not() -> None:
    world = await filled()
    await world.changing.start(1, stimulus(TESTER))
    await world.announcing.announce(world.announcements.published)
    await world.changing.complete(1, stimulus(TESTER))

    _, past = await world.finding.history(1, stimulus())

    assert [change.kind for change in past.changes] == [
        ChangeKind.COMPLETED,
        ChangeKind.STARTED,
        ChangeKind.CREATED,
    ]
    assert past.until == 3


async def test_a_page_of_a_history_is_shifted_by_nothing_that_happens_meanwhile() -> None:
    world = await filled()
    for text in range(40):
        await world.changing.comment(1, f"note {text}", stimulus(LEAD, identity=f"says {text}"))
    await world.announcing.announce(world.announcements.published)
    task, newest = await world.finding.history(1, stimulus())
    await world.changing.comment(1, "meanwhile", stimulus(LEAD, identity="says more"))

    below = newest.until - len(newest.changes)
    _, next_page = await world.finding.history(1, stimulus(), until=below)
    _, oldest = await world.finding.history(1, stimulus(), until=task.version - 40)

    assert [change.text for change in next_page.changes] == [f"note {text}" for text in range(29, 19, -1)]
    assert [change.kind for change in oldest.changes] == [ChangeKind.CREATED]


async def test_a_hidden_a_withdrawn_and_a_missing_task_read_the_same() -> None:
    world = await filled()
    await world.undoing.undo((1,), stimulus())

    for number, user_id in ((3, TESTER), (1, LEAD), (99, LEAD)):
        with pytest.raises(NotFound):
            await world.finding.show(number, stimulus(user_id))
    assert (await world.finding.show(2, stimulus(TESTER))).title == "for designer"


async def test_the_overview_shows_the_next_three() -> None:
    world = World()
    for number in range(5):
        await world.adding.add(Draft(title=f"task {number}"), stimulus())

    page = await world.finding.next_tasks(stimulus())

    assert (len(page.tasks), page.total) == (3, 5)
