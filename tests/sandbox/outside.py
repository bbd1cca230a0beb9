"""An app outside of the sandbox, and the hand that moves people inside of it."""

import asyncio
from typing import Any

import httpx
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import SandboxAddress

Json = dict[str, Any]


class OutsideApp:
    """A Socket Mode app of slack_sdk: it keeps what it receives and acks with `answer`, unless `is_silent`."""

    def __init__(self, address: SandboxAddress) -> None:
        self.web = AsyncWebClient(address.bot_token, base_url=address.api_url)
        self.client = SocketModeClient(address.app_token, web_client=self.web, ping_interval=0.2)
        self.client.socket_mode_request_listeners.append(self._receive)
        self.received: list[SocketModeRequest] = []
        self.answer: Json | None = None
        self.is_silent = False
        self._arrived = asyncio.Event()

    async def connect(self) -> None:
        await self.client.connect()  # type: ignore[no-untyped-call]

    async def close(self) -> None:
        await self.client.close()  # type: ignore[no-untyped-call]

    async def _receive(self, _client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        self.received.append(request)
        self._arrived.set()
        if not self.is_silent:
            response = SocketModeResponse(envelope_id=request.envelope_id, payload=self.answer)
            await self.client.send_socket_mode_response(response)

    async def wait_for(self, count: int) -> list[SocketModeRequest]:
        """Wait until so many envelopes have come."""
        async with asyncio.timeout(5):
            while len(self.received) < count:
                self._arrived.clear()
                await self._arrived.wait()
        return self.received


class Hand:
    """Calls the control API."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http

    async def post(self, path: str, **body: Any) -> Json:
        return dict((await self.http.post(f"/_control/{path}", json=body)).json())

    async def get(self, path: str, **query: Any) -> Json:
        return dict((await self.http.get(f"/_control/{path}", params=query)).json())

    async def command(self, typed: str, user: str = "lead", channel: str = "#general") -> Json:
        return await self.post("command", user=user, channel=channel, command="/task", typed=typed)

    async def messages(self, channel: str, user: str | None = None) -> list[Json]:
        return list((await self.get(f"messages/{channel}", **({"user": user} if user else {})))["messages"])
