"""Speaking: posting, redrawing, finding what was posted, and answering by a response URL."""

from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.service.posting import Malformed, Screen, Unanswered, Words
from bot.slack.refusals import refusals
from bot.tasks.deliveries import Posted

METADATA_TYPE = "taskbot_delivery"
RECENT_MESSAGES = 50

_HISTORY_SCOPES = {"C": "channels:history", "G": "groups:history", "D": "im:history"}


@dataclass(frozen=True)
class SlackPosts:
    """The `Posting` port on Slack's Web API; `scopes` are the ones granted."""

    web: AsyncWebClient
    scopes: frozenset[str]

    async def post(
        self, team_id: str, destination: str, words: Words, *, key: str, version: int, thread_ts: str | None
    ) -> Posted:
        """Post; a person's id as destination opens the direct message with them. Raises `PostRefused`."""
        with refusals():
            answer = await self.web.chat_postMessage(
                channel=destination,
                text=words.text,
                blocks=list(words.blocks),
                thread_ts=thread_ts,
                metadata={"event_type": METADATA_TYPE, "event_payload": {"key": key}},
                unfurl_links=False,
                unfurl_media=False,
            )
        return Posted(channel_id=answer["channel"], ts=answer["ts"], version=version)

    async def redraw(self, team_id: str, posted: Posted, words: Words) -> None:
        """Replace text and blocks of a message. Raises `PostRefused`."""
        with refusals():
            await self.web.chat_update(
                channel=posted.channel_id, ts=posted.ts, text=words.text, blocks=list(words.blocks)
            )

    async def find(self, team_id: str, destination: str, *, key: str) -> Posted | None:
        """Look among the destination's recent messages, where a history scope was granted. Raises `PostRefused`."""
        is_person = destination[0] in "UW"
        if _HISTORY_SCOPES["D" if is_person else destination[0]] not in self.scopes:
            return None
        with refusals():
            channel_id = destination
            if is_person:
                channel_id = (await self.web.conversations_open(users=destination))["channel"]["id"]
            answer = await self.web.conversations_history(
                channel=channel_id, limit=RECENT_MESSAGES, include_all_metadata=True
            )
        messages: list[dict[str, Any]] = answer["messages"]
        for message in messages:
            if message.get("metadata", {}).get("event_payload", {}).get("key") == key:
                return Posted(channel_id=channel_id, ts=message["ts"], version=0)
        return None


@dataclass(frozen=True)
class SlackScreens:
    """The `Screens` port on Slack's Web API."""

    web: AsyncWebClient

    async def open(self, trigger_id: str, screen: Screen) -> str:
        """Open a modal. Raises `TooLate` when the trigger is over, or another `PostRefused`."""
        with refusals():
            answer = await self.web.views_open(trigger_id=trigger_id, view=screen.as_slack())
        view_id: str = answer["view"]["id"]
        return view_id

    async def update(self, view_id: str, screen: Screen) -> None:
        """Replace what a modal shows. Raises `TooLate` when it was closed, or another `PostRefused`."""
        with refusals():
            await self.web.views_update(view_id=view_id, view=screen.as_slack())

    async def publish(self, team_id: str, user_id: str, screen: Screen) -> None:
        """Draw a person's Home. Raises `PostRefused`."""
        with refusals():
            await self.web.views_publish(user_id=user_id, view=screen.as_slack())


@dataclass(frozen=True)
class SlackResponses:
    """The `Responding` port: five posts in thirty minutes to the URL that came with a command or click.

    Slack's limits: docs/slack-limits.md.
    """

    session: aiohttp.ClientSession

    async def answer(self, response_url: str, words: Words) -> None:
        """Show words to the person alone. Raises `PostRefused`."""
        await self._send(response_url, {"response_type": "ephemeral", "replace_original": False, **_body(words)})

    async def replace(self, response_url: str, words: Words) -> None:
        """Put words in place of the message clicked. Raises `PostRefused`."""
        await self._send(response_url, {"replace_original": True, **_body(words)})

    async def _send(self, response_url: str, body: dict[str, Any]) -> None:
        with refusals():
            async with self.session.post(response_url, json=body) as answer:
                status = answer.status
        if status >= 500:
            raise Unanswered(f"status {status}")
        if status >= 400:
            raise Malformed(f"status {status}")


def _body(words: Words) -> dict[str, Any]:
    return {"text": words.text, "blocks": list(words.blocks)}
