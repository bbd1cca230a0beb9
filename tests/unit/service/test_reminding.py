"""Reminding: each look once, whoever looks."""

import asyncio
from datetime import timedelta

import pytest

from bot.tasks.deliveries import Delivery, DeliveryKind
from bot.tasks.drafts import Draft
from bot.tasks.due import Due
from bot.tasks.errors import AlreadyCompleted, NotFound
from bot.tasks.partitions import PARTITIONS
from bot.tasks.reminders import ReminderKind, SnoozeChoice
from tests.unit.service.world import World, stimulus
from tests.unit.tasks.made import DESIGNER, LEAD, NOW, TESTER

IN_FIVE_HOURS = Due(at=NOW + timedelta(hours=5))


async def reminders(world: World) -> list[Delivery]:
    entries = await world.ledger.waiting(range(PARTITIONS), excluding=(), limit=1000)
    return [entry.delivery for entry in entries if entry.delivery.kind is DeliveryKind.REMINDER]


async def a_task(world: World, *assignees: str) -> int:
    draft = Draft(title="Ship it", due=IN_FIVE_HOURS, assignees=assignees)
    return (await world.adding.add(draft, stimulus())).task.number


async def test_case_01_four_who_look_at_once_remind_once() -> None:
    world = World()
    await a_task(world, DESIGNER, TESTER)

    await asyncio.gather(*[world.reminding.look_around(now=NOW + timedelta(hours=4)) for _ in range(4)])

    assert sorted(delivery.destination for delivery in await reminders(world)) == [DESIGNER, TESTER]


async def test_case_11_after_downtime_there_is_one_reminder_a_task() -> None:
    world = World()
    for _ in range(3):
        await a_task(world, DESIGNER)

    await world.reminding.look_around(now=NOW + timedelta(hours=9))
    await world.reminding.look_around(now=NOW + timedelta(hours=10))

    told = await reminders(world)
    assert [delivery.reminder for delivery in told] == [ReminderKind.NOW] * 3
    assert {delivery.at for delivery in told} == {IN_FIVE_HOURS.at}


async def test_case_22_what_is_done_reminds_nobody() -> None:
    world = World()
    number = await a_task(world, DESIGNER)
    await world.changing.complete(number, stimulus())

    assert await world.reminding.look_around(now=NOW + timedelta(hours=9)) == 0
    assert await reminders(world) == []


async def test_looking_too_early_changes_nothing() -> None:
    world = World()
    await a_task(world, DESIGNER)

    assert await world.reminding.look_around(now=NOW + timedelta(hours=3)) == 0
    await world.reminding.look_around(now=NOW + timedelta(hours=4))
    assert len(await reminders(world)) == 1


async def test_a_thousand_due_at_once_are_all_reminded_of() -> None:
    world = World()
    for _ in range(450):
        await a_task(world, DESIGNER)

    assert await world.reminding.look_around(now=NOW + timedelta(hours=4)) == 450
    assert len(await reminders(world)) == 450


@pytest.mark.parametrize(
    ("choice", "later"),
    [
        (SnoozeChoice.TWENTY_MINUTES, timedelta(minutes=20)),
        (SnoozeChoice.ONE_HOUR, timedelta(hours=1)),
        (SnoozeChoice.TOMORROW, timedelta(hours=17, minutes=30)),
    ],
)
async def test_a_snooze_reminds_its_person_once_more(choice: SnoozeChoice, later: timedelta) -> None:
    world = World()
    number = await a_task(world, DESIGNER)
    await world.reminding.look_around(now=NOW + timedelta(hours=5))

    until = await world.reminding.snooze(number, choice, stimulus(DESIGNER))
    assert until == NOW + later
    await world.reminding.look_around(now=max(until, NOW + timedelta(hours=5, minutes=1)))

    assert {delivery.reminder: delivery.at for delivery in await reminders(world)} == {
        ReminderKind.NOW: IN_FIVE_HOURS.at,
        ReminderKind.SNOOZED: until,
    }


async def test_case_05_snoozing_twice_replaces() -> None:
    world = World()
    number = await a_task(world, DESIGNER)

    await world.reminding.snooze(number, SnoozeChoice.TWENTY_MINUTES, stimulus(DESIGNER))
    await world.reminding.snooze(number, SnoozeChoice.ONE_HOUR, stimulus(DESIGNER))
    await world.reminding.look_around(now=NOW + timedelta(hours=2))

    assert [delivery.reminder for delivery in await reminders(world)] == [ReminderKind.SNOOZED]


async def test_what_is_done_cannot_be_snoozed_and_its_finisher_is_named() -> None:
    world = World()
    number = await a_task(world, DESIGNER)
    await world.changing.complete(number, stimulus(TESTER))

    with pytest.raises(AlreadyCompleted) as refusal:
        await world.reminding.snooze(number, SnoozeChoice.ONE_HOUR, stimulus(DESIGNER))
    assert refusal.value.by == TESTER
    with pytest.raises(NotFound):
        await world.reminding.snooze(99, SnoozeChoice.ONE_HOUR, stimulus(DESIGNER))


async def test_an_unassigned_task_reminds_its_maker() -> None:
    world = World()
    await a_task(world)

    await world.reminding.look_around(now=NOW + timedelta(hours=4))

    assert [delivery.destination for delivery in await reminders(world)] == [LEAD]
