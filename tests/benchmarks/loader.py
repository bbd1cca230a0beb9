"""Who loads the bot: signed requests as Slack sends them, alone or many at once."""

import asyncio
import hashlib
import hmac
import itertools
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from urllib.parse import urlencode

import aiohttp
import msgspec

from tests.benchmarks.machine import SECRET
from tests.benchmarks.stub import CHANNELS, PEOPLE, TEAM, Json, Stub

_serial = itertools.count(1)


class Loader:
    """Sends commands and events to one address, and counts how long each answer took."""

    def __init__(self, session: aiohttp.ClientSession, address: str, stub: Stub) -> None:
        self._session = session
        self._url = f"{address}/slack/events"
        self._stub = stub
        self.last_answer = b""

    async def command(self, text: str, *, person: int = 0, channel: int = 0) -> float:
        """Send a command; gives the milliseconds until its answer."""
        form = command(text, self._stub, person=person, channel=channel)
        return await self._timed(urlencode(form).encode(), "application/x-www-form-urlencoded")

    async def event(self, event: Json) -> float:
        """Send an event; gives the milliseconds until its answer."""
        serial = next(_serial)
        body: Json = {"type": "event_callback", "team_id": TEAM, "api_app_id": "A0BENCH", "event_id": f"Ev{serial}"}
        body |= {"event": {**event, "event_ts": f"{time.time():.6f}"}, "event_time": int(time.time())}
        body |= {"authorizations": [{"team_id": TEAM, "user_id": "U0BOT", "is_bot": True}]}
        return await self._timed(msgspec.json.encode(body), "application/json")

    async def _timed(self, body: bytes, content_type: str) -> float:
        headers = {"Content-Type": content_type, **_signature(body)}
        began = time.perf_counter()
        async with self._session.post(self._url, data=body, headers=headers) as answer:
            self.last_answer = await answer.read()
        spent = time.perf_counter() - began
        if answer.status != 200:
            raise RuntimeError(f"the bot answered {answer.status}")
        return spent * 1000


def command(text: str, stub: Stub, *, person: int, channel: int) -> dict[str, str]:
    """Make the payload of a command, which is another one each time."""
    user = PEOPLE[person]
    return {
        "token": "unused",
        "team_id": TEAM,
        "team_domain": "bench",
        "channel_id": CHANNELS[channel],
        "channel_name": f"channel-{channel}",
        "user_id": user,
        "user_name": user.casefold(),
        "command": "/task",
        "text": text,
        "api_app_id": "A0BENCH",
        "is_enterprise_install": "false",
        "response_url": f"{stub.url}/response/{user}",
        "trigger_id": f"{next(_serial)}.bench",
    }


@asynccontextmanager
async def loading(address: str, stub: Stub) -> AsyncIterator[Loader]:
    """Load an address while inside, over connections that stay open."""
    # uvicorn by itself closes after 5 s what is idle.
    connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=3)
    async with aiohttp.ClientSession(connector=connector) as session:
        yield Loader(session, address, stub)


async def one_by_one(count: int, send: Callable[[], Awaitable[float]]) -> list[float]:
    """Send so many, each after the answer to the one before; gives how long each took."""
    return [await send() for _ in range(count)]


async def at_once(workers: int, seconds: float, send: Callable[[], Awaitable[object]]) -> float:
    """Let so many send without a pause for some seconds; gives the answers a second."""
    began = time.perf_counter()
    end = began + seconds

    async def work() -> int:
        count = 0
        while time.perf_counter() < end:
            await send()
            count += 1
        return count

    counts = await asyncio.gather(*(work() for _ in range(workers)))
    return sum(counts) / (time.perf_counter() - began)


def _signature(body: bytes) -> dict[str, str]:
    timestamp = int(time.time())
    digest = hmac.new(SECRET.encode(), b"v0:%d:%b" % (timestamp, body), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": str(timestamp), "X-Slack-Signature": f"v0={digest}"}
