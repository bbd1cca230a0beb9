"""People talk, in channels and threads, and see each other's words at once."""

import re

from playwright.async_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.page_parts import composer, entry, messages, post, say, section
from tests.sandbox.outside import Hand, OutsideApp

HARMFUL = '<script>document.title="hacked"</script><img src=x onerror="document.title=\'hacked\'"> & <b>bold</b>'


async def test_two_people_see_each_others_words_at_once(open_page: OpenPage) -> None:
    lead, designer = await open_page("lead"), await open_page("designer")
    await say(lead, "Ready when you are, @designer")
    await expect(messages(designer).last).to_contain_text("Ready when you are, @designer", timeout=1_000)
    await expect(messages(designer).locator(".mention.me")).to_have_text("@designer")
    await say(designer, "Let us go")
    await expect(messages(lead).last).to_contain_text("Let us go", timeout=1_000)
    await expect(composer(lead)).to_have_value("")


async def test_markup_in_words_stays_text(open_page: OpenPage, app: OutsideApp) -> None:
    lead = await open_page("lead")
    await say(lead, HARMFUL)
    await expect(messages(lead)).to_contain_text([HARMFUL])
    await post(app, [section(HARMFUL), {"type": "header", "text": {"type": "plain_text", "text": HARMFUL[:150]}}])
    await expect(messages(lead)).to_have_count(2)
    await expect(messages(lead).locator("script, img, b")).to_have_count(0)
    await expect(lead).to_have_title(re.compile("general"))


async def test_a_thread_has_its_own_pane_and_composer(open_page: OpenPage, hand: Hand) -> None:
    await hand.post("message", user="designer", channel="#general", text="Who has a minute?")
    lead, designer = await open_page("lead"), await open_page("designer")
    await messages(lead).first.hover()
    await lead.get_by_role("button", name="Reply in thread").click()
    await expect(composer(lead, "thread")).to_be_focused()
    await say(lead, "I do", pane="thread")
    await expect(messages(lead, "thread")).to_have_count(2)
    await expect(messages(lead)).to_have_count(1)
    await designer.get_by_role("button", name="1 reply").click()
    await expect(messages(designer, "thread").last).to_contain_text("I do")
    await say(lead, "/task list", pane="thread")
    await expect(lead.get_by_text("Commands do not work in threads.")).to_be_visible()
    await lead.get_by_role("button", name="Close thread").click()
    await expect(lead.get_by_role("complementary")).to_be_hidden()


async def test_unread_channels_are_counted_until_they_are_opened(open_page: OpenPage, hand: Hand) -> None:
    lead = await open_page("lead")
    await entry(lead, "product").click()
    await entry(lead, "general").click()
    for text in ("One", "Two"):
        await hand.post("message", user="tester", channel="#product", text=text)
    unread = entry(lead, "product, public channel, 2 unread")
    await expect(unread).to_have_class(re.compile("unread"))
    await expect(unread.locator(".count")).to_be_empty()
    await unread.click()
    await expect(entry(lead, "product")).not_to_have_class(re.compile("unread"))
    await expect(messages(lead)).to_have_count(2)
    await entry(lead, "general").click()
    await expect(entry(lead, "product").locator(".count")).to_be_empty()


async def test_a_direct_message_begins_with_a_press(open_page: OpenPage) -> None:
    lead, designer = await open_page("lead"), await open_page("designer")
    await entry(lead, "designer").click()
    await say(lead, "Between us")
    await expect(entry(designer, "lead, person, 1 unread")).to_be_visible()
    await entry(designer, "lead, person, 1 unread").click()
    await expect(messages(designer)).to_contain_text(["Between us"])


async def test_each_sees_only_the_channels_that_are_open_to_them(open_page: OpenPage) -> None:
    lead, guest = await open_page("lead"), await open_page("guest", channel="leads")
    await expect(entry(lead, "leads, private channel")).to_be_visible()
    await expect(entry(guest, "leads")).to_have_count(0)
    await expect(guest.get_by_role("heading", level=1).first).to_have_text("general")


async def test_a_public_channel_can_be_joined(open_page: OpenPage, hand: Hand) -> None:
    await hand.post("channels", name="garden", members=["designer"])
    lead = await open_page("lead", channel="garden")
    await expect(composer(lead)).to_be_hidden()
    await lead.get_by_role("button", name="Join #garden").click()
    await say(lead, "Hello, garden")
    await expect(messages(lead)).to_contain_text(["Hello, garden"])
    await expect(lead.get_by_role("button", name="2 members")).to_be_visible()


async def test_a_deactivated_person_reads_only(open_page: OpenPage) -> None:
    leaver = await open_page("leaver")
    await expect(leaver.get_by_label("Channel", exact=True)).to_contain_text("This account is deactivated")
    await expect(composer(leaver)).to_be_hidden()


async def test_names_and_commands_are_completed(open_page: OpenPage) -> None:
    lead = await open_page("lead")
    suggestions = lead.get_by_role("listbox").get_by_role("option")
    await composer(lead).press_sequentially("/ta")
    await expect(suggestions).to_contain_text(["Ship it @someone friday 5pm"])
    await composer(lead).press("Tab")
    await expect(composer(lead)).to_have_value("/task ")
    await composer(lead).press_sequentially("@de")
    await expect(suggestions).to_have_text(["@designer", "@developer"])
    await composer(lead).press("ArrowDown")
    await composer(lead).press("Enter")
    await expect(composer(lead)).to_have_value("/task @developer ")
    await composer(lead).press_sequentially("#prod")
    await suggestions.filter(has_text="#product").click()
    await expect(composer(lead)).to_have_value("/task @developer #product ")


async def test_only_the_last_messages_are_drawn_at_first(open_page: OpenPage, hand: Hand) -> None:
    for number in range(80):
        await hand.post("message", user="designer", channel="#product", text=f"Line {number}")
    lead = await open_page("lead", channel="product")
    await expect(messages(lead)).to_have_count(50)
    await expect(messages(lead).first).to_contain_text("Line 30")
    await expect(messages(lead).last).to_be_in_viewport()
    await lead.get_by_role("button", name="Show earlier messages").click()
    await expect(messages(lead)).to_have_count(80)
    await expect(messages(lead).first).to_contain_text("Line 0")
    await expect(messages(lead).nth(30)).to_contain_text("Line 30")
    await expect(lead.get_by_role("button", name="Show earlier messages")).to_be_hidden()
