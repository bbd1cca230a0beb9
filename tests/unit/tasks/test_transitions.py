"""What may be done to a task, in which state and by whom."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from bot.tasks import transitions
from bot.tasks.drafts import DESCRIPTION_LENGTH, TITLE_LENGTH, Draft
from bot.tasks.due import Due
from bot.tasks.errors import (
    AlreadyAssigned,
    AlreadyCompleted,
    AlreadyDeleted,
    AlreadyStarted,
    DueIsPast,
    EmptyTitle,
    NotAssigned,
    NotDeleted,
    NotDone,
    NothingChanged,
    RestoreExpired,
    TooLong,
)
from bot.tasks.events import Event
from bot.tasks.task import ChangeKind, Priority, Status, Task
from tests.unit.tasks.made import DESIGNER, LEAD, NOW, TESTER, created, task

Transition = Callable[..., Event]
EVERY_TRANSITION: tuple[Transition, ...] = (transitions.take, transitions.start, transitions.complete)


def done(by: str = TESTER) -> Task:
    return transitions.complete(task(), by=by, at=NOW, stimulus="finish").task


def test_a_new_task_is_open_and_carries_its_first_change() -> None:
    event = created(assignees=(DESIGNER, DESIGNER))

    assert event.task.status is Status.OPEN
    assert event.task.version == 1
    assert event.task.assignees == (DESIGNER,)
    assert [change.kind for change in event.task.recent] == [ChangeKind.CREATED]


@pytest.mark.parametrize(
    ("draft", "error"),
    [
        (Draft(title="  "), EmptyTitle),
        (Draft(title="x" * (TITLE_LENGTH + 1)), TooLong),
        (Draft(title="x", description="y" * (DESCRIPTION_LENGTH + 1)), TooLong),
        (Draft(title="x", labels=("l" * 51,)), TooLong),
        (Draft(title="x", assignees=tuple(f"U{n}" for n in range(21))), TooLong),
        (Draft(title="x", due=Due(at=NOW - timedelta(minutes=2))), DueIsPast),
        (Draft(title="x", due=Due(on=date(2020, 1, 1))), DueIsPast),
    ],
)
def test_case_42_a_draft_that_cannot_become_a_task_is_refused(draft: Draft, error: type[Exception]) -> None:
    with pytest.raises(error):
        transitions.create(draft, team_id="T1", number=1, maker=LEAD, assignees=(), place=None, at=NOW, stimulus="s")


def test_case_42_a_due_within_the_tolerance_of_clocks_is_taken() -> None:
    assert task(due=Due(at=NOW - timedelta(seconds=59))).due is not None


@pytest.mark.parametrize("transition", EVERY_TRANSITION)
def test_a_transition_gives_the_task_after_it_and_leaves_the_one_before(transition: Transition) -> None:
    before = task()

    event = transition(before, by=TESTER, at=NOW, stimulus="s")

    assert before.version == 1
    assert event.task.version == 2
    assert event.task.change_asked_by("s") is not None
    assert event.task.recent[-1].kind is event.kind


def test_taking_adds_oneself_to_those_who_have_it() -> None:
    event = transitions.take(task(assignees=(DESIGNER,)), by=TESTER, at=NOW, stimulus="s")

    assert event.task.assignees == (DESIGNER, TESTER)
    assert event.change.before.given() == {"assignees": (DESIGNER,)}


def test_taking_what_one_has_is_refused() -> None:
    with pytest.raises(AlreadyAssigned):
        transitions.take(task(assignees=(TESTER,)), by=TESTER, at=NOW, stimulus="s")


def test_starting_twice_names_who_started() -> None:
    started = transitions.start(task(), by=DESIGNER, at=NOW, stimulus="s").task

    with pytest.raises(AlreadyStarted) as refusal:
        transitions.start(started, by=TESTER, at=NOW + timedelta(minutes=1), stimulus="t")

    assert (refusal.value.by, refusal.value.at) == (DESIGNER, NOW)


@pytest.mark.parametrize("transition", EVERY_TRANSITION)
def test_case_94_nothing_happens_to_a_done_task_and_its_finisher_is_named(transition: Transition) -> None:
    with pytest.raises(AlreadyCompleted) as refusal:
        transition(done(by=DESIGNER), by=TESTER, at=NOW, stimulus="late")

    assert refusal.value.by == DESIGNER


def reopened(task: Task, **by: Any) -> Event:
    return transitions.reopen(task, **by)


def commented(task: Task, **by: Any) -> Event:
    return transitions.comment(task, "Nice", **by)


OF_WHAT_IS_THERE: tuple[Transition, ...] = (*EVERY_TRANSITION, reopened, commented, transitions.delete)


@pytest.mark.parametrize("transition", OF_WHAT_IS_THERE)
def test_nothing_happens_to_a_deleted_task_and_who_deleted_it_is_named(transition: Transition) -> None:
    deleted = transitions.delete(task(), by=DESIGNER, at=NOW, stimulus="d").task

    with pytest.raises(AlreadyDeleted) as refusal:
        transition(deleted, by=TESTER, at=NOW, stimulus="late")

    assert (refusal.value.by, refusal.value.at) == (DESIGNER, NOW)
    assert not deleted.is_active


def test_a_deleted_task_can_be_restored_for_thirty_days() -> None:
    deleted = transitions.delete(done(), by=LEAD, at=NOW, stimulus="d").task

    restored = transitions.restore(deleted, by=LEAD, at=NOW + timedelta(days=30), stimulus="r").task

    assert restored.deleted_at is None
    assert restored.status is Status.DONE
    with pytest.raises(RestoreExpired):
        transitions.restore(deleted, by=LEAD, at=NOW + timedelta(days=30, seconds=1), stimulus="r")
    with pytest.raises(NotDeleted):
        transitions.restore(restored, by=LEAD, at=NOW, stimulus="again")


def test_only_what_is_done_can_be_reopened() -> None:
    assert transitions.reopen(done(), by=LEAD, at=NOW, stimulus="s").task.status is Status.OPEN
    with pytest.raises(NotDone):
        transitions.reopen(task(), by=LEAD, at=NOW, stimulus="s")


def test_a_change_notes_the_fields_before_and_after() -> None:
    due = Due(on=date(2026, 12, 4))

    change = transitions.reschedule(task(), due, by=LEAD, at=NOW, stimulus="s").change

    assert change.before.given() == {"due": None}
    assert change.after.given() == {"due": due}


def test_what_changes_nothing_is_refused() -> None:
    with pytest.raises(NothingChanged):
        transitions.prioritize(task(), Priority.NORMAL, by=LEAD, at=NOW, stimulus="s")
    with pytest.raises(NothingChanged):
        transitions.reschedule(task(), None, by=LEAD, at=NOW, stimulus="s")


def test_case_42_a_due_that_is_over_is_refused_at_every_door() -> None:
    with pytest.raises(DueIsPast):
        transitions.reschedule(task(), Due(at=NOW - timedelta(hours=1)), by=LEAD, at=NOW, stimulus="s")


def test_people_are_added_and_taken_off() -> None:
    assigned = transitions.assign(task(), (DESIGNER, TESTER, DESIGNER), by=LEAD, at=NOW, stimulus="s").task
    left = transitions.unassign(assigned, (DESIGNER,), by=LEAD, at=NOW, stimulus="t").task

    assert assigned.assignees == (DESIGNER, TESTER)
    assert left.assignees == (TESTER,)
    with pytest.raises(NotAssigned):
        transitions.unassign(left, (DESIGNER,), by=LEAD, at=NOW, stimulus="u")


@pytest.mark.parametrize(
    ("added", "removed", "labels"),
    [
        (("ops",), (), ("ops",)),
        (("ops", "OPS"), (), ("ops",)),
        (("ops", "web"), ("Web",), ("ops",)),
    ],
)
def test_labels_that_differ_by_case_are_the_same(
    added: tuple[str, ...], removed: tuple[str, ...], labels: tuple[str, ...]
) -> None:
    assert transitions.label(task(), added, removed, by=LEAD, at=NOW, stimulus="s").task.labels == labels


def test_a_comment_is_counted_and_its_words_are_in_the_change() -> None:
    event = transitions.comment(done(), " Well done ", by=DESIGNER, at=NOW, stimulus="s")

    assert event.task.comments == 1
    assert event.change.text == "Well done"
    with pytest.raises(TooLong):
        transitions.comment(task(), "x" * 3001, by=DESIGNER, at=NOW, stimulus="s")


def test_only_the_latest_changes_are_remembered() -> None:
    changed = task()
    for number in range(40):
        changed = transitions.comment(changed, "Hm", by=TESTER, at=NOW, stimulus=f"s{number}").task

    assert len(changed.recent) == transitions.RECENT_CHANGES
    assert changed.change_asked_by("s39") is not None
    assert changed.change_asked_by("s0") is None
