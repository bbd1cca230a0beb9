"""One window of the browser: a person, the channel and thread that they have open, and what happens there."""

import asyncio

from nicegui import background_tasks, ui

from sandbox.changes import (
    Change,
    ChannelAdded,
    ClockMoved,
    HomePublished,
    MemberJoined,
    MemberLeft,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    MessagesReset,
    PersonAdded,
    PersonChanged,
    ReadMarked,
    ViewChanged,
    ViewClosed,
    ViewOpened,
)
from sandbox.errors import SlackError
from sandbox.local_slack import LocalSlack
from sandbox.page.acts import Acts
from sandbox.page.completions import completions
from sandbox.page.composer import Composer
from sandbox.page.header import ChannelHeader, TopBar
from sandbox.page.home import Home
from sandbox.page.inspector import Inspector
from sandbox.page.modals import Modals
from sandbox.page.parts import button, call, part, put_attributes
from sandbox.page.person_card import person_card
from sandbox.page.reader import Reader
from sandbox.page.sidebar import Entry, Sidebar, entries
from sandbox.page.timeline import Timeline
from sandbox.page.unread import Unread, is_personal, news
from sandbox.page.view_acts import ViewActs
from sandbox.records import Message
from sandbox.seed import BOT_USER_ID
from sandbox.workspace import Workspace

# Many people or channels may come at once; the frame around the messages is then brought up to date once.
_FRAME_AFTER_S = 0.02


class Window:
    """Shows the workspace to one person and lets them act; it hears the workspace until its browser is gone."""

    def __init__(self, slack: LocalSlack, *, acting: str, opened: str) -> None:
        self._slack = slack
        self._workspace = workspace = slack.workspace
        self._manifest = manifest = slack.manifest
        self._client = ui.context.client
        self._reader = Reader(workspace, manifest.bot_display_name, _acting_id(workspace, acting))
        self._unread = Unread(self._reader)
        self._channel_id = _channel_id(self._reader, opened)
        self._thread_ts: str | None = None
        self._is_frame_due = False
        self._is_looked_at = True
        self._build()
        self._acts = Acts(self._reader, slack.delivery, self._main, self._thread, self._composers)
        self._view_acts = ViewActs(self._reader, slack.delivery, self._modals, self._home)
        for name, handler in {**self._acts.handlers, **self._view_acts.handlers}.items():
            ui.on(name, handler)
        ui.on("open", lambda event: self.open(event.args))
        ui.on("thread", lambda event: self.open_thread(event.args))
        ui.on("look", lambda event: self._look(is_looking=event.args))
        ui.on("person", lambda event: self._show_person(event.args))
        ui.on("day", lambda _event: self._redraw())
        self._client.on_delete(workspace.subscribe(self._receive))
        self._bring_frame_up_to_date()
        self.open(self._channel_id)
        self._modals.refresh()

    def open(self, channel_id: str) -> None:
        """Show another channel."""
        if not self._workspace.sees(self._reader.id, self._workspace.channel(channel_id)):
            return
        self._channel_id = channel_id
        self.close_thread()
        self._acts.channel_id = channel_id
        self._main.show(
            message for message in self._workspace.messages.of(channel_id, self._reader.id) if not message.is_reply
        )
        self._sidebar.open(channel_id)
        self._show_head()
        self._home.offer(is_there=self._has_home())
        self._mark_read()
        self._show_title()
        address = {"as": self._reader.person.name, "channel": self._title() if self._is_named() else channel_id}
        call(self._client, "sandboxPage.opened", address)

    def open_thread(self, ts: str) -> None:
        """Show a thread beside the channel."""
        self._thread_ts = ts
        self._thread_pane.set_visibility(True)
        self._thread.show(self._workspace.messages.thread(self._channel_id, ts, self._reader.id))
        self._open_composers()
        call(self._client, "sandboxPage.openedThread")

    def close_thread(self) -> None:
        """Show the channel alone."""
        self._thread_ts = None
        self._thread_pane.set_visibility(False)

    def _leave_thread(self) -> None:
        call(self._client, "sandboxPage.leftThread", self._thread_ts)
        self.close_thread()

    # Building

    def _build(self) -> None:
        with part("div", "sandbox-page") as self._page:
            self._top = TopBar(self._reader, self._inspect)
            with part("div", "middle"):
                self._sidebar = Sidebar(self._reader, self._unread, self._open_entry)
                part("div", "shade", data_drawer=True)
                with part("section", "pane", aria_label="Channel", data_pane="main") as pane:
                    self._head = ChannelHeader(self._reader)
                    self._home = Home(self._reader, pane, self._tell_of_open_home)
                    self._main = Timeline(self._reader, "main", "Messages")
                    composer = Composer(self._reader, "main")
                with part("aside", "pane thread", aria_label="Thread", data_pane="thread") as self._thread_pane:
                    with part("header", "channel-head"):
                        part("h1", "", "Thread")
                        button("✕", "close", self._leave_thread, aria_label="Close thread")
                    self._thread = Timeline(self._reader, "thread", "Messages of the thread")
                    self._composers = {"main": composer, "thread": Composer(self._reader, "thread")}
            self._inspector = Inspector(self._slack, self._reader)
            self._modals = Modals(self._reader)
            part("div", "person-card", id="person-card", role="tooltip", popover="manual")
            part("div", "toasts", role="status", aria_label="Notifications")

    def _inspect(self) -> None:
        self._inspector.toggle()

    def _open_entry(self, entry: Entry) -> None:
        channel_id = entry.channel_id
        if channel_id is None and entry.user_id is not None:
            channel_id = self._workspace.direct_message(self._reader.id, entry.user_id).id
        if channel_id is None:
            return
        has_news = self._workspace.unread_count(self._reader.id, channel_id) > 0
        self.open(channel_id)
        if self._has_home() and not has_news:
            self._home.open()

    def _show_person(self, user_id: str) -> None:
        person = self._workspace.people.get(user_id)
        if person is not None:
            call(self._client, "sandboxPeople.show", str(person_card(person, self._reader)))

    def _tell_of_open_home(self) -> None:
        background_tasks.create(self._view_acts.open_home())

    # Keeping up to date

    def _receive(self, change: Change) -> None:
        # Not at once: what goes wrong here must not reach the one who made the change.
        asyncio.get_running_loop().call_soon(self._hear, change)

    def _hear(self, change: Change) -> None:
        if not self._client.is_deleted:
            self._follow(change)

    def _follow(self, change: Change) -> None:
        match change:
            case MessagePosted(message):
                self._put(message)
                self._notify(message)
            case MessageEdited(message):
                self._put(message)
            case MessageDeleted(message):
                self._drop(message)
            case MessagesReset():
                self._unread.forget_all()
                self.open(self._channel_id)
                self._sidebar.refresh()
            case ClockMoved():
                self._top.clock.refresh()
                self._redraw()
            case ReadMarked(self._reader.id, channel_id):
                self._unread.forget(channel_id)
                self._mark(channel_id)
            case HomePublished(self._reader.id):
                self._home.refresh()
            case ViewOpened(self._reader.id) | ViewChanged(self._reader.id) | ViewClosed(self._reader.id):
                self._modals.refresh()
            case ChannelAdded() | MemberJoined() | MemberLeft() | PersonAdded() | PersonChanged():
                self._refresh_frame_soon()

    def _put(self, message: Message) -> None:
        if not message.is_visible_to(self._reader.id):
            return
        if message.channel_id == self._channel_id:
            if not message.is_reply:
                self._main.put(message)
            if self._thread_ts in (message.ts, message.thread_ts) and self._thread_ts is not None:
                self._thread.put(message)
            self._mark_read()
        self._mark(message.channel_id)

    def _notify(self, message: Message) -> None:
        """Tell of a message for the person, unless they look at it or it answers what they have just done here."""
        is_at_hand = message.channel_id == self._channel_id and (self._is_looked_at or message.is_ephemeral)
        if not is_at_hand and is_personal(message, self._reader):
            call(self._client, "sandboxToasts.show", news(message, self._reader))

    def _drop(self, message: Message) -> None:
        if message.channel_id == self._channel_id:
            self._main.drop(message.ts)
            self._thread.drop(message.ts)
        self._unread.forget(message.channel_id)
        self._mark(message.channel_id)

    def _mark(self, channel_id: str) -> None:
        self._sidebar.mark(channel_id)
        self._show_title()

    def _redraw(self) -> None:
        self._main.redraw()
        self._thread.redraw()
        self._home.refresh()

    def _refresh_frame_soon(self) -> None:
        if not self._is_frame_due:
            self._is_frame_due = True
            asyncio.get_running_loop().call_later(_FRAME_AFTER_S, self._refresh_frame)

    def _refresh_frame(self) -> None:
        self._is_frame_due = False
        if self._client.is_deleted:
            return
        self._bring_frame_up_to_date()
        if not self._workspace.sees(self._reader.id, self._workspace.channel(self._channel_id)):
            self.open(_channel_id(self._reader, ""))
        self._show_head()
        self._redraw()

    def _bring_frame_up_to_date(self) -> None:
        self._top.refresh()
        self._unread.forget_all()
        self._sidebar.refresh()
        put_attributes(self._page, data_completions=completions(self._reader, self._manifest))

    # The channel that is open

    def _show_head(self) -> None:
        self._head.show(self._channel_id)
        self._open_composers()

    def _show_title(self) -> None:
        count = self._unread.personal()
        title = f"{f'({count}) ' if count else ''}{self._title()} · Sandbox"
        if title != self._client.title:
            with self._client:
                ui.page_title(title)

    def _open_composers(self) -> None:
        name = f"#{self._title()}" if self._is_named() else self._title()
        for pane, composer in self._composers.items():
            label = "Reply…" if pane == "thread" else f"Message {name}"
            try:
                self._workspace.check_can_talk(self._reader.id, self._workspace.channel(self._channel_id))
            except SlackError as refusal:
                way_in = (f"Join {name}", self._join) if refusal.code == "not_in_channel" else None
                composer.close(_REFUSALS.get(refusal.code, refusal.code), way_in)
            else:
                composer.open_for(label, self._thread_ts if pane == "thread" else None)

    def _join(self) -> None:
        self._workspace.join(self._reader.id, self._channel_id)

    def _look(self, *, is_looking: bool) -> None:
        self._is_looked_at = is_looking
        self._mark_read()

    def _mark_read(self) -> None:
        if self._is_looked_at:
            self._workspace.mark_read(self._reader.id, self._channel_id)

    def _is_named(self) -> bool:
        return not self._workspace.channel(self._channel_id).is_im

    def _has_home(self) -> bool:
        is_with_bot = not self._is_named() and self._other() == BOT_USER_ID
        return is_with_bot and self._manifest.is_home_tab_enabled

    def _title(self) -> str:
        return self._reader.title_of(self._channel_id)

    def _other(self) -> str:
        return self._workspace.other_in(self._channel_id, self._reader.id)


_REFUSALS = {
    "not_in_channel": "You are looking in from outside.",
    "user_disabled": "This account is deactivated: it can read, and no more.",
    "is_archived": "This channel is archived.",
}


def _acting_id(workspace: Workspace, reference: str) -> str:
    try:
        return workspace.find_person(reference).id
    except SlackError:
        return next(person.id for person in workspace.people.values() if not person.is_bot and not person.deleted)


def _channel_id(reader: Reader, reference: str) -> str:
    try:
        channel = reader.workspace.find_channel(reference, reader.id)
    except SlackError:
        channel = None
    if channel is not None and reader.workspace.sees(reader.id, channel):
        return channel.id
    first = next((entry.channel_id for entry in entries(reader) if entry.channel_id is not None), None)
    return first or reader.workspace.direct_message(reader.id, reader.workspace.bot.id).id
