"""Hearing Slack: the Bolt application, over Socket Mode or over signed HTTP.

Socket Mode has two connections, so that one is there while Slack refreshes the other.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.slack.client import Identity

CONNECTIONS = 2
PING_INTERVAL_S = 10
CLOSED_WITHIN_S = 1.0
ADDRESSES_RENEWED_EVERY_S = 15.0
PATH = "/slack/events"
LARGEST_BODY = 1_000_000

log = logging.getLogger(__name__)


def application(web: AsyncWebClient, identity: Identity, *, signing_secret: str) -> AsyncApp:
    """A Bolt application that knows who it is without asking, and answers as soon as its listener has.

    What comes over HTTP is checked against the signing secret; without one, nothing may come that way.
    """

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None,
            team_id=identity.team_id,
            bot_id=identity.bot_id,
            bot_user_id=identity.user_id,
            bot_token=web.token,
        )

    anonymous = AsyncWebClient(base_url=web.base_url, session=web.session)
    with _quiet(logging.getLogger("slack_bolt.AsyncApp")):
        return AsyncApp(
            name="taskbot",
            client=anonymous,
            authorize=authorize,
            process_before_response=True,
            signing_secret=signing_secret,
        )


@contextmanager
def _quiet(bolt: logging.Logger) -> Iterator[None]:
    """Spare the operator Bolt's advice on the token that it finds in the environment and is not to use.

    Bolt sets the level of its logger anew in the middle of it, and leaves filters alone.
    """
    bolt.addFilter(_is_error)
    try:
        yield
    finally:
        bolt.removeFilter(_is_error)


def _is_error(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.ERROR


@dataclass(frozen=True)
class Connections:
    """The connections of one process, as their clients know them."""

    clients: Sequence[SocketModeClient]

    def hear_no_more(self) -> None:
        """Leave what comes from now on to other processes; what was heard can still be answered."""
        for each in self.clients:
            each.socket_mode_request_listeners.clear()

    async def renew_addresses(self) -> None:
        """Have each that is not open ask Slack for a new address, as long as the program runs.

        An address opens one connection, and soon (docs/slack-limits.md); the SDK's client tries a spent one for ever.
        """
        while True:
            await asyncio.sleep(ADDRESSES_RENEWED_EVERY_S)
            for each in self.clients:
                if not await each.is_connected():
                    each.wss_uri = None

    async def open(self) -> int:
        """How many are open and have not missed four pings."""
        return [await each.is_connected() for each in self.clients].count(True)

    def last_pong_s(self) -> float | None:
        """How many seconds ago the ping was sent that Slack answered last; None before the first."""
        answered = [each.last_ping_pong_time for each in self.clients if each.last_ping_pong_time is not None]
        return max(0.0, time.time() - max(answered)) if answered else None


@asynccontextmanager
async def connected(app: AsyncApp, web: AsyncWebClient, *, app_token: str) -> AsyncIterator[Connections]:
    """Keep the app connected while inside. A connection that is lost is opened again by the client itself."""
    handlers = [
        AsyncSocketModeHandler(app, app_token, web_client=web, ping_interval=PING_INTERVAL_S)
        for _ in range(CONNECTIONS)
    ]
    try:
        for handler in handlers:
            await handler.client.connect()  # type: ignore[no-untyped-call]
        log.info("connected to Slack", extra={"connections": CONNECTIONS})
        yield Connections([handler.client for handler in handlers])
    finally:
        # A Slack that is silent would be waited for by each.
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSED_WITHIN_S):
                await asyncio.gather(*[handler.client.close() for handler in handlers])  # type: ignore[no-untyped-call]


def route(app: AsyncApp) -> Route:
    """The HTTP route on which Slack delivers; forged and old requests get a 401, too large ones a 413.

    Slack's limits: docs/slack-limits.md.
    """

    async def deliver(request: Request) -> Response:
        body = bytearray()
        async for piece in request.stream():
            body += piece
            if len(body) > LARGEST_BODY:
                return PlainTextResponse("too large\n", status_code=413)
        try:
            asked = to_async_bolt_request(request, bytes(body))
        except UnicodeDecodeError:
            return PlainTextResponse("not UTF-8\n", status_code=400)
        return to_starlette_response(await app.async_dispatch(asked))

    return Route(PATH, deliver, methods=["POST"])


def closed_route() -> Route:
    """The same one of a process that is stopping: a balancer may ask another."""

    async def refuse(_: Request) -> Response:
        return PlainTextResponse("stopping\n", status_code=503)

    return Route(PATH, refuse, methods=["POST"])
