"""What `Homes` promises; the moments are real ones, for what is kept here ends by itself."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.service.ports import Homes, StaleHome
from bot.tasks.partitions import PARTITIONS, partition_of
from tests.contracts.conftest import Ports
from tests.contracts.samples import TEAM

EVERYWHERE = range(PARTITIONS)
OPENED_AT = datetime.now(UTC).replace(microsecond=0)
SOON = OPENED_AT + timedelta(minutes=9)


@pytest.fixture
def homes(ports: Ports) -> Homes:
    return ports.homes


async def _stale(homes: Homes) -> list[StaleHome]:
    return list(await homes.stale(EVERYWHERE, limit=99))


async def _open_and_publish(homes: Homes, *user_ids: str, team_id: str = TEAM) -> None:
    for user_id in user_ids:
        await homes.opened(team_id, user_id, page=0, real_now=OPENED_AT)
    for home in await _stale(homes):
        await homes.published(home)


async def test_what_is_opened_is_drawn_once(homes: Homes) -> None:
    assert await _stale(homes) == []
    await homes.opened(TEAM, "lead", page=2, real_now=OPENED_AT)
    (home,) = await _stale(homes)
    assert (home.team_id, home.user_id, home.page) == (TEAM, "lead", 2)
    await homes.published(home)
    assert await _stale(homes) == []


async def test_the_page_that_was_opened_last_is_drawn(homes: Homes) -> None:
    await homes.opened(TEAM, "lead", page=2, real_now=OPENED_AT)
    await homes.opened(TEAM, "lead", page=3, real_now=OPENED_AT)
    (home,) = await _stale(homes)
    assert home.page == 3
    await homes.published(home)
    assert await _stale(homes) == []


async def test_a_page_that_was_opened_while_another_was_drawn_is_drawn(homes: Homes) -> None:
    await homes.opened(TEAM, "lead", page=0, real_now=OPENED_AT)
    (home,) = await _stale(homes)
    await homes.opened(TEAM, "lead", page=1, real_now=OPENED_AT)
    await homes.published(home)
    (again,) = await _stale(homes)
    assert again.page == 1
    await homes.published(again)
    await homes.published(home)
    assert await _stale(homes) == []


async def test_those_who_are_concerned_have_theirs_drawn_again(homes: Homes) -> None:
    await _open_and_publish(homes, "lead", "tester", "designer")
    await _open_and_publish(homes, "tester", team_id="T2")
    await homes.changed([(TEAM, "lead"), ("T2", "tester"), (TEAM, "stranger")], real_now=SOON)
    assert {(home.team_id, home.user_id) for home in await _stale(homes)} == {(TEAM, "lead"), ("T2", "tester")}


async def test_nobody_is_concerned_by_nothing(homes: Homes) -> None:
    await _open_and_publish(homes, "lead")
    await homes.changed([], real_now=SOON)
    assert await _stale(homes) == []


async def test_what_was_opened_too_long_ago_is_not_drawn_again(homes: Homes) -> None:
    await _open_and_publish(homes, "lead")
    await homes.changed([(TEAM, "lead")], real_now=OPENED_AT + timedelta(minutes=10))
    assert await _stale(homes) == []
    await homes.opened(TEAM, "lead", page=0, real_now=OPENED_AT + timedelta(minutes=5))
    (home,) = await _stale(homes)
    await homes.published(home)
    await homes.changed([(TEAM, "lead")], real_now=OPENED_AT + timedelta(minutes=14))
    assert len(await _stale(homes)) == 1


async def test_what_changed_while_it_was_drawn_is_drawn_again(homes: Homes) -> None:
    await homes.opened(TEAM, "lead", page=0, real_now=OPENED_AT)
    (home,) = await _stale(homes)
    await homes.changed([(TEAM, "lead")], real_now=SOON)
    await homes.published(home)
    (again,) = await _stale(homes)
    await homes.published(again)
    assert await _stale(homes) == []


async def test_openings_and_changes_at_once_lose_nothing(homes: Homes) -> None:
    await _open_and_publish(homes, "lead")
    await homes.changed([(TEAM, "lead")], real_now=SOON)
    (home,) = await _stale(homes)
    await asyncio.gather(
        *(homes.opened(TEAM, "lead", page=0, real_now=OPENED_AT) for _ in range(3)),
        homes.published(home),
        *(homes.changed([(TEAM, "lead")], real_now=SOON) for _ in range(3)),
    )
    (again,) = await _stale(homes)
    assert again.wanted == home.wanted + 6


async def test_somebody_who_opens_their_home_twice_at_once_has_one(homes: Homes) -> None:
    await asyncio.gather(*(homes.opened(TEAM, "lead", page=0, real_now=OPENED_AT) for _ in range(8)))
    assert len(await _stale(homes)) == 1


async def test_each_partition_has_its_own_people_and_the_latest_come_first(homes: Homes) -> None:
    people = [f"U{number}" for number in range(20)]
    for minute, user_id in enumerate(people):
        await homes.opened(TEAM, user_id, page=0, real_now=OPENED_AT + timedelta(minutes=minute))
    for partition in EVERYWHERE:
        mine = [user_id for user_id in reversed(people) if partition_of(TEAM, user_id) == partition]
        assert [home.user_id for home in await homes.stale([partition], limit=99)] == mine
    assert [home.user_id for home in await homes.stale(EVERYWHERE, limit=3)] == people[:-4:-1]


async def test_settling_what_is_not_there_is_nothing(homes: Homes) -> None:
    await homes.published(StaleHome(team_id=TEAM, user_id="lead", page=0, wanted=1))
    assert await _stale(homes) == []
