"""Slack fails in each of its ways while a card is posted or redrawn: nothing is lost, and nothing comes twice."""

from typing import Any

import pytest

from tests.slack import Message, People, all_text, eventually, is_card

FAULTS: list[dict[str, Any]] = [
    {"error": "internal_error"},
    {"error": "service_unavailable"},
    {"error": "token_expired"},
    {"status": 503},
    {"status": 429, "retry_after_s": 1},
    {"garbage": True},
    {"reset": True},
]


async def cards(people: People, channel: str, title: str) -> list[Message]:
    return [message for message in await people.messages(channel) if is_card(message, title)]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: "-".join(map(str, fault)) + str(next(iter(fault.values()))))
async def test_a_card_that_slack_does_not_take_comes_later_and_once(
    people: People, channel: str, fault: dict[str, Any]
) -> None:
    assert (await people.post("faults", method="chat.postMessage", channel=channel, **fault))["ok"]
    await people.type("lead", channel, "add Ship it")
    await people.type("lead", channel, "add And then this")
    await people.card(channel, "And then this")
    assert len(await cards(people, channel, "Ship it")) == 1
    assert (await people.get("disturbances"))["faults"] == []


@pytest.mark.parametrize("fault", [{"garbage": True}, {"status": 429, "retry_after_s": 1}])
async def test_a_redrawing_that_slack_does_not_take_comes_later(
    people: People, channel: str, fault: dict[str, Any]
) -> None:
    await people.type("lead", channel, "add Ship it")
    card = await people.card(channel, "Ship it")
    assert (await people.post("faults", method="chat.update", channel=channel, **fault))["ok"]
    await people.click("lead", card, "task_complete")

    async def is_completed() -> bool:
        return "Completed by lead" in all_text(await people.card(channel, "Ship it"))

    await eventually(is_completed)


async def test_a_card_waits_for_the_rate_of_its_channel(people: People, channel: str) -> None:
    """case_83: what one channel does not take yet, holds up no other."""
    assert (await people.post("rates", on=True, speed=2))["ok"]
    try:
        other = await people.a_channel("lead", "taskbot")
        for number in range(3):
            await people.type("lead", channel, f"add Number {number}")
        await people.type("lead", other, "add Elsewhere")
        await people.card(other, "Elsewhere")
        for number in range(3):
            await people.card(channel, f"Number {number}")
        posted = [message["text"] for message in await people.messages(channel) if "Number" in message["text"]]
        assert [text[text.index("Number") :][:8] for text in posted] == ["Number 0", "Number 1", "Number 2"]
    finally:
        await people.post("rates", on=False)
