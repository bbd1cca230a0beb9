"""One long-running command as a process: its event loop, its end by a signal, and its last words."""

import asyncio
import gc
import signal
import sys
from collections.abc import Callable, Coroutine, Iterator
from importlib.util import find_spec
from typing import Any

from bot.engines import EngineError
from bot.settings import SettingsError

NEW_OBJECTS = 10_000
"""How many come before the garbage collector goes round; with Python's own 700 it took an eighth of the bot's time."""

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run(work: Callable[[], Coroutine[Any, Any, None]]) -> int:
    """Do the work until it ends or a signal asks it to; gives 0, or 1 after words on what the operator can mend."""
    exit_code = 0
    try:
        with asyncio.Runner(loop_factory=fastest_loop()) as runner:
            runner.run(until_signalled(work))
    except* (SettingsError, EngineError) as problems:
        for problem in leaves(problems):
            print(problem, file=sys.stderr)
        exit_code = 1
    return exit_code


async def until_signalled(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Do the work, and cancel it at the first signal; it then ends in its own order."""
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(work(), name="work")
    for number in STOP_SIGNALS:
        loop.add_signal_handler(number, cancel_once, task)
    try:
        await asyncio.wait({task})
    finally:
        for number in STOP_SIGNALS:
            loop.remove_signal_handler(number)
    if not task.cancelled():
        task.result()


def settle() -> None:
    """Keep what is there now out of the garbage collector's rounds, and let it go round less often.

    A program calls this when all is up: what it has then stays as long as it runs, and a round over all of it would
    hold up everything for 30 ms.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS)


def cancel_once(task: asyncio.Task[None]) -> None:
    """Cancel a task that is not ending yet: a second signal must not break off the orderly end."""
    if not task.cancelling():
        task.cancel()


def fastest_loop() -> Callable[[], asyncio.AbstractEventLoop]:
    """Choose uvloop where it is installed."""
    if find_spec("uvloop") is None:
        return asyncio.new_event_loop
    import uvloop  # noqa: PLC0415 -- optional

    loop_factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return loop_factory


def leaves(group: BaseExceptionGroup[Exception]) -> Iterator[Exception]:
    """Give the single errors of a group of groups."""
    for error in group.exceptions:
        if isinstance(error, BaseExceptionGroup):
            yield from leaves(error)
        else:
            yield error
