"""What `Tasks.page` and `Tasks.progress` promise."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from bot.service.ports import Tasks
from bot.tasks import transitions
from bot.tasks.drafts import DueWindow, Filter, Scope
from bot.tasks.due import Due
from bot.tasks.events import Created
from bot.tasks.people import Viewer
from bot.tasks.task import Place, Priority, Status
from tests.contracts.conftest import Ports
from tests.contracts.samples import NOW, PRIVATE, PUBLIC, TEAM, created, later, taken_back

LEAD = Viewer(team_id=TEAM, user_id="lead")
ALL = Filter(scope=Scope.ALL)
NEW_YORK, KOLKATA, BERLIN = ZoneInfo("America/New_York"), ZoneInfo("Asia/Kolkata"), ZoneInfo("Europe/Berlin")


@pytest.fixture
def tasks(ports: Ports) -> Tasks:
    return ports.tasks


async def _listed(
    tasks: Tasks, wanted: Filter, *, viewer: Viewer = LEAD, now: datetime = NOW, zone: ZoneInfo = NEW_YORK
) -> list[int]:
    page = await tasks.page(viewer, wanted, now=now, zone=zone, size=100)
    assert page.total == len(page.tasks)
    return [task.number for task in page.tasks]


async def _add(tasks: Tasks, *events: Created) -> None:
    for event in events:
        await tasks.add(event)


async def _finish(tasks: Tasks, number: int) -> None:
    task = await tasks.find(TEAM, number)
    assert task is not None
    await tasks.save(transitions.complete(task, by="lead", at=later(1), stimulus="completes"))


async def _start(tasks: Tasks, number: int) -> None:
    task = await tasks.find(TEAM, number)
    assert task is not None
    await tasks.save(transitions.start(task, by="lead", at=later(1), stimulus="starts"))


async def test_mine_are_those_assigned_to_me_and_unassigned_ones_that_i_made(tasks: Tasks) -> None:
    await _add(
        tasks,
        created(1, maker="tester", assignees=("designer", "lead")),
        created(2, maker="lead"),
        created(3, maker="lead", assignees=("tester",)),
        created(4, maker="tester"),
        created(5, maker="tester", assignees=("lead",), place=None),
    )
    assert await _listed(tasks, Filter()) == [1, 2, 5]
    assert await _listed(tasks, Filter(scope=Scope.CREATED)) == [2, 3]
    assert await _listed(tasks, ALL) == [1, 2, 3, 4, 5]


async def test_tasks_are_in_order_of_due_then_number(tasks: Tasks) -> None:
    await _add(
        tasks,
        created(1),
        created(2, due=Due(on=date(2026, 11, 26))),
        created(3, due=Due(at=datetime(2026, 11, 26, 9, tzinfo=UTC))),
        created(4, due=Due(at=datetime(2026, 11, 27, 1, tzinfo=UTC))),
        created(5, due=Due(on=date(2026, 11, 26))),
        created(6),
    )
    await _start(tasks, 5)
    await _start(tasks, 1)
    assert await _listed(tasks, Filter()) == [3, 2, 5, 4, 1, 6]


async def test_without_a_status_the_open_and_started_are_shown(tasks: Tasks) -> None:
    await _add(tasks, *(created(number) for number in (1, 2, 3)))
    await _start(tasks, 2)
    await _finish(tasks, 3)
    assert await _listed(tasks, Filter()) == [1, 2]
    assert await _listed(tasks, Filter(statuses=(Status.STARTED,))) == [2]
    assert await _listed(tasks, Filter(statuses=(Status.DONE,))) == [3]
    assert await _listed(tasks, Filter(statuses=(Status.DONE, Status.OPEN))) == [1, 3]


async def test_withdrawn_and_deleted_tasks_are_in_no_list(tasks: Tasks) -> None:
    first, second = await tasks.add(created(1)), await tasks.add(created(2))
    await tasks.save(taken_back(first, at=later(1)))
    deleted = transitions.delete(second, by="lead", at=later(1), stimulus="deletes")
    await tasks.save(deleted)
    assert await _listed(tasks, replace(ALL, statuses=tuple(Status))) == []
    assert (await tasks.progress(LEAD, "C1")).people == {}
    await tasks.save(transitions.restore(deleted.task, by="lead", at=later(2), stimulus="restores"))
    assert await _listed(tasks, Filter()) == [2]
    assert (await tasks.progress(LEAD, "C1")).statuses[Status.OPEN] == 1


async def test_people_are_those_who_have_the_task_all_of_them(tasks: Tasks) -> None:
    await _add(
        tasks,
        created(1, assignees=("tester",)),
        created(2, assignees=("tester", "designer")),
        created(3, maker="tester"),
    )
    assert await _listed(tasks, replace(ALL, people=("tester",))) == [1, 2]
    assert await _listed(tasks, replace(ALL, people=("tester", "designer"))) == [2]
    assert await _listed(tasks, Filter(scope=Scope.CREATED, people=("designer",))) == [2]


async def test_unassigned_tasks_are_those_that_nobody_has(tasks: Tasks) -> None:
    await _add(tasks, created(1, assignees=("tester",)), created(2), created(3, maker="tester"))
    assert await _listed(tasks, replace(ALL, is_unassigned=True)) == [2, 3]
    assert await _listed(tasks, replace(ALL, is_unassigned=True, people=("tester",))) == []
    assert await _listed(tasks, Filter(is_unassigned=True)) == [2]


async def test_labels_priority_and_channel_narrow_a_list(tasks: Tasks) -> None:
    await _add(
        tasks,
        created(1, labels=("Bug", "api")),
        created(2, labels=("bug",), priority=Priority.HIGH),
        created(3, labels=("bugs",), place=Place(channel_id="C2", is_private=False)),
    )
    assert await _listed(tasks, replace(ALL, labels=("BUG",))) == [1, 2]
    assert await _listed(tasks, replace(ALL, labels=("bug", "API"))) == [1]
    assert await _listed(tasks, replace(ALL, priority=Priority.HIGH)) == [2]
    assert await _listed(tasks, replace(ALL, channel_id="C2")) == [3]
    assert await _listed(tasks, replace(ALL, channel_id="C2", priority=Priority.HIGH)) == []


async def test_words_are_found_in_title_and_description_whole_and_folded(tasks: Tasks) -> None:
    await _add(
        tasks,
        created(1, "Fix the Straße", description="before winter"),
        created(2, "fix the oven"),
        created(3, "prefix the winter"),
    )
    assert await _listed(tasks, replace(ALL, words=("fix",))) == [1, 2]
    assert await _listed(tasks, replace(ALL, words=("FIX", "winter"))) == [1]
    assert await _listed(tasks, replace(ALL, words=("the", "winter"))) == [1, 3]


async def test_case_123_signs_in_a_search_are_signs(tasks: Tasks) -> None:
    await _add(tasks, created(1, "solve a+b( now"), created(2, "solve aab now"), created(3, "celebrate 🎉"))
    assert await _listed(tasks, replace(ALL, words=("a+b(",))) == [1]
    for pattern in (".*", "a.b", "[a-z]+", "^solve", "$where", "("):
        assert 2 not in await _listed(tasks, replace(ALL, words=(pattern,)))


@pytest.mark.parametrize(
    ("zone", "now", "expected"),
    [
        (NEW_YORK, datetime(2026, 11, 25, 12, tzinfo=UTC), [2, 3, 4]),
        (KOLKATA, datetime(2026, 11, 25, 12, tzinfo=UTC), [2, 3]),
        (KOLKATA, datetime(2026, 11, 25, 20, 30, tzinfo=UTC), [4, 5, 6]),
    ],
)
async def test_case_48_today_is_the_readers_own(
    tasks: Tasks, zone: ZoneInfo, now: datetime, expected: list[int]
) -> None:
    await _add(
        tasks,
        created(1, due=Due(on=date(2026, 11, 24))),
        created(2, due=Due(at=datetime(2026, 11, 25, 15, tzinfo=UTC))),
        created(3, due=Due(on=date(2026, 11, 25))),
        created(4, due=Due(at=datetime(2026, 11, 26, 4, 59, tzinfo=UTC))),
        created(5, due=Due(at=datetime(2026, 11, 26, 5, tzinfo=UTC))),
        created(6, due=Due(on=date(2026, 11, 26))),
        created(7),
    )
    assert await _listed(tasks, Filter(due=DueWindow.TODAY), now=now, zone=zone) == expected


async def test_a_week_ends_with_its_sunday(tasks: Tasks) -> None:
    await _add(
        tasks,
        created(1, due=Due(on=date(2026, 11, 24))),
        created(2, due=Due(on=date(2026, 11, 25))),
        created(3, due=Due(on=date(2026, 11, 29))),
        created(4, due=Due(at=datetime(2026, 11, 30, 4, 59, tzinfo=UTC))),
        created(5, due=Due(at=datetime(2026, 11, 30, 5, tzinfo=UTC))),
        created(6, due=Due(on=date(2026, 11, 30))),
    )
    assert await _listed(tasks, Filter(due=DueWindow.WEEK)) == [2, 3, 4]
    on_sunday = datetime(2026, 11, 29, 12, tzinfo=UTC)
    assert await _listed(tasks, Filter(due=DueWindow.WEEK), now=on_sunday) == [3, 4]


async def test_case_47_a_date_is_overdue_when_its_day_is_over_where_the_reader_lives(tasks: Tasks) -> None:
    await _add(
        tasks,
        created(1, due=Due(on=date(2026, 11, 25))),
        created(2, due=Due(at=datetime(2026, 11, 26, 3, tzinfo=UTC))),
        created(3, due=Due(on=date(2026, 11, 24)), at=later(-60 * 24 * 3)),
    )
    overdue = Filter(due=DueWindow.OVERDUE)
    still_the_day_in_new_york = datetime(2026, 11, 26, 4, tzinfo=UTC)
    assert await _listed(tasks, overdue, now=still_the_day_in_new_york) == [3, 2]
    assert await _listed(tasks, overdue, now=still_the_day_in_new_york, zone=KOLKATA) == [3, 1, 2]
    await _finish(tasks, 3)
    assert await _listed(tasks, replace(overdue, statuses=tuple(Status)), now=still_the_day_in_new_york) == [2]


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)], ids=["spring", "autumn"]
)
async def test_case_32_the_day_of_a_clock_change_is_as_long_as_it_is(tasks: Tasks, day: date, hours: int) -> None:
    midnight = datetime.combine(day, datetime.min.time(), BERLIN).timestamp()
    moments = [datetime.fromtimestamp(midnight + 3600 * hour, UTC) for hour in (-1, 0, hours - 1, hours)]
    for number, moment in enumerate(moments, start=1):
        await _add(tasks, created(number, due=Due(at=moment), at=moments[0]))
    assert await _listed(tasks, Filter(due=DueWindow.TODAY), now=moments[1], zone=BERLIN) == [2, 3]


async def test_case_137_each_person_gets_their_own_list(tasks: Tasks) -> None:
    await _add(tasks, created(1, maker="lead"), created(2, maker="tester"), created(3, maker="tester", place=PRIVATE))
    tester = Viewer(team_id=TEAM, user_id="tester")
    assert await _listed(tasks, Filter()) == [1]
    assert await _listed(tasks, Filter(), viewer=tester) == [2, 3]
    assert await _listed(tasks, ALL) == [1, 2]
    assert await _listed(tasks, ALL, viewer=tester) == [1, 2, 3]


async def test_case_126_each_workspace_lists_its_own(tasks: Tasks) -> None:
    await _add(tasks, created(1), created(1, team_id="T2", title="theirs"), created(2, team_id="T2"))
    page = await tasks.page(LEAD, ALL, now=NOW, zone=NEW_YORK, size=9)
    assert [task.title for task in page.tasks] == ["Ship it"]
    assert (await tasks.progress(LEAD, "C1")).statuses[Status.OPEN] == 1


async def test_progress_counts_each_status_in_all_and_by_person(tasks: Tasks) -> None:
    await _add(
        tasks,
        created(1, assignees=("tester", "designer")),
        created(2, assignees=("tester",)),
        created(3),
        created(4),
        created(5, place=PRIVATE),
    )
    await _start(tasks, 2)
    await _finish(tasks, 4)
    progress = await tasks.progress(LEAD, PUBLIC.channel_id)
    assert progress.statuses == {Status.OPEN: 2, Status.STARTED: 1, Status.DONE: 1}
    assert progress.people == {
        "tester": {Status.OPEN: 1, Status.STARTED: 1, Status.DONE: 0},
        "designer": {Status.OPEN: 1, Status.STARTED: 0, Status.DONE: 0},
        None: {Status.OPEN: 1, Status.STARTED: 0, Status.DONE: 1},
    }


async def test_progress_counts_what_the_person_may_see(tasks: Tasks) -> None:
    await _add(
        tasks, created(1, maker="tester", place=PRIVATE), created(2, maker="tester", assignees=("lead",), place=PRIVATE)
    )
    assert (await tasks.progress(LEAD, PRIVATE.channel_id)).statuses[Status.OPEN] == 1
    inside = replace(LEAD, here=PRIVATE.channel_id)
    assert (await tasks.progress(inside, PRIVATE.channel_id)).statuses[Status.OPEN] == 2
