"""Keeping the program's long tasks alive: each may fail, none may end before the program does."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager

FIRST_PAUSE_S = 0.2
LONGEST_PAUSE_S = 10.0
CANCELLED_EVERY_S = 0.5
GOOD_RUN_S = 30.0
"""A task that ran this long before it failed begins again at once, not where its back-off had come to."""

LongTask = Callable[[], Awaitable[None]]

log = logging.getLogger(__name__)


@asynccontextmanager
async def long_tasks(failed: Callable[[str], None]) -> AsyncIterator[Callable[[str, LongTask], None]]:
    """Give what begins a supervised task by its name; all of them end when this is left.

    `failed` is called with the name at each failure of one.
    """
    tasks: list[asyncio.Task[None]] = []
    async with asyncio.TaskGroup() as group:

        def start(name: str, work: LongTask) -> None:
            tasks.append(group.create_task(supervised(name, work, failed), name=name))

        try:
            yield start
        finally:
            await _end(tasks)


async def supervised(name: str, work: LongTask, failed: Callable[[str], None]) -> None:
    """Run work that never ends; when it fails, say so, and begin it again after a pause, until cancelled.

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


async def _end(tasks: Collection[asyncio.Task[None]]) -> None:
    """Cancel tasks until all have ended.

    Once is not enough: the driver's `asyncio.wait_for` can swallow a cancellation in Python 3.11
    (https://github.com/python/cpython/issues/86296), and looks for its server as long as a request may take.
    """
    while running := [task for task in tasks if not task.done()]:
        for task in running:
            task.cancel()
        await asyncio.wait(running, timeout=CANCELLED_EVERY_S)


def _is_to_end() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
