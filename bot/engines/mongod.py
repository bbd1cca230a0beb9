"""The embedded MongoDB: one mongod, a replica set of one node, since reads of one moment need a set."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.engines import ports, processes
from bot.engines.binaries import program
from bot.engines.errors import EngineFailed

if TYPE_CHECKING:
    from pymongo import AsyncMongoClient

KIND = processes.Kind("mongod", "--dbpath")
REPLICA_SET = "taskbot"
CACHE_GB = "0.5"
OPLOG_MB = "256"
ANSWER_S = 30
PRIMARY_S = 20
PRIMARY_CHECK_S = 0.02
RESTART_S = 0.5


def address(port: int) -> str:
    """Give the URI under which the driver finds the replica set."""
    return f"mongodb://{ports.HOST}:{port}/?replicaSet={REPLICA_SET}"


async def launch(directory: Path, port: int, log: Path) -> None:
    """Start mongod apart from the bot; returns when it listens as the member of its set on this port."""
    await start(directory, port, log)
    if await has_moved(port):
        await processes.stop(KIND, directory, gentle_s=RESTART_S)
        await start(directory, port, log)


async def start(directory: Path, port: int, log: Path) -> None:
    """Start mongod; returns when it listens."""
    await processes.launch(
        [
            *KIND.arguments(program(KIND.program), directory, port),
            *("--bind_ip", ports.HOST, "--nounixsocket"),
            *("--replSet", REPLICA_SET, "--oplogSize", OPLOG_MB),
            *("--wiredTigerCacheSizeGB", CACHE_GB),
            *("--fork", "--logpath", str(log), "--logappend", "--quiet"),
            *("--setParameter", "diagnosticDataCollectionEnabled=false"),
            # A set of one has nobody to hand over to: no quiet period before it ends.
            *("--setParameter", "shutdownTimeoutMillisForSignaledShutdown=100"),
        ],
        log,
    )


async def has_moved(port: int) -> bool:
    """Tell whether the set knew its node by another port; its stored configuration then names the new one.

    The address is part of the configuration, and a node that does not find itself in it never becomes primary. A forced
    replSetReconfig is refused for half a minute while another program holds the old port and is silent, whereas the
    stored configuration can be written at once and holds from the next start.
    """
    from pymongo import WriteConcern  # noqa: PLC0415 -- slow to import, and not needed with a server of one's own

    async with connected(port) as client:
        stored = client.local.get_collection("system.replset", write_concern=WriteConcern(w=1, j=True))
        configuration = await stored.find_one()
        if configuration is None or configuration["members"][0]["host"] == host(port):
            return False
        configuration["version"] += 1
        configuration["members"][0]["host"] = host(port)
        await stored.replace_one({"_id": configuration["_id"]}, configuration)
        return True


async def settle(port: int) -> None:
    """Make the node primary of its set, founded if need be; raises `EngineFailed`."""
    try:
        async with connected(port) as client, asyncio.timeout(PRIMARY_S):
            if await client.local["system.replset"].find_one() is None:
                founded = {"_id": REPLICA_SET, "members": [{"_id": 0, "host": host(port)}]}
                await client.admin.command("replSetInitiate", founded)
            while not await is_primary(client):  # noqa: ASYNC110 -- another process gives no event
                await asyncio.sleep(PRIMARY_CHECK_S)
    except TimeoutError:
        raise EngineFailed(f"mongod on port {port} does not become primary: see its log.") from None


async def is_primary(client: "AsyncMongoClient[dict[str, Any]]") -> bool:
    """Ask the node whether it takes writes."""
    return bool((await client.admin.command("hello"))["isWritablePrimary"])


@asynccontextmanager
async def connected(port: int) -> AsyncIterator["AsyncMongoClient[dict[str, Any]]"]:
    """Speak to the node itself, whatever its state in the set; raises `EngineFailed`."""
    from pymongo import AsyncMongoClient  # noqa: PLC0415 -- slow to import
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    try:
        async with AsyncMongoClient[dict[str, Any]](
            ports.HOST, port, directConnection=True, serverSelectionTimeoutMS=ANSWER_S * 1000
        ) as client:
            yield client
    except PyMongoError as problem:
        raise EngineFailed(f"mongod on port {port} answers amiss ({type(problem).__name__}).") from problem


def host(port: int) -> str:
    """Give the address by which the set knows its node."""
    return f"{ports.HOST}:{port}"
