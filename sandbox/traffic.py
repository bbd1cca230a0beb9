"""The last of what went between Slack and the app, for tests and the page's inspector."""

from collections import deque
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

    @property
    def entries(self) -> list[Entry]:
        return list(self._entries)

    def record(self, entry: Entry) -> None:
        self._entries.append(msgspec.structs.replace(entry, request=_redacted(entry.request)))


def _redacted(request: Json) -> Json:
    return {name: "(redacted)" if name in _SECRET_FIELDS else value for name, value in request.items()}
