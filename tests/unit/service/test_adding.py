"""Making tasks: whose they are, where they go, and that a repeated wish makes one."""

import asyncio
from datetime import timedelta

import pytest

from bot.tasks.drafts import Draft
from bot.tasks.errors import (
    AssigneeDeactivated,
    AssigneeIsBot,
    EmptyTitle,
    UnknownChannel,
    UnknownPerson,
)
from bot.tasks.people import Handle
from bot.tasks.task import Place
from tests.unit.service.world import BOT, GUEST, LEAVER, PRIVATE, PUBLIC, SECRET, World, stimulus
from tests.unit.tasks.made import DESIGNER, LEAD, NOW, TESTER

SHIP = Draft(title="Ship it")


async def test_in_a_channel_it_is_the_channels_task_and_nobodys_yet() -> None:
    world = World()

    added = await world.adding.add(SHIP, stimulus())

    assert added.task.place == Place(channel_id=PUBLIC, is_private=False)
    assert added.task.assignees == ()
    assert added.is_posted
    assert [event.task for event in world.announcements.published] == [added.task]


async def test_in_a_direct_message_it_is_personal_and_its_makers() -> None:
    added = await World().adding.add(SHIP, stimulus(channel_id="D1", is_direct=True))

    assert added.task.place is None
    assert added.task.assignees == (LEAD,)


async def test_in_a_direct_message_another_person_can_be_named() -> None:
    draft = Draft(title="Ship it", assignees=(DESIGNER,))

    added = await World().adding.add(draft, stimulus(channel_id="D1", is_direct=True))

    assert added.task.assignees == (DESIGNER,)


async def test_case_113_a_handle_is_looked_up_whatever_its_case() -> None:
    added = await World().adding.add(Draft(title="Ship it", assignees=(Handle("U2"), DESIGNER)), stimulus())

    assert added.task.assignees == (DESIGNER,)


@pytest.mark.parametrize(
    ("draft", "error"),
    [
        (Draft(title=""), EmptyTitle),
        (Draft(title="Ship it", assignees=(Handle("nobody"),)), UnknownPerson),
        (Draft(title="Ship it", assignees=(LEAVER,)), AssigneeDeactivated),
        (Draft(title="Ship it", assignees=(BOT,)), AssigneeIsBot),
        (Draft(title="Ship it", channel_id="C9"), UnknownChannel),
    ],
)
async def test_case_88_what_cannot_be_assigned_or_posted_is_refused_and_takes_no_number(
    draft: Draft, error: type[Exception]
) -> None:
    world = World()

    with pytest.raises(error):
        await world.adding.add(draft, stimulus())

    assert world.announcements.published == []
    assert (await world.adding.add(SHIP, stimulus())).task.number == 1


async def test_a_private_channel_without_the_bot_keeps_the_task_and_says_that_it_is_not_posted() -> None:
    added = await World().adding.add(SHIP, stimulus(channel_id=SECRET))

    assert added.task.place == Place(channel_id=SECRET, is_private=True)
    assert not added.is_posted


async def test_another_channel_can_be_named_by_those_who_may_see_it() -> None:
    world = World()

    into_private = await world.adding.add(Draft(title="Ship it", channel_id=PRIVATE), stimulus(LEAD))
    into_public = await world.adding.add(Draft(title="Ship it", channel_id=PUBLIC), stimulus(TESTER, channel_id="C7"))

    assert into_private.task.place == Place(channel_id=PRIVATE, is_private=True)
    assert into_public.task.place == Place(channel_id=PUBLIC, is_private=False)


@pytest.mark.parametrize(("user_id", "channel_id"), [(TESTER, PRIVATE), (GUEST, PUBLIC)])
async def test_a_channel_that_one_may_not_see_is_refused(user_id: str, channel_id: str) -> None:
    with pytest.raises(UnknownChannel):
        await World().adding.add(
            Draft(title="Ship it", channel_id=channel_id), stimulus(user_id, channel_id="D1", is_direct=True)
        )


async def test_case_65_a_repeated_stimulus_gets_the_same_task_and_tells_nobody_again() -> None:
    world = World()

    first = await world.adding.add(SHIP, stimulus(identity="trigger"))
    again = await world.adding.add(SHIP, stimulus(identity="trigger", at=NOW + timedelta(seconds=30)))

    assert again.task == first.task
    assert len(world.announcements.published) == 1


async def test_a_counter_that_has_gone_back_costs_nobody_a_task() -> None:
    world = World()
    first = await world.adding.add(SHIP, stimulus(identity="first"))
    world.tasks.turn_back()

    second = await world.adding.add(Draft(title="Sail it"), stimulus(identity="second"))
    again = await world.adding.add(Draft(title="Sail it"), stimulus(identity="second", at=NOW + timedelta(seconds=30)))

    assert (first.task.title, second.task.title) == ("Ship it", "Sail it")
    assert second.task.number != first.task.number
    assert again.task == second.task
    assert [event.task for event in world.announcements.published] == [first.task, second.task]


async def test_case_61_two_wishes_make_two_tasks_at_once_too() -> None:
    world = World()

    added = await asyncio.gather(*[world.adding.add(SHIP, stimulus()) for _ in range(20)])

    assert sorted(each.task.number for each in added) == list(range(1, 21))
