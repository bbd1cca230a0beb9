"""Socket Mode: tickets, one envelope to one connection, refresh, the end of a connection before its ack."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import aiohttp
import msgspec
import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import SandboxAddress
from tests.sandbox.conftest import connected_app
from tests.sandbox.outside import Hand, Json, OutsideApp


async def new_socket_url(address: SandboxAddress) -> str:
    web = AsyncWebClient(base_url=address.api_url)
    return str((await web.apps_connections_open(app_token=address.app_token))["url"])


class Delivered(msgspec.Struct, frozen=True):
    """An envelope, and the connection over which it came."""

    socket: aiohttp.ClientWebSocketResponse
    envelope: Json


async def next_envelope(receiving: dict[asyncio.Task[Json], aiohttp.ClientWebSocketResponse]) -> Delivered:
    """Wait for whichever connection gets the next envelope; that connection is no longer waited for."""
    done, _ = await asyncio.wait(receiving, timeout=2, return_when=asyncio.FIRST_COMPLETED)
    [got] = done
    return Delivered(receiving.pop(got), got.result())


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def test_a_ticket_opens_one_connection(address: SandboxAddress, http: aiohttp.ClientSession) -> None:
    url = await new_socket_url(address)
    async with http.ws_connect(url) as socket:
        hello = await socket.receive_json(timeout=2)
        assert (hello["type"], hello["num_connections"]) == ("hello", 1)
        assert hello["connection_info"]["app_id"] == "A0TASKBOT"
        assert hello["debug_info"]["approximate_connection_time"] > 0
        for used_or_unknown in (url, url[:-3] + "abc"):
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await http.ws_connect(used_or_unknown)


async def test_a_ping_is_answered_with_its_payload(address: SandboxAddress, http: aiohttp.ClientSession) -> None:
    async with http.ws_connect(await new_socket_url(address), autoping=False) as socket:
        await socket.receive_json(timeout=2)
        await socket.ping(b"sdk-ping-pong:12.5")
        pong = await socket.receive(timeout=2)
        assert (pong.type, pong.data) == (aiohttp.WSMsgType.PONG, b"sdk-ping-pong:12.5")


async def test_an_eleventh_connection_is_told_to_go(address: SandboxAddress, http: aiohttp.ClientSession) -> None:
    async with contextlib.AsyncExitStack() as stack:
        for number in range(1, 11):
            socket = await stack.enter_async_context(http.ws_connect(await new_socket_url(address)))
            assert (await socket.receive_json(timeout=2))["num_connections"] == number
        async with http.ws_connect(await new_socket_url(address)) as eleventh:
            told = await eleventh.receive_json(timeout=2)
            assert (told["type"], told["reason"]) == ("disconnect", "too_many_websockets")
            assert (await eleventh.receive(timeout=2)).type == aiohttp.WSMsgType.CLOSE


async def test_each_envelope_goes_to_one_connection_in_turn(address: SandboxAddress, hand: Hand) -> None:
    async with connected_app(address) as one, connected_app(address) as other:
        for number in range(6):
            assert (await hand.command(f"add {number}"))["ok"]
        texts = [[request.payload["text"] for request in app.received] for app in (one, other)]
    assert [len(received) for received in texts] == [3, 3]
    assert sorted(texts[0] + texts[1]) == [f"add {number}" for number in range(6)]


async def test_a_refreshed_connection_makes_place_for_a_new_one(
    address: SandboxAddress, hand: Hand, app: OutsideApp
) -> None:
    old_session = app.client.current_session
    assert await hand.post("refresh") == {"ok": True}
    async with asyncio.timeout(5):
        while not (await hand.command("list"))["ok"]:
            pass
    assert app.client.current_session is not old_session


async def test_a_refreshed_connection_gets_no_more_envelopes_but_may_bring_its_acks(
    address: SandboxAddress, hand: Hand, http: aiohttp.ClientSession
) -> None:
    async with http.ws_connect(await new_socket_url(address)) as socket:
        await socket.receive_json(timeout=2)
        under_way = asyncio.create_task(hand.command("list"))
        envelope = await socket.receive_json(timeout=2)
        await hand.post("refresh")
        assert (await socket.receive_json(timeout=2))["reason"] == "refresh_requested"
        await socket.send_json({"envelope_id": envelope["envelope_id"]})
        assert (await under_way)["ok"]
        assert (await hand.command("list"))["error"] == "dispatch_failed"


@pytest.mark.parametrize("reason", ["refresh_requested", "link_disabled"])
async def test_a_goodbye_can_be_warned_of(
    address: SandboxAddress, hand: Hand, http: aiohttp.ClientSession, reason: str
) -> None:
    async with http.ws_connect(await new_socket_url(address)) as socket:
        await socket.receive_json(timeout=2)
        going = asyncio.create_task(hand.post("refresh", reason=reason, warned_s=0.3))
        assert (await socket.receive_json(timeout=2))["reason"] == "warning"
        under_way = asyncio.create_task(hand.command("list"))
        envelope = await socket.receive_json(timeout=2)
        assert envelope["type"] == "slash_commands"
        await socket.send_json({"envelope_id": envelope["envelope_id"]})
        assert (await under_way)["ok"]
        assert (await socket.receive_json(timeout=2))["reason"] == reason
        assert await going == {"ok": True}


async def test_a_connection_that_dies_before_its_ack_fails_the_command(
    address: SandboxAddress, hand: Hand, http: aiohttp.ClientSession
) -> None:
    async with http.ws_connect(await new_socket_url(address)) as socket:
        await socket.receive_json(timeout=2)
        under_way = asyncio.create_task(hand.command("list"))
        await socket.receive_json(timeout=2)
    answer = await under_way
    assert (answer["ok"], answer["error"]) == (False, "dispatch_failed")


async def test_what_was_not_acked_comes_once_more_on_another_connection(
    address: SandboxAddress, hand: Hand, http: aiohttp.ClientSession
) -> None:
    async with contextlib.AsyncExitStack() as stack:
        sockets = [await stack.enter_async_context(http.ws_connect(await new_socket_url(address))) for _ in range(3)]
        for socket in sockets:
            await socket.receive_json(timeout=2)
        under_way = asyncio.create_task(hand.command("list"))
        receiving = {asyncio.create_task(socket.receive_json()): socket for socket in sockets}

        first = await next_envelope(receiving)
        await first.socket.close()
        second = await next_envelope(receiving)
        await second.socket.send_json({"envelope_id": second.envelope["envelope_id"]})

        assert (await under_way)["ok"]
        assert second.envelope["payload"] == first.envelope["payload"]
        assert second.envelope["envelope_id"] != first.envelope["envelope_id"]
        for waiting in receiving:
            waiting.cancel()


async def test_what_was_not_acked_twice_has_failed(
    address: SandboxAddress, hand: Hand, http: aiohttp.ClientSession
) -> None:
    async with contextlib.AsyncExitStack() as stack:
        sockets = [await stack.enter_async_context(http.ws_connect(await new_socket_url(address))) for _ in range(3)]
        for socket in sockets:
            await socket.receive_json(timeout=2)
        under_way = asyncio.create_task(hand.command("list"))
        receiving = {asyncio.create_task(socket.receive_json()): socket for socket in sockets}
        for _ in range(2):
            await (await next_envelope(receiving)).socket.close()
        assert (await under_way)["error"] == "dispatch_failed"
        assert len(receiving) == 1
        for waiting in receiving:
            waiting.cancel()


async def test_what_was_not_acked_before_a_refresh_comes_again_on_the_connection_that_follows(
    address: SandboxAddress, hand: Hand, http: aiohttp.ClientSession
) -> None:
    async with http.ws_connect(await new_socket_url(address)) as old:
        await old.receive_json(timeout=2)
        under_way = asyncio.create_task(hand.command("list"))
        lost = await old.receive_json(timeout=2)
        await hand.post("refresh")
    async with http.ws_connect(await new_socket_url(address)) as new:
        assert (await new.receive_json(timeout=2))["type"] == "hello"
        envelope = await new.receive_json(timeout=2)
        await new.send_json({"envelope_id": envelope["envelope_id"]})
        assert (await under_way)["ok"]
    assert envelope["payload"] == lost["payload"]


async def test_an_envelope_has_the_fields_of_slacks(
    address: SandboxAddress, hand: Hand, http: aiohttp.ClientSession
) -> None:
    async with http.ws_connect(await new_socket_url(address)) as socket:
        await socket.receive_json(timeout=2)
        under_way = asyncio.create_task(hand.command("list"))
        command = await socket.receive_json(timeout=2)
        await socket.send_str("Ping from outside")
        await socket.send_json({"envelope_id": command["envelope_id"]})
        assert (await under_way)["ok"]
        assert (command["type"], command["accepts_response_payload"]) == ("slash_commands", True)
        await hand.post("members", channel="product", user="guest", present=True)
        event = await socket.receive_json(timeout=2)
        assert (event["type"], event["accepts_response_payload"]) == ("events_api", False)
        assert (event["retry_attempt"], event["retry_reason"]) == (0, "")


async def test_a_bolt_app_runs_against_it_unchanged(address: SandboxAddress, hand: Hand) -> None:
    app = AsyncApp(token=address.bot_token, client=AsyncWebClient(address.bot_token, base_url=address.api_url))

    @app.command("/task")
    async def task(ack: AsyncAck, command: dict[str, str], client: AsyncWebClient) -> None:
        await ack(f"heard {command['text']}")
        await client.chat_postMessage(channel=command["user_id"], text="a DM")

    handler = AsyncSocketModeHandler(app, address.app_token, web_client=app.client)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    try:
        answer = await hand.command("add Ship it @designer")
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]
    assert answer["response"]["text"] == "heard add Ship it <@U0DESIGNER|designer>"
