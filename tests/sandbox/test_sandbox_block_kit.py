"""The table of Block Kit: each limit taken at its edge and refused one past it, with a pointer to the place."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.block_kit import problems, with_ids

Json = dict[str, Any]


def plain(length: int) -> Json:
    return {"type": "plain_text", "text": "x" * length}


def mrkdwn(length: int) -> Json:
    return {"type": "mrkdwn", "text": "x" * length}


def option(value: str = "v", **fields: Any) -> Json:
    return {"text": plain(3), "value": value, **fields}


def options(count: int) -> list[Json]:
    return [option(str(number)) for number in range(count)]


def actions(*elements: Json, **fields: Any) -> list[Json]:
    return [{"type": "actions", "elements": list(elements), **fields}]


def button(**fields: Any) -> Json:
    return {"type": "button", "text": plain(4), "action_id": "go", **fields}


def confirm(**fields: Any) -> Json:
    return {"title": plain(1), "text": plain(1), "confirm": plain(1), "deny": plain(1), **fields}


def select(**fields: Any) -> Json:
    return {"type": "static_select", "action_id": "pick", "options": options(1), **fields}


def text_input(**fields: Any) -> list[Json]:
    element = {"type": "plain_text_input", "action_id": "words", **fields}
    return [{"type": "input", "label": plain(5), "element": element}]


def section(**fields: Any) -> list[Json]:
    return [{"type": "section", **fields}]


def table(rows: int, cells: int) -> list[Json]:
    return [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * cells] * rows}]


LIMITS: list[tuple[str, Any, int, str]] = [
    ("blocks", lambda n: [{"type": "divider"}] * n, 50, "/blocks"),
    ("section text", lambda n: section(text=mrkdwn(n)), 3000, "/blocks/0/text/text"),
    ("fields", lambda n: section(fields=[mrkdwn(1)] * n), 10, "/blocks/0/fields"),
    ("field", lambda n: section(fields=[mrkdwn(n)]), 2000, "/blocks/0/fields/0/text"),
    ("header", lambda n: [{"type": "header", "text": plain(n)}], 150, "/blocks/0/text/text"),
    ("block_id", lambda n: [{"type": "divider", "block_id": "x" * n}], 255, "/blocks/0/block_id"),
    ("action_id", lambda n: actions(button(action_id="x" * n)), 255, "/blocks/0/elements/0/action_id"),
    (
        "actions",
        lambda n: actions(*(button(action_id=str(number)) for number in range(n))),
        25,
        "/blocks/0/elements",
    ),
    ("context", lambda n: [{"type": "context", "elements": [mrkdwn(1)] * n}], 10, "/blocks/0/elements"),
    ("overflow", lambda n: actions({"type": "overflow", "options": options(n)}), 5, "/blocks/0/elements/0/options"),
    (
        "checkboxes",
        lambda n: actions({"type": "checkboxes", "options": options(n)}),
        10,
        "/blocks/0/elements/0/options",
    ),
    ("radio", lambda n: actions({"type": "radio_buttons", "options": options(n)}), 10, "/blocks/0/elements/0/options"),
    ("select options", lambda n: actions(select(options=options(n))), 100, "/blocks/0/elements/0/options"),
    (
        "option groups",
        lambda n: actions({"type": "static_select", "option_groups": [{"label": plain(1), "options": options(1)}] * n}),
        100,
        "/blocks/0/elements/0/option_groups",
    ),
    ("button text", lambda n: actions(button(text=plain(n))), 75, "/blocks/0/elements/0/text/text"),
    ("button value", lambda n: actions(button(value="x" * n)), 2000, "/blocks/0/elements/0/value"),
    ("button url", lambda n: actions(button(url="x" * n)), 3000, "/blocks/0/elements/0/url"),
    (
        "option text",
        lambda n: actions(select(options=[option(text=plain(n))])),
        75,
        "/blocks/0/elements/0/options/0/text/text",
    ),
    (
        "option value",
        lambda n: actions(select(options=[option("x" * n)])),
        150,
        "/blocks/0/elements/0/options/0/value",
    ),
    (
        "option description",
        lambda n: actions(select(options=[option(description=plain(n))])),
        75,
        "/blocks/0/elements/0/options/0/description/text",
    ),
    ("placeholder", lambda n: actions(select(placeholder=plain(n))), 150, "/blocks/0/elements/0/placeholder/text"),
    (
        "label",
        lambda n: [{**text_input()[0], "label": plain(n)}],
        2000,
        "/blocks/0/label/text",
    ),
    ("hint", lambda n: [{**text_input()[0], "hint": plain(n)}], 2000, "/blocks/0/hint/text"),
    (
        "confirm title",
        lambda n: actions(button(confirm=confirm(title=plain(n)))),
        100,
        "/blocks/0/elements/0/confirm/title/text",
    ),
    (
        "confirm text",
        lambda n: actions(button(confirm=confirm(text=mrkdwn(n)))),
        300,
        "/blocks/0/elements/0/confirm/text/text",
    ),
    (
        "confirm button",
        lambda n: actions(button(confirm=confirm(deny=plain(n)))),
        30,
        "/blocks/0/elements/0/confirm/deny/text",
    ),
    ("markdown", lambda n: [{"type": "markdown", "text": "x" * n}], 12_000, "/blocks/0/text"),
    ("table rows", lambda n: table(n, 1), 100, "/blocks/0/rows"),
    ("table cells", lambda n: table(1, n), 20, "/blocks/0/rows/0"),
    ("input minimum", lambda n: text_input(min_length=n), 3000, "/blocks/0/element/min_length"),
    ("input maximum", lambda n: text_input(max_length=n), 3000, "/blocks/0/element/max_length"),
]


@pytest.mark.parametrize(("blocks_of", "most", "pointer"), [row[1:] for row in LIMITS], ids=[row[0] for row in LIMITS])
def test_a_limit_is_taken_at_its_edge_and_refused_one_past_it(blocks_of: Any, most: int, pointer: str) -> None:
    assert problems(blocks_of(most)) == []
    assert [problem.pointer for problem in problems(blocks_of(most + 1))] == [pointer]


REFUSED: list[tuple[str, Any, str, str]] = [
    ("no type", [{"text": plain(1)}], "missing required field: type", "/blocks/0"),
    ("unknown block", [{"type": "card"}], "unsupported type: card", "/blocks/0/type"),
    ("type no string", [{"type": ["section"]}], "unsupported type: ['section']", "/blocks/0/type"),
    ("unknown element", actions({"type": "slider"}), "unsupported type: slider", "/blocks/0/elements/0/type"),
    ("image in actions", actions({"type": "image"}), "unsupported type: image", "/blocks/0/elements/0/type"),
    ("empty section", section(), "must define either `text` or `fields`", "/blocks/0"),
    ("empty text", section(text=plain(0)), "must be more than 0 characters", "/blocks/0/text/text"),
    ("text no object", section(text="x"), "must be an object", "/blocks/0/text"),
    ("header in mrkdwn", [{"type": "header", "text": mrkdwn(1)}], "must be one of: plain_text", "/blocks/0/text/type"),
    (
        "no options",
        actions({"type": "overflow", "options": []}),
        "no less than 1 items allowed",
        "/blocks/0/elements/0/options",
    ),
    ("no alt text", [{"type": "image", "image_url": "x"}], "missing required field: alt_text", "/blocks/0"),
    ("unknown field", [{"type": "divider", "text": "x"}], "invalid additional property: text", "/blocks/0"),
    ("same block_id", [{"type": "divider", "block_id": "b"}] * 2, "`block_id` b already exists", "/blocks"),
    ("same action_id", actions(button(), button()), "`action_id` go already exists", "/blocks/0/elements"),
    (
        "options and groups",
        actions(select(option_groups=[{"label": plain(1), "options": options(1)}])),
        "must define exactly one of `options` or `option_groups`",
        "/blocks/0/elements/0",
    ),
    (
        "no date",
        actions({"type": "datepicker", "initial_date": "1.2.2026"}),
        "must be a date in the form YYYY-MM-DD",
        "/blocks/0/elements/0/initial_date",
    ),
    (
        "first option not offered",
        actions(select(initial_option=option("9"))),
        "must match one of the options",
        "/blocks/0/elements/0/initial_option",
    ),
    (
        "least above most",
        text_input(min_length=5, max_length=4),
        "must be at most `max_length`",
        "/blocks/0/element/min_length",
    ),
    (
        "two in focus",
        [{**block, "block_id": name} for name in "ab" for block in text_input(focus_on_load=True)],
        "only one element can have `focus_on_load`",
        "/blocks",
    ),
    (
        "number in actions",
        actions({"type": "number_input", "is_decimal_allowed": False}),
        "unsupported type: number_input",
        "/blocks/0/elements/0/type",
    ),
    ("blocks no list", {"type": "divider"}, "must be an array", "/blocks"),
]


@pytest.mark.parametrize(("blocks", "words", "pointer"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_slack_refuses_is_said_with_its_place(blocks: Any, words: str, pointer: str) -> None:
    assert f"{words} [json-pointer:{pointer}]" in [str(problem) for problem in problems(blocks)]


def test_every_element_that_a_message_may_carry_is_taken() -> None:
    elements = [
        button(style="primary"),
        select(initial_option=option("0")),
        {"type": "overflow", "options": options(2)},
        {"type": "users_select", "initial_user": "W0TESTER"},
        {"type": "multi_users_select", "initial_users": ["U0LEAD"]},
        {"type": "conversations_select"},
        {"type": "datepicker", "initial_date": "2026-03-01"},
        {"type": "timepicker", "initial_time": "09:30"},
        {"type": "datetimepicker", "initial_date_time": 1_795_000_000},
        {"type": "checkboxes", "options": options(1)},
        {"type": "radio_buttons", "options": options(1)},
    ]
    rich_text = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]}
    assert problems([*actions(*elements), rich_text, *text_input(), *section(text=plain(1), accessory=button())]) == []


def test_lengths_count_after_escaping() -> None:
    assert problems(section(text={"type": "mrkdwn", "text": "&" * 600})) == []
    assert problems(section(text={"type": "mrkdwn", "text": "&" * 601})) != []
    assert problems(section(text={"type": "mrkdwn", "text": "&amp;" * 600})) == []
    assert problems(section(text={"type": "mrkdwn", "text": "<@U0LEAD>" * 333})) == []
    assert problems(section(text={"type": "plain_text", "text": "<" * 751})) != []


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.text(max_size=5)
        | st.sampled_from(["section", "actions", "button"]),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["type", "text", "elements", "block_id", "options", "accessory"]), inner)
        ),
        max_leaves=20,
    )
)
def test_whatever_comes_is_judged_without_an_exception(blocks: Any) -> None:
    assert all(problem.pointer.startswith("/blocks") for problem in problems(blocks))


def test_blocks_and_elements_get_the_ids_that_they_lack_and_keep_those_they_have() -> None:
    first, second = with_ids(
        [*actions(button(), {"type": "overflow", "options": options(1)}), {"type": "divider", "block_id": "mine"}]
    )
    assert first["block_id"] != second["block_id"] == "mine"
    assert first["elements"][0]["action_id"] == "go"
    assert len(first["elements"][1]["action_id"]) == 5
