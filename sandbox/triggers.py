"""The trigger ids with which an app may open a view: one for each act of a person, for a short time, for one use."""

import secrets
import time

import msgspec

from sandbox.errors import SlackError

# Real time (Slack's limits, docs/slack-limits.md).
LASTS_S = 3.0
_REMEMBERED_S = 60.0


class Trigger(msgspec.Struct):
    """Whose act it was, and the modal in which it was, if it was in one."""

    user_id: str
    view_id: str | None
    issued: float
    is_used: bool = False


class Triggers:
    """All trigger ids of the last minute."""

    def __init__(self) -> None:
        self._issued: dict[str, Trigger] = {}

    def issue(self, user_id: str, view_id: str | None = None) -> str:
        """Make the id of one act; `view_id` is the modal in which a person acted."""
        now = time.monotonic()
        while self._issued and next(iter(self._issued.values())).issued + _REMEMBERED_S <= now:
            del self._issued[next(iter(self._issued))]
        trigger_id = f"{secrets.randbelow(10**13)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self._issued[trigger_id] = Trigger(user_id, view_id, now)
        return trigger_id

    def look_up(self, trigger_id: str) -> Trigger:
        """Give a trigger that may still be used.

        Raises SlackError: `invalid_trigger_id`, `exchanged_trigger_id`, `expired_trigger_id`.
        """
        trigger = self._issued.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.is_used:
            raise SlackError("exchanged_trigger_id")
        if trigger.issued + LASTS_S <= time.monotonic():
            raise SlackError("expired_trigger_id")
        return trigger
