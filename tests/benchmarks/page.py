"""`python -m tests.benchmarks.page [--json FILE]`: how quick the page is where there are many messages."""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
from playwright.async_api import BrowserContext, Page, async_playwright, expect
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.records import Message
from sandbox.seed import BOT_ID, BOT_USER_ID
from sandbox.server import SandboxAddress
from sandbox.storage import Storage
from sandbox.workspace import Workspace
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.page_parts import actions, button, entry, messages, section
from tests.sandbox.conftest import hand_on

CHANNEL_ID = "C0PRODUCT"
LAST_WORDS = "The last of many messages"
MANIFEST = Path(__file__).parents[2] / "manifest.yml"
AUTHORS = ("U0DESIGNER", "U0DEVELOPER", "W0TESTER")
CARD_EVERY = 3
REPLY_EVERY = 10


class Figure(msgspec.Struct, frozen=True):
    """Milliseconds, over all repeats."""

    median_ms: float
    worst_ms: float


def seed(data_dir: Path, count: int) -> None:
    """Write a channel of talk, of cards with buttons, and of replies."""
    storage = Storage(data_dir / "sandbox.sqlite3")
    workspace = Workspace(storage, "taskbot")
    first = ""
    with storage.batch():
        for number in range(count - 1):
            posted = workspace.messages.post(_message(number, first))
            first = first or posted.ts
        workspace.messages.post(Message(channel_id=CHANNEL_ID, user=AUTHORS[0], text=LAST_WORDS))
    storage.close()


def _message(number: int, thread_ts: str) -> Message:
    if number and number % REPLY_EVERY == 0:
        return Message(channel_id=CHANNEL_ID, user=AUTHORS[0], text=f"Reply {number}", thread_ts=thread_ts)
    if number % CARD_EVERY == 0:
        words = section(f"#{number} *Ship page {number}* for <@{AUTHORS[0]}>, due <!date^1900000000^{{date}}|soon>")
        choices = actions(button("Take", "take"), button("Complete", "complete", style="primary"))
        return Message(channel_id=CHANNEL_ID, user=BOT_USER_ID, bot_id=BOT_ID, text="Card", blocks=[words, choices])
    author = AUTHORS[number % len(AUTHORS)]
    return Message(channel_id=CHANNEL_ID, user=author, text=f"Line {number}: *done* with <@{AUTHORS[1]}>, `code` :ok:")


@asynccontextmanager
async def sandbox_over(data_dir: Path) -> AsyncIterator[SandboxAddress]:
    """Run a sandbox as a process of its own, without rates."""
    arguments = ("-m", "sandbox", "--data", str(data_dir), "--manifest", str(MANIFEST), "--port", "0")
    process = await asyncio.create_subprocess_exec(sys.executable, *arguments, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    try:
        address = msgspec.json.decode(await process.stdout.readline(), type=SandboxAddress)
        async with hand_on(address) as hand:
            await hand.post("rates", on=False)
        yield address
    finally:
        process.terminate()
        await process.wait()


async def measure(count: int, repeats: int) -> dict[str, Figure]:
    """Open the channel, come to it from another one, and see a message come."""
    with tempfile.TemporaryDirectory(prefix="taskbot-page-") as folder:
        seed(Path(folder), count)
        async with sandbox_over(Path(folder)) as address, async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            context = await browser.new_context(viewport={"width": 1280, "height": 800})
            page = await _opened(context, address)
            web = AsyncWebClient(address.bot_token, base_url=address.api_url)
            figures = {
                "open": await _figure(repeats, lambda _number: _open(context, address)),
                "switch": await _figure(repeats, lambda _number: _switch(page)),
                "post": await _figure(repeats, lambda number: _post(page, web, number)),
            }
            await browser.close()
    return figures


async def _figure(repeats: int, take_s: Callable[[int], Awaitable[float]]) -> Figure:
    taken = [await take_s(number) * 1000 for number in range(repeats)]
    return Figure(round(statistics.median(taken), 1), round(max(taken), 1))


async def _opened(context: BrowserContext, address: SandboxAddress) -> Page:
    page = await context.new_page()
    await page.goto(f"{address.url}/?as=lead&channel=product")
    await _is_last(page, LAST_WORDS)
    return page


async def _open(context: BrowserContext, address: SandboxAddress) -> float:
    began = time.perf_counter()
    page = await _opened(context, address)
    taken = time.perf_counter() - began
    await page.close()
    return taken


async def _switch(page: Page) -> float:
    await entry(page, "random").click()
    await expect(messages(page)).to_have_count(0)
    began = time.perf_counter()
    await entry(page, "product").click()
    await _is_last(page, LAST_WORDS)
    return time.perf_counter() - began


async def _post(page: Page, web: AsyncWebClient, number: int) -> float:
    words = f"News {number} came"
    began = time.perf_counter()
    seen = asyncio.create_task(_is_last(page, words))
    await web.chat_postMessage(channel=CHANNEL_ID, text=words)
    await seen
    return time.perf_counter() - began


async def _is_last(page: Page, words: str) -> None:
    await messages(page).filter(has_text=words).last.wait_for()


def main() -> None:
    """Measure, and tell the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.page", description="Measure the page.")
    parser.add_argument("--messages", type=int, default=10_000, help="how many messages the channel has")
    parser.add_argument("--repeats", type=int, default=20, help="how often each is done")
    parser.add_argument("--json", type=Path, help="the file for the figures")
    given = parser.parse_args()
    figures = asyncio.run(measure(given.messages, given.repeats))
    for name, figure in figures.items():
        sys.stdout.write(f"{name:<8} median {figure.median_ms:>8} ms   worst {figure.worst_ms:>8} ms\n")
    if given.json is not None:
        given.json.write_bytes(msgspec.json.format(msgspec.json.encode(figures), indent=2))


if __name__ == "__main__":
    main()
