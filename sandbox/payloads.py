"""The payloads that Slack sends for a command, an act, a form and an event."""

import secrets
from collections.abc import Callable
from typing import Any

from sandbox.elements import elements
from sandbox.records import Channel, Json, Message, Person, State, View
from sandbox.seed import APP_ID, BOT_USER_ID, TEAM_DOMAIN, TEAM_ID, team_of
from sandbox.shapes import user_shape, view_shape
from sandbox.workspace import Workspace

_TEAM = {"id": TEAM_ID, "domain": TEAM_DOMAIN}


class Payloads:
    """Makes the payloads of one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._token = workspace.credentials.verification_token

    def command(
        self, person: Person, channel: Channel, command: str, text: str, response_url: str, trigger_id: str
    ) -> Json:
        """Say that a person has sent a command in a channel."""
        return {
            "token": self._token,
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
            "trigger_id": trigger_id,
        }

    def message_action(
        self,
        person: Person,
        channel: Channel,
        message: Message,
        action: Json,
        state: State,
        response_url: str,
        trigger_id: str,
    ) -> Json:
        """Say that a person has acted on an element of a message."""
        return {
            **self._interaction("block_actions", person),
            **self.in_message(channel, message),
            "trigger_id": trigger_id,
            "state": {"values": state},
            "response_url": response_url,
            "actions": [action],
        }

    def view_action(self, person: Person, view: View, action: Json, trigger_id: str) -> Json:
        """Say that a person has acted on an element of a modal or of their Home."""
        return {
            **self._interaction("block_actions", person),
            **self.in_view(view),
            "trigger_id": trigger_id,
            "actions": [action],
        }

    def in_message(self, channel: Channel, message: Message) -> Json:
        """Say which message an interaction is about."""
        return {
            "container": {
                "type": "message",
                "message_ts": message.ts,
                "channel_id": channel.id,
                "is_ephemeral": message.is_ephemeral,
                **({"thread_ts": message.thread_ts} if message.thread_ts else {}),
            },
            "channel": {"id": channel.id, "name": _name_told_to_app(channel)},
            "message": message.as_slack(),
        }

    def in_view(self, view: View) -> Json:
        """Say which view an interaction is about."""
        return {"container": {"type": "view", "view_id": view.id}, "view": view_shape(view)}

    def suggestion(self, person: Person, where: Json, block: Json, element: Json, typed: str) -> Json:
        """Ask for the options that fit what a person has typed in a menu; `where` is `in_message` or `in_view`."""
        menu = {"block_id": block["block_id"], "action_id": element["action_id"]}
        return {**self._interaction("block_suggestion", person), **where, **menu, "value": typed}

    def view_submission(self, person: Person, view: View, response_urls: list[Json], trigger_id: str) -> Json:
        """Say that a person has sent a form."""
        return {
            **self._interaction("view_submission", person),
            "trigger_id": trigger_id,
            "view": view_shape(view),
            "response_urls": response_urls,
        }

    def view_closed(self, person: Person, view: View, *, is_cleared: bool) -> Json:
        """Say that a person has closed a form without sending it."""
        return {**self._interaction("view_closed", person), "view": view_shape(view), "is_cleared": is_cleared}

    def response_urls(self, view: View, open_url: Callable[[str], str]) -> list[Json]:
        """Open a response URL for each conversation that a form's menu with `response_url_enabled` has chosen."""
        chosen = [
            (block["block_id"], element["action_id"], held.get("selected_conversation") or held.get("selected_channel"))
            for block, element in elements(view.blocks)
            if element.get("response_url_enabled")
            for held in (view.state[block["block_id"]][element["action_id"]],)
        ]
        return [
            {"block_id": block_id, "action_id": action_id, "channel_id": channel, "response_url": open_url(channel)}
            for block_id, action_id, channel in chosen
            if channel
        ]

    def event(self, event: Json) -> Json:
        """Wrap an event as the Events API does."""
        now = self._workspace.clock.now().timestamp()
        return {
            "token": self._token,
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
            "is_ext_shared_channel": self._is_shared(event.get("channel")),
        }

    def _is_shared(self, channel_id: str | None) -> bool:
        return channel_id is not None and self._workspace.is_shared(channel_id)

    def app_rate_limited(self) -> Json:
        """Say that the app misses events of this minute, since there are too many."""
        minute = int(self._workspace.clock.now().timestamp()) // 60 * 60
        return {
            "token": self._token,
            "type": "app_rate_limited",
            "team_id": TEAM_ID,
            "minute_rate_limited": minute,
            "api_app_id": APP_ID,
        }

    def membership_event(self, kind: str, user_id: str, channel: Channel) -> Json:
        """Say that somebody has joined or left a channel."""
        return {
            "type": kind,
            "user": user_id,
            "channel": channel.id,
            "channel_type": "G" if channel.is_private else "C",
            "team": TEAM_ID,
        }

    def user_change_event(self, person: Person) -> Json:
        """Say that something about a person has changed."""
        shape: dict[str, Any] = user_shape(self._workspace, person)
        return {"type": "user_change", "user": shape, "cache_ts": person.updated}

    def home_opened_event(self, user_id: str, tab: str, home: View | None) -> Json:
        """Say that a person looks at a tab of the bot; Home comes with its view, once it was published."""
        channel = self._workspace.direct_message(user_id, BOT_USER_ID)
        shown = {"view": view_shape(home)} if tab == "home" and home is not None else {}
        return {"type": "app_home_opened", "user": user_id, "channel": channel.id, "tab": tab, **shown}

    def reaction_event(self, kind: str, user_id: str, name: str, message: Message) -> Json:
        """Say that somebody has put an emoji under a message or taken it away."""
        item = {"type": "message", "channel": message.channel_id, "ts": message.ts}
        return {"type": kind, "user": user_id, "reaction": name, "item_user": message.user, "item": item}

    def _interaction(self, kind: str, person: Person) -> Json:
        return {
            "type": kind,
            "user": {"id": person.id, "username": person.name, "name": person.name, "team_id": team_of(person)},
            "api_app_id": APP_ID,
            "token": self._token,
            "team": _TEAM,
            "enterprise": None,
            "is_enterprise_install": False,
        }


def _name_told_to_app(channel: Channel) -> str:
    if channel.is_im:
        return "directmessage"
    return "privategroup" if channel.is_private else channel.name
