"""views.*: modals and Homes."""

from typing import Annotated, Any

import msgspec

from sandbox.block_kit import checked_view
from sandbox.errors import SlackError
from sandbox.rates import TIER_4
from sandbox.records import Json, View
from sandbox.shapes import view_shape
from sandbox.web_api.call import Call, Method


class Open(msgspec.Struct, frozen=True):
    view: Any
    trigger_id: Annotated[str, msgspec.Meta(min_length=1)]


class Update(msgspec.Struct, frozen=True):
    view: Any
    view_id: str | None = None
    external_id: str | None = None
    hash: str | None = None


class Publish(msgspec.Struct, frozen=True):
    user_id: str
    view: Any
    hash: str | None = None


def open_view(call: Call, arguments: Open) -> Json:
    """Show a modal to the person whose act gave the trigger."""
    content = checked_view(arguments.view, "modal")
    trigger = call.triggers.look_up(arguments.trigger_id)
    opened = call.workspace.views.open(trigger.user_id, content)
    trigger.is_used = True
    return _told(opened)


def push(call: Call, arguments: Open) -> Json:
    """Show a modal upon the one in which the person acted."""
    content = checked_view(arguments.view, "modal")
    trigger = call.triggers.look_up(arguments.trigger_id)
    if trigger.view_id is None:
        messages = ["[ERROR] the trigger did not come from a modal"]
        raise SlackError("invalid_trigger_id", response_metadata={"messages": messages})
    if all(view.id != trigger.view_id for view in call.workspace.views.stack(trigger.user_id)):
        raise SlackError("not_found")
    pushed = call.workspace.views.push(trigger.user_id, content)
    trigger.is_used = True
    return _told(pushed)


def update(call: Call, arguments: Update) -> Json:
    """Draw a view anew; `hash` guards what was done to it meanwhile."""
    if arguments.view_id is None and arguments.external_id is None:
        messages = ["[ERROR] missing required field: view_id"]
        raise SlackError("invalid_arguments", response_metadata={"messages": messages})
    view = call.workspace.views.find(arguments.view_id, arguments.external_id)
    content = checked_view(arguments.view, view.type)
    _refuse_other(arguments.hash, view)
    return _told(call.workspace.views.update(view, content))


def publish(call: Call, arguments: Publish) -> Json:
    """Draw somebody's Home."""
    if not call.manifest.is_home_tab_enabled:
        raise SlackError("not_enabled")
    person = call.workspace.person(arguments.user_id)
    content = checked_view(arguments.view, "home")
    home = call.workspace.views.home(person.id)
    if home is not None:
        _refuse_other(arguments.hash, home)
    return _told(call.workspace.views.publish(person.id, content))


METHODS = {
    "views.open": Method(open_view, Open, TIER_4),
    "views.push": Method(push, Open, TIER_4),
    "views.update": Method(update, Update, TIER_4),
    "views.publish": Method(publish, Publish, TIER_4),
}


def _refuse_other(known_hash: str | None, view: View) -> None:
    if known_hash is not None and known_hash != view.hash:
        raise SlackError("hash_conflict")


def _told(view: View) -> Json:
    return {"view": view_shape(view)}
