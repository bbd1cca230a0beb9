"""The machine of a benchmark: which core is whose, engines of its own, and the processes that are measured."""

import asyncio
import os
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import msgspec

from bot import engines
from bot.engines import Addresses
from bot.settings import Settings
from tests.benchmarks.stub import Stub

PROJECT = Path(__file__).parents[2]
SECRET = "0123456789abcdef0123456789abcdef"
READY_WITHIN_S = 60
STOPPED_WITHIN_S = 20

# Read before anything is pinned: what is started later inherits the core of this process and would see no other.
_usable = sorted(os.sched_getaffinity(0))
MEASURED_CORE, OTHER_CORE = _usable[0], _usable[-1]
"""The core for what is measured and the core for all else; on a machine of one core they are the same."""


class Bot(msgspec.Struct, frozen=True):
    """The bot as a process; `ready_s` is how long it took from its start to its first 200."""

    process: asyncio.subprocess.Process
    port: int
    ready_s: float

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@asynccontextmanager
async def with_engines() -> AsyncIterator[Addresses]:
    """Have a MongoDB and a Valkey of one's own, and this process beside them on the second core."""
    os.sched_setaffinity(0, {OTHER_CORE})
    with tempfile.TemporaryDirectory(prefix="taskbot-bench-") as folder:
        async with engines.running(Settings(data_dir=Path(folder))) as addresses:
            yield addresses


@asynccontextmanager
async def bot(
    addresses: Addresses, stub: Stub, *roles: str, database: str = "bench", is_socket: bool = False
) -> AsyncIterator[Bot]:
    """Run the bot before the stub in these roles, all if none is named, on the first core while inside."""
    there = msgspec.structs.replace(addresses, mongodb_uri=in_database(addresses.mongodb_uri, database))
    app_token = "xapp-bench" if is_socket else ""
    async with bot_at(there, stub.api_url, "xoxb-bench", *roles, app_token=app_token) as running:
        yield running


@asynccontextmanager
async def bot_at(
    addresses: Addresses, api_url: str, bot_token: str, *roles: str, app_token: str = "", path: str = "/healthz"
) -> AsyncIterator[Bot]:
    """Run the bot before any Slack; it is there once it answers 200 at the path."""
    port = free_port()
    environment = {
        "SLACK_BOT_TOKEN": bot_token,
        "SLACK_APP_TOKEN": app_token,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": api_url,
        "MONGODB_URI": addresses.mongodb_uri,
        "REDIS_URL": addresses.redis_url,
        "PORT": str(port),
    }
    began = time.perf_counter()
    arguments = ("-m", "bot.cli.main", "run", *(("--role", *roles) if roles else ()))
    async with served(*arguments, environment=environment, port=port, path=path) as process:
        yield Bot(process, port, time.perf_counter() - began)


@asynccontextmanager
async def served(
    *arguments: str, environment: Mapping[str, str], port: int, path: str = "/healthz"
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run a Python program on the first core while inside, once it answers on its port."""
    with tempfile.NamedTemporaryFile("w+", prefix="taskbot-bench-", suffix=".log") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *arguments,
            cwd=PROJECT,
            env={**os.environ, **environment},
            stdout=log,
            stderr=log,
            preexec_fn=lambda: os.sched_setaffinity(0, {MEASURED_CORE}),
        )
        try:
            await _answers(f"http://127.0.0.1:{port}{path}", process)
            yield process
        except BaseException:
            log.seek(0)
            sys.stderr.write(log.read()[-4_000:])
            raise
        finally:
            if process.returncode is None:
                process.terminate()
            await asyncio.wait_for(process.wait(), STOPPED_WITHIN_S)


async def comparison(name: str, *arguments: str) -> dict[str, float]:
    """Run a comparison to its end on the first core; gives what it measured."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.benchmarks.comparisons", name, *arguments),
        cwd=PROJECT,
        stdout=asyncio.subprocess.PIPE,
        preexec_fn=lambda: os.sched_setaffinity(0, {MEASURED_CORE}),
    )
    output, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"the comparison {name} failed")
    return msgspec.json.decode(output, type=dict[str, float])


def in_database(uri: str, database: str) -> str:
    """Name another database in a MongoDB URI."""
    address, _, options = uri.partition("?")
    return f"{address.rstrip('/')}/{database}?{options}"


async def _answers(url: str, process: asyncio.subprocess.Process) -> None:
    async with aiohttp.ClientSession() as session, asyncio.timeout(READY_WITHIN_S):
        while True:
            if process.returncode is not None:
                raise RuntimeError("the process ended before it was ready")
            try:
                async with session.get(url) as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.01)


def free_port() -> int:
    """Find a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
