"""The events to which the app has subscribed, made from the workspace's changes and sent again until they are acked."""

import asyncio
from collections.abc import Sequence

from sandbox.changes import Change, MemberJoined, MemberLeft, PersonChanged
from sandbox.delivery import Delivery
from sandbox.errors import SlackError
from sandbox.manifest import Manifest
from sandbox.payloads import event_payload, membership_event, user_change_event
from sandbox.records import Json
from sandbox.seed import BOT_USER_ID
from sandbox.workspace import Workspace

# When an event that was not acked comes again, in seconds after the failure (Slack's limits, docs/slack-limits.md).
RETRY_AFTER_S = (0.0, 60.0, 300.0)
_RETRY_REASONS = {"operation_timeout": "timeout", "dispatch_failed": "connection_failed"}


class Events:
    """Hears the workspace and sends the app what its manifest asks for and the bot may see."""

    def __init__(
        self,
        workspace: Workspace,
        manifest: Manifest,
        delivery: Delivery,
        retry_after_s: Sequence[float] = RETRY_AFTER_S,
    ) -> None:
        self._workspace = workspace
        self._manifest = manifest
        self._delivery = delivery
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
        task = asyncio.get_running_loop().create_task(self._send(event_payload(self._workspace, event)))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    def _event(self, change: Change) -> Json | None:
        match change:
            case MemberJoined(channel_id, user_id) if self._bot_hears_of(user_id, channel_id):
                return membership_event("member_joined_channel", user_id, self._workspace.channel(channel_id))
            case MemberLeft(channel_id, user_id) if self._bot_hears_of(user_id, channel_id):
                return membership_event("member_left_channel", user_id, self._workspace.channel(channel_id))
            case PersonChanged(user_id):
                return user_change_event(self._workspace, self._workspace.person(user_id))
            case _:
                return None

    def _bot_hears_of(self, user_id: str, channel_id: str) -> bool:
        return user_id == BOT_USER_ID or self._workspace.sees(BOT_USER_ID, self._workspace.channel(channel_id))

    async def _send(self, payload: Json) -> None:
        reason = ""
        for attempt, delay in enumerate((None, *self._retry_after_s)):
            if delay is not None:
                await asyncio.sleep(delay)
            try:
                await self._delivery.ask(
                    "events_api",
                    payload["event"]["type"],
                    payload,
                    accepts_response_payload=False,
                    retry_attempt=attempt,
                    retry_reason=reason,
                )
            except SlackError as error:
                reason = _RETRY_REASONS[error.code]
            else:
                return
