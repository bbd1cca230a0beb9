"""What the POSTs of the control API carry."""

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec

from sandbox.actions import ActionChoice
from sandbox.socket_mode import Goodbye


class Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a POST carries; people and channels are named by id or by name, `@lead` and `#general`."""


class CommandBody(Body, frozen=True):
    user: str
    channel: str
    command: str
    text: str | None = None
    typed: str | None = None


class InteractBody(Body, frozen=True, kw_only=True):
    """An act on an element of a message (`channel`, `messageTs`), or of a view with what else is filled in there."""

    user: str
    action: ActionChoice
    channel: str | None = None
    message_ts: str | None = msgspec.field(name="messageTs", default=None)
    view_id: str | None = None
    values: dict[str, dict[str, Any]] = {}


class OptionsBody(Body, frozen=True, kw_only=True):
    """What a person types (`value`) in a menu whose options the app gives: of a message, or of a view."""

    user: str
    action_id: str
    block_id: str | None = None
    value: str = ""
    channel: str | None = None
    message_ts: str | None = msgspec.field(name="messageTs", default=None)
    view_id: str | None = None


class SubmitViewBody(Body, frozen=True):
    """A form as a person fills it in; people and channels are named by id or by name."""

    user: str
    view_id: str
    values: dict[str, dict[str, Any]] = {}


class CloseViewBody(Body, frozen=True):
    user: str
    view_id: str
    all: bool = False


class OpenHomeBody(Body, frozen=True):
    user: str
    tab: Literal["home", "messages"] = "home"


class DeliveryBody(Body, frozen=True):
    mode: Literal["socket", "http"]
    request_url: str | None = None


class CertificateBody(Body, frozen=True):
    method: Literal["GET", "POST"] = "POST"


class RefreshBody(Body, frozen=True):
    """The reason that is given, and how many seconds a warning goes ahead, if any does."""

    reason: Goodbye = "refresh_requested"
    warned_s: float = 0.0


class RatesBody(Body, frozen=True):
    """Whether rates are kept to; with a speed of 60 that of a minute is over in a second."""

    on: bool
    speed: Annotated[float, msgspec.Meta(gt=0)] = 1.0


class DuplicateBody(Body, frozen=True):
    times: Annotated[int, msgspec.Meta(ge=1)] = 1


class ReactBody(Body, frozen=True):
    user: str
    channel: str
    ts: str
    name: str
    present: bool = True


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
    external: bool = False
    channels: tuple[str, ...] = ()


class UserBody(Body, frozen=True):
    user: str
    name: str | msgspec.UnsetType = msgspec.UNSET
    tz: str | msgspec.UnsetType | None = msgspec.UNSET
    locale: str | msgspec.UnsetType = msgspec.UNSET
    deleted: bool | msgspec.UnsetType = msgspec.UNSET
    guest: bool | msgspec.UnsetType = msgspec.UNSET
    admin: bool | msgspec.UnsetType = msgspec.UNSET
    external: bool | msgspec.UnsetType = msgspec.UNSET


class ChannelsBody(Body, frozen=True):
    name: str
    members: tuple[str, ...]
    private: bool = False
    archived: bool = False
    announcements: bool = False


class MembersBody(Body, frozen=True):
    channel: str
    user: str
    present: bool


class EmptyBody(Body, frozen=True):
    pass
