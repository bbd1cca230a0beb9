"""reactions.*: emojis under messages."""

import msgspec

from sandbox.rates import TIER_2, TIER_3
from sandbox.records import Json
from sandbox.seed import BOT_USER_ID
from sandbox.web_api.call import Call, Method, public_message, visible_channel


class Reaction(msgspec.Struct, frozen=True):
    channel: str
    timestamp: str
    name: str


def add(call: Call, arguments: Reaction) -> Json:
    """Put an emoji of the bot's under a message."""
    return _react(call, arguments, is_present=True)


def remove(call: Call, arguments: Reaction) -> Json:
    """Take an emoji of the bot's away."""
    return _react(call, arguments, is_present=False)


METHODS = {
    "reactions.add": Method(add, Reaction, TIER_3, ("reactions:write",)),
    "reactions.remove": Method(remove, Reaction, TIER_2, ("reactions:write",)),
}


def _react(call: Call, arguments: Reaction, *, is_present: bool) -> Json:
    message = public_message(call, visible_channel(call, arguments.channel), arguments.timestamp)
    call.workspace.react(BOT_USER_ID, message, arguments.name, is_present=is_present)
    return {}
