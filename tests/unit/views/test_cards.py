import re
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from msgspec.structs import replace

from bot.tasks.due import Due
from bot.tasks.task import ChangeKind, Priority, Status, Task
from bot.views.actions import Action, MoreChoice, MoreRequest, TaskReference
from bot.views.cards import task_card
from tests.unit.views.samples import (
    HOSTILE,
    NAMES,
    NOW,
    a_change,
    a_task,
    action_ids,
    all_text,
    assert_fits,
    completed,
    options,
    tasks,
    values,
)


@given(tasks())
def test_case_98_every_card_fits_and_has_a_fallback_text(task: Task) -> None:
    assert_fits(task_card(task, NAMES, now=NOW))


@pytest.mark.parametrize("title", HOSTILE)
def test_case_119_nothing_in_a_title_or_description_pings(title: str) -> None:
    shown = all_text(task_card(a_task(title=title, description=title), NAMES, now=NOW))
    assert "<!channel" not in shown
    assert "<!subteam" not in shown
    assert "<@" not in shown
    assert "<#" not in shown


def test_case_119_slack_is_told_not_to_look_for_mentions_itself() -> None:
    card = task_card(a_task(title="@here"), NAMES, now=NOW)
    assert card.blocks[0]["text"] == {"type": "mrkdwn", "text": "#17 *@here*", "verbatim": True}


def test_case_118_a_title_is_escaped_once() -> None:
    card = task_card(a_task(title="A & B <c> &amp;"), NAMES, now=NOW)
    assert "A &amp; B &lt;c&gt; &amp;amp;" in card.text
    assert "*A &amp; B &lt;c&gt; &amp;amp;*" in all_text(card)


@pytest.mark.parametrize("description", ["x" * 3001, "&" * 2990, "👩‍👩‍👧" * 700])
def test_case_106_a_long_description_is_cut_after_escaping(description: str) -> None:
    card = task_card(a_task(description=description), NAMES, now=NOW)
    assert_fits(card)
    assert "…" in all_text(card)


def test_case_106_a_title_of_full_length_is_shown_as_far_as_a_section_holds() -> None:
    card = task_card(a_task(title="x" * 3000), NAMES, now=NOW)
    assert_fits(card)
    assert "x" * 2900 in all_text(card)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (Status.OPEN, [Action.TAKE, Action.START, Action.COMPLETE, Action.EDIT, Action.MORE]),
        (Status.STARTED, [Action.TAKE, Action.COMPLETE, Action.EDIT, Action.MORE]),
        (Status.DONE, [Action.REOPEN, Action.EDIT, Action.MORE]),
    ],
)
def test_buttons_are_what_the_state_leaves(status: Status, expected: list[Action]) -> None:
    card = task_card(a_task(status=status), NAMES, now=NOW)
    assert action_ids(card) == expected
    assert all(TaskReference.decode(value) == TaskReference(17) for value in values(card).values())


def test_case_109_the_rarer_things_are_in_an_overflow_of_at_most_five() -> None:
    offered = options(task_card(a_task(), NAMES, now=NOW), Action.MORE)
    assert [MoreRequest.decode(value) for value in offered] == [
        MoreRequest(17, MoreChoice.HISTORY),
        MoreRequest(17, MoreChoice.DELETE),
    ]


@pytest.mark.parametrize(("comments", "expected"), [(0, []), (1, ["1 comment"]), (3, ["3 comments"])])
def test_comments_are_counted(comments: int, expected: list[str]) -> None:
    shown = all_text(task_card(a_task(comments=comments), NAMES, now=NOW))
    assert re.findall(r"\d+ comments?", shown.partition("\n")[2]) == expected


def test_an_open_card_tells_the_facts() -> None:
    task = a_task(
        description="With care",
        assignees=("U1", "U2"),
        labels=("ops", "web"),
        priority=Priority.HIGH,
        due=Due(at=NOW + timedelta(hours=2)),
    )
    shown = all_text(task_card(task, NAMES, now=NOW))
    for fact in (
        "#17 *Ship it*",
        "With care",
        "○ Open",
        "For lead and designer",
        "High priority",
        "+ops +web",
        "Made by lead",
    ):
        assert fact in shown


def test_normal_priority_is_not_told() -> None:
    assert "riority" not in all_text(task_card(a_task(), NAMES, now=NOW))


def test_an_unassigned_card_says_so() -> None:
    assert "For nobody yet" in all_text(task_card(a_task(), NAMES, now=NOW))


def test_case_45_a_card_shows_moments_by_token_alone() -> None:
    shown = all_text(task_card(a_task(due=Due(at=NOW + timedelta(hours=2))), NAMES, now=NOW))
    assert "Due <!date^1796317200^{date_short_pretty} at {time}|Thu, Dec 3, 2026 at 5:00 PM UTC>" in shown
    assert "in 2 hours" not in shown


def test_an_overdue_card_is_marked_until_it_is_done() -> None:
    late = a_task(due=Due(at=NOW - timedelta(hours=2)))
    assert "⚠ Overdue since <!date^" in all_text(task_card(late, NAMES, now=NOW))
    assert "verdue" not in all_text(task_card(completed(late), NAMES, now=NOW))


def test_case_47_a_card_shows_a_date_as_it_is() -> None:
    assert "Due Thu, Dec 3" in all_text(task_card(a_task(due=Due(on=date(2026, 12, 3))), NAMES, now=NOW))


def test_a_card_for_one_reader_is_overdue_by_their_own_day() -> None:
    task, tokyo = a_task(due=Due(on=date(2026, 12, 3))), ZoneInfo("Asia/Tokyo")
    assert "⚠ Overdue since Thu, Dec 3" in all_text(task_card(task, NAMES, now=NOW, zone=tokyo))


def test_case_94_a_done_card_tells_who_finished_it_and_when() -> None:
    card = task_card(completed(a_task()), NAMES, now=NOW)
    assert "✓ Completed by tester <!date^1796310000^" in all_text(card)
    assert Action.COMPLETE not in action_ids(card)


def test_a_withdrawn_card_has_no_buttons() -> None:
    card = task_card(replace(a_task(), is_withdrawn=True), NAMES, now=NOW)
    assert "Withdrawn by its maker" in all_text(card)
    assert action_ids(card) == []


def test_a_deleted_card_says_who_and_has_no_buttons() -> None:
    deleted = replace(a_task(), deleted_at=NOW, recent=(a_change(ChangeKind.DELETED, actor="U2"),))
    card = task_card(deleted, NAMES, now=NOW)
    assert "✕ Deleted by designer <!date^1796310000^" in all_text(card)
    assert action_ids(card) == []
