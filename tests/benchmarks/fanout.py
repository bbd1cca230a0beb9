"""From the commit of a change to its post at Slack: how late at 50 a second, and how many a second at most."""

import asyncio
import itertools
import time
from datetime import UTC, datetime

import msgspec
from pymongo import AsyncMongoClient

from bot.engines import Addresses
from tests.benchmarks import machine
from tests.benchmarks.figures import Report, figure, percentile, ratio, report
from tests.benchmarks.loader import Loader, at_once, loading
from tests.benchmarks.stub import CHANNELS, PEOPLE, Json, Stub, running

PER_SECOND = 50
POST = "chat.postMessage"

_serial = itertools.count(1)


class Effort(msgspec.Struct, frozen=True):
    stretches: int
    stretch_s: float
    backlogs: int
    backlog: int


QUICK, WHOLE = Effort(3, 3.0, 2, 600), Effort(5, 12.0, 5, 2_000)


async def run(*, is_quick: bool) -> Report:
    """Measure the delay with the whole bot, then how a notifier works off what has gathered."""
    effort = QUICK if is_quick else WHOLE
    rates, raw_rates = [], []
    async with machine.with_engines() as addresses, running() as stub:
        async with machine.bot(addresses, stub) as bot, loading(bot.address, stub) as loader:
            await at_once(8, 1.5, lambda: _add(loader))
            await _quiet(stub)
            delays = [await _delays(addresses, stub, loader, effort.stretch_s) for _ in range(effort.stretches)]
        for _ in range(effort.backlogs):
            rates.append(await _drained(addresses, stub, effort.backlog))
            raw = await machine.comparison("raw_fanout", addresses.redis_url, stub.api_url, str(effort.backlog // 2))
            raw_rates.append(raw["rate"])
    return report(
        "fanout",
        p50_ms=figure(percentile(each, 50) for each in delays),
        p99_ms=figure(percentile(each, 99) for each in delays),
        rate=figure(rates),
        raw_rate=figure(raw_rates),
        rate_vs_raw=ratio(rates, raw_rates),
    )


async def _add(loader: Loader) -> float:
    serial = next(_serial)
    return await loader.command(
        f"add Ship the launch page {serial}", person=serial % len(PEOPLE), channel=serial % len(CHANNELS)
    )


async def _delays(addresses: Addresses, stub: Stub, loader: Loader, seconds: float) -> list[float]:
    """Add at a steady pace, whatever the answers take; gives the milliseconds from each commit to its post."""
    stub.clear()
    since = datetime.now(UTC)
    began = time.perf_counter()
    count = int(PER_SECOND * seconds)
    async with asyncio.TaskGroup() as group:
        for turn in range(count):
            await asyncio.sleep(began + turn / PER_SECOND - time.perf_counter())
            group.create_task(_add(loader))
    await stub.until(POST, count)
    committed = await _commits(addresses, since)
    return [(post.at - committed[post.number]) * 1000 for post in stub.of(POST) if post.number in committed]


async def _commits(addresses: Addresses, since: datetime) -> dict[int | None, float]:
    """Ask MongoDB's own record of writes when each task was written, in epoch seconds."""
    written = {"ns": "bench.tasks", "op": "i", "wall": {"$gte": since}}
    async with AsyncMongoClient[Json](addresses.mongodb_uri, tz_aware=True) as client:
        found = client["local"]["oplog.rs"].find(written, {"o.number": True, "wall": True})
        return {entry["o"]["number"]: entry["wall"].timestamp() async for entry in found}


async def _drained(addresses: Addresses, stub: Stub, count: int) -> float:
    """Let changes gather while nobody announces them; gives how many posts a second a notifier then makes of them."""
    async with machine.bot(addresses, stub, "slack") as bot, loading(bot.address, stub) as loader:
        adding = itertools.count()

        async def work() -> None:
            while next(adding) < count:
                await _add(loader)

        await asyncio.gather(*(work() for _ in range(16)))
    stub.clear()
    async with machine.bot(addresses, stub, "notifier"):
        await stub.until(POST, count)
    return _rate([post.at for post in stub.of(POST)])


def _rate(arrivals: list[float]) -> float:
    return (len(arrivals) - 1) / (max(arrivals) - min(arrivals))


async def _quiet(stub: Stub) -> None:
    """Wait until no call has come for half a second."""
    before = -1
    while before != len(stub.arrivals):
        before = len(stub.arrivals)
        await asyncio.sleep(0.5)
