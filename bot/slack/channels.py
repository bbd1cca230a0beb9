"""Channels and who is in them, remembered for a minute at most."""

from collections.abc import MutableMapping

from cachetools import TTLCache
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.service.ports import Channel, Unavailable
from bot.service.posting import PostRefused
from bot.slack.refusals import code_of, refusals

REMEMBERED_S = 60
REMEMBERED = 20_000
_PAGE = 1000


class SlackChannels:
    """The `Channels` port on Slack's Web API. Both answers raise `Unavailable` when Slack gives none."""

    def __init__(self, web: AsyncWebClient) -> None:
        self._web = web
        self._channels: MutableMapping[tuple[str, str], Channel | None] = TTLCache(REMEMBERED, REMEMBERED_S)
        self._memberships: MutableMapping[tuple[str, str], frozenset[str]] = TTLCache(REMEMBERED, REMEMBERED_S)

    async def channel(self, team_id: str, channel_id: str) -> Channel | None:
        """One channel, or None where the bot may not look: a private one without it."""
        if (team_id, channel_id) not in self._channels:
            self._channels[team_id, channel_id] = await self._asked_for_channel(channel_id)
        return self._channels.get((team_id, channel_id))

    async def of_person(self, team_id: str, user_id: str) -> frozenset[str]:
        """The person's channels as the bot sees them: the public ones, and the private ones with the bot."""
        if (team_id, user_id) not in self._memberships:
            self._memberships[team_id, user_id] = await self._asked_for_memberships(user_id)
        return self._memberships.get((team_id, user_id), frozenset())

    def forget_person(self, team_id: str, user_id: str) -> None:
        """Ask again which channels somebody is in."""
        self._memberships.pop((team_id, user_id), None)

    def forget_channel(self, team_id: str, channel_id: str) -> None:
        """Ask again what a channel is like, and, since the bot may see it only now, who is in it."""
        self._channels.pop((team_id, channel_id), None)
        self._memberships.clear()

    async def _asked_for_channel(self, channel_id: str) -> Channel | None:
        try:
            with refusals():
                try:
                    answer = await self._web.conversations_info(channel=channel_id)
                except SlackApiError as error:
                    if code_of(error) == "channel_not_found":
                        return None
                    raise
        except PostRefused as error:
            raise Unavailable(error.reason) from error
        described = answer["channel"]
        return Channel(
            channel_id=channel_id,
            is_private=bool(described.get("is_private")),
            is_direct=bool(described.get("is_im") or described.get("is_mpim")),
            is_archived=bool(described.get("is_archived")),
            has_bot=bool(described.get("is_member")),
        )

    async def _asked_for_memberships(self, user_id: str) -> frozenset[str]:
        found: set[str] = set()
        cursor = ""
        try:
            with refusals():
                while True:
                    answer = await self._web.users_conversations(
                        user=user_id, types="public_channel,private_channel", limit=_PAGE, cursor=cursor
                    )
                    found |= {channel["id"] for channel in answer["channels"]}
                    cursor = (answer.get("response_metadata") or {}).get("next_cursor", "")
                    if not cursor:
                        return frozenset(found)
        except PostRefused as error:
            raise Unavailable(error.reason) from error
