from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from bot.tasks.due import Due
from bot.tasks.task import ChangeKind, Priority, Task
from bot.views import answers
from bot.views.actions import Action, TaskReference, TypedText
from bot.views.text import Message
from tests.unit.views.samples import (
    NAMES,
    NOW,
    a_task,
    action_ids,
    all_text,
    assert_fits,
    completed,
    tasks,
    titles,
    values,
)

NEW_YORK = ZoneInfo("America/New_York")


def added(task: Task, notes: tuple[str, ...] = ()) -> Message:
    return answers.added(task, NAMES, reader_id="U1", zone=NEW_YORK, now=NOW, notes=notes)


@given(tasks())
def test_case_98_every_answer_fits_and_has_a_fallback_text(task: Task) -> None:
    for message in (
        added(task, (answers.invite_me("Taskbot"),)),
        answers.changed(task, ChangeKind.STARTED, zone=NEW_YORK, now=NOW),
        answers.undone(task),
        answers.snoozed(task, NOW, zone=NEW_YORK, now=NOW),
        answers.shown(task, NAMES, reader_id="U1", zone=NEW_YORK, now=NOW),
        answers.overview("/task", [task] * 3, names=NAMES, reader_id="U1", zone=NEW_YORK, now=NOW),
    ):
        assert_fits(message)
        assert "<!channel" not in all_text(message)


def test_an_added_task_is_echoed_in_one_line_with_undo() -> None:
    task = a_task(
        assignees=("U1", "U2"), due=Due(at=NOW + timedelta(hours=2)), labels=("ops",), priority=Priority.URGENT
    )
    message = added(task)
    assert message.text == (
        "Added #17 *Ship it* in <#C1>, for you and designer, due in 2 hours (Thu, Dec 3 at 12:00 PM), urgent, +ops."
    )
    assert action_ids(message) == [Action.UNDO]
    assert TaskReference.decode(values(message)[Action.UNDO]) == TaskReference(17)


def test_a_plain_task_is_echoed_without_what_it_has_not() -> None:
    assert added(a_task(place=None, assignees=("U1",))).text == "Added #17 *Ship it*, for you."


def test_the_note_of_a_channel_without_the_bot_says_what_to_do() -> None:
    text = added(a_task(), (answers.invite_me("Taskbot"),)).text
    assert "I can't post here until you /invite me: type `/invite @Taskbot`" in text
    assert "\n" not in text


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (ChangeKind.ASSIGNED, "You took #17 *Ship it*, due in 1 hour (Thu, Dec 3 at 11:00 AM)."),
        (ChangeKind.STARTED, "You started #17 *Ship it*, due in 1 hour (Thu, Dec 3 at 11:00 AM)."),
    ],
)
def test_a_change_is_confirmed(kind: ChangeKind, expected: str) -> None:
    task = a_task(due=Due(at=NOW + timedelta(hours=1)))
    assert answers.changed(task, kind, zone=NEW_YORK, now=NOW).text == expected


def test_a_finished_task_is_confirmed_without_its_due() -> None:
    task = completed(a_task(due=Due(at=NOW)))
    assert answers.changed(task, ChangeKind.COMPLETED, zone=NEW_YORK, now=NOW).text == "You completed #17 *Ship it*."


def test_a_snooze_says_until_when() -> None:
    message = answers.snoozed(a_task(), NOW + timedelta(hours=23), zone=NEW_YORK, now=NOW)
    assert message.text == "I'll remind you of #17 *Ship it* tomorrow at 9:00 AM."


def test_show_speaks_to_its_reader() -> None:
    shown = all_text(answers.shown(a_task(), NAMES, reader_id="U1", zone=NEW_YORK, now=NOW))
    assert "Made by you" in shown


def test_the_bare_command_is_answered_in_three_lines_and_with_what_is_next() -> None:
    message = answers.overview("/todo", [a_task()], names=NAMES, reader_id="U1", zone=NEW_YORK, now=NOW)
    assert message.text.count("`/todo") == 4
    assert "*#17* Ship it" in message.text
    assert "/task" not in all_text(message)
    assert action_ids(message) == []


def test_the_bare_command_says_when_nothing_waits() -> None:
    message = answers.overview("/task", [], names=NAMES, reader_id="U1", zone=NEW_YORK, now=NOW)
    assert "Nothing is waiting for you." in message.text


@given(titles)
def test_the_offer_carries_what_was_typed_or_says_how_to_add_it(typed: str) -> None:
    message = answers.offering_a_task(answers.undone(a_task()), typed, command="/task")
    assert_fits(message)
    if TypedText(typed).fits():
        assert TypedText.decode(values(message)[Action.MAKE_IT_A_TASK]).typed == typed
    else:
        assert "`/task add`" in all_text(message)
