"""The messages of all channels: numbered by the sandbox's time, threaded, kept at every change."""

import re
from collections.abc import Callable, Iterator

import msgspec

from sandbox.block_kit import with_ids
from sandbox.changes import Change, MessageDeleted, MessageEdited, MessagePosted, MessagesReset
from sandbox.clock import Clock
from sandbox.errors import SlackError
from sandbox.records import Json, Message
from sandbox.storage import Storage

_EMOJI = re.compile(r"[\w+'-]+(::skin-tone-[2-6])?")


class Messages:
    """Every message by channel and `ts`, which is unique in its channel and never goes back, even if the clock does."""

    def __init__(self, storage: Storage, clock: Clock, tell: Callable[[Change], None]) -> None:
        self._storage = storage
        self._clock = clock
        self._tell = tell
        self._by_channel: dict[str, dict[str, Message]] = {}
        self._last_microsecond: dict[str, int] = {}
        for message in storage.messages():
            self._by_channel.setdefault(message.channel_id, {})[message.ts] = message
            self._last_microsecond[message.channel_id] = int(message.ts.replace(".", ""))

    def get(self, channel_id: str, ts: str) -> Message | None:
        return self._by_channel.get(channel_id, {}).get(ts)

    def of(self, channel_id: str, seen_by: str | None = None) -> list[Message]:
        """List a channel's messages, replies included, oldest first, with the ephemeral ones of one person."""
        return [message for message in self._by_channel.get(channel_id, {}).values() if message.is_visible_to(seen_by)]

    def newest_first(self, channel_id: str, seen_by: str | None = None) -> Iterator[Message]:
        """Walk back through what one person sees in a channel."""
        of_channel = self._by_channel.get(channel_id, {})
        return (message for message in reversed(of_channel.values()) if message.is_visible_to(seen_by))

    def thread(self, channel_id: str, ts: str, seen_by: str | None = None) -> list[Message]:
        """List a thread as one person sees it, its first message before the replies."""
        return [message for message in self.of(channel_id, seen_by) if ts in (message.ts, message.thread_ts)]

    def post(self, message: Message) -> Message:
        """Keep a new message under the next `ts` of its channel, with the ids that its blocks lack, and tell of it."""
        posted = msgspec.structs.replace(message, ts=self._next_ts(message.channel_id), blocks=with_ids(message.blocks))
        self._keep(posted)
        if posted.is_reply and not posted.is_ephemeral:
            self._count_reply(posted)
        self._tell(MessagePosted(posted))
        return posted

    def edit(
        self, message: Message, *, text: str, blocks: list[Json], metadata: Json | None, edited: Json | None
    ) -> Message:
        """Put other words into a message at the same `ts`."""
        changed = msgspec.structs.replace(message, text=text, blocks=with_ids(blocks), metadata=metadata, edited=edited)
        self._keep(changed)
        self._tell(MessageEdited(changed))
        return changed

    def react(self, message: Message, user_id: str, name: str, *, is_present: bool) -> Message:
        """Put somebody's emoji under a message or take it away; `already_reacted`, `no_reaction`, `invalid_name`."""
        if not _EMOJI.fullmatch(name):
            raise SlackError("invalid_name")
        users = {reaction["name"]: reaction["users"] for reaction in message.reactions}
        of_name = users.get(name, [])
        if (user_id in of_name) is is_present:
            raise SlackError("already_reacted" if is_present else "no_reaction")
        users[name] = [*of_name, user_id] if is_present else [other for other in of_name if other != user_id]
        reactions = [{"name": name, "users": given, "count": len(given)} for name, given in users.items() if given]
        changed = msgspec.structs.replace(message, reactions=reactions)
        self._keep(changed)
        self._tell(MessageEdited(changed))
        return changed

    def delete(self, message: Message) -> None:
        del self._by_channel[message.channel_id][message.ts]
        self._storage.delete_message(message.channel_id, message.ts)
        self._tell(MessageDeleted(message))

    def reset(self) -> None:
        """Forget every message; the numbering goes on."""
        self._by_channel.clear()
        self._storage.delete_all_messages()
        self._tell(MessagesReset())

    def _keep(self, message: Message) -> None:
        self._by_channel.setdefault(message.channel_id, {})[message.ts] = message
        self._storage.save_message(message)

    def _next_ts(self, channel_id: str) -> str:
        now = int(self._clock.now().timestamp() * 1_000_000)
        microsecond = max(now, self._last_microsecond.get(channel_id, 0) + 1)
        self._last_microsecond[channel_id] = microsecond
        return f"{microsecond // 1_000_000}.{microsecond % 1_000_000:06}"

    def _count_reply(self, reply: Message) -> None:
        parent = self.get(reply.channel_id, reply.thread_ts or "")
        if parent is None:
            return
        repliers = tuple(dict.fromkeys((*parent.reply_users, reply.user)))
        counted = msgspec.structs.replace(
            parent,
            thread_ts=parent.ts,
            reply_count=parent.reply_count + 1,
            reply_users=repliers,
            reply_users_count=len(repliers),
            latest_reply=reply.ts,
        )
        self._keep(counted)
        self._tell(MessageEdited(counted))
