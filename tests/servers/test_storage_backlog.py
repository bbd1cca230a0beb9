"""How far the work is behind: the oldest event and reminder of all workspaces, each read from one entry of an index."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from bot.service.ports import Kept, Unavailable
from bot.storage import database, indexes
from bot.storage.agenda import StoredAgenda
from bot.storage.backlog import Oldest, StoredBacklog
from bot.storage.deliveries import StoredLedger
from bot.storage.outbox import StoredOutbox
from bot.storage.tasks import StoredTasks
from bot.tasks.deliveries import DeliveryKind
from bot.tasks.due import Due
from tests.contracts.samples import NOW, TEAM, created, later, owed, standing

AFTERWARDS = later(9999)


@pytest_asyncio.fixture
async def store(mongodb_uri: str, database_name: str) -> AsyncIterator[database.Database]:
    async with database.connect(mongodb_uri) as client:
        await indexes.ensure(client[database_name])
        yield client[database_name]


async def oldest(store: database.Database, now: datetime = AFTERWARDS) -> Oldest:
    return await StoredBacklog(store).oldest(now=now, within_s=5)


async def test_where_nothing_is_there_nothing_is_behind(store: database.Database) -> None:
    assert await oldest(store) == Oldest(None, (None, None))


async def test_an_event_is_behind_from_its_commit_until_the_outbox_lets_go(store: database.Database) -> None:
    began = datetime.now(UTC) - timedelta(milliseconds=1)
    first, second = created(1), created(1, team_id="T2")
    for event in (first, second):
        await StoredTasks(store).add(event)
        await asyncio.sleep(0.005)
    between = datetime.now(UTC)

    held = (await oldest(store)).event
    assert held is not None
    assert began <= held <= between
    await StoredOutbox(store).discharge([first])
    later_held = (await oldest(store)).event
    assert later_held is not None
    assert held < later_held
    await StoredOutbox(store).discharge([second])
    assert (await oldest(store)).event is None


async def test_a_look_is_behind_from_when_it_is_due_until_it_is_settled(store: database.Database) -> None:
    agenda = StoredAgenda(store)
    await StoredTasks(store).add(created(1, due=Due(at=later(120))))
    await StoredTasks(store).add(created(1, team_id="T2", due=Due(at=later(180))))

    assert (await oldest(store, NOW)).reminders == (None, None)
    assert (await oldest(store)).reminders == (later(60), None)
    for appointment in await agenda.claim(now=AFTERWARDS, holder="one", limit=9):
        assert (await oldest(store)).reminders[0] is not None
        kept = Kept(appointment=appointment, snoozes=(), looked_at=AFTERWARDS, next_look_at=None)
        await agenda.keep("one", [kept])
    assert (await oldest(store)).reminders == (None, None)


async def test_a_reminder_is_behind_from_when_it_was_due_until_it_is_posted(store: database.Database) -> None:
    ledger = StoredLedger(store)
    reminders = [owed(number, kind=DeliveryKind.REMINDER, at=later(number)) for number in (3, 2)]
    await ledger.record([owed(1), *reminders])

    assert (await oldest(store)).reminders == (None, later(2))
    await ledger.posted(reminders[1], standing())
    assert (await oldest(store)).reminders == (None, later(3))
    await ledger.drop(reminders[0], "needless")
    assert (await oldest(store)).reminders == (None, None)


async def test_a_long_backlog_costs_no_more_than_a_short_one(store: database.Database) -> None:
    owed_reminders = [owed(number, kind=DeliveryKind.REMINDER, at=later(number)) for number in range(1, 200)]
    await StoredLedger(store).record([owed(number, version=2) for number in range(1, 200)])
    await StoredLedger(store).record(owed_reminders)
    find = {"find": "deliveries", "filter": indexes.WAITING_REMINDERS.only, "sort": {"at": 1}, "limit": 1}
    explained = await store.command({"explain": find, "verbosity": "executionStats"})
    assert explained["executionStats"]["totalDocsExamined"] == 1


async def test_a_database_that_is_silent_is_told_within_the_bound() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        host, port = silent.getsockname()
        async with database.connect(f"mongodb://{host}:{port}/?directConnection=true") as client:
            began = time.monotonic()
            with pytest.raises(Unavailable):
                await StoredBacklog(client[TEAM]).oldest(now=NOW, within_s=0.3)
            assert time.monotonic() - began < 2
