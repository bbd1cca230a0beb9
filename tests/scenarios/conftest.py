"""One local Slack and one bot for each transport; each scenario has a channel or people of its own."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests import slack
from tests.slack import People


@pytest_asyncio.fixture(scope="session", params=["socket", "http"])
async def people(
    request: pytest.FixtureRequest, mongodb_uri: str, redis_url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[People]:
    """The people of a workspace in which the bot is at work, reached over Socket Mode or over signed HTTP."""
    transport = request.param
    async with slack.a_local_slack(tmp_path_factory.mktemp(f"slack-{transport}")) as people:
        settings = slack.settings_for(
            people, mongodb_uri=mongodb_uri, redis_url=f"{redis_url}/1", database=f"test_scenarios_{transport}"
        )
        if transport == "socket":
            async with slack.a_bot(settings):
                yield people
        else:
            async with slack.a_bot(slack.over_http(settings, people)) as port:
                await people.deliver_over_http(port)
                yield people


@pytest_asyncio.fixture
async def channel(people: People) -> str:
    """A public channel of its own, with the bot."""
    return await people.a_channel("lead", "designer", "developer", "tester", "taskbot")
