"""The channels and direct messages of a person, with what is unread in each."""

from collections.abc import Callable, Iterator

import msgspec

from sandbox.page.parts import button, part, put_attributes
from sandbox.page.reader import Reader
from sandbox.page.unread import Unread, Unseen
from sandbox.records import Channel
from sandbox.seed import BOT_USER_ID

_MOST_DIRECT_MESSAGES = 20


class Entry(msgspec.Struct, frozen=True):
    """One row: a channel, or a person with whom there may be no direct message yet (then without a channel)."""

    section: str
    title: str
    kind: str
    channel_id: str | None
    user_id: str | None = None


def entries(reader: Reader) -> Iterator[Entry]:
    """List what a person finds in the sidebar, from top to bottom."""
    named = [channel for channel in reader.workspace.channels.values() if not channel.is_im]
    joined = [channel for channel in named if reader.workspace.is_member(reader.id, channel.id)]
    yield from (_channel("Channels", channel) for channel in joined)
    yield from _direct_messages(reader)
    yield _person("Apps", reader, BOT_USER_ID)
    seen = [channel for channel in named if channel not in joined and reader.workspace.sees(reader.id, channel)]
    yield from (_channel("More channels", channel) for channel in seen)


def _channel(section: str, channel: Channel) -> Entry:
    return Entry(section, channel.name, "private" if channel.is_private else "public", channel.id)


def _direct_messages(reader: Reader) -> Iterator[Entry]:
    others = [
        person.id
        for person in reader.workspace.people.values()
        if not person.is_bot and not person.deleted and person.id != reader.id
    ]
    others.sort(key=lambda other: not reader.workspace.has_direct_message(reader.id, other))
    yield from (_person("Direct messages", reader, other) for other in others[:_MOST_DIRECT_MESSAGES])


def _person(section: str, reader: Reader, user_id: str) -> Entry:
    has_talked = reader.workspace.has_direct_message(reader.id, user_id)
    channel_id = reader.workspace.direct_message(reader.id, user_id).id if has_talked else None
    return Entry(section, reader.name_of(user_id), "app" if reader.is_app(user_id) else "person", channel_id, user_id)


class Sidebar:
    """Shows the entries; a press opens one. Rows stay the same elements, so that the keyboard keeps its place."""

    def __init__(self, reader: Reader, unread: Unread, open_entry: Callable[[Entry], None]) -> None:
        self._reader = reader
        self._unread = unread
        self._open_entry = open_entry
        self._entries: list[Entry] = []
        self._rows: dict[str, _Row] = {}
        self._opened = ""
        self._nav = part("nav", "sidebar", aria_label="Channels and direct messages")

    def refresh(self) -> None:
        """Bring rows and unread marks up to date."""
        current = list(entries(self._reader))
        if current != self._entries:
            self._entries = current
            self._build()
        for channel_id in self._rows:
            self.mark(channel_id)

    def mark(self, channel_id: str) -> None:
        """Bring one row up to date."""
        row = self._rows.get(channel_id)
        if row is not None:
            row.mark(self._unread.of(channel_id), channel_id == self._opened)

    def open(self, channel_id: str) -> None:
        """Mark the row of the channel that is open now."""
        before, self._opened = self._opened, channel_id
        self.mark(before)
        self.mark(channel_id)

    def _build(self) -> None:
        self._nav.clear()
        self._rows.clear()
        with self._nav:
            section = ""
            for entry in self._entries:
                if entry.section != section:
                    section = entry.section
                    part("h2", "", section)
                row = _Row(entry, self._open_entry)
                if entry.channel_id is not None:
                    self._rows[entry.channel_id] = row


class _Row:
    def __init__(self, entry: Entry, open_entry: Callable[[Entry], None]) -> None:
        self._is_named = entry.kind in ("public", "private")
        self._label = f"{entry.title}, {entry.kind}{' channel' if self._is_named else ''}"
        self._button = button(
            "",
            f"entry {entry.kind}",
            lambda: open_entry(entry),
            data_channel=entry.channel_id,
            data_user=entry.user_id,
            aria_label=self._label,
        )
        with self._button:
            part("span", "sign", aria_hidden="true")
            part("span", "title", entry.title)
            self._count = part("span", "count", aria_hidden="true")

    def mark(self, unseen: Unseen, is_open: bool) -> None:
        shown = Unseen() if is_open else unseen
        is_unread = shown.messages > 0 or shown.personal > 0
        self._button.classes(add="unread") if is_unread else self._button.classes(remove="unread")
        self._count.set_text(str(shown.personal or ""))
        label = [self._label]
        if shown.messages:
            label.append(f"{shown.messages} unread")
        if shown.personal and self._is_named:
            label.append(f"{shown.personal} for you")
        put_attributes(self._button, aria_current="page" if is_open else None, aria_label=", ".join(label))
