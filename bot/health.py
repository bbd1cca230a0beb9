"""The bot's own port: whether the process lives, whether it can do its work, and what it has counted."""

import asyncio
import errno
import logging
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.metrics import Metrics
from bot.readiness import Phase, Readiness

LOOPBACK = "127.0.0.1"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - a balancer comes from outside
TRIED_PORTS = 100
BACKLOG = 1024
KEPT_OPEN_S = 75
"""Longer than balancers keep an idle connection, mostly 60 s: if the bot closed first, a request could be lost."""

log = logging.getLogger(__name__)


def application(readiness: Readiness, metrics: Metrics) -> Starlette:
    """The HTTP application; further routes may join it.

    `/healthz` is 200 from when the bot has started until it ends, `/readyz` while it can do its work, else 503.
    """

    async def healthz(_: Request) -> Response:
        phase = readiness.phase
        return PlainTextResponse(f"{phase}\n", status_code=503 if phase is Phase.STARTING else 200)

    async def readyz(_: Request) -> Response:
        report = await readiness.report()
        return JSONResponse(report.as_json(), status_code=200 if report.is_ready else 503)

    async def counted(_: Request) -> Response:
        # The probes measure what a scrape is to tell.
        report = await readiness.report()
        metrics.ready.set(report.is_ready)
        return Response(metrics.exposed(), media_type=CONTENT_TYPE_LATEST)

    return Starlette(routes=[Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", counted)])


class _QuietServer(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone: the program ends in its own order."""
        yield


@asynccontextmanager
async def serving(application: Starlette, *, address: str, port: int) -> AsyncIterator[int]:
    """Serve while inside, on this port of the address or the next free one; gives the port."""
    listener = _listener(address, port)
    config = uvicorn.Config(
        application,
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_keep_alive=KEPT_OPEN_S,
        timeout_graceful_shutdown=1,
    )
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
