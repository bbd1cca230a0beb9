"""Refusals at the fields that they are about, in plain text: Slack shows no markup there."""

from collections.abc import Mapping
from datetime import datetime, tzinfo

from bot.tasks import errors
from bot.tasks.errors import TaskError
from bot.tasks.task import Task
from bot.views.changes import VALUE_LENGTH, field_value
from bot.views.forms.fields import Field, Form
from bot.views.text import due_exactly, shortened

_FIELDS = {
    "title": Field.TITLE,
    "description": Field.DESCRIPTION,
    "assignees": Field.ASSIGNEES,
    "due": Field.DUE_DATE,
    "priority": Field.PRIORITY,
    "labels": Field.LABELS,
}
_MEASURED = {
    "title": Field.TITLE,
    "description": Field.DESCRIPTION,
    "number of people": Field.ASSIGNEES,
    "number of labels": Field.LABELS,
    "label": Field.LABELS,
}


def field_errors(
    error: TaskError, *, form: Form, names: Mapping[str, str], zone: tzinfo, now: datetime
) -> dict[str, str]:
    """Plain sentences by block id; nothing for a refusal that is about the task and not about one of its fields."""
    match error:
        case errors.EmptyTitle():
            return {Field.TITLE.value: "What should the task be called?"}
        case errors.TooLong(field=field, length=length, limit=limit) if field in _MEASURED:
            return {_MEASURED[field].value: f"The {field} comes to {length:,}, and {limit:,} is the most."}
        case errors.DueIsPast(due=due):
            field = Field.SNOOZE_AT if form is Form.SNOOZE else Field.DUE_DATE
            return {field.value: f"That is over already ({due_exactly(due, now, zone)}). Please choose a later one."}
        case errors.AssigneeDeactivated(user_id=user_id):
            return {Field.ASSIGNEES.value: f"{_called(user_id, names)} has a deactivated account."}
        case errors.AssigneeIsBot(user_id=user_id):
            return {Field.ASSIGNEES.value: f"{_called(user_id, names)} is an app. Please choose people."}
        case errors.UnknownChannel():
            return {Field.CHANNEL.value: "I can't use that channel: one of us isn't in it, or it is archived."}
        case errors.EditedMeanwhile(fields=fields, task=task):
            return {_FIELDS[name].value: _meanwhile(name, task, error.by, names, zone, now) for name in fields}
        case _:
            return {}


def _meanwhile(field: str, task: Task, last_editor: str, names: Mapping[str, str], zone: tzinfo, now: datetime) -> str:
    editors = (change.actor for change in reversed(task.recent) if field in change.after.given())
    value = shortened(field_value(field, getattr(task, field), names, zone, now), VALUE_LENGTH)
    return (
        f"{_called(next(editors, last_editor), names)} changed this meanwhile; now it is: {value}. "
        "Save again to replace it."
    )


def _called(user_id: str, names: Mapping[str, str]) -> str:
    return names.get(user_id, "Someone")
