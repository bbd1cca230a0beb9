"""What can happen in the workspace, told to whoever has subscribed to it."""

import msgspec

from sandbox.records import Message, View


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


class Reacted(msgspec.Struct, frozen=True):
    """Somebody has put an emoji under a message, or taken it away; the message itself is told of as edited."""

    message: Message
    user_id: str
    name: str
    is_present: bool


class ViewOpened(msgspec.Struct, frozen=True):
    """A modal lies uppermost on a person's stack: opened on an empty one, or pushed upon another."""

    user_id: str
    view: View


class ViewChanged(msgspec.Struct, frozen=True):
    """A modal or Home is another one under the same id: updated by the app, filled in, with errors or in trouble."""

    user_id: str
    view: View


class ViewClosed(msgspec.Struct, frozen=True):
    """A modal is gone, by whomever; of a stack the uppermost is told of first."""

    user_id: str
    view_id: str


class HomePublished(msgspec.Struct, frozen=True):
    """The app has drawn somebody's Home, for the first time or anew."""

    user_id: str
    view: View


class HomeOpened(msgspec.Struct, frozen=True):
    """A person looks at a tab of the bot: "home" or "messages"."""

    user_id: str
    tab: str


class ActFailed(msgspec.Struct, frozen=True):
    """The app did not answer a click or a choice: where it was, and `operation_timeout` or `dispatch_failed`.

    Only this person sees a mark there; for a form that could not be sent there is `View.trouble` instead.
    """

    user_id: str
    action_id: str
    error: str
    view_id: str | None = None
    channel_id: str | None = None
    message_ts: str | None = None


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
    | Reacted
    | ViewOpened
    | ViewChanged
    | ViewClosed
    | HomePublished
    | HomeOpened
    | ActFailed
    | ClockMoved
    | Closing
)
