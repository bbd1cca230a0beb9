"""Response URLs, and the messages with which an app answers a command or a click."""

import secrets
import time
from typing import Any, Literal

import msgspec

from sandbox.block_kit import problems
from sandbox.errors import SlackError
from sandbox.records import Json, Message
from sandbox.seed import APP_ID, BOT_ID, BOT_USER_ID, TEAM_ID
from sandbox.workspace import Workspace

MOST_USES = 5
LASTS_S = 30 * 60.0


class Target(msgspec.Struct, frozen=True):
    """Whose command or click is answered, where, and the message that was clicked, if it was a click."""

    user_id: str
    channel_id: str
    message_ts: str | None = None


class Answer(msgspec.Struct, frozen=True):
    """What an app sends in an ack or to a response URL."""

    text: str = ""
    blocks: Any = None
    response_type: Literal["ephemeral", "in_channel"] = "ephemeral"
    replace_original: bool = False
    delete_original: bool = False
    thread_ts: str | None = None
    metadata: Json | None = None


class _Opened(msgspec.Struct):
    target: Target
    until: float
    uses: int = 0


class Responses:
    """The response URLs that are open, each for 5 posts in 30 minutes of real time."""

    def __init__(self, workspace: Workspace, base_url: str) -> None:
        self._workspace = workspace
        self._base_url = base_url
        self._opened: dict[str, _Opened] = {}

    def open(self, target: Target) -> str:
        """Make the URL over which a command or click can be answered later."""
        now = time.monotonic()
        while self._opened and next(iter(self._opened.values())).until <= now:
            del self._opened[next(iter(self._opened))]
        response_id = secrets.token_urlsafe(16)
        self._opened[response_id] = _Opened(target, now + LASTS_S)
        return f"{self._base_url}/response/{response_id}"

    def take(self, response_id: str, body: bytes) -> None:
        """Do what was posted to a response URL; raises SlackError (`expired_url`, `used_url`, or as `give`)."""
        opened = self._opened.get(response_id)
        if opened is None or opened.until <= time.monotonic():
            raise SlackError("expired_url")
        if opened.uses >= MOST_USES:
            raise SlackError("used_url")
        opened.uses += 1
        try:
            answer = msgspec.json.decode(body, type=Answer)
        except msgspec.DecodeError as error:
            raise SlackError("invalid_payload", detail=str(error)) from None
        self.give(opened.target, answer)

    def give(self, target: Target, answer: Answer) -> Message | None:
        """Show an answer: a new message (ephemeral unless in_channel), or the clicked one replaced or deleted.

        Raises SlackError: `no_text`, `invalid_blocks`, `message_not_found`.
        """
        if target.message_ts is not None and (answer.delete_original or answer.replace_original):
            return self._change_original(target, target.message_ts, answer)
        _check(answer)
        is_ephemeral = answer.response_type == "ephemeral"
        return self._workspace.messages.post(
            Message(
                channel_id=target.channel_id,
                user=BOT_USER_ID,
                team=TEAM_ID,
                bot_id=BOT_ID,
                app_id=APP_ID,
                text=answer.text,
                blocks=answer.blocks or [],
                thread_ts=answer.thread_ts,
                metadata=answer.metadata,
                is_ephemeral=is_ephemeral,
                ephemeral_user=target.user_id if is_ephemeral else None,
            )
        )

    def _change_original(self, target: Target, message_ts: str, answer: Answer) -> Message | None:
        messages = self._workspace.messages
        original = messages.get(target.channel_id, message_ts)
        if original is None:
            raise SlackError("message_not_found")
        if answer.delete_original:
            messages.delete(original)
            return None
        _check(answer)
        return messages.edit(
            original, text=answer.text, blocks=answer.blocks or [], metadata=answer.metadata, edited=original.edited
        )


def _check(answer: Answer) -> None:
    if not answer.text.strip() and not answer.blocks:
        raise SlackError("no_text")
    found = problems(answer.blocks or [])
    if found:
        raise SlackError("invalid_blocks", detail="; ".join(map(str, found)))
