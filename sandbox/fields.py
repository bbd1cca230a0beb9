"""What Slack itself refuses of a form before the app hears of it, as the person reads it at each field."""

import re
from collections.abc import Callable
from typing import Any

from sandbox.elements import HOLDERS
from sandbox.records import Json, State

_REQUIRED = "Please complete this required field."
# Slack's limits (docs/slack-limits.md).
_LONGEST_TEXT = 3000

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_WEB_ADDRESS = re.compile(r"https?://\S+")


def complaints(blocks: list[Json], state: State) -> dict[str, str]:
    """Say by block_id what is wrong with the inputs of a form; nothing if it may be sent."""
    found: dict[str, str] = {}
    for block in blocks:
        if block["type"] == "input":
            words = _complaint(block, state)
            if words is not None:
                found[block["block_id"]] = words
    return found


def _complaint(block: Json, state: State) -> str | None:
    element = block["element"]
    value = state[block["block_id"]][element["action_id"]][HOLDERS[element["type"]].field]
    if value in (None, "", []):
        return None if block.get("optional") else _REQUIRED
    check = _CHECKS.get(element["type"])
    return check(element, value) if check else None


def _text(element: Json, value: str) -> str | None:
    least, most = element.get("min_length", 0), element.get("max_length", _LONGEST_TEXT)
    if len(value) < least:
        return f"This field must be at least {least} characters long."
    return f"This field can't be longer than {most} characters." if len(value) > most else None


def _number(element: Json, value: str) -> str | None:
    if not _NUMBER.fullmatch(value) or ("." in value and not element["is_decimal_allowed"]):
        return "Please enter a valid number."
    if float(value) < float(element.get("min_value", "-inf")):
        return f"Please enter a number of at least {element['min_value']}."
    if float(value) > float(element.get("max_value", "inf")):
        return f"Please enter a number of at most {element['max_value']}."
    return None


def _list(element: Json, value: list[Any]) -> str | None:
    most = element.get("max_selected_items", len(value))
    return f"Please choose at most {most}." if len(value) > most else None


def _form(pattern: re.Pattern[str], words: str) -> Callable[[Json, str], str | None]:
    return lambda _element, value: None if pattern.fullmatch(value) else words


_CHECKS: dict[str, Callable[[Json, Any], str | None]] = {
    "plain_text_input": _text,
    "number_input": _number,
    "email_text_input": _form(_EMAIL, "Please enter a valid email address."),
    "url_text_input": _form(_WEB_ADDRESS, "Please enter a valid URL."),
    **dict.fromkeys((kind for kind in HOLDERS if kind.startswith("multi_")), _list),
}
