"""The connection to Redis or Valkey: quick to fail, since nobody has to wait for it."""

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

CONNECT_WITHIN_S = 2
ANSWER_WITHIN_S = 5
"""Longer than any read blocks for new events."""

HEALTH_CHECKED_EVERY_S = 15


def connect(url: str) -> Redis:
    """Make a client; nothing is asked of the server until the first command, which is repeated once at most."""
    return Redis.from_url(
        url,
        socket_connect_timeout=CONNECT_WITHIN_S,
        socket_timeout=ANSWER_WITHIN_S,
        socket_keepalive=True,
        health_check_interval=HEALTH_CHECKED_EVERY_S,
        retry=Retry(NoBackoff(), 1),
        client_name="taskbot",
    )
