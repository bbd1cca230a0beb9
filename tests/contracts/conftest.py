"""Every contract test runs twice: on the ports in memory and on those that keep everything in a real MongoDB."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

import pytest
import pytest_asyncio

from bot.service.ports import Agenda, Ledger, Outbox, Tasks
from bot.storage import database, indexes
from bot.storage.agenda import StoredAgenda
from bot.storage.deliveries import StoredLedger
from bot.storage.outbox import StoredOutbox
from bot.storage.people import RememberedPeople
from bot.storage.tasks import StoredTasks
from bot.tasks.people import Person
from tests.fakes import FakeAgenda, FakeLedger, FakePeople, FakeTasks


class Memory(Protocol):
    """Where people are remembered."""

    async def find(self, team_id: str, user_id: str) -> Person | None: ...
    async def find_many(self, team_id: str, user_ids: list[str]) -> dict[str, Person]: ...
    async def by_username(self, team_id: str, username: str) -> Person | None: ...
    async def store(self, person: Person) -> Person: ...


@dataclass(frozen=True)
class Ports:
    """The ports of one store."""

    tasks: Tasks
    outbox: Outbox
    ledger: Ledger
    agenda: Agenda
    people: Memory


@pytest_asyncio.fixture(scope="session")
async def client(mongodb_uri: str) -> AsyncIterator[database.Client]:
    """The client of a program."""
    async with database.connect(mongodb_uri) as client:
        yield client


@pytest.fixture
def fake() -> Ports:
    """The ports in memory."""
    tasks = FakeTasks()
    return Ports(tasks=tasks, outbox=tasks, ledger=FakeLedger(), agenda=FakeAgenda(tasks), people=FakePeople())


@pytest_asyncio.fixture
async def stored(client: database.Client, database_name: str) -> Ports:
    """The ports on MongoDB, in a database that is empty but for its indexes."""
    store = client[database_name]
    await indexes.ensure(store)
    return Ports(
        tasks=StoredTasks(store),
        outbox=StoredOutbox(store),
        ledger=StoredLedger(store),
        agenda=StoredAgenda(store),
        people=RememberedPeople(store),
    )


@pytest.fixture(params=["fake", "stored"])
def ports(request: pytest.FixtureRequest) -> Ports:
    """The ports of each kind in turn."""
    ports: Ports = request.getfixturevalue(request.param)
    return ports
