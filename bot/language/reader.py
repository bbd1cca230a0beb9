"""Who reads a text, and from where: what words such as "me", "tomorrow" and "5/12" depend on."""

from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import Struct


class Reader(Struct, frozen=True, kw_only=True):
    """The person whose words are read; `now` is aware, UTC, and `locale` is Slack's spelling of one ("de-DE")."""

    user_id: str
    now: datetime
    zone: ZoneInfo
    locale: str = "en-US"
