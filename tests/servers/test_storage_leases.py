"""Partitions are shared fairly, move on when their holder dies, and never belong to two at once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pymongo
import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from bot.service.ports import Unavailable
from bot.storage import database
from bot.storage.leases import Board, Leases, fair_share, shared_out
from bot.tasks.partitions import PARTITIONS
from tests.conditions import until

EVERYTHING = frozenset(range(PARTITIONS))
LASTING = timedelta(seconds=1)
START = datetime(2026, 11, 25, tzinfo=UTC)


@pytest_asyncio.fixture
async def store(mongodb_uri: str, database_name: str) -> AsyncIterator[database.Database]:
    async with database.connect(mongodb_uri) as client:
        yield client[database_name]


def _leases(store: database.Database, holder: str) -> Leases:
    return Leases(store, holder, lasting=LASTING)


async def test_one_alone_holds_everything(store: database.Database) -> None:
    assert await _leases(store, "one").renew() == EVERYTHING


async def test_two_share_and_what_moves_is_first_let_go_of(store: database.Database) -> None:
    one, two = _leases(store, "one"), _leases(store, "two")
    await one.renew()
    assert await two.renew() == frozenset()
    kept = await one.renew()
    assert len(kept) == PARTITIONS / 2
    assert await two.renew() == frozenset(), "what the other may still be finishing was taken"
    assert await one.renew() == kept
    assert await two.renew() == EVERYTHING - kept
    assert one.held == kept


async def test_five_share_as_evenly_as_it_goes(store: database.Database) -> None:
    members = [_leases(store, f"member {n}") for n in range(5)]
    for _ in range(4):
        for member in members:
            await member.renew()
    held = [member.held for member in members]
    assert frozenset().union(*held) == EVERYTHING
    assert sorted(map(len, held)) == [1, 1, 2, 2, 2]


async def test_who_leaves_in_the_middle_of_a_renewal_keeps_nothing(store: database.Database) -> None:
    for n in range(30):
        leaving = _leases(store, f"leaving {n}")
        await leaving.renew()

        await asyncio.gather(leaving.renew(), leaving.release())

        assert leaving.held == frozenset()
        board = await store["leases"].find_one({"_id": "notifiers"})
        assert board is not None
        assert board["leases"] == board["members"] == []


async def test_who_dies_is_replaced_when_their_lease_is_over(store: database.Database) -> None:
    one, two = _leases(store, "one"), _leases(store, "two")
    for _ in range(3):
        await one.renew()
        await two.renew()
    assert len(two.held) == PARTITIONS / 2
    started = asyncio.get_running_loop().time()
    while await two.renew() != EVERYTHING:
        await asyncio.sleep(0.05)
        assert asyncio.get_running_loop().time() - started < LASTING.total_seconds() + 1
    assert one.held == frozenset(), "the dead one believes to hold what another has"


async def test_who_leaves_is_replaced_at_once(store: database.Database) -> None:
    one, two = _leases(store, "one"), _leases(store, "two")
    await one.renew()
    await two.renew()
    await one.release()
    assert one.held == frozenset()
    assert await two.renew() == EVERYTHING


async def test_many_who_come_at_once_never_hold_the_same(store: database.Database) -> None:
    members = [_leases(store, f"member {n}") for n in range(6)]
    for _ in range(5):
        held = [partition for mine in await asyncio.gather(*(each.renew() for each in members)) for partition in mine]
        assert len(held) == len(set(held))
    assert set(held) == EVERYTHING


async def test_an_outage_is_told_and_what_is_held_ends_with_its_time(store: database.Database) -> None:
    leases = Leases(store, "one", lasting=timedelta(milliseconds=300))
    assert await leases.renew() == EVERYTHING
    with pymongo.timeout(0.000_001), pytest.raises(Unavailable):
        await leases.renew()
    await until(lambda: leases.held == frozenset(), within_s=1)


steps = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), max_size=30)


@given(steps)
def test_whoever_comes_and_goes_nobody_loses_what_is_theirs(steps: list[tuple[int, int]]) -> None:
    """Members come by in any order with any pauses: a live lease changes hands only by its holder's leave."""
    board, now = Board(), START
    leaving: dict[str, frozenset[int]] = {}
    for member, pause_s in steps:
        holder, now = f"member {member}", now + timedelta(seconds=pause_s / 2)
        before = {lease.partition: lease for lease in board.leases if lease.until > now}
        until = now + LASTING
        board = shared_out(board, holder, leaving=leaving.get(holder, frozenset()), now=now, until=until)
        mine = board.held_by(holder)
        leaving[holder] = frozenset(mine[fair_share(board, holder) :])
        partitions = [lease.partition for lease in board.leases]
        assert len(partitions) == len(set(partitions))
        for partition, lease in before.items():
            if lease.holder != holder:
                assert lease in board.leases, partition
