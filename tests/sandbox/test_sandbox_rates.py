"""Rates: how often an app may call each method, post to each channel and be told of events."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.errors import RateLimited
from sandbox.rates import EVENTS, Rate, Rates
from tests.sandbox.outside import Hand, OutsideApp

Call = Callable[[AsyncWebClient], Awaitable[Any]]

# Of each tier one method (docs/slack-limits.md).
TIERS: list[tuple[int, Call]] = [
    (20, lambda web: web.users_list()),
    (50, lambda web: web.conversations_info(channel="C0GENERAL")),
    (100, lambda web: web.users_info(user="U0LEAD")),
]


@pytest.fixture
async def strict(hand: Hand) -> Hand:
    assert await hand.post("rates", on=True) == {"ok": True}
    return hand


async def times_until_limited(web: AsyncWebClient, call: Call) -> tuple[int, SlackApiError]:
    """How often a method answers, and how it then refuses."""
    for count in range(1_000):
        try:
            await call(web)
        except SlackApiError as refusal:
            return count, refusal
    raise AssertionError("never limited")


@pytest.mark.parametrize(("most", "call"), TIERS)
async def test_a_method_answers_as_often_as_its_tier_allows(
    web: AsyncWebClient, strict: Hand, most: int, call: Call
) -> None:
    count, refusal = await times_until_limited(web, call)
    assert count == most
    assert refusal.response.status_code == 429
    assert refusal.response.data == {"ok": False, "error": "ratelimited"}
    assert 55 <= int(refusal.response.headers["Retry-After"]) <= 60


async def test_one_method_has_no_part_in_the_rate_of_another(web: AsyncWebClient, strict: Hand) -> None:
    await times_until_limited(web, lambda web: web.users_list())
    assert (await web.conversations_list())["ok"]


async def test_a_channel_takes_a_message_a_second(web: AsyncWebClient, strict: Hand) -> None:
    await web.chat_postMessage(channel="C0GENERAL", text="One")
    with pytest.raises(SlackApiError) as caught:
        await web.chat_postMessage(channel="#general", text="Two")
    assert (caught.value.response.status_code, caught.value.response.headers["Retry-After"]) == (429, "1")
    assert (await web.chat_postMessage(channel="C0PRODUCT", text="Elsewhere"))["ok"]
    assert (await web.chat_postMessage(channel="U0LEAD", text="In private"))["ok"]
    assert [message["text"] for message in await strict.messages("general")] == ["One"]


async def test_a_person_is_one_channel_however_it_is_named(web: AsyncWebClient, strict: Hand) -> None:
    channel = (await web.chat_postMessage(channel="U0LEAD", text="One"))["channel"]
    with pytest.raises(SlackApiError, match="ratelimited"):
        await web.chat_postMessage(channel=channel, text="Two")


async def test_rates_can_be_sped_up_and_switched_off(web: AsyncWebClient, hand: Hand) -> None:
    await hand.post("rates", on=True, speed=600)
    await times_until_limited(web, lambda web: web.users_list())
    assert (await hand.get("disturbances"))["rates"] == {"on": True, "speed": 600}
    await hand.post("rates", on=False)
    for _ in range(30):
        assert (await web.users_list())["ok"]
    assert not (await hand.post("rates", on=True, speed=0))["ok"]


async def test_after_its_time_a_use_counts_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr("sandbox.rates.time.monotonic", lambda: clock[0])
    rates, rate = Rates(), Rate(2, 60.0)
    rates.spend(rate, "users.list")
    clock[0] += 40
    rates.spend(rate, "users.list")
    with pytest.raises(RateLimited) as caught:
        rates.spend(rate, "users.list")
    assert caught.value.retry_after_s == 20
    clock[0] += 20
    rates.spend(rate, "users.list")
    with pytest.raises(RateLimited):
        rates.spend(rate, "users.list")


async def test_beyond_the_rate_of_events_the_app_hears_so_once(
    monkeypatch: pytest.MonkeyPatch, strict: Hand, app: OutsideApp
) -> None:
    assert Rate(30_000, 3600.0) == EVENTS
    monkeypatch.setattr("sandbox.events.EVENTS", Rate(2, 3600.0))
    for _ in range(4):
        await strict.post("open-home", user="lead")
    received = await app.wait_for(3)
    assert [request.payload["type"] for request in received] == ["event_callback", "event_callback", "app_rate_limited"]
    assert received[2].payload["minute_rate_limited"] % 60 == 0
    assert (await strict.command("list"))["ok"]
    assert len(app.received) == 4


def test_rates_are_kept_to_from_the_start() -> None:
    rates = Rates()
    rates.spend(Rate(1, 60.0), "users.list")
    with pytest.raises(RateLimited):
        rates.spend(Rate(1, 60.0), "users.list")
