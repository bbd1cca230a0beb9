"""What all interactive elements of Block Kit share: the element with `data-action` in which each stands, from which
controls.js reads what a click or a choice is about, and the names that screen readers say."""

from urllib.parse import quote

import msgspec
from markupsafe import Markup

from sandbox.page.html import tag
from sandbox.page.mrkdwn import markup, plain
from sandbox.page.reader import Reader
from sandbox.records import Json


class Place(msgspec.Struct, frozen=True):
    """Where an element is drawn: for whom, in which block, a word that makes its ids unique in the page, and the field
    of a form that it fills, if it does."""

    reader: Reader
    block_id: str
    prefix: str
    is_field: bool = False

    def id_of(self, part: str) -> str:
        """Make the id of a part of the block; without spaces, since these separate ids in attributes."""
        return quote(f"{self.prefix}-{self.block_id}-{part}", safe="")


def control(drawn: Json, place: Place, name: str, *content: str, **attributes: object) -> Markup:
    """Make the element in which an interactive element stands."""
    return tag(
        name,
        *content,
        data_action=drawn["action_id"],
        data_block=place.block_id,
        data_kind=drawn["type"],
        data_confirm=_confirm(drawn, place.reader),
        data_focus=drawn.get("focus_on_load"),
        **attributes,
    )


def naming(place: Place, own_name: str) -> Json:
    """Give the attributes that name what a person acts upon: in a form the label, beside it hint and error."""
    if not place.is_field:
        return {"aria_label": own_name}
    return {
        "id": place.id_of("field"),
        "aria_labelledby": place.id_of("label"),
        "aria_describedby": f"{place.id_of('error')} {place.id_of('hint')}",
    }


def placeholder(drawn: Json, otherwise: str) -> str:
    """Give the words that stand in an element while nothing is chosen."""
    return plain(drawn["placeholder"]["text"]) if "placeholder" in drawn else otherwise


def text(shown: Json, reader: Reader) -> str:
    """Draw a text object."""
    return markup(shown["text"], reader) if shown["type"] == "mrkdwn" else plain(shown["text"])


def _confirm(drawn: Json, reader: Reader) -> str | None:
    confirm = drawn.get("confirm")
    if confirm is None:
        return None
    parts = {part: str(tag("span", text(confirm[part], reader))) for part in ("title", "text", "confirm", "deny")}
    return msgspec.json.encode({**parts, "style": confirm.get("style", "primary")}).decode()
