"""What a person has not seen, and what of that is meant for them."""

import re
from itertools import takewhile

import msgspec

from sandbox.page.mrkdwn import markup
from sandbox.page.reader import Reader
from sandbox.records import Message


class Unseen(msgspec.Struct, frozen=True):
    """How many messages of a channel are unseen, how many are meant for the person, and up to which `ts` is counted."""

    messages: int = 0
    personal: int = 0
    until: str = ""


class News(msgspec.Struct, frozen=True):
    """A message in the few words that call for its reader, and where it is found."""

    author: str
    where: str
    words: str
    channel_id: str
    thread_ts: str | None


class Unread:
    """Counts by channel what one person has not seen; of a channel only what is new is walked through again."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._counted: dict[str, Unseen] = {}

    def of(self, channel_id: str) -> Unseen:
        """Count a channel."""
        counted = self._counted.get(channel_id, Unseen())
        unread = self._reader.workspace.unread(self._reader.id, channel_id)
        new = list(takewhile(lambda message: message.ts > counted.until, unread))
        if new:
            messages = counted.messages + sum(message.is_in_channel for message in new)
            personal = counted.personal + sum(is_personal(message, self._reader) for message in new)
            self._counted[channel_id] = counted = Unseen(messages, personal, new[0].ts)
        return counted

    def personal(self) -> int:
        """Count what is meant for the person in all of their channels."""
        channels = self._reader.workspace.channels_of(self._reader.id)
        return sum(self.of(channel.id).personal for channel in channels)

    def forget(self, channel_id: str) -> None:
        """Count a channel from its beginning the next time, since it was read or a message is gone."""
        self._counted.pop(channel_id, None)

    def forget_all(self) -> None:
        self._counted.clear()


def is_personal(message: Message, reader: Reader) -> bool:
    """Say whether a message by another is meant for the reader: by itself, by a mention, or as a reply in a thread in
    which they take part."""
    workspace = reader.workspace
    if message.user == reader.id or not message.is_visible_to(reader.id):
        return False
    if not workspace.is_member(reader.id, message.channel_id):
        return False
    parent = workspace.messages.get(message.channel_id, message.thread_ts or "")
    return (
        message.is_ephemeral
        or workspace.channel(message.channel_id).is_im
        or _mentions(message, reader.id)
        or (message.is_reply and parent is not None and reader.id in (parent.user, *parent.reply_users))
    )


def news(message: Message, reader: Reader) -> News:
    """Tell of a message: who, where, and its first line as plain text."""
    channel = reader.workspace.channel(message.channel_id)
    first_line = message.text.strip().partition("\n")[0]
    place = "Direct message" if channel.is_im else f"#{channel.name}"
    return News(
        author=reader.name_of(message.user),
        where=f"Thread in {place}" if message.is_reply and not channel.is_im else place,
        words=markup(first_line, reader).striptags(),
        channel_id=channel.id,
        thread_ts=message.thread_ts if message.is_reply else None,
    )


def _mentions(message: Message, user_id: str) -> bool:
    shown = msgspec.json.encode(message.blocks).decode() if message.blocks else message.text
    return re.search(rf"<(@{user_id}|!here|!channel|!everyone)[|>]", shown) is not None
