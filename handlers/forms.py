"""Forms: opened with what is known, and answered field by field when they are sent."""

import dataclasses
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from msgspec import UNSET
from msgspec.structs import replace

from bot.service import naming
from bot.service.stimuli import Stimulus
from bot.tasks.drafts import Draft
from bot.tasks.errors import DueIsPast, EditedMeanwhile, NothingChanged, TaskError
from bot.tasks.task import Fields
from bot.views import answers, forms
from bot.views.forms import FieldErrors, Form, FormContext, FormValues, UnreadableContext
from bot.views.text import Message
from handlers.answering import Ack, Closed, FormAnswer, Redrawn, Wrong
from handlers.commands.adding import add_draft
from handlers.commands.changing import one
from handlers.desk import DEFAULT_COMMAND, Desk, Request, request
from handlers.errors import in_words
from handlers.opening import Opening

SNOOZE_BEGINS_WITH = timedelta(hours=1)

Save = Callable[[Desk, Request, FormContext, FormValues], Awaitable[Message]]


@dataclass(frozen=True)
class Sent:
    """A form as it was sent: which one, what it knew when it was opened, and the state of its fields."""

    form: Form
    context: FormContext
    state: Mapping[str, Any]


async def open_new(desk: Desk, request: Request, draft: Draft | None) -> None:
    """Open the form for a new task, with what was typed in its fields. Raises `TooLate`."""
    channel_id = None if request.stimulus.is_direct else request.stimulus.channel_id
    context = FormContext(channel_id=channel_id, response_url=request.opening.response_url)
    values = _values(draft or Draft(title=""), channel_id)
    zone = request.person.timezone
    view = forms.task_form(Form.NEW, values=values, context=context, zone=zone, external_id=uuid4().hex)
    await request.opening.show(view)


async def open_edit(desk: Desk, request: Request, number: int) -> None:
    """Open a task in the form, for a person who may edit it. Raises `NotFound`, `NotAllowed`, `TooLate` and others."""
    task = await desk.changing.require_editor(number, request.stimulus)
    context = FormContext(number=number, version=task.version, response_url=request.opening.response_url)
    values = forms.values_of(task)
    zone = request.person.timezone
    view = forms.task_form(Form.EDIT, values=values, context=context, zone=zone, external_id=uuid4().hex)
    await request.opening.show(view)


async def open_snooze(desk: Desk, request: Request, number: int) -> None:
    """Ask when to remind the person again. Raises `NotFound` or `TooLate`."""
    task = await desk.finding.show(number, request.stimulus)
    context = FormContext(number=number, response_url=request.opening.response_url)
    at = request.stimulus.at + SNOOZE_BEGINS_WITH
    await request.opening.show(forms.snooze_form(task, at=at, context=context, external_id=uuid4().hex))


async def submitted(desk: Desk, ack: Ack, stimulus: Stimulus, view: Mapping[str, Any]) -> None:
    """Answer a form that was sent."""
    try:
        context = FormContext.decode(view["private_metadata"])
    except UnreadableContext:
        outdated = forms.message_view("Out of date", "This form is from an older version of me. Please open it again.")
        await ack(response_action="update", view=outdated.as_slack())
        return
    sent = Sent(form=Form(view["callback_id"]), context=context, state=view["state"]["values"])

    async def in_a_form(message: Message) -> FormAnswer:
        return Redrawn(forms.message_view("Not done", message.text))

    worded = in_words(desk, stimulus, DEFAULT_COMMAND, _answer(desk, stimulus, sent), in_a_form)
    url = sent.context.response_url
    await desk.answering.form(ack, stimulus, worded, response_url=url, saving=forms.saving_form())


async def _answer(desk: Desk, stimulus: Stimulus, sent: Sent) -> FormAnswer:
    opening = Opening(desk.screens, "", sent.context.response_url)
    wish = await request(desk, stimulus, DEFAULT_COMMAND, opening)
    match sent.form:
        case Form.SNOOZE:
            return await _snooze(desk, wish, sent)
        case Form.NEW:
            return await _task(desk, wish, sent, _add)
        case Form.EDIT:
            return await _task(desk, wish, sent, _edit)


async def _task(desk: Desk, wish: Request, sent: Sent, save: Save) -> FormAnswer:
    read = forms.read_form(sent.state, wish.person.timezone)
    if isinstance(read, FieldErrors):
        return _wrong(wish, sent, read.values, read.errors)
    try:
        return Closed(await save(desk, wish, sent.context, read))
    except NothingChanged:
        return Closed()
    except EditedMeanwhile as error:
        # The same form again, now of the version that the person is told about: sent once more, it replaces.
        errors = await _field_errors(desk, wish, sent, error)
        context = replace(sent.context, version=error.task.version)
        zone = wish.person.timezone
        return Redrawn(forms.task_form(sent.form, values=read, context=context, zone=zone, errors=errors))
    except TaskError as error:
        errors = await _field_errors(desk, wish, sent, error)
        if not errors:
            raise
        return _wrong(wish, sent, read, errors)


async def _add(desk: Desk, wish: Request, context: FormContext, values: FormValues) -> Message:
    """Make the task; where the form names no channel it is personal, wherever it was opened."""
    draft = Draft(
        title=values.title,
        description=values.description or "",
        assignees=values.assignees,
        labels=values.labels,
        priority=values.priority,
        due=values.due,
        channel_id=values.channel_id,
    )
    is_here = values.channel_id is not None and values.channel_id == context.channel_id
    stimulus = replace(wish.stimulus, channel_id=values.channel_id, is_direct=False) if is_here else wish.stimulus
    return await add_draft(desk, dataclasses.replace(wish, stimulus=stimulus), draft)


async def _edit(desk: Desk, wish: Request, context: FormContext, values: FormValues) -> Message:
    """Change what the person changed in the form."""
    fields = Fields(
        title=values.title,
        description=UNSET if values.description is None else values.description,
        assignees=values.assignees,
        due=values.due,
        priority=values.priority,
        labels=values.labels,
    )
    number, version = context.number or 0, context.version or 0
    added = await naming.assignees(desk.people, wish.stimulus.team_id, values.assignees)
    changed = await desk.changing.edit(number, replace(fields, assignees=added), version, wish.stimulus)
    return await one(desk, wish, changed)


async def _snooze(desk: Desk, wish: Request, sent: Sent) -> FormAnswer:
    at = forms.read_snooze(sent.state)
    number = sent.context.number or 0
    task = await desk.finding.show(number, wish.stimulus)
    if isinstance(at, FieldErrors):
        return Wrong(at.errors, forms.snooze_form(task, at=wish.stimulus.at, context=sent.context, errors=at.errors))
    try:
        until = await desk.reminding.snooze_until(number, at, wish.stimulus)
    except DueIsPast as error:
        errors = await _field_errors(desk, wish, sent, error)
        return Wrong(errors, forms.snooze_form(task, at=at, context=sent.context, errors=errors))
    return Closed(answers.snoozed(task, until, zone=wish.person.timezone, now=wish.stimulus.at))


def _wrong(wish: Request, sent: Sent, values: FormValues, errors: Mapping[str, str]) -> Wrong:
    zone = wish.person.timezone
    view = forms.task_form(sent.form, values=values, context=sent.context, zone=zone, errors=errors)
    return Wrong(dict(errors), view)


async def _field_errors(desk: Desk, wish: Request, sent: Sent, error: TaskError) -> dict[str, str]:
    concerned = {str(value) for field, value in vars(error).items() if field in ("by", "user_id")}
    if isinstance(error, EditedMeanwhile):
        concerned |= {change.actor for change in error.task.recent} | set(error.task.assignees)
    names = await desk.usernames(wish.stimulus.team_id, concerned)
    zone = wish.person.timezone
    return forms.field_errors(error, form=sent.form, names=names, zone=zone, now=wish.stimulus.at)


def _values(draft: Draft, channel_id: str | None) -> FormValues:
    """What was typed, as far as a form holds it."""
    return FormValues(
        title=draft.title,
        description=draft.description,
        assignees=tuple(person for person in draft.assignees if isinstance(person, str)),
        channel_id=draft.channel_id or channel_id,
        due=draft.due,
        priority=draft.priority,
        labels=draft.labels,
    )
