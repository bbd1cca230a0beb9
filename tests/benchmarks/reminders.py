"""Reminders: two thousand that come due in the same minute, and what a tick costs while nothing is due."""

import asyncio
from datetime import UTC, datetime, timedelta

import msgspec

from bot.engines import Addresses
from bot.storage.database import Database
from bot.tasks.due import Due
from tests.benchmarks import machine, seeding
from tests.benchmarks.figures import Report, figure, ratio, report
from tests.benchmarks.stub import TEAM, Stub, running

POST = "chat.postMessage"
FEW, MANY = 1_000, 100_000
# How long after they were written the tasks are due; the bot is up before.
DUE_IN_S = 10


class Effort(msgspec.Struct, frozen=True):
    many: int
    due: int
    drains: int
    ticks: int


QUICK, WHOLE = Effort(20_000, 500, 1, 300), Effort(MANY, 2_000, 5, 1_000)


async def run(*, is_quick: bool) -> Report:
    """Measure a tick in a small and in a large agenda in turn, then the posts of those that come due."""
    effort = QUICK if is_quick else WHOLE
    few_ticks, many_ticks, rates, raw_rates = [], [], [], []
    async with machine.with_engines() as addresses, running() as stub:
        few_uri = machine.in_database(addresses.mongodb_uri, "few")
        many_uri = machine.in_database(addresses.mongodb_uri, "many")
        many = await seeding.prepared(many_uri)
        await seeding.fill(await seeding.prepared(few_uri), team=TEAM, first=1, count=FEW)
        await seeding.fill(many, team=TEAM, first=1, count=effort.many)
        for _ in range(5):
            few_ticks.append((await machine.comparison("idle_ticks", few_uri, str(effort.ticks)))["p50_ms"])
            many_ticks.append((await machine.comparison("idle_ticks", many_uri, str(effort.ticks)))["p50_ms"])
        for drain in range(effort.drains):
            rates.append(await _drained(addresses, stub, many, effort.many + 1 + drain * effort.due, effort.due))
            raw_rates.append((await machine.comparison("raw_posts", stub.api_url, str(effort.due)))["rate"])
    return report(
        "reminders",
        drain_rate=figure(rates),
        raw_rate=figure(raw_rates),
        drain_vs_raw=ratio(rates, raw_rates),
        tick_few_ms=figure(few_ticks),
        tick_many_ms=figure(many_ticks),
        tick_growth=ratio(many_ticks, few_ticks),
    )


async def _drained(addresses: Addresses, stub: Stub, many: Database, first: int, count: int) -> float:
    """Have so many come due at one moment; gives the posts a second of scheduler and notifier together."""
    due = Due(at=datetime.now(UTC) + timedelta(seconds=DUE_IN_S))
    await seeding.fill(many, team=TEAM, first=first, count=count, due=due)
    stub.clear()
    async with machine.bot(addresses, stub, "scheduler", "notifier", database="many"):
        await stub.until(POST, count, within_s=120)
        await asyncio.sleep(1)
        arrivals = [post.at for post in stub.of(POST)]
    if len(arrivals) != count:
        raise RuntimeError(f"{len(arrivals)} reminders for {count} tasks")
    return (count - 1) / (max(arrivals) - min(arrivals))
