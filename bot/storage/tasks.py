"""The collection of tasks: each change is one update of one document, which holds the event of the change as well."""

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from pymongo.errors import DuplicateKeyError

from bot.service.ports import Page, Progress
from bot.storage import indexes, listing, sight
from bot.storage.database import Database, Document, answering, real_now
from bot.storage.documents import (
    WITHOUT_BOOKKEEPING,
    changeable_fields,
    document_of,
    task_document,
    value_of,
)
from bot.storage.numbers import Numbers
from bot.tasks import reminders
from bot.tasks.drafts import Filter
from bot.tasks.events import Created, Event
from bot.tasks.partitions import partition_of_team
from bot.tasks.people import Viewer
from bot.tasks.task import Status, Task


class StoredTasks:
    """The `Tasks` port. Every method raises `Unavailable` when MongoDB does not answer within its bound."""

    def __init__(self, database: Database) -> None:
        self._tasks = database["tasks"]
        self._numbers = Numbers(database)

    @answering()
    async def number_for(self, team_id: str, stimulus: str, *, now: datetime) -> int:
        """Take the workspace's next number, or the one that this stimulus took before."""
        return await self._numbers.number_for(team_id, stimulus)

    @answering()
    async def add(self, event: Created) -> Task:
        """Store a new task; if its number is stored already, give what is stored."""
        task = event.task
        try:
            await self._tasks.insert_one(
                {
                    **task_document(task),
                    "changed_at": event.at,
                    "partition": partition_of_team(task.team_id),
                    "outbox": [_held(event)],
                    "undelivered_since": real_now(),
                    "agenda": {"set_at": event.at, "looked_at": event.at, **_first_look(event)},
                }
            )
        except DuplicateKeyError:
            return await self.find(task.team_id, task.number) or task
        return task

    @answering()
    async def save(self, event: Event) -> bool:
        """Store a change unless another was stored since the task was read; true as well if it is there already."""
        task = event.task
        result = await self._tasks.update_one(
            {"team_id": task.team_id, "number": task.number, "version": task.version - 1}, _change(event)
        )
        return result.matched_count == 1 or await self._is_saved(event)

    @answering()
    async def find(self, team_id: str, number: int) -> Task | None:
        """One task, withdrawn ones included."""
        document = await self._tasks.find_one({"team_id": team_id, "number": number}, WITHOUT_BOOKKEEPING)
        return None if document is None else value_of(Task, document)

    @answering()
    async def find_many(self, team_id: str, numbers: Collection[int]) -> dict[int, Task]:
        """Those of the numbers that exist."""
        if not numbers:
            return {}
        cursor = self._tasks.find({"team_id": team_id, "number": {"$in": list(numbers)}}, WITHOUT_BOOKKEEPING)
        return {document["number"]: value_of(Task, document) async for document in cursor}

    @answering()
    async def page(
        self, viewer: Viewer, wanted: Filter, *, now: datetime, zone: ZoneInfo, skip: int, size: int
    ) -> Page:
        """The tasks that match and that this person may see, by due and number, those without a due last."""
        query, index = listing.query(viewer, wanted, now=now, zone=zone), listing.index_for(wanted)
        cursor = self._tasks.find(query, WITHOUT_BOOKKEEPING, hint=index.name)
        found = await cursor.sort({"due_sort": 1, "number": 1}).skip(skip).limit(size).to_list()
        is_last = len(found) < size and (found or not skip)
        total = skip + len(found) if is_last else await self._tasks.count_documents(query, hint=index.name)
        return Page(tasks=tuple(value_of(Task, document) for document in found), total=total, skipped=skip)

    @answering()
    async def progress(self, viewer: Viewer, channel_id: str) -> Progress:
        """How many of a channel's tasks are in each status, zeros included."""
        seen = {**sight.visible_to(viewer), "place.channel_id": channel_id}
        group = {"_id": {"status": "$status", "assignees": "$assignees"}, "tasks": {"$sum": 1}}
        groups = await self._tasks.aggregate([{"$match": seen}, {"$group": group}], hint=indexes.CHANNEL_TASKS.name)
        progress = Progress(statuses=_none_yet(), people={})
        async for each in groups:
            status = Status(each["_id"]["status"])
            progress.statuses[status] += each["tasks"]
            for person in each["_id"]["assignees"] or (None,):
                progress.people.setdefault(person, _none_yet())[status] += each["tasks"]
        return progress

    @answering()
    async def last_changed_by(self, team_id: str, user_id: str, *, since: datetime) -> Task | None:
        """The task that this person changed last, if that was after `since`; a withdrawn one as well."""
        changed = {"$elemMatch": {"actor": user_id, "at": {"$gt": since}}}
        cursor = self._tasks.find(
            {"team_id": team_id, "changed_at": {"$gt": since}, "recent": changed}, WITHOUT_BOOKKEEPING
        )
        tasks = [value_of(Task, document) async for document in cursor]
        return max(
            tasks,
            key=lambda task: (max(each.at for each in task.recent if each.actor == user_id), task.number),
            default=None,
        )

    async def _is_saved(self, event: Event) -> bool:
        """Whether an attempt whose answer was lost has stored this very change."""
        task = event.task
        change = {"$elemMatch": document_of(task.recent[-1])}
        is_stored = {"team_id": task.team_id, "number": task.number, "recent": change}
        return await self._tasks.find_one(is_stored, {"_id": True}) is not None


def _change(event: Event) -> Document:
    """The update that makes a change: a look that was claimed before it is due again, a finished task has none."""
    earliest: Document = {"undelivered_since": real_now()}
    gone: Document = {"agenda.claim": ""}
    if event.task.is_active:
        earliest |= {f"agenda.{name}": moment for name, moment in _first_look(event).items()}
    else:
        gone |= {"agenda.wake_at": "", "agenda.snoozes": ""}
    return {
        "$set": {**changeable_fields(event.task), "changed_at": event.at},
        "$push": {"outbox": _held(event)},
        "$min": earliest,
        "$unset": gone,
    }


def _held(event: Event) -> Document:
    return {**document_of(event), "committed_at": real_now()}


def _first_look(event: Event) -> Document:
    """A change is looked at anew, since it may concern people for whom it is time earlier."""
    wake_at = reminders.first_look_at(event.task, set_at=event.at)
    return {} if wake_at is None else {"wake_at": wake_at}


def _none_yet() -> dict[Status, int]:
    return dict.fromkeys(Status, 0)
