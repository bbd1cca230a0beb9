"""What the app declares of itself in manifest.yml, as far as the sandbox holds it to that."""

import re
from pathlib import Path
from typing import Any

import msgspec
import yaml

from sandbox.records import Json


class Command(msgspec.Struct, frozen=True):
    """A slash command; only with `should_escape` do people and channels in its text arrive as ids."""

    command: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False


class Manifest(msgspec.Struct, frozen=True):
    """The app's name, commands by their name, bot scopes, subscribed events, tabs, and where it gets them.

    `request_url` is the one address of an app without Socket Mode.
    """

    name: str
    bot_display_name: str
    commands: dict[str, Command]
    bot_scopes: tuple[str, ...]
    bot_events: frozenset[str]
    is_messages_tab_enabled: bool
    is_home_tab_enabled: bool
    request_url: str | None

    @property
    def bot_name(self) -> str:
        """The name by which people mention the bot, in the form of a Slack handle."""
        return re.sub(r"[^\w.-]+", "-", self.bot_display_name.casefold())


def read_manifest(path: Path) -> Manifest:
    """Read a manifest in Slack's YAML form; raises `KeyError` or `msgspec.ValidationError` where it has another."""
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    features = document.get("features", {})
    commands = msgspec.convert(features.get("slash_commands", []), list[Command])
    settings = document.get("settings", {})
    return Manifest(
        name=document["display_information"]["name"],
        bot_display_name=features["bot_user"]["display_name"],
        commands={command.command: command for command in commands},
        bot_scopes=_words(document.get("oauth_config", {}).get("scopes", {}).get("bot", [])),
        bot_events=frozenset(_words(settings.get("event_subscriptions", {}).get("bot_events", []))),
        is_home_tab_enabled=features.get("app_home", {}).get("home_tab_enabled", False),
        request_url=None if settings.get("socket_mode_enabled") else _request_url(settings),
        is_messages_tab_enabled=features.get("app_home", {}).get("messages_tab_enabled", False),
    )


def _request_url(settings: Json) -> str | None:
    addresses = (settings.get(part, {}).get("request_url") for part in ("interactivity", "event_subscriptions"))
    return next((address for address in addresses if address), None)


def _words(given: Any) -> tuple[str, ...]:
    return msgspec.convert(given, tuple[str, ...])
