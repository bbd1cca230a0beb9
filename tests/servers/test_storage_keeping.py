"""What is kept, in which form and for how long."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from bot.storage import database, indexes
from bot.storage.deliveries import StoredLedger
from bot.storage.history import StoredHistory
from bot.storage.homes import StoredHomes
from bot.storage.tasks import StoredTasks
from bot.tasks import transitions
from bot.tasks.deliveries import DeliveryKind
from bot.tasks.due import Due
from bot.tasks.transitions import RESTORE_REACH
from tests.contracts.samples import TEAM, created, later, owed, standing


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


async def test_an_index_that_an_older_version_defined_otherwise_is_built_anew(store: database.Database) -> None:
    await StoredTasks(store).add(created())
    await store["tasks"].drop_index("held_tasks")
    await store["tasks"].create_index([("team_id", 1), ("held_by", 1)], name="held_tasks")

    await indexes.ensure(store)

    keys = (await store["tasks"].index_information())["held_tasks"]["key"]
    assert [key for key, _ in keys] == list(indexes.HELD_TASKS.keys)
    assert await StoredTasks(store).find(TEAM, 1) == created().task


async def test_several_that_start_at_once_build_it_anew_together(store: database.Database) -> None:
    for _ in range(5):
        await store["deliveries"].drop_index("settled_deliveries")
        await store["deliveries"].create_index([("settled_at", 1)], name="settled_deliveries")
        await asyncio.gather(*(indexes.ensure(store) for _ in range(4)))
        found = (await store["deliveries"].index_information())["settled_deliveries"]
        assert found["partialFilterExpression"] == indexes.SETTLED_DELIVERIES.only


async def test_after_an_older_counter_was_restored_no_number_comes_twice(store: database.Database) -> None:
    tasks, history = StoredTasks(store), StoredHistory(store)
    for number in (1, 2, 3):
        assert await tasks.number_for(TEAM, f"asks {number}") == number
        await tasks.add(created(number))
    await history.record([created(4)])  # of a task that has ended since
    await store["counters"].update_one({"team_id": TEAM}, {"$set": {"number": 1}})

    await tasks.catch_up(TEAM)

    assert await tasks.number_for(TEAM, "asks again") == 5


async def test_catching_up_moves_no_counter_that_is_ahead(store: database.Database) -> None:
    tasks = StoredTasks(store)
    await tasks.catch_up(TEAM)
    assert [await tasks.number_for(TEAM, f"asks {n}") for n in range(2)] == [1, 2]
    await tasks.catch_up(TEAM)
    assert await tasks.number_for(TEAM, "asks again") == 3


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


async def test_a_deleted_task_ends_a_while_after_it_can_be_restored(store: database.Database) -> None:
    """By real time, since it is the server that ends it; a task that is there has no such moment."""
    tasks = StoredTasks(store)
    deleted = transitions.delete(await tasks.add(created()), by="lead", at=later(1), stimulus="deletes")
    await tasks.save(deleted)
    document = await store["tasks"].find_one({"team_id": TEAM, "number": 1})
    assert document is not None
    assert timedelta() <= datetime.now(UTC) - document["deleted_since"] < timedelta(minutes=1)
    assert indexes.DELETED_TASKS.expires_after == RESTORE_REACH + timedelta(hours=1)
    await tasks.save(transitions.restore(deleted.task, by="lead", at=later(2), stimulus="restores"))
    assert await store["tasks"].count_documents({"deleted_since": {"$exists": True}}) == 0


async def test_what_ends_by_itself_ends_by_a_moment_that_is_kept(store: database.Database) -> None:
    ending = {index.name: index for index in indexes.INDEXES if index.expires_after is not None}
    assert set(ending) == {"old_stimuli", "settled_deliveries", "deleted_tasks", "old_homes"}
    for index in ending.values():
        options = (await store[index.collection].index_information())[index.name]
        assert index.expires_after is not None
        assert options["expireAfterSeconds"] == index.expires_after.total_seconds()
    await StoredHomes(store).opened(TEAM, "lead", page=0, real_now=datetime.now(UTC))
    home = await store["homes"].find_one({"team_id": TEAM})
    assert home is not None
    assert isinstance(home["opened_at"], datetime)
