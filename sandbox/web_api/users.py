"""users.*: the people of the workspace."""

import msgspec

from sandbox.errors import SlackError
from sandbox.rates import TIER_2, TIER_3, TIER_4
from sandbox.records import Json, Person
from sandbox.seed import BOT_USER_ID
from sandbox.shapes import channel_shape, user_shape
from sandbox.web_api.call import Call, Method, family_scopes, kind_of, kinds_asked_for
from sandbox.web_api.paging import page


class Info(msgspec.Struct, frozen=True):
    user: str
    include_locale: bool = False


class LookUpByEmail(msgspec.Struct, frozen=True):
    email: str


class List(msgspec.Struct, frozen=True):
    cursor: str = ""
    limit: int = 1000
    include_locale: bool = False


class Conversations(msgspec.Struct, frozen=True):
    user: str = BOT_USER_ID
    types: str = "public_channel"
    exclude_archived: bool = False
    cursor: str = ""
    limit: int = 100


def info(call: Call, arguments: Info) -> Json:
    """Describe one person."""
    return {"user": _shape(call, call.workspace.person(arguments.user), arguments)}


def look_up_by_email(call: Call, arguments: LookUpByEmail) -> Json:
    """Find somebody who is not deactivated by their address."""
    wanted = arguments.email.casefold()
    for person in call.workspace.people.values():
        if person.email == wanted and not person.deleted and not person.is_bot and not person.is_external:
            return {"user": user_shape(call.workspace, person)}
    raise SlackError("users_not_found")


def list_users(call: Call, arguments: List) -> Json:
    """List everybody, deactivated people and the bot included."""
    people = list(call.workspace.people.values())
    cut = page(people, lambda person: person.id, arguments.cursor, arguments.limit)
    return {
        "members": [_shape(call, person, arguments) for person in cut.items],
        "cache_ts": int(call.workspace.clock.now().timestamp()),
        "response_metadata": {"next_cursor": cut.next_cursor},
    }


def conversations(call: Call, arguments: Conversations) -> Json:
    """List the channels that a person is in, of those that the bot sees."""
    if arguments.user not in call.workspace.people:
        raise SlackError("user_not_found")
    kinds = kinds_asked_for(call, arguments.types)
    channels = [
        channel
        for channel in call.workspace.channels_of(arguments.user)
        if kind_of(channel) in kinds
        and call.workspace.sees(BOT_USER_ID, channel)
        and not (arguments.exclude_archived and channel.is_archived)
    ]
    cut = page(channels, lambda channel: channel.id, arguments.cursor, arguments.limit)
    return {
        "channels": [channel_shape(call.workspace, channel) for channel in cut.items],
        "response_metadata": {"next_cursor": cut.next_cursor},
    }


METHODS = {
    "users.info": Method(info, Info, TIER_4, ("users:read",)),
    "users.lookupByEmail": Method(look_up_by_email, LookUpByEmail, TIER_3, ("users:read.email",)),
    "users.list": Method(list_users, List, TIER_2, ("users:read",)),
    "users.conversations": Method(conversations, Conversations, TIER_3, family_scopes("read")),
}


def _shape(call: Call, person: Person, arguments: Info | List) -> Json:
    shape = user_shape(call.workspace, person)
    if "users:read.email" in call.scopes and not person.is_bot and not person.is_external:
        shape["profile"]["email"] = person.email
    return {**shape, "locale": person.locale} if arguments.include_locale else shape
