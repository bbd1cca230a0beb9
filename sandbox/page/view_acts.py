"""What a person does in modals and in Home, and what they are told when it fails."""

from collections.abc import Awaitable, Callable
from contextlib import suppress

import msgspec
from nicegui import ui
from nicegui.events import GenericEventArguments

from sandbox.actions import ActionChoice, Selected
from sandbox.delivery import Delivery, Outcome
from sandbox.errors import SlackError
from sandbox.page.acts import FAILURES, REFUSALS
from sandbox.page.elements import chosen
from sandbox.page.home import Home
from sandbox.page.modals import Modals
from sandbox.page.parts import call
from sandbox.page.reader import Reader

_TROUBLE = "We had some trouble connecting. Try again?"


class Filled(msgspec.Struct, frozen=True):
    """What an element holds, as the browser tells of it."""

    block_id: str
    action_id: str
    kind: str
    value: str | list[str] | None = None


class FilledView(msgspec.Struct, frozen=True):
    """A view with all that is filled in."""

    view_id: str
    fields: list[Filled]


class ActedInView(FilledView, frozen=True, kw_only=True):
    """An act on an element of a view, with all that is filled in around it."""

    kind: str
    action_id: str
    block_id: str
    value: str | None = None
    selected: str | list[str] | None = None


class ClosedView(msgspec.Struct, frozen=True):
    """A view that a person has closed, alone or with all that lie below it."""

    view_id: str
    is_whole_stack: bool


class ViewActs:
    """Brings to the app what one person does in their modals and in their Home."""

    def __init__(self, reader: Reader, delivery: Delivery, modals: Modals, home: Home) -> None:
        self._reader = reader
        self._delivery = delivery
        self._modals = modals
        self._home = home
        self._client = ui.context.client

    @property
    def handlers(self) -> dict[str, Callable[[GenericEventArguments], Awaitable[None]]]:
        """The events of forms.js and controls.js that are acts."""
        return {
            "submit_view": lambda event: self.submit(msgspec.convert(event.args, FilledView)),
            "close_view": lambda event: self.close(msgspec.convert(event.args, ClosedView)),
            "act_in_view": lambda event: self.act(msgspec.convert(event.args, ActedInView)),
        }

    async def open_home(self) -> None:
        """Tell the app that the person looks at their Home, unless it is closed to them."""
        with suppress(SlackError):
            await self._delivery.open_home(self._reader.id)

    async def submit(self, filled: FilledView) -> None:
        """Send a form; what is wrong with it is shown at its fields."""
        sending = self._delivery.submit_view(self._reader.id, filled.view_id, self._values(filled))
        outcome = await self._outcome(filled.view_id, sending)
        errors = (outcome.response or {}).get("errors")
        if errors:
            call(self._client, "sandboxForms.refuse", filled.view_id, errors)
        elif outcome.error is not None:
            self._tell(filled.view_id, _TROUBLE)

    async def close(self, closed: ClosedView) -> None:
        """Take a view away, unless it is gone already."""
        stack = self._reader.workspace.views.stack(self._reader.id)
        view_id = stack[0].id if stack and closed.is_whole_stack else closed.view_id
        with suppress(SlackError):
            await self._delivery.close_view(self._reader.id, view_id)

    async def act(self, acted: ActedInView) -> None:
        """Send an act on an element of a view."""
        selected = chosen(acted.kind, acted.selected, self._reader.zone)
        choice = ActionChoice(acted.action_id, acted.block_id, acted.value, selected)
        sending = self._delivery.interact_in_view(self._reader.id, acted.view_id, choice, self._values(acted))
        outcome = await self._outcome(acted.view_id, sending)
        if outcome.error is not None:
            self._tell(acted.view_id, FAILURES.get(outcome.error, f"The app failed: {outcome.error}."))

    async def _outcome(self, view_id: str, sending: Awaitable[Outcome]) -> Outcome:
        """Wait for an act; what Slack itself refuses is told here."""
        self._tell(view_id, "")
        try:
            return await sending
        except SlackError as refusal:
            self._tell(view_id, REFUSALS.get(refusal.code, refusal.code))
            return Outcome()
        finally:
            call(self._client, "sandboxControls.settle", f"[data-view={view_id}]")

    def _values(self, filled: FilledView) -> dict[str, dict[str, Selected | None]]:
        values: dict[str, dict[str, Selected | None]] = {}
        for field in filled.fields:
            held = chosen(field.kind, field.value, self._reader.zone)
            values.setdefault(field.block_id, {})[field.action_id] = held
        return values

    def _tell(self, view_id: str, trouble: str) -> None:
        if not self._modals.tell(view_id, trouble):
            self._home.tell(trouble)
