"""What the workspace is made of, in the shapes in which it is kept."""

from typing import Any, Literal

import msgspec

Json = dict[str, Any]

# What elements hold, by block_id and action_id, each in Slack's shape: {"type": "datepicker", "selected_date": ...}.
State = dict[str, dict[str, Json]]


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody in the workspace, the bot's own user included; `tz` is an IANA name and may be missing.

    `is_restricted` are guests; `is_external` are people of another organization, with whom channels are shared.
    """

    id: str
    name: str
    tz: str | None = None
    locale: str = "en-US"
    is_bot: bool = False
    is_admin: bool = False
    is_restricted: bool = False
    is_external: bool = False
    deleted: bool = False
    updated: int = 0

    @property
    def full_name(self) -> str:
        return self.name.replace("-", " ").title()

    @property
    def email(self) -> str:
        return f"{self.name.casefold()}@example.com"


class Channel(msgspec.Struct, frozen=True, kw_only=True):
    """A public or private channel, or a direct message of two people (then without a name).

    Where `is_for_announcements`, only admins may post.
    """

    id: str
    name: str = ""
    is_private: bool = False
    is_im: bool = False
    is_archived: bool = False
    is_for_announcements: bool = False
    creator: str = ""
    created: int = 0


class ViewContent(msgspec.Struct, frozen=True, kw_only=True):
    """A view as the app gives it; texts are plain_text objects."""

    type: Literal["modal", "home"]
    blocks: list[Json]
    title: Json | None = None
    submit: Json | None = None
    close: Json | None = None
    callback_id: str = ""
    private_metadata: str = ""
    external_id: str = ""
    clear_on_close: bool = False
    notify_on_close: bool = False


class View(ViewContent, frozen=True, kw_only=True):
    """A modal or a Home as one person has it before them.

    `state` is what is filled in now; `errors` are words by the block_id of an input, and `trouble` is a sentence about
    the whole form, both for the person alone. `previous_view_id` is the modal below this one, `root_view_id` the lowest
    of the stack.
    """

    id: str
    user_id: str
    hash: str
    state: State
    root_view_id: str
    previous_view_id: str | None = None
    errors: dict[str, str] = {}
    trouble: str | None = None


class Message(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", tag="message"):
    """A message as Slack keeps it; an ephemeral one names the only person who sees it in `ephemeral_user`."""

    channel_id: str
    user: str
    ts: str = ""
    text: str = ""
    blocks: list[Json] = []
    subtype: str | None = None
    team: str | None = None
    bot_id: str | None = None
    app_id: str | None = None
    thread_ts: str | None = None
    reply_count: int = 0
    reply_users: tuple[str, ...] = ()
    reply_users_count: int = 0
    latest_reply: str | None = None
    edited: Json | None = None
    metadata: Json | None = None
    reactions: list[Json] = []
    is_ephemeral: bool = False
    ephemeral_user: str | None = None

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def is_in_channel(self) -> bool:
        """Say whether it stands in the channel itself, and not in a thread alone."""
        return not self.is_reply or self.subtype == "thread_broadcast"

    def is_visible_to(self, user_id: str | None) -> bool:
        """Say whether a person sees it in its channel; `None` is somebody for whom no ephemeral message was meant."""
        return self.ephemeral_user is None or self.ephemeral_user == user_id

    def as_slack(self) -> Json:
        """Give it in the JSON shape of Slack's API, always with `text`."""
        shape: Json = msgspec.to_builtins(self)
        del shape["channel_id"]
        shape.setdefault("text", "")
        return shape
