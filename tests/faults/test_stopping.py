"""A bot that is told to stop when nothing answers any more: it ends all the same, and soon."""

import asyncio
import os
import signal
import time
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.storage.tasks import StoredTasks
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


@pytest.mark.parametrize("is_over_http", [False, True], ids=["socket", "http"])
async def test_what_was_heard_is_answered_before_it_ends(
    tmp_path: Path, is_over_http: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_under_way = asyncio.Event()
    number_for = StoredTasks.number_for

    async def told(tasks: StoredTasks, team_id: str, stimulus: str) -> int:
        is_under_way.set()
        return await number_for(tasks, team_id, stimulus)

    monkeypatch.setattr(StoredTasks, "number_for", told)
    async with surroundings(tmp_path, database="test_stopping") as around, AsyncExitStack() as bot:
        people = around.people
        settings = slack.over_http(around.settings, people) if is_over_http else around.settings
        port = await bot.enter_async_context(slack.a_bot(settings))
        if is_over_http:
            await people.post("delivery", mode="http", request_url=f"http://127.0.0.1:{port}/slack/events")
        await people.type("lead", "general", "add Before")
        is_under_way.clear()
        os.kill(around.mongod_pid, signal.SIGSTOP)
        typing = asyncio.create_task(people.type("lead", "general", "add Under way"))
        await asyncio.wait_for(is_under_way.wait(), 5)

        ending = asyncio.create_task(bot.aclose())
        asyncio.get_running_loop().call_later(0.5, os.kill, around.mongod_pid, signal.SIGCONT)

        answer = await typing
        assert answer is not None
        assert answer["text"].startswith("Added")
        await ending
