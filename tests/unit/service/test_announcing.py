"""Announcing events: once, in order, with what the stream lost."""

from collections.abc import Sequence

from bot.tasks.deliveries import DeliveryKind
from bot.tasks.drafts import Draft
from bot.tasks.events import Event
from bot.tasks.partitions import PARTITIONS
from tests.unit.service.world import World, stimulus
from tests.unit.tasks.made import DESIGNER, TEAM, TESTER

ALL = range(PARTITIONS)


async def a_history(world: World) -> Sequence[Event]:
    """A task made for the designer, started and completed by the tester."""
    added = await world.adding.add(Draft(title="Ship it", assignees=(DESIGNER,)), stimulus())
    await world.changing.start(added.task.number, stimulus(TESTER))
    await world.changing.complete(added.task.number, stimulus(TESTER))
    return tuple(world.announcements.published)


async def owed(world: World) -> list[tuple[DeliveryKind, int]]:
    entries = await world.ledger.waiting(ALL, excluding=(), limit=100)
    return [(entry.delivery.kind, entry.delivery.version) for entry in entries]


OWED_IN_ALL = [
    (DeliveryKind.CARD, 1),
    (DeliveryKind.NOTICE, 1),
    (DeliveryKind.THREAD, 3),
    (DeliveryKind.NOTICE, 3),
]


async def test_events_become_deliveries_and_leave_the_outbox() -> None:
    world = World()
    events = await a_history(world)

    await world.announcing.announce(events)

    assert sorted(await owed(world), key=str) == sorted(OWED_IN_ALL, key=str)
    assert not await world.tasks.undelivered(TEAM, 1)
    assert world.wakeups.woken


async def test_the_same_events_again_owe_nothing_more() -> None:
    world = World()
    events = await a_history(world)

    await world.announcing.announce(events)
    world.announcing.forget()
    await world.announcing.announce(events)

    assert len(await owed(world)) == len(OWED_IN_ALL)


async def test_case_76_an_event_that_the_stream_lost_is_taken_from_the_outbox_first() -> None:
    world = World()
    created, _started, completed = await a_history(world)

    await world.announcing.announce([created])
    await world.announcing.announce([completed])

    assert len(await owed(world)) == len(OWED_IN_ALL)
    assert not await world.tasks.undelivered(TEAM, 1)


async def test_events_out_of_order_are_announced_in_order() -> None:
    world = World()
    created, started, completed = await a_history(world)

    await world.announcing.announce([completed, created, started])

    assert len(await owed(world)) == len(OWED_IN_ALL)


async def test_a_late_event_of_a_task_that_others_announced_meanwhile_is_left_alone() -> None:
    world = World()
    events = await a_history(world)
    await world.announcing.announce(events)
    world.announcing.forget()

    await world.announcing.announce([events[2]])

    assert len(await owed(world)) == len(OWED_IN_ALL)


async def test_a_crash_between_ledger_and_outbox_costs_nothing() -> None:
    world = World()
    events = await a_history(world)
    discharge = world.tasks.discharge

    async def crash(events: object) -> None:
        raise ConnectionError

    world.tasks.discharge = crash  # type: ignore[method-assign]
    try:
        await world.announcing.announce(events)
    except ConnectionError:
        world.tasks.discharge = discharge  # type: ignore[method-assign]
    await world.announcing.announce(events)

    assert len(await owed(world)) == len(OWED_IN_ALL)
    assert not await world.tasks.undelivered(TEAM, 1)


async def test_new_tasks_are_announced_in_the_order_of_their_numbers() -> None:
    world = World()
    for title in ("one", "two", "three"):
        await world.adding.add(Draft(title=title), stimulus())
    one, two, three = world.announcements.published

    assert world.announcing.lacks_lower_numbers([three, one])
    assert not world.announcing.lacks_lower_numbers([three, one, two])
    await world.announcing.announce([three, one, two])

    entries = await world.ledger.waiting(ALL, excluding=(), limit=10)
    assert [entry.delivery.number for entry in entries] == [1, 2, 3]


async def test_a_number_that_was_lost_is_not_waited_for_again() -> None:
    world = World()
    for title in ("one", "two", "three", "four"):
        await world.adding.add(Draft(title=title), stimulus())
    one, _lost, three, four = world.announcements.published

    await world.announcing.announce([one, three])

    assert not world.announcing.lacks_lower_numbers([four])


async def test_what_the_outbox_holds_is_announced_whatever_is_remembered() -> None:
    world = World()
    events = await a_history(world)
    await world.announcing.announce(events)
    world.ledger.owed.clear()

    await world.announcing.announce(events)
    assert await owed(world) == []
    await world.announcing.announce_held(events)

    assert len(await owed(world)) == len(OWED_IN_ALL)
