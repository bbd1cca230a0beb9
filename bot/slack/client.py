"""The one client of Slack's Web API, and who the bot is in its workspace."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from msgspec import Struct
from slack_sdk.web.async_client import AsyncWebClient

TIMEOUT_S = 10


class Identity(Struct, frozen=True, kw_only=True):
    """The bot itself, as `auth.test` tells it; `scopes` are the ones granted."""

    team_id: str
    user_id: str
    bot_id: str
    name: str
    scopes: frozenset[str]


@asynccontextmanager
async def shared_session() -> AsyncIterator[aiohttp.ClientSession]:
    """One HTTP session for all calls to Slack: opening one a call costs a third of the throughput."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT_S)) as session:
        yield session


def client(session: aiohttp.ClientSession, *, api_url: str, token: str) -> AsyncWebClient:
    """A client that never repeats a call by itself: whether a message may be posted again is decided in one place."""
    return AsyncWebClient(token=token, base_url=api_url, session=session, timeout=TIMEOUT_S, retry_handlers=[])


async def identity(web: AsyncWebClient) -> Identity:
    """Ask Slack who the token belongs to. Raises `SlackApiError`."""
    answer = await web.auth_test()
    scopes = {scope.strip() for scope in answer.headers.get("x-oauth-scopes", "").split(",")}
    return Identity(
        team_id=answer["team_id"],
        user_id=answer["user_id"],
        bot_id=answer["bot_id"],
        name=answer["user"],
        scopes=frozenset(scopes - {""}),
    )
