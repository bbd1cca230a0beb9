"""One browser and one sandbox for all tests of the page; each begins without messages and forms, at the real time."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from sandbox.server import SandboxAddress
from tests.sandbox.conftest import hand_on, running_sandbox
from tests.sandbox.outside import Hand, OutsideApp

CHROMIUM = "/usr/bin/chromium"
DESKTOP = (1280, 800)
PHONE = (390, 844)

ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_MANIFEST = Path(__file__).parents[2] / "manifest.yml"

OpenPage = Callable[..., Awaitable[Page]]

expect.set_options(timeout=3_000)


@pytest_asyncio.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    if shutil.which(CHROMIUM) is None:
        pytest.fail(f"The page is tested in {CHROMIUM}, which is missing: apt-get install -y chromium")
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield launched
        await launched.close()


@pytest_asyncio.fixture(scope="session")
async def address(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[SandboxAddress]:
    async with running_sandbox(tmp_path_factory.mktemp("sandbox"), _MANIFEST) as running:
        yield running


@pytest.fixture
async def hand(address: SandboxAddress) -> AsyncIterator[Hand]:
    async with hand_on(address) as moving:
        await moving.post("reset")
        await moving.post("faults/clear")
        await moving.post("rates", on=False)
        for view in (await moving.get("views/lead"))["views"][:1]:
            await moving.post("close-view", user="lead", view_id=view["id"], all=True)
        await moving.post("clock", advance_s=-(await moving.get("clock"))["offset_s"])
        yield moving


@pytest.fixture
async def app(address: SandboxAddress, hand: Hand) -> AsyncIterator[OutsideApp]:
    outside = OutsideApp(address)
    # A busy machine must not make it think that it has lost its connection.
    outside.client.ping_interval = 5
    await outside.connect()
    yield outside
    await outside.close()


@pytest_asyncio.fixture(scope="session")
async def contexts(browser: Browser) -> AsyncIterator[dict[tuple[int, int], BrowserContext]]:
    """A context for each size of window, so that its cache lasts over the tests."""
    sizes = (DESKTOP, PHONE)
    opened = {size: await browser.new_context(viewport={"width": size[0], "height": size[1]}) for size in sizes}
    yield opened
    for context in opened.values():
        await context.close()


@pytest.fixture
async def open_page(
    contexts: dict[tuple[int, int], BrowserContext], address: SandboxAddress, hand: Hand
) -> AsyncIterator[OpenPage]:
    """Open the page as a person; what goes wrong in a page, or would leave this machine, fails the test."""
    pages: list[Page] = []
    wrong: list[str] = []

    async def open_as(person: str, channel: str = "general", size: tuple[int, int] = DESKTOP) -> Page:
        page = await contexts[size].new_page()
        pages.append(page)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
        page.on("request", lambda request: None if _is_local(request.url, address) else wrong.append(request.url))
        await page.goto(f"{address.url}/?{urlencode({'as': person, 'channel': channel})}")
        await page.wait_for_function("window.did_handshake")
        return page

    yield open_as
    for page in pages:
        await page.close()
    assert wrong == []


def _is_local(url: str, address: SandboxAddress) -> bool:
    return url.startswith((address.url, "data:", "blob:"))
