"""The outbox: the events that the tasks' documents hold until what they owe is in the ledger."""

from collections.abc import Collection, Sequence
from datetime import datetime

from pymongo import UpdateOne

from bot.storage.database import Database, Document, answering
from bot.storage.documents import event_of
from bot.storage.sweeps import Sweep
from bot.tasks.events import Event

TASKS_AT_ONCE = 200


class StoredOutbox:
    """The `Outbox` port. Every method raises `Unavailable` when MongoDB does not answer within its bound."""

    def __init__(self, database: Database) -> None:
        self._tasks = database["tasks"]

    @answering()
    async def undelivered(self, team_id: str, number: int) -> Sequence[Event]:
        """All events that a task still holds, in order."""
        document = await self._tasks.find_one({"team_id": team_id, "number": number}, {"outbox": True})
        return [event_of(held) for held in (document or {}).get("outbox", ())]

    @answering()
    async def overdue(self, partitions: Collection[int], *, committed_before: datetime) -> Sequence[Event]:
        """Events stored before a moment of real time and still held: those of some tasks, the longest held first."""
        cursor = (
            self._tasks.find(
                {"partition": {"$in": sorted(partitions)}, "undelivered_since": {"$lt": committed_before}},
                {"outbox": True},
                comment=Sweep.OVERDUE_EVENTS.value,
            )
            .sort({"undelivered_since": 1})
            .limit(TASKS_AT_ONCE)
        )
        return [
            event_of(held)
            async for document in cursor
            for held in document["outbox"]
            if held["committed_at"] < committed_before
        ]

    @answering()
    async def discharge(self, events: Collection[Event]) -> None:
        """Let go of these events and of the earlier ones of their tasks."""
        newest: dict[tuple[str, int], int] = {}
        for event in events:
            key = (event.team_id, event.number)
            newest[key] = max(event.version, newest.get(key, 0))
        if newest:
            await self._tasks.bulk_write(
                [
                    UpdateOne(
                        {"team_id": team_id, "number": number, "outbox.task.version": {"$lte": version}},
                        _without_events_until(version),
                    )
                    for (team_id, number), version in newest.items()
                ],
                ordered=False,
            )


def _without_events_until(version: int) -> list[Document]:
    """An empty outbox leaves no `undelivered_since`, and with that the index of the sweep."""
    later = {"$filter": {"input": "$outbox", "cond": {"$gt": ["$$this.task.version", version]}}}
    return [
        {"$set": {"outbox": later}},
        {"$set": {"undelivered_since": {"$ifNull": [{"$first": "$outbox.committed_at"}, "$$REMOVE"]}}},
    ]
