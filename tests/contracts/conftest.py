"""Every contract test runs twice: on the ports in memory and on those that keep everything in a real MongoDB."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import pytest
import pytest_asyncio

from bot.service.ports import Agenda, History, Homes, Ledger, Outbox, Tasks
from bot.storage import database, indexes
from bot.storage.agenda import StoredAgenda
from bot.storage.deliveries import StoredLedger
from bot.storage.history import StoredHistory
from bot.storage.homes import StoredHomes
from bot.storage.outbox import StoredOutbox
from bot.storage.people import RememberedPeople
from bot.storage.tasks import StoredTasks
from bot.tasks.people import Person
from tests.fakes import FakeAgenda, FakeHistory, FakeHomes, FakeLedger, FakePeople, FakeTasks


class Memory(Protocol):
    """Where people are remembered."""

    async def find(self, team_id: str, user_id: str) -> Person | None: ...
    async def find_many(self, team_id: str, user_ids: list[str]) -> dict[str, Person]: ...
    async def by_username(self, team_id: str, username: str) -> Person | None: ...
    async def store(self, person: Person) -> Person: ...
    async def rename(self, team_id: str, user_id: str, username: str) -> Person: ...
    async def prefer(self, person: Person) -> Person: ...
    async def everybody(self, team_id: str, *, skip: int, size: int) -> tuple[Sequence[Person], int]: ...


@dataclass(frozen=True)
class Ports:
    """The ports of one store."""

    tasks: Tasks
    outbox: Outbox
    ledger: Ledger
    agenda: Agenda
    people: Memory
    history: History
    homes: Homes


@pytest_asyncio.fixture(scope="session")
async def client(mongodb_uri: str) -> AsyncIterator[database.Client]:
    """The client of a program."""
    async with database.connect(mongodb_uri) as client:
        yield client


@pytest.fixture
def fake() -> Ports:
    """The ports in memory."""
    tasks = FakeTasks()
    return Ports(
        tasks=tasks,
        outbox=tasks,
        ledger=FakeLedger(),
        agenda=FakeAgenda(tasks),
        people=FakePeople(),
        history=FakeHistory(),
        homes=FakeHomes(),
    )


@pytest_asyncio.fixture(scope="session")
async def store(client: database.Client) -> AsyncIterator[database.Database]:
    """The database of these tests, with its indexes."""
    name = f"test_contracts_{uuid.uuid4().hex}"
    await indexes.ensure(client[name])
    yield client[name]
    await client.drop_database(name)


@pytest_asyncio.fixture
async def stored(store: database.Database) -> Ports:
    """The ports on MongoDB, with nothing in it; documents are deleted in less time than indexes are made."""
    names = {index.collection for index in indexes.INDEXES}
    await asyncio.gather(*(store[name].delete_many({}) for name in names))
    return Ports(
        tasks=StoredTasks(store),
        outbox=StoredOutbox(store),
        ledger=StoredLedger(store),
        agenda=StoredAgenda(store),
        people=RememberedPeople(store),
        history=StoredHistory(store),
        homes=StoredHomes(store),
    )


@pytest.fixture(params=["fake", "stored"])
def ports(request: pytest.FixtureRequest) -> Ports:
    """The ports of each kind in turn."""
    ports: Ports = request.getfixturevalue(request.param)
    return ports
