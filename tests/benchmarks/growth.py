"""Whether it gets slower as it fills: the same acts beside few and beside many tasks, in turn."""

import statistics
import time
from collections.abc import Awaitable, Callable

import msgspec

from bot.engines import Addresses
from tests.benchmarks import machine, seeding
from tests.benchmarks.figures import Figure, Report, figure, ratio, report
from tests.benchmarks.loader import Loader, loading, one_by_one
from tests.benchmarks.stub import CHANNELS, PEOPLE, TEAM, Stub, running

IN_WORKSPACE = 5_000
ACTS = ("add", "list", "home", "search")


class Effort(msgspec.Struct, frozen=True):
    few: int
    many: int
    repeats: int
    times: int


QUICK, WHOLE = Effort(10_000, 40_000, 3, 40), Effort(10_000, 300_000, 7, 100)


async def run(*, is_quick: bool) -> Report:
    """Fill two databases, and act in each through a bot of its own."""
    effort = QUICK if is_quick else WHOLE
    measured: dict[str, list[float]] = {f"{act}_{size}": [] for act in ACTS for size in ("few", "many")}
    async with machine.with_engines() as addresses, running() as stub:
        await _fill(addresses, "few", effort.few)
        await _fill(addresses, "many", effort.many)
        async with (
            machine.bot(addresses, stub, database="few") as few_bot,
            machine.bot(addresses, stub, database="many") as many_bot,
            loading(few_bot.address, stub) as few,
            loading(many_bot.address, stub) as many,
        ):
            for turn in range(effort.repeats + 1):
                for size, loader in (("few", few), ("many", many)):
                    for act, send in _acts(loader, stub).items():
                        median = statistics.median(await one_by_one(effort.times, send))
                        if turn:  # the first warms caches
                            measured[f"{act}_{size}"].append(median)
    return report("growth", **_figures(measured))


def _figures(measured: dict[str, list[float]]) -> dict[str, Figure | float]:
    figures: dict[str, Figure | float] = {}
    for act in ACTS:
        few, many = measured[f"{act}_few"], measured[f"{act}_many"]
        figures |= {f"{act}_few_ms": figure(few), f"{act}_many_ms": figure(many), f"{act}_growth": ratio(many, few)}
    return figures


async def _fill(addresses: Addresses, name: str, count: int) -> None:
    database = await seeding.prepared(machine.in_database(addresses.mongodb_uri, name))
    await seeding.fill(database, team=TEAM, first=1, count=IN_WORKSPACE)
    await seeding.fill_others(database, count - IN_WORKSPACE)


def _acts(loader: Loader, stub: Stub) -> dict[str, Callable[[], Awaitable[float]]]:
    turns = iter(range(10**9))

    async def home() -> float:
        person = next(turns) % len(PEOPLE)
        before = stub.count("views.publish")
        began = time.perf_counter()
        await loader.event({"type": "app_home_opened", "user": PEOPLE[person], "tab": "home", "channel": "D0"})
        await stub.until("views.publish", before + 1)
        return (time.perf_counter() - began) * 1000

    return {
        "add": lambda: loader.command("add Ship it friday", channel=next(turns) % len(CHANNELS)),
        "list": lambda: loader.command("list", person=next(turns) % len(PEOPLE)),
        "home": home,
        "search": lambda: loader.command(f"search page {next(turns) * 37 % IN_WORKSPACE}", person=1),
    }
