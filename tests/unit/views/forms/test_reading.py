from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tasks.due import Due
from bot.tasks.task import Priority, Task
from bot.views import forms
from bot.views.forms import Field, FieldErrors, Form, FormContext, FormValues
from tests.unit.views.samples import HOSTILE, NOW, a_task, inputs, tasks

NEW_YORK = ZoneInfo("America/New_York")
BERLIN = ZoneInfo("Europe/Berlin")

MANY = " ".join(f"x{number}" for number in range(560))

_KEYS = {
    "plain_text_input": ("value", "initial_value"),
    "multi_users_select": ("selected_users", "initial_users"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "static_select": ("selected_option", "initial_option"),
}


def sent(values: FormValues, **typed: Any) -> dict[str, Any]:
    """What Slack sends for a form that was left as it was shown, but for the fields given."""
    context = FormContext(number=17, version=3)
    view = forms.task_form(Form.EDIT, values=values, context=context, zone=NEW_YORK)
    state: dict[str, Any] = {}
    for field, element in inputs(view).items():
        key, initial = _KEYS[element["type"]]
        value = typed.get(field, element.get(initial, [] if key == "selected_users" else None))
        state[field] = {field: {"type": element["type"], key: value}}
    return state


def read(values: FormValues, zone: ZoneInfo = NEW_YORK, **typed: Any) -> FormValues:
    given = forms.read_form(sent(values, **typed), zone)
    assert isinstance(given, FormValues)
    return given


def refused(**typed: Any) -> FieldErrors:
    given = forms.read_form(sent(FormValues(title="Ship it"), **typed), NEW_YORK)
    assert isinstance(given, FieldErrors)
    return given


@pytest.mark.parametrize("title", [title for title in HOSTILE if title == title.strip()])
def test_case_118_a_form_sent_as_it_was_opened_changes_nothing(title: str) -> None:
    shown = forms.values_of(
        a_task(
            title=title,
            description=title,
            assignees=("U1", "U2"),
            due=Due(at=datetime(2026, 12, 4, 22, 0, tzinfo=UTC)),
            priority=Priority.LOW,
            labels=("ops", "web/front.end"),
            place=None,
        )
    )
    assert read(shown) == shown


@given(tasks())
def test_whatever_is_sent_is_read_or_refused_at_a_field(task: Task) -> None:
    given = forms.read_form(sent(forms.values_of(task)), NEW_YORK)
    if isinstance(given, FieldErrors):
        assert set(given.errors) <= set(Field)


def test_an_empty_form_is_read_as_empty() -> None:
    assert read(FormValues()) == FormValues()
    assert forms.read_form({}, NEW_YORK) == FormValues(description=None)


def test_case_106_a_description_without_a_field_is_not_meant() -> None:
    assert read(forms.values_of(a_task(description="x" * 3001))).description is None
    assert read(FormValues(description="x"), description=None).description == ""


@pytest.mark.parametrize(
    ("day", "clock", "expected"),
    [
        (None, None, None),
        ("2026-12-04", None, Due(on=date(2026, 12, 4))),
        ("2026-12-04", "17:00", Due(at=datetime(2026, 12, 4, 16, 0, tzinfo=UTC))),
        ("2026-03-29", "02:30", Due(at=datetime(2026, 3, 29, 1, 0, tzinfo=UTC))),
        ("2026-10-25", "02:30", Due(at=datetime(2026, 10, 25, 0, 30, tzinfo=UTC))),
    ],
)
def test_case_32_a_due_is_a_date_or_a_moment_in_the_persons_zone(
    day: str | None, clock: str | None, expected: Due | None
) -> None:
    assert read(FormValues(), BERLIN, due_date=day, due_time=clock).due == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("+ops +release", ("ops", "release")),
        (" ops, release;\n+web ", ("ops", "release", "web")),
        ("+Ops +ops", ("Ops",)),
        ("", ()),
    ],
)
def test_labels_are_read_as_they_are_typed(typed: str, expected: tuple[str, ...]) -> None:
    assert read(FormValues(), labels=typed).labels == expected


@pytest.mark.parametrize("typed", ["+ops +1st", "@lead", "ops!", "++ops"])
def test_a_label_that_is_none_is_refused_at_its_field_and_kept(typed: str) -> None:
    given = refused(labels=typed)
    assert set(given.errors) == {Field.LABELS}
    assert given.values.title == "Ship it"
    assert " ".join(f"+{label}" for label in given.values.labels).endswith(typed)


def test_very_many_labels_can_be_shown_again() -> None:
    shown = inputs(
        forms.task_form(Form.NEW, values=read(FormValues(), labels=MANY), context=FormContext(), zone=BERLIN)
    )
    assert len(shown[Field.LABELS]["initial_value"]) == 3000


def test_a_time_without_a_date_is_refused_and_kept() -> None:
    given = refused(due_time="17:00")
    assert given.errors == {Field.DUE_DATE: "Please choose the date that goes with this time."}
    assert given.values.lone_time == time(17)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("clock", [None, "00:00", "23:59"])
def test_a_date_beyond_all_calendars_is_refused(day: str, clock: str | None) -> None:
    assert set(refused(due_date=day, due_time=clock).errors) == {Field.DUE_DATE}


@given(st.integers(10**9, 10**10 - 1))
def test_a_picked_moment_is_read_in_utc(epoch: int) -> None:
    state = {"snooze_at": {"snooze_at": {"type": "datetimepicker", "selected_date_time": epoch}}}
    assert forms.read_snooze(state) == datetime.fromtimestamp(epoch, UTC)


def test_a_snooze_without_a_moment_is_refused() -> None:
    assert isinstance(forms.read_snooze({}), FieldErrors)
    begun = forms.snooze_form(a_task(), at=NOW, context=FormContext(number=17))
    assert inputs(begun)[Field.SNOOZE_AT]["initial_date_time"] == int(NOW.timestamp())
