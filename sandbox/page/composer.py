"""Where a person types: the text itself lives in the browser, page.js sends it and completes names in it."""

from collections.abc import Callable

from sandbox.page.avatar import avatar
from sandbox.page.parts import button, html, part, put_attributes, tell
from sandbox.page.reader import Reader


class Composer:
    """A field for talk and, in a channel, for commands; in its place words that say why one may not talk."""

    def __init__(self, reader: Reader, pane: str) -> None:
        with part("div", "composer"):
            self._notice = part("p", "notice", role="alert", data_notice=pane)
            with part("div", "field") as self._field:
                list_id = f"completions-{pane}"
                part("div", "completions", role="listbox", aria_label="Suggestions", id=list_id, hidden=True)
                html("span", "", avatar(reader.id, reader), title=f"You act as {reader.person.name}")
                self._text = part(
                    "textarea",
                    rows=1,
                    role="combobox",
                    aria_autocomplete="list",
                    aria_expanded="false",
                    aria_controls=list_id,
                    data_composer=pane,
                )
                part("button", "send", "➤", type="button", aria_label="Send", title="Send", data_send=True)
            self._closed = part("div", "closed")

    def open_for(self, label: str, thread_ts: str | None = None) -> None:
        """Take words for a channel or a thread."""
        self.tell("")
        self._field.set_visibility(True)
        self._closed.set_visibility(False)
        put_attributes(self._text, placeholder=label, aria_label=label, data_thread=thread_ts)

    def close(self, reason: str, way_in: tuple[str, Callable[[], None]] | None = None) -> None:
        """Take no words, say why, and offer a way in, if there is one."""
        self.tell("")
        self._field.set_visibility(False)
        self._closed.set_visibility(True)
        self._closed.clear()
        with self._closed:
            part("span", "", reason)
            if way_in is not None:
                button(way_in[0], "button primary", way_in[1])

    def tell(self, notice: str) -> None:
        """Say what was wrong with the last words."""
        tell(self._notice, notice)
