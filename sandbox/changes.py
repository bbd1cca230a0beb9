"""What can happen in the workspace, told to whoever has subscribed to it."""

import msgspec

from sandbox.records import Message


class MessagePosted(msgspec.Struct, frozen=True):
    message: Message


class MessageEdited(msgspec.Struct, frozen=True):
    """Also told of a thread's first message when its count of replies grows."""

    message: Message


class MessageDeleted(msgspec.Struct, frozen=True):
    message: Message


class MessagesReset(msgspec.Struct, frozen=True):
    """Every message of every channel is gone."""


class ChannelAdded(msgspec.Struct, frozen=True):
    channel_id: str


class MemberJoined(msgspec.Struct, frozen=True):
    channel_id: str
    user_id: str


class MemberLeft(msgspec.Struct, frozen=True):
    channel_id: str
    user_id: str


class PersonAdded(msgspec.Struct, frozen=True):
    user_id: str


class PersonChanged(msgspec.Struct, frozen=True):
    user_id: str


class ReadMarked(msgspec.Struct, frozen=True):
    user_id: str
    channel_id: str


class ClockMoved(msgspec.Struct, frozen=True):
    offset_s: float


class Closing(msgspec.Struct, frozen=True):
    """The sandbox is going down: whoever waits for a change should stop."""


Change = (
    MessagePosted
    | MessageEdited
    | MessageDeleted
    | MessagesReset
    | ChannelAdded
    | MemberJoined
    | MemberLeft
    | PersonAdded
    | PersonChanged
    | ReadMarked
    | ClockMoved
    | Closing
)
