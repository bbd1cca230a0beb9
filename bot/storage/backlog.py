"""How far the work is behind: the oldest of what should have been done by now, of all workspaces."""

import asyncio
from datetime import datetime

import pymongo
from msgspec import Struct

from bot.storage.database import Collection, Database, Document, answering
from bot.storage.sweeps import Sweep
from bot.tasks.deliveries import DeliveryKind
from bot.tasks.partitions import PARTITIONS


class Oldest(Struct, frozen=True):
    """Since when the oldest event is undelivered, in real time, and when the oldest reminders were due.

    The first of these is not recorded yet, the second is and waits to be posted; None where there is none.
    """

    event: datetime | None
    reminders: tuple[datetime | None, datetime | None]


class StoredBacklog:
    """What MongoDB says of it: one entry of an index for each question."""

    def __init__(self, database: Database) -> None:
        self._tasks = database["tasks"]
        self._deliveries = database["deliveries"]

    @answering()
    async def oldest(self, *, now: datetime, within_s: float) -> Oldest:
        """The oldest of each kind. Raises `Unavailable` when there is no answer in time."""
        held: Document = {"partition": {"$in": list(range(PARTITIONS))}, "undelivered_since": {"$exists": True}}
        due: Document = {"agenda.wake_at": {"$lte": now}}
        owed: Document = {"state": "waiting", "kind": DeliveryKind.REMINDER.value}
        with pymongo.timeout(within_s):
            event, unlooked, unsent = await asyncio.gather(
                _first(self._tasks, held, "undelivered_since", Sweep.OVERDUE_EVENTS),
                _first(self._tasks, due, "agenda.wake_at", Sweep.DUE_LOOKS),
                _first(self._deliveries, owed, "at", Sweep.WAITING_DELIVERIES),
            )
        return Oldest(event, (unlooked, unsent))


async def _first(collection: Collection, query: Document, field: str, sweep: Sweep) -> datetime | None:
    """The earliest moment in a field of what matches."""
    found = await collection.find_one(query, {"_id": False, field: True}, sort={field: 1}, comment=sweep.value)
    for name in field.split("."):
        found = None if found is None else found[name]
    moment: datetime | None = found  # type: ignore[assignment]
    return moment
