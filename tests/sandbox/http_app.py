"""An app that Slack reaches over HTTP, for the tests of signed requests."""

import asyncio
import hashlib
import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from aiohttp import web

from sandbox.server import SandboxAddress
from tests.sandbox.outside import Hand, Json


class Request(msgspec.Struct, frozen=True):
    """One request as it came, and whether Slack has signed it."""

    headers: dict[str, str]
    query: dict[str, str]
    body: bytes
    is_signed: bool

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True, strict_parsing=True))

    @property
    def payload(self) -> Json:
        """What it tells, in whichever of Slack's three wrappings."""
        if self.content_type == "application/json":
            return dict(msgspec.json.decode(self.body))
        if "payload" in self.form:
            return dict(msgspec.json.decode(self.form["payload"]))
        return dict(self.form)


class HttpApp:
    """Keeps what it receives and answers as told; the challenge of url_verification is given back and not kept."""

    def __init__(self, signing_secret: str) -> None:
        self.url = ""
        self.received: list[Request] = []
        self.status = 200
        self.answer: Json | str = ""
        self.challenge: str | None = None
        self.is_silent = False
        self._secret = signing_secret
        self._arrived = asyncio.Event()
        self._end = asyncio.Event()

    async def wait_for(self, count: int) -> list[Request]:
        async with asyncio.timeout(5):
            while len(self.received) < count:
                self._arrived.clear()
                await self._arrived.wait()
        return self.received

    def end(self) -> None:
        """Let go of what is still unanswered."""
        self._end.set()

    async def receive(self, asked: web.Request) -> web.Response:
        body = await asked.read()
        headers = {name.lower(): value for name, value in asked.headers.items()}
        request = Request(headers, dict(asked.query), body, self._is_signed(asked, body))
        if request.content_type == "application/json" and request.payload["type"] == "url_verification":
            assert request.is_signed
            given = request.payload["challenge"] if self.challenge is None else self.challenge
            return web.json_response({"challenge": given})
        self.received.append(request)
        self._arrived.set()
        if self.is_silent:
            await self._end.wait()
        if isinstance(self.answer, str):
            return web.Response(text=self.answer, status=self.status)
        return web.json_response(self.answer, status=self.status)

    def _is_signed(self, asked: web.Request, body: bytes) -> bool:
        signed = f"v0:{asked.headers.get('X-Slack-Request-Timestamp')}:".encode() + body
        digest = hmac.new(self._secret.encode(), signed, hashlib.sha256).hexdigest()
        return hmac.compare_digest(asked.headers.get("X-Slack-Signature", ""), f"v0={digest}")


@asynccontextmanager
async def http_app(address: SandboxAddress) -> AsyncIterator[HttpApp]:
    """Serve such an app on a free port while inside."""
    app = HttpApp(address.signing_secret)
    application = web.Application()
    application.router.add_route("*", "/slack/events", app.receive)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    app.url = f"http://127.0.0.1:{port}/slack/events"
    try:
        yield app
    finally:
        app.end()
        await runner.cleanup()


async def use_http(hand: Hand, app: HttpApp) -> Any:
    return await hand.post("delivery", mode="http", request_url=app.url)
