"""Two hundred tasks at once from twenty people: each once, each channel in order."""

import asyncio
import re
from pathlib import Path

import pytest

from tests import slack
from tests.slack import all_text, eventually, number_of

CHANNELS = ("general", "product")


@pytest.mark.parametrize("transport", ["socket", "http"])
async def test_two_hundred_tasks_at_once(
    transport: str, mongodb_uri: str, redis_url: str, database_name: str, tmp_path: Path
) -> None:
    async with slack.a_local_slack(tmp_path / "slack") as people:
        settings = slack.settings_for(
            people, mongodb_uri=mongodb_uri, redis_url=f"{redis_url}/6", database=database_name
        )
        if transport == "http":
            settings = slack.over_http(settings, people)
        async with slack.a_bot(settings) as port:
            if transport == "http":
                await people.deliver_over_http(port)
            writers = [await people.a_person(*CHANNELS) for _ in range(20)]

            answers = await asyncio.gather(
                *[people.type(writers[each % 20], CHANNELS[each % 2], f"add Task number {each}") for each in range(200)]
            )
            # An answer that takes more than two seconds comes by its response URL.
            made = [number_of(answer) for answer in answers if answer]

            async def all_posted() -> bool:
                return sum([len(await card_numbers(people, channel)) for channel in CHANNELS]) >= 200

            await eventually(all_posted, within_s=40)
            by_channel = [await card_numbers(people, channel) for channel in CHANNELS]

    assert len(set(made)) == len(made)
    assert sorted(number for numbers in by_channel for number in numbers) == list(range(1, 201))
    for numbers in by_channel:
        assert numbers == sorted(numbers)


async def card_numbers(people: slack.People, channel: str) -> list[int]:
    """The numbers on the cards of a channel, from the oldest message to the newest."""
    texts = [all_text(message) for message in await people.messages(channel) if not message.get("is_ephemeral")]
    return [int(found[1]) for text in texts if (found := re.match(r"#(\d+) ", text))]
