"""The interactive elements of Block Kit as HTML."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from sandbox.actions import Selected
from sandbox.page.controls import Place, control, naming, placeholder, text
from sandbox.page.html import NOTHING, joined, tag
from sandbox.page.mrkdwn import plain, safe_address
from sandbox.page.selects import conversations_select, overflow, static_select, users_select
from sandbox.records import Json


def element(drawn: Json, place: Place) -> Markup:
    """Draw an element; one of a kind that the page does not know is named instead."""
    draw = _DRAWN.get(drawn["type"])
    return draw(drawn, place) if draw else tag("span", f"({drawn['type']} is not shown here)", class_="unknown")


def chosen(kind: str, value: str | list[str] | None, zone: ZoneInfo) -> Selected | None:
    """Give what the browser tells of an element's choice as the app is told of it: a moment in epoch seconds."""
    if kind == "datetimepicker" and isinstance(value, str):
        return int(datetime.fromisoformat(value).replace(tzinfo=zone).timestamp())
    return value


def _button(drawn: Json, place: Place) -> Markup:
    look = {
        "class_": f"button {drawn.get('style', '')}".strip(),
        "aria_label": drawn.get("accessibility_label"),
        "data_value": drawn.get("value"),
    }
    words = plain(drawn["text"]["text"])
    if "url" in drawn:
        address = safe_address(drawn["url"])
        return control(drawn, place, "a", words, href=address, target="_blank", rel="noopener noreferrer", **look)
    return control(drawn, place, "button", words, type="button", **look)


def _text_input(drawn: Json, place: Place) -> Markup:
    shared = {
        "class_": "text-input",
        "placeholder": placeholder(drawn, "") or None,
        "data_most_characters": drawn.get("max_length"),
        **naming(place, placeholder(drawn, "Text")),
    }
    initial = drawn.get("initial_value", "")
    if drawn.get("multiline"):
        # A line break at the very beginning is dropped by HTML, unless there is another one before it.
        return control(drawn, place, "textarea", f"\n{initial}", rows=4, **shared)
    return control(drawn, place, "input", type="text", value=initial, autocomplete="off", **shared)


def _checks(drawn: Json, place: Place) -> Markup:
    is_radio = drawn["type"] == "radio_buttons"
    initial = [*drawn.get("initial_options", []), *filter(None, (drawn.get("initial_option"),))]
    ticked = {option["value"] for option in initial}
    kind = {"type": "radio" if is_radio else "checkbox", "name": place.id_of(drawn["action_id"])}
    choices = joined(
        tag(
            "label",
            tag("input", value=option["value"], checked=option["value"] in ticked, **kind),
            tag("span", text(option["text"], place.reader), _description(option, place)),
        )
        for option in drawn["options"]
    )
    role = "radiogroup" if is_radio else "group"
    return control(drawn, place, "div", choices, class_="checks", role=role, **naming(place, "Choices"))


def _description(option: Json, place: Place) -> Markup:
    return tag("small", text(option["description"], place.reader)) if "description" in option else NOTHING


def _date_or_time(kind: str, initial: Callable[[Json, ZoneInfo], object]) -> Callable[[Json, Place], Markup]:
    def draw(drawn: Json, place: Place) -> Markup:
        value = initial(drawn, place.reader.zone)
        given = {"type": kind, "value": value, "min": _MIN[kind], **naming(place, placeholder(drawn, kind))}
        return control(drawn, place, "input", class_="button", **given)

    return draw


def _initial_moment(drawn: Json, zone: ZoneInfo) -> str | None:
    epoch = drawn.get("initial_date_time")
    return datetime.fromtimestamp(epoch, zone).strftime("%Y-%m-%dT%H:%M") if epoch else None


_MIN = {"date": "1970-01-01", "datetime-local": "1970-01-01T00:00", "time": None}

_DRAWN: dict[str, Callable[[Json, Place], Markup]] = {
    "button": _button,
    "overflow": overflow,
    "static_select": static_select,
    "multi_static_select": static_select,
    "users_select": users_select,
    "multi_users_select": users_select,
    "conversations_select": conversations_select,
    "multi_conversations_select": conversations_select,
    "channels_select": conversations_select,
    "multi_channels_select": conversations_select,
    "checkboxes": _checks,
    "radio_buttons": _checks,
    "plain_text_input": _text_input,
    "datepicker": _date_or_time("date", lambda drawn, _zone: drawn.get("initial_date")),
    "timepicker": _date_or_time("time", lambda drawn, _zone: drawn.get("initial_time")),
    "datetimepicker": _date_or_time("datetime-local", _initial_moment),
}
