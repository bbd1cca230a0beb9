"""Redis speaks: events from the streams, and from the outbox what the streams did not bring."""

import asyncio
import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeVar

from bot.service.announcing import Announcing
from bot.service.ports import Outbox
from bot.tasks.events import Event

BLOCK_S = 1.0
GAP_WAIT_S = 0.01
GAP_PATIENCE_S = 2.0
SWEEP_AFTER = timedelta(seconds=1)

log = logging.getLogger(__name__)


class ReceivedEvent(Protocol):
    """An event from a stream, with whatever the stream needs to acknowledge it."""

    @property
    def event(self) -> Event: ...


Received = TypeVar("Received", bound=ReceivedEvent)


class Stream(Protocol[Received]):
    """The streams of events, as far as a reader needs them."""

    async def read(self, partitions: Collection[int], *, block_s: float) -> Sequence[Received]:
        """What is new in these partitions, after a wait of at most `block_s`."""

    async def acknowledge(self, received: Sequence[Received]) -> None:
        """Say that these need not be brought again."""


@dataclass(frozen=True)
class AnnouncementReader(Generic[Received]):
    """Announces the events of the partitions that this process holds."""

    stream: Stream[Received]
    outbox: Outbox
    announcing: Announcing
    partitions: Callable[[], frozenset[int]]
    real_now: Callable[[], datetime]

    async def follow_stream(self) -> None:
        """Announce what the streams bring, as long as the program runs."""
        while True:
            held = self.partitions()
            if not held:
                await asyncio.sleep(BLOCK_S / 4)
                continue
            received = await self._in_order(held)
            if received:
                await self.announcing.announce([each.event for each in received])
                await self.stream.acknowledge(received)

    async def _in_order(self, held: frozenset[int]) -> Sequence[Received]:
        """What is new, after a short wait for tasks with lower numbers that are on their way."""
        received = await self.stream.read(held, block_s=BLOCK_S)
        await self.announcing.learn([each.event for each in received])
        clock = asyncio.get_running_loop().time
        patience_ends = clock() + GAP_PATIENCE_S
        while clock() < patience_ends and self.announcing.lacks_lower_numbers([each.event for each in received]):
            received = [*received, *await self.stream.read(held, block_s=GAP_WAIT_S)]
        return received

    async def sweep(self) -> None:
        """Announce what the outbox has held for too long: its wake-up was lost, or Redis is away."""
        held = self.partitions()
        if not held:
            return
        overdue = await self.outbox.overdue(held, committed_before=self.real_now() - SWEEP_AFTER)
        if overdue:
            log.info("events found by the sweep", extra={"events": len(overdue)})
            await self.announcing.announce_held(overdue)
