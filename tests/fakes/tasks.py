"""Tasks, their outboxes and what the agenda notes with them, in memory."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.service.ports import Cursor, NumberTaken, Page, Progress
from bot.tasks import due, permissions, reminders
from bot.tasks.drafts import DueWindow, Filter, Scope
from bot.tasks.events import Created, Event
from bot.tasks.partitions import partition_of_team
from bot.tasks.people import Viewer
from bot.tasks.reminders import Snooze
from bot.tasks.task import Status, Task

NEVER = datetime(9999, 12, 31, tzinfo=UTC)


@dataclass
class Kept:
    """A task with what is noted beside it; a claim is its holder and the moment at which it ends."""

    task: Task
    set_at: datetime
    looked_at: datetime
    wake_at: datetime | None = None
    snoozes: tuple[Snooze, ...] = ()
    claim: tuple[str, datetime] | None = None
    held: list[tuple[Event, datetime]] = field(default_factory=list)


class FakeTasks:
    """The ports `Tasks` and `Outbox`; `kept` is what a test may look into."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, int], Kept] = {}
        self._counters: Counter[str] = Counter()
        self._numbers: dict[tuple[str, str], int] = {}

    def turn_back(self) -> None:
        """Forget how far the numbers have come."""
        self._counters.clear()

    async def number_for(self, team_id: str, stimulus: str) -> int:
        self._counters[team_id] += 1
        return self._numbers.setdefault((team_id, stimulus), self._counters[team_id])

    async def renumber(self, team_id: str, stimulus: str, *, taken: int) -> int:
        if self._numbers[team_id, stimulus] == taken:
            highest = max((number for team, number in self.kept if team == team_id), default=0)
            self._counters[team_id] = max(self._counters[team_id], highest) + 1
            self._numbers[team_id, stimulus] = self._counters[team_id]
        return self._numbers[team_id, stimulus]

    async def add(self, event: Created) -> Task:
        task = event.task
        if stored := self.kept.get((task.team_id, task.number)):
            if not stored.task.may_be_made_by(task.maker, event.change.stimulus):
                raise NumberTaken(task.number)
            return stored.task
        self.kept[task.team_id, task.number] = Kept(
            task=task,
            set_at=event.at,
            looked_at=event.at,
            wake_at=reminders.first_look_at(task, set_at=event.at),
            held=[(event, datetime.now(UTC))],
        )
        return task

    async def save(self, event: Event) -> bool:
        kept = self.kept.get((event.team_id, event.number))
        if kept is None:
            return False
        if kept.task.version != event.version - 1:
            return event.task.recent[-1] in kept.task.recent
        kept.task = event.task
        kept.claim = None
        kept.held.append((event, datetime.now(UTC)))
        _plan(kept, event)
        return True

    async def find(self, team_id: str, number: int) -> Task | None:
        kept = self.kept.get((team_id, number))
        return None if kept is None else kept.task

    async def find_many(self, team_id: str, numbers: Collection[int]) -> dict[int, Task]:
        return {number: self.kept[team_id, number].task for number in numbers if (team_id, number) in self.kept}

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
        matching = [
            task
            for task in self._visible_to(viewer)
            if _matches(task, viewer, wanted) and _is_in(task, wanted, now, zone)
        ]
        matching.sort(key=_order)
        start = 0
        if after is not None:
            start = sum(_order(task) <= (after.due_sort, after.number) for task in matching)
        elif before is not None:
            end = sum(_order(task) < (before.due_sort, before.number) for task in matching)
            start, size = max(0, end - size), min(size, end)
        tasks = tuple(matching[start : start + size])
        places = [Cursor(due_sort=due_sort, number=number) for due_sort, number in map(_order, tasks)]
        return Page(
            tasks=tasks,
            total=len(matching),
            skipped=start,
            first=places[0] if places else None,
            last=places[-1] if places else None,
        )

    async def search(self, viewer: Viewer, words: str, *, skip: int, size: int) -> Page:
        wanted = _words(words)
        found = [
            task for task in self._visible_to(viewer) if wanted and wanted <= _words(f"{task.title} {task.description}")
        ]
        found.sort(key=lambda task: task.number, reverse=True)
        return Page(tasks=tuple(found[skip : skip + size]), total=len(found), skipped=skip)

    async def progress(self, viewer: Viewer, channel_id: str) -> Progress:
        progress = Progress(statuses=dict.fromkeys(Status, 0), people={})
        for task in self._visible_to(viewer):
            if task.place is not None and task.place.channel_id == channel_id:
                progress.statuses[task.status] += 1
                for person in task.assignees or (None,):
                    progress.people.setdefault(person, dict.fromkeys(Status, 0))[task.status] += 1
        return progress

    async def changed_by(self, team_id: str, user_id: str, *, since: datetime) -> Sequence[Task]:
        changes = [
            (change.at, kept.task.number, kept.task)
            for kept in self.kept.values()
            for change in kept.task.recent
            if kept.task.team_id == team_id and change.actor == user_id and change.at > since
        ]
        tasks: dict[int, Task] = {}
        for _, number, task in sorted(changes, key=lambda change: change[:2], reverse=True):
            tasks.setdefault(number, task)
        return list(tasks.values())

    async def undelivered(self, team_id: str, number: int) -> Sequence[Event]:
        kept = self.kept.get((team_id, number))
        return [] if kept is None else [event for event, _ in kept.held]

    async def overdue(self, partitions: Collection[int], *, committed_before: datetime) -> Sequence[Event]:
        return [
            event
            for kept in self.kept.values()
            for event, committed_at in kept.held
            if committed_at < committed_before and partition_of_team(event.team_id) in partitions
        ]

    async def discharge(self, events: Collection[Event]) -> None:
        for discharged in events:
            kept = self.kept.get((discharged.team_id, discharged.number))
            if kept is not None:
                kept.held = [(event, at) for event, at in kept.held if event.version > discharged.version]

    def _visible_to(self, viewer: Viewer) -> list[Task]:
        tasks = (kept.task for kept in self.kept.values())
        return [task for task in tasks if not task.is_gone and permissions.may_see(task, viewer)]


def _plan(kept: Kept, event: Event) -> None:
    """A due that is set anew is looked at anew, beside what was put off; what is over is not looked at."""
    task, changed = event.task, event.change.after.given()
    if not task.is_active:
        kept.wake_at, kept.snoozes = None, ()
    elif "due" in changed or "deleted_at" in changed or event.change.before.status is Status.DONE:
        kept.set_at = kept.looked_at = event.at
        first = reminders.first_look_at(task, set_at=event.at)
        kept.wake_at = min(filter(None, (first, *(snooze.at for snooze in kept.snoozes))), default=None)
    elif "assignees" in changed and task.due is not None:
        kept.wake_at = min(filter(None, (kept.wake_at, event.at)))


def _order(task: Task) -> tuple[datetime, int]:
    return (due.end(task.due, ZoneInfo("UTC")) if task.due else NEVER, task.number)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def _matches(task: Task, viewer: Viewer, wanted: Filter) -> bool:
    whose = {
        Scope.MINE: viewer.user_id in reminders.recipients(task),
        Scope.CREATED: viewer.user_id == task.maker,
        Scope.ALL: True,
    }
    text = f"{task.title} {task.description}".casefold().split()
    return (
        whose[wanted.scope]
        and task.status in (wanted.statuses or (Status.OPEN, Status.STARTED))
        and set(wanted.people) <= set(task.assignees)
        and not (wanted.is_unassigned and task.assignees)
        and {label.casefold() for label in wanted.labels} <= {label.casefold() for label in task.labels}
        and wanted.priority in (None, task.priority)
        and (wanted.channel_id is None or (task.place is not None and task.place.channel_id == wanted.channel_id))
        and all(word.casefold() in text for word in wanted.words)
    )


def _is_in(task: Task, wanted: Filter, now: datetime, zone: ZoneInfo) -> bool:
    if wanted.due is None:
        return True
    if task.due is None:
        return False
    today = now.astimezone(zone).date()
    day = due.local_date(task.due, zone)
    match wanted.due:
        case DueWindow.TODAY:
            return day == today
        case DueWindow.WEEK:
            return today <= day < today + timedelta(days=7 - today.weekday())
        case DueWindow.OVERDUE:
            return task.is_active and due.is_overdue(task.due, now=now, zone=zone)
