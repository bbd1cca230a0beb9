from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.tasks.due import Due
from bot.tasks.task import Change, ChangeKind, Fields, Priority, Status, Task
from bot.views import answers
from bot.views.actions import Action, Numbers, TaskReference, TypedText
from bot.views.text import Message
from tests.unit.views.samples import (
    NAMES,
    NOW,
    a_change,
    a_person,
    a_task,
    action_ids,
    all_text,
    assert_fits,
    changes,
    tasks,
    titles,
    values,
)

NEW_YORK = ZoneInfo("America/New_York")


def added(task: Task, notes: tuple[str, ...] = ()) -> Message:
    return answers.added(task, NAMES, reader_id="U1", zone=NEW_YORK, now=NOW, notes=notes)


def changed(task: Task, kind: ChangeKind) -> Message:
    return answers.changed(task, kind, names=NAMES, reader_id="U1", zone=NEW_YORK, now=NOW)


def outcomes(done: list[tuple[Task, ChangeKind]], refused: list[tuple[int, str]]) -> Message:
    return answers.outcomes(done, refused, names=NAMES, reader_id="U1")


@given(tasks(), changes, st.lists(st.sampled_from(["title", "due"]), unique=True))
def test_case_98_every_answer_fits_and_has_a_fallback_text(task: Task, change: Change, kept: list[str]) -> None:
    touched = replace(task, recent=(*task.recent, change))
    for message in (
        added(task, (answers.invite_me("Taskbot"),)),
        changed(touched, change.kind),
        answers.undone(touched, change, kept, names=NAMES),
        answers.snoozed(task, NOW, zone=NEW_YORK, now=NOW),
        answers.shown(task, NAMES, reader_id="U1", zone=NEW_YORK, now=NOW),
        answers.overview("/task", [task] * 3, names=NAMES, reader_id="U1", zone=NEW_YORK, now=NOW),
        outcomes([(touched, change.kind)] * 40, [(99, "There is no #99.")]),
        answers.undone_many([task] * 40, [(99, "There is no #99.")]),
        answers.confirm_deletion([task]),
        answers.confirm_deletion([task] * 40),
    ):
        assert_fits(message)
        assert "<!channel" not in all_text(message)


def test_an_added_task_is_echoed_in_one_line_with_undo_and_edit() -> None:
    task = a_task(
        assignees=("U1", "U2"), due=Due(at=NOW + timedelta(hours=2)), labels=("ops",), priority=Priority.URGENT
    )
    message = added(task)
    assert message.text == (
        "Added #17 *Ship it* in <#C1>, for you and designer, due in 2 hours (Thu, Dec 3 at 12:00 PM), urgent, +ops."
    )
    assert action_ids(message) == [Action.UNDO, Action.EDIT]
    assert Numbers.decode(values(message)[Action.UNDO]) == Numbers((17,))
    assert TaskReference.decode(values(message)[Action.EDIT]) == TaskReference(17)


def test_a_plain_task_is_echoed_without_what_it_has_not() -> None:
    assert added(a_task(place=None, assignees=("U1",))).text == "Added #17 *Ship it*, for you."


def test_the_note_of_a_channel_without_the_bot_says_what_to_do() -> None:
    text = added(a_task(), (answers.invite_me("Taskbot"),)).text
    assert "I can't post here until you /invite me: type `/invite @Taskbot`" in text
    assert "\n" not in text


FRIDAY = Due(on=date(2026, 12, 4))
CONFIRMED: list[tuple[ChangeKind, dict[str, Any], str]] = [
    (
        ChangeKind.ASSIGNED,
        {"assignees": ("U1",), "due": FRIDAY},
        "You took #17 *Ship it*, due tomorrow (Fri, Dec 4).",
    ),
    (ChangeKind.ASSIGNED, {"assignees": ("U2", "U3")}, "You assigned #17 *Ship it* to designer and developer."),
    (ChangeKind.STARTED, {"status": Status.STARTED, "due": None}, "You started #17 *Ship it*."),
    (ChangeKind.COMPLETED, {"status": Status.DONE, "due": FRIDAY}, "You completed #17 *Ship it*."),
    (ChangeKind.REOPENED, {"due": FRIDAY}, "You reopened #17 *Ship it*, due tomorrow (Fri, Dec 4)."),
    (
        ChangeKind.RESCHEDULED,
        {"due": FRIDAY},
        "You changed the due of #17 *Ship it*: it is now due tomorrow (Fri, Dec 4).",
    ),
    (ChangeKind.RESCHEDULED, {"due": None}, "You changed the due of #17 *Ship it*: it has none now."),
    (
        ChangeKind.PRIORITIZED,
        {"priority": Priority.HIGH},
        "You changed the priority of #17 *Ship it*: it is now high.",
    ),
    (ChangeKind.LABELLED, {"labels": ("ops", "web")}, "You changed the labels of #17 *Ship it*: it has +ops +web now."),
    (ChangeKind.LABELLED, {"labels": ()}, "You changed the labels of #17 *Ship it*: it has none now."),
    (ChangeKind.EDITED, {"title": "Ship it", "due": FRIDAY}, "You edited #17 *Ship it*: title and due."),
    (ChangeKind.COMMENTED, {}, "You commented on #17 *Ship it*."),
    (ChangeKind.DELETED, {"deleted_at": NOW}, "You deleted #17 *Ship it*. It can be restored for 30 days."),
    (ChangeKind.RESTORED, {"deleted_at": None}, "You restored #17 *Ship it*."),
]


@pytest.mark.parametrize(("kind", "fields", "expected"), CONFIRMED)
def test_a_change_is_confirmed(kind: ChangeKind, fields: dict[str, Any], expected: str) -> None:
    before: dict[str, Any] = {name: () if name == "assignees" else None for name in fields}
    change = a_change(kind, before=Fields(**before), after=Fields(**fields))
    assert changed(a_task(**fields, recent=(change,)), kind).text == expected


def test_every_kind_of_change_that_a_person_makes_is_confirmed() -> None:
    others = {ChangeKind.CREATED, ChangeKind.UNASSIGNED, ChangeKind.WITHDRAWN, ChangeKind.UNDONE}
    assert {kind for kind, _, _ in CONFIRMED} == set(ChangeKind) - others


@pytest.mark.parametrize(
    ("gone", "expected"),
    [("U1", "You took yourself off #17 *Ship it*."), ("U2", "You took designer off #17 *Ship it*.")],
)
def test_who_was_taken_off_is_named(gone: str, expected: str) -> None:
    change = a_change(ChangeKind.UNASSIGNED, before=Fields(assignees=("U3", gone)), after=Fields(assignees=("U3",)))
    assert changed(a_task(assignees=("U3",), recent=(change,)), ChangeKind.UNASSIGNED).text == expected


@pytest.mark.parametrize("kind", [kind for kind, _, _ in CONFIRMED])
def test_what_set_a_field_can_be_undone_and_a_comment_cannot(kind: ChangeKind) -> None:
    message = changed(a_task(), kind)
    if kind is ChangeKind.COMMENTED:
        assert action_ids(message) == []
    else:
        assert Numbers.decode(values(message)[Action.UNDO]) == Numbers((17,))


def test_several_tasks_are_answered_with_an_outcome_each_and_one_undo() -> None:
    done = [(a_task(number=number), ChangeKind.COMPLETED) for number in (3, 7)]
    message = outcomes(done, [(9, "There is no #9 that you can see."), (11, "That is too much.")])
    assert message.text.splitlines() == [
        "✓ You completed #3 *Ship it*.",
        "✓ You completed #7 *Ship it*.",
        "✕ There is no #9 that you can see.",
        "✕ #11: That is too much.",
    ]
    assert Numbers.decode(values(message)[Action.UNDO]) == Numbers((3, 7))


def test_of_several_tasks_too_it_is_told_who_got_them() -> None:
    came = [a_change(ChangeKind.ASSIGNED, after=Fields(assignees=(user_id,))) for user_id in ("U1", "U2")]
    message = outcomes([(a_task(number=3, recent=(change,)), change.kind) for change in came], [])
    assert message.text.splitlines() == ["✓ You took #3 *Ship it*.", "✓ You assigned #3 *Ship it* to designer."]


def test_where_nothing_was_done_there_is_nothing_to_undo() -> None:
    assert action_ids(outcomes([], [(9, "There is no #9.")])) == []


UNDONE: list[tuple[Change, dict[str, Any], tuple[str, ...], str]] = [
    (
        a_change(ChangeKind.CREATED),
        {"is_withdrawn": True},
        (),
        "Undone: #17 *Ship it* is withdrawn, and its card says so.",
    ),
    (a_change(ChangeKind.CREATED), {"is_withdrawn": True, "place": None}, (), "Undone: #17 *Ship it* is withdrawn."),
    (
        a_change(ChangeKind.COMPLETED, before=Fields(status=Status.OPEN), after=Fields(status=Status.DONE)),
        {},
        (),
        "Undone: #17 *Ship it* is open again.",
    ),
    (
        a_change(ChangeKind.DELETED, before=Fields(deleted_at=None), after=Fields(deleted_at=NOW)),
        {},
        (),
        "Undone: #17 *Ship it* is back.",
    ),
    (
        a_change(ChangeKind.RESTORED, before=Fields(deleted_at=NOW), after=Fields(deleted_at=None)),
        {"deleted_at": NOW},
        (),
        "Undone: #17 *Ship it* is deleted again.",
    ),
    (
        a_change(ChangeKind.EDITED, before=Fields(title="x", due=None), after=Fields(title="y", due=FRIDAY)),
        {},
        (),
        "Undone: #17 *Ship it* has its title and due back.",
    ),
    (
        a_change(ChangeKind.EDITED, before=Fields(title="x", due=None), after=Fields(title="y", due=FRIDAY)),
        {"recent": (a_change(ChangeKind.RESCHEDULED, actor="U2"), a_change(ChangeKind.UNDONE))},
        ("due",),
        "Undone: #17 *Ship it* has its title back. designer changed its due since, so I left that.",
    ),
]


@pytest.mark.parametrize(("undid", "fields", "kept", "expected"), UNDONE)
def test_an_undo_says_what_it_took_back(
    undid: Change, fields: dict[str, Any], kept: tuple[str, ...], expected: str
) -> None:
    assert answers.undone(a_task(**fields), undid, kept, names=NAMES).text == expected


def test_an_undo_of_several_names_those_that_were_skipped() -> None:
    message = answers.undone_many([a_task(number=3)], [(7, "tester completed #7, so undo would lose their work.")])
    assert message.text == "✓ Undone: #3 *Ship it*.\n✕ tester completed #7, so undo would lose their work."


def test_a_deletion_is_asked_about_first() -> None:
    message = answers.confirm_deletion([a_task()])
    assert message.text == "Delete #17 *Ship it*? It can be restored for 30 days."
    assert action_ids(message) == [Action.DELETE_CONFIRMED, Action.KEEP]
    assert Numbers.decode(values(message)[Action.DELETE_CONFIRMED]) == Numbers((17,))


def test_several_tasks_are_named_before_they_are_deleted() -> None:
    message = answers.confirm_deletion([a_task(number=3), a_task(number=7)])
    assert message.text.splitlines()[1:] == ["#3 *Ship it*", "#7 *Ship it*"]
    assert Numbers.decode(values(message)[Action.DELETE_CONFIRMED]) == Numbers((3, 7))


def test_more_than_a_button_can_carry_is_not_offered_to_be_deleted() -> None:
    message = answers.confirm_deletion([a_task(number=10**9 + number) for number in range(300)])
    assert action_ids(message) == []
    assert "Please name fewer" in message.text


def test_people_are_told_who_they_are() -> None:
    assert answers.whoami(a_person(is_admin=True), now=NOW).text == (
        "You are *lead*. You are an admin. In your zone, America/New_York, it is today at 10:00 AM."
    )
    assert answers.registered(a_person()).text == "You are *lead* now: people can type @lead."


@pytest.mark.parametrize(
    ("chosen", "language", "reminders"),
    [
        ({}, "English, as in Slack", "on. `/todo settings reminders off` turns them off."),
        (
            {"language": "de-DE", "wants_reminders": False},
            "German, your choice",
            "off. `/todo settings reminders on` turns them on.",
        ),
    ],
)
def test_settings_say_what_is_chosen_and_how_to_change_it(
    chosen: dict[str, Any], language: str, reminders: str
) -> None:
    languages = {"en-US": "English", "de-DE": "German"}
    message = answers.settings(a_person(**chosen), languages, command="/todo")
    assert message.text.splitlines() == [
        f"*Language of dates*: {language}. `/todo settings language german` changes it, `auto` follows Slack.",
        f"*Reminders*: {reminders}",
    ]


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
    assert action_ids(message) == [Action.NEW]


def test_the_bare_command_says_when_nothing_waits() -> None:
    message = answers.overview("/task", [], names=NAMES, reader_id="U1", zone=NEW_YORK, now=NOW)
    assert "Nothing is waiting for you." in message.text


@given(titles)
def test_the_offer_carries_what_was_typed_or_says_how_to_add_it(typed: str) -> None:
    message = answers.offering_a_task(answers.kept(), typed, command="/task")
    assert_fits(message)
    if TypedText(typed).fits():
        assert TypedText.decode(values(message)[Action.MAKE_IT_A_TASK]).typed == typed
    else:
        assert "`/task add`" in all_text(message)
