"""What becomes of a request when MongoDB hands over, cuts connections, refuses or is away."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from typing import Any

import pymongo
import pytest
import pytest_asyncio
from pymongo.errors import AutoReconnect, OperationFailure

from bot.service.ports import Cursor, Unavailable
from bot.storage import database, indexes
from bot.storage.agenda import StoredAgenda
from bot.storage.deliveries import StoredLedger
from bot.storage.history import StoredHistory
from bot.storage.homes import StoredHomes
from bot.storage.outbox import StoredOutbox
from bot.storage.people import RememberedPeople
from bot.storage.tasks import StoredTasks
from bot.tasks import transitions
from bot.tasks.drafts import Filter
from bot.tasks.people import Viewer
from bot.tasks.reminders import Snooze
from tests.contracts.samples import NOW, TEAM, created, later, owed, person


@pytest_asyncio.fixture
async def client(mongodb_uri: str) -> AsyncIterator[database.Client]:
    async with database.connect(mongodb_uri) as client:
        yield client


@pytest_asyncio.fixture
async def dead_client() -> AsyncIterator[database.Client]:
    """A client of a server that hangs up on everybody."""
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    async with server, database.connect(f"mongodb://{host}:{port}/?directConnection=true") as client:
        yield client


@pytest_asyncio.fixture
async def store(client: database.Client, database_name: str) -> database.Database:
    store = client[database_name]
    await indexes.ensure(store)
    return store


async def test_case_133_a_handover_of_the_primary_reaches_nobody(
    client: database.Client, store: database.Database
) -> None:
    tasks = StoredTasks(store)
    has_begun = asyncio.Event()

    async def add(n: int) -> int:
        number = await tasks.number_for(TEAM, f"asks {n}")
        task = await tasks.add(created(number, f"task {n}"))
        assert await tasks.save(transitions.start(task, by="lead", at=later(1), stimulus=f"starts {n}"))
        has_begun.set()
        return number

    async def add_one_after_another(worker: int) -> list[int]:
        return [await add(worker * 100 + n) for n in range(12)]

    async def step_down() -> None:
        await has_begun.wait()
        await _step_down(client)

    async with asyncio.TaskGroup() as group:
        workers = [group.create_task(add_one_after_another(worker)) for worker in range(4)]
        group.create_task(step_down())
    numbers = [number for worker in workers for number in worker.result()]
    assert len(set(numbers)) == 48
    assert await store["tasks"].count_documents({"team_id": TEAM}) == 48
    assert {task.version for task in (await tasks.find_many(TEAM, numbers)).values()} == {2}


async def test_case_133_a_repeated_request_after_a_lost_answer_makes_no_second_task(store: database.Database) -> None:
    tasks = StoredTasks(store)
    numbers = {await tasks.number_for(TEAM, "asks") for _ in range(2)}
    for number in [*numbers] * 2:
        await tasks.add(created(number))
    assert await store["tasks"].count_documents({"team_id": TEAM}) == 1


async def test_case_85_an_outage_is_told_as_such_and_never_as_an_empty_answer(dead_client: database.Client) -> None:
    requests = _requests(dead_client["nowhere"])
    with pymongo.timeout(0.2):
        answers = await asyncio.gather(*(request() for request in requests.values()), return_exceptions=True)
    kinds = {name: type(answer) for name, answer in zip(requests, answers, strict=True)}
    assert kinds == dict.fromkeys(requests, Unavailable)


@pytest.mark.parametrize(
    ("error", "is_told"),
    [
        (AutoReconnect("connection closed"), True),
        (OperationFailure("interrupted", 11602, {"errorLabels": ["RetryableWriteError"]}), True),
        (OperationFailure("bad value", 2), False),
    ],
)
async def test_only_an_outage_is_told_as_one(error: Exception, is_told: bool) -> None:
    with pytest.raises(Unavailable if is_told else type(error)):
        async with database.answering():
            raise error


async def test_a_cancellation_that_the_driver_swallows_is_heeded() -> None:
    async def request() -> None:
        async with database.answering():
            with suppress(asyncio.CancelledError):
                await asyncio.sleep(5)

    task = asyncio.create_task(request())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()


async def test_requests_of_a_task_that_is_stopping_are_answered(store: database.Database) -> None:
    """What is let go of at the end of a program is asked of MongoDB after the cancellation."""
    found: list[object] = []

    async def work() -> None:
        try:
            await asyncio.sleep(5)
        finally:
            found.append(await StoredTasks(store).find(TEAM, 1))

    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    assert found == [None]


async def test_a_request_can_be_cancelled_at_any_moment(store: database.Database) -> None:
    tasks = StoredTasks(store)
    for steps in range(60):
        request = asyncio.create_task(tasks.number_for(TEAM, f"asks {steps}"))
        for _ in range(steps % 20):
            await asyncio.sleep(0)
        was_running = not request.done()
        request.cancel()
        await asyncio.wait([request])
        assert request.cancelled() == was_running


async def test_the_database_is_the_one_that_the_address_names(mongodb_uri: str) -> None:
    async with database.connect(mongodb_uri) as client:
        assert database.database_of(client).name == "taskbot"
    address, _, options = mongodb_uri.partition("/?")
    async with database.connect(f"{address}/another?{options}") as client:
        assert database.database_of(client).name == "another"


def _requests(store: database.Database) -> dict[str, Callable[[], Awaitable[Any]]]:
    tasks, outbox, agenda, ledger = StoredTasks(store), StoredOutbox(store), StoredAgenda(store), StoredLedger(store)
    people, history, homes = RememberedPeople(store), StoredHistory(store), StoredHomes(store)
    viewer = Viewer(team_id=TEAM, user_id="lead")
    snooze = Snooze(user_id="lead", at=NOW)
    return {
        "number_for": lambda: tasks.number_for(TEAM, "asks"),
        "add": lambda: tasks.add(created()),
        "save": lambda: tasks.save(transitions.start(created().task, by="lead", at=NOW, stimulus="starts")),
        "find": lambda: tasks.find(TEAM, 1),
        "page": lambda: tasks.page(viewer, Filter(), now=NOW, zone=person("U1", "x").timezone, size=9),
        "next page": lambda: tasks.page(
            viewer, Filter(), now=NOW, zone=person("U1", "x").timezone, size=9, after=Cursor(due_sort=NOW, number=1)
        ),
        "search": lambda: tasks.search(viewer, "ship", skip=0, size=9),
        "changed_by": lambda: tasks.changed_by(TEAM, "lead", since=NOW),
        "progress": lambda: tasks.progress(viewer, "C1"),
        "undelivered": lambda: outbox.undelivered(TEAM, 1),
        "discharge": lambda: outbox.discharge([created()]),
        "claim": lambda: agenda.claim(now=NOW, holder="one", limit=1),
        "snooze": lambda: agenda.snooze(TEAM, 1, snooze),
        "record": lambda: ledger.record([owed()]),
        "redraw": lambda: ledger.redraw([created().task]),
        "waiting": lambda: ledger.waiting([0], excluding=(), limit=1),
        "withdraw": lambda: ledger.withdraw(TEAM, 1, 1),
        "keep": lambda: history.record([created()]),
        "last_number": lambda: history.last_number(TEAM),
        "of_task": lambda: history.of_task(TEAM, 1, until=9, size=9),
        "opened": lambda: homes.opened(TEAM, "lead", page=0, real_now=NOW),
        "changed": lambda: homes.changed([(TEAM, "lead")], real_now=NOW),
        "stale": lambda: homes.stale([0], limit=1),
        "rename": lambda: people.rename(TEAM, "U1", "lead"),
        "prefer": lambda: people.prefer(person("U1", "lead")),
        "everybody": lambda: people.everybody(TEAM, skip=0, size=9),
        "store": lambda: people.store(person("U1", "lead")),
        "by_username": lambda: people.by_username(TEAM, "lead"),
    }


async def _step_down(client: database.Client) -> None:
    """The primary gives up for a second, and being alone becomes primary again after it."""
    await client.admin.command({"replSetStepDown": 1, "secondaryCatchUpPeriodSecs": 0, "force": True})
