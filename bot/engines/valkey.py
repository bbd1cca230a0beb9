"""The embedded Valkey, which speaks Redis's protocol and keeps an append-only file."""

import asyncio
from pathlib import Path

from bot.engines import ports, processes
from bot.engines.binaries import program
from bot.engines.errors import EngineFailed

KIND = processes.Kind("valkey-server", "--dir")
READY_S = 30
READY_CHECK_S = 0.02


def address(port: int) -> str:
    """Give the URL under which the client finds the server."""
    return f"redis://{ports.HOST}:{port}/0"


async def launch(directory: Path, port: int, log: Path) -> None:
    """Start Valkey apart from the bot; returns before it listens."""
    await processes.launch(
        [
            *KIND.arguments(program(KIND.program), directory, port),
            *("--bind", ports.HOST),
            *("--appendonly", "yes", "--save", ""),
            *("--daemonize", "yes", "--logfile", str(log)),
            # The command line is how its process is recognised.
            *("--set-proc-title", "no"),
        ],
        log,
    )


async def settle(port: int) -> None:
    """Wait until the server answers, its append-only file read; raises `EngineFailed`."""
    try:
        async with asyncio.timeout(READY_S):
            while not await answers(port):  # noqa: ASYNC110 -- another process gives no event
                await asyncio.sleep(READY_CHECK_S)
    except TimeoutError:
        raise EngineFailed(f"valkey-server on port {port} is not ready after {READY_S} s: see its log.") from None


async def answers(port: int) -> bool:
    """Ask for a sign of life by the protocol's inline form."""
    try:
        reader, writer = await asyncio.open_connection(ports.HOST, port)
    except ConnectionError:
        return False
    try:
        writer.write(b"PING\r\n")
        return await reader.readline() == b"+PONG\r\n"
    except ConnectionError:
        return False
    finally:
        writer.close()
