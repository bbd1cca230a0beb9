"""The workspace: people, channels, members and messages, with Slack's rules of who may be where. All of it is in
memory, and written to the data directory at each change.

A page in the same process reads state here and acts as a person here or through `delivery`:

- People: `people` (by id), `person(id)`. Channels: `channels_of(user_id)` (their DMs included), `channel(id)`,
  `members(channel_id)`, `direct_message(a, b)` (opened when missing).
- Messages: `messages.of(channel_id, seen_by=user_id)`, replies included, oldest first; `messages.thread(...)`;
  `Message.is_reply` and `reply_count` place them; `is_ephemeral` marks what only this person sees.
- Unread: `unread(user_id, channel_id)`, `unread_count(...)`, `mark_read(user_id, channel_id)`.
- Time: `clock.now()`, `advance_clock(seconds)`, `move_clock(at)`.
- Modals and Home: `views.stack(user_id)`, `views.home(user_id)`; `sandbox.views` says how they are acted upon.
- To act: `post_as_person(user_id, channel_id, text)` for plain talk; `await delivery.command(user_id, channel_id,
  typed="/task add ...")` and `await delivery.interact(user_id, channel_id, message_ts, ActionChoice(...))` for what the
  app has to answer. A refusal by a rule is a `SlackError`; what the app did is in the returned Outcome.
- To hear: `unsubscribe = subscribe(listener)`; the listener is called at once, in the loop's thread, with each value of
  `sandbox.changes`. It must return quickly and must not raise.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from itertools import takewhile
from types import MappingProxyType
from typing import Any

from sandbox import seed
from sandbox.changes import (
    Change,
    ChannelAdded,
    ClockMoved,
    Closing,
    HomeOpened,
    MemberJoined,
    MemberLeft,
    Reacted,
    ReadMarked,
)
from sandbox.clock import Clock
from sandbox.errors import SlackError
from sandbox.mentions import MESSAGE, resolve
from sandbox.messages import Messages
from sandbox.people import People
from sandbox.records import Channel, Message, Person
from sandbox.seed import BOT_USER_ID, Credentials
from sandbox.storage import Storage
from sandbox.views import Views

Listener = Callable[[Change], None]


class Workspace:
    """One workspace over one storage, seeded at its first start; `bot_name` is the name of the bot's user."""

    def __init__(self, storage: Storage, bot_name: str) -> None:
        self._storage = storage
        self._listeners: list[Listener] = []
        self.clock = Clock(storage.read_setting("clock_offset_s", float) or 0.0)
        self._last_id = storage.read_setting("last_id", int) or 0
        self.credentials = storage.read_setting("credentials", Credentials) or seed.plant(
            storage, bot_name, self._epoch()
        )
        self.people = People(storage, self.clock, self._new_id, self.tell)
        self._channels = {channel.id: channel for channel in storage.channels()}
        self._members: dict[str, dict[str, None]] = {channel_id: {} for channel_id in self._channels}
        for channel_id, user_id in storage.members():
            self._members[channel_id][user_id] = None
        self._direct_messages = {
            frozenset(self._members[channel.id]): channel.id for channel in self._channels.values() if channel.is_im
        }
        self._reads = {(user_id, channel_id): ts for user_id, channel_id, ts in storage.reads()}
        self.messages = Messages(storage, self.clock, self.tell)
        self.views = Views(storage, self.clock, self.tell)

    # Hearing

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call the listener at every change from now on; gives the function that ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def tell(self, change: Change) -> None:
        """Tell of what has happened."""
        for listener in tuple(self._listeners):
            listener(change)

    def announce_closing(self) -> None:
        """Tell whoever waits for a change that the sandbox goes down."""
        self.tell(Closing())

    # People

    @property
    def bot(self) -> Person:
        """The bot's own user."""
        return self.people[BOT_USER_ID]

    def person(self, user_id: str) -> Person:
        """Find somebody by id; `user_not_found` otherwise."""
        person = self.people.get(user_id)
        if person is None:
            raise SlackError("user_not_found")
        return person

    def active_person(self, user_id: str) -> Person:
        """Find somebody who can act; `user_disabled` if they are deactivated."""
        person = self.person(user_id)
        if person.deleted:
            raise SlackError("user_disabled")
        return person

    def find_person(self, reference: str) -> Person:
        """Find somebody by id, name or @name; `user_not_found` otherwise."""
        return self.people.find(reference)

    # Channels and members

    @property
    def channels(self) -> Mapping[str, Channel]:
        """All channels and direct messages by id, in the order in which they came."""
        return MappingProxyType(self._channels)

    def channel(self, channel_id: str) -> Channel:
        """Find a channel by id; `channel_not_found` otherwise."""
        channel = self._channels.get(channel_id)
        if channel is None:
            raise SlackError("channel_not_found")
        return channel

    def channel_named(self, name: str) -> Channel | None:
        return next(
            (channel for channel in self._channels.values() if channel.name == name and not channel.is_im), None
        )

    def find_channel(self, reference: str, acting_user_id: str | None) -> Channel:
        """Find a channel by id, name or #name; `@name` is the acting person's direct message with somebody."""
        if reference.startswith("@") and acting_user_id is not None:
            return self.direct_message(acting_user_id, self.find_person(reference).id)
        channel = self._channels.get(reference) or self.channel_named(reference.removeprefix("#"))
        if channel is None:
            raise SlackError("channel_not_found")
        return channel

    def members(self, channel_id: str) -> tuple[str, ...]:
        """List who is in a channel, by user id, in the order in which they came."""
        return tuple(self._members[self.channel(channel_id).id])

    def is_member(self, user_id: str, channel_id: str) -> bool:
        return user_id in self._members.get(channel_id, {})

    def is_shared(self, channel_id: str) -> bool:
        """Say whether people of another organization are in a channel."""
        return any(self.people[member].is_external for member in self._members[channel_id])

    def channels_of(self, user_id: str) -> list[Channel]:
        """List the channels and direct messages that somebody is in."""
        return [channel for channel in self._channels.values() if user_id in self._members[channel.id]]

    def sees(self, user_id: str, channel: Channel) -> bool:
        """Say whether somebody may look into a channel: public ones are open to the workspace's own people but guests,
        the rest to members."""
        person = self.person(user_id)
        is_open = not (channel.is_private or channel.is_im or person.is_restricted or person.is_external)
        return is_open or self.is_member(user_id, channel.id)

    def other_in(self, channel_id: str, user_id: str) -> str:
        """Give the id of the other person in a direct message."""
        return next((member for member in self._members[channel_id] if member != user_id), user_id)

    def direct_message(self, user_id: str, other_id: str) -> Channel:
        """Give the direct message of two people, opened if they have none yet."""
        pair = frozenset((self.person(user_id).id, self.person(other_id).id))
        if pair in self._direct_messages:
            return self._channels[self._direct_messages[pair]]
        channel = Channel(id=self._new_id("D"), is_im=True, creator=user_id, created=self._epoch())
        self._direct_messages[pair] = channel.id
        self._save_channel(channel, (user_id, other_id))
        self.tell(ChannelAdded(channel.id))
        return channel

    def has_direct_message(self, user_id: str, other_id: str) -> bool:
        return frozenset((user_id, other_id)) in self._direct_messages

    def add_channel(self, name: str, members: tuple[str, ...], **traits: Any) -> Channel:
        """Make a channel with these people in it; `traits` are fields of Channel; `name_taken` if it exists."""
        if self.channel_named(name) is not None:
            raise SlackError("name_taken")
        channel = Channel(id=self._new_id("C"), name=name, created=self._epoch(), **traits)
        self._save_channel(channel, ())
        self.tell(ChannelAdded(channel.id))
        for user_id in members:
            self.join(user_id, channel.id)
        return channel

    def join(self, user_id: str, channel_id: str) -> None:
        """Put somebody into a channel and tell of it; no change if they are in it already."""
        if self.person(user_id).id in self._members[self.channel(channel_id).id]:
            return
        self._members[channel_id][user_id] = None
        self._storage.add_member(channel_id, user_id)
        self.tell(MemberJoined(channel_id, user_id))

    def leave(self, user_id: str, channel_id: str) -> None:
        """Take somebody out of a channel and tell of it; no change if they are not in it."""
        if self.person(user_id).id not in self._members[self.channel(channel_id).id]:
            return
        del self._members[channel_id][user_id]
        self._storage.remove_member(channel_id, user_id)
        self.tell(MemberLeft(channel_id, user_id))

    # Talking and reading

    def post_as_person(self, user_id: str, channel_id: str, text: str, thread_ts: str | None = None) -> Message:
        """Post what a person typed, @ and # resolved; they must be in the channel (`not_in_channel`)."""
        self.check_can_talk(user_id, self.channel(channel_id))
        if not text.strip():
            raise SlackError("no_text")
        if thread_ts is not None and self.messages.get(channel_id, thread_ts) is None:
            raise SlackError("thread_not_found")
        return self.messages.post(
            Message(
                channel_id=channel_id,
                user=user_id,
                team=seed.team_of(self.people[user_id]),
                text=resolve(text, self, user_id, MESSAGE),
                thread_ts=thread_ts,
            )
        )

    def check_can_talk(self, user_id: str, channel: Channel) -> None:
        """Refuse a person who is deactivated or outside of the channel, any word in an archived one, and in one for
        announcements all but admins'."""
        person = self.active_person(user_id)
        if not self.is_member(user_id, channel.id):
            raise SlackError("not_in_channel")
        if channel.is_archived:
            raise SlackError("is_archived")
        if channel.is_for_announcements and not person.is_admin:
            raise SlackError("restricted_action")

    def mark_read(self, user_id: str, channel_id: str) -> None:
        """Remember that a person has seen all that is in a channel now."""
        newest = next(self.messages.newest_first(channel_id, user_id), None)
        latest = newest.ts if newest else ""
        if latest <= self._reads.get((user_id, channel_id), ""):
            return
        self._reads[user_id, channel_id] = latest
        self._storage.save_read(user_id, channel_id, latest)
        self.tell(ReadMarked(user_id, channel_id))

    def unread(self, user_id: str, channel_id: str) -> Iterator[Message]:
        """Walk back through the messages by others that a person has not seen in a channel, replies included."""
        read = self._reads.get((user_id, channel_id), "")
        newer = takewhile(lambda message: message.ts > read, self.messages.newest_first(channel_id, user_id))
        return (message for message in newer if message.user != user_id)

    def unread_count(self, user_id: str, channel_id: str) -> int:
        """Count what a person has not seen in a channel itself; replies stay with their thread."""
        return sum(message.is_in_channel for message in self.unread(user_id, channel_id))

    def react(self, user_id: str, message: Message, name: str, *, is_present: bool) -> None:
        """Put an emoji under a message or take it away; `already_reacted`, `no_reaction`, `invalid_name`."""
        changed = self.messages.react(message, user_id, name, is_present=is_present)
        self.tell(Reacted(changed, user_id, name, is_present))

    def open_tab(self, user_id: str, tab: str) -> None:
        """Tell that a person looks at a tab of the bot."""
        self.tell(HomeOpened(user_id, tab))

    # Time

    def advance_clock(self, seconds: float) -> None:
        self._set_offset(self.clock.offset_s + seconds)

    def move_clock(self, at: datetime) -> None:
        self._set_offset(self.clock.offset_to(at))

    def _set_offset(self, offset_s: float) -> None:
        self.clock.offset_s = offset_s
        self._storage.write_setting("clock_offset_s", offset_s)
        self.tell(ClockMoved(offset_s))

    # Keeping

    def _epoch(self) -> int:
        return int(self.clock.now().timestamp())

    def _new_id(self, prefix: str) -> str:
        self._last_id += 1
        self._storage.write_setting("last_id", self._last_id)
        return f"{prefix}{self._last_id:09}"

    def _save_channel(self, channel: Channel, members: tuple[str, ...]) -> None:
        self._channels[channel.id] = channel
        self._members[channel.id] = dict.fromkeys(members)
        with self._storage.batch():
            self._storage.save_channel(channel)
            for user_id in members:
                self._storage.add_member(channel.id, user_id)
