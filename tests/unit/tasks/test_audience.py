"""Who hears of what."""

from datetime import timedelta

from bot.tasks import audience, editing, transitions, undoing
from bot.tasks.deliveries import DeliveryKind
from bot.tasks.due import Due
from bot.tasks.events import Event
from bot.tasks.reminders import Reminder, ReminderKind
from bot.tasks.task import ChangeKind, Fields, Priority
from tests.unit.tasks.made import DESIGNER, LEAD, NOW, PRIVATE, TESTER, created, task


def heard(event: Event) -> list[tuple[DeliveryKind, str]]:
    return [(delivery.kind, delivery.destination) for delivery in audience.deliveries(event)]


def test_case_140_a_task_made_with_an_assignee_tells_the_channel_and_that_person_once() -> None:
    assert heard(created(assignees=(DESIGNER,))) == [(DeliveryKind.CARD, "C1"), (DeliveryKind.NOTICE, DESIGNER)]


def test_nobody_is_told_of_what_they_did_themselves() -> None:
    assert heard(created(assignees=(LEAD,))) == [(DeliveryKind.CARD, "C1")]
    assert heard(transitions.complete(task(), by=LEAD, at=NOW, stimulus="s")) == [(DeliveryKind.THREAD, "C1")]


def test_a_personal_task_is_posted_nowhere() -> None:
    assert heard(created(place=None, assignees=(LEAD,))) == []
    assert heard(created(place=None, assignees=(DESIGNER,))) == [(DeliveryKind.NOTICE, DESIGNER)]


def test_case_82_taking_adds_a_line_to_the_thread() -> None:
    event = transitions.take(task(place=PRIVATE), by=TESTER, at=NOW, stimulus="s")

    assert heard(event) == [(DeliveryKind.THREAD, "C2")]


def test_starting_only_redraws() -> None:
    assert heard(transitions.start(task(), by=TESTER, at=NOW, stimulus="s")) == []


def test_completing_tells_the_thread_and_the_maker() -> None:
    event = transitions.complete(task(), by=TESTER, at=NOW, stimulus="s")

    assert heard(event) == [(DeliveryKind.THREAD, "C1"), (DeliveryKind.NOTICE, LEAD)]


def test_withdrawing_posts_nothing_and_makes_what_was_owed_needless() -> None:
    event = undoing.undo(task(), task().recent[0], by=LEAD, at=NOW, stimulus="undo")
    (card,) = audience.deliveries(created())

    assert heard(event) == []
    assert audience.is_needless(card, event.task)
    assert not audience.is_needless(card, task())


def test_case_21_a_reminder_of_a_task_that_was_done_meanwhile_is_needless() -> None:
    reminder = audience.reminding(task(), Reminder(recipient=LEAD, kind=ReminderKind.NOW, at=NOW))
    done = transitions.complete(task(), by=LEAD, at=NOW, stimulus="s").task

    assert audience.is_needless(reminder, done)
    assert not audience.is_needless(reminder, task())


def test_case_05_the_same_reminder_has_the_same_key_and_another_moment_another() -> None:
    def key(minutes: int) -> str:
        at = NOW + timedelta(minutes=minutes)
        return audience.reminding(task(), Reminder(recipient=LEAD, kind=ReminderKind.NOW, at=at)).key

    assert key(0) == key(0)
    assert key(0) != key(1)


def test_case_88_the_maker_is_told_once_for_each_person_who_cannot_be_reached() -> None:
    made = created(assignees=(DESIGNER,))
    notice = audience.deliveries(made)[1]

    told = audience.unreachable(made.task, notice)

    assert told is not None
    assert (told.destination, told.people) == (LEAD, (DESIGNER,))
    assert told.key == "17:unreachable:U2"


def test_case_82_each_kind_of_change_is_told_as_what_it_is() -> None:
    held = task(assignees=(DESIGNER,))
    done = transitions.complete(held, by=TESTER, at=NOW, stimulus="s").task
    due = Due(at=NOW + timedelta(days=1))

    def told(event: Event) -> list[tuple[DeliveryKind, str, ChangeKind | None]]:
        return [(each.kind, each.destination, each.change) for each in audience.deliveries(event)]

    assert told(transitions.reopen(done, by=TESTER, at=NOW, stimulus="s")) == [
        (DeliveryKind.THREAD, "C1", ChangeKind.REOPENED),
        (DeliveryKind.NOTICE, LEAD, ChangeKind.REOPENED),
    ]
    assert told(transitions.reschedule(held, due, by=TESTER, at=NOW, stimulus="s")) == [
        (DeliveryKind.NOTICE, DESIGNER, ChangeKind.RESCHEDULED)
    ]
    assert told(transitions.comment(held, "Hi", by=TESTER, at=NOW, stimulus="s")) == [
        (DeliveryKind.THREAD, "C1", ChangeKind.COMMENTED),
        (DeliveryKind.NOTICE, LEAD, ChangeKind.COMMENTED),
        (DeliveryKind.NOTICE, DESIGNER, ChangeKind.COMMENTED),
    ]
    assert told(transitions.delete(held, by=LEAD, at=NOW, stimulus="s")) == [
        (DeliveryKind.THREAD, "C1", ChangeKind.DELETED)
    ]
    assert told(transitions.unassign(held, (DESIGNER,), by=LEAD, at=NOW, stimulus="s")) == []
    assert told(transitions.prioritize(held, Priority.HIGH, by=LEAD, at=NOW, stimulus="s")) == []


def test_people_added_in_a_form_are_told_as_if_they_were_assigned() -> None:
    event = editing.edit(
        task(), Fields(title="New", assignees=(DESIGNER,)), since_version=1, by=LEAD, at=NOW, stimulus="s"
    )

    assert [(each.kind, each.destination, each.change) for each in audience.deliveries(event)] == [
        (DeliveryKind.THREAD, "C1", ChangeKind.ASSIGNED),
        (DeliveryKind.NOTICE, DESIGNER, ChangeKind.ASSIGNED),
    ]


def test_an_undo_posts_nothing_and_names_the_version_that_it_took_back() -> None:
    done = transitions.complete(task(), by=TESTER, at=NOW, stimulus="done").task
    change = undoing.last_undoable(done, by=TESTER)
    assert change is not None
    event = undoing.undo(done, change, by=TESTER, at=NOW, stimulus="undo")

    assert audience.deliveries(event) == ()
    assert audience.undone_version(event) == 2
    assert audience.undone_version(transitions.start(task(), by=TESTER, at=NOW, stimulus="s")) is None


def test_everyone_whose_overview_changes_is_concerned_those_taken_off_as_well() -> None:
    event = transitions.unassign(task(assignees=(DESIGNER,)), (DESIGNER,), by=TESTER, at=NOW, stimulus="s")

    assert audience.concerned(event) == {LEAD, DESIGNER, TESTER}
