"""Who hears of what."""

from datetime import timedelta

from bot.tasks import audience, transitions
from bot.tasks.deliveries import DeliveryKind
from bot.tasks.events import Event
from bot.tasks.reminders import Reminder, ReminderKind
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
    event = transitions.withdraw(task(), by=LEAD, at=NOW, stimulus="undo")
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
