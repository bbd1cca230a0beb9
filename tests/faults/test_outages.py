"""Redis away, emptied and back: what people do goes on, and nothing is lost."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from redis.asyncio import Redis

from tests import slack
from tests.contracts.killable import KillableValkey
from tests.slack import People


@pytest_asyncio.fixture
async def valkey(tmp_path: Path) -> AsyncIterator[KillableValkey]:
    """A Valkey that a test may kill."""
    directory = tmp_path / "valkey"
    directory.mkdir()
    server = KillableValkey(directory)
    await server.start()
    yield server
    await server.kill()


@pytest_asyncio.fixture
async def people(tmp_path: Path, mongodb_uri: str, database_name: str, valkey: KillableValkey) -> AsyncIterator[People]:
    """People with a bot whose Redis may go away."""
    async with slack.a_local_slack(tmp_path / "slack") as people:
        settings = slack.settings_for(
            people, mongodb_uri=mongodb_uri, redis_url=f"{valkey.url}/0", database=database_name
        )
        async with slack.a_bot(settings):
            yield people


async def test_case_75_76_78_what_people_do_goes_on_while_redis_is_away_and_after_it(
    people: People, valkey: KillableValkey
) -> None:
    await people.type("lead", "general", "add With Redis")
    await people.card("general", "With Redis")

    await valkey.kill()
    answer = await people.type("lead", "general", "add Without Redis @designer")
    assert answer["text"].startswith("Added")
    await people.card("general", "Without Redis")
    await people.told("designer", "*Without Redis*")

    await valkey.start()
    await people.type("lead", "general", "add Redis again")
    await people.card("general", "Redis again")
    titles = [title for title in ("With Redis", "Without Redis", "Redis again") for _ in await cards(people, title)]
    assert titles == ["With Redis", "Without Redis", "Redis again"]


async def test_an_emptied_redis_loses_nothing(people: People, valkey: KillableValkey) -> None:
    await people.type("lead", "general", "add Before it was emptied")
    await people.card("general", "Before it was emptied")

    async with Redis.from_url(valkey.url) as redis:
        await redis.flushall()
    await people.type("lead", "general", "add After it was emptied")

    await people.card("general", "After it was emptied")
    assert len(await cards(people, "Before it was emptied")) == 1


async def cards(people: People, title: str) -> list[slack.Message]:
    return [message for message in await people.messages("general") if slack.is_card(message, title)]
