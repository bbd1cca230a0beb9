"""Requests that go together: what is asked while one is under way is asked at once when that is answered."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


class Together(Generic[Asked, Answer]):
    """Asks for many at once under load; alone, a request goes as it comes, and no timer holds it back.

    `ask` gives an answer for each in their order, or an exception in its place; what it raises is meant for all.
    """

    def __init__(self, ask: Callable[[Sequence[Asked]], Awaitable[Sequence[Answer | Exception]]], *, most: int) -> None:
        self._ask = ask
        self._most = most
        self._waiting: list[tuple[Asked, asyncio.Future[Answer]]] = []
        self._asking: asyncio.Task[None] | None = None

    async def ask(self, asked: Asked) -> Answer:
        """Ask, with whoever else asks meanwhile."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((asked, answer))
        if self._asking is None:
            self._asking = asyncio.create_task(self._ask_all())
        return await answer

    async def _ask_all(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
                await self._ask_for(batch)
        finally:
            self._asking = None

    async def _ask_for(self, batch: Sequence[tuple[Asked, asyncio.Future[Answer]]]) -> None:
        answers: Sequence[Answer | Exception]
        try:
            answers = await self._ask([asked for asked, _ in batch])
        except Exception as error:  # noqa: BLE001 -- whoever asked is told
            answers = [error] * len(batch)
        for (_, future), answer in zip(batch, answers, strict=True):
            if future.done():
                continue  # whoever asked has given up
            if isinstance(answer, Exception):
                future.set_exception(answer)
            else:
                future.set_result(answer)
