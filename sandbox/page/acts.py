"""What a person does in a window, and what they are told when it fails."""

from collections.abc import Awaitable, Callable, Mapping

import msgspec
from nicegui import ui
from nicegui.events import GenericEventArguments

from sandbox.actions import ActionChoice
from sandbox.delivery import Delivery
from sandbox.errors import SlackError
from sandbox.page.composer import Composer
from sandbox.page.elements import chosen
from sandbox.page.parts import call
from sandbox.page.reader import Reader
from sandbox.page.timeline import Timeline

REFUSALS = {
    "not_in_channel": "You are not in this channel.",
    "user_disabled": "This account is deactivated.",
    "is_archived": "This channel is archived.",
    "thread_not_found": "This thread is gone.",
    "message_not_found": "This message is gone.",
    "view_not_found": "This form is gone.",
    "action_not_found": "This has changed meanwhile. Please try again.",
    "option_not_found": "This has changed meanwhile. Please try again.",
}
FAILURES = {
    "dispatch_failed": "The app is not connected, so nothing was done.",
    "operation_timeout": "The app did not respond in time. Try again?",
}


class Said(msgspec.Struct, frozen=True):
    """Words that were sent from a composer."""

    pane: str
    text: str
    thread_ts: str | None = None


class Acted(msgspec.Struct, frozen=True):
    """An act on an element of a message, as the browser tells of it."""

    pane: str
    ts: str
    kind: str
    action_id: str
    block_id: str
    value: str | None = None
    selected: str | list[str] | None = None


class Acts:
    """Brings to workspace and app what one person does in the channel that is open."""

    def __init__(
        self,
        reader: Reader,
        delivery: Delivery,
        main: Timeline,
        thread: Timeline,
        composers: Mapping[str, Composer],
    ) -> None:
        self._reader = reader
        self._delivery = delivery
        self._timelines = {"main": main, "thread": thread}
        self._composers = composers
        self._client = ui.context.client
        self.channel_id = ""

    @property
    def handlers(self) -> dict[str, Callable[[GenericEventArguments], Awaitable[None]]]:
        """The events of page.js that are acts."""
        return {
            "say": lambda event: self.say(msgspec.convert(event.args, Said)),
            "act": lambda event: self.act(msgspec.convert(event.args, Acted)),
        }

    async def say(self, said: Said) -> None:
        """Post what was typed, or send it to the app if it is a command; words that are refused are given back."""
        composer = self._composers[said.pane]
        composer.tell("")
        try:
            await self._send(said)
        except SlackError as refusal:
            composer.tell(_refusal_of_words(refusal, said.text))
            call(self._client, "sandboxPage.giveBack", said.pane, said.text)

    async def act(self, acted: Acted) -> None:
        """Send an act on a message to the app."""
        timeline = self._timelines[acted.pane]
        selected = chosen(acted.kind, acted.selected, self._reader.zone)
        choice = ActionChoice(acted.action_id, acted.block_id, acted.value, selected)
        timeline.note(acted.ts, None)
        try:
            outcome = await self._delivery.interact(self._reader.id, self.channel_id, acted.ts, choice)
        except SlackError as refusal:
            timeline.note(acted.ts, REFUSALS.get(refusal.code, refusal.code))
        else:
            if outcome.error is not None:
                timeline.note(acted.ts, FAILURES.get(outcome.error, f"The app failed: {outcome.error}."))
        call(self._client, "sandboxControls.settle", f"[data-ts='{acted.ts}']")

    async def _send(self, said: Said) -> None:
        if said.text.startswith("/"):
            if said.thread_ts is not None:
                raise SlackError("no_commands_in_threads")
            await self._delivery.command(self._reader.id, self.channel_id, said.text)
        else:
            self._reader.workspace.post_as_person(self._reader.id, self.channel_id, said.text, said.thread_ts)


def _refusal_of_words(refusal: SlackError, text: str) -> str:
    if refusal.code == "invalid_command":
        return f"{text.split(maxsplit=1)[0]} is not a command here. To send it as a message, begin with a space."
    if refusal.code == "no_commands_in_threads":
        return "Commands do not work in threads."
    return REFUSALS.get(refusal.code, refusal.code)
