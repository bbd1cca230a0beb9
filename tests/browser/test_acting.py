"""Commands and clicks reach the app; what it answers is seen by those whom it concerns."""

from playwright.async_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.page_parts import (
    TITLE,
    actions,
    button,
    card,
    composer,
    last_action,
    messages,
    option,
    options,
    plain,
    post,
    say,
    section,
)
from tests.sandbox.outside import Hand, OutsideApp


async def test_a_commands_answer_is_seen_by_its_person_alone(open_page: OpenPage, app: OutsideApp) -> None:
    app.answer = {"text": "Made", "blocks": [section("Made *Ship it* for you"), actions(button("Undo", "task_undo"))]}
    lead, designer = await open_page("lead"), await open_page("designer")
    await say(lead, "/task add Ship it @me")
    await expect(messages(lead).last).to_contain_text("Only visible to you")
    await expect(messages(lead).last).to_contain_text("Made Ship it for you")
    assert app.received[-1].payload["text"] == "add Ship it @me"
    await say(lead, "Done")
    await expect(messages(designer)).to_have_count(1)
    await expect(messages(designer)).to_contain_text(["Done"])


async def test_a_click_reaches_the_app_and_redraws_that_message_alone(open_page: OpenPage, app: OutsideApp) -> None:
    await post(app, [section("An earlier card")])
    ts = await post(app, card("Open", button("Take", "task_take"), button("Complete", "task_complete")))
    lead, designer = await open_page("lead"), await open_page("designer")
    for page in (lead, designer):
        await expect(messages(page)).to_have_count(2)
        await page.evaluate("document.querySelectorAll('article > *').forEach((part) => (part.isOld = true))")
    await lead.get_by_role("button", name="Complete").click()
    assert (await last_action(app))["action_id"] == "task_complete"
    assert app.received[-1].payload["message"]["ts"] == ts
    await app.web.chat_update(channel="C0GENERAL", ts=ts, text="Done", blocks=card("Completed by lead"))
    for page in (lead, designer):
        await expect(page.locator(f"[data-ts='{ts}']")).to_contain_text("Completed by lead", timeout=1_000)
        await expect(page.get_by_role("button", name="Complete")).to_have_count(0)
        articles = "[...document.querySelectorAll('[data-pane=main] article')]"
        old = f"{articles}.map((one) => one.lastElementChild.isOld === true)"
        assert await page.evaluate(old) == [True, False]


async def test_menus_carry_their_choice(open_page: OpenPage, app: OutsideApp) -> None:
    choices = options("For 20 minutes", "For 1 hour", "Until tomorrow")
    select = {"type": "static_select", "action_id": "snooze", "placeholder": plain("Snooze"), "options": choices}
    overflow = {"type": "overflow", "action_id": "more", "options": options("Show", "Help")}
    await post(app, [section("Due soon"), actions(button("Complete", "done", style="primary"), select, overflow)])
    lead = await open_page("lead")
    await lead.get_by_role("button", name="Snooze").click()
    await option(lead, "For 1 hour").click()
    assert (await last_action(app))["selected_option"]["value"] == "for 1 hour"
    await expect(option(lead, "For 1 hour")).to_be_hidden()
    await lead.get_by_role("button", name="More actions").press("Enter")
    await expect(lead.get_by_role("menuitem", name="Show")).to_be_focused()
    await lead.keyboard.press("ArrowDown")
    await lead.keyboard.press("Enter")
    assert (await last_action(app, 2))["selected_option"]["value"] == "help"


async def test_other_elements_carry_their_choice(open_page: OpenPage, app: OutsideApp) -> None:
    await post(
        app,
        [
            section("Kinds", accessory={"type": "users_select", "action_id": "who", "placeholder": plain("Someone")}),
            actions(
                {"type": "conversations_select", "action_id": "where", "placeholder": plain("Channel")},
                {"type": "datepicker", "action_id": "day", "placeholder": plain("Day")},
                {"type": "datetimepicker", "action_id": "moment"},
                {"type": "checkboxes", "action_id": "several", "options": options("Apples", "Bread", "Cheese")},
                {"type": "radio_buttons", "action_id": "one", "options": options("By train", "By night")},
            ),
        ],
    )
    lead = await open_page("lead")
    await lead.get_by_role("button", name="Someone").click()
    await option(lead, "designer").click()
    assert (await last_action(app))["selected_user"] == "U0DESIGNER"
    await lead.get_by_role("button", name="Channel", exact=True).click()
    await option(lead, "#product").click()
    assert (await last_action(app, 2))["selected_conversation"] == "C0PRODUCT"
    await lead.get_by_label("Day").fill("2027-03-01")
    assert (await last_action(app, 3))["selected_date"] == "2027-03-01"
    await lead.locator("[data-action=moment]").fill("2027-03-01T09:00")
    assert (await last_action(app, 4))["selected_date_time"] == 1_803_909_600
    await lead.get_by_label("Apples").check()
    await lead.get_by_label("Cheese").check()
    chosen = (await last_action(app, 6))["selected_options"]
    assert [option["value"] for option in chosen] == ["apples", "cheese"]
    await lead.get_by_label("By night").check()
    assert (await last_action(app, 7))["selected_option"]["value"] == "by night"


async def test_a_button_may_ask_first(open_page: OpenPage, app: OutsideApp) -> None:
    confirm = {
        "title": plain("Delete it?"),
        "text": {"type": "mrkdwn", "text": "*Really* & truly"},
        "confirm": plain("Delete"),
        "deny": plain("Keep it"),
    }
    await post(app, card("Open", button("Remove", "remove", confirm=confirm), button("Take", "take")))
    lead = await open_page("lead")
    await lead.get_by_role("button", name="Remove").click()
    await expect(lead.get_by_role("dialog", name="Delete it?")).to_contain_text("Really & truly")
    await lead.get_by_role("button", name="Keep it").click()
    await lead.get_by_role("button", name="Take").click()
    assert (await last_action(app))["action_id"] == "take"
    await lead.get_by_role("button", name="Remove").click()
    await lead.get_by_role("button", name="Delete").click()
    assert (await last_action(app, 2))["action_id"] == "remove"


async def test_the_keyboard_stays_where_a_card_is_redrawn(open_page: OpenPage, app: OutsideApp) -> None:
    ts = await post(app, card("Open", button("Start", "task_start"), button("Complete", "task_complete")))
    lead = await open_page("lead")
    await lead.get_by_role("button", name="Start").focus()
    await lead.keyboard.press("Enter")
    await app.wait_for(1)
    again = card("In progress", button("Complete", "task_complete"))
    await app.web.chat_update(channel="C0GENERAL", ts=ts, text=TITLE, blocks=again)
    await expect(messages(lead)).to_contain_text(["In progress"])
    await expect(lead.get_by_role("button", name="Complete")).to_be_focused()


async def test_a_silent_app_blocks_nothing(open_page: OpenPage, app: OutsideApp) -> None:
    app.is_silent = True
    lead = await open_page("lead")
    await say(lead, "/task list")
    await app.wait_for(1)
    await say(lead, "Meanwhile")
    await expect(messages(lead)).to_contain_text(["Meanwhile"], timeout=1_000)
    await expect(messages(lead).last).to_contain_text("/task failed because Taskbot did not respond.", timeout=5_000)
    await expect(messages(lead).last).to_contain_text("Only visible to you")


async def test_a_missing_app_is_told_where_it_was_missed(open_page: OpenPage, hand: Hand, app: OutsideApp) -> None:
    await post(app, card("Open", button("Take", "task_take")))
    await app.close()
    lead = await open_page("lead")
    await lead.get_by_role("button", name="Take").click()
    await expect(messages(lead).first.get_by_role("alert")).to_have_text(
        "The app is not connected, so nothing was done."
    )
    await expect(lead.locator("[aria-busy]")).to_have_count(0)
    await say(lead, "/task list")
    await expect(messages(lead).last).to_contain_text("Only visible to you")


async def test_words_that_are_refused_are_given_back(open_page: OpenPage) -> None:
    lead = await open_page("lead")
    await say(lead, "/dance now")
    await expect(lead.get_by_role("alert").filter(has_text="/dance is not a command here")).to_be_visible()
    await expect(composer(lead)).to_have_value("/dance now")
    await say(lead, "Then not")
    await expect(lead.get_by_text("is not a command here")).to_be_hidden()
