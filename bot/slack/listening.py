"""Hearing Slack: the Bolt application, and Socket Mode with two connections.

Two, so that one is there while Slack refreshes the other.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.client import Identity

CONNECTIONS = 2
PING_INTERVAL_S = 10

log = logging.getLogger(__name__)


def application(web: AsyncWebClient, identity: Identity) -> AsyncApp:
    """A Bolt application that knows who it is without asking, and answers as soon as its listener has."""

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
        return AsyncApp(name="taskbot", client=anonymous, authorize=authorize, process_before_response=True)


@contextmanager
def _quiet(bolt: logging.Logger) -> Iterator[None]:
    """Spare the operator Bolt's advice on the token that it finds in the environment and is not to use."""
    level = bolt.level
    bolt.setLevel(logging.ERROR)
    try:
        yield
    finally:
        bolt.setLevel(level)


@asynccontextmanager
async def connected(app: AsyncApp, web: AsyncWebClient, *, app_token: str) -> AsyncIterator[None]:
    """Keep the app connected while inside. A connection that is lost is opened again by the client itself."""
    handlers = [
        AsyncSocketModeHandler(app, app_token, web_client=web, ping_interval=PING_INTERVAL_S)
        for _ in range(CONNECTIONS)
    ]
    try:
        for handler in handlers:
            await handler.client.connect()  # type: ignore[no-untyped-call]
        log.info("connected to Slack", extra={"connections": CONNECTIONS})
        yield
    finally:
        await asyncio.gather(*[handler.client.close() for handler in handlers])  # type: ignore[no-untyped-call]
