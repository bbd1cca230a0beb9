"""What the bot says to MongoDB: every command names its workspace, and an index answers every query in order."""

from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from msgspec.structs import replace
from pymongo import AsyncMongoClient
from pymongo.monitoring import CommandFailedEvent, CommandListener, CommandStartedEvent, CommandSucceededEvent

from bot.service.ports import Kept
from bot.storage import database, indexes, listing
from bot.storage.agenda import StoredAgenda
from bot.storage.database import Document
from bot.storage.deliveries import StoredLedger
from bot.storage.leases import Leases
from bot.storage.outbox import StoredOutbox
from bot.storage.people import RememberedPeople
from bot.storage.sight import visible_to
from bot.storage.sweeps import Sweep
from bot.storage.tasks import StoredTasks
from bot.tasks import transitions
from bot.tasks.drafts import DueWindow, Filter, Scope
from bot.tasks.due import Due
from bot.tasks.partitions import PARTITIONS
from bot.tasks.people import Viewer
from bot.tasks.reminders import Snooze
from bot.tasks.task import Priority, Status
from tests.contracts.samples import NOW, TEAM, created, later, owed, person, standing

EVERYWHERE = range(PARTITIONS)
NEW_YORK = ZoneInfo("America/New_York")
LEAD = Viewer(team_id=TEAM, user_id="lead", channels=frozenset({"C1", "G1"}))
ALL = Filter(scope=Scope.ALL)

_OF_THE_DRIVER = {"hello", "ping", "endSessions", "getMore", "createIndexes", "dropDatabase", "killCursors"}
_QUERIES = {"find", "aggregate", "update", "delete", "findAndModify", "count", "distinct"}
_WASTE = {"COLLSCAN", "SORT"}


class Recorder(CommandListener):
    """Keeps the commands that a client sends."""

    def __init__(self) -> None:
        self.commands: list[Document] = []

    def started(self, event: CommandStartedEvent) -> None:
        if event.command_name not in _OF_THE_DRIVER:
            self.commands.append(dict(event.command))

    def succeeded(self, event: CommandSucceededEvent) -> None: ...

    def failed(self, event: CommandFailedEvent) -> None: ...


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
        await _do_everything(listened_to[store.name])
    return recorder.commands


async def _do_everything(store: database.Database) -> None:
    tasks, outbox, agenda = StoredTasks(store), StoredOutbox(store), StoredAgenda(store)
    for stimulus in ("asks", "asks too", "asks"):
        await tasks.number_for(TEAM, stimulus, now=NOW)
    made = created(1, due=Due(on=date(2026, 11, 26)), assignees=("lead",))
    for event in (made, made, created(2), created(3, due=Due(at=later(120)))):
        await tasks.add(event)
    started = transitions.start(made.task, by="lead", at=later(1), stimulus="starts")
    for _ in range(2):
        await tasks.save(started)
    completed = transitions.complete(created(2).task, by="lead", at=later(1), stimulus="completes")
    await tasks.save(completed)
    await tasks.find(TEAM, 1)
    await tasks.find_many(TEAM, [1, 2])
    for wanted, size in product((Filter(), Filter(scope=Scope.CREATED), ALL, replace(ALL, channel_id="C1")), (1, 9)):
        await tasks.page(LEAD, wanted, now=NOW, zone=NEW_YORK, skip=0, size=size)
    await tasks.progress(LEAD, "C1")
    await tasks.last_changed_by(TEAM, "lead", since=NOW)

    await outbox.undelivered(TEAM, 1)
    await outbox.overdue(EVERYWHERE, committed_before=datetime.now(UTC) + timedelta(minutes=1))
    await outbox.discharge([made, completed])

    await agenda.snooze(TEAM, 1, Snooze(user_id="lead", at=NOW))
    await agenda.look_again(TEAM, "lead", now=NOW)
    appointments = await agenda.claim(now=later(9999), holder="one", limit=9)
    assert appointments
    kept = (Kept(appointment=each, snoozes=(), looked_at=NOW, next_look_at=None) for each in appointments)
    await agenda.keep("one", list(kept))

    await _do_everything_with_deliveries(StoredLedger(store))
    people = RememberedPeople(store)
    for user_id in ("U1", "U1", "U2"):
        await people.store(person(user_id, "lead"))
    await people.find(TEAM, "U1")
    await people.find_many(TEAM, ["U1", "U2"])
    await people.by_username(TEAM, "lead")

    leases = Leases(store, "one")
    await leases.renew()
    await leases.renew()
    await leases.release()


async def _do_everything_with_deliveries(ledger: StoredLedger) -> None:
    await ledger.record([owed(1), owed(2)])
    await ledger.record([owed(1)])
    await ledger.redraw([created(1).task, replace(created(1).task, version=2)])
    await ledger.waiting(EVERYWHERE, excluding=(), limit=9)
    await ledger.waiting([1], excluding=["C1", "C2"], limit=9)
    await ledger.postpone(owed(1), until_real=NOW, reason="ratelimited")
    await ledger.hold(owed(1), "not_in_channel")
    await ledger.release(TEAM, "C1")
    await ledger.posted(owed(1), standing(1))
    await ledger.card(TEAM, 1)
    await ledger.stale(EVERYWHERE, limit=9)
    await ledger.redrawn(owed(1), 2)
    await ledger.repost(owed(1))
    await ledger.drop(owed(1), "needless")


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
        "stale_deliveries",
        "settled_deliveries",
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
    await store["tasks"].insert_one({"team_id": TEAM, "is_withdrawn": False})
    for wanted in _filters():
        query, index = listing.query(LEAD, wanted, now=NOW, zone=NEW_YORK), listing.index_for(wanted)
        find = {"find": "tasks", "filter": query, "sort": {"due_sort": 1, "number": 1}, "hint": index.name}
        stages = set(_stages(await store.command({"explain": find, "verbosity": "queryPlanner"})))
        assert "IXSCAN" in stages
        assert not _WASTE & stages, wanted


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
