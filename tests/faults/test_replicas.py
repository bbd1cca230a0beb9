"""Several processes at once, and processes that come back."""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.settings import Role, Settings
from tests import slack
from tests.slack import People, all_text, eventually

WRITERS = ("lead", "designer", "developer", "tester")


@pytest_asyncio.fixture
async def people(tmp_path: Path) -> AsyncIterator[People]:
    """The people of a Slack of this test's own."""
    async with slack.a_local_slack(tmp_path / "slack") as people:
        yield people


@pytest.fixture
def settings(people: People, mongodb_uri: str, redis_url: str, database_name: str) -> Settings:
    """What all bots of one test share."""
    return slack.settings_for(people, mongodb_uri=mongodb_uri, redis_url=f"{redis_url}/4", database=database_name)


async def card_numbers(people: People, channel: str) -> list[int]:
    """The numbers on the cards of a channel, from the oldest message to the newest."""
    texts = [all_text(message) for message in await people.messages(channel) if not message.get("is_ephemeral")]
    return [int(found[1]) for text in texts if (found := re.match(r"#(\d+) ", text))]


async def test_case_01_02_03_replicas_post_each_card_and_reminder_once_and_in_order(
    people: People, settings: Settings
) -> None:
    reader = await people.a_person("general", "product")
    async with slack.a_bot(settings), slack.a_bot(settings):
        answers = await asyncio.gather(
            *[
                people.type(
                    WRITERS[number % 4], ("general", "product")[number % 2], f"add Task {number} @{reader} in 2 hours"
                )
                for number in range(40)
            ]
        )
        made = Counter(int(answer["text"].split()[1].lstrip("#")) for answer in answers)

        async def all_posted() -> bool:
            cards = [*await card_numbers(people, "general"), *await card_numbers(people, "product")]
            return len(cards) >= 40 and len(await people.heard(reader)) >= 40

        await eventually(all_posted, within_s=20)
        await people.advance(2 * 3600 + 60)
        await eventually(lambda: _reminded(people, reader, 40), within_s=20)
        await people.advance(24 * 3600)

        for channel in ("general", "product"):
            numbers = await card_numbers(people, channel)
            assert numbers == sorted(set(numbers))
        assert set(made.values()) == {1}
        assert len(await people.heard(reader)) == 80


async def test_case_02_roles_live_in_processes_of_their_own(people: People, settings: Settings) -> None:
    async with (
        slack.a_bot(settings, frozenset({Role.SLACK})),
        slack.a_bot(settings, frozenset({Role.NOTIFIER})),
        slack.a_bot(settings, frozenset({Role.SCHEDULER})),
    ):
        await people.begin_a_minute()
        await people.type("lead", "general", "add Apart @designer in 30 minutes")
        await people.card("general", "Apart")
        await people.advance(31 * 60)
        await people.told("designer", "*Due now*")


async def test_a_dead_replicas_share_is_taken_over(people: People, settings: Settings) -> None:
    async with slack.a_bot(settings):
        other = asyncio.create_task(_until_cancelled(settings))
        await people.type("lead", "general", "add Before")
        await people.card("general", "Before")
        other.cancel()
        await asyncio.wait({other})
        await people.type("lead", "general", "add After")
        await people.card("general", "After")

    assert len(await card_numbers(people, "general")) == 2


async def test_case_08_29_138_a_restart_forgets_nothing_and_reminds_once_with_the_time_it_was_due(
    people: People, settings: Settings
) -> None:
    async with slack.a_bot(settings):
        await people.type("lead", "general", "add Remember me @designer in 2 hours")
        await people.card("general", "Remember me")
    await people.advance(5 * 3600)
    async with slack.a_bot(settings):
        reminder = await people.told("designer", "Was due")
        listed = await people.type("designer", "general", "list")

    assert "Remember me" in listed["text"]
    assert "*Remember me*" in all_text(reminder)
    assert len([message for message in await people.heard("designer") if "Was due" in all_text(message)]) == 1


async def test_case_22_nothing_is_said_about_what_was_done_before_the_downtime(
    people: People, settings: Settings
) -> None:
    async with slack.a_bot(settings):
        answer = await people.type("lead", "general", "add Finished @designer in 2 hours")
        await people.type("designer", "general", f"done {answer['text'].split()[1].lstrip('#')}")
        await people.type("lead", "general", "add Unfinished @designer in 2 hours")
        await people.card("general", "Unfinished")
    await people.advance(5 * 3600)
    async with slack.a_bot(settings):
        await people.told("designer", "Was due")

    told = [all_text(message) for message in await people.heard("designer")]
    assert not [text for text in told if "*Finished*" in text and "Was due" in text]


async def _reminded(people: People, reader: str, times: int) -> bool:
    return len([message for message in await people.heard(reader) if "ue now*" in all_text(message)]) >= times


async def _until_cancelled(settings: Settings) -> None:
    async with slack.a_bot(settings):
        await asyncio.get_running_loop().create_future()
