"""A bot that is killed anywhere between a commit and its post loses nothing, and at most one post is in doubt."""

import asyncio
import os
import sys
from pathlib import Path
from uuid import uuid4

import pytest
import yaml

from tests import slack
from tests.faults.dying_bot import STEPS
from tests.slack import People, eventually, is_card

TITLE = "Survive this"
CHANNEL = "general"
LEASES_END_WITHIN_S = 20


@pytest.fixture
def readable(tmp_path: Path) -> Path:
    """The manifest of a bot that was also given the scopes to read what was posted."""
    manifest = yaml.safe_load(slack.MANIFEST.read_text())
    manifest["oauth_config"]["scopes"]["bot"] += ["channels:history", "im:history"]
    path = tmp_path / "manifest.yml"
    path.write_text(yaml.safe_dump(manifest))
    return path


@pytest.mark.parametrize("step", STEPS)
async def test_nothing_is_lost(mongodb_uri: str, redis_url: str, tmp_path: Path, step: str) -> None:
    before, after = await asyncio.gather(
        posts_after_a_death(mongodb_uri, f"{redis_url}/2", tmp_path / "before", (step, "before")),
        posts_after_a_death(mongodb_uri, f"{redis_url}/3", tmp_path / "after", (step, "after")),
    )

    assert before == (2 if step == "posted" else 1)
    assert after == (2 if step == "post" else 1)


async def test_nothing_is_doubled_where_the_bot_may_look(
    mongodb_uri: str, redis_url: str, tmp_path: Path, readable: Path
) -> None:
    post, posted = await asyncio.gather(
        posts_after_a_death(mongodb_uri, f"{redis_url}/2", tmp_path / "post", ("post", "after"), readable),
        posts_after_a_death(mongodb_uri, f"{redis_url}/3", tmp_path / "posted", ("posted", "before"), readable),
    )

    assert (post, posted) == (1, 1)


async def posts_after_a_death(
    mongodb_uri: str, redis_url: str, folder: Path, death: tuple[str, str], manifest: Path = slack.MANIFEST
) -> int:
    """Let one bot die at a step while somebody adds a task, start another, and count the cards in the end."""
    async with slack.a_local_slack(folder / "slack", manifest=manifest) as people:
        settings = slack.settings_for(
            people, mongodb_uri=mongodb_uri, redis_url=redis_url, database=f"test_{uuid4().hex}"
        )
        await a_death(people, slack.environment_of(settings), folder, death)
        async with slack.a_bot(settings):
            # Before the commit nothing was promised: the person saw that the app did not respond, and asks again.
            if death == ("commit", "before"):
                await people.type("lead", CHANNEL, f"add {TITLE}")
            await eventually(lambda: cards(people), within_s=LEASES_END_WITHIN_S)
            await people.type("lead", CHANNEL, "add The next one")
            await people.card(CHANNEL, "The next one")
            return len(await cards(people))


async def cards(people: People) -> list[slack.Message]:
    return [message for message in await people.messages(CHANNEL) if is_card(message, TITLE)]


async def a_death(people: People, environment: dict[str, str], folder: Path, death: tuple[str, str]) -> None:
    ready = folder / "ready"
    bot = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.faults.dying_bot",
        *death,
        cwd=slack.MANIFEST.parent,
        env={
            **os.environ,
            **environment,
            "DYING_BOT_READY": str(ready),
        },
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await eventually(lambda: is_there(ready), within_s=20)
        await people.post("command", user="lead", channel=CHANNEL, command="/task", typed=f"add {TITLE}")
        async with asyncio.timeout(10):
            assert await bot.wait() == -9
    finally:
        if bot.returncode is None:
            bot.kill()
            await bot.wait()


async def is_there(path: Path) -> bool:
    return await asyncio.to_thread(path.exists)
