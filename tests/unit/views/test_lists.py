from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct

from bot.tasks.drafts import DueWindow, Filter, Scope
from bot.tasks.due import Due
from bot.tasks.people import Handle
from bot.tasks.task import Priority, Status, Task
from bot.views import lists
from bot.views.actions import Action, Direction, ListPage
from bot.views.text import Message
from tests.unit.views.samples import (
    HOSTILE,
    NAMES,
    NOW,
    a_task,
    action_ids,
    all_text,
    assert_fits,
    tasks,
    titles,
    values,
)

NEW_YORK = ZoneInfo("America/New_York")


class Edge(Struct):
    """Where a task of these tests stands in a list."""

    task: Task

    @property
    def due_sort(self) -> datetime:
        return NOW + timedelta(minutes=self.task.number % 1000)

    @property
    def number(self) -> int:
        return self.task.number


def listed(
    page: Sequence[Task],
    *,
    total: int,
    skipped: int = 0,
    typed: str = "list",
    heading: str = "Your tasks",
    progress: str = "",
) -> Message:
    return lists.task_list(
        page,
        total=total,
        skipped=skipped,
        first=Edge(page[0]) if page else None,
        last=Edge(page[-1]) if page else None,
        heading=heading,
        typed=typed,
        names=NAMES,
        zone=NEW_YORK,
        now=NOW,
        command="/task",
        progress=progress,
    )


@settings(max_examples=50)
@given(st.lists(tasks(), max_size=10), titles, st.integers(0, 3).map(lambda page: page * 10))
def test_case_98_every_list_fits_and_has_a_fallback_text(page: list[Task], typed: str, skipped: int) -> None:
    message = listed(page, total=skipped + len(page) + 7, skipped=skipped, typed=typed)
    assert_fits(message)
    assert "<!channel" not in all_text(message)


def test_case_104_a_long_page_of_long_titles_stays_one_message() -> None:
    page = [a_task(number=number, title=HOSTILE[number % len(HOSTILE)] * 3) for number in range(1, 81)]
    message = listed(page, total=80)
    assert len(message.blocks) <= 50
    assert all(f"*#{number}*" in all_text(message) for number in range(1, 81))


def test_a_page_says_its_place_and_offers_both_ways() -> None:
    page = [a_task(number=number) for number in range(11, 21)]
    message = listed(page, total=57, skipped=10, typed="list all")
    assert "*Your tasks* · 11-20 of 57" in all_text(message)
    assert action_ids(message) == [Action.LIST_PREVIOUS, Action.LIST_NEXT]
    carried = values(message)
    assert ListPage.decode(carried[Action.LIST_PREVIOUS]) == ListPage.at(
        "list all", Direction.PREVIOUS, NOW + timedelta(minutes=11), 11
    )
    assert ListPage.decode(carried[Action.LIST_NEXT]) == ListPage.at(
        "list all", Direction.NEXT, NOW + timedelta(minutes=20), 20
    )


@pytest.mark.parametrize(
    ("skipped", "shown", "total", "expected"),
    [(0, 10, 57, [Action.LIST_NEXT]), (50, 7, 57, [Action.LIST_PREVIOUS]), (0, 3, 3, []), (0, 10, 10, [])],
)
def test_only_pages_that_exist_are_offered(skipped: int, shown: int, total: int, expected: list[Action]) -> None:
    message = listed([a_task(number=number) for number in range(1, shown + 1)], total=total, skipped=skipped)
    assert action_ids(message) == expected


def test_a_line_tells_number_title_state_due_priority_and_people() -> None:
    task = a_task(assignees=("U1", "U2", "U3", "U4"), due=Due(at=NOW - timedelta(minutes=5)), priority=Priority.URGENT)
    assert lists.task_line(task, NAMES, zone=NEW_YORK, now=NOW) == (
        "*#17* Ship it · Open · overdue since Thu, Dec 3 at 9:55 AM · Urgent · for lead, designer, developer and 1 more"
    )


def test_the_fallback_text_names_the_tasks() -> None:
    assert listed([a_task()], total=1).text == "Your tasks · 1-1 of 1: #17 Ship it"


def test_an_empty_list_says_in_one_line_what_to_type() -> None:
    message = listed([], total=0)
    assert message.text == "Your tasks: nothing here. `/task add Ship it @someone friday` adds a task."
    assert action_ids(message) == []


def test_a_page_that_emptied_meanwhile_leads_back() -> None:
    message = listed([], total=10, skipped=10)
    assert "nothing is left on this page" in message.text
    assert ListPage.decode(values(message)[Action.LIST_NEXT]) == ListPage.start("list")


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Filter(), "Your tasks"),
        (Filter(scope=Scope.CREATED, statuses=(Status.DONE,)), "Tasks you made, done"),
        (
            Filter(scope=Scope.ALL, people=("U1", Handle("a<b")), due=DueWindow.WEEK, labels=("ops",)),
            "Everyone's tasks, for lead and a&lt;b, due this week, +ops",
        ),
        (Filter(is_unassigned=True, priority=Priority.NORMAL), "Your tasks, unassigned, normal priority"),
        (
            Filter(
                statuses=(Status.OPEN, Status.STARTED), priority=Priority.HIGH, words=("oven", "&"), channel_id="C1"
            ),
            "Your tasks, open or in progress, high priority, with “oven &amp;”, in <#C1>",
        ),
    ],
)
def test_a_heading_says_what_was_asked_for(wanted: Filter, expected: str) -> None:
    assert lists.heading(wanted, NAMES) == expected


def test_a_heading_of_very_many_words_fits() -> None:
    wanted = Filter(
        people=tuple(Handle("&" * 60) for _ in range(100)),
        labels=("&" * 60,) * 500,
        words=("&" * 60,) * 500,
    )
    assert_fits(listed([a_task()], total=1, heading=lists.heading(wanted, NAMES)))


def test_progress_tells_all_and_each() -> None:
    told = lists.progress(
        {Status.OPEN: 3, Status.STARTED: 1, Status.DONE: 6},
        {None: {Status.OPEN: 1}, "U1": {Status.OPEN: 2, Status.STARTED: 1, Status.DONE: 6}},
        NAMES,
    )
    assert told.splitlines() == [
        "*Progress* · 6 of 10 done · 3 open, 1 in progress, 6 done",
        "lead: 2 open, 1 in progress, 6 done",
        "Nobody yet: 1 open",
    ]


def test_progress_of_a_crowd_fits() -> None:
    people: dict[str | None, dict[Status, int]] = {f"U{number}": {Status.OPEN: number} for number in range(1, 200)}
    told = lists.progress({Status.OPEN: 19900}, people, {user_id or "": "&" * 40 for user_id in people})
    assert told.endswith("and 189 more")
    assert_fits(listed([a_task()], total=1, progress=told))


def test_progress_of_an_empty_channel_says_so() -> None:
    assert lists.progress({}, {}, NAMES) == "*Progress* · 0 of 0 done · none"
