"""What tests and scripts do through the control API: act as people, and change the workspace."""

from collections.abc import Awaitable, Callable
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from sandbox.control import app_acts, view_acts
from sandbox.control.bodies import (
    CertificateBody,
    ChannelsBody,
    ClockBody,
    CloseViewBody,
    CommandBody,
    DeliveryBody,
    DuplicateBody,
    EmptyBody,
    InteractBody,
    MembersBody,
    MessageBody,
    OpenHomeBody,
    OptionsBody,
    PeopleBody,
    RatesBody,
    ReactBody,
    RefreshBody,
    SubmitViewBody,
    UserBody,
)
from sandbox.control.shapes import channel_of, time_of, told, user_of
from sandbox.errors import SlackError
from sandbox.faults import Fault
from sandbox.local_slack import LocalSlack
from sandbox.records import Json

# What the control API calls a person's traits, and what they are called here.
_TRAITS = {
    "guest": "is_restricted",
    "external": "is_external",
    "admin": "is_admin",
    "deleted": "deleted",
    "locale": "locale",
}


async def send_command(slack: LocalSlack, body: CommandBody) -> Json:
    """Send a command as a person."""
    user_id = slack.workspace.find_person(body.user).id
    channel_id = slack.workspace.find_channel(body.channel, user_id).id
    if body.typed is not None:
        # With or without the command before it: both are what a person types.
        words = body.typed.removeprefix(body.command) if body.typed.split()[:1] == [body.command] else body.typed
        outcome = await slack.delivery.command(user_id, channel_id, f"{body.command} {words}")
    else:
        outcome = await slack.delivery.deliver_command(user_id, channel_id, body.command, body.text or "")
    return told(outcome)


async def post_message(slack: LocalSlack, body: MessageBody) -> Json:
    """Talk as a person."""
    user_id = slack.workspace.find_person(body.user).id
    channel_id = slack.workspace.find_channel(body.channel, user_id).id
    posted = slack.workspace.post_as_person(user_id, channel_id, body.text, body.thread_ts)
    return {"response": posted.as_slack()}


async def move_clock(slack: LocalSlack, body: ClockBody) -> Json:
    """Move the sandbox's time by seconds or to a moment."""
    if body.advance_s is not None:
        slack.workspace.advance_clock(body.advance_s)
    elif body.at is not None and body.at.tzinfo is not None:
        slack.workspace.move_clock(body.at)
    else:
        raise SlackError("invalid_arguments", detail="give `advance_s`, or `at` with its offset from UTC")
    return time_of(slack)


async def add_people(slack: LocalSlack, body: PeopleBody) -> Json:
    """Add generated people, or one with a name."""
    workspace = slack.workspace
    channel_ids = [workspace.find_channel(channel, None).id for channel in body.channels]
    if body.count is not None:
        added = workspace.people.add_generated(body.count)
    elif body.name is not None:
        given = msgspec.structs.asdict(body)
        traits = {trait: given[name] for name, trait in _TRAITS.items()}
        added = [workspace.people.add(body.name, tz=_checked_zone(body.tz), **traits)]
    else:
        raise SlackError("invalid_arguments", detail="give `count` or `name`")
    for person in added:
        for channel_id in channel_ids:
            workspace.join(person.id, channel_id)
    return {"users": [user_of(slack, person.id) for person in added]}


async def change_user(slack: LocalSlack, body: UserBody) -> Json:
    """Change something about a person."""
    given = {name: value for name, value in msgspec.structs.asdict(body).items() if value is not msgspec.UNSET}
    user_id = slack.workspace.find_person(given.pop("user")).id
    _checked_zone(given.get("tz"))
    slack.workspace.people.change(user_id, **{_TRAITS.get(name, name): value for name, value in given.items()})
    return {"user": user_of(slack, user_id)}


async def add_channel(slack: LocalSlack, body: ChannelsBody) -> Json:
    """Make a channel."""
    members = tuple(slack.workspace.find_person(member).id for member in body.members)
    channel = slack.workspace.add_channel(
        body.name.removeprefix("#"),
        members,
        is_private=body.private,
        is_archived=body.archived,
        is_for_announcements=body.announcements,
    )
    return {"channel": channel_of(slack, channel.id)}


async def set_member(slack: LocalSlack, body: MembersBody) -> Json:
    """Put somebody into a channel or take them out."""
    user_id = slack.workspace.find_person(body.user).id
    channel_id = slack.workspace.find_channel(body.channel, None).id
    change = slack.workspace.join if body.present else slack.workspace.leave
    change(user_id, channel_id)
    return {"members": list(slack.workspace.members(channel_id))}


async def react(slack: LocalSlack, body: ReactBody) -> Json:
    """Put an emoji under a message as a person, or take it away."""
    user_id = slack.workspace.active_person(slack.workspace.find_person(body.user).id).id
    channel = slack.workspace.find_channel(body.channel, user_id)
    message = slack.workspace.messages.get(channel.id, body.ts)
    if message is None or message.is_ephemeral or not slack.workspace.sees(user_id, channel):
        raise SlackError("message_not_found")
    slack.workspace.react(user_id, message, body.name.strip(":"), is_present=body.present)
    return {}


async def reset(slack: LocalSlack, _body: EmptyBody) -> Json:
    """Remove all messages, and take all modals and Homes away."""
    slack.workspace.views.reset()
    slack.workspace.messages.reset()
    return {}


ACTS: dict[str, tuple[type[msgspec.Struct], Callable[[LocalSlack, Any], Awaitable[Json]]]] = {
    "command": (CommandBody, send_command),
    "interact": (InteractBody, view_acts.interact),
    "options": (OptionsBody, view_acts.options),
    "submit-view": (SubmitViewBody, view_acts.submit),
    "close-view": (CloseViewBody, view_acts.close),
    "open-home": (OpenHomeBody, view_acts.open_home),
    "message": (MessageBody, post_message),
    "react": (ReactBody, react),
    "clock": (ClockBody, move_clock),
    "people": (PeopleBody, add_people),
    "user": (UserBody, change_user),
    "channels": (ChannelsBody, add_channel),
    "members": (MembersBody, set_member),
    "delivery": (DeliveryBody, app_acts.set_delivery),
    "ssl-check": (CertificateBody, app_acts.check_certificate),
    "refresh": (RefreshBody, app_acts.refresh),
    "drop-socket": (EmptyBody, app_acts.drop_socket),
    "redeliver": (EmptyBody, app_acts.redeliver),
    "retry-event": (EmptyBody, app_acts.retry_event),
    "duplicate": (DuplicateBody, app_acts.duplicate),
    "rates": (RatesBody, app_acts.set_rates),
    "faults": (Fault, app_acts.plan_fault),
    "faults/clear": (EmptyBody, app_acts.clear_faults),
    "reset": (EmptyBody, reset),
}


def _checked_zone(tz: str | None) -> str | None:
    if tz is not None:
        try:
            ZoneInfo(tz)
        except (KeyError, ValueError, OSError):
            raise SlackError("invalid_arguments", detail=f"no time zone is called {tz!r}") from None
    return tz
