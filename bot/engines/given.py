"""Servers that the operator gives: waited for when they are not up yet, and checked for what the bot needs of them."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from bot.engines.errors import ServerRefused, ServerUnreachable
from bot.settings import Secret

logger = logging.getLogger(__name__)

PATIENCE_S = 60
FIRST_PAUSE_S = 0.25
LONGEST_PAUSE_S = 5.0
ANSWER_S = 3

OLDEST_MONGODB = (6, 0)
OLDEST_REDIS = (6, 2)

MONGODB_REFUSED_LOGIN = {13, 18, 8000}


class Answer(msgspec.Struct, frozen=True):
    """What a server says of itself: its name and version, for people."""

    server: str
    version: str


async def waited_for(
    probe: Callable[[Secret], Awaitable[Answer]], address: Secret, *, patience_s: float = PATIENCE_S
) -> Answer:
    """Ask a server until it answers, telling of the wait; raises `ServerUnreachable` after `patience_s` seconds.

    `ServerRefused` is raised at once, for waiting would not help.
    """
    loop = asyncio.get_running_loop()
    end = loop.time() + patience_s
    pause_s = FIRST_PAUSE_S
    while True:
        try:
            return await probe(address)
        except ServerUnreachable as problem:
            left_s = end - loop.time()
            if left_s <= 0:
                raise
            logger.warning("waiting for a server", extra={"problem": str(problem), "left_s": round(left_s)})
            await asyncio.sleep(min(pause_s, left_s))
            pause_s = min(2 * pause_s, LONGEST_PAUSE_S)


async def probe_mongodb(uri: Secret) -> Answer:
    """Ask MongoDB for its version, and whether it is a replica set or a sharded cluster."""
    from pymongo import AsyncMongoClient  # noqa: PLC0415 -- slow to import
    from pymongo.errors import ConfigurationError, ConnectionFailure, OperationFailure, PyMongoError  # noqa: PLC0415

    where = shown(uri)
    try:
        async with AsyncMongoClient[dict[str, Any]](
            uri.reveal(), serverSelectionTimeoutMS=ANSWER_S * 1000, connectTimeoutMS=ANSWER_S * 1000
        ) as client:
            hello = await client.admin.command("hello")
            version: str = (await client.admin.command("buildInfo"))["version"]
    except ConnectionFailure as problem:
        raise ServerUnreachable(
            f"MongoDB at {where} does not answer: start it, or correct MONGODB_URI (its replicaSet too)."
        ) from problem
    except OperationFailure as problem:
        if problem.code in MONGODB_REFUSED_LOGIN:
            raise ServerRefused(f"MongoDB at {where} refuses the login: correct the name and password.") from problem
        raise ServerRefused(f"MongoDB at {where} refuses the bot (code {problem.code}): see its log.") from problem
    except (ConfigurationError, ValueError) as problem:
        raise ServerRefused(
            f"MONGODB_URI ({where}) is not an address that the driver takes: see that names and passwords in it are "
            "percent-encoded and its options spelt right."
        ) from problem
    except PyMongoError as problem:
        raise ServerUnreachable(f"MongoDB at {where} does not answer ({type(problem).__name__}).") from problem
    if "setName" not in hello and hello.get("msg") != "isdbgrid":
        raise ServerRefused(
            f"MongoDB at {where} is not a replica set, which reads of one moment need: start mongod with "
            "--replSet taskbot and run rs.initiate() once (one node is enough)."
        )
    return checked(Answer("MongoDB", version), OLDEST_MONGODB, where)


async def probe_redis(url: Secret) -> Answer:
    """Ask Redis or Valkey for its version."""
    from redis.asyncio import Redis  # noqa: PLC0415 -- slow to import
    from redis.exceptions import AuthenticationError, RedisError, ResponseError  # noqa: PLC0415

    where = shown(url)
    try:
        async with Redis.from_url(url.reveal(), socket_timeout=ANSWER_S, socket_connect_timeout=ANSWER_S) as client:
            said: dict[str, Any] = await client.info("server")
    except (AuthenticationError, ResponseError) as problem:
        raise ServerRefused(
            f"Redis at {where} refuses the login: correct the name and password in REDIS_URL."
        ) from problem
    except ValueError as problem:
        raise ServerRefused(f"REDIS_URL ({where}) is not an address that the client takes: correct it.") from problem
    except (RedisError, OSError, TimeoutError) as problem:
        raise ServerUnreachable(f"Redis at {where} does not answer: start it, or correct REDIS_URL.") from problem
    version = str(said["redis_version"])
    if "valkey_version" in said:
        return checked(Answer("Valkey", str(said["valkey_version"])), OLDEST_REDIS, where)
    return checked(Answer("Redis", version), OLDEST_REDIS, where)


def checked(answer: Answer, oldest: tuple[int, int], where: str) -> Answer:
    """Refuse a server older than what the bot is written for."""
    numbers = tuple(int(part) for part in re.findall(r"\d+", answer.version)[:2])
    if numbers < oldest:
        needed = ".".join(map(str, oldest))
        raise ServerRefused(f"{answer.server} {answer.version} at {where} is too old: run {needed} or newer.")
    return answer


def shown(address: Secret) -> str:
    """Give an address without the name, the password and the options that it may hold."""
    return re.sub(r"//.*@", "//", address.reveal()).partition("?")[0]
