"""Where things are in the page, and what the app posts there."""

from typing import Any

from playwright.async_api import Locator, Page

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


async def post(app: OutsideApp, blocks: list[Json], channel: str = "C0GENERAL", **more: Any) -> str:
    """Post as the bot; gives the message's ts."""
    return str((await app.web.chat_postMessage(channel=channel, text=TITLE, blocks=blocks, **more))["ts"])


async def last_action(app: OutsideApp, count: int = 1) -> Json:
    """The action in the last of so many envelopes."""
    payload = (await app.wait_for(count))[-1].payload
    return dict(payload["actions"][0])
