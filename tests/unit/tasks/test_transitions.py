"""What may be done to a task, in which state and by whom."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from bot.tasks import transitions
from bot.tasks.drafts import DESCRIPTION_LENGTH, TITLE_LENGTH, Draft
from bot.tasks.due import Due
from bot.tasks.errors import (
    AlreadyAssigned,
    AlreadyCompleted,
    AlreadyStarted,
    AlreadyWithdrawn,
    ChangedSince,
    DueIsPast,
    EmptyTitle,
    TooLong,
    UndoExpired,
)
from bot.tasks.events import Event
from bot.tasks.task import ChangeKind, Status, Task
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
    assert event.assignees == (TESTER,)


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


@pytest.mark.parametrize("transition", [*EVERY_TRANSITION, transitions.withdraw])
def test_nothing_happens_to_a_withdrawn_task(transition: Transition) -> None:
    withdrawn = transitions.withdraw(task(), by=LEAD, at=NOW, stimulus="undo").task

    with pytest.raises(AlreadyWithdrawn):
        transition(withdrawn, by=LEAD, at=NOW, stimulus="late")


def test_the_maker_withdraws_within_ten_minutes() -> None:
    event = transitions.withdraw(task(), by=LEAD, at=NOW + timedelta(minutes=10), stimulus="undo")

    assert event.task.is_withdrawn
    assert not event.task.is_active


def test_withdrawing_later_is_refused() -> None:
    with pytest.raises(UndoExpired):
        transitions.withdraw(task(), by=LEAD, at=NOW + timedelta(minutes=10, seconds=1), stimulus="undo")


def test_withdrawing_what_another_person_built_on_says_who_did_what() -> None:
    started = transitions.start(task(), by=DESIGNER, at=NOW, stimulus="s").task

    with pytest.raises(ChangedSince) as refusal:
        transitions.withdraw(started, by=LEAD, at=NOW, stimulus="undo")

    assert (refusal.value.by, refusal.value.kind) == (DESIGNER, "started")


def test_withdrawing_after_ones_own_change_is_possible() -> None:
    started = transitions.start(task(), by=LEAD, at=NOW, stimulus="s").task

    assert transitions.withdraw(started, by=LEAD, at=NOW, stimulus="undo").task.is_withdrawn


def test_only_the_latest_changes_are_remembered() -> None:
    changed = task()
    for number in range(40):
        changed = transitions.take(changed, by=f"U{number + 10}", at=NOW, stimulus=f"s{number}").task

    assert len(changed.recent) == transitions.RECENT_CHANGES
    assert changed.change_asked_by("s39") is not None
    assert changed.change_asked_by("s0") is None
