"""Every screen can be used by whoever does not see it, or sees it badly: axe finds nothing serious, light or dark."""

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.page_parts import (
    TITLE_FIELD,
    Json,
    actions,
    button,
    card,
    composer,
    entry,
    field,
    form,
    messages,
    modal,
    open_form,
    options,
    plain,
    post,
    press,
    say,
    section,
)
from tests.browser.test_forms import EVERY_FIELD
from tests.sandbox.outside import Hand, OutsideApp

GRAVE = ("serious", "critical")
SNOOZE = {
    "type": "static_select",
    "action_id": "snooze",
    "placeholder": plain("Snooze"),
    "options": options(*"abcdefghijkl"),
}
MORE = {"type": "overflow", "action_id": "more", "options": options("Show", "Help")}
CHOICES = (
    button("Take", "take", style="primary"),
    button("Delete", "delete", style="danger"),
    button("Open", "open", url="https://example.com/12"),
    SNOOZE,
    MORE,
)
RICH = section(
    "*Bold* _it_ ~gone~ `code` <https://example.com|link> <@U0LEAD> <@U0DESIGNER> <#C0PRODUCT> <!here>\n"
    "```block```\n&gt; quote\n<!date^1900000000^{date} at {time}|soon>",
    accessory={"type": "users_select", "action_id": "who", "placeholder": plain("Someone")},
)


async def flaws(page: Page) -> list[str]:
    """What axe finds grave in the page as it is now, in both of its schemes."""
    found: list[str] = []
    await page.emulate_media(reduced_motion="reduce")
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        response: Json = (await Axe().run(page)).response
        found += [
            f"{scheme}: {flaw['id']}: {node['html'][:160]} {node['any'][0]['message'] if node['any'] else ''}"
            for flaw in response["violations"]
            if flaw["impact"] in GRAVE
            for node in flaw["nodes"]
        ]
    return found


async def channel_with_cards(page: Page, app: OutsideApp, hand: Hand) -> str:
    """Talk, cards with every kind of choice, and a thread; gives the ts of a card."""
    await say(page, "Who takes the launch page? :tada:")
    await hand.post("message", user="designer", channel="#general", text="I could, with @tester and @lead")
    ts = await post(app, [RICH, *card("Open", *CHOICES), {"type": "context", "elements": [plain("Made today")]}])
    await app.web.chat_postMessage(channel="C0GENERAL", text="Taken by <@U0DESIGNER>", thread_ts=ts)
    await app.web.chat_postEphemeral(channel="C0GENERAL", user="U0LEAD", text="Only for you: `/task help`")
    await expect(messages(page).last).to_contain_text("Only for you")
    return ts


async def test_a_channel_with_cards(open_page: OpenPage, app: OutsideApp, hand: Hand) -> None:
    lead = await open_page("lead")
    await channel_with_cards(lead, app, hand)
    await hand.post("message", user="designer", channel="#product", text="@lead, here too")
    await hand.post("message", user="designer", channel="#random", text="Just talk")
    await expect(lead.locator(".toast")).to_have_count(1)
    await messages(lead).locator(".author").first.hover()
    await expect(lead.get_by_role("tooltip")).to_be_visible()
    assert await flaws(lead) == []


async def test_a_thread_and_what_is_completed_in_it(open_page: OpenPage, app: OutsideApp, hand: Hand) -> None:
    lead = await open_page("lead")
    await channel_with_cards(lead, app, hand)
    await lead.get_by_role("button", name="1 reply").click()
    await expect(messages(lead, "thread")).to_have_count(2)
    await composer(lead, "thread").press_sequentially("@")
    await expect(lead.get_by_role("option", name="@designer")).to_be_visible()
    assert await flaws(lead) == []


async def test_menus_that_are_open(open_page: OpenPage, app: OutsideApp, hand: Hand) -> None:
    lead = await open_page("lead")
    await channel_with_cards(lead, app, hand)
    for name in ("Snooze", "Someone", "More actions", "6 members"):
        await lead.get_by_role("button", name=name).first.click()
        await expect(lead.locator(".menu:popover-open")).to_be_visible()
        assert await flaws(lead) == []
        await lead.keyboard.press("Escape")
    await lead.locator(".clock").click()
    assert await flaws(lead) == []


async def test_a_form_with_errors(open_page: OpenPage, app: OutsideApp) -> None:
    lead = await open_page("lead")
    await open_form(lead, app, form(RICH, *EVERY_FIELD))
    await modal(lead).get_by_role("button", name="Add task").click()
    await expect(modal(lead).get_by_text("Please complete this required field.").first).to_be_visible()
    assert await flaws(lead) == []


async def test_stacked_forms(open_page: OpenPage, app: OutsideApp) -> None:
    lead = await open_page("lead")
    await open_form(lead, app, form(TITLE_FIELD, actions(button("Add a label", "label"))))
    told = await press(app, modal(lead).get_by_role("button", name="Add a label"))
    label = form(field("label", "Label", {"type": "plain_text_input"}), title="Label")
    await app.web.views_push(trigger_id=told["trigger_id"], view=label)
    await expect(modal(lead).get_by_role("heading", name="Label")).to_be_visible()
    assert await flaws(lead) == []


async def test_home(open_page: OpenPage, app: OutsideApp) -> None:
    lead = await open_page("lead")
    title = {"type": "header", "text": plain("Your tasks")}
    home = {"type": "home", "blocks": [title, RICH, *card("Open", *CHOICES)]}
    await app.web.views_publish(user_id="U0LEAD", view=home)
    await entry(lead, "Taskbot").click()
    await expect(lead.get_by_role("tabpanel")).to_contain_text("Your tasks")
    assert await flaws(lead) == []


async def test_the_inspector(open_page: OpenPage, app: OutsideApp) -> None:
    lead = await open_page("lead")
    await say(lead, "/task list")
    await lead.get_by_role("button", name="Inspector", exact=True).click()
    await lead.get_by_role("button", name="To the app: /task").last.click()
    assert await flaws(lead) == []


async def test_a_channel_that_is_closed_to_words(open_page: OpenPage) -> None:
    leaver = await open_page("leaver")
    await expect(leaver.get_by_text("This account is deactivated").first).to_be_visible()
    assert await flaws(leaver) == []


async def test_on_a_phone_with_the_drawer_open(open_page: OpenPage, app: OutsideApp, hand: Hand) -> None:
    lead = await open_page("lead", size=PHONE)
    await channel_with_cards(lead, app, hand)
    assert await flaws(lead) == []
    await lead.get_by_role("button", name="Show channels").click()
    await expect(entry(lead, "product")).to_be_visible()
    assert await flaws(lead) == []
