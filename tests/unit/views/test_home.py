from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import json

from bot.tasks.due import Due
from bot.tasks.task import Task
from bot.views import home as home_views
from bot.views.actions import Action, HomePage
from bot.views.home import HomeSections
from bot.views.screens import InvalidView, View
from tests.unit.views.samples import (
    HOSTILE,
    NAMES,
    NOW,
    a_person,
    a_task,
    action_ids,
    all_text,
    assert_shown,
    tasks,
    values,
)


def home(shown: HomeSections, *, total: int, page: int = 0, is_first: bool = False) -> View:
    return home_views.home(
        shown,
        person=a_person(),
        names=NAMES,
        now=NOW,
        command="/todo",
        page=page,
        page_size=20,
        skipped=page * 20,
        total=total,
        is_first=is_first,
    )


def some_tasks(count: int) -> tuple[Task, ...]:
    return tuple(
        a_task(number=number, title=HOSTILE[number % len(HOSTILE)] * 3, assignees=("U1",))
        for number in range(1, count + 1)
    )


@settings(max_examples=30)
@given(st.lists(tasks(), max_size=8), st.integers(0, 80), st.booleans())
def test_every_home_fits(some: list[Task], total: int, is_first: bool) -> None:
    view = home(
        HomeSections(overdue=some, today=some[:4], upcoming=some, created=some[:5]), total=total, is_first=is_first
    )
    assert_shown(view)
    assert "<!channel" not in all_text(view)


@pytest.mark.parametrize("page", [0, 1])
def test_case_103_a_full_page_of_a_long_home_stays_within_its_blocks(page: int) -> None:
    sixty = some_tasks(60)
    shown = HomeSections(overdue=sixty[:5], today=sixty[5:10], upcoming=sixty[10:20], created=sixty[20:25])
    view = home(shown, total=60, page=page, is_first=True)
    assert_shown(view)
    assert len(view.blocks) <= 100
    assert len(json.encode(view.as_slack())) < 250_000
    assert f"{page * 20 + 1}-{page * 20 + 20} of 60" in all_text(view)


def test_case_103_more_than_a_view_holds_is_refused_here_and_not_by_slack() -> None:
    with pytest.raises(InvalidView):
        home(HomeSections(upcoming=some_tasks(60)), total=60)


def test_a_home_of_one_page_counts_nothing() -> None:
    assert " of 1" not in all_text(home(HomeSections(today=some_tasks(1)), total=1))


def test_a_page_in_the_middle_leads_both_ways() -> None:
    view = home(HomeSections(upcoming=some_tasks(20)), total=60, page=1)
    pages = [
        HomePage.decode(str(element["value"])).page
        for block in view.blocks
        if block["type"] == "actions"
        for element in block["elements"]  # type: ignore[attr-defined]
        if element["action_id"] == Action.HOME_PAGE
    ]
    assert pages == [0, 2]


def test_the_last_page_leads_back_alone() -> None:
    view = home(HomeSections(upcoming=some_tasks(17)), total=57, page=2)
    assert HomePage.decode(values(view)[Action.HOME_PAGE]) == HomePage(1)
    assert action_ids(view).count(Action.HOME_PAGE) == 1
    assert "41-57 of 57" in all_text(view)


def test_a_task_has_the_buttons_of_its_card_without_take_for_who_has_it() -> None:
    held = home(HomeSections(today=[a_task(assignees=("U1",))]), total=1)
    assert action_ids(held) == [Action.NEW, Action.START, Action.COMPLETE, Action.EDIT, Action.MORE]
    free = home(HomeSections(today=[a_task()]), total=1)
    assert Action.TAKE in action_ids(free)


def test_a_due_is_shown_so_that_it_stays_right() -> None:
    shown = HomeSections(
        overdue=[a_task(due=Due(on=date(2026, 12, 2)))], today=[a_task(due=Due(at=NOW + timedelta(hours=2)))]
    )
    text = all_text(home(shown, total=2))
    assert "⚠ Overdue since Wed, Dec 2" in text
    assert "Due <!date^1796317200^" in text
    assert "in 2 hours" not in text


def test_empty_sections_say_in_one_line_what_to_type() -> None:
    text = all_text(home(HomeSections(), total=0))
    for heading in ("Overdue", "Due today", "Upcoming", "Made by you, for others"):
        assert f"\n{heading}\nNothing" in f"\n{text}"
    assert text.count("`/todo add Ship it") == 3


def test_a_section_whose_tasks_are_on_the_next_page_is_not_called_empty() -> None:
    text = all_text(home(HomeSections(overdue=some_tasks(20)), total=60))
    assert "Due today" not in text
    assert "Upcoming" not in text


def test_only_the_first_page_speaks_of_empty_sections() -> None:
    text = all_text(home(HomeSections(upcoming=some_tasks(17)), total=57, page=2))
    assert "Nothing" not in text


def test_the_first_opening_greets_in_three_lines() -> None:
    greeting = home(HomeSections(), total=0, is_first=True).blocks[0]["text"]
    assert isinstance(greeting, dict)
    assert len(greeting["text"].splitlines()) == 3
    assert greeting["text"].startswith("*Hello lead!*")
    assert "Hello" not in all_text(home(HomeSections(), total=0))
