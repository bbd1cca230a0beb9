"""Forms: filled in wrongly and rightly, stacked, changed by the app while somebody types."""

import re

from playwright.async_api import expect

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.page_parts import (
    TITLE_FIELD,
    actions,
    button,
    field,
    form,
    modal,
    open_form,
    option,
    options,
    plain,
    press,
    submitted,
)
from tests.sandbox.outside import OutsideApp

PEOPLE_FIELD = field(
    "people", "Assignees", {"type": "multi_users_select", "placeholder": plain("Choose people")}, optional=True
)
EVERY_FIELD = (
    TITLE_FIELD,
    field("more", "Description", {"type": "plain_text_input", "multiline": True}, optional=True),
    PEOPLE_FIELD,
    field("maker", "Maker", {"type": "users_select", "initial_user": "U0DESIGNER"}),
    field("channel", "Channel", {"type": "conversations_select"}),
    field("other", "Copied to", {"type": "channels_select"}, optional=True),
    field("priority", "Priority", {"type": "static_select", "options": options("High", "Low")}),
    field("labels", "Labels", {"type": "multi_static_select", "options": options(*"abcdefghijkl")}),
    field("day", "Day", {"type": "datepicker"}),
    field("hour", "Hour", {"type": "timepicker"}),
    field("moment", "Moment", {"type": "datetimepicker"}),
    field("kinds", "Kinds", {"type": "checkboxes", "options": options("Remind me", "Tell all")}),
    field("repeat", "Repeat", {"type": "radio_buttons", "options": options("Never", "Weekly")}),
)


async def test_errors_stand_at_their_fields_until_all_is_right(open_page: OpenPage, app: OutsideApp) -> None:
    lead = await open_page("lead")
    await open_form(lead, app, form(TITLE_FIELD, PEOPLE_FIELD))
    title = modal(lead).get_by_label("Title")
    await expect(title).to_be_focused()
    await modal(lead).get_by_role("button", name="Add task").click()
    await expect(title).to_have_accessible_description(re.compile("required.*In a few words."))
    await title.fill("Ship it")
    app.answer = {"response_action": "errors", "errors": {"title": "There is such a task already."}}
    await title.press("Enter")
    await expect(title).to_have_accessible_description("There is such a task already. In a few words.")
    await expect(title).to_have_attribute("aria-invalid", "true")
    await expect(title).to_have_value("Ship it")
    await expect(title).to_be_focused()
    app.answer = None
    await title.fill("Ship it now")
    await modal(lead).get_by_role("button", name="Add task").click()
    await expect(modal(lead)).to_have_count(0)
    assert (await submitted(app, 2))["title"]["title"]["value"] == "Ship it now"
    await expect(lead.get_by_role("button", name="New…")).to_be_focused()


async def test_a_field_with_an_error_is_shown_with_its_label(open_page: OpenPage, app: OutsideApp) -> None:
    lead = await open_page("lead")
    further = [field(f"f{number}", f"Field {number}", {"type": "plain_text_input"}) for number in range(9)]
    await open_form(lead, app, form(TITLE_FIELD, *further))
    title, label = modal(lead).get_by_label("Title"), modal(lead).get_by_text("Title", exact=True)
    await modal(lead).locator(".content").evaluate("(content) => (content.scrollTop = 40)")
    await expect(label).not_to_be_in_viewport()
    await expect(title).to_be_in_viewport()
    await modal(lead).get_by_role("button", name="Add task").click()
    await expect(title).to_have_accessible_description(re.compile("required"))
    await expect(label).to_be_in_viewport(ratio=1)


async def test_every_field_is_filled_in(open_page: OpenPage, app: OutsideApp) -> None:
    lead = await open_page("lead")
    await open_form(lead, app, form(*EVERY_FIELD))
    await modal(lead).get_by_label("Title").fill("Ship it")
    await modal(lead).get_by_label("Description").fill("Two\nlines")
    await modal(lead).get_by_label("Assignees").click()
    await expect(modal(lead).get_by_role("searchbox")).to_be_focused()
    await lead.keyboard.type("de")
    await expect(lead.get_by_role("listbox").get_by_role("option")).to_have_text(["designer", "developer"])
    await lead.keyboard.press("Enter")
    await option(lead, "tester").click()
    await lead.keyboard.press("Escape")
    await expect(modal(lead).get_by_label("Assignees")).to_have_text("designer, tester")
    for label, choice in (("Channel", "#product"), ("Priority", "High"), ("Labels", "c")):
        await modal(lead).get_by_label(label).click()
        await option(lead, choice).click()
    await lead.keyboard.press("Escape")
    await modal(lead).get_by_label("Day").fill("2027-03-01")
    await modal(lead).get_by_label("Hour").fill("17:30")
    await modal(lead).get_by_label("Moment").fill("2027-03-01T09:00")
    await modal(lead).get_by_label("Tell all").check()
    await modal(lead).get_by_label("Weekly").check()
    await modal(lead).get_by_role("button", name="Add task").click()
    filled = {block: held for block, elements in (await submitted(app)).items() for held in elements.values()}
    assert filled["title"]["value"] == "Ship it"
    assert filled["more"]["value"] == "Two\nlines"
    assert filled["people"]["selected_users"] == ["U0DESIGNER", "W0TESTER"]
    assert filled["maker"]["selected_user"] == "U0DESIGNER"
    assert filled["channel"]["selected_conversation"] == "C0PRODUCT"
    assert filled["other"]["selected_channel"] is None
    assert filled["priority"]["selected_option"]["value"] == "high"
    assert [chosen["value"] for chosen in filled["labels"]["selected_options"]] == ["c"]
    assert filled["day"]["selected_date"] == "2027-03-01"
    assert filled["hour"]["selected_time"] == "17:30"
    assert filled["moment"]["selected_date_time"] == 1_803_909_600
    assert [chosen["value"] for chosen in filled["kinds"]["selected_options"]] == ["tell all"]
    assert filled["repeat"]["selected_option"]["value"] == "weekly"


async def test_several_channels_can_be_chosen(open_page: OpenPage, app: OutsideApp) -> None:
    lead = await open_page("lead")
    where = {"type": "multi_conversations_select", "initial_conversations": ["C0GENERAL"], "max_selected_items": 2}
    copied = {"type": "multi_channels_select", "placeholder": plain("Choose channels")}
    await open_form(lead, app, form(field("where", "Where", where), field("copied", "Copied to", copied)))
    await expect(modal(lead).get_by_label("Where")).to_have_text("#general")
    for label, names in (("Where", ("product", "random")), ("Copied to", ("random", "general"))):
        await modal(lead).get_by_label(label).click()
        await expect(modal(lead).get_by_role("searchbox")).to_be_focused()
        for name in names:
            await lead.keyboard.type(f"#{name}")
            await lead.keyboard.press("Enter")
        await lead.keyboard.press("Escape")
    await expect(modal(lead).get_by_label("Where")).to_have_text("#general, #product")
    await expect(modal(lead).get_by_label("Copied to")).to_have_text("#random, #general")
    await modal(lead).get_by_role("button", name="Add task").click()
    filled = await submitted(app)
    assert filled["where"]["where"]["selected_conversations"] == ["C0GENERAL", "C0PRODUCT"]
    assert filled["copied"]["copied"]["selected_channels"] == ["C0RANDOM", "C0GENERAL"]


async def test_a_form_lies_upon_a_form(open_page: OpenPage, app: OutsideApp) -> None:
    lead = await open_page("lead")
    await open_form(lead, app, form(TITLE_FIELD, actions(button("Add a label", "label"))))
    await modal(lead).get_by_label("Title").fill("Half a tit")
    told = await press(app, modal(lead).get_by_role("button", name="Add a label"))
    assert told["view"]["state"]["values"]["title"]["title"]["value"] == "Half a tit"
    label_field = field("label", "Label", {"type": "plain_text_input"})
    await app.web.views_push(trigger_id=told["trigger_id"], view=form(label_field, title="Label"))
    await expect(modal(lead).get_by_role("heading", name="Label")).to_be_visible()
    await expect(modal(lead)).to_have_count(1)
    await modal(lead).get_by_role("button", name="Back").click()
    await expect(modal(lead).get_by_role("heading", name="New task")).to_be_visible()
    await expect(modal(lead).get_by_label("Title")).to_have_value("Half a tit")
    await expect(modal(lead).get_by_role("button", name="Add a label")).to_be_focused()
    told = await press(app, modal(lead).get_by_role("button", name="Add a label"))
    await app.web.views_push(trigger_id=told["trigger_id"], view=form(label_field, title="Label"))
    await expect(modal(lead).get_by_role("heading", name="Label")).to_be_visible()
    await modal(lead).get_by_role("button", name="Close").click()
    await expect(modal(lead)).to_have_count(0)


async def test_an_update_takes_nothing_of_what_was_typed(open_page: OpenPage, app: OutsideApp) -> None:
    lead = await open_page("lead")
    view = await open_form(lead, app, form(TITLE_FIELD, PEOPLE_FIELD))
    await modal(lead).get_by_label("Assignees").click()
    await option(lead, "tester").click()
    await lead.keyboard.press("Escape")
    await modal(lead).get_by_label("Title").press_sequentially("Ship the long launch page, but not y")
    await expect(modal(lead).locator("[data-rest]")).to_have_attribute("data-rest", "4")
    due_field = field("due", "Due", {"type": "datepicker"})
    changed = form(due_field, TITLE_FIELD, PEOPLE_FIELD, title="Ready now")
    await app.web.views_update(view_id=view["id"], view=changed)
    await expect(modal(lead).get_by_role("heading", name="Ready now")).to_be_visible()
    await expect(modal(lead).get_by_label("Title")).to_be_focused()
    await lead.keyboard.type("et")
    await expect(modal(lead).get_by_label("Title")).to_have_value("Ship the long launch page, but not yet")
    await expect(modal(lead).get_by_label("Assignees")).to_have_text("tester")


async def test_a_form_waits_for_the_app_and_can_be_sent_again(open_page: OpenPage, app: OutsideApp) -> None:
    lead = await open_page("lead")
    await open_form(lead, app, form(TITLE_FIELD))
    await modal(lead).get_by_label("Title").fill("Ship it")
    app.is_silent = True
    submit = modal(lead).get_by_role("button", name="Add task")
    await submit.click()
    await expect(submit).to_have_attribute("aria-busy", "true")
    trouble = modal(lead).get_by_role("alert").filter(has_text="We had some trouble connecting. Try again?")
    await expect(trouble).to_be_visible(timeout=5_000)
    app.is_silent = False
    await submit.click()
    await expect(modal(lead)).to_have_count(0)


async def test_the_keyboard_alone_fills_a_form(open_page: OpenPage, app: OutsideApp) -> None:
    lead = await open_page("lead")
    priority = field("priority", "Priority", {"type": "static_select", "options": options("High", "Low")})
    kinds = field("kinds", "Kinds", {"type": "checkboxes", "options": options("Remind me")}, optional=True)
    await open_form(lead, app, form(TITLE_FIELD, PEOPLE_FIELD, priority, kinds))
    await expect(modal(lead).get_by_label("Title")).to_be_focused()
    keyboard = lead.keyboard
    await keyboard.type("Ship it")
    await keyboard.press("Tab")
    await keyboard.press("Enter")
    await expect(modal(lead).get_by_role("searchbox")).to_be_focused()
    await keyboard.type("gue")
    await keyboard.press("ArrowDown")
    await keyboard.press("Enter")
    await keyboard.press("Escape")
    await expect(modal(lead).get_by_label("Assignees")).to_be_focused()
    await keyboard.press("Tab")
    await keyboard.press("Enter")
    await expect(option(lead, "High")).to_be_focused()
    await keyboard.press("l")
    await keyboard.press("Enter")
    await keyboard.press("Tab")
    await keyboard.press("Space")
    # Whoever goes on finds the buttons below, and then the first one above: nothing outside of the form.
    for name in ("Cancel", "Add task"):
        await keyboard.press("Tab")
        await expect(modal(lead).get_by_role("button", name=name)).to_be_focused()
    await keyboard.press("Enter")
    await expect(modal(lead)).to_have_count(0)
    filled = await submitted(app)
    assert filled["title"]["title"]["value"] == "Ship it"
    assert filled["people"]["people"]["selected_users"] == ["U0GUEST"]
    assert filled["priority"]["priority"]["selected_option"]["value"] == "low"
    assert filled["kinds"]["kinds"]["selected_options"][0]["value"] == "remind me"


async def test_escape_closes_a_form_and_the_app_may_hear_of_it(open_page: OpenPage, app: OutsideApp) -> None:
    lead = await open_page("lead")
    await open_form(lead, app, form(TITLE_FIELD, notify_on_close=True))
    await expect(modal(lead)).to_be_visible()
    before = len(app.received)
    await lead.keyboard.press("Escape")
    await expect(modal(lead)).to_have_count(0)
    assert (await app.wait_for(before + 1))[-1].payload["type"] == "view_closed"


async def test_on_a_phone_a_form_fills_the_screen(open_page: OpenPage, app: OutsideApp) -> None:
    lead = await open_page("lead", size=PHONE)
    long = field("long", "A long label " * 12, {"type": "static_select", "options": options("x" * 75)})
    await open_form(lead, app, form(*EVERY_FIELD, long))
    await expect(modal(lead)).to_be_visible()
    assert await modal(lead).evaluate("one => one.scrollWidth <= innerWidth && one.clientHeight === innerHeight")
    await expect(modal(lead).get_by_role("button", name="Add task")).to_be_in_viewport()
    await modal(lead).get_by_label("Repeat").scroll_into_view_if_needed()
    await modal(lead).get_by_label("Assignees").click()
    await option(lead, "tester").click()
    assert await lead.locator(".menu:popover-open").evaluate("menu => menu.getBoundingClientRect().right <= innerWidth")
