"""chat.*: posting, changing and pointing at messages."""

from typing import Any

import msgspec

from sandbox.errors import SlackError
from sandbox.rates import HUNDREDS, POSTS_TO_CHANNEL, TIER_3, TIER_4
from sandbox.records import Channel, Json, Message
from sandbox.seed import APP_ID, BOT_ID, BOT_USER_ID, TEAM_ID
from sandbox.web_api.call import Call, Method, checked_blocks, public_message, visible_channel

# A longer text of a new message is cut (Slack's limits, docs/slack-limits.md); an edit or an ephemeral one is refused.
_LONGEST_TEXT = 40_000


class PostMessage(msgspec.Struct, frozen=True):
    channel: str
    text: str = ""
    blocks: Any = None
    thread_ts: str | None = None
    reply_broadcast: bool = False
    metadata: Any = None


class Update(msgspec.Struct, frozen=True):
    channel: str
    ts: str
    text: str | None = None
    blocks: Any = None
    metadata: Any = None


class PostEphemeral(msgspec.Struct, frozen=True):
    channel: str
    user: str
    text: str = ""
    blocks: Any = None
    thread_ts: str | None = None


class GetPermalink(msgspec.Struct, frozen=True):
    channel: str
    message_ts: str


def post_message(call: Call, arguments: PostMessage) -> Json:
    """Post to a channel, or to a person by the DM with them."""
    channel = _channel_to_post_to(call, arguments.channel)
    blocks = checked_blocks(arguments.blocks)
    _require_content(arguments.text, blocks)
    thread_ts = _thread(call, channel, arguments.thread_ts)
    call.rates.spend(POSTS_TO_CHANNEL, "chat.postMessage", channel.id)
    posted = call.workspace.messages.post(
        _from_bot(
            channel,
            text=arguments.text[:_LONGEST_TEXT],
            blocks=blocks,
            thread_ts=thread_ts,
            subtype="thread_broadcast" if thread_ts and arguments.reply_broadcast else None,
            metadata=_checked_metadata(arguments.metadata),
        )
    )
    answer = {"channel": channel.id, "ts": posted.ts, "message": posted.as_slack()}
    if len(arguments.text) > _LONGEST_TEXT:
        answer["response_metadata"] = {"warnings": ["message_truncated"]}
    return answer


def update(call: Call, arguments: Update) -> Json:
    """Change one of the bot's own messages; what is not given stays, an empty list or object takes away."""
    channel = visible_channel(call, arguments.channel)
    message = public_message(call, channel, arguments.ts)
    if message.bot_id != BOT_ID:
        raise SlackError("cant_update_message")
    blocks = message.blocks if arguments.blocks is None else checked_blocks(arguments.blocks)
    text = _updated_text(message, arguments)
    _require_content(text, blocks)
    _refuse_long_text(text)
    edited_at = f"{call.workspace.clock.now().timestamp():.6f}"
    changed = call.workspace.messages.edit(
        message,
        text=text,
        blocks=blocks,
        metadata=message.metadata if arguments.metadata is None else _checked_metadata(arguments.metadata),
        edited={"user": BOT_USER_ID, "ts": edited_at},
    )
    return {"channel": channel.id, "ts": changed.ts, "text": changed.text, "message": changed.as_slack()}


def post_ephemeral(call: Call, arguments: PostEphemeral) -> Json:
    """Post what one member of a channel sees."""
    channel = visible_channel(call, arguments.channel)
    if not call.workspace.is_member(BOT_USER_ID, channel.id):
        raise SlackError("not_in_channel")
    if channel.is_archived:
        raise SlackError("is_archived")
    if not call.workspace.is_member(arguments.user, channel.id):
        raise SlackError("user_not_in_channel")
    blocks = checked_blocks(arguments.blocks)
    _require_content(arguments.text, blocks)
    _refuse_long_text(arguments.text)
    posted = call.workspace.messages.post(
        _from_bot(
            channel,
            text=arguments.text,
            blocks=blocks,
            thread_ts=_thread(call, channel, arguments.thread_ts),
            is_ephemeral=True,
            ephemeral_user=arguments.user,
        )
    )
    return {"message_ts": posted.ts}


def get_permalink(call: Call, arguments: GetPermalink) -> Json:
    """Give the address of a message, which opens the page at it."""
    channel = visible_channel(call, arguments.channel)
    message = public_message(call, channel, arguments.message_ts)
    thread = f"?thread_ts={message.thread_ts}&cid={channel.id}" if message.is_reply else ""
    address = f"{call.base_url}/archives/{channel.id}/p{message.ts.replace('.', '')}{thread}"
    return {"channel": channel.id, "permalink": address}


METHODS = {
    "chat.postMessage": Method(post_message, PostMessage, HUNDREDS, ("chat:write",)),
    "chat.update": Method(update, Update, TIER_3, ("chat:write",)),
    "chat.postEphemeral": Method(post_ephemeral, PostEphemeral, TIER_4, ("chat:write",)),
    "chat.getPermalink": Method(get_permalink, GetPermalink, HUNDREDS),
}


def _channel_to_post_to(call: Call, reference: str) -> Channel:
    workspace = call.workspace
    if reference in workspace.people:
        channel = workspace.direct_message(BOT_USER_ID, reference)
    else:
        named = workspace.channel_named(reference.removeprefix("#"))
        channel = visible_channel(call, named.id if named else reference)
    if not workspace.is_member(BOT_USER_ID, channel.id) and "chat:write.public" not in call.scopes:
        raise SlackError("not_in_channel")
    if channel.is_archived:
        raise SlackError("is_archived")
    if channel.is_for_announcements:
        raise SlackError("restricted_action")
    if channel.is_im and not call.manifest.is_messages_tab_enabled:
        raise SlackError("messages_tab_disabled")
    return channel


def _updated_text(message: Message, arguments: Update) -> str:
    if arguments.text is not None:
        return arguments.text
    if arguments.blocks is not None:
        return ""
    if arguments.metadata is None:
        raise SlackError("no_text")
    return message.text


def _thread(call: Call, channel: Channel, thread_ts: str | None) -> str | None:
    if thread_ts is None:
        return None
    parent = call.workspace.messages.get(channel.id, thread_ts)
    if parent is None or parent.is_ephemeral:
        raise SlackError("thread_not_found")
    return parent.thread_ts or parent.ts


def _from_bot(channel: Channel, **fields: Any) -> Message:
    return Message(channel_id=channel.id, user=BOT_USER_ID, team=TEAM_ID, bot_id=BOT_ID, app_id=APP_ID, **fields)


def _require_content(text: str, blocks: list[Json]) -> None:
    if not text.strip() and not blocks:
        raise SlackError("no_text")


def _refuse_long_text(text: str) -> None:
    if len(text) > _LONGEST_TEXT:
        raise SlackError("msg_too_long")


def _checked_metadata(metadata: Any) -> Json | None:
    if not metadata:
        return None
    is_sound = (
        isinstance(metadata, dict)
        and isinstance(metadata.get("event_type"), str)
        and isinstance(metadata.get("event_payload"), dict)
    )
    if not is_sound:
        raise SlackError("invalid_metadata_format")
    return dict(metadata)
