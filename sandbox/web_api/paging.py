"""Pages of a list, joined by a cursor that names the first item of the next one."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

import msgspec

from sandbox.errors import SlackError

Item = TypeVar("Item")

_MOST = 1000


class Page(msgspec.Struct, Generic[Item], frozen=True):
    """Some items and the cursor of the next page, empty at the end."""

    items: Sequence[Item]
    next_cursor: str


def page(items: Sequence[Item], name: Callable[[Item], str], cursor: str, limit: int) -> Page[Item]:
    """Cut the page at a cursor; SlackError `invalid_cursor`, `invalid_limit`."""
    if not 0 < limit <= _MOST:
        raise SlackError("invalid_limit")
    start = _position(items, name, _read(cursor)) if cursor else 0
    end = start + limit
    return Page(items[start:end], _write(name(items[end])) if end < len(items) else "")


def _position(items: Sequence[Item], name: Callable[[Item], str], wanted: str) -> int:
    for position, item in enumerate(items):
        if name(item) == wanted:
            return position
    raise SlackError("invalid_cursor")


def _write(name: str) -> str:
    return base64.urlsafe_b64encode(f"next:{name}".encode()).decode()


def _read(cursor: str) -> str:
    try:
        return base64.urlsafe_b64decode(cursor).decode().removeprefix("next:")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        raise SlackError("invalid_cursor") from None
