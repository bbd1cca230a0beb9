"""Faults on demand: in the app's calls, and on the way to the app."""

import asyncio

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from sandbox.server import SandboxAddress
from tests.conditions import until
from tests.sandbox.conftest import connected_app
from tests.sandbox.outside import Hand, Json, OutsideApp

POST = "chat.postMessage"


async def plan(hand: Hand, **fault: object) -> None:
    said = await hand.post("faults", method=POST, **fault)
    assert said["ok"], said


async def post(web: AsyncWebClient, channel: str = "C0GENERAL") -> AsyncSlackResponse:
    return await web.chat_postMessage(channel=channel, text="Ship it")


async def texts(hand: Hand, channel: str = "general") -> list[str]:
    return [message["text"] for message in await hand.messages(channel)]


async def test_a_call_is_refused_as_often_as_planned(web: AsyncWebClient, hand: Hand) -> None:
    await plan(hand, error="internal_error", times=2)
    for _ in range(2):
        with pytest.raises(SlackApiError, match="internal_error"):
            await post(web)
    assert (await post(web))["ok"]
    assert await texts(hand) == ["Ship it"]
    assert (await hand.get("disturbances"))["faults"] == []


async def test_a_fault_concerns_only_its_method_and_channel(web: AsyncWebClient, hand: Hand) -> None:
    await plan(hand, error="fatal_error", channel="#general")
    assert (await post(web, "C0PRODUCT"))["ok"]
    assert (await web.users_info(user="U0LEAD"))["ok"]
    assert (await hand.get("disturbances"))["faults"] == [
        {"method": POST, "channel": "C0GENERAL", "error": "fatal_error"}
    ]
    with pytest.raises(SlackApiError, match="fatal_error"):
        await post(web)


async def test_a_status_comes_instead_of_an_answer(web: AsyncWebClient, hand: Hand) -> None:
    await plan(hand, status=503)
    with pytest.raises(SlackApiError) as caught:
        await post(web)
    assert caught.value.response.status_code == 503
    await plan(hand, status=429, retry_after_s=30)
    with pytest.raises(SlackApiError) as caught:
        await post(web)
    assert (caught.value.response.status_code, caught.value.response.headers["Retry-After"]) == (429, "30")
    assert await texts(hand) == []


async def test_garbage_is_no_json(web: AsyncWebClient, hand: Hand) -> None:
    await plan(hand, garbage=True)
    with pytest.raises(SlackApiError):
        await post(web)
    assert await texts(hand) == []


@pytest.mark.parametrize("is_carried_out", [False, True])
async def test_a_cut_connection_leaves_open_what_was_done(
    address: SandboxAddress, hand: Hand, is_carried_out: bool
) -> None:
    await plan(hand, reset=True, carried_out=is_carried_out)
    headers = {"Authorization": f"Bearer {address.bot_token}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await session.post(f"{address.api_url}{POST}", data={"channel": "C0GENERAL", "text": "Ship it"})
    assert await texts(hand) == (["Ship it"] if is_carried_out else [])


async def test_an_answer_can_be_late(address: SandboxAddress, hand: Hand) -> None:
    await plan(hand, delay_s=0.5, carried_out=True)
    impatient = AsyncWebClient(address.bot_token, base_url=address.api_url, timeout=0.1, retry_handlers=[])  # type: ignore[arg-type]
    with pytest.raises(TimeoutError):
        await post(impatient)
    assert await texts(hand) == ["Ship it"]
    await plan(hand, delay_s=0.01)
    assert (await post(impatient))["ok"]
    assert await texts(hand) == ["Ship it", "Ship it"]


async def test_planned_faults_can_be_taken_back(web: AsyncWebClient, hand: Hand) -> None:
    await plan(hand, status=500, times=100)
    assert (await hand.post("faults/clear"))["ok"]
    assert (await post(web))["ok"]


@pytest.mark.parametrize("fault", [{}, {"error": "a", "status": 500}, {"garbage": True, "reset": True}, {"oops": 1}])
async def test_a_fault_is_of_one_kind(hand: Hand, fault: Json) -> None:
    assert (await hand.post("faults", **fault))["error"] == "invalid_arguments"


async def test_response_urls_can_fail_as_well(hand: Hand, app: OutsideApp) -> None:
    await hand.post("faults", method="response_url", status=500)
    await hand.command("list")
    url = app.received[0].payload["response_url"]
    async with aiohttp.ClientSession() as session:
        assert (await session.post(url, json={"text": "Late"})).status == 500
        assert (await session.post(url, json={"text": "Late"})).status == 200
    assert [message["text"] for message in await hand.messages("general", "lead")] == ["Late"]


async def test_the_log_tells_what_went_wrong(web: AsyncWebClient, hand: Hand) -> None:
    await plan(hand, status=502)
    with pytest.raises(SlackApiError):
        await post(web)
    entries = (await hand.get("log"))["entries"]
    assert (entries[-1]["fault"], entries[-1]["response"]) == ({"method": POST, "status": 502}, None)


# On the way to the app


async def test_a_dropped_socket_costs_nothing_where_there_is_another(address: SandboxAddress, hand: Hand) -> None:
    async with connected_app(address) as one, connected_app(address) as other:
        dropped = await hand.post("drop-socket")
        assert dropped == {"ok": True}
        assert (await hand.command("add Ship it"))["ok"]
        await until(lambda: len(one.received) + len(other.received) == 1)


async def test_a_lone_app_connects_again_after_a_drop(hand: Hand, app: OutsideApp) -> None:
    session = app.client.current_session
    await hand.post("drop-socket")
    await until(lambda: app.client.current_session is not session)
    async with asyncio.timeout(5):
        while not (await hand.command("list"))["ok"]:
            pass
    assert len(app.received) == 1


async def test_nothing_is_dropped_where_nobody_is_connected(hand: Hand) -> None:
    assert (await hand.post("drop-socket"))["error"] == "dispatch_failed"


async def test_a_command_comes_twice_on_demand(hand: Hand, app: OutsideApp) -> None:
    await hand.post("duplicate", times=1)
    assert (await hand.command("add Ship it"))["ok"]
    one, other = await app.wait_for(2)
    assert one.payload == other.payload
    assert one.envelope_id != other.envelope_id
    assert (await hand.command("add Another"))["ok"]
    assert len(app.received) == 3


async def test_an_event_comes_again_as_a_retry(hand: Hand, app: OutsideApp) -> None:
    assert (await hand.post("retry-event"))["error"] == "nothing_sent"
    await hand.post("open-home", user="lead")
    await app.wait_for(1)
    assert (await hand.command("list"))["ok"]
    assert await hand.post("retry-event") == {"ok": True}
    first, _, again = await app.wait_for(3)
    assert (first.retry_attempt, again.retry_attempt, again.retry_reason) == (0, 1, "timeout")
    assert first.payload["event_id"] == again.payload["event_id"]
    assert first.envelope_id != again.envelope_id
