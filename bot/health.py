"""The bot's own port: whether it is ready."""

import asyncio
import errno
import logging
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

LOOPBACK = "127.0.0.1"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - a balancer comes from outside
TRIED_PORTS = 100
BACKLOG = 1024

log = logging.getLogger(__name__)


def application(is_ready: Callable[[], bool]) -> Starlette:
    """The HTTP application: `/healthz` is 200 once the bot is ready, before that 503; further routes may join it."""

    async def healthz(_: Request) -> Response:
        return PlainTextResponse("ready\n") if is_ready() else PlainTextResponse("starting\n", status_code=503)

    return Starlette(routes=[Route("/healthz", healthz)])


class _QuietServer(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone: the program ends in its own order."""
        yield


@asynccontextmanager
async def serving(application: Starlette, *, address: str, port: int) -> AsyncIterator[int]:
    """Serve while inside, on this port of the address or the next free one; gives the port."""
    listener = _listener(address, port)
    config = uvicorn.Config(application, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=1)
    server = _QuietServer(config)
    task = asyncio.create_task(server.serve([listener]))
    try:
        taken: int = listener.getsockname()[1]
        if taken != port and port != 0:
            log.warning("port is taken, using the next free one", extra={"port": port, "used": taken})
        yield taken
    finally:
        server.should_exit = True
        await task


def _listener(address: str, port: int) -> socket.socket:
    for candidate in range(port, port + TRIED_PORTS):
        # With the protocol named, asyncio switches off the delay that gathers small packets.
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((address, candidate))
            listener.listen(BACKLOG)
        except OSError as error:
            listener.close()
            if error.errno != errno.EADDRINUSE:
                raise
        else:
            return listener
    raise OSError(errno.EADDRINUSE, f"no free port from {port} on")
