"""Telling an outage once when it begins and once when it is over, and pausing between attempts meanwhile."""

import asyncio
import logging

FIRST_PAUSE_S = 0.05
LONGEST_PAUSE_S = 1.0

log = logging.getLogger(__name__)


class Outage:
    """What one user of Redis knows of whether it answers; `what` says in the log what does not work meanwhile."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._pause_s = 0.0

    @property
    def is_on(self) -> bool:
        return self._pause_s > 0

    def met(self, error: Exception) -> None:
        """Note a failure; only the first is logged, by its kind alone since its text may hold the address."""
        if not self.is_on:
            log.warning("Redis does not answer", extra={"what": self._what, "error": type(error).__name__})
        self._pause_s = min(max(2 * self._pause_s, FIRST_PAUSE_S), LONGEST_PAUSE_S)

    def over(self) -> None:
        """Note that it works."""
        if self.is_on:
            log.info("Redis answers again", extra={"what": self._what})
        self._pause_s = 0.0

    async def pause(self) -> None:
        """Wait before the next attempt, longer each time."""
        await asyncio.sleep(self._pause_s)
