"""On a phone nothing is wider than the screen, and the channels are in a drawer."""

from playwright.async_api import Page, expect

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.page_parts import (
    actions,
    button,
    composer,
    entry,
    form,
    messages,
    modal,
    open_form,
    options,
    plain,
    post,
    say,
    section,
)
from tests.browser.test_forms import EVERY_FIELD
from tests.sandbox.outside import Hand, OutsideApp

LONG = f"{'Long title ' * 20}{'x' * 200}"

# What is seen beyond the edge, unless it lies within something that is scrolled.
OVERFLOWING = """() => {
  document.getAnimations().filter((one) => one instanceof CSSTransition).forEach((one) => one.finish());
  const seen = [...document.querySelectorAll(".sandbox-page *")].filter(
    (part) => part.checkVisibility({ visibilityProperty: true }) && !part.parentElement.closest("pre, .menu, select"),
  );
  const isWider = ({ left, right }) => left < -1 || right > innerWidth + 1;
  return seen.filter((part) => isWider(part.getBoundingClientRect())).map((part) => part.outerHTML.slice(0, 120));
}"""


async def overflowing(page: Page) -> list[str]:
    return list(await page.evaluate(OVERFLOWING))


async def long_card(app: OutsideApp) -> str:
    """A card of which every part is long; gives its ts."""
    select = {"type": "static_select", "action_id": "snooze", "placeholder": plain("Snooze it " * 10)}
    choices = actions(button(LONG[:75], "take"), {**select, "options": options("Later")}, button("Complete", "done"))
    fields = [{"type": "mrkdwn", "text": f"*{name}*\n{LONG[150:350]}"} for name in ("Assignees", "Due")]
    return await post(app, [section(f"*{LONG}*"), section(f"```{'code ' * 80}```", fields=fields), choices])


async def test_nothing_is_wider_than_the_screen(open_page: OpenPage, hand: Hand, app: OutsideApp) -> None:
    ts = await long_card(app)
    await hand.post("message", user="designer", channel="#general", text=LONG, thread_ts=ts)
    lead = await open_page("lead", size=PHONE)
    await expect(messages(lead)).to_have_count(1)
    await hand.post("message", user="designer", channel="@lead", text=LONG)
    await expect(lead.locator(".toast")).to_be_visible()
    assert await overflowing(lead) == []
    await say(lead, "/unknown command")
    await expect(lead.get_by_text("is not a command here")).to_be_visible()
    await composer(lead).fill("@")
    await expect(lead.get_by_role("option", name="@designer")).to_be_visible()
    assert await overflowing(lead) == []
    await composer(lead).press("Escape")
    await lead.get_by_role("button", name="1 reply").click()
    await expect(messages(lead, "thread")).to_have_count(2)
    assert await overflowing(lead) == []


async def test_home_and_forms_are_not_wider_than_the_screen(open_page: OpenPage, app: OutsideApp) -> None:
    lead = await open_page("lead", size=PHONE)
    await open_form(lead, app, form(section(LONG), *EVERY_FIELD))
    await expect(modal(lead)).to_be_visible()
    assert await overflowing(lead) == []
    await lead.keyboard.press("Escape")
    await expect(modal(lead)).to_have_count(0)
    home = [section(LONG), actions(*(button(f"Choice number {number}", f"c{number}") for number in range(9)))]
    await app.web.views_publish(user_id="U0LEAD", view={"type": "home", "blocks": home})
    await lead.get_by_role("button", name="Show channels").click()
    await entry(lead, "Taskbot").click()
    await expect(lead.get_by_role("tabpanel")).to_contain_text("Choice number 8")
    assert await overflowing(lead) == []


async def test_the_drawer_opens_and_closes(open_page: OpenPage) -> None:
    lead = await open_page("lead", size=PHONE)
    opener = lead.get_by_role("button", name="Show channels")
    await expect(entry(lead, "product")).to_be_hidden()
    await opener.click()
    await expect(entry(lead, "product")).to_be_visible()
    assert await overflowing(lead) == []
    await lead.keyboard.press("Escape")
    await expect(entry(lead, "product")).to_be_hidden()
    await opener.click()
    await lead.locator(".shade").click(position={"x": 380, "y": 400})
    await expect(entry(lead, "product")).to_be_hidden()
    await opener.click()
    await entry(lead, "product").click()
    await expect(entry(lead, "product")).to_be_hidden()
    await expect(lead.get_by_role("heading", level=1).first).to_have_text("product")
