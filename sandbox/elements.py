"""The elements of Block Kit that hold a value, and how each tells of it in Slack's states and actions."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Annotated, Any

import msgspec

from sandbox.errors import SlackError
from sandbox.records import Json, State

# What a person fills in, by block_id and action_id: text, an id or an option's value, a list of them, a date, an epoch.
Values = Mapping[str, Mapping[str, Any]]

_Date = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d\d-\d\d$")]
_Time = Annotated[str, msgspec.Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


def _as_given(_element: Json, value: Any) -> Any:
    return value


def _option(element: Json, value: str) -> Json:
    for option in options_of(element):
        if option["value"] == value:
            return option
    raise SlackError("option_not_found")


def _options(element: Json, values: list[str]) -> list[Json]:
    return [_option(element, value) for value in values]


class Holder(msgspec.Struct, frozen=True):
    """How an element holds its value: the field of its name, the kind of plain value, and what becomes of that."""

    field: str
    kind: Any
    held: Callable[[Json, Any], Any] = _as_given

    @property
    def initial(self) -> str:
        """The element's own field with which it begins."""
        return f"initial_{self.field.removeprefix('selected_')}"

    @property
    def nothing(self) -> Any:
        return [] if self.kind == list[str] else None

    def read(self, element: Json, value: Any) -> Any:
        """Turn a plain value into what the element holds; nothing chosen is None, empty text or an empty list."""
        if value in (None, "", []):
            return self.nothing
        return self.held(element, msgspec.convert(value, self.kind))

    def tell(self, element: Json, value: Any) -> Json:
        """Say in Slack's shape what an element holds."""
        return {"type": element["type"], self.field: value}


HOLDERS = {
    "plain_text_input": Holder("value", str),
    "number_input": Holder("value", str),
    "email_text_input": Holder("value", str),
    "url_text_input": Holder("value", str),
    "static_select": Holder("selected_option", str, _option),
    "multi_static_select": Holder("selected_options", list[str], _options),
    "external_select": Holder("selected_option", str, _option),
    "multi_external_select": Holder("selected_options", list[str], _options),
    "radio_buttons": Holder("selected_option", str, _option),
    "checkboxes": Holder("selected_options", list[str], _options),
    "users_select": Holder("selected_user", str),
    "multi_users_select": Holder("selected_users", list[str]),
    "conversations_select": Holder("selected_conversation", str),
    "multi_conversations_select": Holder("selected_conversations", list[str]),
    "channels_select": Holder("selected_channel", str),
    "multi_channels_select": Holder("selected_channels", list[str]),
    "datepicker": Holder("selected_date", _Date),
    "timepicker": Holder("selected_time", _Time),
    "datetimepicker": Holder("selected_date_time", int),
}


def options_of(element: Json) -> list[Json]:
    """List all options of a menu, those in groups included."""
    groups = element.get("option_groups") or []
    return [*(element.get("options") or []), *(option for group in groups for option in group["options"])]


def elements(blocks: Iterable[Json]) -> Iterator[tuple[Json, Json]]:
    """Walk over the elements that can be acted upon, each with its block."""
    for block in blocks:
        inside = block.get("elements", []) if block["type"] == "actions" else []
        for element in (*inside, block.get("accessory"), block.get("element")):
            if element is not None and "action_id" in element:
                yield block, element


def initial_state(blocks: Iterable[Json]) -> State:
    """Say what the elements hold before anybody has touched them."""
    state: State = {}
    for block, element in elements(blocks):
        holder = HOLDERS.get(element["type"])
        if holder is not None:
            begins_with = element.get(holder.initial)
            value = holder.nothing if begins_with is None else begins_with
            state.setdefault(block["block_id"], {})[element["action_id"]] = holder.tell(element, value)
    return state


def kept_state(before: State, blocks: Iterable[Json]) -> State:
    """Say what the elements of a redrawn view hold: as before where block_id, action_id and type have stayed."""
    state = initial_state(blocks)
    for block_id, inside in state.items():
        for action_id, initial in inside.items():
            held = before.get(block_id, {}).get(action_id)
            if held is not None and held["type"] == initial["type"]:
                inside[action_id] = held
    return state


def filled(state: State, blocks: Iterable[Json], values: Values) -> State:
    """Put plain values into a state; raises SlackError (`action_not_found`, `option_not_found`), and msgspec's
    ValidationError for an unfit value."""
    known = {
        (block["block_id"], element["action_id"]): element
        for block, element in elements(blocks)
        if element["type"] in HOLDERS
    }
    changed = {block_id: dict(inside) for block_id, inside in state.items()}
    for block_id, inside in values.items():
        for action_id, value in inside.items():
            element = known.get((block_id, action_id))
            if element is None:
                raise SlackError("action_not_found", detail=f"{block_id}/{action_id}")
            holder = HOLDERS[element["type"]]
            changed[block_id][action_id] = holder.tell(element, holder.read(element, value))
    return changed
