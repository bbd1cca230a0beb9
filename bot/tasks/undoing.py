"""Taking a change back, for ten minutes, as far as nobody has built on it."""

from datetime import datetime, timedelta

from bot.tasks.errors import AlreadyWithdrawn, ChangedSince, NothingToUndo, UndoExpired
from bot.tasks.events import Undone, Withdrawn
from bot.tasks.task import Change, ChangeKind, Fields, Task
from bot.tasks.transitions import after, changed

UNDO_REACH = timedelta(minutes=10)

_NOT_UNDONE = (ChangeKind.UNDONE, ChangeKind.WITHDRAWN)


def last_undoable(task: Task, *, by: str) -> Change | None:
    """The last change of that person that was neither an undo nor undone."""
    undone = {change.undid for change in task.recent}
    return next(
        (
            change
            for change in reversed(task.recent)
            if change.actor == by and change.kind not in _NOT_UNDONE and change.stimulus not in undone
        ),
        None,
    )


def undo(task: Task, change: Change, *, by: str, at: datetime, stimulus: str) -> Undone | Withdrawn:
    """Take one change back: of a creation the whole task, else the fields that still hold what was set.

    Raises `UndoExpired`, `ChangedSince`, or `NothingToUndo` for a change that set no field.
    """
    if task.is_withdrawn:
        raise AlreadyWithdrawn(number=task.number, by=task.maker)
    if at - change.at > UNDO_REACH:
        raise UndoExpired(number=task.number, minutes=int(UNDO_REACH.total_seconds() // 60))
    if change.kind is ChangeKind.CREATED:
        return _withdraw(task, by=by, at=at, stimulus=stimulus)
    was, is_now = change.before.given(), change.after.given()
    if not was:
        raise NothingToUndo
    restored = {name: value for name, value in was.items() if getattr(task, name) == is_now[name]}
    if not restored:
        raise _changed_since(task, change)
    fields = Fields(**restored)
    return changed(Undone, task, fields, by=by, at=at, stimulus=stimulus, undid=change.stimulus)


def kept_fields(undoing: Change, undone: Change) -> tuple[str, ...]:
    """The names of the fields that an undo left alone because others had changed them since."""
    restored = undoing.after.given()
    return tuple(name for name in undone.before.given() if name not in restored)


def _withdraw(task: Task, *, by: str, at: datetime, stimulus: str) -> Withdrawn:
    stranger = next((change for change in reversed(task.recent) if change.actor != task.maker), None)
    if stranger is not None:
        raise ChangedSince(number=task.number, by=stranger.actor, kind=stranger.kind.value, at=stranger.at)
    change = Change(kind=ChangeKind.WITHDRAWN, actor=by, at=at, stimulus=stimulus)
    return Withdrawn(actor=by, at=at, task=after(task, change, is_withdrawn=True))


def _changed_since(task: Task, change: Change) -> ChangedSince:
    later = [each for each in task.recent if each.at >= change.at and each.stimulus != change.stimulus]
    last = later[-1] if later else change
    return ChangedSince(number=task.number, by=last.actor, kind=last.kind.value, at=last.at)
