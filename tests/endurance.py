"""`python -m tests.endurance`: people click for minutes while the local Slack keeps to its rates and fails at random.

The demo runs with data of its own. Each second somebody acts in one of two windows of Chromium, and calls and
connections are disturbed. At the end the faults are cleared, and a JSON object tells what was done, what went wrong in
the pages, which warnings and errors the log has, by their constant words, and which tasks have not their one card. The
exit code is 1 if a page had an error, the log one that is not of Slack's making, or a task not its one card.
"""

import argparse
import asyncio
import os
import random
import re
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import msgspec
from playwright.async_api import Browser, Error, Page, async_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.sandbox.outside import Hand

PROJECT = Path(__file__).parents[1]
PEOPLE = ("lead", "designer")
CHANNELS = ("general", "product", "leads")
READY_WITHIN_S = 60
STOPPED_WITHIN_S = 20
SETTLED_WITHIN_S = 240
DISTURBED_EVERY_S = 4
COMMANDS = (
    *("list", "list all", "search task", "undo", "new", "people", "whoami"),
    *("take {number}", "start {number}", "done {number}", "reopen {number}", "due {number} tomorrow 5pm"),
    *("assign {number} @tester", "comment {number} On it", "history {number}", "edit {number}", "{number}"),
)
CALLS = (None, "chat.postMessage", "chat.update", "views.open", "views.publish", "users.info", "response_url")
FAULTS: tuple[dict[str, Any], ...] = (
    {"error": "internal_error"},
    {"status": 503},
    {"status": 429, "retry_after_s": 2},
    {"garbage": True},
    {"delay_s": 1.5},
    {"reset": True},
)
CONNECTION_FAULTS = ("drop-socket", "refresh", "redeliver", "retry-event", "duplicate")
LOG_LINE = re.compile(r"\S+ \S+ (?P<level>WARNING|ERROR|CRITICAL) (?P<words>[\w.]+: [^=\n]*?)(?= \w+=|$)", re.MULTILINE)
RAISED = re.compile(r"^[\w.]*?(\w+)(?:: .*)?$", re.MULTILINE)
# What Slack does to a request of the bot's: the person is told so.
OF_SLACKS_MAKING = ("(Limited)", "(Unanswered)", "(TooLate)")


class Verdict(msgspec.Struct):
    """What an endurance run came to."""

    seconds: float = 0
    acts: Counter[str] = msgspec.field(default_factory=Counter)
    disturbances: Counter[str] = msgspec.field(default_factory=Counter)
    page_errors: list[str] = []
    log: Counter[str] = msgspec.field(default_factory=Counter)
    tasks: int = 0
    without_card: list[str] = []
    with_several_cards: list[str] = []

    @property
    def is_good(self) -> bool:
        has_errors = any(not words.startswith("WARNING") and not words.endswith(OF_SLACKS_MAKING) for words in self.log)
        return not (self.page_errors or has_errors or self.without_card or self.with_several_cards)


class Walk:
    """People who act at random in their windows, and a Slack that is disturbed at random."""

    def __init__(self, hand: Hand, pages: dict[str, Page], dice: random.Random, verdict: Verdict) -> None:
        self._hand = hand
        self._pages = pages
        self._dice = dice
        self._verdict = verdict
        self.titles: list[str] = []

    async def go(self, seconds: float) -> None:
        """Act once a second; what takes longer than its second is let be."""
        acts = (self._add, self._command, self._click, self._home, self._form)
        due = time.monotonic()
        end = due + seconds
        while due < end:
            person = self._dice.choice(PEOPLE)
            [act] = self._dice.choices(acts, (3, 4, 6, 2, 2))
            try:
                await act(self._pages[person], person)
                self._verdict.acts[act.__name__.strip("_")] += 1
            except Error:
                # What was to be pressed was drawn anew meanwhile, or something lies upon it: people try again, too.
                self._verdict.acts["missed"] += 1
            if self._dice.random() < 1 / DISTURBED_EVERY_S:
                await self._disturb()
            due += 1
            await asyncio.sleep(max(0.0, due - time.monotonic()))

    async def _add(self, page: Page, person: str) -> None:
        title = f"Task {len(self.titles) + 1} of {person}"
        await self._say(page, f"/task add {title} tomorrow")
        self.titles.append(title)

    async def _command(self, page: Page, _person: str) -> None:
        number = self._dice.randint(1, max(1, len(self.titles)))
        await self._say(page, f"/task {self._dice.choice(COMMANDS).format(number=number)}")

    async def _say(self, page: Page, words: str) -> None:
        await self._away_with_forms(page)
        await page.get_by_role("navigation").get_by_role("button", name=self._dice.choice(CHANNELS)).click()
        composer = page.locator("[data-composer=main]")
        await composer.fill(words)
        await composer.press("Enter")

    async def _click(self, page: Page, _person: str) -> None:
        await self._away_with_forms(page)
        await self._press_one(page, "[data-pane=main] article button.button:visible")

    async def _home(self, page: Page, _person: str) -> None:
        await self._away_with_forms(page)
        await page.get_by_role("navigation").get_by_role("button", name="Taskbot").click()
        await page.get_by_role("tab", name="Home").click()
        await self._press_one(page, ".home button.button:visible")

    async def _form(self, page: Page, _person: str) -> None:
        title = page.locator("dialog[open] [data-field=title] :is(input, textarea)")
        if await title.count() and not await title.input_value():
            await title.fill("Task of a form")
        submit = page.locator("dialog[open] [type=submit]")
        if await submit.count():
            await submit.click()

    async def _press_one(self, page: Page, selector: str) -> None:
        found = page.locator(selector)
        count = await found.count()
        if count:
            await found.nth(self._dice.randint(max(0, count - 30), count - 1)).click()

    async def _away_with_forms(self, page: Page) -> None:
        for _ in range(4):
            if not await page.locator("dialog[open]").count():
                return
            await page.keyboard.press("Escape")

    async def _disturb(self) -> None:
        if self._dice.random() < 0.5:
            name = self._dice.choice(CONNECTION_FAULTS)
            await self._hand.post(name)
        else:
            method, fault = self._dice.choice(CALLS), self._dice.choice(FAULTS)
            name = f"{method or 'any call'}: {' '.join(fault)}"
            await self._hand.post("faults", **fault, **({"method": method} if method else {}))
        self._verdict.disturbances[name] += 1


async def endure(seconds: float, seed: int) -> Verdict:
    """Walk for so long, wait until all is said, and judge."""
    verdict = Verdict(seconds=seconds)
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "demo.log"
        async with running_demo(Path(folder), log) as url, async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            # A connection that stays open could be closed by the server just when it is used again.
            limits = httpx.Limits(max_keepalive_connections=0)
            async with httpx.AsyncClient(base_url=url, timeout=10, verify=False, limits=limits) as http:
                hand = Hand(http)
                pages = {person: await _window(browser, url, person, verdict) for person in PEOPLE}
                walk = Walk(hand, pages, random.Random(seed), verdict)
                await walk.go(seconds)
                await hand.post("faults/clear")
                cards = await _settled_cards(hand, walk.titles)
            await browser.close()
        verdict.log = _grave_lines(log.read_text(encoding="utf-8"))
    verdict.tasks = len(walk.titles)
    verdict.without_card = [title for title in walk.titles if cards[title] == 0]
    verdict.with_several_cards = [title for title in walk.titles if cards[title] > 1]
    return verdict


@asynccontextmanager
async def running_demo(folder: Path, log: Path) -> AsyncIterator[str]:
    """The demo in a process of its own; gives the address of its page."""
    environment = {**os.environ, "TASKBOT_DATA_DIR": str(folder / "data"), "SANDBOX_PORT": "18760", "PORT": "13760"}
    with log.open("w", encoding="utf-8") as output:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot.cli.main", "demo"), cwd=PROJECT, env=environment, stdout=output, stderr=output
        )
        try:
            ready = re.compile(r"Workspace ready: (\S+)")
            yield (await _eventually(lambda: _found(ready, log), READY_WITHIN_S))[1]
        except BaseException:
            sys.stderr.write(await asyncio.to_thread(log.read_text, encoding="utf-8"))
            raise
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGINT)
            await asyncio.wait_for(process.wait(), STOPPED_WITHIN_S)


async def _window(browser: Browser, url: str, person: str, verdict: Verdict) -> Page:
    page = await (await browser.new_context(viewport={"width": 1280, "height": 800})).new_page()
    page.set_default_timeout(900)
    page.on("pageerror", lambda error: verdict.page_errors.append(str(error)))
    page.on("console", lambda line: verdict.page_errors.append(line.text) if line.type == "error" else None)
    await page.goto(f"{url}/?as={person}&channel=general", timeout=10_000)
    await page.wait_for_function("window.did_handshake", timeout=10_000)
    return page


async def _settled_cards(hand: Hand, titles: list[str]) -> Counter[str]:
    """Count the cards of each task, as soon as each has one, at the latest after a while."""

    async def cards() -> Counter[str]:
        counted: Counter[str] = Counter()
        for channel in CHANNELS:
            for message in await hand.messages(channel):
                if message.get("thread_ts") in (None, message["ts"]) and message["text"].startswith("Task #"):
                    counted.update(title for title in titles if f": {title}." in message["text"])
        return counted

    end = time.monotonic() + SETTLED_WITHIN_S
    while len(counted := await cards()) < len(titles) and time.monotonic() < end:  # noqa: ASYNC110 -- another process
        await asyncio.sleep(1)
    return counted


def _grave_lines(log: str) -> Counter[str]:
    """Count warnings and errors by their words, an error with the name of the exception whose traceback is below it."""
    counted: Counter[str] = Counter()
    for record in re.split(r"^(?=\d{4}-\d\d-\d\d \d\d:)", log, flags=re.MULTILINE):
        match = LOG_LINE.match(record)
        if match:
            raised = RAISED.findall(record) if "Traceback" in record else ()
            counted[f"{match['level']} {match['words']}{f' ({raised[-1]})' if raised else ''}"] += 1
    return counted


async def _found(pattern: re.Pattern[str], log: Path) -> re.Match[str] | None:
    return pattern.search(await asyncio.to_thread(log.read_text, encoding="utf-8"))


async def _eventually(ask: Callable[[], Awaitable[re.Match[str] | None]], within_s: float) -> re.Match[str]:
    async with asyncio.timeout(within_s):
        while (found := await ask()) is None:  # noqa: ASYNC110 -- another process
            await asyncio.sleep(0.1)
    return found


def main() -> int:
    """Run, tell, and say by the exit code how it went."""
    parser = argparse.ArgumentParser(prog="python -m tests.endurance", description="People click while Slack fails.")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    verdict = asyncio.run(endure(given.minutes * 60, given.seed))
    sys.stdout.write(f"{msgspec.json.format(msgspec.json.encode(verdict), indent=2).decode()}\n")
    return 0 if verdict.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
