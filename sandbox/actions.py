"""What a person's act on an element of Block Kit becomes in the payload of an interaction."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from sandbox.errors import SlackError
from sandbox.records import Json, Message

Selected = str | list[str] | int


class ActionChoice(msgspec.Struct, frozen=True):
    """Which element a person acts on and what they choose there: for a menu the value of an option, an id, a date.

    Where several buttons share an `action_id`, `block_id` or the button's own `value` says which one is meant. A button
    named with its value can be clicked even after the message was redrawn without it: windows lag behind.
    """

    action_id: str
    block_id: str | None = None
    value: str | None = None
    selected: Selected | None = None

    @property
    def chosen(self) -> Selected | None:
        return self.value if self.selected is None else self.selected


class _Chooser(msgspec.Struct, frozen=True):
    """How an element reports its choice: the payload's field, the element's field for its first value, the reading."""

    field: str
    initial: str
    read: Callable[[Json, Any], Any]


def _option(element: Json, value: object) -> Json:
    groups = element.get("option_groups", [])
    options: list[Json] = [*element.get("options", []), *(option for group in groups for option in group["options"])]
    for option in options:
        if option["value"] == value:
            return option
    raise SlackError("option_not_found")


def _options(element: Json, values: list[str]) -> list[Json]:
    return [_option(element, value) for value in values]


def _as_given(_element: Json, value: object) -> object:
    return value


_CHOOSERS = {
    "static_select": _Chooser("selected_option", "initial_option", _option),
    "multi_static_select": _Chooser("selected_options", "initial_options", _options),
    "radio_buttons": _Chooser("selected_option", "initial_option", _option),
    "checkboxes": _Chooser("selected_options", "initial_options", _options),
    "users_select": _Chooser("selected_user", "initial_user", _as_given),
    "multi_users_select": _Chooser("selected_users", "initial_users", _as_given),
    "conversations_select": _Chooser("selected_conversation", "initial_conversation", _as_given),
    "datepicker": _Chooser("selected_date", "initial_date", _as_given),
    "timepicker": _Chooser("selected_time", "initial_time", _as_given),
    "datetimepicker": _Chooser("selected_date_time", "initial_date_time", _as_given),
    "plain_text_input": _Chooser("value", "initial_value", _as_given),
}


def elements(message: Message) -> Iterator[tuple[Json, Json]]:
    """Walk over the elements that can be acted upon, each with its block."""
    for block in message.blocks:
        inside = block.get("elements", []) if block["type"] == "actions" else []
        for element in (*inside, block.get("accessory"), block.get("element")):
            if element is not None and "action_id" in element:
                yield block, element


def act(message: Message, choice: ActionChoice, action_ts: str) -> tuple[Json, Json]:
    """Give the action and the state's values for a choice; SlackError `action_not_found`, `option_not_found`."""
    block, element = _chosen_element(message, choice)
    action = {
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "type": element["type"],
        **_outcome(element, choice),
        "action_ts": action_ts,
    }
    values: dict[str, Json] = {}
    for place, other in elements(message):
        chooser = _CHOOSERS.get(other["type"])
        if chooser is not None:
            value = action[chooser.field] if other is element else other.get(chooser.initial)
            values.setdefault(place["block_id"], {})[other["action_id"]] = {"type": other["type"], chooser.field: value}
    return action, values


def _chosen_element(message: Message, choice: ActionChoice) -> tuple[Json, Json]:
    for block, element in elements(message):
        is_named = element["action_id"] == choice.action_id and choice.block_id in (None, block["block_id"])
        is_meant = element["type"] != "button" or choice.value in (None, element.get("value"))
        if is_named and is_meant:
            return block, element
    if choice.value is not None:
        return _no_longer_drawn(choice)
    raise SlackError("action_not_found")


def _no_longer_drawn(choice: ActionChoice) -> tuple[Json, Json]:
    """The button as a window still shows it that has not heard of the message's last edit."""
    text = {"type": "plain_text", "text": choice.action_id, "emoji": True}
    element = {"type": "button", "action_id": choice.action_id, "text": text, "value": choice.value}
    return {"type": "actions", "block_id": choice.block_id or "gone", "elements": [element]}, element


def _outcome(element: Json, choice: ActionChoice) -> Json:
    if element["type"] == "button":
        return {name: element[name] for name in ("text", "value", "style") if name in element}
    if element["type"] == "overflow":
        return {"selected_option": _option(element, choice.chosen)}
    chooser = _CHOOSERS[element["type"]]
    return {chooser.field: None if choice.chosen is None else chooser.read(element, choice.chosen)}
