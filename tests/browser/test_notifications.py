"""What is meant for a person and not before their eyes is told of, and counted until it is read."""

import re

from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.page_parts import composer, entry, messages, post, say, section
from tests.sandbox.outside import Hand, OutsideApp

RECORDED_NOTIFICATION = """() => window.Notification = class {
  static permission = "default";
  static async requestPermission() { Notification.permission = "granted"; }
  constructor(title, { body }) { (window.raised ??= []).push([title, body, this]); }
}"""


def toasts(page: Page) -> Locator:
    return page.get_by_role("status", name="Notifications").get_by_role("button")


async def turn_away(page: Page, *, is_hidden: bool) -> None:
    """Have the page think that its window is hidden, or seen again."""
    state = "hidden" if is_hidden else "visible"
    await page.evaluate(
        f"""Object.defineProperties(document, {{
          visibilityState: {{ configurable: true, value: "{state}" }},
          hidden: {{ configurable: true, value: {str(is_hidden).lower()} }},
        }});
        document.dispatchEvent(new Event("visibilitychange"));"""
    )


async def test_a_mention_elsewhere_is_told_of_and_counted_until_it_is_read(open_page: OpenPage, hand: Hand) -> None:
    lead = await open_page("lead")
    await expect(lead).to_have_title("general · Sandbox")
    await hand.post("message", user="tester", channel="#product", text="Just talk")
    await hand.post("message", user="tester", channel="#product", text="*Look*, @lead & all :eyes:\nSecond line")
    await hand.post("message", user="designer", channel="#general", text="Here, @lead")
    await expect(messages(lead)).to_have_count(1)
    await expect(toasts(lead)).to_have_text(["tester#productLook, @lead & all 👀"])
    await expect(lead).to_have_title("(1) general · Sandbox")
    row = entry(lead, "product, public channel, 2 unread, 1 for you")
    await expect(row.locator(".count")).to_have_text("1")
    await toasts(lead).click()
    await expect(messages(lead).last).to_contain_text("Second line")
    await expect(toasts(lead)).to_have_count(0)
    await expect(lead).to_have_title("product · Sandbox")


async def test_only_what_is_meant_for_a_person_is_told_of(open_page: OpenPage, hand: Hand, app: OutsideApp) -> None:
    lead = await open_page("lead", channel="leads")
    await hand.post("message", user="designer", channel="#general", text="@tester, and @leader")
    await hand.post("message", user="lead", channel="#general", text="@here from myself")
    await post(app, [section("A card for <@U0LEAD>")])
    await hand.post("message", user="designer", channel="#product", text="@channel, listen")
    await hand.post("message", user="designer", channel="@lead", text="Between us")
    await expect(toasts(lead)).to_contain_text(["Ship the launch page", "@channel, listen", "Between us"])
    await expect(toasts(lead).last).to_contain_text("designerDirect message")
    await expect(lead).to_have_title("(3) leads · Sandbox")
    await app.web.chat_postEphemeral(channel="C0PRODUCT", user="U0LEAD", text="For you alone")
    await app.web.chat_postEphemeral(channel="C0LEADS", user="U0LEAD", text="An answer")
    await expect(toasts(lead)).to_contain_text(["@channel, listen", "Between us", "For you alone"])
    await expect(toasts(lead)).to_have_count(3)


async def test_a_reply_is_told_of_to_those_who_take_part(open_page: OpenPage, hand: Hand) -> None:
    started = await hand.post("message", user="tester", channel="#product", text="Who has a minute?")
    thread_ts = started["response"]["ts"]
    await hand.post("message", user="lead", channel="#product", text="I do", thread_ts=thread_ts)
    lead, designer = await open_page("lead"), await open_page("designer")
    await hand.post("message", user="tester", channel="#product", text="Good", thread_ts=thread_ts)
    await expect(toasts(lead)).to_have_text(["testerThread in #productGood"])
    await toasts(lead).press("Enter")
    await expect(messages(lead, "thread").last).to_contain_text("Good")
    await expect(entry(designer, "product, public channel, 1 unread")).to_be_visible()
    await expect(toasts(designer)).to_have_count(0)


async def test_a_toast_goes_by_itself_but_not_while_it_is_pointed_at(open_page: OpenPage, hand: Hand) -> None:
    lead = await open_page("lead")
    await hand.post("message", user="designer", channel="@lead", text="Between us")
    await toasts(lead).hover()
    running = "document.querySelector('.toast').getAnimations().map((one) => one.playState)"
    assert await lead.evaluate(running) == ["paused"]
    await lead.evaluate("document.querySelector('.toast').getAnimations()[0].finish()")
    await expect(toasts(lead)).to_have_count(0)
    await expect(lead).to_have_title("(1) general · Sandbox")


async def test_a_hidden_window_raises_a_notification_if_it_may(open_page: OpenPage, hand: Hand) -> None:
    lead = await open_page("lead")
    await lead.evaluate(RECORDED_NOTIFICATION)
    bell = lead.get_by_role("button", name="Desktop notifications", pressed=False)
    await turn_away(lead, is_hidden=True)
    await say(lead, "The server knows of the window what it is told before these words")
    await expect(messages(lead)).to_have_count(1)
    await hand.post("message", user="tester", channel="#general", text="@lead, first")
    await expect(toasts(lead)).to_have_count(1)
    assert await lead.evaluate("window.raised") is None
    await bell.click()
    await expect(lead.get_by_role("button", name="Desktop notifications", pressed=True)).to_be_visible()
    await hand.post("message", user="tester", channel="@lead", text="Second")
    await expect(toasts(lead)).to_have_count(2)
    assert (await lead.evaluate("window.raised.map(([title, body]) => [title, body])")) == [
        ["tester · Direct message", "Second"]
    ]
    await expect(lead).to_have_title("(2) general · Sandbox")
    await turn_away(lead, is_hidden=False)
    await expect(lead).to_have_title("(1) general · Sandbox")
    await lead.evaluate("window.raised[0][2].onclick()")
    await expect(lead).to_have_title("tester · Sandbox")
    await expect(composer(lead)).to_be_focused()


async def test_words_of_a_toast_stay_text(open_page: OpenPage, hand: Hand) -> None:
    lead = await open_page("lead", channel="product")
    designer = await open_page("designer")
    await say(designer, "@lead <img src=x onerror=\"document.title='hacked'\"> & <b>bold</b>")
    await expect(toasts(lead)).to_contain_text(["<img src=x onerror=\"document.title='hacked'\"> & <b>bold</b>"])
    await expect(toasts(lead).locator("img, b")).to_have_count(0)
    await expect(lead).to_have_title(re.compile(r"^\(1\) product"))
