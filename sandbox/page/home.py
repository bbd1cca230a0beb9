"""The Home of the bot, which stands beside the messages with it."""

from collections.abc import Callable

from nicegui import ui

from sandbox.page.blocks import blocks
from sandbox.page.html import NOTHING, tag
from sandbox.page.parts import button, html, part, put_attributes, tell
from sandbox.page.reader import Reader


class Home:
    """Shows two tabs where the bot's direct message is open, and below the first what the bot has published.

    `pane` is the element within which all of this stands; page.css hides the messages there while Home is shown.
    """

    def __init__(self, reader: Reader, pane: ui.element, opened: Callable[[], None]) -> None:
        self._reader = reader
        self._pane = pane
        self._tell_opened = opened
        with part("div", "tabs", role="tablist", aria_label="Taskbot") as self._tabs:
            self._tab = {
                "home": button("Home", "", self.open, role="tab"),
                "messages": button("Messages", "", self.close, role="tab"),
            }
        with part("div", "home", role="tabpanel", aria_label="Home"):
            self._problem = part("p", "problem", role="alert")
            self._content = html("div", "", NOTHING)

    def offer(self, *, is_there: bool) -> None:
        """Show the tabs, or hide them where there is no Home; the messages are what is seen at first."""
        self._tabs.set_visibility(is_there)
        self.close()

    def open(self) -> None:
        """Show Home, and let the app know."""
        self._choose("home")
        self.tell("")
        self.refresh()
        self._tell_opened()

    def close(self) -> None:
        """Show the messages."""
        self._choose("messages")

    def refresh(self) -> None:
        """Draw what is published now."""
        view = self._reader.workspace.views.home(self._reader.id)
        empty = tag("p", "Nothing here yet: the app has not drawn this page.", class_="empty")
        self._content.content = blocks(view.blocks, self._reader, "home") if view else empty
        put_attributes(self._content, data_view=view.id if view else None)

    def tell(self, problem: str) -> None:
        """Say what went wrong with the last act, or no more."""
        tell(self._problem, problem)

    def _choose(self, chosen: str) -> None:
        put_attributes(self._pane, data_tab=chosen)
        for name, tab in self._tab.items():
            put_attributes(tab, aria_selected="true" if name == chosen else "false")
