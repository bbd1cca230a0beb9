"""The clock's ticks: that a job was done is remembered."""

import asyncio

from bot.ticks import Ticks
from tests.conditions import until


async def test_a_job_is_as_old_as_its_last_work_that_was_done() -> None:
    done: list[str] = []
    ticks = Ticks(done.append)
    is_broken = False

    async def work() -> None:
        if is_broken:
            raise ValueError("broken")

    keep = ticks.every(0.05, "sweep", work)
    async with ticks.ticking():
        task = asyncio.ensure_future(keep())
        await until(lambda: len(done) >= 2)
        assert ticks.ages()["sweep"] < 5
        is_broken = True
        await asyncio.wait({task}, timeout=5)
        assert isinstance(task.exception(), ValueError)
    before = ticks.ages()["sweep"]
    await asyncio.sleep(0.01)

    assert ticks.ages()["sweep"] > before
    assert set(done) == {"sweep"}
