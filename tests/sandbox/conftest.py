"""A sandbox of its own for each test, with an app that is connected to it where one is asked for."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import transport
from sandbox.server import SandboxAddress, serve
from tests.sandbox.outside import Hand, OutsideApp

FULL_MANIFEST = Path(__file__).with_name("manifest.yml")


@contextlib.asynccontextmanager
async def running_sandbox(data_dir: Path, manifest: Path = FULL_MANIFEST) -> AsyncIterator[SandboxAddress]:
    """Serve a sandbox on any free port until the block ends; without rates, which are a test's own matter."""
    ready: asyncio.Future[SandboxAddress] = asyncio.get_running_loop().create_future()
    serving = asyncio.create_task(serve(data_dir=data_dir, manifest=manifest, port=0, ready=ready.set_result))
    try:
        serving.add_done_callback(lambda ended: None if ready.done() else ready.set_exception(_failure(ended)))
        address = await ready
        async with hand_on(address) as hand:
            assert (await hand.post("rates", on=False))["ok"]
        yield address
    finally:
        serving.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await serving


def _failure(ended: asyncio.Task[None]) -> BaseException:
    return ended.exception() or RuntimeError("the sandbox ended before it was ready")


@contextlib.asynccontextmanager
async def hand_on(address: SandboxAddress) -> AsyncIterator[Hand]:
    async with httpx.AsyncClient(base_url=address.url, timeout=10, verify=False) as http:
        yield Hand(http)


@contextlib.asynccontextmanager
async def connected_app(address: SandboxAddress) -> AsyncIterator[OutsideApp]:
    app = OutsideApp(address)
    await app.connect()
    try:
        yield app
    finally:
        await app.close()


@pytest.fixture
async def address(tmp_path: Path) -> AsyncIterator[SandboxAddress]:
    async with running_sandbox(tmp_path) as running:
        yield running


@pytest.fixture
async def hand(address: SandboxAddress) -> AsyncIterator[Hand]:
    async with hand_on(address) as moving:
        yield moving


@pytest.fixture
def web(address: SandboxAddress) -> AsyncWebClient:
    return AsyncWebClient(address.bot_token, base_url=address.api_url)


@pytest.fixture
async def app(address: SandboxAddress) -> AsyncIterator[OutsideApp]:
    async with connected_app(address) as connected:
        yield connected


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have Slack wait a tenth of a second for each answer of the app, instead of its three."""
    assert transport.ANSWER_WITHIN_S == 3.0
    monkeypatch.setattr(transport, "ANSWER_WITHIN_S", 0.1)
