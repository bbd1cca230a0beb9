"""Editing from a form that was opened a while ago."""

from datetime import date

import pytest

from bot.tasks import editing, transitions
from bot.tasks.due import Due
from bot.tasks.errors import AlreadyDeleted, EditedMeanwhile, EmptyTitle, NothingChanged, TooLong
from bot.tasks.task import Fields, Priority, Task
from tests.unit.tasks.made import DESIGNER, LEAD, NOW, TESTER, task

DUE = Due(on=date(2026, 12, 4))


def edit(of: Task, since_version: int = 1, **fields: object) -> Task:
    return editing.edit(
        of,
        Fields(**fields),  # type: ignore[arg-type]
        since_version=since_version,
        by=LEAD,
        at=NOW,
        stimulus="form",
    ).task


def test_what_the_person_changed_is_set_and_noted() -> None:
    edited = edit(task(), title="Ship it now", priority=Priority.HIGH, description="")

    assert (edited.title, edited.priority) == ("Ship it now", Priority.HIGH)
    assert edited.last_change.after.given() == {"title": "Ship it now", "priority": Priority.HIGH}


def test_fields_that_only_others_changed_stay_as_they_are_now() -> None:
    moved = transitions.reschedule(task(), DUE, by=TESTER, at=NOW, stimulus="due").task

    edited = edit(moved, title="Ship it now", due=None)

    assert (edited.title, edited.due) == ("Ship it now", DUE)


def test_a_field_that_both_changed_is_shown_and_not_overwritten() -> None:
    raised = transitions.prioritize(task(), Priority.HIGH, by=TESTER, at=NOW, stimulus="high").task

    with pytest.raises(EditedMeanwhile) as refusal:
        edit(raised, title="Ship it now", priority=Priority.LOW)

    assert refusal.value.fields == ("priority",)
    assert refusal.value.by == TESTER
    assert refusal.value.task.priority is Priority.HIGH
    assert edit(raised, since_version=2, title="Ship it now", priority=Priority.LOW).priority is Priority.LOW


def test_a_field_that_both_set_to_the_same_is_no_conflict() -> None:
    raised = transitions.prioritize(task(), Priority.HIGH, by=TESTER, at=NOW, stimulus="high").task

    assert edit(raised, title="Ship it now", priority=Priority.HIGH).title == "Ship it now"


def test_fields_are_known_as_they_were_at_an_earlier_version() -> None:
    changed = task()
    for priority in (Priority.HIGH, Priority.LOW, Priority.URGENT):
        changed = transitions.prioritize(changed, priority, by=LEAD, at=NOW, stimulus=priority.value).task

    assert [editing.fields_at(changed, version, ["priority"])["priority"] for version in (1, 2, 3, 4)] == [
        Priority.NORMAL,
        Priority.HIGH,
        Priority.LOW,
        Priority.URGENT,
    ]


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"title": "  "}, EmptyTitle),
        ({"title": "x" * 3001}, TooLong),
        ({"labels": ("x" * 51,)}, TooLong),
        ({"title": "Ship it"}, NothingChanged),
    ],
)
def test_what_a_task_cannot_hold_is_refused(fields: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error):
        edit(task(), 1, **fields)


def test_a_task_deleted_meanwhile_says_so() -> None:
    gone = transitions.delete(task(), by=DESIGNER, at=NOW, stimulus="delete").task

    with pytest.raises(AlreadyDeleted):
        edit(gone, title="Too late")
