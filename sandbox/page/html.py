"""HTML made of parts; whatever is not HTML already is escaped, so nothing that people write can become an element."""

from collections.abc import Iterable

from markupsafe import Markup, escape

_WITHOUT_CONTENT = frozenset({"br", "hr", "img", "input"})

NOTHING = Markup("")


def tag(name: str, /, *content: str, **attributes: object) -> Markup:
    """Make an element; underscores in an attribute's name become hyphens, None and False leave it out."""
    opening = f"<{name}{''.join(_attribute(key, value) for key, value in attributes.items())}>"
    whole = opening if name in _WITHOUT_CONTENT else f"{opening}{joined(content)}</{name}>"
    return Markup(whole)  # noqa: S704 - joined() and _attribute() have escaped what is not HTML


def joined(parts: Iterable[str]) -> Markup:
    """Put parts one after the other."""
    return NOTHING.join(parts)


def _attribute(key: str, value: object) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(value)}"'
