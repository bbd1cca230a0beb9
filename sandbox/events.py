"""The events to which the app has subscribed, made from the workspace's changes and sent again until they are acked."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from sandbox.changes import Change, HomeOpened, MemberJoined, MemberLeft, PersonChanged, Reacted
from sandbox.errors import RateLimited, SlackError
from sandbox.manifest import Manifest
from sandbox.payloads import Payloads
from sandbox.rates import EVENTS, Rate, Rates
from sandbox.records import Json
from sandbox.seed import BOT_USER_ID
from sandbox.transport import Transport
from sandbox.workspace import Workspace

# When an event that was not acked comes again, in seconds after the failure (Slack's limits, docs/slack-limits.md).
RETRY_AFTER_S = (0.0, 60.0, 300.0)
# Beyond the rate the app hears once a minute that it misses events.
_NOTICES = Rate(1, 60.0)
_RETRY_REASONS = {"operation_timeout": "timeout", "dispatch_failed": "connection_failed"}


class Events:
    """Hears the workspace and sends the app what its manifest asks for and the bot may see."""

    def __init__(
        self,
        workspace: Workspace,
        manifest: Manifest,
        transport: Transport,
        rates: Rates,
        retry_after_s: Sequence[float] = RETRY_AFTER_S,
    ) -> None:
        self._workspace = workspace
        self._manifest = manifest
        self._transport = transport
        self._rates = rates
        self._payloads = Payloads(workspace)
        self._retry_after_s = retry_after_s
        self._sending: set[asyncio.Task[None]] = set()
        self._unsubscribe = workspace.subscribe(self._hear)

    def close(self) -> None:
        """Stop hearing, and give up what is still to be sent again."""
        self._unsubscribe()
        for task in self._sending:
            task.cancel()

    def _hear(self, change: Change) -> None:
        event = self._event(change)
        if event is None or event["type"] not in self._manifest.bot_events:
            return
        try:
            self._rates.spend(EVENTS, "events")
        except RateLimited:
            self._say_that_limited()
        else:
            self._send_soon(event["type"], self._payloads.event(event))

    def _say_that_limited(self) -> None:
        with suppress(RateLimited):
            self._rates.spend(_NOTICES, "app_rate_limited")
            self._send_soon("app_rate_limited", self._payloads.app_rate_limited())

    def _send_soon(self, name: str, payload: Json) -> None:
        task = asyncio.get_running_loop().create_task(self._send(name, payload))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    def _event(self, change: Change) -> Json | None:
        match change:
            case MemberJoined(channel_id, user_id) if self._bot_hears_of(user_id, channel_id):
                return self._payloads.membership_event(
                    "member_joined_channel", user_id, self._workspace.channel(channel_id)
                )
            case MemberLeft(channel_id, user_id) if self._bot_hears_of(user_id, channel_id):
                return self._payloads.membership_event(
                    "member_left_channel", user_id, self._workspace.channel(channel_id)
                )
            case PersonChanged(user_id):
                return self._payloads.user_change_event(self._workspace.person(user_id))
            case HomeOpened(user_id, tab):
                return self._payloads.home_opened_event(user_id, tab, self._workspace.views.home(user_id))
            case Reacted(message, user_id, name, is_present) if self._is_where_bot_is(message.channel_id):
                kind = "reaction_added" if is_present else "reaction_removed"
                return self._payloads.reaction_event(kind, user_id, name, message)
            case _:
                return None

    def _bot_hears_of(self, user_id: str, channel_id: str) -> bool:
        return user_id == BOT_USER_ID or self._is_where_bot_is(channel_id)

    def _is_where_bot_is(self, channel_id: str) -> bool:
        return self._workspace.is_member(BOT_USER_ID, channel_id)

    async def _send(self, name: str, payload: Json) -> None:
        reason = ""
        for attempt, delay in enumerate((None, *self._retry_after_s)):
            if delay is not None:
                await asyncio.sleep(delay)
            try:
                await self._transport.ask(
                    "events_api",
                    name,
                    payload,
                    accepts_response_payload=False,
                    retry_attempt=attempt,
                    retry_reason=reason,
                )
            except SlackError as error:
                reason = "http_error" if "status" in error.fields else _RETRY_REASONS[error.code]
            else:
                return
