"""Undo: the last command, whole; and never twice."""

from datetime import timedelta

import pytest

from bot.service.changing import each
from bot.tasks.drafts import Draft
from bot.tasks.errors import ChangedSince, NothingToUndo, UndoExpired
from bot.tasks.task import ChangeKind, Priority, Status
from tests.unit.service.world import World, stimulus
from tests.unit.tasks.made import DESIGNER, LEAD, NOW, TEAM, TESTER


async def a_task(world: World, seconds: int = 0) -> int:
    return (await world.adding.add(Draft(title="Ship it"), stimulus(at=NOW + timedelta(seconds=seconds)))).task.number


async def status(world: World, number: int) -> Status:
    task = await world.tasks.find(TEAM, number)
    assert task is not None
    return task.status


async def test_without_numbers_it_takes_back_the_last_command() -> None:
    world = World()
    first, second = await a_task(world), await a_task(world, 1)
    await world.changing.complete(first, stimulus(at=NOW + timedelta(seconds=2)))

    (undone,) = await world.undoing.undo((), stimulus(at=NOW + timedelta(seconds=3)))
    (again,) = await world.undoing.undo((), stimulus(at=NOW + timedelta(seconds=4)))

    assert undone.number == first
    assert await status(world, first) is Status.OPEN
    assert again.number == second
    assert again.changed is not None
    assert again.changed.kind is ChangeKind.WITHDRAWN


async def test_all_tasks_of_a_bulk_return_together_and_those_skipped_are_named() -> None:
    world = World()
    numbers = [await a_task(world, second) for second in range(3)]
    wish = stimulus(at=NOW + timedelta(seconds=5))
    await each(numbers, lambda number: world.changing.complete(number, wish))
    await world.changing.reopen(numbers[1], stimulus(TESTER, at=NOW + timedelta(seconds=6)))

    undone = await world.undoing.undo((), stimulus(at=NOW + timedelta(seconds=7)))

    assert {each.number for each in undone} == set(numbers)
    assert {each.number for each in undone if isinstance(each.refusal, ChangedSince)} == {numbers[1]}
    assert [await status(world, number) for number in numbers] == [Status.OPEN] * 3


async def test_case_65_a_repeated_undo_takes_back_nothing_more() -> None:
    world = World()
    number = await a_task(world)
    await world.changing.start(number, stimulus(at=NOW + timedelta(seconds=1)))
    await world.changing.complete(number, stimulus(at=NOW + timedelta(seconds=2)))
    wish = stimulus(at=NOW + timedelta(seconds=3))

    await world.undoing.undo((), wish)
    (again,) = await world.undoing.undo((), wish)

    assert await status(world, number) is Status.STARTED
    assert again.changed is not None
    assert again.undid is not None
    assert again.undid.kind is ChangeKind.COMPLETED


async def test_by_number_it_takes_back_ones_own_last_change_of_that_task() -> None:
    world = World()
    first, second = await a_task(world), await a_task(world, 1)
    await world.changing.prioritize(first, Priority.HIGH, stimulus(at=NOW + timedelta(seconds=2)))
    await world.changing.start(second, stimulus(at=NOW + timedelta(seconds=3)))

    (undone,) = await world.undoing.undo((first,), stimulus(at=NOW + timedelta(seconds=4)))

    assert undone.changed is not None
    assert undone.changed.task.priority is Priority.NORMAL
    assert await status(world, second) is Status.STARTED


async def test_what_others_did_is_not_ones_own_to_undo() -> None:
    world = World()
    number = await a_task(world)

    (undone,) = await world.undoing.undo((number,), stimulus(TESTER))
    with pytest.raises(NothingToUndo):
        await world.undoing.undo((), stimulus(DESIGNER))

    assert isinstance(undone.refusal, NothingToUndo)


async def test_after_ten_minutes_it_is_too_late() -> None:
    world = World()
    number = await a_task(world)
    late = stimulus(LEAD, at=NOW + timedelta(minutes=11))

    (undone,) = await world.undoing.undo((number,), late)
    with pytest.raises(NothingToUndo):
        await world.undoing.undo((), stimulus(LEAD, at=NOW + timedelta(minutes=12)))

    assert isinstance(undone.refusal, UndoExpired)


async def test_what_an_undone_change_still_owed_is_withdrawn() -> None:
    world = World()
    number = await a_task(world)
    await world.changing.complete(number, stimulus(TESTER, at=NOW + timedelta(seconds=1)))
    await world.announcing.announce(world.announcements.published)
    await world.undoing.undo((), stimulus(TESTER, at=NOW + timedelta(seconds=2)))

    await world.announcing.announce(world.announcements.published)

    waiting = await world.ledger.waiting(range(8), excluding=(), limit=10)
    assert [entry.delivery.version for entry in waiting] == [1]
