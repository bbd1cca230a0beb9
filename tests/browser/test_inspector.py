"""The inspector: what goes between Slack and the app, and how it is disturbed from the page."""

import pytest
from playwright.async_api import Locator, Page, expect
from slack_sdk.errors import SlackApiError

from tests.browser.conftest import OpenPage
from tests.browser.page_parts import post, say, section
from tests.conditions import until
from tests.sandbox.outside import Hand, OutsideApp


async def inspected(page: Page) -> Locator:
    """The inspector, opened."""
    await page.get_by_role("button", name="Inspector", exact=True).click()
    panel = page.get_by_role("complementary", name="Inspector")
    await expect(panel).to_be_visible()
    return panel


def exchanges(panel: Locator, name: str) -> Locator:
    return panel.get_by_role("region", name="Traffic").get_by_role("button", name=name)


async def test_an_exchange_is_shown_with_what_was_said(open_page: OpenPage, app: OutsideApp) -> None:
    lead = await open_page("lead")
    await say(lead, "/task add Ship it")
    panel = await inspected(lead)
    await exchanges(panel, "To the app: /task").last.click()
    detail = panel.get_by_role("region", name="Exchange")
    await expect(detail).to_contain_text('"text": "add Ship it"')
    await expect(detail).to_contain_text('"token": "(redacted)"')
    await expect(detail.get_by_role("heading")).to_have_text(["Request", "Answer"])


async def test_exchanges_come_as_they_happen_and_can_be_filtered(open_page: OpenPage, app: OutsideApp) -> None:
    panel = await inspected(await open_page("lead"))
    before = await exchanges(panel, "chat.postMessage").count()
    await post(app, [section("One")])
    await app.web.users_info(user="U0LEAD")
    await expect(exchanges(panel, "chat.postMessage")).to_have_count(before + 1)
    await panel.get_by_role("searchbox", name="Filter").fill("users.info")
    await expect(exchanges(panel, "From the app: users.info").last).to_be_visible()
    await expect(exchanges(panel, "chat.postMessage")).to_have_count(0)
    await panel.get_by_role("button", name="Close inspector").click()
    await expect(panel).to_be_hidden()


async def test_a_fault_planned_in_the_page_befalls_the_app(open_page: OpenPage, hand: Hand, app: OutsideApp) -> None:
    panel = await inspected(await open_page("lead"))
    await panel.get_by_label("Which call").select_option("chat.postMessage")
    await panel.get_by_label("What goes wrong").select_option("A status")
    await panel.get_by_label("Which error, status or seconds").fill("much")
    await panel.get_by_role("button", name="Plan it").click()
    await expect(panel.get_by_role("status")).to_have_text("Give a number: a status, seconds, or how often.")
    await panel.get_by_label("Which error, status or seconds").fill("503")
    await panel.get_by_label("Which channel").select_option("general")
    await panel.get_by_label("How often").fill("2")
    await panel.get_by_role("button", name="Plan it").click()
    await expect(panel.get_by_role("list", name="Planned")).to_have_text(
        "2 × chat.postMessage: channel C0GENERAL, status 503"
    )
    with pytest.raises(SlackApiError):
        await post(app, [section("One")])
    await exchanges(panel, "chat.postMessage, fault").last.click()
    await expect(panel.get_by_role("region", name="Exchange").get_by_role("heading").first).to_have_text("Fault")
    await panel.get_by_role("button", name="Clear all").click()
    await expect(panel.get_by_role("list", name="Planned")).to_be_empty()
    await post(app, [section("Two")])


async def test_the_way_to_the_app_is_disturbed_from_the_page(open_page: OpenPage, app: OutsideApp) -> None:
    lead = await open_page("lead")
    panel = await inspected(lead)
    await panel.get_by_role("button", name="Send the next twice").click()
    await expect(panel.get_by_role("status")).to_have_text("Send the next twice: done.")
    await say(lead, "/task list")
    await app.wait_for(2)
    await panel.get_by_role("button", name="Send the last once more").click()
    await app.wait_for(3)
    session = app.client.current_session
    await panel.get_by_role("button", name="Drop a connection").click()
    await until(lambda: app.client.current_session is not session)


async def test_rates_are_chosen_in_the_page(open_page: OpenPage, hand: Hand, app: OutsideApp) -> None:
    panel = await inspected(await open_page("lead"))
    pace = panel.get_by_role("button", name="60 times as fast")
    await pace.click()
    await expect(pace).to_have_attribute("aria-pressed", "true")
    assert (await hand.get("disturbances"))["rates"] == {"on": True, "speed": 60.0}
    await panel.get_by_role("button", name="None").click()
    await expect(pace).to_have_attribute("aria-pressed", "false")
    assert (await hand.get("disturbances"))["rates"]["on"] is False
