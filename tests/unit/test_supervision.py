"""Long tasks begin again when they fail, and end when they are asked to."""

import asyncio

import pytest

from bot import supervision
from bot.supervision import long_tasks, supervised


async def test_work_that_fails_begins_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervision, "FIRST_PAUSE_S", 0.0)
    third = asyncio.Event()
    runs = 0

    async def work() -> None:
        nonlocal runs
        runs += 1
        if runs == 3:
            third.set()
        raise RuntimeError

    failed: list[str] = []
    task = asyncio.create_task(supervised("work", work, failed.append))
    await asyncio.wait_for(third.wait(), 5)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert failed == ["work"] * runs


async def test_work_ends_though_a_library_answers_the_cancellation_with_an_error_of_its_own() -> None:
    begun = asyncio.Event()

    async def work() -> None:
        assert not begun.is_set(), "it begins again"
        begun.set()
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            raise RuntimeError from None

    task = asyncio.create_task(supervised("work", work, lambda _name: None))
    await asyncio.wait_for(begun.wait(), 5)
    task.cancel()
    await asyncio.wait({task}, timeout=5)
    assert task.cancelled()


async def test_all_end_though_a_library_swallows_the_first_cancellation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervision, "CANCELLED_EVERY_S", 0.01)
    begun, swallowed = asyncio.Event(), asyncio.Event()

    async def stubborn() -> None:
        begun.set()
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            swallowed.set()
        await asyncio.sleep(60)

    async with asyncio.timeout(5):
        async with long_tasks(lambda _name: None) as start:
            start("stubborn", stubborn)
            await begun.wait()

    assert swallowed.is_set()
