"""Opening a form while its trigger lasts, whatever the database does meanwhile."""

import asyncio
import logging

from bot.service.posting import PostRefused, Screens
from bot.views import forms
from bot.views.forms import View
from bot.views.text import Message

DOOR_HELD_AFTER_S = 1.0
"""A trigger lasts 3 s (docs/slack-limits.md); a form that is not ready by then opens empty and is filled in later."""

log = logging.getLogger(__name__)


class Opening:
    """One trigger and the one form that it may open; `response_url` is where to answer once the form is done."""

    def __init__(self, screens: Screens, trigger_id: str, response_url: str | None) -> None:
        self.response_url = response_url
        self._screens = screens
        self._trigger_id = trigger_id
        self._view_id: str | None = None
        self._is_settled = False
        self._turn = asyncio.Lock()

    async def show(self, view: View) -> None:
        """Show a form, in place of the empty one if that was opened. Raises `TooLate` or another `PostRefused`."""
        async with self._turn:
            self._is_settled = True
            if self._view_id is None:
                self._view_id = await self._screens.open(self._trigger_id, view)
            else:
                await self._screens.update(self._view_id, view)

    async def hold_the_door(self) -> None:
        """Open an empty form if the real one takes too long."""
        await asyncio.sleep(DOOR_HELD_AFTER_S)
        async with self._turn:
            if self._is_settled:
                return
            try:
                self._view_id = await self._screens.open(self._trigger_id, forms.loading_form())
            except PostRefused as refusal:
                log.warning("a form could not be opened in time", extra={"reason": refusal.reason})

    async def refuse(self, message: Message) -> None:
        """Put words in the empty form, if it was opened for something that then was not to be."""
        async with self._turn:
            if self._is_settled or self._view_id is None:
                self._is_settled = True
                return
            self._is_settled = True
            try:
                await self._screens.update(self._view_id, forms.message_view("Not done", message.text))
            except PostRefused as refusal:
                log.warning("a form could not be closed in words", extra={"reason": refusal.reason})
