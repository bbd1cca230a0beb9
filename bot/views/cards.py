"""The card of a task: what everyone in its channel sees, and what a direct message shows of it."""

from collections.abc import Mapping
from datetime import datetime, tzinfo

from bot.tasks.task import ChangeKind, Priority, Status, Task
from bot.tasks.wall_time import LAST_ZONE
from bot.views.actions import Action
from bot.views.blocks import SECTION_LENGTH, actions, context, more_menu, section, task_button
from bot.views.changes import STATUSES
from bot.views.text import (
    Block,
    Message,
    cut,
    date_token,
    due_on_card,
    enumeration,
    linked,
    name,
    numbered,
    quantity,
    title,
)

PRIORITIES = {Priority.URGENT: "Urgent", Priority.HIGH: "High priority", Priority.LOW: "Low priority"}
SPOKEN_TITLE_LENGTH = 300
LABELS_LENGTH = 1000

_LABELS = {
    Action.TAKE: "Take",
    Action.START: "Start",
    Action.COMPLETE: "Complete",
    Action.REOPEN: "Reopen",
    Action.EDIT: "Edit",
}
CARD_BUTTONS = tuple(_LABELS)
_MARKS = {Status.OPEN: "○", Status.STARTED: "◐", Status.DONE: "✓"}


def task_card(task: Task, names: Mapping[str, str], *, now: datetime, zone: tzinfo = LAST_ZONE) -> Message:
    """The whole task with the buttons that its state leaves; a date is overdue when its day is over in `zone`."""
    return Message(
        text=f"Task #{task.number}: {title(task, SPOKEN_TITLE_LENGTH)}. {_spoken_facts(task, names, now, zone)}",
        blocks=(
            section(numbered(task, SECTION_LENGTH)),
            *description(task),
            *facts(task, names, now=now, zone=zone),
            *card_buttons(task),
        ),
    )


def description(task: Task) -> tuple[Block, ...]:
    """What the maker wrote below the title, as far as one section holds it."""
    return (section(linked(task.description, SECTION_LENGTH)),) if task.description.strip() else ()


def facts(task: Task, names: Mapping[str, str], *, now: datetime, zone: tzinfo) -> tuple[Block, ...]:
    """State, people and due in one line; below it what else is known."""
    return (
        section(" · ".join((f"{_mark(task)} {state(task, names)}", *_people_and_due(task, names, now, zone)))),
        context(" · ".join((*_extras(task), f"Made by {name(task.maker, names)}"))),
    )


def buttons(task: Task, wanted: tuple[Action, ...]) -> tuple[Block, ...]:
    """The wanted ones of a task's buttons, as far as what they do is still possible."""
    possible = _buttons(task, wanted)
    return (actions(*possible),) if possible else ()


def card_buttons(task: Task, wanted: tuple[Action, ...] = CARD_BUTTONS) -> tuple[Block, ...]:
    """The wanted buttons, and the rarer things in an overflow menu; nothing for a task that is gone."""
    return () if task.is_gone else (actions(*_buttons(task, wanted), more_menu(task.number)),)


def state(task: Task, names: Mapping[str, str]) -> str:
    """How far it has come and, if that is the end, who brought it there and when."""
    if task.is_withdrawn:
        return "Withdrawn by its maker"
    deleted = task.last(ChangeKind.DELETED)
    if task.deleted_at is not None:
        return f"Deleted by {name(deleted.actor if deleted else task.maker, names)} {date_token(task.deleted_at)}"
    completed = task.last(ChangeKind.COMPLETED)
    if task.status is Status.DONE and completed is not None:
        return f"Completed by {name(completed.actor, names)} {date_token(completed.at)}"
    return STATUSES[task.status]


def holders(task: Task, names: Mapping[str, str], limit: int = 20) -> str:
    """Who has the task."""
    if not task.assignees:
        return "nobody yet"
    return enumeration((name(user_id, names) for user_id in task.assignees), limit)


def labels(task: Task) -> str:
    """The labels as they are typed."""
    return cut(" ".join(f"+{label}" for label in task.labels), LABELS_LENGTH)


def _buttons(task: Task, wanted: tuple[Action, ...]) -> list[Block]:
    possible = _possible(task)
    return [task_button(_LABELS[action], action, task.number) for action in wanted if action in possible]


def _possible(task: Task) -> tuple[Action, ...]:
    if task.is_gone:
        return ()
    if task.status is Status.DONE:
        return (Action.REOPEN, Action.EDIT)
    start = (Action.START,) if task.status is Status.OPEN else ()
    return (Action.TAKE, *start, Action.COMPLETE, Action.EDIT)


def _mark(task: Task) -> str:
    return "✕" if task.is_gone else _MARKS[task.status]


def _people_and_due(task: Task, names: Mapping[str, str], now: datetime, zone: tzinfo) -> tuple[str, ...]:
    if not task.is_active:
        return ()
    people = f"For {holders(task, names)}"
    return (people,) if task.due is None else (people, due_on_card(task.due, now, zone))


def _extras(task: Task) -> tuple[str, ...]:
    comments = quantity(task.comments, "comment") if task.comments else ""
    return tuple(filter(None, (PRIORITIES.get(task.priority), labels(task), comments)))


def _spoken_facts(task: Task, names: Mapping[str, str], now: datetime, zone: tzinfo) -> str:
    return "".join(
        f"{fact}. "
        for fact in (
            state(task, names),
            *_people_and_due(task, names, now, zone),
            *_extras(task),
            f"Made by {name(task.maker, names)}",
        )
    ).rstrip()
