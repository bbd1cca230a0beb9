"""What is kept, in which form and for how long."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from bot.storage import database, indexes
from bot.storage.deliveries import StoredLedger
from bot.storage.tasks import StoredTasks
from bot.tasks.deliveries import DeliveryKind
from bot.tasks.due import Due
from tests.contracts.samples import TEAM, created, owed, standing


@pytest_asyncio.fixture
async def store(mongodb_uri: str, database_name: str) -> AsyncIterator[database.Database]:
    async with database.connect(mongodb_uri) as client:
        await indexes.ensure(client[database_name])
        yield client[database_name]


async def test_case_138_a_second_start_leaves_data_and_indexes_as_they_are(store: database.Database) -> None:
    await StoredTasks(store).add(created())
    before = {name: await store[name].index_information() for name in await store.list_collection_names()}
    await indexes.ensure(store)
    assert {name: await store[name].index_information() for name in await store.list_collection_names()} == before
    assert await StoredTasks(store).find(TEAM, 1) == created().task


async def test_case_134_moments_are_aware_and_kept_to_the_millisecond(store: database.Database) -> None:
    due = datetime(2026, 11, 26, 9, 30, 15, 123_456, tzinfo=UTC)
    await StoredTasks(store).add(created(due=Due(at=due)))
    task = await StoredTasks(store).find(TEAM, 1)
    assert task is not None
    assert task.due == Due(at=due.replace(microsecond=123_000))
    assert task.due is not None
    assert task.due.at is not None
    assert task.due.at.utcoffset() == timedelta()
    assert task.created_at.tzinfo is UTC


async def test_case_35_a_naive_moment_never_reaches_the_database() -> None:
    with pytest.raises(ValueError, match="aware"):
        Due(at=datetime(2026, 11, 26, 9))  # noqa: DTZ001 - what the test is about


async def test_settled_deliveries_that_nobody_redraws_end_and_others_stay(store: database.Database) -> None:
    ledger = StoredLedger(store)
    thread, card, dropped = owed(1, kind=DeliveryKind.THREAD), owed(1), owed(2)
    await ledger.record([thread, card, dropped])
    await ledger.posted(thread, standing())
    await ledger.posted(card, standing())
    await ledger.drop(dropped, "needless")
    ending = await store["deliveries"].find({"settled_at": {"$exists": True}}).to_list()
    assert {document["key"] for document in ending} == {thread.key, dropped.key}
    assert all(isinstance(document["settled_at"], datetime) for document in ending)
