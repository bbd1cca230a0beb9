"""`taskbot manifest`: what the Slack app asks a workspace for, each scope and event with its reason.

The one source of it: `manifest.yml` in the project's folder is what this prints without options, the doctor compares
scopes with it, and the demo's Slack reads it. Slack's limits: docs/slack-limits.md.
"""

import argparse
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import StrEnum
from urllib.parse import urlsplit

import msgspec

from bot.settings import is_loopback

REQUEST_PATH = "/slack/events"

_ORIGIN = re.compile(r"https?://(?:[a-z0-9.-]+|\[[0-9a-f:]+])(?::[0-9]+)?/?", re.IGNORECASE)


class Need(msgspec.Struct, frozen=True):
    """A scope or an event by Slack's name, and why the app asks for it."""

    name: str
    reason: str


class Feature(StrEnum):
    """A part of the bot that is planned and will need more scopes than the rest."""

    REACTIONS = "reactions"
    MESSAGES = "messages"
    LINKS = "links"
    CHARTS = "charts"


SCOPES = (
    Need("commands", "/task and the buttons"),
    Need("chat:write", "cards, thread lines and direct messages"),
    Need("chat:write.public", "cards in public channels that the bot has not joined"),
    Need("im:write", "open the direct message with an assignee"),
    Need("users:read", "time zone, language and name of the people who use it"),
    Need("channels:read", "who is in a public channel, hence who may change its tasks"),
    Need("groups:read", "who is in a private channel, hence who may see its tasks"),
)

EVENTS = (
    Need("app_home_opened", "the Home of whoever looks at it is drawn"),
    Need("member_joined_channel", "membership is known at once; held cards follow an invitation"),
    Need("member_left_channel", "membership is forgotten at once"),
    Need("user_change", "a new time zone, a deactivated person"),
)

# An event's payload names the message and does not quote it: to make a task of it the bot must read it.
_READING = (
    Need("channels:history", "make a task of a message in a public channel; already: find a card in doubt"),
    Need("groups:history", "make a task of a message in a private channel; already: find a card in doubt"),
)

# Scopes alone: an event or a shortcut that nobody answers is a fault to Slack, which then stops sending events.
SCOPES_OF: Mapping[Feature, tuple[Need, ...]] = {
    Feature.REACTIONS: (Need("reactions:read", "an emoji under a message makes or completes a task"), *_READING),
    Feature.MESSAGES: (
        Need("app_mentions:read", "a mention of the bot makes a task"),
        Need("im:history", "make a task of what is written to the bot; already: find a direct message in doubt"),
        *_READING,
    ),
    Feature.LINKS: (
        Need("links:read", "hear of links to tasks"),
        Need("links:write", "show the task under its link"),
    ),
    Feature.CHARTS: (Need("files:write", "upload the picture of a statistic"),),
}


def main(url: str | None, features: Collection[Feature]) -> int:
    """Print the manifest."""
    print(text(url, features), end="")
    return 0


def bot_scopes() -> frozenset[str]:
    """Name the scopes that the bot cannot do without."""
    return frozenset(need.name for need in SCOPES)


def text(url: str | None = None, features: Collection[Feature] = ()) -> str:
    """Write the manifest as YAML: for Socket Mode, or for HTTP at this origin, with the scopes of planned features."""
    request_url = f"{url}{REQUEST_PATH}" if url else None
    return "\n".join(
        [
            "# Taskbot's Slack app, as `taskbot manifest` prints it.",
            '# Paste it at "Create New App" -> "From a manifest".',
            "# Each scope is here for a reason that stands beside it; nothing else is asked for.",
            "display_information:",
            "  name: Taskbot",
            "  description: Create, assign and finish tasks together, without leaving Slack.",
            '  background_color: "#2c2d30"',
            "features:",
            "  app_home:",
            "    home_tab_enabled: true",
            "    messages_tab_enabled: true",
            "    messages_tab_read_only_enabled: false",
            "  bot_user:",
            "    display_name: Taskbot",
            "    always_online: true",
            "  slash_commands:",
            "    - command: /task",
            "      description: Add a task, or list, take and finish tasks",
            "      usage_hint: Ship it @someone friday 5pm | list | done 12 | help",
            "      should_escape: true",
            *_address("      url", request_url),
            "oauth_config:",
            "  scopes:",
            "    bot:",
            *_with_reasons(SCOPES),
            *_planned(features),
            "settings:",
            "  event_subscriptions:",
            *_address("    request_url", request_url),
            "    bot_events:",
            *_with_reasons(EVENTS),
            "  interactivity:",
            "    is_enabled: true",
            *_address("    request_url", request_url),
            "  org_deploy_enabled: false",
            f"  socket_mode_enabled: {'false' if url else 'true'}",
            "  token_rotation_enabled: false",
            "",
        ]
    )


def origin(value: str) -> str:
    """Read the address at which Slack reaches the bot, for argparse: a scheme, a host and perhaps a port."""
    if not _ORIGIN.fullmatch(value) or not _has_port_in_range(value):
        raise argparse.ArgumentTypeError(
            f"{value!r} must be an address without path or query, such as https://bot.example.com: "
            f"{REQUEST_PATH} is added to it"
        )
    if not value.lower().startswith("https:") and not is_loopback(value):
        raise argparse.ArgumentTypeError(f"{value!r} must begin with https://, unless it is this machine")
    return value.removesuffix("/")


def features_named(value: str) -> tuple[Feature, ...]:
    """Read names of features with commas between them, for argparse."""
    names = [name.strip() for name in value.split(",")]
    unknown = [name for name in names if name not in list(Feature)]
    if unknown:
        raise argparse.ArgumentTypeError(f"{unknown[0]!r} is none: choose among {','.join(Feature)}")
    return tuple(Feature(name) for name in names)


def _has_port_in_range(address: str) -> bool:
    try:
        return urlsplit(address).port != 0
    except ValueError:
        return False


def _address(key: str, request_url: str | None) -> Iterator[str]:
    if request_url:
        yield f"{key}: {request_url}"


def _planned(features: Collection[Feature]) -> Iterator[str]:
    needs = {need.name: need for feature in Feature if feature in features for need in SCOPES_OF[feature]}
    if needs:
        yield '      # For what is planned. Of these the bot uses nothing yet but what says "already".'
        yield from _with_reasons(needs.values())


def _with_reasons(needs: Iterable[Need]) -> Iterator[str]:
    known = tuple(needs)
    width = max(len(need.name) for need in known)
    return (f"      - {need.name:{width}} # {need.reason}" for need in known)
