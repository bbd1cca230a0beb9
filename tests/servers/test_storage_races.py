"""What two processes do at the same moment, with the moment held still."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest_asyncio
from bson import ObjectId

from bot.storage import database, indexes
from bot.storage.agenda import StoredAgenda
from bot.storage.documents import document_of
from bot.storage.people import RememberedPeople
from bot.storage.tasks import StoredTasks
from bot.tasks.due import Due
from bot.tasks.reminders import Snooze
from tests.contracts.samples import TEAM, created, later, person


@pytest_asyncio.fixture
async def store(mongodb_uri: str, database_name: str) -> AsyncIterator[database.Database]:
    async with database.connect(mongodb_uri) as client:
        await indexes.ensure(client[database_name])
        yield client[database_name]


class Overtaken:
    """A database in which something else happens just before one kind of command is sent for the first time."""

    def __init__(self, database_: database.Database, command: str, happens: Callable[[], Awaitable[object]]) -> None:
        self._database = database_
        self._command = command
        self._happens: Callable[[], Awaitable[object]] | None = happens

    def __getitem__(self, name: str) -> Any:
        collection = self._database[name]
        send = getattr(collection, self._command)

        async def send_late(*arguments: Any, **options: Any) -> Any:
            happens, self._happens = self._happens, None
            if happens is not None:
                await happens()
            return await send(*arguments, **options)

        setattr(collection, self._command, send_late)
        return collection


def _overtaken(store: database.Database, command: str, happens: Callable[[], Awaitable[object]]) -> Any:
    return Overtaken(store, command, happens)


async def test_case_03_a_look_that_was_found_free_and_is_claimed_by_another_is_theirs(store: database.Database) -> None:
    await StoredTasks(store).add(created(due=Due(at=later(90))))
    theirs: list[int] = []

    async def they_claim() -> None:
        theirs.extend(
            each.task.number for each in await StoredAgenda(store).claim(now=later(40), holder="two", limit=9)
        )

    slow = StoredAgenda(_overtaken(store, "update_many", they_claim))
    assert not await slow.claim(now=later(40), holder="one", limit=9)
    assert theirs == [1]


async def test_a_look_that_is_snoozed_while_it_is_claimed_is_claimed_with_its_snooze(store: database.Database) -> None:
    await StoredTasks(store).add(created(due=Due(at=later(90))))
    snooze = Snooze(user_id="lead", at=later(35))
    slow = StoredAgenda(_overtaken(store, "update_many", lambda: StoredAgenda(store).snooze(TEAM, 1, snooze)))
    (appointment,) = await slow.claim(now=later(40), holder="one", limit=9)
    assert appointment.snoozes == (snooze,)


async def test_case_135_somebody_whom_another_process_met_a_moment_before_keeps_that_username(
    store: database.Database,
) -> None:
    """Whichever of the two documents the server would put first."""
    met = {**document_of(person("U1", "lead")), "folded_username": "lead", "_id": ObjectId("f" * 24)}
    meets = _overtaken(store, "insert_one", lambda: store.client[store.name]["people"].insert_one({**met}))
    assert await RememberedPeople(meets).store(person("U1", "lead")) == person("U1", "lead")
    assert await store["people"].count_documents({}) == 1


async def test_case_135_somebody_met_under_two_names_at_once_keeps_one(store: database.Database) -> None:
    met = {**document_of(person("U1", "boss")), "folded_username": "boss", "_id": ObjectId("0" * 24)}
    meets = _overtaken(store, "insert_one", lambda: store.client[store.name]["people"].insert_one({**met}))
    assert (await RememberedPeople(meets).store(person("U1", "lead"))).username == "boss"
    assert await store["people"].count_documents({}) == 1
