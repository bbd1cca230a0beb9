"""Answering in time: whatever is ready within two seconds is the answer, and the rest follows when it is done.

Slack waits three seconds (docs/slack-limits.md). What is late is never cancelled: it goes on to its end and reaches the
person by the response URL, in the form they left open, or in a direct message; a stop of the program waits for it.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from msgspec import Struct

from bot.service.posting import PostRefused, Responding, Screens, TooLate
from bot.service.stimuli import Stimulus
from bot.views import forms
from bot.views.forms import View
from bot.views.text import Message

DEADLINE_S = 2.0

Ack = Callable[..., Awaitable[Any]]
T = TypeVar("T")

log = logging.getLogger(__name__)


class Said(Struct, frozen=True):
    """Words for the person alone, below what they did."""

    message: Message


class Replaced(Struct, frozen=True):
    """Words in place of the message that they clicked."""

    message: Message


Answer = Said | Replaced | None
"""What a command or a click is answered with; None where what they see changes by itself."""


class Closed(Struct, frozen=True):
    """A form that is done, with words for its person where there are any."""

    message: Message | None = None


class Redrawn(Struct, frozen=True):
    """A form that shows something else now."""

    view: View


class Wrong(Struct, frozen=True):
    """A form with sentences at its fields, by block id; `view` is the same for one that was answered already."""

    errors: dict[str, str]
    view: View


FormAnswer = Closed | Redrawn | Wrong


class Answering:
    """Answers commands, clicks and forms in time, and keeps what is late until it is done."""

    def __init__(
        self,
        responding: Responding,
        screens: Screens,
        tell: Callable[[Stimulus, Message], Awaitable[None]],
        *,
        deadline_s: float = DEADLINE_S,
    ) -> None:
        self._responding = responding
        self._screens = screens
        self._tell = tell
        self._deadline_s = deadline_s
        self._going: set[asyncio.Task[Any]] = set()

    async def command(
        self, ack: Ack, stimulus: Stimulus, response_url: str, work: Coroutine[Any, Any, Message | None]
    ) -> None:
        """Answer a command with the message that the work gives, at once or by its response URL."""
        going = self._keep(work)
        if not await self._is_ready(going):
            await ack()
            self._keep(self._follow(going, stimulus, response_url, _said))
        elif (message := going.result()) is None:
            await ack()
        else:
            await ack(**_ephemeral(message))

    async def click(
        self, ack: Ack, stimulus: Stimulus, response_url: str | None, work: Coroutine[Any, Any, Answer]
    ) -> None:
        """Acknowledge a click, whose own answer can carry nothing, and say what there is to say afterwards."""
        going = self._keep(work)
        await self._is_ready(going)
        await ack()
        self._keep(self._follow(going, stimulus, response_url, lambda answer: answer))

    async def form(
        self,
        ack: Ack,
        stimulus: Stimulus,
        work: Coroutine[Any, Any, FormAnswer],
        *,
        response_url: str | None,
        saving: View,
    ) -> None:
        """Answer a form: closed, redrawn, or with sentences at its fields; a late one shows `saving` until then."""
        going = self._keep(work)
        if not await self._is_ready(going):
            await ack(response_action="update", view=saving.as_slack())
            self._keep(self._finish_form(going, stimulus, response_url))
            return
        match going.result():
            case Closed(message):
                await ack()
                self._keep(self._say(_said(message), stimulus, response_url))
            case Redrawn(view):
                await ack(response_action="update", view=view.as_slack())
            case Wrong(errors):
                await ack(response_action="errors", errors=errors)

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Have something done that nobody waits for, and have a stop of the program wait for it."""
        self._keep(work)

    async def drain(self) -> None:
        """Wait for all that is late."""
        while self._going:
            await asyncio.wait(self._going)

    async def _is_ready(self, going: asyncio.Task[Any]) -> bool:
        done, _ = await asyncio.wait({going}, timeout=self._deadline_s)
        return bool(done)

    def _keep(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        task = asyncio.create_task(work)
        self._going.add(task)
        task.add_done_callback(self._going.discard)
        return task

    async def _follow(
        self,
        going: asyncio.Task[T],
        stimulus: Stimulus,
        response_url: str | None,
        answer_of: Callable[[T], Answer],
    ) -> None:
        await self._say(answer_of(await going), stimulus, response_url)

    async def _say(self, answer: Answer, stimulus: Stimulus, response_url: str | None) -> None:
        if answer is None:
            return
        try:
            if not response_url:
                await self._tell(stimulus, answer.message)
            elif isinstance(answer, Replaced):
                await self._responding.replace(response_url, answer.message)
            else:
                await self._responding.answer(response_url, answer.message)
        except PostRefused as refusal:
            log.warning("an answer did not reach its person", extra={"reason": refusal.reason})

    async def _finish_form(self, going: asyncio.Task[FormAnswer], stimulus: Stimulus, response_url: str | None) -> None:
        answer = await going
        try:
            match answer:
                case Closed(message):
                    await self._screens.update(stimulus.identity, _closing(message))
                case Redrawn(view) | Wrong(view=view):
                    await self._screens.update(stimulus.identity, view)
        except TooLate:
            if isinstance(answer, Closed):
                await self._say(_said(answer.message), stimulus, response_url)
        except PostRefused as refusal:
            log.warning("a form was not redrawn", extra={"reason": refusal.reason})


def _closing(message: Message | None) -> View:
    return forms.message_view("Done", message.text if message else "Saved.")


def _said(message: Message | None) -> Answer:
    return None if message is None else Said(message)


def _ephemeral(message: Message) -> dict[str, Any]:
    return {"response_type": "ephemeral", "text": message.text, "blocks": list(message.blocks)}
