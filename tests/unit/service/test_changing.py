"""Changing tasks: rights at every door, races, and repeated wishes."""

import asyncio
from datetime import timedelta

import pytest

from bot.service.changing import ATTEMPTS, each
from bot.tasks.drafts import Draft
from bot.tasks.due import Due
from bot.tasks.errors import AlreadyCompleted, AlreadyDeleted, NotAllowed, NotFound, TooBusy
from bot.tasks.events import Event
from bot.tasks.task import ChangeKind, Fields, Priority, Status
from tests.unit.service.world import PRIVATE, PUBLIC, World, stimulus
from tests.unit.tasks.made import DESIGNER, LEAD, NOW, TESTER


async def a_task(world: World, channel_id: str = PUBLIC) -> int:
    return (await world.adding.add(Draft(title="Ship it"), stimulus(channel_id=channel_id))).task.number


async def test_each_verb_changes_the_task_and_tells_of_it() -> None:
    world = World()
    number = await a_task(world)

    await world.changing.take(number, stimulus(TESTER))
    await world.changing.start(number, stimulus(TESTER))
    done = await world.changing.complete(number, stimulus(DESIGNER))

    assert done.task.status is Status.DONE
    assert done.task.assignees == (TESTER,)
    assert [event.kind for event in world.announcements.published] == [
        ChangeKind.CREATED,
        ChangeKind.ASSIGNED,
        ChangeKind.STARTED,
        ChangeKind.COMPLETED,
    ]


async def test_what_one_may_not_see_one_may_not_change() -> None:
    world = World()
    number = await a_task(world, channel_id=PRIVATE)

    with pytest.raises(NotFound):
        await world.changing.complete(number, stimulus(TESTER))
    with pytest.raises(NotFound):
        await world.changing.complete(99, stimulus())


async def test_typing_in_a_private_channel_is_enough_to_change_its_tasks() -> None:
    world = World()
    number = await a_task(world, channel_id=PRIVATE)

    assert (await world.changing.take(number, stimulus(TESTER, channel_id=PRIVATE))).task.assignees == (TESTER,)


async def test_case_94_of_two_who_complete_at_once_one_does_and_the_other_is_told_by_whom() -> None:
    world = World()
    number = await a_task(world)

    outcomes = await asyncio.gather(
        world.changing.complete(number, stimulus(DESIGNER)),
        world.changing.complete(number, stimulus(TESTER)),
        return_exceptions=True,
    )

    refused = [outcome for outcome in outcomes if isinstance(outcome, AlreadyCompleted)]
    assert len(refused) == 1
    assert refused[0].by in (DESIGNER, TESTER)
    assert len([event for event in world.announcements.published if event.kind is ChangeKind.COMPLETED]) == 1


async def test_case_65_a_repeated_click_is_answered_the_same_and_does_nothing() -> None:
    world = World()
    number = await a_task(world)

    first = await world.changing.complete(number, stimulus(TESTER, identity="click"))
    again = await world.changing.complete(number, stimulus(TESTER, identity="click"))

    assert again.kind is first.kind is ChangeKind.COMPLETED
    assert len(world.announcements.published) == 2


async def test_a_change_that_is_always_overtaken_gives_up_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    number = await a_task(world)
    tried = 0

    async def overtaken(event: Event) -> bool:
        nonlocal tried
        tried += 1
        return False

    monkeypatch.setattr(world.tasks, "save", overtaken)

    with pytest.raises(TooBusy):
        await world.changing.start(number, stimulus())
    assert tried == ATTEMPTS


async def test_editing_needs_more_than_sight() -> None:
    world = World()
    number = await a_task(world)

    stranger = stimulus(TESTER, channel_id="C9")
    changing = world.changing
    for change in (
        changing.prioritize(number, Priority.HIGH, stranger),
        changing.reschedule(number, Due(at=NOW + timedelta(days=1)), stranger),
        changing.label(number, ("ops",), (), stranger),
        changing.assign(number, (LEAD,), stranger),
        changing.edit(number, Fields(title="Mine now"), 1, stranger),
    ):
        with pytest.raises(NotAllowed):
            await change

    changed = await world.changing.prioritize(number, Priority.HIGH, stimulus(DESIGNER, channel_id="C9"))
    assert changed.task.priority is Priority.HIGH


async def test_to_take_a_task_it_is_enough_to_see_it() -> None:
    world = World()
    number = await a_task(world)

    taken = await world.changing.assign(number, (TESTER,), stimulus(TESTER, channel_id="C9"))
    left = await world.changing.unassign(number, (TESTER,), stimulus(TESTER, channel_id="C9"))

    assert (taken.task.assignees, left.task.assignees) == ((TESTER,), ())


async def test_case_131_only_the_maker_and_admins_delete_and_restore() -> None:
    world = World()
    mine = (await world.adding.add(Draft(title="Mine"), stimulus(DESIGNER))).task.number

    with pytest.raises(NotAllowed):
        await world.changing.delete(mine, stimulus(TESTER))
    await world.changing.delete(mine, stimulus(LEAD))
    with pytest.raises(NotAllowed):
        await world.changing.restore(mine, stimulus(TESTER))
    with pytest.raises(AlreadyDeleted):
        await world.changing.complete(mine, stimulus(DESIGNER))
    assert (await world.changing.restore(mine, stimulus(DESIGNER))).task.deleted_at is None


async def test_several_at_once_each_have_their_outcome() -> None:
    world = World()
    numbers = [await a_task(world) for _ in range(3)]
    await world.changing.complete(numbers[1], stimulus(DESIGNER))
    wish = stimulus(TESTER)

    outcomes = await each([*numbers, 99], lambda number: world.changing.complete(number, wish))

    assert [outcome.number for outcome in outcomes] == [*numbers, 99]
    assert [type(outcome.refusal) for outcome in outcomes] == [type(None), AlreadyCompleted, type(None), NotFound]


async def test_case_94_several_completed_by_two_at_once_are_each_completed_once() -> None:
    world = World()
    numbers = [await a_task(world) for _ in range(5)]
    ours, theirs = stimulus(TESTER), stimulus(DESIGNER)

    outcomes = await asyncio.gather(
        each(numbers, lambda number: world.changing.complete(number, ours)),
        each(numbers, lambda number: world.changing.complete(number, theirs)),
    )

    done = [outcome.number for group in outcomes for outcome in group if outcome.changed]
    assert sorted(done) == numbers
