"""Which tasks to list."""

import pytest

from bot.language import filters
from bot.tasks.drafts import DueWindow, Filter, Scope
from bot.tasks.errors import NotThereYet
from bot.tasks.people import Handle
from bot.tasks.task import Priority, Status
from tests.unit.language.readers import reader


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Filter()),
        ("mine", Filter()),
        ("created", Filter(scope=Scope.CREATED)),
        ("ALL", Filter(scope=Scope.ALL)),
        ("unassigned", Filter(scope=Scope.ALL, is_unassigned=True)),
        ("unassigned mine", Filter(is_unassigned=True)),
        ("all mine", Filter()),
        ("mine created", Filter(scope=Scope.CREATED)),
        ("open", Filter(statuses=(Status.OPEN,))),
        ("done started done", Filter(statuses=(Status.DONE, Status.STARTED))),
        ("today", Filter(due=DueWindow.TODAY)),
        ("week", Filter(due=DueWindow.WEEK)),
        ("overdue", Filter(due=DueWindow.OVERDUE)),
        ("@me", Filter(scope=Scope.ALL, people=("U9",))),
        ("<@U1|lead> done", Filter(scope=Scope.ALL, people=("U1",), statuses=(Status.DONE,))),
        ("@lead created", Filter(scope=Scope.CREATED, people=(Handle("lead"),))),
        ("<#C1|dev>", Filter(scope=Scope.ALL, channel_id="C1")),
        ("<#C1> mine", Filter(channel_id="C1")),
        ("+ui, +UI +db", Filter(labels=("ui", "db"))),
        ("!high", Filter(priority=Priority.HIGH)),
        ("old door", Filter(words=("old", "door"))),
        ('"done" week “the old door”', Filter(due=DueWindow.WEEK, words=("done", "the old door"))),
        ('"+ui" "@lead"', Filter(words=("+ui", "@lead"))),
        ("@here a+b( 100%", Filter(words=("@here", "a+b(", "100%"))),
        ("mine, open, door", Filter(statuses=(Status.OPEN,), words=("door",))),
    ],
)
def test_filters(text: str, expected: Filter) -> None:
    assert filters.read(text, reader()) == expected


def test_what_is_not_built_is_said() -> None:
    with pytest.raises(NotThereYet) as refused:
        filters.read("watching open", reader())
    assert refused.value.what == "watching"


def test_quoted_it_is_a_word() -> None:
    assert filters.read('"watching"', reader()).words == ("watching",)
