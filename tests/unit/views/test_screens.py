import pytest

from bot.views.blocks import section
from bot.views.screens import InvalidView, View, ViewKind
from tests.unit.views.samples import assert_shown

AN_INPUT = {"type": "input", "block_id": "title"}


def a_modal(**fields: object) -> View:
    return View(**{"kind": ViewKind.MODAL, "title": "New task", "blocks": (section("Hello"),), **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "fields",
    [
        {"blocks": (section("x"),) * 101},
        {"blocks": ()},
        {"title": "Edit: Quarterly planning review"},
        {"title": ""},
        {"submit": "x" * 25},
        {"close": "x" * 25},
        {"private_metadata": "x" * 3001},
        {"blocks": (AN_INPUT,)},
    ],
)
def test_case_57_what_slack_would_refuse_is_refused_before_it_is_sent(fields: dict[str, object]) -> None:
    with pytest.raises(InvalidView):
        a_modal(**fields)


def test_a_modal_is_what_slack_takes() -> None:
    assert_shown(a_modal(close="Close", callback_id="x", private_metadata="{}", external_id="y"))


def test_case_62_an_input_has_a_button_that_sends_it() -> None:
    assert a_modal(blocks=(AN_INPUT,), submit="Save").as_slack()["submit"] == {"type": "plain_text", "text": "Save"}


def test_a_home_has_no_title_and_nothing_to_send() -> None:
    assert View(kind=ViewKind.HOME, blocks=(section("x"),)).as_slack() == {"type": "home", "blocks": [section("x")]}
