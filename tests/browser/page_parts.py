"""Where things are in the page, and what the app posts there."""

from typing import Any

from playwright.async_api import Locator, Page

from tests.conditions import until
from tests.sandbox.outside import OutsideApp

Json = dict[str, Any]

TITLE = "Ship the launch page"


def messages(page: Page, pane: str = "main") -> Locator:
    """The messages of a pane."""
    return page.locator(f"[data-pane={pane}] article")


def composer(page: Page, pane: str = "main") -> Locator:
    return page.locator(f"[data-composer={pane}]")


async def say(page: Page, text: str, pane: str = "main") -> None:
    """Type and send."""
    await composer(page, pane).fill(text)
    await composer(page, pane).press("Enter")


def entry(page: Page, name: str) -> Locator:
    """A row of the sidebar."""
    return page.get_by_role("navigation").get_by_role("button", name=name)


def option(page: Page, name: str) -> Locator:
    """A choice in the menu that is open."""
    return page.get_by_role("listbox").get_by_role("option", name=name)


def section(text: str, **more: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(label: str, action_id: str, **more: Any) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain(label), "value": "[12]", **more}


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def options(*labels: str) -> list[Json]:
    return [{"text": plain(label), "value": label.casefold()} for label in labels]


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def card(state: str, *elements: Json) -> list[Json]:
    """A task's card."""
    blocks = [section(f"#12 *{TITLE}*"), section(state)]
    return [*blocks, actions(*elements)] if elements else blocks


def field(block_id: str, label: str, element: Json, **more: Any) -> Json:
    """An input block, whose element bears its id too."""
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": {"action_id": block_id, **element},
        **more,
    }


def form(*blocks: Json, title: str = "New task", **more: Any) -> Json:
    """A modal with a button to submit it."""
    return {"type": "modal", "title": plain(title), "submit": plain("Add task"), "blocks": list(blocks), **more}


TITLE_FIELD = field("title", "Title", {"type": "plain_text_input", "max_length": 40}, hint=plain("In a few words."))


def modal(page: Page) -> Locator:
    """The form that is uppermost."""
    return page.locator("dialog[open]")


async def press(app: OutsideApp, pressed: Locator) -> Json:
    """Press a button; gives what the app is told."""
    before = len(app.received)
    await pressed.click()
    return dict((await app.wait_for(before + 1))[-1].payload)


async def open_form(page: Page, app: OutsideApp, view: Json) -> Json:
    """Press a button of a message, and let the app open a form; gives the view."""
    await post(app, [actions(button("New…", "task_new"))])
    told = await press(app, page.get_by_role("button", name="New…"))
    return dict((await app.web.views_open(trigger_id=told["trigger_id"], view=view))["view"])


async def submitted(app: OutsideApp, count: int = 1) -> Json:
    """What the app is told of a form that was submitted, in the last of so many envelopes of that kind: its values."""

    def submissions() -> list[Json]:
        payloads = [request.payload for request in app.received]
        return [payload for payload in payloads if payload.get("type") == "view_submission"]

    await until(lambda: len(submissions()) >= count)
    return dict(submissions()[-1]["view"]["state"]["values"])


async def post(app: OutsideApp, blocks: list[Json], channel: str = "C0GENERAL", **more: Any) -> str:
    """Post as the bot; gives the message's ts."""
    return str((await app.web.chat_postMessage(channel=channel, text=TITLE, blocks=blocks, **more))["ts"])


async def last_action(app: OutsideApp, count: int = 1) -> Json:
    """The action in the last of so many envelopes."""
    payload = (await app.wait_for(count))[-1].payload
    return dict(payload["actions"][0])
