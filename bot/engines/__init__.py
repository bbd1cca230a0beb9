"""MongoDB and Redis for the bot: the operator's own servers, or engines embedded in the data directory."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec

from bot.engines import directory, embedded, given, mongod, valkey
from bot.engines.embedded import emptied
from bot.engines.errors import (
    DataDirectoryBusy,
    DataDirectoryRefused,
    EngineError,
    EngineFailed,
    EngineMissing,
    ServerRefused,
    ServerUnreachable,
)
from bot.settings import Settings

__all__ = [
    "Addresses",
    "DataDirectoryBusy",
    "DataDirectoryRefused",
    "EngineError",
    "EngineFailed",
    "EngineMissing",
    "ServerRefused",
    "ServerUnreachable",
    "emptied",
    "running",
]


class Addresses(msgspec.Struct, frozen=True):
    """Where the two servers answer; both can hold a password and are kept out of the repr."""

    mongodb_uri: str
    redis_url: str

    def __repr__(self) -> str:
        return "Addresses(***)"


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Addresses]:
    """Have both servers up and fit for the bot: those given are waited for, those not given are embedded.

    Raises `EngineError`, whose message is a sentence with the remedy.
    """
    if settings.mongodb_uri is not None and settings.redis_url is not None:
        await answering(settings)
        yield Addresses(settings.mongodb_uri.reveal(), settings.redis_url.reveal())
        return
    data_dir = directory.opened(settings.data_dir)
    wanted = []
    if settings.mongodb_uri is None:
        wanted.append(embedded.mongod_of(data_dir))
    if settings.redis_url is None:
        wanted.append(embedded.valkey_of(data_dir))
    async with embedded.joined(data_dir, wanted) as used:
        await answering(settings)
        port_of = {engine.name: port for engine, port in zip(wanted, used, strict=True)}
        yield Addresses(
            mongod.address(port_of["mongod"]) if settings.mongodb_uri is None else settings.mongodb_uri.reveal(),
            valkey.address(port_of["valkey-server"]) if settings.redis_url is None else settings.redis_url.reveal(),
        )


async def answering(settings: Settings) -> None:
    """Wait for the servers that the operator gave."""
    waits = []
    if settings.mongodb_uri is not None:
        waits.append(given.waited_for(given.probe_mongodb, settings.mongodb_uri))
    if settings.redis_url is not None:
        waits.append(given.waited_for(given.probe_redis, settings.redis_url))
    outcomes = await asyncio.gather(*waits, return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, BaseException):
            raise outcome
