"""The whole program as a newcomer starts it: one command, real engines, real sockets, and a moved clock."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest_asyncio

from sandbox.server import SandboxAddress
from tests import slack
from tests.slack import People, all_text, buttons, eventually

READY_WITHIN_S = 8
STOPPED_WITHIN_S = 5


@pytest_asyncio.fixture
async def people(tmp_path: Path) -> AsyncIterator[People]:
    """The people of a demo."""
    demo = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.cli.main", "demo"),
        cwd=slack.MANIFEST.parent,
        env={
            **os.environ,
            "TASKBOT_DATA_DIR": str(tmp_path / "a folder with spaces"),
            "PORT": "0",
            "SANDBOX_PORT": "18900",
        },
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(READY_WITHIN_S):
            assert demo.stdout is not None
            ready = (await demo.stdout.readline()).decode()
        found = re.fullmatch(r"Workspace ready: (http://127\.0\.0\.1:\d+)\n", ready)
        assert found, ready
        address = SandboxAddress(url=found[1], api_url="", bot_token="", app_token="", signing_secret="")
        async with aiohttp.ClientSession() as session:
            yield People(address, session)
        demo.send_signal(signal.SIGINT)
        async with asyncio.timeout(STOPPED_WITHIN_S):
            assert await demo.wait() == 0
    finally:
        if demo.returncode is None:
            demo.kill()
            await demo.wait()


async def test_from_the_command_to_the_reminder(people: People) -> None:
    await people.begin_a_minute()
    answer = await people.type("lead", "general", "add Ship it @designer in 2 minutes")
    card = await people.card("general", "Ship it")
    await people.told("designer", "lead assigned you this task")
    unfinished = await people.type("lead", "general", "add Remember this @developer in 2 minutes")

    await people.click("tester", card, "task_complete")

    async def completed() -> bool:
        shown = await people.card("general", "Ship it")
        return "Completed by tester" in all_text(shown) and buttons(shown) == ["Reopen", "Edit"]

    await eventually(completed)
    await people.advance(180)
    reminder = await people.told("developer", "*Remember this*", within_s=5)
    await people.told("developer", "*Due now*", within_s=5)

    assert buttons(answer) == buttons(unfinished) == ["Undo", "Edit"]
    assert "lead assigned you" in all_text(reminder)
    assert not [message for message in await people.heard("designer") if "*Due now*" in all_text(message)]
