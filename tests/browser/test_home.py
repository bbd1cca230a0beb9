"""The bot's Home, beside the messages with it."""

from playwright.async_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.page_parts import (
    TITLE_FIELD,
    Json,
    actions,
    button,
    composer,
    entry,
    form,
    messages,
    modal,
    option,
    options,
    press,
    section,
)
from tests.conditions import until
from tests.sandbox.outside import OutsideApp

LEAD = "U0LEAD"


def home(*blocks: Json) -> Json:
    return {"type": "home", "blocks": list(blocks)}


async def open_home(page: Page, app: OutsideApp) -> None:
    """Open it by the sidebar, and wait until the app knows."""
    await entry(page, "Taskbot").click()
    await until(lambda: any(_is_opening(request.payload) for request in app.received))


def _is_opening(payload: Json) -> bool:
    return bool(payload.get("event", {}).get("type") == "app_home_opened")


async def test_home_is_drawn_when_the_app_publishes_it(open_page: OpenPage, app: OutsideApp) -> None:
    lead, designer = await open_page("lead"), await open_page("designer")
    await open_home(lead, app)
    await expect(lead.get_by_role("tab", name="Home")).to_have_attribute("aria-selected", "true")
    await app.web.views_publish(user_id=LEAD, view=home(section("*Due today*"), actions(button("New", "task_new"))))
    await expect(lead.get_by_role("tabpanel")).to_contain_text("Due today")
    await expect(composer(lead)).to_be_hidden()
    await entry(designer, "Taskbot").click()
    await expect(designer.get_by_role("tabpanel")).not_to_contain_text("Due today")
    told = await press(app, lead.get_by_role("button", name="New"))
    assert told["container"]["type"] == "view"
    await app.web.views_open(trigger_id=told["trigger_id"], view=form(TITLE_FIELD))
    await expect(modal(lead).get_by_role("heading", name="New task")).to_be_visible()
    await lead.keyboard.press("Escape")
    await expect(lead.get_by_role("button", name="New")).to_be_focused()


async def test_menus_of_home_carry_their_choice_and_the_keyboard_stays(open_page: OpenPage, app: OutsideApp) -> None:
    lead = await open_page("lead")
    select = {"type": "static_select", "action_id": "filter", "options": options("Mine", "All")}
    overflow = {"type": "overflow", "action_id": "more", "options": options("Edit", "Delete")}
    drawn = home(section("Ship it", accessory=overflow), {**actions(select), "block_id": "filters"})
    await app.web.views_publish(user_id=LEAD, view=drawn)
    await open_home(lead, app)
    await lead.get_by_role("button", name="Choose an option").press("Enter")
    await expect(option(lead, "Mine")).to_be_focused()
    told = await press(app, option(lead, "All"))
    assert told["actions"][0]["selected_option"]["value"] == "all"
    await app.web.views_publish(user_id=LEAD, view=home(section("Everyone's"), *drawn["blocks"]))
    await expect(lead.get_by_role("tabpanel")).to_contain_text("Everyone's")
    await expect(lead.get_by_role("button", name="Choose an option")).to_be_focused()
    await lead.get_by_role("button", name="More actions").click()
    told = await press(app, lead.get_by_role("menuitem", name="Delete"))
    assert told["actions"][0]["selected_option"]["value"] == "delete"


async def test_a_press_that_the_app_does_not_hear_has_a_note(open_page: OpenPage, app: OutsideApp) -> None:
    lead = await open_page("lead")
    await app.web.views_publish(user_id=LEAD, view=home(actions(button("Refresh", "refresh"))))
    await open_home(lead, app)
    app.is_silent = True
    await press(app, lead.get_by_role("button", name="Refresh"))
    note = lead.get_by_role("tabpanel").get_by_role("alert")
    await expect(note).to_have_text("The app did not respond in time. Try again?", timeout=5_000)
    await expect(lead.locator("[aria-busy]")).to_have_count(0)


async def test_what_is_unread_comes_first(open_page: OpenPage, app: OutsideApp) -> None:
    lead = await open_page("lead")
    await app.web.chat_postMessage(channel=LEAD, text="You are assigned")
    await entry(lead, "Taskbot, app, 1 unread").click()
    await expect(messages(lead)).to_contain_text(["You are assigned"])
    await lead.get_by_role("tab", name="Home").click()
    await expect(messages(lead)).to_be_hidden()
    await entry(lead, "general").click()
    await expect(lead.get_by_role("tab")).to_have_count(0)
