"""The people of a workspace, and the usernames that are unique in it."""

import re
from zoneinfo import ZoneInfo

from msgspec import Struct

from bot.tasks.errors import UsernameInvalid

USERNAME_LENGTH = 40
_NOT_IN_A_USERNAME = re.compile(r"[^\w.-]+")


class Person(Struct, frozen=True, kw_only=True):
    """A member of the workspace as Slack describes them; `zone` is an IANA name."""

    team_id: str
    user_id: str
    username: str
    zone: str = "UTC"
    locale: str = "en-US"
    is_admin: bool = False
    is_guest: bool = False
    is_bot: bool = False
    is_deactivated: bool = False
    language: str | None = None
    wants_reminders: bool = True

    @property
    def reads(self) -> str:
        """The locale in which their words are read: the one they chose, else Slack's."""
        return self.language or self.locale

    @property
    def timezone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


class Viewer(Struct, frozen=True, kw_only=True):
    """Who asks, and from where: what `permissions` decides by.

    `channels` are those of which the bot knows that the person is a member; `here` is the channel in which the person
    typed or clicked just now, which proves membership for this one answer.
    """

    team_id: str
    user_id: str
    is_guest: bool = False
    is_admin: bool = False
    channels: frozenset[str] = frozenset()
    here: str | None = None

    @property
    def present_in(self) -> frozenset[str]:
        return self.channels | {self.here} if self.here else self.channels


class Handle(Struct, frozen=True):
    """A person named by username where Slack gave no id."""

    name: str


PersonReference = str | Handle
"""A person as typed: a Slack user id, or a handle that is still to be looked up."""


def username_from(handle: str) -> str:
    """The username that a Slack handle gives: without spaces and signs, at most 40 characters."""
    return _NOT_IN_A_USERNAME.sub("-", handle.strip().lstrip("@")).strip("-.")[:USERNAME_LENGTH] or "someone"


def checked_username(text: str) -> str:
    """The username as typed, or `UsernameInvalid` when it has characters that a username cannot have."""
    name = text.strip().lstrip("@")
    if not name or len(name) > USERNAME_LENGTH or name != username_from(name):
        raise UsernameInvalid(name=text)
    return name


def folded(username: str) -> str:
    """The form in which usernames are compared: two that differ only by case are the same."""
    return username.casefold()
