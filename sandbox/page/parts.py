"""Plain HTML elements as NiceGUI keeps them: it sends the browser only what has changed of each."""

from collections.abc import Callable

import msgspec
from markupsafe import Markup
from nicegui import Client, ui
from nicegui.elements.mixins.text_element import TextElement


def part(name: str, classes: str = "", text: str = "", **attributes: object) -> TextElement:
    """Make an element within the one that is open; underscores in an attribute's name become hyphens."""
    made = TextElement(tag=name, text=text).classes(classes)
    put_attributes(made, **attributes)
    return made


def button(words: str, classes: str, pressed: Callable[[], None], **attributes: object) -> TextElement:
    """Make a button."""
    return part("button", classes, words, type="button", **attributes).on("click", pressed, args=[])


def html(name: str, classes: str, content: Markup, **attributes: object) -> ui.html:
    """Make an element with HTML in it that is escaped already."""
    made = ui.html(content, sanitize=False, tag=name).classes(classes)
    put_attributes(made, **attributes)
    return made


def tell(place: TextElement, words: str) -> None:
    """Show words in their place, or hide it when there are none."""
    place.set_text(words)
    place.set_visibility(bool(words))


def call(client: Client, function: str, *arguments: object) -> None:
    """Call a function of the page's scripts in one browser."""
    written = ", ".join(msgspec.json.encode(argument).decode() for argument in arguments)
    client.run_javascript(f"{function}({written})")


def put_attributes(made: ui.element, **attributes: object) -> None:
    """Set attributes of an element, or take away those that are None."""
    for key, value in attributes.items():
        name = key.rstrip("_").replace("_", "-")
        if value is None:
            made.props.pop(name, None)
        else:
            made.props[name] = value
