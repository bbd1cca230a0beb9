"""The one client of Slack's Web API, and who the bot is in its workspace."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import aiohttp
import msgspec
from slack_sdk.http_retry import HttpRequest, HttpResponse, RetryState
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

TIMEOUT_S = 10
TOO_MANY = 429


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """The bot itself, as `auth.test` tells it; `scopes` are the ones granted."""

    team_id: str
    user_id: str
    bot_id: str
    name: str
    scopes: frozenset[str]


@asynccontextmanager
async def shared_session() -> AsyncIterator[aiohttp.ClientSession]:
    """One HTTP session for all calls to Slack: opening one a call costs a third of the throughput."""
    timeout = aiohttp.ClientTimeout(total=TIMEOUT_S)
    async with aiohttp.ClientSession(timeout=timeout, json_serialize_bytes=msgspec.json.encode) as session:
        yield session


class LimitsHeard(AsyncRetryHandler):
    """Tells of each call that Slack refuses as too many, by its method, and has none repeated."""

    def __init__(self, heard: Callable[[str], None]) -> None:
        super().__init__(max_retry_count=0)
        self._heard = heard

    async def can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        """Never; the SDK asks after every call."""
        if response is not None and response.status_code == TOO_MANY:
            self._heard(request.url.rpartition("/")[2])
        return False


def client(
    session: aiohttp.ClientSession, *, api_url: str, token: str, limited: Callable[[str], None]
) -> AsyncWebClient:
    """A client that never repeats a call by itself: whether a message may be posted again is decided in one place.

    `limited` is called with the method at each 429.
    """
    return AsyncWebClient(
        token=token, base_url=api_url, session=session, timeout=TIMEOUT_S, retry_handlers=[LimitsHeard(limited)]
    )


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
