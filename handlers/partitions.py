"""Holding a share of the partitions: what this process reads and drains, and nobody else meanwhile."""

import asyncio
import logging
from dataclasses import dataclass
from typing import Protocol

from bot.service.announcing import Announcing

RENEWED_EVERY_S = 1.5

log = logging.getLogger(__name__)


class Leases(Protocol):
    """The shares of all notifiers."""

    @property
    def held(self) -> frozenset[int]:
        """What is this process's own at this moment."""

    async def renew(self) -> frozenset[int]:
        """Prolong what is held, take what is free; tells what is held."""

    async def release(self) -> None:
        """Let everything go."""


@dataclass
class PartitionHolder:
    """Keeps this process's share of the partitions."""

    leases: Leases
    announcing: Announcing
    _adopted: frozenset[int] = frozenset()
    _has_left: bool = False

    def held(self) -> frozenset[int]:
        """The partitions that are this process's own at this moment."""
        return self.leases.held & self._adopted

    async def renew(self) -> None:
        """Renew the leases once."""
        held = await self.leases.renew()
        newly_held = held - self._adopted
        if newly_held:
            self.announcing.forget()
            log.info("partitions held", extra={"partitions": sorted(held)})
        self._adopted = held

    async def keep(self) -> None:
        """Renew the leases as long as the program runs."""
        while not self._has_left:
            await self.renew()
            await asyncio.sleep(RENEWED_EVERY_S)

    async def leave(self) -> None:
        """Let everything go, so that another process can take it at once."""
        self._has_left = True
        self._adopted = frozenset()
        await self.leases.release()
