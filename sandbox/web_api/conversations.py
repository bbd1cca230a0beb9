"""conversations.*: channels and direct messages, who is in them and what was said."""

import msgspec

from sandbox.errors import SlackError
from sandbox.rates import TIER_2, TIER_3, TIER_4
from sandbox.records import Channel, Json, Message
from sandbox.seed import BOT_USER_ID
from sandbox.shapes import channel_shape
from sandbox.web_api.call import Call, Method, family_scopes, kind_of, kinds_asked_for, readable_channel
from sandbox.web_api.paging import page


class List(msgspec.Struct, frozen=True):
    types: str = "public_channel"
    exclude_archived: bool = False
    cursor: str = ""
    limit: int = 100


class Info(msgspec.Struct, frozen=True):
    channel: str
    include_num_members: bool = False
    include_locale: bool = False


class Members(msgspec.Struct, frozen=True):
    channel: str
    cursor: str = ""
    limit: int = 100


class Open(msgspec.Struct, frozen=True):
    channel: str | None = None
    users: str | None = None
    return_im: bool = False


class Join(msgspec.Struct, frozen=True):
    channel: str


class History(msgspec.Struct, frozen=True):
    channel: str
    cursor: str = ""
    limit: int = 100
    oldest: float = 0.0
    latest: float = float("inf")
    inclusive: bool = False
    include_all_metadata: bool = False


class Replies(History, frozen=True, kw_only=True):
    ts: str


def list_channels(call: Call, arguments: List) -> Json:
    """List what the bot sees: public channels, and of the others those that it is in."""
    kinds = kinds_asked_for(call, arguments.types)
    channels = [
        channel
        for channel in call.workspace.channels.values()
        if kind_of(channel) in kinds
        and call.workspace.sees(BOT_USER_ID, channel)
        and not (arguments.exclude_archived and channel.is_archived)
    ]
    cut = page(channels, lambda channel: channel.id, arguments.cursor, arguments.limit)
    return {
        "channels": [channel_shape(call.workspace, channel) for channel in cut.items],
        "response_metadata": {"next_cursor": cut.next_cursor},
    }


def info(call: Call, arguments: Info) -> Json:
    """Describe one conversation."""
    channel = readable_channel(call, arguments.channel, "read")
    shape = channel_shape(call.workspace, channel)
    if not arguments.include_num_members:
        shape.pop("num_members", None)
    if arguments.include_locale:
        shape["locale"] = call.workspace.bot.locale
    return {"channel": shape}


def members(call: Call, arguments: Members) -> Json:
    """List who is in a conversation."""
    channel = readable_channel(call, arguments.channel, "read")
    cut = page(call.workspace.members(channel.id), str, arguments.cursor, arguments.limit)
    return {"members": list(cut.items), "response_metadata": {"next_cursor": cut.next_cursor}}


def open_conversation(call: Call, arguments: Open) -> Json:
    """Open the direct message with one person, or find it again."""
    workspace = call.workspace
    if arguments.users is None:
        if arguments.channel is None:
            raise SlackError("users_list_not_supplied")
        channel = readable_channel(call, arguments.channel, "write")
        return {"no_op": True, "already_open": True, "channel": channel_shape(workspace, channel)}
    user_ids = [user_id for user_id in arguments.users.replace(" ", "").split(",") if user_id]
    if not user_ids:
        raise SlackError("users_list_not_supplied")
    if len(user_ids) > 1:
        call.require("mpim:write")
        raise SlackError("method_not_supported_for_channel_type")
    call.require("im:write")
    person = workspace.person(user_ids[0])
    if person.deleted:
        raise SlackError("user_disabled")
    if person.id == BOT_USER_ID:
        raise SlackError("cannot_dm_bot")
    was_open = workspace.has_direct_message(BOT_USER_ID, person.id)
    channel = workspace.direct_message(BOT_USER_ID, person.id)
    shape = channel_shape(workspace, channel) if arguments.return_im else {"id": channel.id}
    return {"channel": shape, **({"no_op": True, "already_open": True} if was_open else {})}


def join(call: Call, arguments: Join) -> Json:
    """Put the bot into a public channel."""
    channel = call.workspace.channel(arguments.channel)
    if not call.workspace.sees(BOT_USER_ID, channel):
        raise SlackError("channel_not_found")
    if kind_of(channel) != "public_channel":
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    was_member = call.workspace.is_member(BOT_USER_ID, channel.id)
    call.workspace.join(BOT_USER_ID, channel.id)
    warning = {"warning": "already_in_channel", "response_metadata": {"warnings": ["already_in_channel"]}}
    return {"channel": channel_shape(call.workspace, channel), **(warning if was_member else {})}


def history(call: Call, arguments: History) -> Json:
    """List a channel's messages, newest first, without ephemeral ones and without what is only in a thread."""
    channel = _channel_to_read(call, arguments.channel)
    within = [
        message
        for message in call.workspace.messages.newest_first(channel.id)
        if message.is_in_channel and _is_within(message, arguments)
    ]
    cut = page(within, lambda message: message.ts, arguments.cursor, arguments.limit)
    return {
        "messages": [_told(message, arguments).as_slack() for message in cut.items],
        "has_more": bool(cut.next_cursor),
        "pin_count": 0,
        "response_metadata": {"next_cursor": cut.next_cursor},
    }


def replies(call: Call, arguments: Replies) -> Json:
    """List a thread, its first message before the replies, oldest first; any message of it names the thread."""
    channel = _channel_to_read(call, arguments.channel)
    named = call.workspace.messages.get(channel.id, arguments.ts)
    if named is None or named.is_ephemeral:
        raise SlackError("thread_not_found")
    first, *rest = call.workspace.messages.thread(channel.id, named.thread_ts or named.ts)
    within = [first, *(message for message in rest if _is_within(message, arguments))]
    cut = page(within, lambda message: message.ts, arguments.cursor, arguments.limit)
    return {
        "messages": [_told(message, arguments).as_slack() for message in cut.items],
        "has_more": bool(cut.next_cursor),
        "response_metadata": {"next_cursor": cut.next_cursor},
    }


METHODS = {
    "conversations.list": Method(list_channels, List, TIER_2, family_scopes("read")),
    "conversations.info": Method(info, Info, TIER_3, family_scopes("read")),
    "conversations.members": Method(members, Members, TIER_4, family_scopes("read")),
    "conversations.open": Method(
        open_conversation, Open, TIER_3, ("channels:manage", "groups:write", "im:write", "mpim:write")
    ),
    "conversations.join": Method(join, Join, TIER_3, ("channels:join",)),
    "conversations.history": Method(history, History, TIER_3, family_scopes("history")),
    "conversations.replies": Method(replies, Replies, TIER_3, family_scopes("history")),
}


def _channel_to_read(call: Call, channel_id: str) -> Channel:
    channel = readable_channel(call, channel_id, "history")
    if not call.workspace.is_member(BOT_USER_ID, channel.id):
        raise SlackError("not_in_channel")
    return channel


def _is_within(message: Message, arguments: History) -> bool:
    at = float(message.ts)
    if arguments.inclusive:
        return arguments.oldest <= at <= arguments.latest
    return arguments.oldest < at < arguments.latest


def _told(message: Message, arguments: History) -> Message:
    return message if arguments.include_all_metadata else msgspec.structs.replace(message, metadata=None)
