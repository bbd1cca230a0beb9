"""The inspector: what goes between Slack and the app, as it goes."""

import asyncio
from collections import deque
from collections.abc import Callable

import msgspec
from markupsafe import Markup
from nicegui import ui
from nicegui.events import GenericEventArguments

from sandbox.local_slack import LocalSlack
from sandbox.page.disturbances import Disturbances
from sandbox.page.html import NOTHING, tag
from sandbox.page.parts import button, html, part, put_attributes
from sandbox.page.reader import Reader
from sandbox.traffic import Entry

_MOST_ROWS = 200
_LONGEST_SHOWN = 20_000
_WHOLE_FROM_MS = 10


class Inspector:
    """A panel below the channel, closed at first; while it is open, it follows the traffic."""

    def __init__(self, slack: LocalSlack, reader: Reader) -> None:
        self._slack = slack
        self._reader = reader
        self._rows: deque[_Row] = deque()
        self._words = ""
        with part("aside", "inspector", aria_label="Inspector") as self._panel:
            with part("header", "channel-head"):
                part("h1", "", "Inspector")
                status = part("p", "notice", role="status")
                search = part("input", "text-input", type="search", placeholder="Filter", aria_label="Filter")
                search.on("input", self._filter, js_handler="(event) => emit(event.target.value)")
                button("✕", "close", self.toggle, aria_label="Close inspector")
            with part("div", "columns"):
                with part("div", "disturb", tabindex=0, role="group", aria_label="Disturb"):
                    self._disturbances = Disturbances(slack, status)
                with part("div", "scroller", tabindex=0, role="region", aria_label="Traffic"):
                    self._list = part("div", "rows")
                self._detail = html("div", "detail", NOTHING, tabindex=0, role="region", aria_label="Exchange")
        self._panel.set_visibility(False)
        unsubscribe = slack.traffic.subscribe(self._receive)
        ui.context.client.on_delete(unsubscribe)

    def toggle(self) -> None:
        """Show the panel with the last of the traffic, or hide it."""
        self._panel.set_visibility(not self._panel.visible)
        for row in self._rows:
            row.delete()
        self._rows.clear()
        self._detail.content = _hint()
        if self._panel.visible:
            self._disturbances.refresh()
            for entry in self._slack.traffic.entries[-_MOST_ROWS:]:
                self._add(entry)

    def _receive(self, entry: Entry) -> None:
        if self._panel.visible and not self._panel.is_deleted:
            # Not at once: what goes wrong here must not reach the call.
            asyncio.get_running_loop().call_soon(self._hear, entry)

    def _hear(self, entry: Entry) -> None:
        if self._panel.visible and not self._panel.is_deleted:
            self._add(entry)
            self._disturbances.refresh()

    def _add(self, entry: Entry) -> None:
        with self._list:
            row = _Row(entry, self._reader, self._show)
        row.filter(self._words)
        self._rows.append(row)
        if len(self._rows) > _MOST_ROWS:
            self._rows.popleft().delete()

    def _filter(self, event: GenericEventArguments) -> None:
        self._words = event.args.casefold()
        for row in self._rows:
            row.filter(self._words)

    def _show(self, entry: Entry) -> None:
        for row in self._rows:
            row.mark(is_shown=row.entry is entry)
        parts = [("Request", entry.request), ("Answer", entry.response)]
        if entry.fault is not None:
            parts.insert(0, ("Fault", entry.fault))
        self._detail.content = NOTHING.join(tag("h2", name) + tag("pre", _pretty(value)) for name, value in parts)


class _Row:
    def __init__(self, entry: Entry, reader: Reader, show: Callable[[Entry], None]) -> None:
        self.entry = entry
        problem = problem_of(entry)
        is_to_app = entry.direction == "to_app"
        time = f"{reader.local(entry.at.timestamp()):%H:%M:%S}.{entry.at.microsecond // 1000:03}"
        cells = (
            ("small", time, ""),
            ("span", "→" if is_to_app else "←", "way"),
            ("span", entry.name, "name"),
            ("span", problem or ("" if is_to_app else "ok"), "problem" if problem else "good"),
            ("small", f"{entry.ms:.{1 if entry.ms < _WHOLE_FROM_MS else 0}f} ms", "ms"),
        )
        self._said = f"{entry.kind} {entry.name} {problem or ''}".casefold()
        way = "To the app" if is_to_app else "From the app"
        label = f"{way}: {entry.name}{f', {problem}' if problem else ''}, {entry.ms:.0f} ms"
        self._button = button("", "row", lambda: show(entry), aria_label=label)
        with self._button:
            for name, words, kind in cells:
                part(name, kind, words)

    def filter(self, words: str) -> None:
        self._button.set_visibility(words in self._said)

    def mark(self, *, is_shown: bool) -> None:
        put_attributes(self._button, aria_current="true" if is_shown else None)

    def delete(self) -> None:
        self._button.delete()


def problem_of(entry: Entry) -> str | None:
    """Say in a word what was wrong with an exchange: an error of Slack's or the app's, or a fault that was planned."""
    answer = msgspec.json.decode(entry.response) if isinstance(entry.response, msgspec.Raw) else entry.response
    if isinstance(answer, dict) and isinstance(answer.get("error"), str):
        return str(answer["error"])
    return "fault" if entry.fault is not None else None


def _pretty(value: object) -> str:
    text = msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}\n… ({len(text)} characters)"


def _hint() -> Markup:
    return tag("p", "Press an exchange to see what was said.", class_="empty")
