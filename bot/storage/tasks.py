"""The collection of tasks: each change is one update of one document, which holds the event of the change as well."""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from pymongo.errors import DuplicateKeyError

from bot.service.ports import Cursor, NumberTaken, Page, Progress
from bot.storage import changes, indexes, listing, paging, searching, sight
from bot.storage.database import Database, Document, answering
from bot.storage.documents import TASK_FIELDS, document_of, value_of
from bot.storage.indexes import Index
from bot.storage.numbers import Numbers
from bot.storage.paging import Counts
from bot.storage.together import Together
from bot.tasks.drafts import Filter
from bot.tasks.events import Created, Event
from bot.tasks.people import Viewer
from bot.tasks.task import Status, Task

FOUND_AT_ONCE = 100


class StoredTasks:
    """The `Tasks` port. Every method raises `Unavailable` when MongoDB does not answer within its bound."""

    def __init__(self, database: Database) -> None:
        self._tasks = database["tasks"]
        self._numbers = Numbers(database)
        self._finding = Together(self._found, most=FOUND_AT_ONCE)

    @answering()
    async def catch_up(self, team_id: str) -> None:
        """See to it that no number is given again after an older state was restored; to be called at each start."""
        await self._numbers.catch_up(team_id)

    @answering()
    async def number_for(self, team_id: str, stimulus: str) -> int:
        """Take the workspace's next number, or the one that this stimulus took before."""
        return await self._numbers.number_for(team_id, stimulus)

    @answering()
    async def renumber(self, team_id: str, stimulus: str, *, taken: int) -> int:
        """Take another number for a stimulus whose number is another task's."""
        return await self._numbers.renumber(team_id, stimulus, taken=taken)

    @answering()
    async def add(self, event: Created) -> Task:
        """Store a new task; if its stimulus stored it already, give what is stored. Raises `NumberTaken`."""
        task = event.task
        try:
            await self._tasks.insert_one(changes.new_task(event))
        except DuplicateKeyError:
            stored = await self.find(task.team_id, task.number)
            if stored is None or not stored.may_be_made_by(task.maker, event.change.stimulus):
                raise NumberTaken(task.number) from None
            return stored
        return task

    @answering()
    async def save(self, event: Event) -> bool:
        """Store a change unless another was stored since the task was read; true as well if it is there already."""
        task = event.task
        result = await self._tasks.update_one(
            {"team_id": task.team_id, "number": task.number, "version": task.version - 1}, changes.update(event)
        )
        return result.matched_count == 1 or await self._is_saved(event)

    async def find(self, team_id: str, number: int) -> Task | None:
        """One task, those that are gone included."""
        return await self._finding.ask((team_id, number))

    @answering()
    async def find_many(self, team_id: str, numbers: Collection[int]) -> dict[int, Task]:
        """Those of the numbers that exist."""
        if not numbers:
            return {}
        cursor = self._tasks.find({"team_id": team_id, "number": {"$in": list(numbers)}}, TASK_FIELDS)
        return {document["number"]: value_of(Task, document) async for document in cursor}

    @answering()
    async def page(
        self,
        viewer: Viewer,
        wanted: Filter,
        *,
        now: datetime,
        zone: ZoneInfo,
        size: int,
        after: Cursor | None = None,
        before: Cursor | None = None,
    ) -> Page:
        """The tasks that match and that this person may see, by due and number, those without a due last.

        The first ones, those after a place, or the last ones before a place; `skipped` is how many come before them.
        """
        query, index = listing.query(viewer, wanted, now=now, zone=zone), listing.index_for(wanted)
        direction = -1 if before is not None else 1
        found = self._tasks.find(paging.beyond(query, after=after, before=before), TASK_FIELDS, hint=index.name)
        ordered = found.sort({"due_sort": direction, "number": direction}).limit(size)
        if after is None and before is None:
            documents = await ordered.to_list()
            counted = Counts(total=len(documents)) if len(documents) < size else await self._count(query, index)
        else:
            documents, counted = await asyncio.gather(
                ordered.to_list(), self._count(query, index, after=after, before=before)
            )
        tasks = [value_of(Task, document) for document in documents[::direction]]
        passed = counted.passed if before is None else max(0, counted.passed - len(tasks))
        return paging.page_of(tasks, total=counted.total, skipped=passed)

    @answering()
    async def search(self, viewer: Viewer, words: str, *, skip: int, size: int) -> Page:
        """The tasks in whose title or description all the words are and that this person may see, newest first.

        Of more than `searching.MATCHES` tasks that match, that many are considered and counted.
        """
        typed = searching.words_typed(words)
        if not typed:
            return Page(tasks=(), total=0, skipped=skip)
        matches = self._tasks.find(searching.query(viewer, typed), {"_id": False, "number": True})
        numbers = [document["number"] async for document in matches.limit(searching.MATCHES)]
        shown = sorted(numbers, reverse=True)[skip : skip + size]
        seen = {**sight.visible_to(viewer), "number": {"$in": shown}}
        found = self._tasks.find(seen, TASK_FIELDS, hint=indexes.TASK.name).sort({"number": -1})
        tasks = tuple([value_of(Task, document) async for document in found]) if shown else ()
        return Page(tasks=tasks, total=len(numbers), skipped=skip)

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
    async def changed_by(self, team_id: str, user_id: str, *, since: datetime) -> Sequence[Task]:
        """The tasks that this person changed after `since`, the latest change first; those that are gone as well."""
        theirs = {"$elemMatch": {"actor": user_id, "at": {"$gt": since}}}
        cursor = self._tasks.find({"team_id": team_id, "changed_at": {"$gt": since}, "recent": theirs}, TASK_FIELDS)
        tasks = [value_of(Task, document) async for document in cursor]
        return sorted(tasks, key=lambda task: (_last_changed(task, user_id), task.number), reverse=True)

    async def _found(self, asked: Sequence[tuple[str, int]]) -> Sequence[Task | None]:
        numbers: defaultdict[str, set[int]] = defaultdict(set)
        for team_id, number in asked:
            numbers[team_id].add(number)
        found = {team_id: await self.find_many(team_id, wanted) for team_id, wanted in numbers.items()}
        return [found[team_id].get(number) for team_id, number in asked]

    async def _count(
        self, query: Document, index: Index, *, after: Cursor | None = None, before: Cursor | None = None
    ) -> Counts:
        """What matches in all and what lies before a place, counted in one walk."""
        pipeline = paging.counting(query, after=after, before=before)
        counted = await (await self._tasks.aggregate(pipeline, hint=index.name)).to_list()
        return value_of(Counts, counted[0]) if counted else Counts()

    async def _is_saved(self, event: Event) -> bool:
        """Whether an attempt whose answer was lost has stored this very change."""
        task = event.task
        change = {"$elemMatch": document_of(task.recent[-1])}
        is_stored = {"team_id": task.team_id, "number": task.number, "recent": change}
        return await self._tasks.find_one(is_stored, {"_id": True}) is not None


def _last_changed(task: Task, user_id: str) -> datetime:
    return max(change.at for change in task.recent if change.actor == user_id)


def _none_yet() -> dict[Status, int]:
    return dict.fromkeys(Status, 0)
