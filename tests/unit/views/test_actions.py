import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tasks.reminders import SnoozeChoice
from bot.views.actions import (
    BUTTON_VALUE_LENGTH,
    OPTION_VALUE_LENGTH,
    Action,
    ListPage,
    SnoozeRequest,
    TaskReference,
    TypedText,
    UnreadableValue,
    ValueTooLong,
)
from bot.views.blocks import snooze_menu


@given(st.integers(1, 2**53), st.sampled_from(SnoozeChoice))
def test_case_100_a_snooze_option_carries_ids_only(number: int, choice: SnoozeChoice) -> None:
    value = SnoozeRequest(number, choice).encode(OPTION_VALUE_LENGTH)
    assert len(value) <= OPTION_VALUE_LENGTH
    assert SnoozeRequest.decode(value) == SnoozeRequest(number, choice)


def test_case_100_the_menu_offers_each_choice_once() -> None:
    options = snooze_menu(17)["options"]
    assert isinstance(options, list)
    assert [SnoozeRequest.decode(option["value"]).choice for option in options] == list(SnoozeChoice)


@given(st.integers(1, 2**53))
def test_a_task_reference_comes_back(number: int) -> None:
    assert TaskReference.decode(TaskReference(number).encode()) == TaskReference(number)


@given(st.text(max_size=2500), st.integers(0, 10**6))
def test_a_list_page_comes_back_or_says_that_it_does_not_fit(typed: str, skip: int) -> None:
    page = ListPage(typed, skip)
    if page.fits():
        assert len(page.encode()) <= BUTTON_VALUE_LENGTH
        assert ListPage.decode(page.encode()) == page
    else:
        with pytest.raises(ValueTooLong):
            page.encode()


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
    for payload in (TaskReference, SnoozeRequest, ListPage, TypedText):
        try:
            payload.decode(value)
        except UnreadableValue:
            continue


def test_action_ids_are_distinct_and_short() -> None:
    assert len({action.value for action in Action}) == len(Action)
    assert all(len(action.value) <= 255 for action in Action)
