"""A whole story without a mouse."""

import re

from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.page_parts import (
    TITLE_FIELD,
    button,
    card,
    composer,
    entry,
    form,
    messages,
    modal,
    option,
    options,
    plain,
    post,
    submitted,
)
from tests.sandbox.outside import OutsideApp

MOST_STEPS = 25


async def walk(page: Page, wanted: Locator, key: str = "Tab") -> None:
    """Press a key until the keyboard is where it should be."""
    for _ in range(MOST_STEPS):
        await page.keyboard.press(key)
        if await wanted.evaluate("(part) => part === document.activeElement"):
            return
    await expect(wanted).to_be_focused()


async def test_a_story_by_the_keyboard_alone(open_page: OpenPage, app: OutsideApp) -> None:
    snooze = {"type": "static_select", "action_id": "snooze", "placeholder": plain("Snooze")}
    choices = (button("Edit", "task_edit"), {**snooze, "options": options("For 1 hour", "Until tomorrow")})
    await post(app, card("Open", *choices), channel="C0PRODUCT")
    lead = await open_page("lead")
    keyboard = lead.keyboard
    await expect(composer(lead)).to_be_focused()

    await walk(lead, entry(lead, "product"), "Shift+Tab")
    await keyboard.press("Enter")
    await expect(composer(lead)).to_have_accessible_name("Message #product")
    await expect(composer(lead)).to_be_focused()

    await keyboard.type("/ta")
    await expect(lead.get_by_role("option", name="/task")).to_be_visible()
    await keyboard.press("Tab")
    await keyboard.type("list")
    await keyboard.press("Enter")
    assert (await app.wait_for(1))[-1].payload["text"] == "list"

    await walk(lead, lead.get_by_role("button", name="Snooze"), "Shift+Tab")
    await keyboard.press("Enter")
    await expect(option(lead, "For 1 hour")).to_be_focused()
    await keyboard.press("ArrowDown")
    await keyboard.press("Enter")
    assert (await app.wait_for(2))[-1].payload["actions"][0]["selected_option"]["value"] == "until tomorrow"

    await walk(lead, lead.get_by_role("button", name="Edit"), "Shift+Tab")
    await keyboard.press("Enter")
    trigger_id = (await app.wait_for(3))[-1].payload["trigger_id"]
    await app.web.views_open(trigger_id=trigger_id, view=form(TITLE_FIELD))
    title = modal(lead).get_by_label("Title")
    await expect(title).to_be_focused()
    await walk(lead, modal(lead).get_by_role("button", name="Add task"))
    await keyboard.press("Enter")
    await expect(title).to_have_accessible_description(re.compile("required"))
    await expect(title).to_be_focused()
    await keyboard.type("Ship it")
    await keyboard.press("Enter")
    assert (await submitted(app))["title"]["title"]["value"] == "Ship it"
    await expect(lead.get_by_role("button", name="Edit")).to_be_focused()

    reply = messages(lead).get_by_role("button", name="Reply in thread")
    await walk(lead, reply)
    await keyboard.press("Enter")
    await expect(composer(lead, "thread")).to_be_focused()
    await keyboard.type("On it")
    await keyboard.press("Enter")
    await expect(messages(lead, "thread").last).to_contain_text("On it")
    await walk(lead, lead.get_by_role("button", name="Close thread"), "Shift+Tab")
    await keyboard.press("Enter")
    await expect(lead.get_by_role("complementary", name="Thread")).to_be_hidden()
    await expect(messages(lead).get_by_role("button", name="1 reply")).to_be_focused()
