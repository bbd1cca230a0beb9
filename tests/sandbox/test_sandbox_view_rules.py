"""The rules of a whole view: each limit taken at its edge and refused one past it, and what belongs together."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.block_kit import view_problems
from tests.sandbox.forms import home, input_block, modal, option, plain, text_block
from tests.sandbox.outside import Json

DIVIDER = {"type": "divider"}
OPTIONS = [option("one"), option("two")]

LIMITS: list[tuple[str, Any, int, str]] = [
    ("blocks of a modal", lambda n: modal(*[DIVIDER] * n), 100, "/view/blocks"),
    ("blocks of a home", lambda n: home(*[DIVIDER] * n), 100, "/view/blocks"),
    ("title", lambda n: modal(title=plain("x" * n)), 24, "/view/title/text"),
    ("submit", lambda n: modal(submit=plain("x" * n)), 24, "/view/submit/text"),
    ("close", lambda n: modal(close=plain("x" * n)), 24, "/view/close/text"),
    ("private_metadata", lambda n: modal(private_metadata="x" * n), 3000, "/view/private_metadata"),
    ("private_metadata of a home", lambda n: home(private_metadata="x" * n), 3000, "/view/private_metadata"),
    ("callback_id", lambda n: modal(callback_id="x" * n), 255, "/view/callback_id"),
    ("external_id", lambda n: modal(external_id="x" * n), 255, "/view/external_id"),
    ("label", lambda n: modal({**text_block(), "label": plain("x" * n)}), 2000, "/view/blocks/0/label/text"),
    ("hint", lambda n: modal({**text_block(), "hint": plain("x" * n)}), 2000, "/view/blocks/0/hint/text"),
    (
        "placeholder",
        lambda n: modal(text_block(placeholder=plain("x" * n))),
        150,
        "/view/blocks/0/element/placeholder/text",
    ),
    (
        "initial text",
        lambda n: modal(text_block(initial_value="x" * n)),
        3000,
        "/view/blocks/0/element/initial_value",
    ),
    (
        "options",
        lambda n: modal(input_block("b", {"type": "static_select", "options": [option(str(at)) for at in range(n)]})),
        100,
        "/view/blocks/0/element/options",
    ),
    ("block_id", lambda n: home({**DIVIDER, "block_id": "x" * n}), 255, "/view/blocks/0/block_id"),
]


@pytest.mark.parametrize(("view_of", "most", "pointer"), [row[1:] for row in LIMITS], ids=[row[0] for row in LIMITS])
def test_a_limit_of_a_view_is_taken_at_its_edge_and_refused_one_past_it(view_of: Any, most: int, pointer: str) -> None:
    assert view_problems(view_of(most)) == []
    assert pointer in [problem.pointer for problem in view_problems(view_of(most + 1))]


REFUSED: list[tuple[str, Any, str]] = [
    ("no object", "x", "/view"),
    ("no type", {"blocks": [DIVIDER]}, "/view"),
    ("unknown type", {**modal(), "type": "page"}, "/view/type"),
    ("no blocks", {"type": "home"}, "/view"),
    ("empty blocks", home() | {"blocks": []}, "/view/blocks"),
    ("no title", {"type": "modal", "blocks": [DIVIDER]}, "/view"),
    ("title in mrkdwn", modal(title={"type": "mrkdwn", "text": "x"}), "/view/title/type"),
    ("input without submit", {"type": "modal", "title": plain("x"), "blocks": [text_block()]}, "/view/submit"),
    ("same block_id", modal(text_block("a"), text_block("a")), "/view/blocks"),
    ("unknown field", modal(colour="red"), "/view"),
    ("id in a view", modal(id="V1"), "/view"),
    ("title of a home", home(title=plain("x")), "/view"),
    ("markdown block", home({"type": "markdown", "text": "x"}), "/view/blocks/0/type"),
    ("table", modal({"type": "table", "rows": []}), "/view/blocks/0/type"),
    ("button as input", modal(input_block("b", {"type": "button", "text": plain("x")})), "/view/blocks/0/element/type"),
    ("flag in words", modal(notify_on_close="yes"), "/view/notify_on_close"),
]


@pytest.mark.parametrize(("view", "pointer"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_slack_refuses_in_a_view_is_said_with_its_place(view: Any, pointer: str) -> None:
    assert pointer in [problem.pointer for problem in view_problems(view)]


def test_every_element_that_a_form_may_carry_is_taken() -> None:
    elements: list[Json] = [
        {"type": "plain_text_input", "multiline": True, "min_length": 1, "max_length": 3000},
        {"type": "static_select", "options": OPTIONS, "initial_option": OPTIONS[0]},
        {"type": "multi_static_select", "options": OPTIONS, "initial_options": OPTIONS},
        {"type": "users_select", "initial_user": "U0LEAD"},
        {"type": "multi_users_select", "initial_users": ["U0LEAD"]},
        {"type": "channels_select", "initial_channel": "C0GENERAL"},
        {"type": "conversations_select", "filter": {"include": ["public", "private"]}},
        {"type": "datepicker", "initial_date": "2026-03-01"},
        {"type": "timepicker", "initial_time": "09:30"},
        {"type": "datetimepicker", "initial_date_time": 1_795_000_000},
        {"type": "checkboxes", "options": OPTIONS, "initial_options": [OPTIONS[0]]},
        {"type": "radio_buttons", "options": OPTIONS},
    ]
    blocks = [input_block(str(at), element, optional=True) for at, element in enumerate(elements)]
    assert view_problems(modal(*blocks, clear_on_close=True, notify_on_close=True)) == []


def test_a_modal_without_inputs_needs_no_submit() -> None:
    assert view_problems({"type": "modal", "title": plain("x"), "blocks": [DIVIDER]}) == []


@given(
    st.recursive(
        st.none() | st.booleans() | st.text(max_size=5) | st.sampled_from(["modal", "home", "input"]),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["type", "title", "submit", "blocks", "element", "text"]), inner)
        ),
        max_leaves=20,
    )
)
def test_whatever_comes_as_a_view_is_judged_without_an_exception(view: Any) -> None:
    assert all(problem.pointer.startswith("/view") for problem in view_problems(view))
