from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.tasks import audience
from bot.tasks.deliveries import Delivery, DeliveryKind
from bot.tasks.due import Due
from bot.tasks.reminders import Reminder, ReminderKind
from bot.tasks.task import ChangeKind, Status, Task
from bot.views import notices
from bot.views.actions import Action
from tests.unit.views.samples import (
    NAMES,
    NOW,
    a_task,
    action_ids,
    all_text,
    assert_fits,
    completed,
    element_kinds,
    moments,
    tasks,
    titles,
)

NEW_YORK = ZoneInfo("America/New_York")
DUE = datetime(2026, 12, 3, 15, 0, tzinfo=UTC)  # 10:00 in New York


def a_delivery(**fields: Any) -> Delivery:
    return Delivery(
        **{
            "team_id": "T1",
            "key": "17:1",
            "destination": "U2",
            "kind": DeliveryKind.NOTICE,
            "number": 17,
            "version": 1,
            "at": NOW,
            "change": ChangeKind.CREATED,
            "actor": "U1",
            "people": ("U2",),
            **fields,
        }
    )


def reminded(task: Task, kind: ReminderKind, at: datetime, now: datetime) -> Any:
    delivery = audience.reminding(task, Reminder(recipient="U2", kind=kind, at=at))
    return notices.reminder(delivery, task, NAMES, recipient_zone=NEW_YORK, now=now)


deliveries = st.builds(
    a_delivery,
    destination=st.sampled_from([*NAMES, "U404"]),
    change=st.one_of(st.none(), st.sampled_from(ChangeKind)),
    actor=st.sampled_from([*NAMES, None]),
    people=st.lists(st.sampled_from([*NAMES, "U404"]), max_size=20).map(tuple),
    reminder=st.sampled_from(ReminderKind),
    at=moments,
    text=st.one_of(st.just(""), titles),
)


@given(tasks(), deliveries, moments)
def test_case_98_everything_said_fits_and_has_a_fallback_text(task: Task, delivery: Delivery, now: datetime) -> None:
    for message in (
        notices.notice(delivery, task, NAMES, recipient_zone=NEW_YORK, now=now),
        notices.thread_line(delivery, task, NAMES),
        notices.reminder(delivery, task, NAMES, recipient_zone=NEW_YORK, now=now),
        notices.unreachable(delivery, task, NAMES),
    ):
        assert_fits(message)
        assert "<!channel" not in all_text(message)


@given(tasks(), deliveries)
def test_case_109_nothing_is_offered_but_buttons_and_one_short_menu(task: Task, delivery: Delivery) -> None:
    for message in (
        notices.notice(delivery, task, NAMES, recipient_zone=NEW_YORK, now=NOW),
        notices.reminder(delivery, task, NAMES, recipient_zone=NEW_YORK, now=NOW),
    ):
        assert element_kinds(message) <= {"button", "static_select"}


def test_an_assignee_is_told_who_gave_them_what_and_how_to_stop_it() -> None:
    task = a_task(assignees=("U2",), due=Due(at=DUE + timedelta(hours=3)))
    message = notices.notice(a_delivery(), task, NAMES, recipient_zone=NEW_YORK, now=NOW)
    assert message.text.startswith("lead assigned you #17: Ship it. Due <!date^")
    assert action_ids(message) == [Action.START, Action.COMPLETE]
    assert "You hear of this because you are assigned. Mute this conversation" in all_text(message)


def test_case_94_a_maker_is_told_who_finished_their_task_and_when() -> None:
    task = completed(a_task(assignees=("U4",)))
    delivery = a_delivery(destination="U1", change=ChangeKind.COMPLETED, actor="U4", people=("U1",))
    message = notices.notice(delivery, task, NAMES, recipient_zone=NEW_YORK, now=NOW)
    assert message.text.startswith("tester completed #17: Ship it. Completed by tester <!date^1796310000^")
    assert action_ids(message) == [Action.REOPEN]
    assert "because you made this task" in all_text(message)


def test_a_notice_of_what_was_finished_meanwhile_can_only_be_reopened() -> None:
    message = notices.notice(
        a_delivery(), completed(a_task(assignees=("U2",))), NAMES, recipient_zone=NEW_YORK, now=NOW
    )
    assert action_ids(message) == [Action.REOPEN]
    assert "✓ Completed by tester" in all_text(message)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"change": ChangeKind.ASSIGNED}, "lead assigned you #17: Ship it. Due Fri, Dec 4."),
        ({"change": ChangeKind.RESCHEDULED}, "lead changed the due of #17: Ship it. Due Fri, Dec 4."),
        ({"change": ChangeKind.REOPENED, "actor": "U4"}, "tester reopened #17: Ship it. Due Fri, Dec 4."),
        (
            {"change": ChangeKind.COMMENTED, "text": "Looks <good>\nto me"},
            "lead commented on #17: Ship it. Due Fri, Dec 4.\n> Looks &lt;good&gt;\n> to me",
        ),
    ],
)
def test_a_direct_message_says_what_happened(fields: dict[str, Any], expected: str) -> None:
    task = a_task(assignees=("U2",), due=Due(on=date(2026, 12, 4)))
    message = notices.notice(a_delivery(**fields), task, NAMES, recipient_zone=NEW_YORK, now=NOW)
    assert message.text == expected


@pytest.mark.parametrize(
    ("recipient", "expected"),
    [("U2", "because you are assigned"), ("U1", "because you made this task"), ("U4", "because you had this task")],
)
def test_a_direct_message_says_why_it_came_and_how_to_stop_it(recipient: str, expected: str) -> None:
    message = notices.notice(
        a_delivery(destination=recipient), a_task(assignees=("U2",)), NAMES, recipient_zone=NEW_YORK, now=NOW
    )
    assert f"{expected}. Mute this conversation" in all_text(message)


def test_a_notice_of_what_was_withdrawn_has_no_buttons() -> None:
    message = notices.notice(
        a_delivery(), replace(a_task(), is_withdrawn=True), NAMES, recipient_zone=NEW_YORK, now=NOW
    )
    assert action_ids(message) == []
    assert "Withdrawn by its maker" in message.text


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"change": ChangeKind.ASSIGNED, "actor": "U4", "people": ("U4",)}, "tester took this."),
        ({"change": ChangeKind.ASSIGNED, "people": ("U3",)}, "lead assigned this to developer."),
        ({"change": ChangeKind.ASSIGNED, "people": ("U3", "U4")}, "lead assigned this to developer and tester."),
        ({"change": ChangeKind.COMPLETED, "actor": "U2"}, "designer completed this."),
        ({"change": ChangeKind.REOPENED}, "lead reopened this."),
        ({"change": ChangeKind.DELETED}, "lead deleted this."),
    ],
)
def test_a_thread_line_says_who_did_what(fields: dict[str, Any], expected: str) -> None:
    line = notices.thread_line(a_delivery(destination="C1", **fields), a_task(), NAMES)
    assert line.blocks[0]["text"] == {"type": "mrkdwn", "text": expected, "verbatim": True}
    assert line.text == expected.replace("this", "#17").removesuffix(".") + ": Ship it."


@pytest.mark.parametrize("kind", list(ChangeKind))
def test_every_kind_of_change_has_its_words(kind: ChangeKind) -> None:
    line = notices.thread_line(a_delivery(destination="C1", change=kind), a_task(), NAMES)
    assert "lead changed this" not in all_text(line)


def test_a_comment_is_quoted_below_the_card() -> None:
    line = notices.thread_line(a_delivery(change=ChangeKind.COMMENTED, text="One\nTwo"), a_task(), NAMES)
    assert [block["text"]["text"] for block in line.blocks] == ["lead commented on this:", "> One\n> Two"]  # type: ignore[index]
    assert line.text == "lead commented on #17: Ship it.\n> One\n> Two"


def test_a_name_with_braces_is_only_a_name() -> None:
    line = notices.thread_line(a_delivery(change=ChangeKind.COMPLETED), a_task(), {"U1": "{0}{lead}"})
    assert line.text == "{0}{lead} completed #17: Ship it."


@pytest.mark.parametrize(
    ("kind", "before_due", "expected"),
    [
        (ReminderKind.SOON, timedelta(hours=1), "due in an hour"),
        (ReminderKind.NOW, timedelta(), "due now"),
        (ReminderKind.SNOOZED, timedelta(hours=3), "you asked to be reminded again"),
    ],
)
def test_a_reminder_in_time_says_why_it_comes(kind: ReminderKind, before_due: timedelta, expected: str) -> None:
    at = DUE - before_due
    message = reminded(a_task(assignees=("U2",), due=Due(at=DUE)), kind, at, at + timedelta(seconds=59))
    assert message.text == f"#17 Ship it: {expected}."
    assert "was due" not in all_text(message)
    assert action_ids(message) == [Action.COMPLETE, Action.SNOOZE]


def test_a_reminder_of_a_date_says_today() -> None:
    nine = datetime(2026, 12, 3, 14, 0, tzinfo=UTC)
    message = reminded(a_task(due=Due(on=date(2026, 12, 3))), ReminderKind.TODAY, nine, nine)
    assert message.text == "#17 Ship it: due today."


def test_case_08_a_late_reminder_says_when_its_time_was() -> None:
    message = reminded(a_task(due=Due(at=DUE)), ReminderKind.NOW, DUE, DUE + timedelta(minutes=40))
    assert message.text == "#17 Ship it: was due 10:00 AM."
    assert "*Was due 10:00 AM*" in all_text(message)


def test_case_08_a_late_reminder_of_what_is_still_ahead_says_both() -> None:
    message = reminded(
        a_task(due=Due(at=DUE)), ReminderKind.SOON, DUE - timedelta(hours=1), DUE - timedelta(minutes=20)
    )
    assert message.text == "#17 Ship it: due in 20 minutes. This reminder was due 9:00 AM."


def test_case_08_a_reminder_that_comes_a_day_late_names_the_day() -> None:
    nine = datetime(2026, 12, 3, 14, 0, tzinfo=UTC)
    message = reminded(a_task(due=Due(on=date(2026, 12, 3))), ReminderKind.TODAY, nine, nine + timedelta(days=1))
    assert message.text == "#17 Ship it: was due Thu, Dec 3. This reminder was due yesterday at 9:00 AM."


def test_a_reminder_of_what_is_done_shows_that_and_has_no_buttons() -> None:
    message = reminded(completed(a_task(due=Due(at=DUE))), ReminderKind.NOW, DUE, DUE)
    assert message.text.startswith("#17 Ship it: Completed by tester")
    assert action_ids(message) == []


def test_a_reminder_says_how_to_stop_reminders() -> None:
    message = reminded(a_task(assignees=("U2",), due=Due(at=DUE)), ReminderKind.NOW, DUE, DUE)
    assert "because you are assigned. `/task settings reminders off` stops reminders." in all_text(message)


def test_a_started_task_can_still_be_snoozed() -> None:
    message = reminded(a_task(status=Status.STARTED, due=Due(at=DUE)), ReminderKind.NOW, DUE, DUE)
    assert action_ids(message) == [Action.COMPLETE, Action.SNOOZE]


def test_who_only_snoozed_it_is_told_that_they_asked() -> None:
    assert "because you asked to be reminded" in all_text(reminded(a_task(), ReminderKind.SNOOZED, DUE, DUE))


def test_case_88_the_maker_is_told_of_an_account_that_is_switched_off() -> None:
    delivery = a_delivery(destination="U1", kind=DeliveryKind.UNREACHABLE, people=("U3",))
    message = notices.unreachable(delivery, a_task(), NAMES)
    assert message.text.startswith("developer can't be told of #17 Ship it: the account is deactivated.")
