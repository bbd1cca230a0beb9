from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tasks.drafts import ASSIGNEES
from bot.tasks.due import Due
from bot.tasks.task import Priority, Task
from bot.views import forms
from bot.views.forms import Field, Form, FormContext, FormValues, UnreadableContext, View
from tests.unit.views.samples import (
    HOSTILE,
    NOW,
    a_task,
    all_text,
    assert_shown,
    inputs,
    tasks,
    titles,
)

NEW_YORK = ZoneInfo("America/New_York")


def edit_form(values: FormValues, *, number: int = 17, errors: dict[str, str] | None = None, note: str = "") -> View:
    return forms.task_form(
        Form.EDIT,
        values=values,
        context=FormContext(number=number, version=3),
        zone=NEW_YORK,
        errors=errors,
        note=note,
    )


def new_form(values: FormValues | None = None, *, external_id: str | None = None) -> View:
    return forms.task_form(
        Form.NEW, values=values or FormValues(), context=FormContext(), zone=NEW_YORK, external_id=external_id
    )


@given(tasks(), titles)
def test_every_form_of_a_task_fits(task: Task, words: str) -> None:
    errors = {field.value: words for field in Field}
    assert_shown(edit_form(forms.values_of(task), number=task.number, errors=errors))
    assert_shown(new_form(forms.values_of(task), external_id="x" * 64))
    assert_shown(forms.snooze_form(task, at=NOW, context=FormContext(number=task.number), errors=errors))


@pytest.mark.parametrize("number", [1, 10**9])
def test_case_108_a_title_has_the_number_and_not_the_name(number: int) -> None:
    view = edit_form(forms.values_of(a_task(title="Quarterly planning review")), number=number)
    assert view.title == f"Edit #{number}"
    assert len(view.title) <= 24


def test_case_111_people_are_picked_by_slack_itself_however_many_there_are() -> None:
    everybody = tuple(f"U{number}" for number in range(150))
    picker = inputs(new_form(FormValues(assignees=everybody[:ASSIGNEES])))[Field.ASSIGNEES]
    assert picker["type"] == "multi_users_select"
    assert "options" not in picker
    assert picker["max_selected_items"] == ASSIGNEES


def test_case_59_each_opening_has_its_own_external_id() -> None:
    assert new_form(external_id="one").as_slack()["external_id"] == "one"
    assert "external_id" not in new_form().as_slack()


@pytest.mark.parametrize("title", [title for title in HOSTILE if title.strip()])
def test_case_118_a_title_stands_in_the_form_as_it_was_typed(title: str) -> None:
    assert inputs(edit_form(forms.values_of(a_task(title=title))))[Field.TITLE]["initial_value"] == title


def test_an_edited_task_fills_every_field() -> None:
    task = a_task(
        description="With care",
        assignees=("U1", "U2"),
        due=Due(at=datetime(2026, 12, 4, 22, 0, tzinfo=UTC)),
        priority=Priority.HIGH,
        labels=("ops", "release"),
    )
    shown = inputs(edit_form(forms.values_of(task)))
    assert shown[Field.DESCRIPTION]["initial_value"] == "With care"
    assert shown[Field.ASSIGNEES]["initial_users"] == ["U1", "U2"]
    assert (shown[Field.DUE_DATE]["initial_date"], shown[Field.DUE_TIME]["initial_time"]) == ("2026-12-04", "17:00")
    assert shown[Field.PRIORITY]["initial_option"]["value"] == "high"
    assert shown[Field.LABELS]["initial_value"] == "+ops +release"


def test_case_47_a_date_alone_has_no_time() -> None:
    shown = inputs(edit_form(FormValues(title="x", due=Due(on=date(2026, 3, 5)))))
    assert shown[Field.DUE_DATE]["initial_date"] == "2026-03-05"
    assert "initial_time" not in shown[Field.DUE_TIME]


def test_a_time_without_its_date_is_not_lost() -> None:
    assert inputs(new_form(FormValues(lone_time=time(17, 30))))[Field.DUE_TIME]["initial_time"] == "17:30"


def test_a_channel_is_chosen_once_and_begins_with_the_one_that_the_person_is_in() -> None:
    picker = inputs(new_form(FormValues(channel_id="C1")))[Field.CHANNEL]
    assert picker["initial_conversation"] == "C1"
    assert picker["filter"]["include"] == ["public", "private"]
    assert Field.CHANNEL not in inputs(edit_form(FormValues(title="x", channel_id="C1")))


@pytest.mark.parametrize(("length", "is_shown"), [(3000, True), (3001, False)])
def test_case_106_a_description_that_the_field_cannot_hold_is_left_out_and_not_cut(length: int, is_shown: bool) -> None:
    view = edit_form(forms.values_of(a_task(description="x" * length)))
    assert (Field.DESCRIPTION in inputs(view)) is is_shown
    assert ("stays as it is" in all_text(view)) is not is_shown


def test_case_106_of_a_new_description_that_is_too_long_the_beginning_is_shown_and_said_so() -> None:
    view = new_form(FormValues(title="x" * 3001, description="y" * 3001, assignees=("U1",) * 30))
    assert_shown(view)
    assert "Only the first 3,000 characters" in all_text(view)


def test_an_error_stands_below_its_field_and_a_note_above_all() -> None:
    view = edit_form(FormValues(title="x"), errors={Field.TITLE: "A <b> & c"}, note="*Look*")
    assert [block["type"] for block in view.blocks[:3]] == ["context", "input", "context"]
    assert "⚠ A &lt;b&gt; &amp; c" in all_text(view)
    assert "*Look*" in all_text(view)


@given(
    st.builds(
        FormContext,
        number=st.none() | st.integers(1, 10**9),
        version=st.none() | st.integers(1, 10**6),
        channel_id=st.none() | st.just("C1"),
        response_url=st.none() | st.text(max_size=300),
    )
)
def test_a_context_comes_back(context: FormContext) -> None:
    assert len(context.encode()) <= 3000
    assert FormContext.decode(context.encode()) == context


@pytest.mark.parametrize("metadata", ["[]", "{", '{"number":"17"}', '{"other":1}', "\ud800"])
def test_metadata_that_is_not_ours_is_unreadable(metadata: str) -> None:
    with pytest.raises(UnreadableContext):
        FormContext.decode(metadata)


def test_case_53_what_stands_before_and_after_a_form_fits() -> None:
    for view in (forms.loading_form(), forms.saving_form(), forms.message_view("Not done " * 9, "Sorry.")):
        assert_shown(view)
        assert not inputs(view)
