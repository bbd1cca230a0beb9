"""The head of the page, with person and clock, and the head of the channel that is open."""

from collections.abc import Callable

from sandbox.page.avatar import avatar
from sandbox.page.clock_menu import ClockMenu
from sandbox.page.parts import button, html, part
from sandbox.page.reader import Reader


class TopBar:
    """Whose eyes the window sees with, and what time it is."""

    def __init__(self, reader: Reader, inspect: Callable[[], None]) -> None:
        self._reader = reader
        with part("header", "top"):
            part("button", "drawer-opener", "☰", type="button", aria_label="Show channels", data_drawer=True)
            part("span", "workspace", "Sandbox")
            with button("", "inspect", inspect, aria_label="Inspector", title="What goes between Slack and the app"):
                part("span", "", "{ }", aria_hidden="true")
                part("span", "words", "Inspector")
            part("button", "bell", type="button", aria_label="Desktop notifications", aria_pressed="false")
            self.clock = ClockMenu(reader)
            with part("label", "acting"):
                html("span", "", avatar(reader.id, reader))
                part("span", "words", "Acting as")
                self._people = part("select", aria_label="Acting as", data_acting=True)
        self.refresh()

    def refresh(self) -> None:
        """Offer everybody as whom one may act."""
        self._people.clear()
        with self._people:
            for person in self._reader.workspace.people.values():
                if not person.is_bot:
                    words = f"{person.name} (deactivated)" if person.deleted else person.name
                    part("option", "", words, value=person.name, selected=person.id == self._reader.id or None)


class ChannelHeader:
    """The name of what is open, and who is in it."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        with part("header", "channel-head"):
            self._title = part("h1")
            with part("span", "control") as self._members:
                self._count = part("button", "members", type="button", popovertarget="members", aria_haspopup="dialog")
                self._names = part("div", "menu names", id="members", popover="auto", aria_label="Members")

    def show(self, channel_id: str) -> None:
        """Bring the head up to date for a channel."""
        workspace = self._reader.workspace
        channel = workspace.channel(channel_id)
        kind = "private" if channel.is_private else "public"
        self._title.classes(replace="person" if channel.is_im else kind)
        self._title.set_text(self._reader.title_of(channel_id))
        self._members.set_visibility(not channel.is_im)
        members = sorted(self._reader.name_of(user_id) for user_id in workspace.members(channel_id))
        self._count.set_text("1 member" if len(members) == 1 else f"{len(members)} members")
        self._names.clear()
        with self._names:
            for name in members:
                part("div", "", name)
