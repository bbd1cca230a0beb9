"""What a person has not seen, and what of that is meant for them."""

import re
from itertools import takewhile

import msgspec

from sandbox.page.mrkdwn import markup
from sandbox.page.reader import Reader
from sandbox.records import Json, Message


class Unseen(msgspec.Struct, frozen=True):
    """How many messages of a channel are unseen, how many are meant for the person, and up to which `ts` is counted."""

    messages: int = 0
    personal: int = 0
    until: str = ""


class Unread:
    """Counts by channel what one person has not seen; of a channel only what is new is walked through again."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._counted: dict[str, Unseen] = {}

    def of(self, channel_id: str) -> Unseen:
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
        return sum(self.of(channel.id).personal for channel in self._reader.workspace.channels_of(self._reader.id))

    def forget(self, channel_id: str) -> None:
        """Count a channel from its beginning the next time, since it was read or a message is gone."""
        self._counted.pop(channel_id, None)

    def forget_all(self) -> None:
        self._counted.clear()


def is_personal(message: Message, reader: Reader) -> bool:
    """Say whether a message is meant for its reader: alone, by a mention, or in a thread in which they take part."""
    workspace = reader.workspace
    if message.user == reader.id or not workspace.is_member(reader.id, message.channel_id):
        return False
    if message.is_ephemeral or workspace.channel(message.channel_id).is_im:
        return message.is_visible_to(reader.id)
    first = workspace.messages.get(message.channel_id, message.thread_ts or "")
    takes_part = first is not None and reader.id in (first.user, *first.reply_users)
    return takes_part or _mentions(message, reader.id)


def news(message: Message, reader: Reader) -> Json:
    """Tell of a message as toasts.js shows it: who, where, its first line as plain text, and how one comes to it."""
    channel = reader.workspace.channel(message.channel_id)
    thread = "Thread in " if message.is_reply else ""
    return {
        "author": reader.name_of(message.user),
        "where": "Direct message" if channel.is_im else f"{thread}#{channel.name}",
        "words": markup(message.text.strip().partition("\n")[0], reader).striptags(),
        "channel": channel.id,
        "thread": message.thread_ts if message.is_reply else None,
    }


def _mentions(message: Message, user_id: str) -> bool:
    shown = msgspec.json.encode(message.blocks).decode() if message.blocks else message.text
    return re.search(rf"<(@{user_id}|!here|!channel|!everyone)[|>]", shown) is not None
