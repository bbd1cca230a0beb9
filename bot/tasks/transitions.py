"""Everything that can be done to a task. Each takes the task and returns the event, which carries the task after it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from msgspec.structs import replace

from bot.tasks import drafts
from bot.tasks.drafts import COMMENT_LENGTH, Draft
from bot.tasks.due import Due, is_overdue
from bot.tasks.errors import (
    AlreadyAssigned,
    AlreadyCompleted,
    AlreadyDeleted,
    AlreadyStarted,
    AlreadyWithdrawn,
    DueIsPast,
    EmptyTitle,
    NotAssigned,
    NotDeleted,
    NotDone,
    NothingChanged,
    RestoreExpired,
    TooLong,
)
from bot.tasks.events import (
    Assigned,
    Commented,
    Completed,
    Created,
    Deleted,
    Happening,
    Labelled,
    Prioritized,
    Reopened,
    Rescheduled,
    Restored,
    Started,
    Unassigned,
)
from bot.tasks.task import Change, ChangeKind, Fields, Place, Priority, Status, Task
from bot.tasks.wall_time import LAST_ZONE

RECENT_CHANGES = 20
CLOCK_TOLERANCE = timedelta(minutes=1)
"""How far in the past a due moment may lie and still be meant: clocks differ, and typing takes time."""
RESTORE_REACH = timedelta(days=30)

Happened = TypeVar("Happened", bound=Happening)


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
    require_ahead(draft.due, at)
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
    return assign(task, (by,), by=by, at=at, stimulus=stimulus)


def assign(task: Task, people: Sequence[str], *, by: str, at: datetime, stimulus: str) -> Assigned:
    """Add people to those who have the task."""
    require_active(task)
    added = tuple(person for person in dict.fromkeys(people) if person not in task.assignees)
    if not added:
        raise AlreadyAssigned(number=task.number, people=tuple(people))
    assignees = (*task.assignees, *added)
    drafts.require_length("number of people", len(assignees), drafts.ASSIGNEES)
    return changed(Assigned, task, Fields(assignees=assignees), by=by, at=at, stimulus=stimulus)


def unassign(task: Task, people: Sequence[str], *, by: str, at: datetime, stimulus: str) -> Unassigned:
    """Take people off the task."""
    require_active(task)
    assignees = tuple(person for person in task.assignees if person not in people)
    if assignees == task.assignees:
        raise NotAssigned(number=task.number)
    return changed(Unassigned, task, Fields(assignees=assignees), by=by, at=at, stimulus=stimulus)


def start(task: Task, *, by: str, at: datetime, stimulus: str) -> Started:
    """Say that work on it has begun."""
    require_active(task)
    if task.status is Status.STARTED:
        earlier = task.last(ChangeKind.STARTED)
        raise AlreadyStarted(
            number=task.number,
            by=earlier.actor if earlier else task.maker,
            at=earlier.at if earlier else task.created_at,
        )
    return changed(Started, task, Fields(status=Status.STARTED), by=by, at=at, stimulus=stimulus)


def complete(task: Task, *, by: str, at: datetime, stimulus: str) -> Completed:
    """Finish it, for everyone."""
    require_active(task)
    return changed(Completed, task, Fields(status=Status.DONE), by=by, at=at, stimulus=stimulus)


def reopen(task: Task, *, by: str, at: datetime, stimulus: str) -> Reopened:
    """Say that it is not done after all."""
    require_there(task)
    if task.status is not Status.DONE:
        raise NotDone(number=task.number)
    return changed(Reopened, task, Fields(status=Status.OPEN), by=by, at=at, stimulus=stimulus)


def reschedule(task: Task, due: Due | None, *, by: str, at: datetime, stimulus: str) -> Rescheduled:
    """Give it another due, or none."""
    require_active(task)
    require_ahead(due, at)
    return changed(Rescheduled, task, Fields(due=due), by=by, at=at, stimulus=stimulus)


def prioritize(task: Task, priority: Priority, *, by: str, at: datetime, stimulus: str) -> Prioritized:
    """Say how much it presses."""
    require_active(task)
    return changed(Prioritized, task, Fields(priority=priority), by=by, at=at, stimulus=stimulus)


def label(
    task: Task, added: Sequence[str], removed: Sequence[str], *, by: str, at: datetime, stimulus: str
) -> Labelled:
    """Add labels and take others off; two that differ only by case are the same."""
    require_active(task)
    labels = drafts.relabelled(task.labels, added, removed)
    drafts.require_length("number of labels", len(labels), drafts.LABELS)
    drafts.require_length("label", max(map(len, labels), default=0), drafts.LABEL_LENGTH)
    return changed(Labelled, task, Fields(labels=labels), by=by, at=at, stimulus=stimulus)


def comment(task: Task, text: str, *, by: str, at: datetime, stimulus: str) -> Commented:
    """Say something about it; possible when it is done as well."""
    require_there(task)
    if not text.strip():
        raise EmptyTitle
    if len(text) > COMMENT_LENGTH:
        raise TooLong(field="comment", length=len(text), limit=COMMENT_LENGTH)
    change = Change(kind=ChangeKind.COMMENTED, actor=by, at=at, stimulus=stimulus, text=text.strip())
    return Commented(actor=by, at=at, task=after(task, change, comments=task.comments + 1))


def delete(task: Task, *, by: str, at: datetime, stimulus: str) -> Deleted:
    """Hide it; it can be restored for thirty days."""
    require_there(task)
    return changed(Deleted, task, Fields(deleted_at=at), by=by, at=at, stimulus=stimulus)


def restore(task: Task, *, by: str, at: datetime, stimulus: str) -> Restored:
    """Bring a deleted task back."""
    if task.is_withdrawn:
        raise AlreadyWithdrawn(number=task.number, by=task.maker)
    if task.deleted_at is None:
        raise NotDeleted(number=task.number)
    if at - task.deleted_at > RESTORE_REACH:
        raise RestoreExpired(number=task.number, days=RESTORE_REACH.days)
    return changed(Restored, task, Fields(deleted_at=None), by=by, at=at, stimulus=stimulus)


def require_there(task: Task) -> None:
    """Raise `AlreadyWithdrawn` or `AlreadyDeleted` for a task that is gone."""
    if task.is_withdrawn:
        raise AlreadyWithdrawn(number=task.number, by=task.maker)
    if task.deleted_at is not None:
        earlier = task.last(ChangeKind.DELETED)
        raise AlreadyDeleted(number=task.number, by=earlier.actor if earlier else task.maker, at=task.deleted_at)


def require_active(task: Task) -> None:
    """Raise the error that says why nothing is to be done about it any more, and who saw to that."""
    require_there(task)
    if task.status is Status.DONE:
        earlier = task.last(ChangeKind.COMPLETED)
        raise AlreadyCompleted(
            number=task.number,
            by=earlier.actor if earlier else task.maker,
            at=earlier.at if earlier else task.created_at,
        )


def require_ahead(due: Due | None, at: datetime) -> None:
    """Raise `DueIsPast` for a due that is over, with a small tolerance."""
    if due is not None and is_overdue(due, now=at - CLOCK_TOLERANCE, zone=LAST_ZONE):
        raise DueIsPast(due=due)


def changed(
    kind: type[Happened],
    task: Task,
    fields: Fields,
    *,
    by: str,
    at: datetime,
    stimulus: str,
    undid: str | None = None,
) -> Happened:
    """The event of fields being set; only what differs is noted. Raises `NothingChanged` if nothing does."""
    given = {name: value for name, value in fields.given().items() if value != getattr(task, name)}
    if not given:
        raise NothingChanged(number=task.number)
    change = Change(
        kind=kind.kind,
        actor=by,
        at=at,
        stimulus=stimulus,
        before=Fields(**{name: getattr(task, name) for name in given}),
        after=Fields(**given),
        undid=undid,
    )
    return kind(actor=by, at=at, task=after(task, change, **given))


def after(task: Task, change: Change, **fields: object) -> Task:
    """The task after a change: one version on, the change remembered."""
    recent = (*task.recent, change)[-RECENT_CHANGES:]
    return replace(task, version=task.version + 1, recent=recent, **fields)
