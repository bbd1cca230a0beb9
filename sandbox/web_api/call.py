"""What a method of the Web API is given, and the rules that many methods share."""

from collections.abc import Callable
from typing import Any, Literal

import msgspec

from sandbox.block_kit import problems
from sandbox.errors import SlackError
from sandbox.manifest import Manifest
from sandbox.rates import Rate, Rates
from sandbox.records import Channel, Json, Message
from sandbox.seed import BOT_USER_ID
from sandbox.socket_mode import Sockets
from sandbox.triggers import Triggers
from sandbox.workspace import Workspace

# In characters of JSON, as apps have met it; Slack tells of no such limit (docs/slack-limits.md).
_LONGEST_BLOCKS = 13_200

Caller = Literal["bot", "app"]

# The scope family of each kind of conversation, named as the argument `types` does.
FAMILIES = {"public_channel": "channels", "private_channel": "groups", "im": "im", "mpim": "mpim"}


class Call(msgspec.Struct, frozen=True):
    """One call by the app: with its bot's or its own token, holding which scopes, against which workspace."""

    workspace: Workspace
    sockets: Sockets
    triggers: Triggers
    rates: Rates
    manifest: Manifest
    base_url: str
    caller: Caller
    scopes: tuple[str, ...]

    def require(self, *any_of: str) -> None:
        """Refuse a token that holds none of these scopes."""
        if not any(scope in self.scopes for scope in any_of):
            raise SlackError("missing_scope", needed=",".join(any_of), provided=",".join(self.scopes))


class Method(msgspec.Struct, frozen=True):
    """A method: what it does, the shape of its arguments, how often it may be called, the scopes of which one is
    needed, and who may call it."""

    run: Callable[[Call, Any], Json]
    arguments: type
    rate: Rate
    scopes: tuple[str, ...] = ()
    callers: tuple[Caller, ...] = ("bot",)


def kind_of(channel: Channel) -> str:
    """Name the kind of a conversation as the argument `types` does."""
    if channel.is_im:
        return "im"
    return "private_channel" if channel.is_private else "public_channel"


def family_scopes(action: str) -> tuple[str, ...]:
    """List the scopes of one action for every kind of conversation, for example `channels:read` and `groups:read`."""
    return tuple(f"{family}:{action}" for family in FAMILIES.values())


def visible_channel(call: Call, channel_id: str) -> Channel:
    """Find a conversation that the bot may see; for it, the others do not exist."""
    channel = call.workspace.channel(channel_id)
    if not call.workspace.sees(BOT_USER_ID, channel):
        raise SlackError("channel_not_found")
    return channel


def public_message(call: Call, channel: Channel, ts: str) -> Message:
    """Find a message that all of its channel see; for the Web API, the ephemeral ones do not exist."""
    message = call.workspace.messages.get(channel.id, ts)
    if message is None or message.is_ephemeral:
        raise SlackError("message_not_found")
    return message


def readable_channel(call: Call, channel_id: str, action: str) -> Channel:
    """Find a conversation that the bot may see and for whose kind its token holds the scope."""
    channel = visible_channel(call, channel_id)
    call.require(f"{FAMILIES[kind_of(channel)]}:{action}")
    return channel


def kinds_asked_for(call: Call, types: str) -> frozenset[str]:
    """Read the argument `types`, each of which needs its own scope."""
    kinds = frozenset(types.replace(" ", "").split(","))
    if not kinds <= FAMILIES.keys():
        raise SlackError("invalid_types")
    for kind in sorted(kinds):
        call.require(f"{FAMILIES[kind]}:read")
    return kinds


def checked_blocks(blocks: Any) -> list[Json]:
    """Give blocks that Slack takes, or refuse them as it does: every problem with a pointer to its place.

    Raises SlackError: `invalid_blocks`, `msg_blocks_too_long`.
    """
    found = [str(problem) for problem in problems([] if blocks is None else blocks)]
    if found:
        messages = [f"[ERROR] {problem}" for problem in found]
        raise SlackError("invalid_blocks", errors=found, response_metadata={"messages": messages})
    if len(msgspec.json.encode(blocks).decode()) > _LONGEST_BLOCKS:
        raise SlackError("msg_blocks_too_long")
    return blocks or []
