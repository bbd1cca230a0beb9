"""The pages of what is found, of people and of a history, and the words of a change."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.tasks.due import Due
from bot.tasks.task import Change, ChangeKind, Fields, Priority, Status, Task
from bot.views import lists
from bot.views.actions import Action, HistoryPage, PeoplePage, SearchPage
from bot.views.changes import DEEDS, FIELD_NAMES, history_line
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


def found(page: list[Task], *, total: int, skipped: int = 0, words: str = "ship") -> Message:
    return lists.search_results(
        page,
        total=total,
        skipped=skipped,
        page_size=10,
        words=words,
        names=NAMES,
        zone=NEW_YORK,
        now=NOW,
        command="/todo",
    )


def past(shown: list[Change], *, until: int, version: int = 12, task: Task | None = None) -> Message:
    versioned = replace(task or a_task(), version=version)
    return lists.history(versioned, shown, until=until, page_size=10, names=NAMES, zone=NEW_YORK, now=NOW)


@given(st.lists(tasks(), max_size=10), titles)
def test_case_98_what_is_found_fits_and_has_a_fallback_text(page: list[Task], words: str) -> None:
    message = found(page, total=10 + len(page), skipped=10, words=words)
    assert_fits(message)
    assert "<!channel" not in all_text(message)


@given(tasks(), st.lists(changes, max_size=10))
def test_case_98_a_history_fits_and_has_a_fallback_text(task: Task, shown: list[Change]) -> None:
    message = past(shown, until=len(shown), version=10 + len(shown), task=task)
    assert_fits(message)
    assert "<!channel" not in all_text(message)


def test_what_is_found_says_its_place_and_offers_both_ways() -> None:
    message = found([a_task(number=number) for number in range(1, 11)], total=57, skipped=20)
    assert "*Tasks with “ship”* · 21-30 of 57" in all_text(message)
    assert SearchPage.decode(values(message)[Action.SEARCH_PREVIOUS]) == SearchPage("ship", 10)
    assert SearchPage.decode(values(message)[Action.SEARCH_NEXT]) == SearchPage("ship", 30)


def test_case_123_words_that_are_found_nowhere_are_repeated_as_they_are() -> None:
    text = found([], total=0, words="a+b(").text
    assert text.startswith("Tasks with “a+b(”: none that you can see.")
    assert "`/todo list all`" in text


def test_people_are_listed_by_username_with_their_zone() -> None:
    people = [a_person(is_admin=True), a_person(user_id="U2", username="<guest>", zone="Asia/Kolkata", is_guest=True)]
    message = lists.people_list(people, total=30, skipped=20, page_size=20)
    assert message.text.splitlines() == [
        "*People* · 21-22 of 30",
        "*lead* (admin) · America/New_York",
        "*&lt;guest&gt;* (guest) · Asia/Kolkata",
    ]
    assert PeoplePage.decode(values(message)[Action.PEOPLE_PREVIOUS]) == PeoplePage(0)
    assert PeoplePage.decode(values(message)[Action.PEOPLE_NEXT]) == PeoplePage(22)
    assert_fits(message)


def test_a_history_says_who_did_what_when() -> None:
    shown = [
        a_change(ChangeKind.RESCHEDULED, before=Fields(due=None), after=Fields(due=Due(on=date(2026, 12, 4)))),
        a_change(ChangeKind.CREATED, actor="U2"),
    ]
    message = past(shown, until=12)
    assert message.text.splitlines() == [
        "#17 *Ship it* · 1-2 of 12",
        "today at 10:00 AM · lead changed it · due: none → Fri, Dec 4",
        "today at 10:00 AM · designer made it",
    ]
    assert action_ids(message) == [Action.HISTORY_NEXT]
    assert HistoryPage.decode(values(message)[Action.HISTORY_NEXT]) == HistoryPage(17, 10)


HISTORY = [
    (
        a_change(ChangeKind.STARTED, before=Fields(status=Status.OPEN), after=Fields(status=Status.STARTED)),
        "started it",
    ),
    (
        a_change(ChangeKind.ASSIGNED, before=Fields(assignees=()), after=Fields(assignees=("U2", "U404"))),
        "assigned it · people: nobody → designer and someone",
    ),
    (
        a_change(ChangeKind.EDITED, before=Fields(title="A & B", labels=()), after=Fields(title="C", labels=("ops",))),
        "edited it · title: A &amp; B → C · labels: none → +ops",
    ),
    (
        a_change(
            ChangeKind.PRIORITIZED,
            before=Fields(priority=Priority.NORMAL),
            after=Fields(priority=Priority.HIGH),
        ),
        "changed it · priority: normal → high",
    ),
    (a_change(ChangeKind.COMMENTED, text="Looks\ngood"), "commented on it · “Looks good”"),
    (a_change(ChangeKind.DELETED, before=Fields(deleted_at=None), after=Fields(deleted_at=NOW)), "deleted it"),
    (
        a_change(ChangeKind.UNDONE, before=Fields(status=Status.DONE), after=Fields(status=Status.OPEN)),
        "undid a change of it · status: done → open",
    ),
]


@pytest.mark.parametrize(("change", "expected"), HISTORY)
def test_a_line_of_the_past_tells_the_fields_before_and_after(change: Change, expected: str) -> None:
    assert history_line(change, NAMES, zone=NEW_YORK, now=NOW) == f"today at 10:00 AM · lead {expected}"


def test_every_kind_of_change_and_every_field_has_its_words() -> None:
    assert set(DEEDS) == set(ChangeKind)
    assert set(FIELD_NAMES) == set(Fields.__struct_fields__)
