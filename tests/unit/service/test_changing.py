"""Changing tasks: rights at every door, races, and repeated wishes."""

import asyncio
from datetime import timedelta

import pytest

from bot.service.changing import ATTEMPTS
from bot.tasks.drafts import Draft
from bot.tasks.errors import AlreadyCompleted, ChangedSince, NotAllowed, NotFound, TooBusy
from bot.tasks.events import Event
from bot.tasks.task import ChangeKind, Status
from tests.unit.service.world import PRIVATE, PUBLIC, World, stimulus
from tests.unit.tasks.made import DESIGNER, LEAD, NOW, TEAM, TESTER


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


async def test_only_the_maker_withdraws() -> None:
    world = World()
    number = await a_task(world)

    with pytest.raises(NotAllowed):
        await world.changing.withdraw(number, stimulus(TESTER))
    assert (await world.changing.withdraw(number, stimulus(LEAD))).task.is_withdrawn


async def test_withdrawing_after_another_persons_change_is_refused_with_who_did_what() -> None:
    world = World()
    number = await a_task(world)
    await world.changing.start(number, stimulus(TESTER, at=NOW + timedelta(seconds=5)))

    with pytest.raises(ChangedSince) as refusal:
        await world.changing.withdraw(number, stimulus(LEAD, at=NOW + timedelta(seconds=9)))

    assert (refusal.value.by, refusal.value.kind) == (TESTER, "started")
    task = await world.tasks.find(TEAM, number)
    assert task is not None
    assert not task.is_withdrawn
