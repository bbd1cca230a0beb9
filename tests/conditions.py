"""Waiting for a fact instead of for a time."""

import asyncio
from collections.abc import Callable

CHECK_S = 0.01


async def until(fact: Callable[[], bool], *, within_s: float = 10) -> None:
    """Return as soon as the fact holds; raises `TimeoutError` when it does not in time."""
    async with asyncio.timeout(within_s):
        while not fact():  # noqa: ASYNC110 -- the fact is about another process or task, which gives no event
            await asyncio.sleep(CHECK_S)
