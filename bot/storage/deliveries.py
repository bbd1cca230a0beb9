"""The ledger: every message that is owed, once, from the moment it is owed until it stands in Slack as it should."""

import time
from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from pymongo import UpdateMany, UpdateOne
from pymongo.errors import BulkWriteError

from bot.storage.database import Database, Document, answering, insert_missing, real_now
from bot.storage.documents import document_of, value_of
from bot.storage.sweeps import Sweep
from bot.storage.together import Together
from bot.tasks.deliveries import DRAWN_FROM_THE_TASK, Delivery, DeliveryKind, Entry, Posted
from bot.tasks.partitions import partition_of
from bot.tasks.task import Task

ORDER = {"recorded": 1}
"""The order of recording, which is that of commit: one process at a time announces the events of a workspace."""

OWED_BY_A_CHANGE = (DeliveryKind.CARD, DeliveryKind.THREAD, DeliveryKind.NOTICE)
SETTLED_AT_ONCE = 100
WITHDRAWN = "the change was taken back"

_NEITHER_TRIED_NOR_REFUSED = {"attempts": 0, "not_before": None, "reason": None}


class State(StrEnum):
    """How far a delivery has come."""

    WAITING = "waiting"
    HELD = "held"
    POSTED = "posted"
    DROPPED = "dropped"


_STALENESS: Document = {
    "$set": {
        "is_stale": {
            "$and": [{"$eq": ["$state", State.POSTED.value]}, {"$gt": ["$wanted", "$posted.version"]}],
        }
    }
}
"""Judged anew by the server in every update that touches what is wanted or what is shown, so that neither is lost."""


class StoredLedger:
    """The `Ledger` port. Every method raises `Unavailable` when MongoDB does not answer within its bound."""

    def __init__(self, database: Database) -> None:
        self._deliveries = database["deliveries"]
        self._last_recorded = 0
        self._settling = Together(self._settled, most=SETTLED_AT_ONCE)

    @answering()
    async def record(self, deliveries: Collection[Delivery]) -> None:
        """Record what is owed; a key that is recorded already stays as it is."""
        if deliveries:
            documents = [_document(delivery, self._next_place()) for delivery in deliveries]
            await insert_missing(self._deliveries, documents)

    @answering()
    async def redraw(self, tasks: Collection[Task]) -> None:
        """Note that whatever shows these tasks must show at least these versions of them."""
        if tasks:
            await self._deliveries.bulk_write([_redrawing(task) for task in tasks], ordered=False)

    @answering()
    async def waiting(self, partitions: Collection[int], *, excluding: Collection[str], limit: int) -> Sequence[Entry]:
        """What is still to be posted, in order, but for the destinations excluded."""
        query: Document = {"partition": {"$in": sorted(partitions)}, "state": State.WAITING.value}
        if excluding:
            query["destination"] = {"$nin": sorted(excluding)}
        # As of one moment: a plain read that meets a batch being recorded can miss one of it and find a later one.
        async with self._deliveries.database.client.start_session(snapshot=True) as session:
            cursor = self._deliveries.find(query, comment=Sweep.WAITING_DELIVERIES.value, session=session)
            return [_entry(document) async for document in cursor.sort(ORDER).limit(limit)]

    @answering()
    async def stale(self, partitions: Collection[int], *, limit: int) -> Sequence[Entry]:
        """What stands in Slack and shows an older version than it should."""
        query = {"partition": {"$in": sorted(partitions)}, "is_stale": True}
        cursor = self._deliveries.find(query, comment=Sweep.STALE_DELIVERIES.value)
        return [_entry(document) async for document in cursor.sort(ORDER).limit(limit)]

    @answering()
    async def card(self, team_id: str, number: int) -> Posted | None:
        """Where the card of a task stands, once it is posted."""
        card = await self._deliveries.find_one(
            {"team_id": team_id, "number": number, "kind": DeliveryKind.CARD.value, "state": State.POSTED.value},
            {"posted": True},
        )
        return None if card is None else value_of(Posted, card["posted"])

    async def posted(self, delivery: Delivery, posted: Posted) -> None:
        """Settle a delivery: it stands in Slack and shows this version."""
        where = {"$literal": document_of(posted)}
        fields: Document = {"state": State.POSTED.value, "posted": where, **_NEITHER_TRIED_NOR_REFUSED}
        if delivery.kind not in DRAWN_FROM_THE_TASK:
            fields["settled_at"] = real_now()
        await self._settling.ask(UpdateOne(_named(delivery), [{"$set": fields}, _STALENESS]))

    @answering()
    async def redrawn(self, delivery: Delivery, version: int) -> None:
        """Settle a redrawing; it stays stale if a later version was asked for meanwhile."""
        shown = {"posted.version": {"$max": ["$posted.version", version]}, **_NEITHER_TRIED_NOR_REFUSED}
        await self._deliveries.update_one(
            {"team_id": delivery.team_id, "key": delivery.key, "state": State.POSTED.value},
            [{"$set": shown}, _STALENESS],
        )

    @answering()
    async def postpone(self, delivery: Delivery, *, until_real: datetime, reason: str) -> None:
        """Try again later; counts as an attempt."""
        await self._update(delivery, {"$set": {"not_before": until_real, "reason": reason}, "$inc": {"attempts": 1}})

    @answering()
    async def drop(self, delivery: Delivery, reason: str) -> None:
        """Settle a delivery without posting it."""
        dropped = {"state": State.DROPPED.value, "reason": reason, "is_stale": False, "settled_at": real_now()}
        await self._update(delivery, {"$set": dropped})

    @answering()
    async def hold(self, delivery: Delivery, reason: str) -> None:
        """Keep a delivery back until its channel is opened to the bot."""
        await self._update(delivery, {"$set": {"state": State.HELD.value, "reason": reason}})

    @answering()
    async def release(self, team_id: str, channel_id: str) -> int:
        """Let what is held for a channel wait again; tells how many."""
        result = await self._deliveries.update_many(
            {"team_id": team_id, "destination": channel_id, "state": State.HELD.value},
            {"$set": {"state": State.WAITING.value, **_NEITHER_TRIED_NOR_REFUSED}},
        )
        return result.modified_count

    @answering()
    async def repost(self, delivery: Delivery) -> None:
        """The message is gone from Slack: let its delivery wait again."""
        waiting = {"state": State.WAITING.value, "is_stale": False, **_NEITHER_TRIED_NOR_REFUSED}
        await self._update(delivery, {"$set": waiting, "$unset": {"posted": ""}})

    @answering()
    async def withdraw(self, team_id: str, number: int, version: int) -> None:
        """Drop what a version of a task owes and what is not posted yet; reminders are owed to the due."""
        unposted = {"$in": [State.WAITING.value, State.HELD.value]}
        kinds = {"$in": [kind.value for kind in OWED_BY_A_CHANGE]}
        dropped = {"state": State.DROPPED.value, "reason": WITHDRAWN, "settled_at": real_now()}
        await self._deliveries.update_many(
            {"team_id": team_id, "number": number, "kind": kinds, "version": version, "state": unposted},
            {"$set": dropped},
        )

    @answering()
    async def _settled(self, updates: Sequence[UpdateOne]) -> Sequence[Exception | None]:
        """Write what several settle at once; each hears of its own failure alone, since the others are settled."""
        try:
            await self._deliveries.bulk_write(updates, ordered=False)
        except BulkWriteError as error:
            details: Any = error.details
            failed = {problem["index"] for problem in details["writeErrors"]}
            if details["writeConcernErrors"]:
                raise
            return [error if place in failed else None for place in range(len(updates))]
        return [None] * len(updates)

    def _next_place(self) -> int:
        """A place in the order of recording: nanoseconds of real time, never the same twice."""
        self._last_recorded = max(time.time_ns(), self._last_recorded + 1)
        return self._last_recorded

    async def _update(self, delivery: Delivery, update: Document | list[Document]) -> None:
        await self._deliveries.update_one(_named(delivery), update)


def _named(delivery: Delivery) -> Document:
    return {"team_id": delivery.team_id, "key": delivery.key}


def _document(delivery: Delivery, place: int) -> Document:
    document = {
        **document_of(delivery),
        "partition": partition_of(delivery.team_id, delivery.destination),
        "recorded": place,
        "state": State.WAITING.value,
        "is_stale": False,
        **_NEITHER_TRIED_NOR_REFUSED,
    }
    if delivery.kind in DRAWN_FROM_THE_TASK:
        document["wanted"] = delivery.version
    return document


def _redrawing(task: Task) -> UpdateMany:
    drawn = {"$in": [kind.value for kind in DRAWN_FROM_THE_TASK]}
    return UpdateMany(
        {"team_id": task.team_id, "number": task.number, "kind": drawn, "wanted": {"$lt": task.version}},
        [{"$set": {"wanted": task.version}}, _STALENESS],
    )


def _entry(document: Document) -> Entry:
    posted = document.get("posted")
    return Entry(
        delivery=value_of(Delivery, document),
        attempts=document["attempts"],
        not_before=document["not_before"],
        posted=None if posted is None else value_of(Posted, posted),
    )
