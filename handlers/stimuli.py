"""Slack's payloads, reduced to what a person wants: each becomes a stimulus with an identity."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.service.stimuli import Stimulus

Body = Mapping[str, Any]

_DIRECT_NAMES = ("directmessage", "mpdm-")


def of_command(body: Body, at: datetime) -> Stimulus:
    """A slash command; its trigger id is its identity."""
    return Stimulus(
        identity=body["trigger_id"],
        team_id=body["team_id"],
        user_id=body["user_id"],
        channel_id=body["channel_id"],
        is_direct=_is_direct(body["channel_id"], body.get("channel_name", "")),
        at=at,
    )


def of_click(body: Body, at: datetime) -> Stimulus:
    """A click in a message or on Home; its trigger id is its identity."""
    channel = body.get("channel")
    return Stimulus(
        identity=body["trigger_id"],
        team_id=body["team"]["id"],
        user_id=body["user"]["id"],
        channel_id=channel["id"] if channel else None,
        is_direct=channel is None or _is_direct(channel["id"], channel.get("name", "")),
        at=at,
    )


def of_form(body: Body, at: datetime) -> Stimulus:
    """A form that was sent; the id of its view is its identity, so that one that was corrected is the same wish."""
    return Stimulus(
        identity=body["view"]["id"],
        team_id=body["team"]["id"],
        user_id=body["user"]["id"],
        channel_id=None,
        is_direct=True,
        at=at,
    )


def _is_direct(channel_id: str, name: str) -> bool:
    return channel_id.startswith("D") or name.startswith(_DIRECT_NAMES)
