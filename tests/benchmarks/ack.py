"""How soon people are answered, and how many at once; beside it bare Bolt and raw writes."""

import itertools
import re
import statistics
import time
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager

import msgspec

from bot.engines import Addresses
from tests.benchmarks import machine
from tests.benchmarks.figures import Report, figure, ratio, report
from tests.benchmarks.loader import Loader, at_once, command, loading, one_by_one
from tests.benchmarks.stub import CHANNELS, PEOPLE, Stub, running

AT_ONCE = 16
# Who lists adds nothing else.
LISTENER = len(PEOPLE) - 1

_serial = itertools.count(1)


class Effort(msgspec.Struct, frozen=True):
    repeats: int
    alone: int
    seconds: float


QUICK, WHOLE = Effort(3, 100, 1.5), Effort(7, 300, 4.0)


async def run(*, is_quick: bool) -> Report:
    """Measure both sides of each ratio in turn."""
    effort = QUICK if is_quick else WHOLE
    bot_p50, bolt_p50, bot_rates, raw_rates = [], [], [], []
    async with machine.with_engines() as addresses, running() as stub:
        raw_uri = machine.in_database(addresses.mongodb_uri, "raw")
        async with _bot(addresses, stub) as bot, _bare_bolt(stub) as bolt:
            await at_once(AT_ONCE, 1.5, lambda: _add(bot))
            await one_by_one(50, lambda: bolt.command("add Ship it"))
            for _ in range(effort.repeats):
                bot_p50.append(statistics.median(await one_by_one(effort.alone, lambda: _add(bot))))
                bolt_p50.append(statistics.median(await one_by_one(effort.alone, lambda: bolt.command("add Ship it"))))
                bot_rates.append(await at_once(AT_ONCE, effort.seconds, lambda: _add(bot)))
                raw_rates.append((await machine.comparison("raw_writes", raw_uri, str(effort.seconds)))["rate"])
            lists = await _lists(bot, effort)
            completes = await _completes(bot, effort)
        async with machine.bot(addresses, stub, "slack", is_socket=True):
            socket_p50 = await _over_sockets(stub, effort)
    return report(
        "ack",
        add_p50_ms=figure(bot_p50),
        bolt_default_p50_ms=figure(bolt_p50),
        add_p50_vs_bolt_default=ratio(bot_p50, bolt_p50),
        add_rate=figure(bot_rates),
        raw_writes_rate=figure(raw_rates),
        add_rate_vs_raw_writes=ratio(bot_rates, raw_rates),
        list_p50_ms=figure(lists),
        complete_p50_ms=figure(completes),
        socket_add_p50_ms=figure(socket_p50),
    )


@asynccontextmanager
async def _bot(addresses: Addresses, stub: Stub) -> AsyncIterator[Loader]:
    async with machine.bot(addresses, stub, "slack") as bot, loading(bot.address, stub) as loader:
        yield loader


@asynccontextmanager
async def _bare_bolt(stub: Stub) -> AsyncIterator[Loader]:
    port = machine.free_port()
    program = ("-m", "tests.benchmarks.comparisons", "bare_bolt", str(port))
    async with (
        machine.served(*program, environment={}, port=port),
        loading(f"http://127.0.0.1:{port}", stub) as loader,
    ):
        yield loader


def _add(bot: Loader) -> Awaitable[float]:
    serial = next(_serial)
    text = f"add Ship the launch page {serial} +launch !high friday 5pm"
    return bot.command(text, person=serial % LISTENER, channel=serial % len(CHANNELS))


async def _lists(bot: Loader, effort: Effort) -> list[float]:
    """`list` of somebody with 25 tasks: the first page, and how many there are."""
    for number in range(25):
        await bot.command(f"add Mine {number} tomorrow", person=LISTENER)
    return [
        statistics.median(await one_by_one(effort.alone, lambda: bot.command("list", person=LISTENER)))
        for _ in range(effort.repeats)
    ]


async def _completes(bot: Loader, effort: Effort) -> list[float]:
    """`done` of tasks one after the other, each once."""
    medians = []
    for _ in range(effort.repeats):
        times = []
        for _ in range(effort.alone // 2):
            await _add(bot)
            times.append(await bot.command(f"done {_number_in(bot.last_answer)}"))
        medians.append(statistics.median(times))
    return medians


async def _over_sockets(stub: Stub, effort: Effort) -> list[float]:
    """Add as before, over Socket Mode."""

    async def add() -> float:
        payload = command(
            f"add Ship the launch page {next(_serial)} +launch !high friday 5pm", stub, person=1, channel=1
        )
        began = time.perf_counter()
        await stub.envelope("slash_commands", payload)
        return (time.perf_counter() - began) * 1000

    await one_by_one(50, add)
    return [statistics.median(await one_by_one(effort.alone, add)) for _ in range(effort.repeats)]


def _number_in(answer: bytes) -> int:
    found = re.search(rb"#(\d+)", answer)
    if found is None:
        raise RuntimeError("the bot's answer names no task")
    return int(found[1])
