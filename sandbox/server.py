"""The sandbox over HTTP and WebSockets: Web API, Socket Mode, response URLs and control API on one loopback port."""

import asyncio
import contextlib
import socket
from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path

import msgspec
import uvicorn
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from sandbox.control import control_routes
from sandbox.errors import SlackError
from sandbox.faults import RESPONSE_URL
from sandbox.local_slack import LocalSlack
from sandbox.page import mount

_HOST = "127.0.0.1"
_LAST_PORT = 65_535
_PING_EVERY_S = 10.0
_SHUTDOWN_WITHIN_S = 1


class SandboxAddress(msgspec.Struct, frozen=True):
    """Where a running sandbox is, and the secrets with which its app is known there."""

    url: str
    api_url: str
    bot_token: str
    app_token: str
    signing_secret: str

    def __repr__(self) -> str:
        return f"SandboxAddress(url={self.url!r})"


async def serve(
    *,
    data_dir: Path,
    manifest: Path,
    port: int,
    ready: Callable[[SandboxAddress], None] | None = None,
    request_url: str | None = None,
) -> None:
    """Run a sandbox until cancelled, on `port` or the next free one; `ready` is called once it answers.

    Everything for the app goes to `request_url`, if given, else as the manifest says: over Socket Mode or to its URL.
    Raises what `read_manifest` and `Storage` raise, and RuntimeError if the server could not start.
    """
    with bound_socket(port) as listening:
        slack = LocalSlack(data_dir, manifest, f"http://{_HOST}:{listening.getsockname()[1]}", request_url)
        server = _Server(web_application(slack), lambda: ready(address_of(slack)) if ready else None)
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            await asyncio.shield(serving)
        finally:
            slack.begin_closing()
            server.should_exit = True
            await serving
            await slack.close()
        raise RuntimeError("the sandbox could not start")


def bound_socket(preferred_port: int) -> socket.socket:
    """Take a loopback port: the preferred one, or the next that is free."""
    for port in range(preferred_port, _LAST_PORT + 1):
        # With the protocol named, asyncio switches Nagle's delay off, which costs 40 ms an answer.
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((_HOST, port))
            listening.listen(1024)
        except OSError:
            listening.close()
        else:
            return listening
    message = f"no free port from {preferred_port} on"
    raise OSError(message)


def address_of(slack: LocalSlack) -> SandboxAddress:
    """Say what an app must know to use this sandbox."""
    credentials = slack.workspace.credentials
    return SandboxAddress(
        url=slack.base_url,
        api_url=f"{slack.base_url}/api/",
        bot_token=credentials.bot_token,
        app_token=credentials.app_token,
        signing_secret=credentials.signing_secret,
    )


def web_application(slack: LocalSlack) -> FastAPI:
    """Put the routes of one sandbox together, with the page behind them; FastAPI, since the page's library needs it."""

    async def take_response(request: Request) -> Response:
        body = await request.body()
        fault = slack.faults.take(RESPONSE_URL)
        carry_out = partial(_take_response, slack, request.path_params["response_id"], body)
        return await fault.befall(request, carry_out) if fault else carry_out()

    routes = [
        Route("/api/{method}", slack.web_api.answer, methods=["GET", "POST"]),
        Route("/response/{response_id}", take_response, methods=["POST"]),
        WebSocketRoute("/socket/", slack.sockets.serve),
        *control_routes(slack),
    ]
    application = FastAPI(routes=routes, openapi_url=None)
    mount(application, slack)
    return application


def _take_response(slack: LocalSlack, response_id: str, body: bytes) -> Response:
    try:
        slack.responses.take(response_id, body)
    except SlackError as error:
        status = 404 if error.code in ("expired_url", "used_url", "message_not_found") else 400
        refusal = {"ok": False, "error": error.code, **error.fields}
        return Response(msgspec.json.encode(refusal), status, media_type="application/json")
    return PlainTextResponse("ok")


class _Protocol(HttpToolsProtocol):
    """Hands the connection on to those who may have to cut it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.app_state = {**self.app_state, "transport": transport}


class _Server(uvicorn.Server):
    """A server inside of somebody else's loop: it leaves signals alone, and tells when it answers."""

    def __init__(self, application: FastAPI, started: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                application,
                http=_Protocol,
                ws="websockets-sansio",
                ws_ping_interval=_PING_EVERY_S,
                log_level="warning",
                access_log=False,
                timeout_graceful_shutdown=_SHUTDOWN_WITHIN_S,
            )
        )
        self._tell_started = started

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._tell_started()
