"""The menus of Block Kit as HTML: a button that opens a list, in which people and channels, which may be many, are
filled in by controls.js as one types."""

from collections.abc import Callable, Iterable

import msgspec
from markupsafe import Markup

from sandbox.page.controls import Place, control, naming, placeholder
from sandbox.page.html import NOTHING, joined, tag
from sandbox.page.mrkdwn import plain, safe_address
from sandbox.records import Json

_SEARCHED_FROM = 11


def overflow(drawn: Json, place: Place) -> Markup:
    """Draw a button with three dots that opens a menu of acts."""
    menu_id = place.id_of(drawn["action_id"])
    name = {"aria_label": "More actions", "title": "More actions"}
    opener = {"type": "button", "class_": "button overflow", "aria_haspopup": "menu", "popovertarget": menu_id, **name}
    items = _options(drawn["options"], "menuitem", ())
    menu = tag("div", items, class_="menu", id=menu_id, popover="auto", role="menu", aria_label="More actions")
    return control(drawn, place, "span", tag("button", "⋯", **opener), menu, class_="control")


def static_select(drawn: Json, place: Place) -> Markup:
    """Draw a menu of the options that the app has given, of which one or several can be chosen."""
    initial = [*drawn.get("initial_options", []), *filter(None, (drawn.get("initial_option"),))]
    chosen = {option["value"]: plain(option["text"]["text"]) for option in initial}
    groups = drawn.get("option_groups", [])
    options = [*drawn.get("options", []), *(option for group in groups for option in group["options"])]
    items = joined(
        tag("div", plain(group["label"]["text"]), class_="group") + _options(group["options"], "option", chosen)
        for group in groups
    )
    items += _options(drawn.get("options", []), "option", chosen)
    return _select(drawn, place, chosen, items, is_searched=len(options) >= _SEARCHED_FROM)


def users_select(drawn: Json, place: Place) -> Markup:
    """Draw a menu of all people, of whom one or several can be chosen."""
    return _from_directory(drawn, place, "@", place.reader.name_of)


def conversations_select(drawn: Json, place: Place) -> Markup:
    """Draw a menu of the channels that the reader sees."""
    channels = place.reader.workspace.channels

    def name_of(channel_id: str) -> str:
        return f"#{channels[channel_id].name}" if channel_id in channels else "private channel"

    return _from_directory(drawn, place, "#", name_of)


def _from_directory(drawn: Json, place: Place, source: str, name_of: Callable[[str], str]) -> Markup:
    word = drawn["type"].split("_")[-2].removesuffix("s")
    initial = [*drawn.get(f"initial_{word}s", []), *filter(None, (drawn.get(f"initial_{word}"),))]
    chosen = {one: name_of(one) for one in initial}
    return _select(drawn, place, chosen, NOTHING, is_searched=True, data_source=source)


def _select(
    drawn: Json, place: Place, chosen: dict[str, str], items: Markup, *, is_searched: bool, **attributes: object
) -> Markup:
    is_multiple = drawn["type"].startswith("multi_")
    empty = placeholder(drawn, "Choose options" if is_multiple else "Choose an option")
    words = ", ".join(chosen.values()) or empty
    menu_id = place.id_of(drawn["action_id"])
    name = naming(place, f"{empty}: {words}" if chosen else empty)
    if place.is_field:
        name["aria_labelledby"] += f" {name['id']}"
    opener = {"type": "button", "class_": "button select", "aria_haspopup": "listbox", **name}
    search = tag("input", type="search", class_="search", placeholder="Search", aria_label="Search", autocomplete="off")
    listbox = tag("div", items, role="listbox", aria_label=empty, aria_multiselectable="true" if is_multiple else None)
    return control(
        drawn,
        place,
        "span",
        tag("button", words, popovertarget=menu_id, **opener),
        tag("div", search if is_searched else NOTHING, listbox, class_="menu", id=menu_id, popover="auto"),
        class_="control",
        data_chosen=_as_json(list(chosen) if is_multiple else next(iter(chosen), None)),
        data_empty=empty,
        data_most=drawn.get("max_selected_items"),
        **attributes,
    )


def _as_json(chosen: list[str] | str | None) -> str:
    return msgspec.json.encode(chosen).decode()


def _options(options: list[Json], role: str, chosen: Iterable[str]) -> Markup:
    return joined(_option(option, role, option["value"] in chosen) for option in options)


def _option(option: Json, role: str, is_chosen: bool) -> Markup:
    description = option.get("description")
    return tag(
        "button",
        plain(option["text"]["text"]),
        tag("small", plain(description["text"])) if description else NOTHING,
        type="button",
        role=role,
        data_option=option["value"],
        data_url=safe_address(option.get("url")),
        aria_selected=("true" if is_chosen else "false") if role == "option" else None,
    )
