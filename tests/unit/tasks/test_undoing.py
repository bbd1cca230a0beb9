"""Taking a change back: what returns, what is left, and what cannot be undone."""

from datetime import timedelta

import pytest

from bot.tasks import editing, transitions, undoing
from bot.tasks.due import Due
from bot.tasks.errors import AlreadyWithdrawn, ChangedSince, NothingToUndo, UndoExpired
from bot.tasks.events import Undone
from bot.tasks.task import Change, Fields, Priority, Status, Task
from tests.unit.tasks.made import DESIGNER, LEAD, NOW, TESTER, task

DUE = Due(at=NOW + timedelta(days=1))


def last(task: Task, by: str = LEAD) -> Change:
    change = undoing.last_undoable(task, by=by)
    assert change is not None
    return change


def test_the_maker_withdraws_within_ten_minutes() -> None:
    made = task()

    event = undoing.undo(made, last(made), by=LEAD, at=NOW + timedelta(minutes=10), stimulus="undo")

    assert event.task.is_withdrawn
    assert not event.task.is_active


def test_later_is_too_late() -> None:
    made = task()

    with pytest.raises(UndoExpired):
        undoing.undo(made, last(made), by=LEAD, at=NOW + timedelta(minutes=10, seconds=1), stimulus="undo")


def test_withdrawing_what_another_person_built_on_says_who_did_what() -> None:
    started = transitions.start(task(), by=DESIGNER, at=NOW, stimulus="s").task

    with pytest.raises(ChangedSince) as refusal:
        undoing.undo(started, last(started), by=LEAD, at=NOW, stimulus="undo")

    assert (refusal.value.by, refusal.value.kind) == (DESIGNER, "started")


def test_withdrawing_after_ones_own_change_takes_that_change_first() -> None:
    started = transitions.start(task(), by=LEAD, at=NOW, stimulus="s").task

    event = undoing.undo(started, last(started), by=LEAD, at=NOW, stimulus="undo")

    assert event.task.status is Status.OPEN
    assert undoing.undo(event.task, last(event.task), by=LEAD, at=NOW, stimulus="again").task.is_withdrawn


def test_what_is_withdrawn_stays_withdrawn() -> None:
    made = task()
    gone = undoing.undo(made, last(made), by=LEAD, at=NOW, stimulus="undo").task

    with pytest.raises(AlreadyWithdrawn):
        undoing.undo(gone, made.recent[0], by=LEAD, at=NOW, stimulus="again")


@pytest.mark.parametrize("was", [Status.OPEN, Status.STARTED])
def test_undoing_a_completion_returns_to_what_was_before(was: Status) -> None:
    before = task() if was is Status.OPEN else transitions.start(task(), by=TESTER, at=NOW, stimulus="s").task
    done = transitions.complete(before, by=LEAD, at=NOW, stimulus="done").task

    assert undoing.undo(done, last(done), by=LEAD, at=NOW, stimulus="undo").task.status is was


def test_undoing_a_deletion_restores() -> None:
    gone = transitions.delete(task(), by=LEAD, at=NOW, stimulus="delete").task

    assert undoing.undo(gone, last(gone), by=LEAD, at=NOW, stimulus="undo").task.deleted_at is None


def test_only_fields_that_still_hold_what_was_set_return() -> None:
    edited = editing.edit(
        task(),
        Fields(title="Better", priority=Priority.HIGH),
        since_version=1,
        by=LEAD,
        at=NOW,
        stimulus="edit",
    ).task
    mine = last(edited)
    lowered = transitions.prioritize(edited, Priority.LOW, by=TESTER, at=NOW, stimulus="other").task

    event = undoing.undo(lowered, mine, by=LEAD, at=NOW, stimulus="undo")

    assert isinstance(event, Undone)
    assert (event.task.title, event.task.priority) == ("Ship it", Priority.LOW)
    assert undoing.kept_fields(event.change, mine) == ("priority",)


def test_a_change_that_others_have_replaced_whole_is_not_undone() -> None:
    due = transitions.reschedule(task(), DUE, by=LEAD, at=NOW, stimulus="due").task
    mine = last(due)
    none = transitions.reschedule(due, None, by=TESTER, at=NOW, stimulus="none").task

    with pytest.raises(ChangedSince) as refusal:
        undoing.undo(none, mine, by=LEAD, at=NOW, stimulus="undo")

    assert (refusal.value.by, refusal.value.kind) == (TESTER, "rescheduled")


def test_a_comment_sets_no_field_and_is_not_undone() -> None:
    commented = transitions.comment(task(), "Hello", by=DESIGNER, at=NOW, stimulus="c").task

    with pytest.raises(NothingToUndo):
        undoing.undo(commented, last(commented, DESIGNER), by=DESIGNER, at=NOW, stimulus="undo")


def test_an_undo_is_not_undone_itself() -> None:
    done = transitions.complete(task(maker=TESTER), by=LEAD, at=NOW, stimulus="done").task
    undone = undoing.undo(done, last(done), by=LEAD, at=NOW, stimulus="undo").task

    assert undoing.last_undoable(undone, by=LEAD) is None
