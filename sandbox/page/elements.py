"""The interactive elements of Block Kit as HTML. Each stands in an element with `data-action`, from which page.js
reads what a click or a choice is about."""

from collections.abc import Callable, Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
from markupsafe import Markup

from sandbox.page.html import NOTHING, joined, tag
from sandbox.page.mrkdwn import markup, plain, safe_address
from sandbox.page.reader import Reader
from sandbox.records import Json


class Place(msgspec.Struct, frozen=True):
    """Where an element is drawn: for whom, in which block, and a word that makes its ids unique in the page."""

    reader: Reader
    block_id: str
    prefix: str


def element(drawn: Json, place: Place) -> Markup:
    """Draw an element; one of a kind that the page does not know is named instead."""
    draw = _DRAWN.get(drawn["type"])
    return draw(drawn, place) if draw else tag("span", f"({drawn['type']} is not shown here)", class_="unknown")


def text(shown: Json, reader: Reader) -> str:
    """Draw a text object."""
    return markup(shown["text"], reader) if shown["type"] == "mrkdwn" else plain(shown["text"])


def moment_of(local: str, zone: ZoneInfo) -> int:
    """Give the epoch second of what an input for date and time holds, for example 2026-03-01T09:00."""
    return int(datetime.fromisoformat(local).replace(tzinfo=zone).timestamp())


def _control(drawn: Json, place: Place, name: str, *content: str, **attributes: object) -> Markup:
    return tag(
        name,
        *content,
        data_action=drawn["action_id"],
        data_block=place.block_id,
        data_kind=drawn["type"],
        data_confirm=_confirm(drawn, place.reader),
        **attributes,
    )


def _confirm(drawn: Json, reader: Reader) -> str | None:
    confirm = drawn.get("confirm")
    if confirm is None:
        return None
    parts = {part: str(tag("span", text(confirm[part], reader))) for part in ("title", "text", "confirm", "deny")}
    return msgspec.json.encode({**parts, "style": confirm.get("style", "primary")}).decode()


def _button(drawn: Json, place: Place) -> Markup:
    look = {
        "class_": f"button {drawn.get('style', '')}".strip(),
        "aria_label": drawn.get("accessibility_label"),
        "data_value": drawn.get("value"),
    }
    words = plain(drawn["text"]["text"])
    if "url" in drawn:
        address = safe_address(drawn["url"])
        return _control(drawn, place, "a", words, href=address, target="_blank", rel="noopener noreferrer", **look)
    return _control(drawn, place, "button", words, type="button", **look)


def _overflow(drawn: Json, place: Place) -> Markup:
    opener = {"class_": "button overflow", "aria_label": "More actions", "title": "More actions"}
    return _menu(drawn, place, "⋯", opener, _option_items(drawn["options"]))


def _static_select(drawn: Json, place: Place) -> Markup:
    chosen = drawn.get("initial_option", {})
    groups = drawn.get("option_groups", [])
    items = joined(
        tag("div", plain(group["label"]["text"]), class_="group") + _option_items(group["options"], chosen.get("value"))
        for group in groups
    )
    items += _option_items(drawn.get("options", []), chosen.get("value"))
    return _select(drawn, place, plain(chosen["text"]["text"]) if chosen else None, items)


def _users_select(drawn: Json, place: Place) -> Markup:
    chosen = drawn.get("initial_user")
    people = _people(place.reader)
    return _select(drawn, place, people.get(chosen or ""), _items(people.items(), chosen))


def _conversations_select(drawn: Json, place: Place) -> Markup:
    workspace, chosen = place.reader.workspace, drawn.get("initial_conversation")
    channels = {
        channel.id: f"#{channel.name}"
        for channel in workspace.channels.values()
        if not channel.is_im and workspace.sees(place.reader.id, channel)
    }
    return _select(drawn, place, channels.get(chosen or ""), _items(channels.items(), chosen))


def _select(drawn: Json, place: Place, chosen: str | None, items: Markup) -> Markup:
    placeholder = plain(drawn["placeholder"]["text"]) if "placeholder" in drawn else "Choose an option"
    opener = {"class_": "button select", "aria_label": f"{placeholder}: {chosen}" if chosen else placeholder}
    return _menu(drawn, place, chosen or placeholder, opener, items)


def _menu(drawn: Json, place: Place, words: str, opener: Json, items: Markup) -> Markup:
    menu_id = f"{place.prefix}-{place.block_id}-{drawn['action_id']}"
    button = tag("button", words, type="button", aria_haspopup="menu", popovertarget=menu_id, **opener)
    menu = tag("div", items, class_="menu", id=menu_id, popover="auto", role="menu", aria_label=words)
    return _control(drawn, place, "span", button, menu, class_="control")


def _option_items(options: list[Json], chosen: str | None = None) -> Markup:
    return joined(
        _item(option["value"], plain(option["text"]["text"]), chosen, option.get("description"), option.get("url"))
        for option in options
    )


def _items(choices: Iterable[tuple[str, str]], chosen: str | None) -> Markup:
    return joined(_item(value, words, chosen) for value, words in choices)


def _item(
    value: str, words: str, chosen: str | None, description: Json | None = None, url: str | None = None
) -> Markup:
    small = tag("small", plain(description["text"])) if description else NOTHING
    return tag(
        "button",
        words,
        small,
        type="button",
        role="menuitem",
        data_option=value,
        data_url=safe_address(url),
        aria_current="true" if value == chosen else None,
    )


def _checks(drawn: Json, place: Place) -> Markup:
    kind = "radio" if drawn["type"] == "radio_buttons" else "checkbox"
    initial = [*drawn.get("initial_options", []), *filter(None, (drawn.get("initial_option"),))]
    chosen = {option["value"] for option in initial}
    group = f"{place.prefix}-{place.block_id}-{drawn['action_id']}"
    choices = joined(
        tag(
            "label",
            tag("input", type=kind, name=group, value=option["value"], checked=option["value"] in chosen),
            tag("span", text(option["text"], place.reader)),
        )
        for option in drawn["options"]
    )
    return _control(drawn, place, "fieldset", choices, class_="checks")


def _multi_users_select(drawn: Json, place: Place) -> Markup:
    chosen = set(drawn.get("initial_users", []))
    choices = joined(
        tag("label", tag("input", type="checkbox", value=user_id, checked=user_id in chosen), tag("span", name))
        for user_id, name in _people(place.reader).items()
    )
    placeholder = plain(drawn["placeholder"]["text"]) if "placeholder" in drawn else "People"
    return _control(
        drawn, place, "details", tag("summary", placeholder, class_="button select"), choices, class_="checks"
    )


def _date_or_time(kind: str, initial: Callable[[Json, ZoneInfo], object]) -> Callable[[Json, Place], Markup]:
    def draw(drawn: Json, place: Place) -> Markup:
        label = plain(drawn["placeholder"]["text"]) if "placeholder" in drawn else kind
        value = initial(drawn, place.reader.zone)
        given = {"type": kind, "value": value, "min": _MIN[kind]}
        return _control(drawn, place, "input", class_="button", aria_label=label, **given)

    return draw


def _initial_moment(drawn: Json, zone: ZoneInfo) -> str | None:
    epoch = drawn.get("initial_date_time")
    return datetime.fromtimestamp(epoch, zone).strftime("%Y-%m-%dT%H:%M") if epoch else None


def _people(reader: Reader) -> dict[str, str]:
    return {person.id: person.name for person in reader.workspace.people.values() if not person.deleted}


_MIN = {"date": "1970-01-01", "datetime-local": "1970-01-01T00:00", "time": None}

_DRAWN: dict[str, Callable[[Json, Place], Markup]] = {
    "button": _button,
    "overflow": _overflow,
    "static_select": _static_select,
    "users_select": _users_select,
    "conversations_select": _conversations_select,
    "multi_users_select": _multi_users_select,
    "checkboxes": _checks,
    "radio_buttons": _checks,
    "datepicker": _date_or_time("date", lambda drawn, _zone: drawn.get("initial_date")),
    "timepicker": _date_or_time("time", lambda drawn, _zone: drawn.get("initial_time")),
    "datetimepicker": _date_or_time("datetime-local", _initial_moment),
}
