"""The ways to disturb what goes between Slack and the app, as the inspector offers them."""

from collections.abc import Awaitable, Callable

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement
from nicegui.events import GenericEventArguments

from sandbox.errors import SlackError
from sandbox.faults import RESPONSE_URL, Fault
from sandbox.local_slack import LocalSlack
from sandbox.page.html import NOTHING, tag
from sandbox.page.parts import button, html, part, put_attributes, tell
from sandbox.records import Json
from sandbox.web_api.door import METHODS

_EMIT_VALUE = "(event) => emit(event.target.value)"
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


class Disturbances:
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


async def _later(run: Callable[[], None]) -> None:
    run()


def _in_words(fault: Json) -> str:
    rest = {name: value for name, value in fault.items() if name not in ("method", "times")}
    details = ", ".join(f"{name} {value}" for name, value in rest.items())
    return f"{fault.get('times', 1)} × {fault.get('method', _ANY_CALL)}: {details}"
