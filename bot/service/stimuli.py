"""What wakes the bot on a person's behalf, reduced to what the use cases need to know of it."""

from datetime import datetime

from msgspec import Struct


class Stimulus(Struct, frozen=True, kw_only=True):
    """One wish of one person: who, where and when, and the identity by which a repeated delivery is recognised.

    `channel_id` is where they typed or clicked; `is_direct` says that this is a direct message, a group's or one's own.
    """

    identity: str
    team_id: str
    user_id: str
    channel_id: str | None
    is_direct: bool
    at: datetime
