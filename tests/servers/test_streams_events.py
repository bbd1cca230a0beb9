"""The streams of events on a real server: order, handing on, what is unreadable, and outages."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
import pytest_asyncio
from redis.asyncio import Redis

from bot.storage import database
from bot.storage.outbox import StoredOutbox
from bot.storage.tasks import StoredTasks
from bot.streams import connection
from bot.streams.events import LONGEST_STREAM, READER, EventStream, Received
from bot.tasks import transitions
from bot.tasks.events import Event
from bot.tasks.partitions import PARTITIONS, partition_of_team
from tests.contracts.killable import KillableValkey
from tests.contracts.samples import TEAM, created, later

EVERYWHERE = frozenset(range(PARTITIONS))
PREFIX = "bot:"


@pytest_asyncio.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    async with connection.connect(redis_url) as redis:
        yield redis


@pytest_asyncio.fixture
async def valkey(tmp_path: Path) -> AsyncIterator[KillableValkey]:
    valkey = KillableValkey(tmp_path)
    await valkey.start()
    yield valkey
    await valkey.kill()


@asynccontextmanager
async def _running(stream: EventStream) -> AsyncIterator[EventStream]:
    writer = asyncio.create_task(stream.run())
    try:
        yield stream
    finally:
        writer.cancel()
        await asyncio.wait([writer])


async def _read(
    stream: EventStream, count: int, partitions: frozenset[int] = EVERYWHERE, *, within_s: float = 10
) -> list[Received]:
    """Read until there are so many, without acknowledging."""
    received: list[Received] = []
    async with asyncio.timeout(within_s):
        while len(received) < count:
            received += await stream.read(partitions, block_s=0.05)
    return received


async def _nothing_more(stream: EventStream) -> bool:
    """Whether two reads, the first of which may have to register the reader, bring nothing."""
    return not [*await stream.read(EVERYWHERE, block_s=0.01), *await stream.read(EVERYWHERE, block_s=0.05)]


async def _comes_true(fact: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(5):
        while not await fact():  # noqa: ASYNC110 -- the fact is about another process, which gives no event
            await asyncio.sleep(0.01)


async def _is_at_most(redis: Redis, key: str, length: int) -> bool:
    return int(await redis.xlen(key)) <= length


async def _is_reading(redis: Redis) -> bool:
    return any(client["cmd"] == "xreadgroup" for client in await redis.client_list())


async def _is_written(redis: Redis, event: Event) -> bool:
    entries: Any = await redis.xrange(f"{PREFIX}events:{partition_of_team(event.team_id)}")
    return any(fields[b"event"] == msgspec.json.encode(event) for _, fields in entries)


def _events(received: Sequence[Received]) -> list[Event]:
    return [each.event for each in received]


def _life_of(number: int) -> list[Event]:
    made = created(number, title=f"Ship {number} <b>🎉", assignees=("tester",))
    taken = transitions.take(made.task, by="designer", at=later(1), stimulus="takes")
    completed = transitions.complete(taken.task, by="lead", at=later(2), stimulus="completes")
    return [made, taken, completed]


async def test_events_arrive_whole_and_each_tasks_in_order(redis: Redis, key_prefix: str) -> None:
    lives = [_life_of(number) for number in range(1, 20)]
    async with _running(EventStream(redis, key_prefix)) as stream:
        for step in zip(*lives, strict=True):
            for event in step:
                stream.publish(event)
        received = await _read(stream, 57)
    for number, life in enumerate(lives, start=1):
        assert [event for event in _events(received) if event.number == number] == life
    assert all(each.partition == partition_of_team(TEAM) for each in received)


async def test_a_reader_gets_only_its_partitions(redis: Redis, key_prefix: str) -> None:
    events = [created(number, team_id=f"T{number}") for number in range(1, 30)]
    mine = frozenset({0, 3})
    expected = {event.number for event in events if partition_of_team(event.team_id) in mine}
    assert 0 < len(expected) < len(events)
    async with _running(EventStream(redis, key_prefix)) as stream:
        for event in events:
            stream.publish(event)
        received = await _read(stream, len(expected), mine)
        await stream.acknowledge(received)
        assert await stream.read(mine, block_s=0.05) == []
    assert {event.number for event in _events(received)} == expected


async def test_what_is_acknowledged_is_not_brought_again(redis: Redis, key_prefix: str) -> None:
    async with _running(EventStream(redis, key_prefix)) as stream:
        stream.publish(created())
        await stream.acknowledge(await _read(stream, 1))
    assert await _nothing_more(EventStream(redis, key_prefix))


async def test_case_76_what_nobody_read_is_read_later(redis: Redis, key_prefix: str) -> None:
    async with _running(EventStream(redis, key_prefix)) as stream:
        stream.publish(created(1))
        await stream.acknowledge(await _read(stream, 1))
        for number in range(2, 6):
            stream.publish(created(number))
        received = await _read(EventStream(redis, key_prefix), 4)
    assert sorted(event.number for event in _events(received)) == [2, 3, 4, 5]


async def test_a_successor_gets_first_what_its_predecessor_left(redis: Redis, key_prefix: str) -> None:
    life = _life_of(1)
    async with _running(EventStream(redis, key_prefix)) as dead:
        for event in life[:2]:
            dead.publish(event)
        await _read(dead, 2)
        dead.publish(life[2])
        successor = EventStream(redis, key_prefix)
        received = await _read(successor, 3)
    assert _events(received) == life
    await successor.acknowledge(received)
    assert await _nothing_more(successor)


async def test_more_than_one_batch_that_was_left_is_handed_on(redis: Redis, key_prefix: str) -> None:
    events = [created(number) for number in range(1, 1200)]
    async with _running(EventStream(redis, key_prefix)) as dead:
        for event in events:
            dead.publish(event)
        await _read(dead, len(events))
    received = await _read(EventStream(redis, key_prefix), len(events))
    assert {event.number for event in _events(received)} == {event.number for event in events}


async def test_a_partition_that_comes_back_is_read_from_what_was_left(redis: Redis, key_prefix: str) -> None:
    async with _running(EventStream(redis, key_prefix)) as stream:
        stream.publish(created())
        await _read(stream, 1)
        await stream.read(EVERYWHERE - {partition_of_team(TEAM)}, block_s=0.01)
        assert _events(await _read(stream, 1)) == [created()]


@pytest.mark.parametrize("body", [b"{", b'{"kind":"exploded"}', b'{"kind":"created","task":{}}', b"\xff", b"null"])
async def test_an_entry_that_is_no_event_is_put_aside_and_told(
    redis: Redis, key_prefix: str, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    stream = EventStream(redis, key_prefix)
    assert await _nothing_more(stream)
    key = f"{key_prefix}events:{partition_of_team(TEAM)}"
    entry_id: Any = await redis.xadd(key, {"event": body})
    async with _running(stream):
        stream.publish(created())
        with caplog.at_level(logging.ERROR):
            received = await _read(stream, 1)
    assert _events(received) == [created()]
    (told,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert told.__dict__["entry"] == entry_id.decode()
    await stream.acknowledge(received)
    assert (await redis.xpending(key, READER))["pending"] == 0


async def test_streams_are_kept_short(redis: Redis, key_prefix: str) -> None:
    stream = EventStream(redis, key_prefix)
    key = f"{key_prefix}events:{partition_of_team(TEAM)}"
    pipeline = redis.pipeline(transaction=False)
    for _ in range(LONGEST_STREAM + 500):
        pipeline.xadd(key, {"event": b"{}"})
    await pipeline.execute()
    async with _running(stream):
        stream.publish(created())
        await _comes_true(lambda: _is_at_most(redis, key, LONGEST_STREAM + 200))


async def test_a_server_that_was_emptied_is_used_again_at_once(valkey: KillableValkey) -> None:
    async with connection.connect(valkey.url) as redis, _running(EventStream(redis, PREFIX)) as stream:
        stream.publish(created(1))
        await stream.acknowledge(await _read(stream, 1))
        await redis.flushall()
        stream.publish(created(2))
        assert _events(await _read(stream, 1, within_s=3)) == [created(2)]


async def test_a_server_that_is_emptied_while_a_reader_waits_is_read_again(valkey: KillableValkey) -> None:
    async with connection.connect(valkey.url) as redis, _running(EventStream(redis, PREFIX)) as stream:
        assert await _nothing_more(stream)
        reading = asyncio.create_task(stream.read(EVERYWHERE, block_s=2))
        await _comes_true(lambda: _is_reading(redis))
        await redis.flushall()
        assert await reading == ()
        stream.publish(created())
        assert _events(await _read(stream, 1, within_s=3)) == [created()]


async def test_case_75_an_outage_reaches_nobody_and_what_the_server_kept_is_read_after_it(
    valkey: KillableValkey, caplog: pytest.LogCaptureFixture
) -> None:
    async with connection.connect(valkey.url) as redis, _running(EventStream(redis, PREFIX)) as stream:
        stream.publish(created(1))
        await stream.acknowledge(await _read(stream, 1))
        stream.publish(created(2))
        await _comes_true(lambda: _is_written(redis, created(2)))
        await valkey.kill()
        with caplog.at_level(logging.INFO):
            for number in range(3, 6):
                stream.publish(created(number))
                assert await stream.read(EVERYWHERE, block_s=0.05) == ()
                await stream.acknowledge([Received(partition=0, entry_id="1-1", event=created(1))])
            await valkey.start()
            received = await _read(stream, 1)
            stream.publish(created(6))
            received += await _read(stream, 1)
    assert {2, 6} <= {event.number for event in _events(received)}
    lost = [record for record in caplog.records if record.message == "Redis does not answer"]
    assert len(lost) == 2, "each side tells an outage once"
    assert valkey.url not in caplog.text


async def test_case_76_what_an_emptied_server_has_lost_is_still_in_the_outbox(
    valkey: KillableValkey, mongodb_uri: str, database_name: str
) -> None:
    async with (
        database.connect(mongodb_uri) as client,
        connection.connect(valkey.url) as redis,
        _running(EventStream(redis, PREFIX)) as stream,
    ):
        outbox = StoredOutbox(client[database_name])
        await StoredTasks(client[database_name]).add(created())
        stream.publish(created())
        await _comes_true(lambda: _is_written(redis, created()))
        await redis.flushall()
        assert await _nothing_more(stream)
        committed_before = datetime.now(UTC) + timedelta(seconds=1)
        assert await outbox.overdue(EVERYWHERE, committed_before=committed_before) == [created()]


async def test_case_75_a_server_that_is_away_at_the_start_is_waited_for(valkey: KillableValkey) -> None:
    await valkey.kill()
    async with connection.connect(valkey.url) as redis, _running(EventStream(redis, PREFIX)) as stream:
        stream.publish(created(1))
        assert await stream.read(EVERYWHERE, block_s=0.05) == ()
        await valkey.start()
        stream.publish(created(2))
        received = await _read(stream, 1)
        assert 2 in [event.number for event in _events(received)]


async def test_publishing_never_blocks_however_much_there_is(redis: Redis, key_prefix: str) -> None:
    stream = EventStream(redis, key_prefix)
    event = created()
    for _ in range(11_000):
        stream.publish(event)


async def test_the_address_with_its_password_is_not_told() -> None:
    async with connection.connect("redis://:geheim@127.0.0.1:1/0") as redis:
        stream = EventStream(redis, PREFIX)
        assert "geheim" not in repr(stream) + repr(redis)
