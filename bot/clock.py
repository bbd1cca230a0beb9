"""The one clock: real time, or in demos and tests the moved time that the local Slack keeps."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import aiohttp

logger = logging.getLogger(__name__)

LONGEST_WAIT_S = 25
FIRST_PAUSE_S = 0.1
LONGEST_PAUSE_S = 5.0


class ClockUnreadable(Exception):
    """The local Slack's clock did not answer with an offset."""


class Clock:
    """Tells the time in whole milliseconds, which is what MongoDB keeps.

    `now` is for what people see: due moments, reminders, texts. Signatures, leases and rates stay on `real_now`.
    """

    def __init__(self) -> None:
        self._offset = timedelta()

    def now(self) -> datetime:
        """Give the time of the people's world: aware, UTC."""
        return in_milliseconds(datetime.now(UTC) + self._offset)

    def real_now(self) -> datetime:
        """Give the time of this machine: aware, UTC."""
        return in_milliseconds(datetime.now(UTC))

    async def synchronise(self, url: str, session: "aiohttp.ClientSession") -> None:
        """Take the offset over once, before anything is decided by the time; raises `ClockUnreadable`."""
        self._offset = await offset(url, session, wait_s=0, known=None)

    async def follow(self, url: str, session: "aiohttp.ClientSession") -> None:
        """Take each change of the offset over as it happens, until cancelled; an outage is told once and outlived."""
        pause_s = FIRST_PAUSE_S
        while True:
            try:
                self._offset = await offset(url, session, wait_s=LONGEST_WAIT_S, known=self._offset)
            except ClockUnreadable as problem:
                if pause_s == FIRST_PAUSE_S:
                    logger.warning("clock of the local Slack lost, time goes on", extra={"problem": str(problem)})
                await asyncio.sleep(pause_s)
                pause_s = min(2 * pause_s, LONGEST_PAUSE_S)
            else:
                pause_s = FIRST_PAUSE_S


async def offset(url: str, session: "aiohttp.ClientSession", *, wait_s: int, known: timedelta | None) -> timedelta:
    """Ask for the offset; with `known` the answer comes when it differs, or after `wait_s` seconds."""
    import aiohttp  # noqa: PLC0415 -- a bot on real time never needs it here

    asked: dict[str, str] = {"wait_s": str(wait_s)}
    if known is not None:
        asked["known_offset_s"] = repr(known.total_seconds())
    timeout = aiohttp.ClientTimeout(total=wait_s + 5)
    try:
        async with session.get(url, params=asked, timeout=timeout) as response:
            response.raise_for_status()
            answer = await response.json()
        return timedelta(seconds=float(answer["offset_s"]))
    except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError, OverflowError) as problem:
        raise ClockUnreadable(type(problem).__name__) from problem


def in_milliseconds(moment: datetime) -> datetime:
    """Cut a moment to the precision that is stored, so that what is compared is what was kept."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
