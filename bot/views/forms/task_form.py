"""The form of a task: an empty one for a new task, a filled one to edit."""

from collections.abc import Iterator, Mapping
from datetime import tzinfo

from bot.tasks.drafts import ASSIGNEES
from bot.tasks.due import local_date
from bot.tasks.task import Priority
from bot.views import blocks
from bot.views.forms.context import FormContext
from bot.views.forms.fields import INPUT_LENGTH, Field, Form, optional_field, plain_text, required_field, with_errors
from bot.views.forms.values import FormValues
from bot.views.screens import View, ViewKind
from bot.views.text import Block

_PRIORITIES = {
    Priority.URGENT: "Urgent",
    Priority.HIGH: "High",
    Priority.NORMAL: "Normal",
    Priority.LOW: "Low",
}
_LEFT_OUT = "The description is longer than a form holds. It is not shown here and stays as it is."
_CUT = f"Only the first {INPUT_LENGTH:,} characters of the description fit into this form."


def task_form(
    form: Form,
    *,
    values: FormValues,
    context: FormContext,
    zone: tzinfo,
    errors: Mapping[str, str] | None = None,
    note: str = "",
    external_id: str | None = None,
) -> View:
    """The form for a new task (`Form.NEW`) or for the task of the context (`Form.EDIT`), filled with `values`.

    `errors` are plain sentences by block id, `note` is a line of markup above the fields; dues are shown in `zone`.
    """
    is_new = form is Form.NEW
    fields = with_errors(tuple(_fields(form, values, zone)), errors or {})
    return View(
        kind=ViewKind.MODAL,
        title="New task" if is_new else f"Edit #{context.number}",
        submit="Add" if is_new else "Save",
        close="Cancel",
        callback_id=form.value,
        private_metadata=context.encode(),
        external_id=external_id,
        blocks=(*_notes(note, values), *fields),
    )


def _notes(note: str, values: FormValues) -> tuple[Block, ...]:
    left_out = _LEFT_OUT if values.description is None else ""
    cut = _CUT if values.description is not None and len(values.description) > INPUT_LENGTH else ""
    return tuple(blocks.context(line) for line in (note, left_out, cut) if line)


def _fields(form: Form, values: FormValues, zone: tzinfo) -> Iterator[Block]:
    yield required_field(Field.TITLE, "Title", _text(values.title))
    if values.description is not None:
        yield optional_field(Field.DESCRIPTION, "Description", {**_text(values.description), "multiline": True})
    yield optional_field(Field.ASSIGNEES, "Who does it", _people(values.assignees))
    if form is Form.NEW:
        yield optional_field(
            Field.CHANNEL, "Channel", _channel(values.channel_id), hint="Without one the task is personal."
        )
    yield optional_field(Field.DUE_DATE, "Due date", _date(values, zone))
    yield optional_field(
        Field.DUE_TIME, "Due time", _time(values, zone), hint="In your time zone; without it the whole day counts."
    )
    yield optional_field(Field.PRIORITY, "Priority", _priority(values.priority))
    yield optional_field(Field.LABELS, "Labels", _labels(values.labels))


def _text(text: str) -> Block:
    initial = {"initial_value": text[:INPUT_LENGTH]} if text else {}
    return {"type": "plain_text_input", "max_length": INPUT_LENGTH, **initial}


def _people(assignees: tuple[str, ...]) -> Block:
    initial = {"initial_users": list(assignees[:ASSIGNEES])} if assignees else {}
    return {"type": "multi_users_select", "max_selected_items": ASSIGNEES, **initial}


def _channel(channel_id: str | None) -> Block:
    initial = {"initial_conversation": channel_id} if channel_id else {}
    return {
        "type": "conversations_select",
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
        **initial,
    }


def _date(values: FormValues, zone: tzinfo) -> Block:
    initial = {"initial_date": local_date(values.due, zone).isoformat()} if values.due else {}
    return {"type": "datepicker", **initial}


def _time(values: FormValues, zone: tzinfo) -> Block:
    moment = values.due.at.astimezone(zone).time() if values.due and values.due.at else values.lone_time
    initial = {"initial_time": f"{moment:%H:%M}"} if moment else {}
    return {"type": "timepicker", **initial}


def _priority(priority: Priority) -> Block:
    options = {each: {"text": plain_text(words), "value": each.value} for each, words in _PRIORITIES.items()}
    return {"type": "static_select", "options": list(options.values()), "initial_option": options[priority]}


def _labels(labels: tuple[str, ...]) -> Block:
    return {**_text(" ".join(f"+{label}" for label in labels)), "placeholder": plain_text("+ops +release")}
