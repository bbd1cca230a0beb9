"""Answering in time: whatever is ready within two seconds is the answer, and the rest follows when it is done.

Slack waits three seconds (docs/slack-limits.md). What is late is never cancelled: it goes on to its end and reaches the
person by the response URL, and a stop of the program waits for it.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from msgspec import Struct

from bot.service.posting import PostRefused, Responding
from bot.views.text import Message

DEADLINE_S = 2.0

Ack = Callable[..., Awaitable[Any]]
T = TypeVar("T")

log = logging.getLogger(__name__)


class Said(Struct, frozen=True):
    """Words for the person alone, below what they clicked."""

    message: Message


class Replaced(Struct, frozen=True):
    """Words in place of the message that they clicked."""

    message: Message


Answer = Said | Replaced | None
"""What a click is answered with; None where the redrawn card says it all."""


class Answering:
    """Answers commands and clicks in time, and keeps what is late until it is done."""

    def __init__(self, responding: Responding, *, deadline_s: float = DEADLINE_S) -> None:
        self._responding = responding
        self._deadline_s = deadline_s
        self._going: set[asyncio.Task[Any]] = set()

    async def command(self, ack: Ack, response_url: str, work: Coroutine[Any, Any, Message]) -> None:
        """Answer a command with the message that the work gives, at once or by its response URL."""
        going = self._keep(work)
        if await self._is_ready(going):
            await ack(**_ephemeral(going.result()))
        else:
            await ack()
            self._keep(self._follow(going, response_url, Said))

    async def click(self, ack: Ack, response_url: str, work: Coroutine[Any, Any, Answer]) -> None:
        """Acknowledge a click, whose own answer can carry nothing, and say what there is to say by its response URL."""
        going = self._keep(work)
        await self._is_ready(going)
        await ack()
        self._keep(self._follow(going, response_url, lambda answer: answer))

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

    async def _follow(self, going: asyncio.Task[T], response_url: str, answer_of: Callable[[T], Answer]) -> None:
        answer = answer_of(await going)
        try:
            match answer:
                case Said(message):
                    await self._responding.answer(response_url, message)
                case Replaced(message):
                    await self._responding.replace(response_url, message)
        except PostRefused as refusal:
            log.warning("an answer did not reach its person", extra={"reason": refusal.reason})


def _ephemeral(message: Message) -> dict[str, Any]:
    return {"response_type": "ephemeral", "text": message.text, "blocks": list(message.blocks)}
