"""People, channels and views in the JSON shapes of Slack's API."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sandbox.records import Channel, Json, Person, View
from sandbox.seed import APP_ID, BOT_ID, BOT_USER_ID, TEAM_ID, team_of
from sandbox.workspace import Workspace


def user_shape(workspace: Workspace, person: Person) -> Json:
    """Give a person without locale; a deactivated one without zone and roles, as Slack does."""
    shape: Json = {
        "id": person.id,
        "team_id": team_of(person),
        "name": person.name,
        "deleted": person.deleted,
        "real_name": person.full_name,
        "profile": {
            "real_name": person.full_name,
            "real_name_normalized": person.full_name,
            "display_name": person.name,
            "display_name_normalized": person.name,
            "team": team_of(person),
        },
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": person.updated,
    }
    if person.deleted:
        return shape
    if person.is_external:
        is_met = any(workspace.is_member(BOT_USER_ID, channel.id) for channel in workspace.channels_of(person.id))
        return {**shape, "is_stranger": not is_met, **_zone(person, workspace.clock.now())}
    roles = {
        "is_admin": person.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": person.is_restricted,
        "is_ultra_restricted": False,
    }
    return {**shape, **roles, **_zone(person, workspace.clock.now())}


def _zone(person: Person, now: datetime) -> Json:
    if person.tz is None:
        return {}
    local = now.astimezone(ZoneInfo(person.tz))
    offset = local.utcoffset()
    seconds = int(offset.total_seconds()) if offset is not None else 0
    return {"tz": person.tz, "tz_label": local.tzname(), "tz_offset": seconds}


def channel_shape(workspace: Workspace, channel: Channel) -> Json:
    """Give a channel as the bot sees it."""
    shape: Json = {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.is_archived,
        "is_im": channel.is_im,
        "is_mpim": False,
        "is_private": channel.is_private or channel.is_im,
        "is_org_shared": False,
        "context_team_id": TEAM_ID,
        "updated": channel.created * 1000,
    }
    if channel.is_im:
        return {**shape, "user": workspace.other_in(channel.id, BOT_USER_ID), "is_user_deleted": False, "priority": 0}
    return {
        **shape,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not channel.is_private,
        "is_group": channel.is_private,
        "is_general": channel.name == "general",
        "is_shared": workspace.is_shared(channel.id),
        "is_ext_shared": workspace.is_shared(channel.id),
        "is_member": workspace.is_member(BOT_USER_ID, channel.id),
        "creator": channel.creator,
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "num_members": len(workspace.members(channel.id)),
    }


def view_shape(view: View) -> Json:
    """Give a view as the app gets it."""
    return {
        "id": view.id,
        "team_id": TEAM_ID,
        "type": view.type,
        "blocks": view.blocks,
        "private_metadata": view.private_metadata,
        "callback_id": view.callback_id,
        "state": {"values": view.state},
        "hash": view.hash,
        "title": view.title,
        "clear_on_close": view.clear_on_close,
        "notify_on_close": view.notify_on_close,
        "close": view.close,
        "submit": view.submit,
        "previous_view_id": view.previous_view_id,
        "root_view_id": view.root_view_id,
        "app_id": APP_ID,
        "external_id": view.external_id,
        "app_installed_team_id": TEAM_ID,
        "bot_id": BOT_ID,
    }


def view_as_seen(view: View) -> Json:
    """Give a view with what only its person sees: words at its fields, and trouble with the whole."""
    return {**view_shape(view), "errors": view.errors, "trouble": view.trouble}
