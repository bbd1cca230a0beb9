"""A bot that kills itself, as `kill -9` does, before or after one step on the way from a commit to its post.

Run as a program: the settings come from the environment, the step from the command line.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bot import app
from bot.settings import Role, load
from bot.slack.posts import SlackPosts
from bot.storage.deliveries import StoredLedger
from bot.storage.leases import Leases
from bot.storage.outbox import StoredOutbox
from bot.storage.tasks import StoredTasks
from bot.streams.events import EventStream
from bot.tasks.deliveries import Posted
from bot.tasks.events import Created
from bot.tasks.task import Task

LEASES_LAST = timedelta(seconds=2)

STEPS: dict[str, tuple[type, str]] = {
    "commit": (StoredTasks, "add"),
    "publish": (EventStream, "_write"),
    "read": (EventStream, "read"),
    "record": (StoredLedger, "record"),
    "discharge": (StoredOutbox, "discharge"),
    "acknowledge": (EventStream, "acknowledge"),
    "waiting": (StoredLedger, "waiting"),
    "post": (SlackPosts, "post"),
    "posted": (StoredLedger, "posted"),
}
"""Every step between the commit and the post, in order, with the method that takes it."""


def die_at(step: str, when: str) -> None:
    """Have the process killed before or after the first call of the step that has to do with a task."""
    if list(STEPS).index(step) < list(STEPS).index("post"):
        _hold_the_post()
    owner, name = STEPS[step]
    original: Callable[..., Awaitable[Any]] = getattr(owner, name)
    committed = step != "commit" and _noted_commits()

    async def dying(self: object, *arguments: object, **named: object) -> object:
        if when == "before" and (committed is False or committed.is_set()):
            _die()
        result = await original(self, *arguments, **named)
        if when == "after" and (committed is False or (committed.is_set() and result != ())):
            _die()
        return result

    setattr(owner, name, dying)


def _hold_the_post() -> None:
    """Let the death come first: the drain posts beside the steps before, and a post under way would be in doubt."""

    async def held(self: SlackPosts, *_arguments: object, **_named: object) -> Posted:
        await asyncio.Event().wait()
        raise AssertionError

    SlackPosts.post = held  # type: ignore[method-assign]


def _noted_commits() -> asyncio.Event:
    """What is set once a task is stored: before that the readers and the drain only look into emptiness."""
    committed = asyncio.Event()
    add = StoredTasks.add

    async def noted(self: StoredTasks, event: Created) -> Task:
        task = await add(self, event)
        committed.set()
        return task

    StoredTasks.add = noted  # type: ignore[method-assign]
    return committed


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    """Run the bot with the dying step in place, and leases that do not outlive it for long."""
    step, when = sys.argv[1:]
    die_at(step, when)
    vars(app)["Leases"] = partial(Leases, lasting=LEASES_LAST)
    settings = load(os.environ, None, roles=frozenset(Role))
    ready = Path(os.environ["DYING_BOT_READY"])
    asyncio.run(app.serve(settings, frozenset(Role), ready=ready.touch))


if __name__ == "__main__":
    main()
