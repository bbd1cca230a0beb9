"""How the page comes to a port: NiceGUI, of which there is one in a process, serves it for every sandbox there."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from nicegui import ui
from starlette.types import Receive, Scope, Send

from sandbox.local_slack import LocalSlack
from sandbox.page.window import Window

_SCOPE_KEY = "sandbox.page"
_STYLES = ("kit.css", "page.css", "inspector.css")
_SCRIPTS = ("controls.js", "forms.js", "people.js", "toasts.js", "page.js")
# How long a window that lost its connection is kept, so that it goes on where it was.
_RECONNECT_WITHIN_S = 20.0


def mount(app: FastAPI, slack: LocalSlack) -> None:
    """Serve the page of a sandbox at `/` of its app, behind all routes that the app has by now.

    `/?as=lead` acts as that person, `/?as=lead&channel=general` opens that channel.
    """
    library = _library()

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        scope[_SCOPE_KEY] = slack
        await library.application(scope, receive, send)

    app.mount("/", serve)
    lifespan = app.router.lifespan_context

    @asynccontextmanager
    async def with_library(served: FastAPI) -> AsyncIterator[Any]:
        async with library.running(), lifespan(served) as state:
            yield state

    app.router.lifespan_context = with_library


class _Library:
    """NiceGUI, started by the first sandbox that needs it and stopped after the last."""

    def __init__(self) -> None:
        self.application = FastAPI(openapi_url=None)
        self._users = 0
        self._started = AsyncExitStack()
        ui.run_with(
            self.application,
            root=_build,
            title="Sandbox",
            favicon="💬",
            dark=None,
            language="en-US",
            tailwind=False,
            binding_refresh_interval=None,
            reconnect_timeout=_RECONNECT_WITHIN_S,
            show_welcome_message=False,
        )

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        self._users += 1
        if self._users == 1:
            await self._started.enter_async_context(self.application.router.lifespan_context(self.application))
        try:
            yield
        finally:
            self._users -= 1
            if self._users == 0:
                await self._started.aclose()


@cache
def _library() -> _Library:
    return _Library()


@cache
def _head() -> str:
    here = Path(__file__).parent
    styles, scripts = (
        "\n".join((here / name).read_text(encoding="utf-8") for name in names) for names in (_STYLES, _SCRIPTS)
    )
    return f"<style>{styles}</style>\n<script>{scripts}</script>"


def _build(request: Request) -> None:
    ui.add_head_html(_head())
    slack: LocalSlack = request.scope[_SCOPE_KEY]
    Window(slack, acting=request.query_params.get("as", ""), opened=request.query_params.get("channel", ""))
