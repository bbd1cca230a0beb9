"""What `Ledger` promises."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from bot.service.ports import Ledger
from bot.tasks.deliveries import DRAWN_FROM_THE_TASK, Delivery, DeliveryKind, Posted
from bot.tasks.partitions import PARTITIONS, partition_of
from bot.tasks.task import Task
from tests.contracts.conftest import Ports
from tests.contracts.samples import TEAM, created, later, owed, standing

EVERYWHERE = range(PARTITIONS)
SETTLED = ["posted", "dropped", "held"]


@pytest.fixture
def ledger(ports: Ports) -> Ledger:
    return ports.ledger


async def _waiting(ledger: Ledger) -> list[Delivery]:
    return [entry.delivery for entry in await ledger.waiting(EVERYWHERE, excluding=(), limit=100)]


async def _stale(ledger: Ledger) -> list[Delivery]:
    return [entry.delivery for entry in await ledger.stale(EVERYWHERE, limit=100)]


def _task(version: int, number: int = 1) -> Task:
    return replace(created(number).task, version=version)


async def test_what_is_recorded_waits(ledger: Ledger) -> None:
    delivery = replace(owed(), people=("tester", "lead"), actor="lead")
    await ledger.record([delivery])
    (entry,) = await ledger.waiting(EVERYWHERE, excluding=(), limit=9)
    assert entry.delivery == delivery
    assert (entry.attempts, entry.not_before, entry.posted) == (0, None, None)


async def test_recording_nothing_is_nothing(ledger: Ledger) -> None:
    await ledger.record([])
    await ledger.redraw([])
    assert await _waiting(ledger) == []


async def test_a_key_is_recorded_once(ledger: Ledger) -> None:
    await ledger.record([owed(1), owed(2)])
    await ledger.record([owed(2), owed(3)])
    assert await _waiting(ledger) == [owed(1), owed(2), owed(3)]


@pytest.mark.parametrize("state", SETTLED)
async def test_a_key_that_is_settled_is_not_owed_again(ledger: Ledger, state: str) -> None:
    await ledger.record([owed()])
    await _settle(ledger, owed(), state)
    await ledger.record([owed()])
    assert await _waiting(ledger) == []


async def test_case_05_recording_at_once_in_several_processes_records_once(ledger: Ledger) -> None:
    await asyncio.gather(*(ledger.record([owed(n) for n in range(5)]) for _ in range(8)))
    assert await _waiting(ledger) == [owed(n) for n in range(5)]


async def test_one_key_in_two_workspaces_is_two_deliveries(ledger: Ledger) -> None:
    await ledger.record([owed(), owed(team_id="T2")])
    await ledger.posted(owed(), standing())
    assert await _waiting(ledger) == [owed(team_id="T2")]


async def test_what_waits_is_in_the_order_in_which_it_was_recorded(ledger: Ledger) -> None:
    in_order = [
        owed(9, 1, at=later(3)),
        owed(2, 1, at=later(2)),
        owed(2, 2, at=later(1)),
        owed(3, 1, at=later(2)),
        owed(1, 1, at=later(3), destination="C2"),
    ]
    await ledger.record(in_order[:3])
    await ledger.record(in_order[3:])
    await ledger.record(in_order[:1])
    assert await _waiting(ledger) == in_order


async def test_no_more_is_given_than_asked_for(ledger: Ledger) -> None:
    await ledger.record([owed(n) for n in range(5)])
    entries = await ledger.waiting(EVERYWHERE, excluding=(), limit=2)
    assert [entry.delivery.number for entry in entries] == [0, 1]


async def test_each_partition_has_its_own_destinations(ledger: Ledger) -> None:
    deliveries = [owed(n, destination=f"C{n}") for n in range(20)]
    await ledger.record(deliveries)
    for partition in EVERYWHERE:
        mine = [each for each in deliveries if partition_of(TEAM, each.destination) == partition]
        entries = await ledger.waiting([partition], excluding=(), limit=100)
        assert [entry.delivery for entry in entries] == mine


async def test_destinations_that_are_busy_are_left_out(ledger: Ledger) -> None:
    await ledger.record([owed(1, destination="C1"), owed(2, destination="C2"), owed(3, destination="C3")])
    entries = await ledger.waiting(EVERYWHERE, excluding={"C1", "C3"}, limit=9)
    assert [entry.delivery.destination for entry in entries] == ["C2"]


async def test_what_is_postponed_keeps_its_place(ledger: Ledger) -> None:
    until = datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=5)
    await ledger.record([owed(1), owed(2)])
    await ledger.postpone(owed(1), until_real=until, reason="ratelimited")
    await ledger.postpone(owed(1), until_real=until, reason="ratelimited")
    first, second = await ledger.waiting(EVERYWHERE, excluding=(), limit=9)
    assert (first.delivery, first.attempts, first.not_before) == (owed(1), 2, until)
    assert (second.delivery, second.attempts, second.not_before) == (owed(2), 0, None)


async def test_what_is_held_waits_again_once_its_channel_is_opened(ledger: Ledger) -> None:
    await ledger.record([owed(1), owed(2), owed(3, destination="C2"), owed(4, team_id="T2")])
    for held in (owed(1), owed(2), owed(3, destination="C2"), owed(4, team_id="T2")):
        await ledger.hold(held, "not_in_channel")
    assert await _waiting(ledger) == []
    assert await ledger.release(TEAM, "C1") == 2
    assert await _waiting(ledger) == [owed(1), owed(2)]
    assert await ledger.release(TEAM, "C1") == 0


async def test_the_card_is_found_once_it_stands(ledger: Ledger) -> None:
    await ledger.record([owed(), owed(kind=DeliveryKind.NOTICE, destination="tester")])
    assert await ledger.card(TEAM, 1) is None
    await ledger.posted(owed(kind=DeliveryKind.NOTICE, destination="tester"), standing(ts="2.2"))
    assert await ledger.card(TEAM, 1) is None
    await ledger.posted(owed(), standing(ts="1.1"))
    assert await ledger.card(TEAM, 1) == Posted(channel_id="C1", ts="1.1", version=1)
    assert await ledger.card("T2", 1) is None


@pytest.mark.parametrize("kind", list(DeliveryKind))
async def test_only_what_is_drawn_from_the_task_grows_stale(ledger: Ledger, kind: DeliveryKind) -> None:
    delivery = owed(kind=kind)
    await ledger.record([delivery])
    await ledger.posted(delivery, standing(1))
    assert await _stale(ledger) == []
    await ledger.redraw([_task(2)])
    assert await _stale(ledger) == ([delivery] if kind in DRAWN_FROM_THE_TASK else [])


async def test_only_the_task_that_changed_is_redrawn(ledger: Ledger) -> None:
    for number in (1, 2):
        await ledger.record([owed(number), owed(number, team_id="T2")])
        await ledger.posted(owed(number), standing())
        await ledger.posted(owed(number, team_id="T2"), standing())
    await ledger.redraw([_task(2, number=2)])
    assert await _stale(ledger) == [owed(2)]
    assert await ledger.stale(set(EVERYWHERE) - {partition_of(TEAM, "C1")}, limit=9) == []


async def test_what_shows_the_version_or_a_later_one_is_not_stale(ledger: Ledger) -> None:
    await ledger.record([owed()])
    await ledger.posted(owed(), standing(3))
    await ledger.redraw([_task(2), _task(3)])
    assert await _stale(ledger) == []


async def test_what_is_posted_after_the_task_changed_is_stale_at_once(ledger: Ledger) -> None:
    await ledger.record([owed()])
    await ledger.redraw([_task(3)])
    assert await _stale(ledger) == []
    await ledger.posted(owed(), standing(2))
    assert await _stale(ledger) == [owed()]


async def test_redrawing_settles_what_it_shows_and_no_more(ledger: Ledger) -> None:
    await ledger.record([owed()])
    await ledger.posted(owed(), standing(1))
    await ledger.redraw([_task(2)])
    await ledger.redraw([_task(3)])
    await ledger.redrawn(owed(), 2)
    (entry,) = await ledger.stale(EVERYWHERE, limit=9)
    assert entry.posted == standing(2)
    await ledger.redrawn(owed(), 3)
    assert await _stale(ledger) == []


async def test_redrawing_never_goes_back(ledger: Ledger) -> None:
    await ledger.record([owed()])
    await ledger.posted(owed(), standing(4))
    await ledger.redrawn(owed(), 2)
    assert await ledger.card(TEAM, 1) == standing(4)


async def test_an_older_version_asked_for_later_takes_nothing_back(ledger: Ledger) -> None:
    await ledger.record([owed()])
    await ledger.posted(owed(), standing(1))
    await ledger.redraw([_task(3)])
    await ledger.redraw([_task(2)])
    await ledger.redrawn(owed(), 2)
    assert await _stale(ledger) == [owed()]


async def test_redraws_and_posts_at_once_lose_no_version(ledger: Ledger) -> None:
    await ledger.record([owed()])
    wanted = [ledger.redraw([_task(version)]) for version in range(2, 10)]
    await asyncio.gather(*wanted[:4], ledger.posted(owed(), standing(2)), *wanted[4:])
    assert await _stale(ledger) == [owed()]
    await ledger.redrawn(owed(), 8)
    assert await _stale(ledger) == [owed()]
    await ledger.redrawn(owed(), 9)
    assert await _stale(ledger) == []


async def test_a_message_that_is_gone_is_owed_again(ledger: Ledger) -> None:
    await ledger.record([owed()])
    await ledger.postpone(owed(), until_real=datetime.now(UTC), reason="ratelimited")
    await ledger.posted(owed(), standing())
    await ledger.redraw([_task(2)])
    await ledger.repost(owed())
    (entry,) = await ledger.waiting(EVERYWHERE, excluding=(), limit=9)
    assert (entry.attempts, entry.not_before, entry.posted) == (0, None, None)
    assert await _stale(ledger) == []
    assert await ledger.card(TEAM, 1) is None


async def test_a_redrawing_that_ends_after_its_message_is_gone_settles_nothing(ledger: Ledger) -> None:
    await ledger.record([owed()])
    await ledger.posted(owed(), standing())
    await ledger.repost(owed())
    await ledger.redrawn(owed(), 2)
    (entry,) = await ledger.waiting(EVERYWHERE, excluding=(), limit=9)
    assert entry.posted is None


async def test_what_is_dropped_is_neither_owed_nor_redrawn(ledger: Ledger) -> None:
    await ledger.record([owed()])
    await ledger.posted(owed(), standing())
    await ledger.redraw([_task(2)])
    await ledger.drop(owed(), "is_archived")
    await ledger.redraw([_task(3)])
    assert await _waiting(ledger) == []
    assert await _stale(ledger) == []


async def test_what_a_change_owes_is_dropped_when_it_is_taken_back(ledger: Ledger) -> None:
    thread, notice = owed(1, 2, kind=DeliveryKind.THREAD), owed(1, 2, kind=DeliveryKind.NOTICE, destination="tester")
    held = owed(1, 2, kind=DeliveryKind.THREAD, destination="C2")
    others = [
        owed(1, 1),
        owed(1, 2, kind=DeliveryKind.REMINDER, destination="tester"),
        owed(2, 2, kind=DeliveryKind.THREAD),
        owed(1, 2, kind=DeliveryKind.THREAD, team_id="T2"),
    ]
    await ledger.record([thread, notice, held, *others])
    await ledger.hold(held, "not_in_channel")
    await ledger.withdraw(TEAM, 1, 2)
    assert await _waiting(ledger) == others
    assert await ledger.release(TEAM, "C2") == 0


async def test_what_stands_already_stays_when_its_change_is_taken_back(ledger: Ledger) -> None:
    await ledger.record([owed()])
    await ledger.posted(owed(), standing())
    await ledger.withdraw(TEAM, 1, 1)
    assert await ledger.card(TEAM, 1) == standing()


async def _settle(ledger: Ledger, delivery: Delivery, state: str) -> None:
    match state:
        case "posted":
            await ledger.posted(delivery, standing())
        case "dropped":
            await ledger.drop(delivery, "needless")
        case "held":
            await ledger.hold(delivery, "not_in_channel")
