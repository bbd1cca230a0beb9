"""What is to be posted, to whom and why: the ledger's entries."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from bot.tasks.reminders import ReminderKind
from bot.tasks.task import ChangeKind


class DeliveryKind(StrEnum):
    """The forms in which the bot speaks on its own."""

    CARD = "card"
    THREAD = "thread"
    NOTICE = "notice"
    REMINDER = "reminder"
    UNREACHABLE = "unreachable"


DRAWN_FROM_THE_TASK = (DeliveryKind.CARD, DeliveryKind.NOTICE, DeliveryKind.REMINDER)
"""The kinds that show the task's state and buttons, and are redrawn when it changes."""


class Delivery(Struct, frozen=True, kw_only=True):
    """One message that is owed to one destination: a channel's id, or a person's for a direct message.

    `key` names it within its workspace: recording the same key twice records it once. `change` and `actor` say what
    happened, `people` who is concerned by it, `text` what was commented; `reminder` and `at` say what came due and
    when. Within a destination the order is that of recording.
    """

    team_id: str
    key: str
    destination: str
    kind: DeliveryKind
    number: int
    version: int
    at: datetime
    change: ChangeKind | None = None
    actor: str | None = None
    people: tuple[str, ...] = ()
    reminder: ReminderKind | None = None
    text: str = ""


class Posted(Struct, frozen=True, kw_only=True):
    """Where a delivery stands in Slack, and which version of the task it shows."""

    channel_id: str
    ts: str
    version: int


class Entry(Struct, frozen=True, kw_only=True):
    """A delivery as the ledger keeps it; `not_before` is real time, `posted` is set once it stands in Slack."""

    delivery: Delivery
    attempts: int = 0
    not_before: datetime | None = None
    posted: Posted | None = None
