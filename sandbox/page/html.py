"""HTML made of parts; whatever is not HTML already is escaped, so nothing that people write can become an element."""

from collections.abc import Iterable

from markupsafe import Markup, escape

_WITHOUT_CONTENT = frozenset({"br", "hr", "img", "input"})

NOTHING = Markup("")


def tag(name: str, /, *content: str, **attributes: object) -> Markup:
    """Make an element; underscores in an attribute's name become hyphens, None and False leave it out."""
    written = joined(_attribute(key, value) for key, value in attributes.items())
    opening = Markup("<{}{}>").format(name, written)
    if name in _WITHOUT_CONTENT:
        return opening
    return opening + joined(content) + Markup("</{}>").format(name)


def joined(parts: Iterable[str]) -> Markup:
    """Put parts one after the other."""
    return NOTHING.join(parts)


def _attribute(key: str, value: object) -> Markup:
    if value is None or value is False:
        return NOTHING
    name = key.rstrip("_").replace("_", "-")
    return Markup(" {}").format(name) if value is True else Markup(' {}="{}"').format(name, escape(value))
