"""The ledger in memory."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.tasks.deliveries import DRAWN_FROM_THE_TASK, Delivery, DeliveryKind, Entry, Posted
from bot.tasks.partitions import partition_of
from bot.tasks.task import Task


@dataclass
class Owed:
    """A delivery and how far it has come: waiting, held, posted or dropped."""

    delivery: Delivery
    wanted: int
    state: str = "waiting"
    attempts: int = 0
    not_before: datetime | None = None
    reason: str | None = None
    posted: Posted | None = None

    @property
    def is_stale(self) -> bool:
        is_drawn = self.delivery.kind in DRAWN_FROM_THE_TASK
        return is_drawn and self.state == "posted" and self.posted is not None and self.wanted > self.posted.version

    def settle(self, state: str, posted: Posted | None) -> None:
        self.state, self.posted = state, posted
        self.attempts, self.not_before, self.reason = 0, None, None


class FakeLedger:
    """The port `Ledger`; `owed` is what a test may look into, by workspace and key."""

    def __init__(self) -> None:
        self.owed: dict[tuple[str, str], Owed] = {}

    async def record(self, deliveries: Collection[Delivery]) -> None:
        for delivery in deliveries:
            self.owed.setdefault((delivery.team_id, delivery.key), Owed(delivery, wanted=delivery.version))

    async def redraw(self, tasks: Collection[Task]) -> None:
        for task in tasks:
            for owed in self.owed.values():
                if (owed.delivery.team_id, owed.delivery.number) == (task.team_id, task.number):
                    owed.wanted = max(owed.wanted, task.version)

    async def waiting(self, partitions: Collection[int], *, excluding: Collection[str], limit: int) -> Sequence[Entry]:
        waiting = (owed for owed in self.owed.values() if owed.state == "waiting")
        return _entries((owed for owed in waiting if owed.delivery.destination not in excluding), partitions, limit)

    async def stale(self, partitions: Collection[int], *, limit: int) -> Sequence[Entry]:
        return _entries((owed for owed in self.owed.values() if owed.is_stale), partitions, limit)

    async def card(self, team_id: str, number: int) -> Posted | None:
        for owed in self.owed.values():
            delivery = owed.delivery
            is_card = delivery.kind is DeliveryKind.CARD and owed.state == "posted"
            if is_card and (delivery.team_id, delivery.number) == (team_id, number):
                return owed.posted
        return None

    async def posted(self, delivery: Delivery, posted: Posted) -> None:
        self._owed(delivery).settle("posted", posted)

    async def redrawn(self, delivery: Delivery, version: int) -> None:
        owed = self._owed(delivery)
        if owed.posted is not None:
            version = max(version, owed.posted.version)
            owed.settle(owed.state, Posted(channel_id=owed.posted.channel_id, ts=owed.posted.ts, version=version))

    async def postpone(self, delivery: Delivery, *, until_real: datetime, reason: str) -> None:
        owed = self._owed(delivery)
        owed.not_before, owed.reason = until_real, reason
        owed.attempts += 1

    async def drop(self, delivery: Delivery, reason: str) -> None:
        owed = self._owed(delivery)
        owed.state, owed.reason = "dropped", reason

    async def hold(self, delivery: Delivery, reason: str) -> None:
        owed = self._owed(delivery)
        owed.state, owed.reason = "held", reason

    async def release(self, team_id: str, channel_id: str) -> int:
        held = [
            owed
            for owed in self.owed.values()
            if owed.state == "held" and (owed.delivery.team_id, owed.delivery.destination) == (team_id, channel_id)
        ]
        for owed in held:
            owed.settle("waiting", None)
        return len(held)

    async def repost(self, delivery: Delivery) -> None:
        self._owed(delivery).settle("waiting", None)

    async def withdraw(self, team_id: str, number: int, version: int) -> None:
        for owed in self.owed.values():
            delivery = owed.delivery
            is_of_it = (delivery.team_id, delivery.number, delivery.version) == (team_id, number, version)
            is_said = delivery.kind in (DeliveryKind.CARD, DeliveryKind.THREAD, DeliveryKind.NOTICE)
            if is_of_it and is_said and owed.state in ("waiting", "held"):
                owed.state, owed.reason = "dropped", "the change was taken back"

    def _owed(self, delivery: Delivery) -> Owed:
        return self.owed[delivery.team_id, delivery.key]


def _entries(owed: Iterable[Owed], partitions: Collection[int], limit: int) -> Sequence[Entry]:
    return [
        Entry(delivery=each.delivery, attempts=each.attempts, not_before=each.not_before, posted=each.posted)
        for each in owed
        if partition_of(each.delivery.team_id, each.delivery.destination) in partitions
    ][:limit]
