"""Commands that change tasks, one or several at once."""

import time
from contextlib import suppress
from datetime import UTC, date, datetime

import pytest

from bot.language import command
from bot.language.command import (
    Add,
    Assign,
    Command,
    Comment,
    Delete,
    Done,
    Label,
    Prioritize,
    Reopen,
    Reschedule,
    Restore,
    Start,
    Take,
    Unassign,
    Undo,
)
from bot.tasks.due import Due
from bot.tasks.errors import DueIsPast, TaskError, TooLong
from bot.tasks.people import Handle
from bot.tasks.task import Priority
from tests.unit.language.readers import reader

FRIDAY = Due(on=date(2026, 11, 27))
FRIDAY_AT_FIVE = Due(at=datetime(2026, 11, 27, 22, tzinfo=UTC))
LEAD, TESTER = Handle("lead"), Handle("tester")


@pytest.mark.parametrize(
    "expected",
    [
        Take(text="take 12", numbers=(12,)),
        Start(text="start 12", numbers=(12,)),
        Done(text="Done  #12", numbers=(12,)),
        Done(text="done 3 7 9", numbers=(3, 7, 9)),
        Done(text="done 9,3,7", numbers=(9, 3, 7)),
        Done(text="done 3, 7 and 9", numbers=(3, 7, 9)),
        Done(text="done 3, 7, and 9", numbers=(3, 7, 9)),
        Done(text="done #3 #7", numbers=(3, 7)),
        Done(text="done 7 3 7", numbers=(7, 3)),
        Reopen(text="reopen 3 AND 7", numbers=(3, 7)),
        Delete(text="delete 3 7", numbers=(3, 7)),
        Restore(text="restore 12", numbers=(12,)),
        Undo(text="undo", numbers=()),
        Undo(text="undo 12", numbers=(12,)),
        Undo(text="undo 12, 13", numbers=(12, 13)),
    ],
    ids=lambda expected: repr(expected.text),
)
def test_numbers(expected: Command) -> None:
    assert command.read(expected.text, reader()) == expected


@pytest.mark.parametrize(
    "expected",
    [
        Assign(text="assign 17 @lead", numbers=(17,), people=(LEAD,)),
        Assign(text="assign 17 <@U1|lead>", numbers=(17,), people=("U1",)),
        Assign(text="assign 17 <@W12AB|o'lead>", numbers=(17,), people=("W12AB",)),
        Assign(text="assign 17 @me", numbers=(17,), people=("U9",)),
        Assign(text="assign 3, 7 to <@U1|lead> and <@U2>", numbers=(3, 7), people=("U1", "U2")),
        Assign(text="assign 3 7 @lead, @tester @lead", numbers=(3, 7), people=(LEAD, TESTER)),
        Unassign(text="unassign 12", numbers=(12,), people=()),
        Unassign(text="unassign 12 13", numbers=(12, 13), people=()),
        Unassign(text="unassign 12 from <@U1|lead>", numbers=(12,), people=("U1",)),
        Unassign(text="unassign 12 @lead", numbers=(12,), people=(LEAD,)),
    ],
    ids=lambda expected: repr(expected.text),
)
def test_people(expected: Command) -> None:
    assert command.read(expected.text, reader()) == expected


@pytest.mark.parametrize(
    "expected",
    [
        Reschedule(text="due 12 friday", numbers=(12,), due=FRIDAY),
        Reschedule(text="due 12 by friday", numbers=(12,), due=FRIDAY),
        Reschedule(text="due 12 friday 5pm", numbers=(12,), due=FRIDAY_AT_FIVE),
        Reschedule(text="due 3, 7 friday", numbers=(3, 7), due=FRIDAY),
        Reschedule(text="due 12 5 dec", numbers=(12,), due=Due(on=date(2026, 12, 5))),
        Reschedule(text="due 12 12/5", numbers=(12,), due=Due(on=date(2026, 12, 5))),
        Reschedule(text="due 12 in 3 days", numbers=(12,), due=Due(on=date(2026, 11, 28))),
        Reschedule(text="due 12 none", numbers=(12,), due=None),
        Reschedule(text="due 12 Never", numbers=(12,), due=None),
        Reschedule(text="due 12 13 off", numbers=(12, 13), due=None),
        Reschedule(text="due 12 clear", numbers=(12,), due=None),
        Reschedule(text="due 12 31 dec 2199", numbers=(12,), due=Due(on=date(2199, 12, 31))),
    ],
    ids=lambda expected: repr(expected.text),
)
def test_dues(expected: Command) -> None:
    assert command.read(expected.text, reader()) == expected


def test_a_due_in_the_readers_own_language() -> None:
    found = command.read("due 12 übermorgen", reader(locale="de-DE"))
    assert isinstance(found, Reschedule)
    assert found.due == FRIDAY


@pytest.mark.parametrize("typed", ["yesterday", "2020-01-01", "today 9am", "3 hours ago"])
def test_a_due_that_is_over(typed: str) -> None:
    with pytest.raises(DueIsPast) as refused:
        command.read(f"due 12 {typed}", reader())
    assert refused.value.typed == typed


@pytest.mark.parametrize(
    ("typed", "priority"),
    [
        ("urgent", Priority.URGENT),
        ("high", Priority.HIGH),
        ("!high", Priority.HIGH),
        ("LOW", Priority.LOW),
        ("normal", Priority.NORMAL),
        ("none", Priority.NORMAL),
    ],
)
def test_priorities(typed: str, priority: Priority) -> None:
    text = f"priority 12, 13 {typed}"
    assert command.read(text, reader()) == Prioritize(text=text, numbers=(12, 13), priority=priority)


@pytest.mark.parametrize(
    ("typed", "added", "removed"),
    [
        ("+ops", ("ops",), ()),
        ("-old", (), ("old",)),
        ("+ops -old", ("ops",), ("old",)),
        ("+ops, +Ops and +db", ("ops", "db"), ()),
        ("–old —older", (), ("old", "older")),
        ("+v1.2/beta-x", ("v1.2/beta-x",), ()),
        ("+Büro", ("Büro",), ()),
    ],
)
def test_labels(typed: str, added: tuple[str, ...], removed: tuple[str, ...]) -> None:
    text = f"label 12 {typed}"
    assert command.read(text, reader()) == Label(text=text, numbers=(12,), added=added, removed=removed)


@pytest.mark.parametrize(
    ("typed", "comment"),
    [
        ("12 well done", "well done"),
        ("#12: well done", "well done"),
        ("12 ask <@U1|lead> +ui !high by friday", "ask @lead +ui !high by friday"),
        ("12 first\n\n  second\nthird", "first\n\n  second\nthird"),
        ("12\nwell done", "well done"),
        ('12 "well done"', '"well done"'),
        ("12 13 is a duplicate", "13 is a duplicate"),
    ],
)
def test_comments(typed: str, comment: str) -> None:
    text = f"comment {typed}"
    assert command.read(text, reader()) == Comment(text=text, number=12, comment=comment)


def numbers_up_to(last: int) -> str:
    return " ".join(str(number) for number in range(1, last + 1))


@pytest.mark.parametrize("text", ["done {}", "assign {} @lead", "due {} friday", "undo {}", "unassign {}"])
def test_twenty_tasks_at_once_and_no_more(text: str) -> None:
    assert not isinstance(command.read(text.format(numbers_up_to(20)), reader()), Add)
    with pytest.raises(TooLong) as refused:
        command.read(text.format(numbers_up_to(21)), reader())
    assert (refused.value.length, refused.value.limit) == (21, 20)


def test_doubles_do_not_count() -> None:
    found = command.read(f"done {numbers_up_to(20)} {numbers_up_to(20)}", reader())
    assert isinstance(found, Done)
    assert found.numbers == tuple(range(1, 21))


@pytest.mark.parametrize("verb", ["done", "assign", "due", "label", "comment", "dnoe"])
@pytest.mark.parametrize(
    "rest", ["1 " * 1950, "1 " * 1950 + "x", "1 friday " * 430, "1 " * 900 + "@a " * 690, "+a " * 1300]
)
def test_long_lines_take_milliseconds(verb: str, rest: str) -> None:
    known = reader()
    durations = []
    for _ in range(3):
        began = time.perf_counter()
        with suppress(TaskError):
            command.read(f"{verb} {rest}", known)
        durations.append(time.perf_counter() - began)
    assert min(durations) < 0.05
