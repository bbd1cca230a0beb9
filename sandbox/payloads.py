"""The payloads that Slack sends for a command, an act on a message and an event."""

import secrets
from typing import Any

from sandbox.records import Channel, Json, Message, Person
from sandbox.seed import APP_ID, BOT_USER_ID, TEAM_DOMAIN, TEAM_ID
from sandbox.shapes import user_shape
from sandbox.workspace import Workspace


def new_trigger_id() -> str:
    """Make the id of one act of a person."""
    return f"{secrets.randbelow(10**13)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"


def command_payload(
    workspace: Workspace, person: Person, channel: Channel, command: str, text: str, response_url: str
) -> Json:
    """Say that a person has sent a command in a channel."""
    return {
        "token": workspace.credentials.verification_token,
        "team_id": TEAM_ID,
        "team_domain": TEAM_DOMAIN,
        "channel_id": channel.id,
        "channel_name": _name_told_to_app(channel),
        "user_id": person.id,
        "user_name": person.name,
        "command": command,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": new_trigger_id(),
    }


def block_actions_payload(
    workspace: Workspace,
    person: Person,
    channel: Channel,
    message: Message,
    action: Json,
    values: Json,
    response_url: str,
) -> Json:
    """Say that a person has acted on an element of a message."""
    return {
        "type": "block_actions",
        "user": {"id": person.id, "username": person.name, "name": person.name, "team_id": TEAM_ID},
        "api_app_id": APP_ID,
        "token": workspace.credentials.verification_token,
        "container": {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": message.is_ephemeral,
            **({"thread_ts": message.thread_ts} if message.thread_ts else {}),
        },
        "trigger_id": new_trigger_id(),
        "team": {"id": TEAM_ID, "domain": TEAM_DOMAIN},
        "enterprise": None,
        "is_enterprise_install": False,
        "channel": {"id": channel.id, "name": _name_told_to_app(channel)},
        "message": message.as_slack(),
        "state": {"values": values},
        "response_url": response_url,
        "actions": [action],
    }


def event_payload(workspace: Workspace, event: Json) -> Json:
    """Wrap an event as the Events API does."""
    now = workspace.clock.now().timestamp()
    return {
        "token": workspace.credentials.verification_token,
        "team_id": TEAM_ID,
        "api_app_id": APP_ID,
        "event": {**event, "event_ts": f"{now:.6f}"},
        "type": "event_callback",
        "event_id": f"Ev{secrets.token_hex(5).upper()}",
        "event_time": int(now),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM_ID,
                "user_id": BOT_USER_ID,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
    }


def membership_event(kind: str, user_id: str, channel: Channel) -> Json:
    """Say that somebody has joined or left a channel."""
    return {
        "type": kind,
        "user": user_id,
        "channel": channel.id,
        "channel_type": "G" if channel.is_private else "C",
        "team": TEAM_ID,
    }


def user_change_event(workspace: Workspace, person: Person) -> Json:
    """Say that something about a person has changed."""
    shape: dict[str, Any] = user_shape(person, workspace.clock.now())
    return {"type": "user_change", "user": shape, "cache_ts": person.updated}


def _name_told_to_app(channel: Channel) -> str:
    if channel.is_im:
        return "directmessage"
    return "privategroup" if channel.is_private else channel.name
