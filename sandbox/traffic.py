"""The last of what went between Slack and the app, for tests and the page's inspector."""

from collections import deque
from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal

import msgspec

from sandbox.faults import Fault
from sandbox.records import Json

_KEPT = 2_000
_SECRET_FIELDS = frozenset({"token", "bot_token", "app_token"})


class Entry(msgspec.Struct, frozen=True):
    """One exchange: who began it, what was asked and answered, how many milliseconds it took, and what was made to go
    wrong with it."""

    at: datetime
    direction: Literal["to_app", "from_app"]
    kind: str
    name: str
    request: Any
    response: Any
    ms: float
    fault: Fault | None = None


class Traffic:
    """Keeps the last 2,000 exchanges, without tokens."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque(maxlen=_KEPT)
        self._listeners: list[Callable[[Entry], None]] = []

    @property
    def entries(self) -> list[Entry]:
        return list(self._entries)

    def record(self, entry: Entry) -> None:
        kept = msgspec.structs.replace(entry, request=_redacted(entry.request))
        self._entries.append(kept)
        for listener in tuple(self._listeners):
            listener(kept)

    def subscribe(self, listener: Callable[[Entry], None]) -> Callable[[], None]:
        """Call the listener with each exchange from now on; gives the function that ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)


def _redacted(request: Json) -> Json:
    return {name: "(redacted)" if name in _SECRET_FIELDS else value for name, value in request.items()}
