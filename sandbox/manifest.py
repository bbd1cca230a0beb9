"""What the app declares of itself in manifest.yml, as far as the sandbox holds it to that."""

import re
from pathlib import Path
from typing import Any

import msgspec
import yaml


class Command(msgspec.Struct, frozen=True):
    """A slash command; only with `should_escape` do people and channels in its text arrive as ids."""

    command: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False


class Manifest(msgspec.Struct, frozen=True):
    """The app's name, commands by their name, bot scopes and subscribed events."""

    name: str
    bot_display_name: str
    commands: dict[str, Command]
    bot_scopes: tuple[str, ...]
    bot_events: frozenset[str]
    is_messages_tab_enabled: bool

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
        is_messages_tab_enabled=features.get("app_home", {}).get("messages_tab_enabled", False),
    )


def _words(given: Any) -> tuple[str, ...]:
    return msgspec.convert(given, tuple[str, ...])
