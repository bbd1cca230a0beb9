"""What the whole bot takes while nobody needs it: time to start, memory, processor."""

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

from tests.benchmarks import machine
from tests.benchmarks.figures import Report, figure, report

REST_S, WATCHED_S = 5, 20


async def run(*, is_quick: bool) -> Report:
    """Start the bot in all roles beside engines and the local Slack, let it rest, and watch it."""
    starts, memory, processor = [], [], []
    async with machine.with_engines() as addresses, _local_slack() as slack:
        for _ in range(1 if is_quick else 3):
            async with machine.bot_at(
                addresses, slack["api_url"], slack["bot_token"], app_token=slack["app_token"], path="/readyz"
            ) as bot:
                await asyncio.sleep(REST_S)
                before = _processor_s(bot.process.pid)
                await asyncio.sleep(WATCHED_S)
                starts.append(bot.ready_s)
                processor.append((_processor_s(bot.process.pid) - before) / WATCHED_S * 100)
                memory.append(_memory_mb(bot.process.pid))
    return report("footprint", ready_s=figure(starts), rss_mb=figure(memory), idle_cpu_percent=figure(processor))


@asynccontextmanager
async def _local_slack() -> AsyncIterator[dict[str, str]]:
    with tempfile.TemporaryDirectory(prefix="taskbot-bench-") as folder:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "sandbox", "--data", folder, "--port", str(machine.free_port())),
            cwd=machine.PROJECT,
            stdout=asyncio.subprocess.PIPE,
        )
        assert process.stdout is not None
        try:
            yield msgspec.json.decode(await process.stdout.readline(), type=dict[str, str])
        finally:
            process.terminate()
            await process.wait()


def _processor_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    resident = next(line for line in lines if line.startswith("VmRSS:"))
    return int(resident.split()[1]) / 1024
