"""The blocks of Block Kit as HTML."""

from collections.abc import Callable

import msgspec
from markupsafe import Markup

from sandbox.page.controls import Place, text
from sandbox.page.elements import element
from sandbox.page.html import NOTHING, joined, tag
from sandbox.page.mrkdwn import markup, markup_with_links, plain
from sandbox.page.reader import Reader
from sandbox.records import Json


def blocks(drawn: list[Json], reader: Reader, prefix: str) -> Markup:
    """Draw the blocks of a message or a view; `prefix` makes their ids unique in the page."""
    return joined(_block(block, Place(reader, block.get("block_id", ""), prefix)) for block in drawn)


def _block(block: Json, place: Place) -> Markup:
    draw = _DRAWN.get(block["type"])
    return draw(block, place) if draw else tag("p", f"({block['type']} is not shown here)", class_="unknown")


def _section(block: Json, place: Place) -> Markup:
    words = tag("div", _linked(block["text"], place.reader), class_="text") if "text" in block else NOTHING
    fields = joined(tag("div", _linked(field, place.reader), class_="text") for field in block.get("fields", []))
    content = tag("div", words, tag("div", fields, class_="fields") if fields else NOTHING, class_="words")
    accessory = _part(block["accessory"], place) if "accessory" in block else NOTHING
    return tag("div", content, accessory, class_="kit section")


def _part(drawn: Json, place: Place) -> Markup:
    return _picture(drawn) if drawn["type"] == "image" else element(drawn, place)


def _linked(shown: Json, reader: Reader) -> str:
    if shown["type"] == "mrkdwn" and not shown.get("verbatim", False):
        return markup_with_links(shown["text"], reader)
    return text(shown, reader)


def _context(block: Json, place: Place) -> Markup:
    parts = joined(
        _picture(part) if part["type"] == "image" else tag("span", _linked(part, place.reader), class_="text")
        for part in block["elements"]
    )
    return tag("div", parts, class_="kit context")


def _actions(block: Json, place: Place) -> Markup:
    return tag("div", joined(element(drawn, place) for drawn in block["elements"]), class_="kit actions")


def _input(block: Json, place: Place) -> Markup:
    field = msgspec.structs.replace(place, is_field=True)
    is_group = block["element"]["type"] in _GROUPS
    mark = tag("small", "(optional)") if block.get("optional") else NOTHING
    label = tag(
        "span" if is_group else "label",
        plain(block["label"]["text"]),
        mark,
        class_="label",
        id=field.id_of("label"),
        for_=None if is_group else field.id_of("field"),
    )
    hint = tag("p", plain(block["hint"]["text"]) if "hint" in block else "", class_="hint", id=field.id_of("hint"))
    error = tag("p", class_="problem", id=field.id_of("error"))
    content = (label, element(block["element"], field), error, hint)
    return tag("div", *content, class_="kit input", data_field=place.block_id, data_acts=block.get("dispatch_action"))


def _image(block: Json, _place: Place) -> Markup:
    title = tag("figcaption", plain(block["title"]["text"])) if "title" in block else NOTHING
    return tag("figure", title, _picture(block), class_="kit")


def _picture(image: Json) -> Markup:
    return tag("img", src=image.get("image_url"), alt=image["alt_text"], loading="lazy")


# Elements of several inputs, which no label can point at.
_GROUPS = frozenset({"checkboxes", "radio_buttons"})

_DRAWN: dict[str, Callable[[Json, Place], Markup]] = {
    "section": _section,
    "header": lambda block, _place: tag("h3", plain(block["text"]["text"]), class_="kit header"),
    "context": _context,
    "actions": _actions,
    "input": _input,
    "divider": lambda _block, _place: tag("hr", class_="kit"),
    "image": _image,
    "markdown": lambda block, place: tag("div", markup(block["text"], place.reader), class_="kit text"),
}
