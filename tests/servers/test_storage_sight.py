"""The filter of the database and the rule in Python say the same of every task and every person."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import product
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.service.ports import Cursor, Page, Tasks
from bot.storage import database, indexes
from bot.storage.sight import visible_to
from bot.storage.tasks import StoredTasks
from bot.tasks import permissions, transitions
from bot.tasks.drafts import DueWindow, Filter, Scope
from bot.tasks.due import Due
from bot.tasks.people import Viewer
from bot.tasks.task import Place, Priority, Status, Task
from tests.contracts.samples import NOW, created, later, taken_back
from tests.fakes import FakeTasks

TEAMS = ("T1", "T2")
PEOPLE = ("lead", "tester", "guest")
PLACES = (
    None,
    Place(channel_id="C1", is_private=False),
    Place(channel_id="C2", is_private=False),
    Place(channel_id="G1", is_private=True),
    Place(channel_id="G2", is_private=True),
)
ASSIGNED = ((), ("tester",), ("guest", "lead"))
CHANNELS = (frozenset[str](), frozenset({"C1"}), frozenset({"G1"}), frozenset({"C2", "G1", "G2"}))
VIEWERS = [
    Viewer(team_id=team_id, user_id=user_id, is_guest=is_guest, channels=channels, here=here)
    for team_id, user_id, is_guest, channels, here in product(
        TEAMS, (*PEOPLE, "stranger"), (False, True), CHANNELS, (None, "C1", "G1", "D1")
    )
]
DUES = (
    None,
    Due(at=later(-600)),
    Due(at=later(1)),
    Due(at=later(60 * 18)),
    *(Due(on=NOW.date() + timedelta(days=days)) for days in (-1, 0, 1, 4, 5)),
)
TITLES = ("check the oven", "Check THE winter tyres", "öffne das Fenster")
ENDS = ("withdrawn", "deleted")
LABELS = ((), ("Bug",), ("bug", "api"))


@pytest_asyncio.fixture(scope="session")
async def store(mongodb_uri: str) -> AsyncIterator[database.Database]:
    async with database.connect(mongodb_uri) as client:
        await client.drop_database("test_sight")
        await indexes.ensure(client["test_sight"])
        yield client["test_sight"]
        await client.drop_database("test_sight")


@pytest_asyncio.fixture(scope="session")
async def population(store: database.Database) -> tuple[StoredTasks, FakeTasks]:
    """The same tasks in the database and in memory: every combination of what sight depends on, the rest in turn."""
    stored, fake = StoredTasks(store), FakeTasks()
    combinations = product(TEAMS, PEOPLE, ASSIGNED, PLACES, (None, *ENDS), (0, 1))
    for number, (team_id, maker, assignees, place, end, turn) in enumerate(combinations, start=1):
        event = created(
            number,
            TITLES[number % len(TITLES)],
            team_id=team_id,
            maker=maker,
            assignees=assignees,
            place=place,
            due=DUES[number % len(DUES)],
            labels=LABELS[(number // 2 + turn) % len(LABELS)],
            priority=list(Priority)[number // 3 % len(Priority)],
            at=later(-700),
        )
        for tasks in (stored, fake):
            task = await tasks.add(event)
            if end == "withdrawn":
                await tasks.save(taken_back(task, at=later(-699)))
            elif number % 3 == turn:
                started = transitions.start(task, by=maker, at=NOW, stimulus="starts")
                await tasks.save(started)
                task = started.task
            if end == "deleted":
                await tasks.save(transitions.delete(task, by=maker, at=NOW, stimulus="deletes"))
            elif end is None and number % 5 == turn:
                await tasks.save(transitions.complete(task, by=maker, at=NOW, stimulus="completes"))
    return stored, fake


@pytest.mark.parametrize("is_guest", [False, True], ids=["member", "guest"])
async def test_the_query_shows_what_the_rule_allows(
    store: database.Database, population: tuple[StoredTasks, FakeTasks], is_guest: bool
) -> None:
    tasks = [kept.task for kept in population[1].kept.values()]
    for viewer in VIEWERS:
        if viewer.is_guest is is_guest:
            cursor = store["tasks"].find(visible_to(viewer), {"team_id": True, "number": True})
            found = {(document["team_id"], document["number"]) async for document in cursor}
            assert found == {(task.team_id, task.number) for task in tasks if _is_shown(task, viewer)}, viewer


filters = st.builds(
    Filter,
    scope=st.sampled_from(Scope),
    statuses=st.lists(st.sampled_from(Status), unique=True).map(tuple),
    people=st.lists(st.sampled_from(PEOPLE), unique=True, max_size=2).map(tuple),
    is_unassigned=st.booleans(),
    due=st.none() | st.sampled_from(DueWindow),
    labels=st.lists(st.sampled_from(["bug", "API", "none"]), unique=True, max_size=2).map(tuple),
    priority=st.none() | st.sampled_from(Priority),
    channel_id=st.none() | st.sampled_from(["C1", "G1", "C9"]),
    words=st.lists(st.sampled_from(["check", "THE", "fenster", "none"]), unique=True, max_size=2).map(tuple),
)
zones = st.sampled_from([ZoneInfo("UTC"), ZoneInfo("America/New_York"), ZoneInfo("Pacific/Kiritimati")])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(viewer=st.sampled_from(VIEWERS), wanted=filters, zone=zones, hours=st.integers(-30, 130), data=st.data())
async def test_a_list_shows_what_the_words_of_its_filter_say(
    population: tuple[StoredTasks, FakeTasks],
    viewer: Viewer,
    wanted: Filter,
    zone: ZoneInfo,
    hours: int,
    data: st.DataObject,
) -> None:
    stored, fake = population
    narrowed = data.draw(st.sampled_from([wanted, Filter(scope=wanted.scope, due=wanted.due), _one_of(wanted, data)]))
    now = datetime(2026, 11, 25, tzinfo=UTC) + timedelta(hours=hours)
    asked = partial(_page, viewer=viewer, wanted=narrowed, now=now, zone=zone, size=data.draw(st.integers(1, 12)))
    found = await asked(stored)
    assert found == await asked(fake)
    for _ in range(2):
        following = await asked(stored, after=found.last)
        assert following == await asked(fake, after=found.last)
        found = following
    assert await asked(stored, before=found.first) == await asked(fake, before=found.first)


words = st.lists(st.sampled_from(["check", "THE", "oven", "fenster", "-tyres", '"winter', "none"]), max_size=3)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(viewer=st.sampled_from(VIEWERS), words=words.map(" ".join), skip=st.integers(0, 9))
async def test_a_search_finds_what_the_rule_allows(
    population: tuple[StoredTasks, FakeTasks], viewer: Viewer, words: str, skip: int
) -> None:
    stored, fake = population
    assert await stored.search(viewer, words, skip=skip, size=5) == await fake.search(viewer, words, skip=skip, size=5)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(viewer=st.sampled_from(VIEWERS), channel_id=st.sampled_from(["C1", "C2", "G1", "C9"]))
async def test_progress_counts_what_the_rule_allows(
    population: tuple[StoredTasks, FakeTasks], viewer: Viewer, channel_id: str
) -> None:
    stored, fake = population
    assert await stored.progress(viewer, channel_id) == await fake.progress(viewer, channel_id)


async def _page(
    tasks: Tasks,
    *,
    viewer: Viewer,
    wanted: Filter,
    now: datetime,
    zone: ZoneInfo,
    size: int,
    after: Cursor | None = None,
    before: Cursor | None = None,
) -> Page:
    return await tasks.page(viewer, wanted, now=now, zone=zone, size=size, after=after, before=before)


def _is_shown(task: Task, viewer: Viewer) -> bool:
    return not task.is_gone and permissions.may_see(task, viewer)


def _one_of(wanted: Filter, data: st.DataObject) -> Filter:
    """The filter with one condition beside its scope, so that lists are not all empty."""
    name = data.draw(
        st.sampled_from(["statuses", "people", "is_unassigned", "labels", "priority", "channel_id", "words"])
    )
    return replace(Filter(scope=wanted.scope), **{name: getattr(wanted, name)})
