from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tasks.reminders import SnoozeChoice
from bot.views.actions import (
    BUTTON_VALUE_LENGTH,
    OPTION_VALUE_LENGTH,
    Action,
    Direction,
    HistoryPage,
    HomePage,
    ListPage,
    MoreChoice,
    MoreRequest,
    Numbers,
    PeoplePage,
    SearchPage,
    SnoozeRequest,
    TaskReference,
    TypedText,
    UnreadableValue,
    ValueTooLong,
)
from bot.views.blocks import more_menu, snooze_menu


@given(st.integers(1, 2**53), st.sampled_from([*SnoozeChoice, None]))
def test_case_100_a_snooze_option_carries_ids_only(number: int, choice: SnoozeChoice | None) -> None:
    value = SnoozeRequest(number, choice).encode(OPTION_VALUE_LENGTH)
    assert len(value) <= OPTION_VALUE_LENGTH
    assert SnoozeRequest.decode(value) == SnoozeRequest(number, choice)


def test_case_100_the_menu_offers_each_choice_once() -> None:
    options = snooze_menu(17)["options"]
    assert isinstance(options, list)
    assert [SnoozeRequest.decode(option["value"]).choice for option in options] == [*SnoozeChoice, None]


@given(st.integers(1, 2**53))
def test_a_task_reference_comes_back(number: int) -> None:
    assert TaskReference.decode(TaskReference(number).encode()) == TaskReference(number)


@given(st.integers(1, 2**53), st.sampled_from(MoreChoice))
def test_case_100_an_overflow_option_carries_ids_only(number: int, choice: MoreChoice) -> None:
    value = MoreRequest(number, choice).encode(OPTION_VALUE_LENGTH)
    assert MoreRequest.decode(value) == MoreRequest(number, choice)


@given(st.lists(st.integers(1, 10**9), max_size=300).map(tuple))
def test_numbers_come_back_or_say_that_they_do_not_fit(numbers: tuple[int, ...]) -> None:
    payload = Numbers(numbers)
    if payload.fits():
        assert Numbers.decode(payload.encode()) == payload
    else:
        assert len(numbers) > 180


@given(
    st.text(max_size=2500),
    st.sampled_from(Direction),
    st.datetimes(datetime(1970, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
    st.integers(1, 10**9),
)
def test_a_list_page_comes_back_or_says_that_it_does_not_fit(
    typed: str, direction: Direction, due_sort: datetime, number: int
) -> None:
    page = ListPage.at(typed, direction, due_sort, number)
    assert page.due_sort == due_sort.replace(microsecond=due_sort.microsecond // 1000 * 1000)
    if page.fits():
        assert len(page.encode()) <= BUTTON_VALUE_LENGTH
        assert ListPage.decode(page.encode()) == page
    else:
        with pytest.raises(ValueTooLong):
            page.encode()


def test_the_start_of_a_list_is_before_every_place() -> None:
    start = ListPage.start("list")
    assert start.due_sort < datetime(2000, 1, 1, tzinfo=UTC)
    assert start.direction is Direction.NEXT


@pytest.mark.parametrize("page", [SearchPage("a b", 20), HistoryPage(17, 10), PeoplePage(20), HomePage(3)])
def test_the_other_pages_come_back(page: SearchPage | HistoryPage | PeoplePage | HomePage) -> None:
    assert type(page).decode(page.encode()) == page


def test_a_text_as_long_as_a_title_may_be_too_long_for_a_button() -> None:
    assert TypedText("x" * 1990).fits()
    assert not TypedText("x" * 3000).fits()


@pytest.mark.parametrize(
    "value", ["", "17", "[]", "[0]", "[-1]", '["17"]', "[17,1]", "{}", "null", "[1", "\ud800", "[1e400]"]
)
def test_a_value_that_is_not_ours_is_unreadable(value: str) -> None:
    with pytest.raises(UnreadableValue):
        TaskReference.decode(value)


@given(st.text())
def test_any_text_is_read_or_unreadable(value: str) -> None:
    for payload in (TaskReference, SnoozeRequest, MoreRequest, Numbers, ListPage, SearchPage, HomePage, TypedText):
        try:
            payload.decode(value)
        except UnreadableValue:
            continue


def test_case_99_options_are_short_words_and_never_titles() -> None:
    for menu in (snooze_menu(10**9), more_menu(10**9)):
        options = menu["options"]
        assert isinstance(options, list)
        assert all(len(option["text"]["text"]) <= 75 for option in options)


def test_action_ids_are_distinct_and_short() -> None:
    assert len({action.value for action in Action}) == len(Action)
    assert all(len(action.value) <= 255 for action in Action)
