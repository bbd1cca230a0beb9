"""Everything that can be done to a task. Each takes the task and returns the event, which carries the task after it."""

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

from msgspec.structs import replace

from bot.tasks import drafts
from bot.tasks.drafts import Draft
from bot.tasks.due import is_overdue
from bot.tasks.errors import (
    AlreadyAssigned,
    AlreadyCompleted,
    AlreadyStarted,
    AlreadyWithdrawn,
    ChangedSince,
    DueIsPast,
    UndoExpired,
)
from bot.tasks.events import Assigned, Completed, Created, Started, Withdrawn
from bot.tasks.task import Change, ChangeKind, Place, Status, Task

RECENT_CHANGES = 20
UNDO_REACH = timedelta(minutes=10)
LAST_ZONE = timezone(timedelta(hours=-12))
"""Where a date ends last: what is over there is over for everybody."""
CLOCK_TOLERANCE = timedelta(minutes=1)
"""How far in the past a due moment may lie and still be meant: clocks differ, and typing takes time."""


def create(
    draft: Draft,
    *,
    team_id: str,
    number: int,
    maker: str,
    assignees: Sequence[str],
    place: Place | None,
    at: datetime,
    stimulus: str,
) -> Created:
    """Make a task of a draft; `assignees` are the draft's people, looked up.

    Raises `EmptyTitle`, `TooLong` or `DueIsPast`.
    """
    drafts.check(draft)
    if draft.due is not None and is_overdue(draft.due, now=at - CLOCK_TOLERANCE, zone=LAST_ZONE):
        raise DueIsPast(due=draft.due)
    change = Change(kind=ChangeKind.CREATED, actor=maker, at=at, stimulus=stimulus)
    task = Task(
        team_id=team_id,
        number=number,
        version=1,
        title=draft.title,
        description=draft.description,
        maker=maker,
        created_at=at,
        assignees=tuple(dict.fromkeys(assignees)),
        due=draft.due,
        priority=draft.priority,
        labels=draft.labels,
        place=place,
        recent=(change,),
    )
    return Created(actor=maker, at=at, task=task)


def take(task: Task, *, by: str, at: datetime, stimulus: str) -> Assigned:
    """Add oneself to those who have the task."""
    _require_active(task)
    if by in task.assignees:
        raise AlreadyAssigned(number=task.number)
    change = Change(kind=ChangeKind.ASSIGNED, actor=by, at=at, stimulus=stimulus)
    return Assigned(actor=by, at=at, assignees=(by,), task=_changed(task, change, assignees=(*task.assignees, by)))


def start(task: Task, *, by: str, at: datetime, stimulus: str) -> Started:
    """Say that work on it has begun."""
    _require_active(task)
    if task.status is Status.STARTED:
        earlier = task.last(ChangeKind.STARTED)
        raise AlreadyStarted(
            number=task.number,
            by=earlier.actor if earlier else task.maker,
            at=earlier.at if earlier else task.created_at,
        )
    change = Change(kind=ChangeKind.STARTED, actor=by, at=at, stimulus=stimulus)
    return Started(actor=by, at=at, task=_changed(task, change, status=Status.STARTED))


def complete(task: Task, *, by: str, at: datetime, stimulus: str) -> Completed:
    """Finish it, for everyone."""
    _require_active(task)
    change = Change(kind=ChangeKind.COMPLETED, actor=by, at=at, stimulus=stimulus)
    return Completed(actor=by, at=at, task=_changed(task, change, status=Status.DONE))


def withdraw(task: Task, *, by: str, at: datetime, stimulus: str) -> Withdrawn:
    """Take the making of it back, within ten minutes and while nobody else has built on it."""
    if task.is_withdrawn:
        raise AlreadyWithdrawn(number=task.number, by=task.maker)
    if at - task.created_at > UNDO_REACH:
        raise UndoExpired(number=task.number, minutes=int(UNDO_REACH.total_seconds() // 60))
    stranger = next((change for change in reversed(task.recent) if change.actor != task.maker), None)
    if stranger is not None:
        raise ChangedSince(number=task.number, by=stranger.actor, kind=stranger.kind.value, at=stranger.at)
    change = Change(kind=ChangeKind.WITHDRAWN, actor=by, at=at, stimulus=stimulus)
    return Withdrawn(actor=by, at=at, task=_changed(task, change, is_withdrawn=True))


def _require_active(task: Task) -> None:
    if task.is_withdrawn:
        raise AlreadyWithdrawn(number=task.number, by=task.maker)
    if task.status is Status.DONE:
        earlier = task.last(ChangeKind.COMPLETED)
        raise AlreadyCompleted(
            number=task.number,
            by=earlier.actor if earlier else task.maker,
            at=earlier.at if earlier else task.created_at,
        )


def _changed(task: Task, change: Change, **fields: object) -> Task:
    recent = (*task.recent, change)[-RECENT_CHANGES:]
    return replace(task, version=task.version + 1, recent=recent, **fields)
