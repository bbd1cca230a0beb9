"""Requests that go together: what each gets, and how many are made."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.storage.together import Together


class Server:
    """Answers with the double, when it is let; what is asked of 13 fails alone."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.may_answer = asyncio.Event()

    async def ask(self, asked: Sequence[int]) -> Sequence[int | Exception]:
        self.batches.append(list(asked))
        await self.may_answer.wait()
        return [ValueError("13") if number == 13 else 2 * number for number in asked]


async def asked(together: Together[int, int], *numbers: int) -> list[asyncio.Task[int]]:
    """Ask for each, and let the requests begin."""
    tasks = [asyncio.create_task(together.ask(number)) for number in numbers]
    for _ in range(3):
        await asyncio.sleep(0)
    return tasks


async def test_a_request_alone_goes_at_once() -> None:
    server = Server()
    server.may_answer.set()
    assert await Together(server.ask, most=10).ask(4) == 8
    assert server.batches == [[4]]


async def test_what_comes_meanwhile_goes_together_in_its_order() -> None:
    server = Server()
    together = Together(server.ask, most=3)
    tasks = await asked(together, 1)
    tasks += await asked(together, 2, 3, 4, 5)
    server.may_answer.set()
    assert await asyncio.gather(*tasks) == [2, 4, 6, 8, 10]
    assert server.batches == [[1], [2, 3, 4], [5]]
    assert await together.ask(6) == 12


async def test_one_that_fails_fails_alone() -> None:
    server = Server()
    together = Together(server.ask, most=10)
    tasks = await asked(together, 1, 13, 2)
    server.may_answer.set()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert [outcomes[0], outcomes[2]] == [2, 4]
    assert isinstance(outcomes[1], ValueError)


async def test_an_outage_is_told_to_all_and_the_next_are_asked_anew() -> None:
    outages = [ConnectionError()]

    async def ask(numbers: Sequence[int]) -> Sequence[int]:
        if outages:
            raise outages.pop()
        return numbers

    together: Together[int, int] = Together(ask, most=10)
    tasks = await asked(together, 1, 2)
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [ConnectionError, ConnectionError]
    assert await together.ask(3) == 3


async def test_who_gives_up_holds_up_nobody() -> None:
    server = Server()
    together = Together(server.ask, most=10)
    impatient, patient = await asked(together, 1, 2)
    impatient.cancel()
    server.may_answer.set()
    with pytest.raises(asyncio.CancelledError):
        await impatient
    assert await patient == 4
