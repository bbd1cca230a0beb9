"""The ticks of the clock. APScheduler owns them and nothing else: what is due lives in MongoDB."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler

MISSING_AFTER = 3


class Ticks:
    """Wakes work at intervals; a tick that comes while the work still runs is one more run afterwards, not many."""

    def __init__(self, ticked: Callable[[str], None]) -> None:
        """`ticked` is called with the name of a job each time that it is done."""
        self._ticked = ticked
        self._done_at: dict[str, float] = {}
        # A tick that is late is still a tick: no misfire is ever dropped, however long the loop was busy.
        defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=defaults)

    @asynccontextmanager
    async def ticking(self) -> AsyncIterator[None]:
        """Tick while inside, in the running loop."""
        self._scheduler.start()
        try:
            yield
        finally:
            # A tick that has begun ends first: the shutdown would cancel it, and log that as an error.
            self._scheduler.pause()
            await asyncio.sleep(0)
            self._scheduler.shutdown(wait=False)

    def ages(self) -> Mapping[str, float]:
        """How many seconds ago each job was last done; one that never was, when it was to begin."""
        return {name: time.monotonic() - done_at for name, done_at in self._done_at.items()}

    def every(self, seconds: float, name: str, work: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
        """The task that does the work at each tick, to be supervised.

        The scheduler only sets an event, since its shutdown would cancel work that it ran itself. A tick that does not
        come is taken as one all the same: the scheduler goes by the wall clock, which may be set back.
        """
        tick = asyncio.Event()
        self._done_at[name] = time.monotonic()
        self._scheduler.add_job(_set, "interval", args=(tick,), seconds=seconds, id=name, replace_existing=True)

        async def at_each_tick() -> None:
            while True:
                with suppress(TimeoutError):
                    async with asyncio.timeout(MISSING_AFTER * seconds):
                        await tick.wait()
                tick.clear()
                await work()
                self._done_at[name] = time.monotonic()
                self._ticked(name)

        return at_each_tick


async def _set(tick: asyncio.Event) -> None:
    tick.set()
