"""The sandbox's clock in the head of the page, and the ways to move it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from nicegui.events import GenericEventArguments

from sandbox.page.parts import button, part, put_attributes, tell
from sandbox.page.reader import Reader

_UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"))
_NOT_MOVED_BELOW_S = 1.0


class ClockMenu:
    """Shows the sandbox's time in the acting person's zone; page.js lets it tick."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._chosen = ""
        with part("span", "control"):
            with part("button", "clock", type="button", aria_haspopup="menu", popovertarget="clock-menu") as self._face:
                self._time = part("time", "now", data_zone=reader.zone.key, data_hours=reader.hours)
                self._moved = part("span", "moved")
            with part("div", "menu", id="clock-menu", popover="auto"):
                self._build_menu()
        self.refresh()

    def refresh(self) -> None:
        """Show by how much the clock is moved."""
        offset_s = self._reader.workspace.clock.offset_s
        put_attributes(self._time, data_offset=offset_s)
        put_attributes(self._face, title=f"The sandbox's time in {self._reader.zone.key}. Press to move it.")
        tell(self._moved, offset_words(offset_s))

    def _build_menu(self) -> None:
        workspace = self._reader.workspace
        part("div", "group", "Jump to")
        with part("div", role="menu", aria_label="Jump to another time"):
            self._item("Back to now", lambda: workspace.advance_clock(-workspace.clock.offset_s))
            self._item("In 10 minutes", lambda: workspace.advance_clock(600))
            self._item("In 1 hour", lambda: workspace.advance_clock(3_600))
            self._item("Tomorrow at 9:00", lambda: workspace.move_clock(tomorrow_morning(self._reader.now())))
        with part("div", "chosen"):
            moment = part("input", type="datetime-local", aria_label="Date and time to jump to")
            moment.on("input", self._choose, js_handler="(event) => emit(event.target.value)")
            button("Jump", "button primary", self._jump)

    def _item(self, words: str, move: Callable[[], None]) -> None:
        button(words, "", move, role="menuitem", data_closes=True)

    def _choose(self, event: GenericEventArguments) -> None:
        self._chosen = event.args

    def _jump(self) -> None:
        if self._chosen:
            at = datetime.fromisoformat(self._chosen).replace(tzinfo=self._reader.zone)
            self._reader.workspace.move_clock(at)


def offset_words(offset_s: float) -> str:
    """Say by how much a clock is moved, in its two largest units: "+1 d 2 h"; nothing if it is not."""
    if abs(offset_s) < _NOT_MOVED_BELOW_S:
        return ""
    rest, words = round(abs(offset_s)), []
    for length, unit in _UNITS:
        count, rest = divmod(rest, length)
        if count:
            words.append(f"{count} {unit}")
    sign = "+" if offset_s > 0 else "−"
    return f"{sign}{' '.join(words[:2]) or f'{rest} s'}"


def tomorrow_morning(now: datetime) -> datetime:
    """Give 9:00 of the day after, in the zone of `now`."""
    return (now + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
