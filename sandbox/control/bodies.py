"""What the POSTs of the control API carry."""

from datetime import datetime

import msgspec

from sandbox.actions import ActionChoice


class Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a POST carries; people and channels are named by id or by name, `@lead` and `#general`."""


class CommandBody(Body, frozen=True):
    user: str
    channel: str
    command: str
    text: str | None = None
    typed: str | None = None


class InteractBody(Body, frozen=True):
    user: str
    channel: str
    message_ts: str = msgspec.field(name="messageTs")
    action: ActionChoice


class MessageBody(Body, frozen=True):
    user: str
    channel: str
    text: str
    thread_ts: str | None = None


class ClockBody(Body, frozen=True):
    advance_s: float | None = None
    at: datetime | None = None


class ClockQuery(msgspec.Struct, frozen=True):
    """What a reader of the clock knows already, and how long it waits for something else."""

    known_offset_s: float | None = None
    wait_s: float = 25.0


class PeopleBody(Body, frozen=True):
    count: int | None = None
    name: str | None = None
    tz: str | None = None
    locale: str = "en-US"
    deleted: bool = False
    guest: bool = False
    admin: bool = False
    channels: tuple[str, ...] = ()


class UserBody(Body, frozen=True):
    user: str
    name: str | msgspec.UnsetType = msgspec.UNSET
    tz: str | msgspec.UnsetType | None = msgspec.UNSET
    locale: str | msgspec.UnsetType = msgspec.UNSET
    deleted: bool | msgspec.UnsetType = msgspec.UNSET
    guest: bool | msgspec.UnsetType = msgspec.UNSET
    admin: bool | msgspec.UnsetType = msgspec.UNSET


class ChannelsBody(Body, frozen=True):
    name: str
    members: tuple[str, ...]
    private: bool = False
    archived: bool = False


class MembersBody(Body, frozen=True):
    channel: str
    user: str
    present: bool


class EmptyBody(Body, frozen=True):
    pass
