"""The messages of a channel or a thread, of which only what changes is sent to the browser."""

from bisect import bisect_left
from collections.abc import Iterable

from markupsafe import Markup
from nicegui import ui

from sandbox.page.article import article
from sandbox.page.parts import button, html, part
from sandbox.page.reader import Reader
from sandbox.records import Message

_SHOWN_AT_ONCE = 50


class Timeline:
    """Shows the last messages of what it is given; the earlier ones on demand. `pane` is "main" or "thread"."""

    def __init__(self, reader: Reader, pane: str, label: str) -> None:
        self._reader = reader
        self._pane = pane
        self._label = label
        self._messages: list[Message] = []
        self._articles: dict[str, ui.html] = {}
        self._first = 0
        self._problems: dict[str, str | None] = {}
        with part("div", "scroller", tabindex=0, role="region", aria_label=label):
            self._inside = part("div", "timeline")

    def show(self, messages: Iterable[Message]) -> None:
        """Show other messages than before, from the last one upwards.

        The list is made anew, so that screen readers are told of messages that come, and not of these.
        """
        self._messages = list(messages)
        self._first = max(0, len(self._messages) - _SHOWN_AT_ONCE)
        self._articles.clear()
        self._problems.clear()
        self._inside.clear()
        with self._inside:
            self._earlier = button("Show earlier messages", "button earlier", self._show_earlier)
            self._list = part("div", "messages", role="log", aria_live="polite", aria_label=self._label)
        self._draw(self._first, len(self._messages))

    def put(self, message: Message) -> None:
        """Show a message that is new or has changed."""
        index = self._index(message.ts)
        if self._holds(message.ts, index):
            self._messages[index] = message
            self._redraw(index)
            return
        self._messages.insert(index, message)
        if index < self._first:
            self._first += 1
            return
        self._draw(index, index + 1)
        self._redraw(index + 1)

    def drop(self, ts: str) -> None:
        """Take a message away."""
        index = self._index(ts)
        if not self._holds(ts, index):
            return
        del self._messages[index]
        if index < self._first:
            self._first -= 1
        else:
            self._articles.pop(ts).delete()
        self._redraw(index)

    def note(self, ts: str, problem: str | None) -> None:
        """Say below a message what went wrong with it, or that no more."""
        self._problems[ts] = problem
        self._redraw(self._index(ts))

    def redraw(self) -> None:
        """Draw all messages again, since names or days have changed."""
        for index in range(self._first, len(self._messages)):
            self._redraw(index)

    def _index(self, ts: str) -> int:
        return bisect_left(self._messages, ts, key=lambda message: message.ts)

    def _holds(self, ts: str, index: int) -> bool:
        return index < len(self._messages) and self._messages[index].ts == ts

    def _show_earlier(self) -> None:
        end = self._first
        self._first = max(0, end - _SHOWN_AT_ONCE)
        self._draw(self._first, end)
        self._redraw(end)

    def _draw(self, start: int, end: int) -> None:
        with self._list:
            for index in range(start, end):
                message = self._messages[index]
                marks = {"data_ts": message.ts, "data_user": message.user}
                drawn = html("article", "", self._content(index), tabindex=-1, **marks)
                drawn.move(target_index=index - self._first)
                self._articles[message.ts] = drawn
        self._earlier.set_visibility(self._first > 0)

    def _redraw(self, index: int) -> None:
        if self._first <= index < len(self._messages):
            self._articles[self._messages[index].ts].content = self._content(index)

    def _content(self, index: int) -> Markup:
        message = self._messages[index]
        previous = self._messages[index - 1] if index else None
        return article(message, previous, self._reader, self._pane, self._problems.get(message.ts))
