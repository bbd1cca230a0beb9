"""What the bot says to MongoDB: every command names its workspace, and an index answers every query in order."""

from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import UTC
from itertools import product
from typing import Any

import pytest
import pytest_asyncio
from msgspec.structs import replace
from pymongo import AsyncMongoClient

from bot.service.ports import Cursor
from bot.storage import database, indexes, listing, paging, searching
from bot.storage.database import Document
from bot.storage.outbox import StoredOutbox
from bot.storage.sight import visible_to
from bot.storage.sweeps import Sweep
from bot.storage.tasks import StoredTasks
from bot.tasks.drafts import DueWindow, Filter, Scope
from bot.tasks.due import Due
from bot.tasks.task import Priority, Status
from tests.contracts.samples import NOW, TEAM, created, later
from tests.servers.every_request import ALL, LEAD, NEW_YORK, Recorder, do_everything

PLACE = Cursor(due_sort=NOW, number=7)

_QUERIES = {"find", "aggregate", "update", "delete", "findAndModify", "count", "distinct"}
_WASTE = {"COLLSCAN", "SORT"}


@pytest_asyncio.fixture
async def store(mongodb_uri: str, database_name: str) -> AsyncIterator[database.Database]:
    async with database.connect(mongodb_uri) as client:
        await indexes.ensure(client[database_name])
        yield client[database_name]


@pytest_asyncio.fixture
async def said(store: database.Database, mongodb_uri: str) -> list[Document]:
    """Every command that was sent while everything was done that the ports can be asked for."""
    recorder = Recorder()
    async with AsyncMongoClient[Document](
        mongodb_uri, event_listeners=[recorder], tz_aware=True, tzinfo=UTC
    ) as listened_to:
        await do_everything(listened_to[store.name])
    return recorder.commands


async def test_case_126_every_command_names_its_workspace_first_or_is_a_listed_sweep(said: list[Document]) -> None:
    sweeps = {sweep.value for sweep in Sweep}
    assert {command["comment"] for command in said if "comment" in command} == sweeps
    for command in said:
        if command.get("comment") not in sweeps:
            for part in _parts(command):
                assert "team_id" in part, command
            for query in _queries(command):
                assert next(iter(query)) == "team_id", command


async def test_case_126_an_index_of_what_belongs_to_a_workspace_begins_with_it(said: list[Document]) -> None:
    across = {
        "overdue_events",
        "due_looks",
        "old_stimuli",
        "waiting_deliveries",
        "waiting_reminders",
        "stale_deliveries",
        "settled_deliveries",
        "deleted_tasks",
        "stale_homes",
        "old_homes",
    }
    assert {index.name for index in indexes.INDEXES if index.keys[0] != "team_id"} == across
    assert all(index.keys[0] == "team_id" for index in indexes.INDEXES if index.is_unique)


async def test_no_command_searches_through_a_collection_or_sorts(
    said: list[Document], store: database.Database
) -> None:
    names = [next(iter(command)) for command in said]
    assert {"find", "aggregate", "update", "delete", "findAndModify", "insert"} - set(names) <= {"delete"}
    for command in _single_queries(said):
        explained = await store.command({"explain": command, "verbosity": "queryPlanner"})
        assert not _WASTE & set(_stages(explained)), command


async def test_every_list_comes_from_an_index_in_order(store: database.Database) -> None:
    await store["tasks"].insert_one({"team_id": TEAM, "is_gone": False})
    for wanted in _filters():
        for find in _finds(wanted):
            stages = set(_stages(await store.command({"explain": find, "verbosity": "queryPlanner"})))
            assert "IXSCAN" in stages
            assert not _WASTE & stages, find


async def test_a_list_reads_no_more_than_it_shows(store: database.Database) -> None:
    """The bounds of the index follow the filter: what is not asked for is not walked through."""
    tasks = StoredTasks(store)
    for number in range(1, 101):
        assignees = ("lead",) if number % 10 == 0 else ("tester",)
        await tasks.add(created(number, maker="tester", assignees=assignees, due=Due(at=later(60 * 24 * number))))
    for wanted, expected in (
        (Filter(), 10),
        (replace(ALL, people=("lead",)), 10),
        (Filter(scope=Scope.CREATED), 0),
        (replace(ALL, channel_id="C9"), 0),
        (replace(ALL, due=DueWindow.TODAY), 2),
        (replace(ALL, statuses=(Status.DONE,)), 0),
    ):
        query, index = listing.query(LEAD, wanted, now=NOW, zone=NEW_YORK), listing.index_for(wanted)
        find = {"find": "tasks", "filter": query, "sort": {"due_sort": 1, "number": 1}, "hint": index.name}
        explained = await store.command({"explain": find, "verbosity": "executionStats"})
        assert explained["executionStats"]["totalDocsExamined"] <= expected, wanted


async def test_a_page_in_the_middle_of_a_list_reads_no_more_than_it_shows(store: database.Database) -> None:
    tasks = StoredTasks(store)
    for number in range(1, 101):
        await tasks.add(created(number, due=Due(at=later(60 * 24 * number))))
    place = Cursor(due_sort=later(60 * 24 * 50), number=50)
    query = listing.query(LEAD, Filter(), now=NOW, zone=NEW_YORK)
    for asked, direction in (
        (paging.beyond(query, after=place, before=None), 1),
        (paging.beyond(query, after=None, before=place), -1),
    ):
        find = {
            "find": "tasks",
            "filter": asked,
            "sort": {"due_sort": direction, "number": direction},
            "hint": indexes.HELD_TASKS.name,
            "limit": 10,
        }
        explained = await store.command({"explain": find, "verbosity": "executionStats"})
        assert explained["executionStats"]["nReturned"] == 10
        assert explained["executionStats"]["totalDocsExamined"] <= 11


async def test_a_search_reads_what_has_one_of_the_words(store: database.Database) -> None:
    tasks = StoredTasks(store)
    for number in range(1, 101):
        await tasks.add(created(number, "ship the rocket" if number % 20 == 0 else "feed the cat"))
    await tasks.add(created(1, "ship the rocket", team_id="T2"))
    find = {"find": "tasks", "filter": searching.query(LEAD, ["rocket", "ship"]), "limit": searching.MATCHES}
    explained = await store.command({"explain": find, "verbosity": "executionStats"})
    assert not _WASTE & set(_stages(explained))
    assert explained["executionStats"]["nReturned"] == 5
    assert explained["executionStats"]["totalDocsExamined"] <= 10


async def test_the_explainer_knows_waste_when_it_sees_it(store: database.Database) -> None:
    await store["tasks"].insert_many([{"team_id": TEAM}, {"team_id": "T2"}])
    search = {"find": "tasks", "filter": {"title": "x"}}
    assert "COLLSCAN" in _stages(await store.command({"explain": search}))
    sort = {"find": "tasks", "filter": visible_to(LEAD), "sort": {"title": 1}, "hint": "all_tasks"}
    assert "SORT" in _stages(await store.command({"explain": sort}))


async def test_an_empty_outbox_and_a_task_without_a_look_cost_no_index(store: database.Database) -> None:
    await StoredTasks(store).add(created())
    await StoredOutbox(store).discharge([created()])
    for index in (indexes.OVERDUE_EVENTS, indexes.DUE_LOOKS):
        explained = await store.command(
            {"explain": {"find": "tasks", "hint": index.name, "filter": index.only}, "verbosity": "executionStats"}
        )
        assert explained["executionStats"]["totalKeysExamined"] == 0


def _finds(wanted: Filter) -> Iterator[Document]:
    """The first page of a list, and the pages on and back from a place in it."""
    query, index = listing.query(LEAD, wanted, now=NOW, zone=NEW_YORK), listing.index_for(wanted)
    for after, before in ((None, None), (PLACE, None), (None, PLACE)):
        direction = 1 if before is None else -1
        yield {
            "find": "tasks",
            "filter": paging.beyond(query, after=after, before=before),
            "sort": {"due_sort": direction, "number": direction},
            "hint": index.name,
        }


def _filters() -> Iterator[Filter]:
    """All combinations of what a filter can name, labels and words together since no index knows them."""
    for scope, statuses, people, is_unassigned, due, names, priority, channel_id in product(
        Scope,
        ((), (Status.DONE,), tuple(Status)),
        ((), ("tester",), ("tester", "designer")),
        (False, True),
        (None, *DueWindow),
        ((), ("bug", "api")),
        (None, Priority.HIGH),
        (None, "C1"),
    ):
        yield Filter(
            scope=scope,
            statuses=statuses,
            people=people,
            is_unassigned=is_unassigned,
            due=due,
            labels=names,
            priority=priority,
            channel_id=channel_id,
            words=names,
        )


def _parts(command: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from command.get("documents", ())
    yield from _queries(command)


def _queries(command: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    name = next(iter(command))
    match name:
        case "find":
            yield command["filter"]
        case "findAndModify" | "count" | "distinct":
            yield command["query"]
        case "aggregate":
            yield command["pipeline"][0]["$match"]
        case "update" | "delete":
            for statement in command[f"{name}s"]:
                yield statement["q"]
        case "insert":
            assert command["documents"]
        case _:
            pytest.fail(f"the test does not know how to read {name}")


def _single_queries(commands: list[Document]) -> Iterator[Document]:
    """The commands as the server explains them: one statement each, without what belongs to the session."""
    for command in commands:
        name = next(iter(command))
        if name not in _QUERIES:
            continue
        plain = {key: value for key, value in command.items() if not key.startswith("$") and key not in _OF_A_SESSION}
        if name in {"update", "delete"}:
            for statement in plain[f"{name}s"]:
                yield {**plain, f"{name}s": [statement]}
        else:
            yield plain


_OF_A_SESSION = {"lsid", "txnNumber", "writeConcern", "maxTimeMS", "comment"}


def _stages(explained: Any) -> Iterator[str]:
    """The stages of the winning plan, and of an aggregation's pipeline."""
    if isinstance(explained, Mapping):
        for key, value in explained.items():
            if key == "stage":
                yield value
            elif key == "$sort":
                yield "SORT"
            elif key != "rejectedPlans":
                yield from _stages(value)
    elif isinstance(explained, list):
        for each in explained:
            yield from _stages(each)
