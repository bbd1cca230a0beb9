"""A Slack without rates: it says yes to everything, and notes when each call came."""

import asyncio
import itertools
import re
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs

import msgspec
from aiohttp import WSMsgType, web

TEAM = "T0BENCH"
BOT = "U0BOT"
SCOPES = "commands,chat:write,chat:write.public,im:write,users:read,channels:read,groups:read"
CHANNELS = tuple(f"C{number:04}" for number in range(60))
PEOPLE = tuple(f"U{number:04}" for number in range(60))

ANSWERED_WITHIN_S = 10

_NUMBER = re.compile(rb"#(\d+)")

Json = dict[str, Any]


class Arrival(msgspec.Struct, frozen=True):
    """A call of the bot's: when it came, in epoch seconds, and what it carried."""

    method: str
    at: float
    body: bytes

    @property
    def number(self) -> int | None:
        """The number of the task that it is about."""
        found = _NUMBER.search(self.body)
        return int(found[1]) if found else None


class Stub:
    """The stub's state: what came, and the bot's sockets."""

    def __init__(self) -> None:
        self.url = ""
        self.arrivals: list[Arrival] = []
        self.sockets: list[web.WebSocketResponse] = []
        self._counts: Counter[str] = Counter()
        self._acks: dict[str, asyncio.Future[Json]] = {}
        self._heard = asyncio.Event()
        self._ids = itertools.count(1)

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    def of(self, *methods: str) -> list[Arrival]:
        """List the calls of some methods."""
        return [arrival for arrival in self.arrivals if arrival.method in methods]

    def clear(self) -> None:
        """Forget what came."""
        self.arrivals.clear()
        self._counts.clear()

    def count(self, method: str) -> int:
        """Count the calls of a method."""
        return self._counts[method]

    async def until(self, method: str, count: int, within_s: float = 60) -> None:
        """Wait for so many calls of a method."""
        async with asyncio.timeout(within_s):
            while self._counts[method] < count:
                self._heard.clear()
                await self._heard.wait()

    async def envelope(self, kind: str, payload: Json) -> Json:
        """Send a payload over one of the bot's sockets, and wait for its ack."""
        envelope_id = f"e{next(self._ids)}"
        ack: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._acks[envelope_id] = ack
        envelope = {"envelope_id": envelope_id, "type": kind, "payload": payload, "accepts_response_payload": True}
        await self.sockets[next(self._ids) % len(self.sockets)].send_str(msgspec.json.encode(envelope).decode())
        return await asyncio.wait_for(ack, ANSWERED_WITHIN_S)

    async def call(self, request: web.Request) -> web.Response:
        """Answer a call of the Web API."""
        at = time.time()
        method = request.match_info["method"]
        body = await request.read()
        self.arrivals.append(Arrival(method, at, body))
        self._counts[method] += 1
        self._heard.set()
        answer = {"ok": True, **self._answer(method, request, body)}
        headers = {"x-oauth-scopes": SCOPES} if method == "auth.test" else None
        return web.Response(body=msgspec.json.encode(answer), content_type="application/json", headers=headers)

    async def socket(self, request: web.Request) -> web.WebSocketResponse:
        """Hold one Socket Mode connection."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A0BENCH"}})
        self.sockets.append(socket)
        async for message in socket:
            if message.type == WSMsgType.TEXT:
                told = msgspec.json.decode(message.data)
                self._acks.pop(told["envelope_id"]).set_result(told.get("payload") or {})
        return socket

    def _answer(self, method: str, request: web.Request, body: bytes) -> Json:
        if method == "chat.postMessage":
            return {"channel": "C0", "ts": f"{next(self._ids)}.000100", "message": {}}
        if method == "users.info":
            user = _argument("user", request, body)
            return {"user": {"id": user, "name": user.casefold(), "tz": "Europe/Berlin", "locale": "en-US"}}
        if method == "conversations.info":
            return {"channel": {"id": _argument("channel", request, body), "is_channel": True, "is_member": True}}
        if method == "views.publish":
            return {"view": {"id": "V0", "hash": f"{next(self._ids)}"}}
        if method == "apps.connections.open":
            return {"url": f"ws{self.url.removeprefix('http')}/socket"}
        return _STANDING.get(method, {})


_STANDING: dict[str, Json] = {
    "auth.test": {"team_id": TEAM, "user_id": BOT, "bot_id": "B0BOT", "user": "taskbot", "team": "Bench"},
    "users.conversations": {"channels": [{"id": channel} for channel in CHANNELS]},
}


@asynccontextmanager
async def running() -> AsyncIterator[Stub]:
    """Serve the stub on a free port while inside."""
    stub = Stub()
    application = web.Application()
    application.router.add_route("*", "/api/{method}", stub.call)
    application.router.add_get("/socket", stub.socket)
    application.router.add_post("/response/{user}", _take_response)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    stub.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield stub
    finally:
        for socket in stub.sockets:
            await socket.close()
        await runner.cleanup()


async def _take_response(request: web.Request) -> web.Response:
    await request.read()
    return web.Response(text="ok")


def _argument(name: str, request: web.Request, body: bytes) -> str:
    if name in request.query:
        return request.query[name]
    if request.content_type == "application/json":
        return str(msgspec.json.decode(body)[name])
    return parse_qs(body.decode())[name][0]
