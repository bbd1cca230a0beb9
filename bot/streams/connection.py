"""The connection to Redis or Valkey: quick to fail, since nobody has to wait for it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import TimeoutError as RedisTimeoutError

CONNECT_WITHIN_S = 2
ANSWER_WITHIN_S = 5.0
HEALTH_CHECKED_EVERY_S = 15


def connect(url: str) -> Redis:
    """Make a client; nothing is asked of the server until the first command, which is repeated once at most.

    It has no time-out of its own, see `answering`.
    """
    return Redis.from_url(
        url,
        socket_connect_timeout=CONNECT_WITHIN_S,
        socket_timeout=None,
        socket_keepalive=True,
        health_check_interval=HEALTH_CHECKED_EVERY_S,
        retry=Retry(NoBackoff(), 1),
        client_name="taskbot",
    )


async def ping(redis: Redis, *, within_s: float) -> None:
    """See that the server answers. Raises `RedisError`."""
    async with answering(within_s=within_s):
        await redis.ping()


@asynccontextmanager
async def answering(*, within_s: float = ANSWER_WITHIN_S) -> AsyncIterator[None]:
    """Bound the wait for an answer; raises redis-py's own `TimeoutError`.

    The client's `socket_timeout` would do it by `asyncio.wait_for`, which in Python 3.11 can swallow a cancellation
    (https://github.com/python/cpython/issues/86296): a task that is told to stop would go on.
    """
    try:
        async with asyncio.timeout(within_s):
            yield
    except TimeoutError as error:
        raise RedisTimeoutError("no answer in time") from error
