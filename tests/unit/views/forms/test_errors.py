from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from bot.tasks import errors
from bot.tasks.due import Due
from bot.tasks.errors import TaskError
from bot.tasks.task import ChangeKind, Fields, Priority, Task
from bot.views import forms
from bot.views.forms import Field, Form
from tests.unit.views.samples import NAMES, NOW, a_change, a_task, tasks

NEW_YORK = ZoneInfo("America/New_York")


def field_errors(error: TaskError, form: Form = Form.EDIT) -> dict[str, str]:
    return forms.field_errors(error, form=form, names=NAMES, zone=NEW_YORK, now=NOW)


@pytest.mark.parametrize(
    ("error", "field", "expected"),
    [
        (errors.EmptyTitle(), Field.TITLE, "What should the task be called?"),
        (errors.TooLong("title", 3200, 3000), Field.TITLE, "The title comes to 3,200, and 3,000 is the most."),
        (errors.TooLong("label", 60, 50), Field.LABELS, "The label comes to 60, and 50 is the most."),
        (
            errors.TooLong("number of people", 21, 20),
            Field.ASSIGNEES,
            "The number of people comes to 21, and 20 is the most.",
        ),
        (
            errors.DueIsPast(Due(on=date(2020, 1, 1))),
            Field.DUE_DATE,
            "That is over already (Wed, Jan 1, 2020). Please choose a later one.",
        ),
        (errors.AssigneeDeactivated("U3"), Field.ASSIGNEES, "developer has a deactivated account."),
        (errors.AssigneeIsBot("U404"), Field.ASSIGNEES, "Someone is an app. Please choose people."),
        (
            errors.UnknownChannel("C9"),
            Field.CHANNEL,
            "I can't use that channel: one of us isn't in it, or it is archived.",
        ),
    ],
)
def test_a_refusal_stands_at_the_field_that_it_is_about(error: TaskError, field: Field, expected: str) -> None:
    assert field_errors(error) == {field: expected}


def test_case_42_a_snooze_into_the_past_stands_at_its_picker() -> None:
    assert set(field_errors(errors.DueIsPast(Due(at=NOW)), Form.SNOOZE)) == {Field.SNOOZE_AT}


@pytest.mark.parametrize("error", [errors.NotFound(17), errors.NotAllowed(17, "its maker"), errors.TooBusy(17)])
def test_a_refusal_that_is_about_no_field_has_no_place_in_the_form(error: TaskError) -> None:
    assert field_errors(error) == {}


def test_what_was_edited_meanwhile_is_shown_field_by_field_with_who_did_it() -> None:
    task = a_task(
        title="A & B",
        priority=Priority.URGENT,
        recent=(
            a_change(ChangeKind.EDITED, actor="U2", after=Fields(title="A & B")),
            a_change(ChangeKind.PRIORITIZED, actor="U3", after=Fields(priority=Priority.URGENT)),
        ),
    )
    told = field_errors(errors.EditedMeanwhile(17, ("title", "priority"), task, "U3"))
    assert told == {
        Field.TITLE: "designer changed this meanwhile; now it is: A & B. Save again to replace it.",
        Field.PRIORITY: "developer changed this meanwhile; now it is: urgent. Save again to replace it.",
    }


@given(tasks())
def test_every_field_can_be_shown_as_it_is_meanwhile(task: Task) -> None:
    fields = ("title", "description", "assignees", "due", "priority", "labels")
    told = field_errors(errors.EditedMeanwhile(17, fields, task, "U404"))
    assert len(told) == len(fields)
    assert all(sentence.startswith("Someone changed this") and len(sentence) < 250 for sentence in told.values())
