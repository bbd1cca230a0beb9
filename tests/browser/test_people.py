"""The card beside a name: who it is, and what time it is for them."""

from datetime import UTC, datetime

from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.page_parts import TITLE_FIELD, form, messages, modal, open_form, post, section
from tests.sandbox.outside import Hand, OutsideApp

# Earlier than where other tests move the clock, since the numbers of messages never go back.
NOON = datetime(2027, 2, 1, 12, 0, tzinfo=UTC)


def card(page: Page) -> Locator:
    return page.locator("#person-card")


async def test_an_authors_card_says_what_time_it_is_for_them(open_page: OpenPage, hand: Hand) -> None:
    await hand.post("clock", at=NOON.isoformat())
    await hand.post("message", user="designer", channel="#general", text="Who has a minute?")
    lead = await open_page("lead")
    author = messages(lead).locator(".author")
    await author.hover()
    await expect(card(lead)).to_have_text("DedesignerDesigner1:00 PM local time, Europe/Berlin")
    await expect(author).to_have_accessible_description("designer Designer 1:00 PM local time, Europe/Berlin")
    await lead.get_by_role("heading", name="general").hover()
    await expect(card(lead)).to_be_hidden()
    await messages(lead).locator(".avatar").hover()
    await expect(card(lead)).to_be_visible()
    await lead.keyboard.press("Escape")
    await expect(card(lead)).to_be_hidden()
    await hand.post("clock", advance_s=3600)
    await author.hover()
    await expect(card(lead)).to_contain_text("2:00 PM local time")


async def test_a_mentioned_persons_role_is_said(open_page: OpenPage, app: OutsideApp) -> None:
    ids = ("U0LEAD", "U0GUEST", "U0PARTNER", "U0LEAVER", "U0TASKBOT")
    await post(app, [section(" ".join(f"<@{user_id}>" for user_id in ids))])
    designer = await open_page("designer")
    roles = {"@lead": "Admin", "@guest": "Guest", "@partner": "External person", "@leaver": "Deactivated"}
    for name, role in {**roles, "@Taskbot": "App"}.items():
        await messages(designer).get_by_role("button", name=name).hover()
        await expect(card(designer).locator("strong")).to_have_text(name.removeprefix("@"))
        await expect(card(designer).locator(".roles")).to_have_text(role)


async def test_a_card_goes_when_its_name_is_scrolled_away(open_page: OpenPage, hand: Hand) -> None:
    for number in range(30):
        await hand.post("message", user="designer", channel="#general", text=f"Line {number}\n@tester")
    lead = await open_page("lead")
    await messages(lead).last.get_by_role("button", name="@tester").hover()
    await expect(card(lead)).to_be_visible()
    await lead.mouse.wheel(0, -300)
    await expect(card(lead)).to_be_hidden()


async def test_the_keyboard_walks_from_message_to_message_and_to_their_names(open_page: OpenPage, hand: Hand) -> None:
    await hand.post("message", user="designer", channel="#general", text="One for @tester")
    await hand.post("message", user="developer", channel="#general", text="Two")
    lead = await open_page("lead")
    await lead.get_by_role("region", name="Messages").focus()
    await lead.keyboard.press("ArrowUp")
    await expect(messages(lead).last).to_be_focused()
    await lead.keyboard.press("ArrowUp")
    await expect(messages(lead).first).to_be_focused()
    await lead.keyboard.press("Tab")
    await expect(card(lead)).to_contain_text("Designer")
    await lead.keyboard.press("Tab")
    await expect(messages(lead).get_by_role("button", name="@tester")).to_be_focused()
    await expect(card(lead)).to_contain_text("Tester")
    # Whoever only passes by does not stop at each name.
    await lead.keyboard.press("Tab")
    await expect(lead.get_by_role("button", name="Reply in thread").first).to_be_focused()
    await lead.keyboard.press("Tab")
    await expect(lead.get_by_role("button", name="Reply in thread").last).to_be_focused()
    await expect(card(lead)).to_be_hidden()


async def test_a_card_stands_above_a_form(open_page: OpenPage, app: OutsideApp) -> None:
    lead = await open_page("lead")
    await open_form(lead, app, form(section("For <@U0DESIGNER>"), TITLE_FIELD))
    await expect(modal(lead).get_by_label("Title")).to_be_focused()
    await modal(lead).get_by_role("button", name="@designer").hover()
    await expect(card(lead)).to_be_visible()
    await lead.keyboard.press("Escape")
    await expect(card(lead)).to_be_hidden()
    await expect(modal(lead)).to_be_visible()
