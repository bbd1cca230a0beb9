"""Forms and Homes for the tests of views, and how a test comes by them."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.sandbox.outside import Hand, Json, OutsideApp


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(value: str) -> Json:
    return {"text": plain(value), "value": value}


def input_block(block_id: str, element: Json, **fields: Any) -> Json:
    """An input with one element, whose action_id is "it"."""
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(block_id),
        "element": {"action_id": "it", **element},
        **fields,
    }


def text_block(block_id: str = "title", **element: Any) -> Json:
    return input_block(block_id, {"type": "plain_text_input", **element})


def modal(*blocks: Json, **fields: Any) -> Json:
    """A form of these blocks; of one text without any."""
    return {
        "type": "modal",
        "title": plain("Task"),
        "submit": plain("Save"),
        "callback_id": "form",
        "blocks": list(blocks) or [text_block()],
        **fields,
    }


def home(*blocks: Json, **fields: Any) -> Json:
    return {"type": "home", "blocks": list(blocks) or [{"type": "divider"}], **fields}


async def trigger_of(hand: Hand, app: OutsideApp, user: str = "lead") -> str:
    """The trigger of a command that somebody has just sent."""
    await hand.command("new", user=user)
    return str(app.received[-1].payload["trigger_id"])


async def opened(hand: Hand, app: OutsideApp, view: Json | None = None, user: str = "lead") -> Json:
    """A form that lies before somebody."""
    trigger_id = await trigger_of(hand, app, user)
    answer = await app.web.views_open(trigger_id=trigger_id, view=view or modal())
    return dict(answer["view"])


async def submit(hand: Hand, view: Json, values: Json, user: str = "lead") -> Json:
    return await hand.post("submit-view", user=user, view_id=view["id"], values=values)


async def stack(hand: Hand, user: str = "lead") -> list[Json]:
    """The modals before somebody, the uppermost last."""
    return list((await hand.get(f"views/{user}"))["views"])


async def refusal(web: AsyncWebClient, method: str, **arguments: Any) -> Json:
    """What Slack answers to a call that it refuses."""
    with pytest.raises(SlackApiError) as refused:
        await web.api_call(method, json=arguments)
    return dict(refused.value.response.data)
