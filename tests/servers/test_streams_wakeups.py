"""Wake-ups and forgetting between processes, on a real server that may go away."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest_asyncio
from redis.asyncio import Redis

from bot.service.ports import Topic
from bot.streams import connection
from bot.streams.wakeups import ALL_PARTITIONS, Listener, Wakeups
from tests.conditions import until
from tests.contracts.killable import KillableValkey

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
async def _running(redis: Redis, prefix: str) -> AsyncIterator[tuple[Wakeups, Listener]]:
    """A process that hears: its first wake-up, for everything, says that it does."""
    wakeups = Wakeups(redis, prefix)
    listener = wakeups.listen()
    running = asyncio.create_task(wakeups.run())
    try:
        assert await listener.wait(5) == ALL_PARTITIONS
        yield wakeups, listener
    finally:
        running.cancel()
        await asyncio.wait([running])


async def test_every_process_hears_a_wake_up(redis: Redis, key_prefix: str) -> None:
    async with _running(redis, key_prefix) as (one, mine), _running(redis, key_prefix) as (_, theirs):
        one.wake({1, 5})
        assert await theirs.wait(5) == {1, 5}
        assert await mine.wait(5) == {1, 5}


async def test_ones_own_wake_up_is_heard_once(redis: Redis, key_prefix: str) -> None:
    async with _running(redis, key_prefix) as (one, mine), _running(redis, key_prefix) as (two, theirs):
        one.wake({1})
        assert await mine.wait(5) == {1}
        assert await theirs.wait(5) == {1}
        two.wake({2})
        assert await mine.wait(5) == {2}, "one's own came back from the server"


async def test_ones_own_wake_up_is_heard_without_a_server() -> None:
    async with connection.connect("redis://127.0.0.1:1/0") as redis:
        wakeups = Wakeups(redis, PREFIX)
        listener = wakeups.listen()
        wakeups.wake({2})
        wakeups.wake({3})
        assert await listener.wait(1) == {2, 3}
        assert await listener.wait(0.01) == frozenset()


async def test_waking_nothing_wakes_nobody(redis: Redis, key_prefix: str) -> None:
    wakeups = Wakeups(redis, key_prefix)
    listener = wakeups.listen()
    wakeups.wake(())
    assert await listener.wait(0.01) == frozenset()


async def test_every_listener_hears_and_is_heard_while_busy(redis: Redis, key_prefix: str) -> None:
    wakeups = Wakeups(redis, key_prefix)
    one, two = wakeups.listen(), wakeups.listen()
    wakeups.wake({1})
    assert await one.wait(1) == {1}
    wakeups.wake({4})
    assert await two.wait(1) == {1, 4}
    assert await one.wait(1) == {4}


async def test_what_is_out_of_date_is_forgotten_in_every_process(redis: Redis, key_prefix: str) -> None:
    heard: list[tuple[str, str, str]] = []
    async with _running(redis, key_prefix) as (one, _), _running(redis, key_prefix) as (two, _):
        two.on_forget(Topic.PERSON, lambda team_id, name: heard.append(("person", team_id, name)))
        two.on_forget(Topic.CHANNEL, lambda team_id, name: heard.append(("channel", team_id, name)))
        one.forget("T1", Topic.PERSON, "U1")
        one.forget("T1", Topic.CHANNEL, "C1")
        await until(lambda: len(heard) == 2, within_s=5)
    assert heard == [("person", "T1", "U1"), ("channel", "T1", "C1")]


async def test_what_cannot_be_read_is_passed_over(redis: Redis, key_prefix: str) -> None:
    async with _running(redis, key_prefix) as (one, _), _running(redis, key_prefix) as (_, theirs):
        for noise in (b"{", b"\xff", b'{"type":"sung"}'):
            await redis.publish(f"{key_prefix}signals", noise)
        one.wake({7})
        assert await theirs.wait(5) == {7}


async def test_case_75_a_subscriber_comes_back_after_an_outage_and_looks_at_everything(valkey: KillableValkey) -> None:
    async with (
        connection.connect(valkey.url) as here,
        connection.connect(valkey.url) as there,
        _running(here, PREFIX) as (one, mine),
        _running(there, PREFIX) as (_, theirs),
    ):
        await valkey.kill()
        one.wake({1})
        assert await mine.wait(1) == {1}
        await valkey.start()
        assert await theirs.wait(5) == ALL_PARTITIONS
        assert await mine.wait(5) == ALL_PARTITIONS
        one.wake({6})
        assert await theirs.wait(5) == {6}


async def test_case_79_a_subscriber_hears_through_many_health_checks(redis_url: str, key_prefix: str) -> None:
    async with (
        Redis.from_url(redis_url, health_check_interval=0.01) as redis,
        _running(redis, key_prefix) as (one, _),
        _running(redis, key_prefix) as (_, theirs),
    ):
        for n in range(200):
            one.wake({n % 8})
            assert await theirs.wait(5) == {n % 8}


async def test_telling_and_hearing_stop_whenever_they_are_told_to(redis: Redis, key_prefix: str) -> None:
    for steps in range(60):
        wakeups = Wakeups(redis, key_prefix)
        listener = wakeups.listen()
        running = asyncio.create_task(wakeups.run())
        assert await listener.wait(5) == ALL_PARTITIONS
        wakeups.wake({1})
        for _ in range(steps % 12):
            await asyncio.sleep(0)
        running.cancel()
        done, _ = await asyncio.wait([running], timeout=2)
        assert done, f"cancelled {steps % 12} steps after a wake-up, it goes on"
