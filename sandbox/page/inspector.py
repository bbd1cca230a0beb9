"""The inspector: what goes between Slack and the app as it goes, and the ways to disturb it."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

import msgspec
from markupsafe import Markup
from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement
from nicegui.events import GenericEventArguments

from sandbox.errors import SlackError
from sandbox.faults import RESPONSE_URL, Fault
from sandbox.local_slack import LocalSlack
from sandbox.page.html import NOTHING, tag
from sandbox.page.parts import button, html, part, put_attributes, tell
from sandbox.page.reader import Reader
from sandbox.records import Json
from sandbox.traffic import Entry
from sandbox.web_api.door import METHODS

_MOST_ROWS = 200
_LONGEST_SHOWN = 20_000
_WHOLE_FROM_MS = 10
_ANY_CALL = "Any call"
_ANY_CHANNEL = "Any channel"
_OUTCOMES: dict[str, Callable[[str], Json]] = {
    "An error": lambda detail: {"error": detail or "internal_error"},
    "A status": lambda detail: {"status": int(detail or 503)},
    "Late": lambda detail: {"delay_s": float(detail or 5)},
    "Garbage": lambda _detail: {"garbage": True},
    "Cut off": lambda _detail: {"reset": True},
    "Cut off when done": lambda _detail: {"reset": True, "carried_out": True},
}
_PACES = {"Slack's": 1.0, "60 times as fast": 60.0, "None": 0.0}
_FAILURES = {
    "dispatch_failed": "The app is not connected.",
    "operation_timeout": "The app did not respond in time.",
    "nothing_sent": "Nothing has been sent to the app yet.",
}


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
                    self._disturbances = _Disturbances(slack, status)
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


class _Disturbances:
    """Rates, faults, and what can be done to the way to the app."""

    def __init__(self, slack: LocalSlack, status: TextElement) -> None:
        self._slack = slack
        self._status = status
        self._given = {
            "method": _ANY_CALL,
            "channel": _ANY_CHANNEL,
            "outcome": next(iter(_OUTCOMES)),
            "detail": "",
            "times": "1",
        }
        self._build()
        self.refresh()

    def _build(self) -> None:
        transport, sockets = self._slack.transport, self._slack.sockets
        part("h2", "", "Rates")
        with part("div", "choices"):
            self._paces = {speed: self._choice(words, speed) for words, speed in _PACES.items()}
        part("h2", "", "On the way to the app")
        with part("div", "choices"):
            self._act("Drop a connection", lambda: _later(sockets.drop))
            self._act("Refresh a connection", lambda: sockets.refresh("refresh_requested", 0))
            self._act("Send the last once more", transport.send_again)
            self._act("Retry the last event", transport.send_event_again)
            self._act("Send the next twice", lambda: _later(lambda: transport.duplicate_next(1)))
        part("h2", "", "In the app's calls")
        names = (channel.name for channel in self._slack.workspace.channels.values() if not channel.is_im)
        with part("div", "choices"):
            self._select("method", "Which call", (_ANY_CALL, *METHODS, RESPONSE_URL))
            self._select("channel", "Which channel", (_ANY_CHANNEL, *names))
            self._select("outcome", "What goes wrong", tuple(_OUTCOMES))
            self._field("detail", "Which error, status or seconds", placeholder="Error, status or s")
        with part("div", "choices"):
            self._field("times", "How often", type="number", min=1, value=1)
            button("Plan it", "button primary", self._plan)
            button("Clear all", "button", self._clear)
        self._planned = html("ul", "", NOTHING, aria_label="Planned")

    def refresh(self) -> None:
        """Say what is kept to and planned now."""
        rates = self._slack.rates
        for speed, choice in self._paces.items():
            put_attributes(choice, aria_pressed=str(speed == (rates.speed if rates.is_on else 0.0)).lower())
        self._planned.content = NOTHING.join(tag("li", _in_words(fault)) for fault in self._slack.faults.planned)

    def _choice(self, words: str, speed: float) -> ui.element:
        return button(words, "button", lambda: self._set_pace(speed))

    def _act(self, words: str, run: Callable[[], Awaitable[None]]) -> None:
        async def pressed() -> None:
            tell(self._status, "")
            try:
                await run()
            except SlackError as refusal:
                tell(self._status, _FAILURES.get(refusal.code, refusal.code))
            else:
                tell(self._status, f"{words}: done.")

        part("button", "button", words, type="button").on("click", pressed, args=[])

    def _select(self, name: str, label: str, options: tuple[str, ...]) -> None:
        with part("select", "text-input", aria_label=label) as select:
            for option in options:
                part("option", "", option, value=option)
        select.on("change", lambda event: self._give(name, event), js_handler=_EMIT_VALUE)

    def _field(self, name: str, label: str, **attributes: object) -> None:
        field = part("input", "text-input", "", aria_label=label, **attributes)
        field.on("input", lambda event: self._give(name, event), js_handler=_EMIT_VALUE)

    def _give(self, name: str, event: GenericEventArguments) -> None:
        self._given[name] = event.args

    def _set_pace(self, speed: float) -> None:
        self._slack.rates.keep(speed)
        self.refresh()

    def _plan(self) -> None:
        given = self._given
        channel = self._slack.workspace.channel_named(given["channel"])
        try:
            fault = Fault(
                method=None if given["method"] == _ANY_CALL else given["method"],
                channel=channel.id if channel else None,
                times=int(given["times"]),
                **_OUTCOMES[given["outcome"]](given["detail"].strip()),
            )
        except ValueError:
            tell(self._status, "Give a number: a status, seconds, or how often.")
            return
        tell(self._status, "")
        self._slack.faults.plan(fault)
        self.refresh()

    def _clear(self) -> None:
        self._slack.faults.clear()
        self.refresh()


_EMIT_VALUE = "(event) => emit(event.target.value)"


def problem_of(entry: Entry) -> str | None:
    """Say in a word what was wrong with an exchange: an error of Slack's or the app's, or a fault that was planned."""
    answer = msgspec.json.decode(entry.response) if isinstance(entry.response, msgspec.Raw) else entry.response
    if isinstance(answer, dict) and isinstance(answer.get("error"), str):
        return str(answer["error"])
    return "fault" if entry.fault is not None else None


async def _later(run: Callable[[], None]) -> None:
    run()


def _in_words(fault: Json) -> str:
    rest = {name: value for name, value in fault.items() if name not in ("method", "times")}
    details = ", ".join(f"{name} {value}" for name, value in rest.items())
    return f"{fault.get('times', 1)} × {fault.get('method', _ANY_CALL)}: {details}"


def _pretty(value: object) -> str:
    text = msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}\n… ({len(text)} characters)"


def _hint() -> Markup:
    return tag("p", "Press an exchange to see what was said.", class_="empty")
