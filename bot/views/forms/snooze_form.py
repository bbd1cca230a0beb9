"""The form in which a person picks the moment of their next reminder."""

from collections.abc import Mapping
from datetime import datetime

from bot.tasks.task import Task
from bot.views.blocks import section
from bot.views.cards import SPOKEN_TITLE_LENGTH
from bot.views.forms.context import FormContext
from bot.views.forms.fields import Field, Form, required_field, with_errors
from bot.views.screens import View, ViewKind
from bot.views.text import numbered


def snooze_form(
    task: Task,
    *,
    at: datetime,
    context: FormContext,
    errors: Mapping[str, str] | None = None,
    external_id: str | None = None,
) -> View:
    """Asks when to remind the person of a task again; `at` is the moment that it begins with."""
    picker = {"type": "datetimepicker", "initial_date_time": int(at.timestamp())}
    field = required_field(Field.SNOOZE_AT, "Remind me", picker)
    return View(
        kind=ViewKind.MODAL,
        title="Snooze",
        submit="Snooze",
        close="Cancel",
        callback_id=Form.SNOOZE.value,
        private_metadata=context.encode(),
        external_id=external_id,
        blocks=(section(numbered(task, SPOKEN_TITLE_LENGTH)), *with_errors((field,), errors or {})),
    )
