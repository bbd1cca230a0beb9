"""What `Outbox` promises: an event is held from the write that makes it until somebody lets go of it."""

from datetime import UTC, datetime, timedelta

from bot.tasks import transitions
from bot.tasks.events import Event
from bot.tasks.partitions import PARTITIONS, partition_of_team
from tests.contracts.conftest import Ports
from tests.contracts.samples import TEAM, created, later

EVERYWHERE = range(PARTITIONS)
SOON = timedelta(minutes=1)


async def _three_events(ports: Ports) -> list[Event]:
    made = created(assignees=("tester",), description="kept with every event")
    await ports.tasks.add(made)
    taken = transitions.take(made.task, by="designer", at=later(1), stimulus="takes")
    await ports.tasks.save(taken)
    completed = transitions.complete(taken.task, by="lead", at=later(2), stimulus="completes")
    await ports.tasks.save(completed)
    return [made, taken, completed]


async def test_events_are_held_in_order_as_they_were(ports: Ports) -> None:
    assert await ports.outbox.undelivered(TEAM, 1) == []
    events = await _three_events(ports)
    assert await ports.outbox.undelivered(TEAM, 1) == events


async def test_a_change_that_is_refused_leaves_no_event(ports: Ports) -> None:
    events = await _three_events(ports)
    await ports.tasks.save(transitions.start(created().task, by="tester", at=later(3), stimulus="is late"))
    assert await ports.outbox.undelivered(TEAM, 1) == events


async def test_letting_go_of_an_event_lets_go_of_the_earlier_ones(ports: Ports) -> None:
    events = await _three_events(ports)
    await ports.outbox.discharge([events[1]])
    assert await ports.outbox.undelivered(TEAM, 1) == events[2:]
    await ports.outbox.discharge(events)
    assert await ports.outbox.undelivered(TEAM, 1) == []


async def test_letting_go_may_be_repeated(ports: Ports) -> None:
    events = await _three_events(ports)
    await ports.outbox.discharge(events)
    await ports.outbox.discharge(events)
    await ports.outbox.discharge([created(number=9)])
    await ports.outbox.discharge([])
    assert await ports.outbox.undelivered(TEAM, 1) == []


async def test_an_event_after_an_empty_outbox_is_held(ports: Ports) -> None:
    task = await ports.tasks.add(created())
    await ports.outbox.discharge([created()])
    started = transitions.start(task, by="lead", at=later(1), stimulus="starts")
    await ports.tasks.save(started)
    assert await ports.outbox.undelivered(TEAM, 1) == [started]
    assert await ports.outbox.overdue(EVERYWHERE, committed_before=datetime.now(UTC) + SOON) == [started]


async def test_case_76_what_is_held_too_long_is_found_by_its_partition(ports: Ports) -> None:
    events = await _three_events(ports)
    partition = partition_of_team(TEAM)
    elsewhere = set(EVERYWHERE) - {partition}
    assert await ports.outbox.overdue({partition}, committed_before=datetime.now(UTC) + SOON) == events
    assert await ports.outbox.overdue(elsewhere, committed_before=datetime.now(UTC) + SOON) == []


async def test_what_is_held_since_a_moment_ago_is_not_overdue(ports: Ports) -> None:
    await _three_events(ports)
    assert await ports.outbox.overdue(EVERYWHERE, committed_before=datetime.now(UTC) - SOON) == []


async def test_what_is_let_go_of_is_not_overdue(ports: Ports) -> None:
    events = await _three_events(ports)
    await ports.outbox.discharge(events[:2])
    assert await ports.outbox.overdue(EVERYWHERE, committed_before=datetime.now(UTC) + SOON) == events[2:]
    await ports.outbox.discharge(events)
    assert await ports.outbox.overdue(EVERYWHERE, committed_before=datetime.now(UTC) + SOON) == []


async def test_a_task_that_is_added_again_holds_its_event_once(ports: Ports) -> None:
    await ports.tasks.add(created())
    await ports.tasks.add(created())
    assert await ports.outbox.undelivered(TEAM, 1) == [created()]
