"""What a person's act on an element of Block Kit becomes in the payload of an interaction."""

import msgspec

from sandbox.elements import HOLDERS, elements, options_of
from sandbox.errors import SlackError
from sandbox.records import Json, State

Selected = str | list[str] | int


class ActionChoice(msgspec.Struct, frozen=True):
    """Which element a person acts on and what they choose there: for a menu the value of an option, an id, a date.

    Where several buttons share an `action_id`, `block_id` or the button's own `value` says which one is meant. A button
    named with its value can be clicked even after it was redrawn away: windows lag behind.
    """

    action_id: str
    block_id: str | None = None
    value: str | None = None
    selected: Selected | None = None

    @property
    def chosen(self) -> Selected | None:
        return self.value if self.selected is None else self.selected


def chosen_element(blocks: list[Json], choice: ActionChoice) -> tuple[Json, Json]:
    """Find the element that is meant, with its block; SlackError `action_not_found`."""
    for block, element in elements(blocks):
        is_named = element["action_id"] == choice.action_id and choice.block_id in (None, block["block_id"])
        is_meant = element["type"] != "button" or choice.value in (None, element.get("value"))
        if is_named and is_meant:
            return block, element
    if choice.value is not None:
        return _no_longer_drawn(choice)
    raise SlackError("action_not_found")


def act(block: Json, element: Json, choice: ActionChoice, action_ts: str) -> Json:
    """Give the action for a choice; SlackError `option_not_found`."""
    return {
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "type": element["type"],
        **_outcome(element, choice),
        "action_ts": action_ts,
    }


def state_with(state: State, action: Json) -> State:
    """Give the state after an action; that of an element without a value changes nothing."""
    holder = HOLDERS.get(action["type"])
    if holder is None:
        return state
    held = {"type": action["type"], holder.field: action[holder.field]}
    return {**state, action["block_id"]: {**state.get(action["block_id"], {}), action["action_id"]: held}}


def _no_longer_drawn(choice: ActionChoice) -> tuple[Json, Json]:
    """The button as a window still shows it that has not heard of the last redrawing."""
    text = {"type": "plain_text", "text": choice.action_id, "emoji": True}
    element = {"type": "button", "action_id": choice.action_id, "text": text, "value": choice.value}
    return {"type": "actions", "block_id": choice.block_id or "gone", "elements": [element]}, element


def _outcome(element: Json, choice: ActionChoice) -> Json:
    if element["type"] == "button":
        return {name: element[name] for name in ("text", "value", "style") if name in element}
    if element["type"] == "overflow":
        chosen = next((option for option in options_of(element) if option["value"] == choice.chosen), None)
        if chosen is None:
            raise SlackError("option_not_found")
        return {"selected_option": chosen}
    holder = HOLDERS[element["type"]]
    return {holder.field: holder.read(element, choice.chosen)}
