"""All that a bot needs, each of it a test's own to take away."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bot.engines import mongod, ports, processes
from bot.settings import Settings
from tests import slack
from tests.contracts.killable import KillableValkey
from tests.slack import People


@dataclass
class Surroundings:
    """A local Slack, which goes when `slack` is closed, a Valkey and a MongoDB, and the settings that name them."""

    people: People
    slack: AsyncExitStack
    valkey: KillableValkey
    mongod_pid: int
    settings: Settings


@asynccontextmanager
async def surroundings(folder: Path, *, database: str) -> AsyncIterator[Surroundings]:
    """Have all of it while inside."""
    for name in ("mongod", "valkey"):
        (folder / name).mkdir()
    valkey, port = KillableValkey(folder / "valkey"), ports.any_free()
    await asyncio.gather(valkey.start(), mongod.launch(folder / "mongod", port, folder / "log"))
    await mongod.settle(port)
    (process,) = mongod.KIND.running(folder / "mongod")
    try:
        async with AsyncExitStack() as local_slack:
            people = await local_slack.enter_async_context(slack.a_local_slack(folder / "slack"))
            settings = slack.settings_for(
                people, mongodb_uri=mongod.address(port), redis_url=f"{valkey.url}/0", database=database
            )
            yield Surroundings(people, local_slack, valkey, process.pid, settings)
    finally:
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGCONT)
        await processes.stop(mongod.KIND, folder / "mongod", gentle_s=5)
        await valkey.kill()
