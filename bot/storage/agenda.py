"""The agenda: when each task must next be looked at, kept in the task's own document."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from pymongo import UpdateMany
from pymongo.errors import BulkWriteError, ConnectionFailure

from bot.service.ports import Appointment, Kept
from bot.storage import indexes
from bot.storage.database import Database, Document, answering, real_now
from bot.storage.documents import TASK_FIELDS, document_of, value_of
from bot.storage.listing import ACTIVE
from bot.storage.sweeps import Sweep
from bot.tasks.reminders import Snooze
from bot.tasks.task import Task

CLAIMS_LAST = timedelta(seconds=30)


class StoredAgenda:
    """The `Agenda` port. Every method raises `Unavailable` when MongoDB does not answer within its bound.

    A claim is taken off by whoever changes the task or its snoozes, so that a look at the old ones settles nothing.
    """

    def __init__(self, database: Database) -> None:
        self._tasks = database["tasks"]

    @answering()
    async def claim(self, *, now: datetime, holder: str, limit: int) -> Sequence[Appointment]:
        """Take some of the looks that are due, the longest due first; `holder` is a new name for every call."""
        due: Document = {"agenda.wake_at": {"$lte": now}, "agenda.claim.until": {"$not": {"$gt": real_now()}}}
        cursor = self._tasks.find(due, {"_id": True}, comment=Sweep.DUE_LOOKS.value)
        ids = [document["_id"] async for document in cursor.sort({"agenda.wake_at": 1}).limit(limit)]
        if not ids:
            return ()
        await self._tasks.update_many(
            {"_id": {"$in": ids}, **due},
            {"$set": {"agenda.claim": {"holder": holder, "until": real_now() + CLAIMS_LAST}}},
            comment=Sweep.DUE_LOOKS.value,
        )
        claimed = self._tasks.find(
            {"_id": {"$in": ids}, "agenda.claim.holder": holder},
            {**TASK_FIELDS, "agenda": True},
            comment=Sweep.DUE_LOOKS.value,
        )
        return [_appointment(document) async for document in claimed]

    @answering()
    async def keep(self, holder: str, kept: Collection[Kept]) -> None:
        """Settle claimed looks; one whose claim is gone stays due and is looked at again."""
        if kept:
            settlings = _settlings(holder, kept)
            try:
                await self._tasks.bulk_write(settlings, ordered=False)
            except (ConnectionFailure, BulkWriteError):
                # A change of primary: the driver repeats no update of many. Done twice it is done once.
                await self._tasks.bulk_write(settlings, ordered=False)

    @answering()
    async def snooze(self, team_id: str, number: int, snooze: Snooze) -> bool:
        """Set one person's snooze, in place of an earlier one; false if the task is not active."""
        others = {
            "$filter": {
                "input": {"$ifNull": ["$agenda.snoozes", []]},
                "cond": {"$ne": ["$$this.user_id", {"$literal": snooze.user_id}]},
            }
        }
        fields = {
            "agenda.snoozes": {"$concatArrays": [others, [{"$literal": document_of(snooze)}]]},
            "agenda.wake_at": {"$min": ["$agenda.wake_at", snooze.at]},
        }
        result = await self._tasks.update_one(
            {"team_id": team_id, "number": number, "is_active": True}, [{"$set": fields}, {"$unset": "agenda.claim"}]
        )
        return result.matched_count == 1

    @answering()
    async def look_again(self, team_id: str, user_id: str, *, now: datetime) -> None:
        """Have the dated tasks of a person looked at: their zone has changed."""
        dated = {
            "team_id": team_id,
            "held_by": user_id,
            "is_gone": False,
            "status": {"$in": [status.value for status in ACTIVE]},
            "due.on": {"$type": "string"},
        }
        await self._tasks.update_many(
            dated, {"$min": {"agenda.wake_at": now}, "$unset": {"agenda.claim": ""}}, hint=indexes.HELD_TASKS.name
        )


def _settlings(holder: str, kept: Collection[Kept]) -> Sequence[UpdateMany]:
    """One update for all of a workspace that end alike, as most do that come due at the same moment."""
    alike: defaultdict[tuple[str, datetime, datetime | None, tuple[Snooze, ...]], list[int]] = defaultdict(list)
    for each in kept:
        task = each.appointment.task
        alike[task.team_id, each.looked_at, each.next_look_at, each.snoozes].append(task.number)
    return [_settling(holder, numbers, *end) for end, numbers in alike.items()]


def _settling(
    holder: str,
    numbers: Sequence[int],
    team_id: str,
    looked_at: datetime,
    next_look_at: datetime | None,
    snoozes: Sequence[Snooze],
) -> UpdateMany:
    fields: Document = {
        "agenda.looked_at": looked_at,
        "agenda.snoozes": [document_of(snooze) for snooze in snoozes],
    }
    gone = {"agenda.claim": ""}
    if next_look_at is None:
        gone["agenda.wake_at"] = ""
    else:
        fields["agenda.wake_at"] = next_look_at
    return UpdateMany(
        {"team_id": team_id, "number": {"$in": numbers}, "agenda.claim.holder": holder},
        {"$set": fields, "$unset": gone},
    )


def _appointment(document: Document) -> Appointment:
    agenda = document["agenda"]
    return Appointment(
        task=value_of(Task, document),
        set_at=agenda["set_at"],
        since=agenda["looked_at"],
        snoozes=tuple(value_of(Snooze, snooze) for snooze in agenda.get("snoozes", ())),
    )
