"""Each reader has their own zone, and the sandbox's clock can be moved from the page."""

from datetime import UTC, datetime

from playwright.async_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.page_parts import messages, post, section
from tests.sandbox.outside import Hand, OutsideApp

NOON = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)


async def test_moments_are_shown_in_each_readers_zone(open_page: OpenPage, hand: Hand, app: OutsideApp) -> None:
    await hand.post("clock", at=NOON.isoformat())
    due = int(NOON.timestamp()) + 10 * 3600
    await post(app, [section(f"Due <!date^{due}^{{date_short_pretty}} at {{time}}|some day>")])
    lead, developer = await open_page("lead"), await open_page("developer")
    await expect(messages(lead)).to_contain_text(["Due today at 5:00 PM"])
    await expect(messages(developer)).to_contain_text(["Due tomorrow at 3:30 AM"])
    await expect(messages(lead).locator(".head time")).to_have_text("7:00 AM")
    await expect(messages(developer).locator(".head time")).to_have_text("5:30 PM")
    designer = await open_page("designer")
    await expect(messages(designer)).to_contain_text(["Due today at 23:00"])
    await expect(messages(designer).locator(".head time")).to_have_text("13:00")
    await expect(designer.locator(".now")).to_have_text("Mon, Mar 1 13:00")


async def test_the_clock_jumps(open_page: OpenPage, hand: Hand, app: OutsideApp) -> None:
    due = int(datetime.now(UTC).timestamp())
    await post(app, [section(f"Due <!date^{due}^{{date_short_pretty}}|some day>")])
    lead = await open_page("lead")
    clock = lead.locator(".clock")
    await expect(clock.locator(".moved")).to_be_hidden()
    await clock.click()
    await lead.get_by_role("menuitem", name="In 1 hour").click()
    await expect(clock.locator(".moved")).to_have_text("+1 h")
    assert (await hand.get("clock"))["offset_s"] == 3600
    await clock.click()
    await lead.get_by_label("Date and time to jump to").fill("2033-05-06T09:00")
    await lead.get_by_role("button", name="Jump", exact=True).click()
    await expect(clock.locator(".now")).to_have_text("Fri, May 6 9:00 AM")
    await expect(messages(lead)).not_to_contain_text(["today"])
    await lead.get_by_role("menuitem", name="Back to now").click()
    await expect(clock.locator(".moved")).to_be_hidden()
    await expect(messages(lead)).to_contain_text(["Due today"])


async def test_tomorrow_morning_is_the_acting_persons(open_page: OpenPage, hand: Hand) -> None:
    await hand.post("clock", at=NOON.replace(hour=23).isoformat())
    developer = await open_page("developer")
    await developer.locator(".clock").click()
    await developer.get_by_role("menuitem", name="Tomorrow at 9:00").click()
    await expect(developer.locator(".now")).to_have_text("Wed, Mar 3 9:00 AM")
