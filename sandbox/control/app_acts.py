"""What tests and scripts do to the way between Slack and the app."""

import msgspec

from sandbox.control.bodies import CertificateBody, DeliveryBody, DuplicateBody, EmptyBody, RatesBody, RefreshBody
from sandbox.errors import SlackError
from sandbox.faults import Fault
from sandbox.local_slack import LocalSlack
from sandbox.records import Json


async def set_delivery(slack: LocalSlack, body: DeliveryBody) -> Json:
    """Have everything go over Socket Mode, or to a request URL."""
    if body.mode == "socket":
        await slack.deliver_over_sockets()
    elif body.request_url:
        await slack.deliver_over_http(body.request_url)
    else:
        raise SlackError("invalid_arguments", detail="give `request_url`")
    return {}


async def check_certificate(slack: LocalSlack, body: CertificateBody) -> Json:
    """Send an `ssl_check` to the request URL; gives the status of the answer."""
    request_url = slack.transport.request_url
    if request_url is None:
        raise SlackError("no_request_url")
    return {"response": {"status": await request_url.check_certificate(body.method)}}


async def refresh(slack: LocalSlack, body: RefreshBody) -> Json:
    """Ask one of the app's connections to make place for a new one."""
    await slack.sockets.refresh(body.reason, body.warned_s)
    return {}


async def drop_socket(slack: LocalSlack, _body: EmptyBody) -> Json:
    """Cut one of the app's connections."""
    slack.sockets.drop()
    return {}


async def redeliver(slack: LocalSlack, _body: EmptyBody) -> Json:
    """Send the last command, interaction or event once more; what the app answers changes nothing."""
    await slack.transport.send_again()
    return {}


async def retry_event(slack: LocalSlack, _body: EmptyBody) -> Json:
    """Send the last event once more, as the first retry."""
    await slack.transport.send_event_again()
    return {}


async def duplicate(slack: LocalSlack, body: DuplicateBody) -> Json:
    """Have each of the next commands, interactions or events come twice at the same time."""
    slack.transport.duplicate_next(body.times)
    return {}


async def set_rates(slack: LocalSlack, body: RatesBody) -> Json:
    """Keep to Slack's rates, at their speed or faster, or to none; what was counted so far is forgotten."""
    slack.rates.keep(body.speed if body.on else 0)
    return {}


async def plan_fault(slack: LocalSlack, fault: Fault) -> Json:
    """Let something go wrong with calls of the app."""
    if fault.channel is not None:
        channel = slack.workspace.find_channel(fault.channel, None)
        fault = msgspec.structs.replace(fault, channel=channel.id)
    slack.faults.plan(fault)
    return {"faults": slack.faults.planned}


async def clear_faults(slack: LocalSlack, _body: EmptyBody) -> Json:
    """Let all calls go well again."""
    slack.faults.clear()
    return {}
