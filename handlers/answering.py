"""Answering in time: whatever is ready within two seconds is the answer, and the rest follows when it is done.

Slack waits three seconds (docs/slack-limits.md). What is late is never cancelled: it goes on to its end and reaches the
person by the response URL, in the form they left open, or in a direct message; a stop of the program waits for it.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from msgspec import Struct

from bot.service.journal import Journal, Outcome, RequestKind
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


class Worded(Struct, Generic[T], frozen=True):
    """An answer in words, be it what was wished for or why it cannot be."""

    answer: T
    outcome: Outcome


@dataclass(frozen=True)
class _Request(Generic[T]):
    """A request that is being answered; `began` is the loop's time."""

    kind: RequestKind
    stimulus: Stimulus
    began: float
    going: asyncio.Task[Worded[T]]

    @property
    def answer(self) -> T:
        return self.going.result().answer

    @property
    def outcome(self) -> Outcome:
        return self.going.result().outcome

    @property
    def seconds(self) -> float:
        return asyncio.get_running_loop().time() - self.began


class Answering:
    """Answers commands, clicks and forms in time, and keeps what is late until it is done."""

    def __init__(
        self,
        responding: Responding,
        screens: Screens,
        tell: Callable[[Stimulus, Message], Awaitable[None]],
        journal: Journal,
        *,
        deadline_s: float = DEADLINE_S,
    ) -> None:
        self._responding = responding
        self._screens = screens
        self._tell = tell
        self._journal = journal
        self._deadline_s = deadline_s
        self._going: set[asyncio.Task[Any]] = set()

    async def command(
        self, ack: Ack, stimulus: Stimulus, response_url: str, work: Coroutine[Any, Any, Worded[Message | None]]
    ) -> None:
        """Answer a command with the message that the work gives, at once or by its response URL."""
        request = self._begun(RequestKind.COMMAND, stimulus, work)
        if not await self._is_ready(request):
            await ack()
            self._follow(request, response_url, _said)
            return
        await (ack() if request.answer is None else ack(**_ephemeral(request.answer)))
        self._tell_answered(request, request.outcome)

    async def click(
        self, ack: Ack, stimulus: Stimulus, response_url: str | None, work: Coroutine[Any, Any, Worded[Answer]]
    ) -> None:
        """Acknowledge a click, whose own answer can carry nothing, and say what there is to say afterwards."""
        request = self._begun(RequestKind.CLICK, stimulus, work)
        is_ready = await self._is_ready(request)
        await ack()
        if is_ready:
            self._tell_answered(request, request.outcome)
            self._keep(self._say(request.answer, stimulus, response_url))
        else:
            self._follow(request, response_url, lambda answer: answer)

    async def form(
        self,
        ack: Ack,
        stimulus: Stimulus,
        work: Coroutine[Any, Any, Worded[FormAnswer]],
        *,
        response_url: str | None,
        saving: View,
    ) -> None:
        """Answer a form: closed, redrawn, or with sentences at its fields; a late one shows `saving` until then."""
        request = self._begun(RequestKind.FORM, stimulus, work)
        if not await self._is_ready(request):
            await ack(response_action="update", view=saving.as_slack())
            self._tell_answered(request, Outcome.LATE)
            self._keep(self._finish_form(request, response_url))
            return
        match request.answer:
            case Closed(message):
                await ack()
                self._keep(self._say(_said(message), stimulus, response_url))
            case Redrawn(view):
                await ack(response_action="update", view=view.as_slack())
            case Wrong(errors):
                await ack(response_action="errors", errors=errors)
        self._tell_answered(request, request.outcome)

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Have something done that nobody waits for, and have a stop of the program wait for it."""
        self._keep(work)

    async def drain(self) -> None:
        """Wait for all that is late."""
        while self._going:
            await asyncio.wait(self._going)

    def _begun(self, kind: RequestKind, stimulus: Stimulus, work: Coroutine[Any, Any, Worded[T]]) -> _Request[T]:
        return _Request(kind, stimulus, asyncio.get_running_loop().time(), self._keep(work))

    async def _is_ready(self, request: _Request[Any]) -> bool:
        done, _ = await asyncio.wait({request.going}, timeout=self._deadline_s)
        return bool(done)

    def _tell_answered(self, request: _Request[Any], outcome: Outcome) -> None:
        self._journal.answered(request.kind, request.stimulus, outcome, request.seconds)

    async def _done(self, request: _Request[T]) -> T:
        """The answer of a late request as soon as it is there."""
        worded = await request.going
        self._journal.followed(request.kind, request.stimulus, worded.outcome, request.seconds)
        return worded.answer

    def _keep(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        task = asyncio.create_task(work)
        self._going.add(task)
        task.add_done_callback(self._going.discard)
        return task

    def _follow(self, request: _Request[T], response_url: str | None, answer_of: Callable[[T], Answer]) -> None:
        """Have what is late said as soon as it is there."""

        async def follow() -> None:
            await self._say(answer_of(await self._done(request)), request.stimulus, response_url)

        self._tell_answered(request, Outcome.LATE)
        self._keep(follow())

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

    async def _finish_form(self, request: _Request[FormAnswer], response_url: str | None) -> None:
        answer, stimulus = await self._done(request), request.stimulus
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
