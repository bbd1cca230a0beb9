"""What the fields of a form hold."""

from datetime import time

from msgspec import Struct

from bot.tasks.due import Due
from bot.tasks.task import Priority, Task
from bot.views.forms.fields import INPUT_LENGTH


class FormValues(Struct, frozen=True, kw_only=True):
    """The fields of a task as a form shows them and gives them back.

    `description` is None where the form has no field for it: one that is longer than a field holds would be cut.
    `channel_id` is None for a personal task, `lone_time` is a time of day that still lacks its date.
    """

    title: str = ""
    description: str | None = ""
    assignees: tuple[str, ...] = ()
    channel_id: str | None = None
    due: Due | None = None
    lone_time: time | None = None
    priority: Priority = Priority.NORMAL
    labels: tuple[str, ...] = ()


class FieldErrors(Struct, frozen=True, kw_only=True):
    """Plain sentences by the block id of their field, and what was typed, so that the form can be drawn again."""

    errors: dict[str, str]
    values: FormValues = FormValues()


def values_of(task: Task) -> FormValues:
    """What a form shows of a task."""
    return FormValues(
        title=task.title,
        description=task.description if len(task.description) <= INPUT_LENGTH else None,
        assignees=task.assignees,
        channel_id=task.place.channel_id if task.place else None,
        due=task.due,
        priority=task.priority,
        labels=task.labels,
    )
