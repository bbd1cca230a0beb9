"""A bot that is told to stop when nothing answers any more: it ends all the same, and soon."""

import asyncio
import os
import signal
import time
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests import slack
from tests.faults.surroundings import surroundings

ENDS_WITHIN_S = 10
"""What Docker gives a container by itself."""


@pytest.mark.parametrize("taken_by", [signal.SIGKILL, signal.SIGSTOP], ids=["dead", "silent"])
async def test_it_ends_in_time_though_mongodb_redis_and_slack_are_gone(
    tmp_path: Path, taken_by: signal.Signals
) -> None:
    async with surroundings(tmp_path, database="test_stopping") as around, AsyncExitStack() as bot:
        await bot.enter_async_context(slack.a_bot(around.settings))
        await around.people.type("lead", "general", "add Before all went @designer")
        os.kill(around.mongod_pid, taken_by)
        await around.valkey.kill()
        await around.slack.aclose()
        # Long enough for the bot's long tasks to be waiting for what is gone.
        await asyncio.sleep(1)

        began = time.monotonic()
        await bot.aclose()

        assert time.monotonic() - began < ENDS_WITHIN_S
