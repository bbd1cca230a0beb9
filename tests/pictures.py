"""`python -m tests.pictures`: the pictures of docs/commands.md, taken anew. Not part of `make test`.

What is seen is what the bot says; only the clock of the local Slack is set.
"""

import asyncio
import tempfile
from pathlib import Path
from urllib.parse import urlencode

from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from bot import engines
from bot.settings import Settings
from tests import slack
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.page_parts import entry, messages, modal
from tests.slack import People

FOLDER = Path(__file__).parents[1] / "docs" / "images"
WINDOW = ViewportSize(width=960, height=720)
# A Wednesday, 10:30 in New York, where lead lives.
BEGIN = "2026-11-25T15:30:00Z"
# designer's five o'clock of tomorrow, in Berlin, less an hour.
UNTIL_AN_HOUR_BEFORE_S = 23.5 * 3600 + 5


async def main() -> None:
    """Bring everything up, and take one picture after the other."""
    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder)
        async with (
            engines.running(Settings(data_dir=data_dir / "engines")) as addresses,
            slack.a_local_slack(data_dir / "slack") as people,
            async_playwright() as playwright,
        ):
            await people.post("clock", at=BEGIN)
            settings = slack.settings_for(
                people, mongodb_uri=addresses.mongodb_uri, redis_url=addresses.redis_url, database="pictures"
            )
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
            async with slack.a_bot(settings):
                await taken(people, browser)
            await browser.close()


async def taken(people: People, browser: Browser) -> None:
    """Act as people do, and look."""
    await people.type("designer", "product", "add Check the launch page on a phone @lead tomorrow 5pm +launch")
    await people.type("lead", "product", "add Order chairs friday")
    await people.type("lead", "product", "add Ship it @designer +release !high friday 5pm")
    card = await people.card("product", "Ship it")
    await people.click("designer", card, "task_start")
    await people.click("tester", card, "task_take")

    page = await opened(people, browser, "lead", "product")
    await part(page, 'article:has-text("Only visible to you"):has-text("Ship it")', "add.png")
    await part(page, 'article:not(:has-text("Only visible to you")):has-text("Ship it")', "card.png")
    await people.type("lead", "product", "list")
    await messages(page).filter(has_text="Your tasks").wait_for()
    await part(page, 'article:has-text("Your tasks")', "list.png")

    await people.type("lead", "product", "new Write the thank you page friday")
    await people.form("lead", "New task")
    await modal(page).wait_for()
    await page.wait_for_timeout(500)
    await part(page, "dialog[open]", "form.png")
    await page.keyboard.press("Escape")

    home = await opened(people, browser, "lead", "product")
    await entry(home, "Taskbot").click()
    await home.get_by_role("tab", name="Home").click()
    await home.get_by_role("tabpanel").get_by_text("Check the launch page").first.wait_for()
    await part(home, "[role=tabpanel]", "home.png")

    await people.post("clock", advance_s=UNTIL_AN_HOUR_BEFORE_S)
    await slack.eventually(lambda: reminder(people))
    await home.get_by_role("tab", name="Messages").click()
    await part(home, 'article:has-text("Snooze")', "reminder.png")


async def reminder(people: People) -> bool | None:
    """Whether lead was reminded."""
    return any("Snooze" in str(message) for message in await people.heard("lead")) or None


async def opened(people: People, browser: Browser, person: str, channel: str) -> Page:
    """The page as a person, in a window of its own."""
    page = await browser.new_page(viewport=WINDOW)
    await page.goto(f"{people.address.url}/?{urlencode({'as': person, 'channel': channel})}")
    await page.wait_for_function("window.did_handshake")
    return page


async def part(page: Page, selector: str, name: str) -> None:
    """Keep the picture of the last such part."""
    await page.locator(selector).last.screenshot(path=FOLDER / name)


if __name__ == "__main__":
    asyncio.run(main())
