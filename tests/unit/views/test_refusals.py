from collections.abc import Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from bot.tasks import errors
from bot.tasks.due import Due
from bot.tasks.errors import TaskError
from bot.views import refusals
from bot.views.blocks import one_sentence
from tests.unit.views.samples import NAMES, NOW, a_task, assert_fits, titles

NEW_YORK = ZoneInfo("America/New_York")

SENTENCES: list[tuple[TaskError, str]] = [
    (errors.NotFound(17), "There is no #17 that you can see. `/todo list all` shows what there is."),
    (errors.NotAllowed(17, "its maker"), "Only its maker may do that to #17. Please ask them."),
    (errors.NotThereYet("repeat"), "Not there yet: repeat. `/todo help` shows what works today."),
    (errors.EmptyTitle(), "What should the task be called? For example `/todo add Ship it @someone friday 5pm`."),
    (
        errors.NearMiss("lsit", "list"),
        "Did you mean `/todo list`? To make a task called “lsit”, type `/todo add lsit`.",
    ),
    (
        errors.WrongForm("done soon", "done <number>"),
        "I can't work with “done soon”. Try `/todo done &lt;number&gt;`.",
    ),
    (
        errors.TooLong("title", 3200, 3000),
        "That is too much: the title comes to 3,200, and 3,000 is the most. Please shorten it and try again.",
    ),
    (
        errors.DueIsPast(Due(at=NOW - timedelta(hours=1)), "today 9:00"),
        (
            "“today 9:00” is over already (Thu, Dec 3 at 9:00 AM). "
            "Please choose a later moment, or keep it in the title with quotes."
        ),
    ),
    (
        errors.DueIsPast(Due(on=date(2020, 1, 1))),
        "That due is over already (Wed, Jan 1, 2020). Please choose a later one.",
    ),
    (errors.UnknownPerson("nobody"), "I don't know who “nobody” is. Type @ and pick the person from Slack's list."),
    (
        errors.AssigneeDeactivated("U3"),
        "developer has a deactivated account and would never read of it. Please choose somebody else.",
    ),
    (errors.AssigneeIsBot("U9"), "Someone is an app, and apps do no tasks. Please choose a person."),
    (
        errors.UnknownChannel("C9"),
        "I can't use that channel: one of us isn't in it, or it is archived. Join it, /invite me there and try again.",
    ),
    (
        errors.AlreadyCompleted(17, "U4", NOW),
        "#17 is done already: tester completed it today at 10:00 AM.",
    ),
    (
        errors.AlreadyStarted(17, "U4", NOW),
        "#17 is in progress already: tester started it today at 10:00 AM. `/todo take 17` lets you join in.",
    ),
    (
        errors.AlreadyAssigned(17, ("U2", "U3")),
        "#17 is with designer and developer already. `/todo show 17` shows it.",
    ),
    (errors.AlreadyWithdrawn(17, "U2"), "#17 is gone: designer withdrew it. Nothing is left to do."),
    (
        errors.NothingToUndo(),
        (
            "There is nothing to undo: it takes back what you changed in the last 10 minutes, and no comments. "
            "`/todo list` shows your tasks."
        ),
    ),
    (
        errors.UndoExpired(17, 10),
        "You changed #17 more than 10 minutes ago, too long for undo. `/todo edit 17` changes it again.",
    ),
    (
        errors.ChangedSince(17, "U4", "rescheduled", NOW),
        (
            "tester changed the due of #17 today at 10:00 AM, so undo would lose their work. "
            "`/todo history 17` shows what happened."
        ),
    ),
    (
        errors.AlreadyDeleted(17, "U2", NOW),
        "#17 is deleted: designer deleted it today at 10:00 AM. `/todo restore 17` brings it back.",
    ),
    (errors.NotDone(17), "#17 is not done, so there is nothing to reopen."),
    (errors.NotDeleted(17), "#17 is not deleted, so there is nothing to restore."),
    (errors.NotAssigned(17), "#17 is with somebody else. `/todo show 17` shows who has it."),
    (errors.NothingChanged(17), "#17 is like that already, so nothing changed."),
    (
        errors.RestoreExpired(17, 30),
        "#17 was deleted more than 30 days ago, too long to bring it back. `/todo add` makes a new task.",
    ),
    (
        errors.EditedMeanwhile(17, ("title", "due"), a_task(), "U2"),
        "designer changed #17 meanwhile: title and due. `/todo edit 17` shows it as it is now.",
    ),
    (
        errors.UsernameTaken("lead"),
        "“lead” is somebody else's username. Please choose another: `/todo register NAME`.",
    ),
    (
        errors.UnknownLanguage("klingon", ("de", "en")),
        "I don't read dates in “klingon”. I know `de` and `en`.",
    ),
    (
        errors.UsernameInvalid("a b"),
        "“a b” can't be a username. Please use letters, digits, dots, dashes and underscores, at most 40 of them.",
    ),
    (
        errors.TooBusy(17),
        "Many people are changing #17 right now, and I couldn't get through. Please try again.",
    ),
]


def sentence(error: TaskError, reader_id: str | None = None) -> str:
    return refusals.sentence(error, command="/todo", names=NAMES, zone=NEW_YORK, now=NOW, reader_id=reader_id)


def kinds_of_error(kind: type[TaskError] = TaskError) -> Iterator[type[TaskError]]:
    """Those that are raised: the leaves of the tree."""
    below = kind.__subclasses__()
    if not below:
        yield kind
    for narrower in below:
        yield from kinds_of_error(narrower)


@pytest.mark.parametrize("kind", list(kinds_of_error()))
def test_every_kind_of_error_has_its_own_sentence(kind: type[TaskError]) -> None:
    assert kind in refusals.worded.registry
    assert any(type(error) is kind for error, _ in SENTENCES)


@pytest.mark.parametrize(("error", "expected"), SENTENCES, ids=lambda value: type(value).__name__)
def test_a_refusal_says_what_to_do_next(error: TaskError, expected: str) -> None:
    assert sentence(error) == expected
    assert_fits(one_sentence(expected))


def test_an_error_without_a_sentence_is_no_silence() -> None:
    class Unheard(TaskError):
        pass

    with pytest.raises(NotImplementedError):
        sentence(Unheard())
    del Unheard


def test_case_94_who_was_faster_oneself_is_told_so() -> None:
    assert sentence(errors.AlreadyCompleted(17, "U4", NOW), "U4") == (
        "#17 is done already: you completed it today at 10:00 AM."
    )


def test_who_has_a_task_already_is_told_how_to_begin() -> None:
    assert sentence(errors.AlreadyAssigned(17, ("U4",)), "U4") == (
        "You have #17 already. `/todo start 17` says that you are at it."
    )


def test_case_53_a_form_that_comes_too_late_has_its_sentence() -> None:
    assert "Please try again" in refusals.too_late("/todo")


@given(titles)
def test_case_119_what_was_typed_is_harmless_in_a_refusal(typed: str) -> None:
    for error in (
        errors.NearMiss(typed, typed),
        errors.WrongForm(typed, typed),
        errors.DueIsPast(Due(at=NOW), typed),
        errors.UnknownPerson(typed),
        errors.UsernameInvalid(typed),
        errors.UsernameTaken(typed),
        errors.UnknownLanguage(typed, ("de",)),
        errors.NotThereYet(typed),
    ):
        said = sentence(error)
        assert "<" not in said
        assert_fits(one_sentence(said))


def test_an_apology_names_its_reference() -> None:
    assert "reference: abc123" in refusals.apology("abc123")
