"""Keeping the program's long tasks alive: each may fail, none may end."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

FIRST_PAUSE_S = 0.2
LONGEST_PAUSE_S = 10.0
GOOD_RUN_S = 30.0
"""A task that ran this long before it failed begins again at once, not where its back-off had come to."""

log = logging.getLogger(__name__)


async def supervised(name: str, work: Callable[[], Awaitable[None]], failed: Callable[[str], None]) -> None:
    """Run work that never ends; when it does or fails, say so and begin it again after a pause, until cancelled.

    `failed` is called with the name at each failure.
    """
    loop = asyncio.get_running_loop()
    pause_s = FIRST_PAUSE_S
    while True:
        began = loop.time()
        try:
            await work()
        except Exception as error:
            if _is_to_end():
                # A driver that was waiting for its server has made an error of its own out of the cancellation.
                raise asyncio.CancelledError from error
            if loop.time() - began > GOOD_RUN_S:
                pause_s = FIRST_PAUSE_S
            log.warning("a task failed and begins again", exc_info=error, extra={"task": name, "pause_s": pause_s})
            failed(name)
        await asyncio.sleep(pause_s)
        pause_s = min(2 * pause_s, LONGEST_PAUSE_S)


def _is_to_end() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
