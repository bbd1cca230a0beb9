"""auth.*, team.* and apps.*: who the app is, and how it connects."""

import msgspec

from sandbox.rates import HUNDREDS, TIER_3
from sandbox.records import Json
from sandbox.seed import APP_ID, BOT_ID, BOT_USER_ID, TEAM_DOMAIN, TEAM_ID, TEAM_NAME
from sandbox.web_api.call import Call, Method


class Nothing(msgspec.Struct, frozen=True):
    """A method without arguments."""


def describe_token(call: Call, _arguments: Nothing) -> Json:
    """Say whose token it is."""
    if call.caller == "app":
        return {"app_name": call.manifest.name, "app_id": APP_ID}
    return {
        "url": f"{call.base_url}/",
        "team": TEAM_NAME,
        "user": call.workspace.bot.name,
        "team_id": TEAM_ID,
        "user_id": BOT_USER_ID,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def team_info(call: Call, _arguments: Nothing) -> Json:
    """Describe the workspace."""
    team = {
        "id": TEAM_ID,
        "name": TEAM_NAME,
        "url": f"{call.base_url}/",
        "domain": TEAM_DOMAIN,
        "email_domain": "",
        "icon": {"image_default": True},
    }
    return {"team": team}


def open_connection(call: Call, _arguments: Nothing) -> Json:
    """Give the address of one Socket Mode connection, which holds for one use."""
    return {"url": f"ws{call.base_url.removeprefix('http')}/socket/?ticket={call.sockets.issue_ticket()}"}


METHODS = {
    "auth.test": Method(describe_token, Nothing, HUNDREDS, callers=("bot", "app")),
    "team.info": Method(team_info, Nothing, TIER_3, ("team:read",)),
    "apps.connections.open": Method(open_connection, Nothing, TIER_3, ("connections:write",), callers=("app",)),
}
