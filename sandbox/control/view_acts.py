"""What tests and scripts do as people in modals and Homes."""

import msgspec

from sandbox.actions import ActionChoice, chosen_element
from sandbox.control.bodies import CloseViewBody, InteractBody, OpenHomeBody, OptionsBody, SubmitViewBody
from sandbox.control.naming import id_for_name, with_ids_for_names
from sandbox.control.shapes import told
from sandbox.errors import SlackError
from sandbox.local_slack import LocalSlack
from sandbox.records import Json

_NO_PLACE = "give `view_id`, or `channel` and `messageTs`"


async def interact(slack: LocalSlack, body: InteractBody) -> Json:
    """Act on a message or in a view as a person."""
    user_id = slack.workspace.find_person(body.user).id
    if body.view_id is not None:
        return await _interact_in_view(slack, user_id, body.view_id, body)
    if body.channel is None or body.message_ts is None:
        raise SlackError("invalid_arguments", detail=_NO_PLACE)
    channel_id = slack.workspace.find_channel(body.channel, user_id).id
    return told(await slack.delivery.interact(user_id, channel_id, body.message_ts, body.action))


async def options(slack: LocalSlack, body: OptionsBody) -> Json:
    """Type in a menu whose options the app gives, as a person; what it offers can be chosen afterwards."""
    user_id = slack.workspace.find_person(body.user).id
    menu = ActionChoice(body.action_id, body.block_id)
    if body.view_id is not None:
        return told(await slack.delivery.suggest_in_view(user_id, body.view_id, menu, body.value))
    if body.channel is None or body.message_ts is None:
        raise SlackError("invalid_arguments", detail=_NO_PLACE)
    channel_id = slack.workspace.find_channel(body.channel, user_id).id
    return told(await slack.delivery.suggest(user_id, channel_id, body.message_ts, menu, body.value))


async def submit(slack: LocalSlack, body: SubmitViewBody) -> Json:
    """Submit a modal as a person."""
    user_id = slack.workspace.find_person(body.user).id
    view = slack.workspace.views.seen(user_id, body.view_id)
    values = with_ids_for_names(slack.workspace, view.blocks, body.values, user_id)
    return told(await slack.delivery.submit_view(user_id, body.view_id, values))


async def close(slack: LocalSlack, body: CloseViewBody) -> Json:
    """Close a modal as a person, with what lies upon it, or all of them."""
    user_id = slack.workspace.find_person(body.user).id
    lowest = slack.workspace.views.seen(user_id, body.view_id).root_view_id if body.all else body.view_id
    return told(await slack.delivery.close_view(user_id, lowest))


async def open_home(slack: LocalSlack, body: OpenHomeBody) -> Json:
    """Look at a tab of the bot as a person."""
    user_id = slack.workspace.find_person(body.user).id
    return told(await slack.delivery.open_home(user_id, body.tab))


async def _interact_in_view(slack: LocalSlack, user_id: str, view_id: str, body: InteractBody) -> Json:
    workspace = slack.workspace
    view = workspace.views.seen(user_id, view_id)
    _, element = chosen_element(view.blocks, body.action)
    selected = id_for_name(workspace, element["type"], body.action.selected, user_id)
    action = msgspec.structs.replace(body.action, selected=selected)
    values = with_ids_for_names(workspace, view.blocks, body.values, user_id)
    return told(await slack.delivery.interact_in_view(user_id, view_id, action, values))
