"""What the bot is compared with, each a program of its own: `python -m tests.benchmarks.comparisons NAME ...`."""

import asyncio
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Coroutine
from datetime import UTC, datetime
from typing import Any

import aiohttp
import msgspec
import uvicorn
from pymongo import AsyncMongoClient
from pymongo.asynchronous.client_session import AsyncClientSession
from redis.asyncio import Redis
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.service.reminding import Reminding
from bot.storage import database
from bot.storage.agenda import StoredAgenda
from bot.storage.deliveries import StoredLedger
from bot.storage.tasks import StoredTasks
from handlers.reminders import ReminderTick
from tests.benchmarks.loader import at_once
from tests.benchmarks.machine import SECRET
from tests.benchmarks.stub import TEAM

Json = dict[str, Any]


async def bare_bolt(port: str) -> None:
    """Serve a Bolt app as its readme shows it: the default runner, and a listener that does nothing but answer."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=TEAM, bot_token="xoxb-bench", bot_user_id="U0BOT")

    app = AsyncApp(signing_secret=SECRET, authorize=authorize)

    @app.command("/task")
    async def answer(ack: AsyncAck) -> None:
        await ack()

    handler = AsyncSlackRequestHandler(app)

    async def deliver(request: Request) -> Response:
        return await handler.handle(request)

    async def healthz(_: Request) -> Response:
        return PlainTextResponse("ready")

    routes = [Route("/slack/events", deliver, methods=["POST"]), Route("/healthz", healthz)]
    config = uvicorn.Config(Starlette(routes=routes), port=int(port), log_level="warning", access_log=False)
    await uvicorn.Server(config).serve()


async def raw_writes(mongodb_uri: str, seconds: str) -> Json:
    """Write task, event and identity in one transaction, its number taken before, 16 at once."""
    async with AsyncMongoClient[Json](mongodb_uri, w="majority") as client:
        target = client.get_default_database()
        counters = target["counters"]
        await counters.update_one({"_id": TEAM}, {"$setOnInsert": {"last": 0}}, upsert=True)
        for name in ("tasks", "events", "identities"):
            await target[name].insert_one({})

        async def write() -> None:
            counter = await counters.find_one_and_update({"_id": TEAM}, {"$inc": {"last": 1}})
            number = counter["last"] if counter else 0
            now = datetime.now(UTC)
            task = {"team_id": TEAM, "number": number, "title": "Ship it", "status": "open", "created_at": now}

            async def all_three(session: AsyncClientSession) -> None:
                await target["tasks"].insert_one({**task}, session=session)
                await target["events"].insert_one({"kind": "created", "at": now, "task": task}, session=session)
                await target["identities"].insert_one({"stimulus": f"{number}.raw", "at": now}, session=session)

            async with client.start_session() as session:
                await session.with_transaction(all_three)  # again, if the server was just making the collections

        await at_once(16, 0.5, write)
        return {"rate": await at_once(16, float(seconds), write)}


async def raw_fanout(redis_url: str, api_url: str, count: str) -> Json:
    """Carry events to Slack one at a time: on a stream, off it, posted, acknowledged."""
    stream, group = "raw:events", "raw"
    async with Redis.from_url(redis_url) as redis, aiohttp.ClientSession() as session:
        await redis.delete(stream)
        await redis.xgroup_create(stream, group, mkstream=True)
        body = {"channel": "C0000", "text": "Task #1: Ship it", "blocks": _CARD}

        async def carry() -> None:
            await redis.xadd(stream, {"event": msgspec.json.encode(body)})
            read: Any = await redis.xreadgroup(group, "one", {stream: ">"}, count=1)
            [(_, [(entry_id, fields)])] = read
            await _post(session, api_url, fields[b"event"])
            await redis.xack(stream, group, entry_id)

        return {"rate": await _rate(int(count), carry)}


async def raw_posts(api_url: str, count: str) -> Json:
    """Post messages one at a time."""
    body = msgspec.json.encode({"channel": "C0000", "text": "Ship it is due now", "blocks": _CARD})
    async with aiohttp.ClientSession() as session:
        return {"rate": await _rate(int(count), lambda: _post(session, api_url, body))}


async def idle_ticks(mongodb_uri: str, count: str) -> Json:
    """Look around where no task's time has come, as the scheduler does each second; in milliseconds."""
    async with database.connect(mongodb_uri) as client:
        stored = database.database_of(client)
        elsewhere: Any = None  # an idle tick asks the agenda alone
        reminding = Reminding(
            StoredTasks(stored), StoredAgenda(stored), StoredLedger(stored), elsewhere, elsewhere, elsewhere
        )
        tick = ReminderTick(reminding, lambda: datetime.now(UTC))
        times = []
        for _ in range(int(count)):
            began = time.perf_counter()
            await tick.tick()
            times.append((time.perf_counter() - began) * 1000)
        return {"p50_ms": statistics.median(times)}


async def _rate(count: int, carry: Callable[[], Awaitable[None]]) -> float:
    for _ in range(count // 10):
        await carry()
    began = time.perf_counter()
    for _ in range(count):
        await carry()
    return count / (time.perf_counter() - began)


async def _post(session: aiohttp.ClientSession, api_url: str, body: bytes) -> None:
    headers = {"Content-Type": "application/json", "Authorization": "Bearer xoxb-bench"}
    async with session.post(f"{api_url}chat.postMessage", data=body, headers=headers) as answer:
        if not msgspec.json.decode(await answer.read())["ok"]:
            raise RuntimeError("refused")


_CARD: list[Json] = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "#1 *Ship it*"}},
    {"type": "section", "text": {"type": "mrkdwn", "text": "○ Open · Nobody yet · Due tomorrow"}},
    {
        "type": "actions",
        "elements": [
            {"type": "button", "action_id": name, "value": "[1]", "text": {"type": "plain_text", "text": name}}
            for name in ("take", "start", "complete", "edit")
        ],
    },
]

COMPARISONS: dict[str, Callable[..., Coroutine[Any, Any, Json | None]]] = {
    "bare_bolt": bare_bolt,
    "raw_writes": raw_writes,
    "raw_fanout": raw_fanout,
    "raw_posts": raw_posts,
    "idle_ticks": idle_ticks,
}

if __name__ == "__main__":
    measured = asyncio.run(COMPARISONS[sys.argv[1]](*sys.argv[2:]))
    if measured is not None:
        sys.stdout.write(msgspec.json.encode(measured).decode())
