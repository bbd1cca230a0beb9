"""What Slack itself says at the fields of a form before the app hears of it."""

from typing import Any

import pytest

from sandbox.elements import filled, initial_state
from sandbox.fields import complaints
from tests.sandbox.forms import input_block, option
from tests.sandbox.outside import Json

NUMBER = {"type": "number_input", "is_decimal_allowed": False, "min_value": "2", "max_value": "9"}
DECIMAL = {"type": "number_input", "is_decimal_allowed": True}
LABELS = {"type": "multi_static_select", "options": [option("a"), option("b")], "max_selected_items": 1}

VALUES: list[tuple[Json, Any, str | None]] = [
    (NUMBER, "2", None),
    (NUMBER, "9", None),
    (NUMBER, "1", "at least 2"),
    (NUMBER, "10", "at most 9"),
    (NUMBER, "2.5", "valid number"),
    (NUMBER, "two", "valid number"),
    (DECIMAL, "-2.5", None),
    ({"type": "email_text_input"}, "lead@example.com", None),
    ({"type": "email_text_input"}, "lead at home", "valid email"),
    ({"type": "url_text_input"}, "https://example.com/7", None),
    ({"type": "url_text_input"}, "example", "valid URL"),
    (LABELS, ["a"], None),
    (LABELS, ["a", "b"], "at most 1"),
    ({"type": "multi_channels_select"}, [], "required"),
    ({"type": "multi_conversations_select"}, ["C0GENERAL"], None),
    ({"type": "plain_text_input", "min_length": 2}, "a", "at least 2"),
]


@pytest.mark.parametrize(("element", "given", "words"), VALUES)
def test_a_field_is_complained_about_in_words(element: Json, given: Any, words: str | None) -> None:
    blocks = [input_block("field", element)]
    found = complaints(blocks, filled(initial_state(blocks), blocks, {"field": {"it": given}}))
    assert list(found) == ([] if words is None else ["field"])
    assert (words or "") in found.get("field", "")


def test_an_optional_field_may_be_empty_but_not_wrong() -> None:
    blocks = [input_block("field", {"type": "email_text_input"}, optional=True)]
    assert complaints(blocks, initial_state(blocks)) == {}
    assert complaints(blocks, filled(initial_state(blocks), blocks, {"field": {"it": "x"}})) != {}
