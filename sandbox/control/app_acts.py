"""What tests and scripts do to the way between Slack and the app."""

from sandbox.control.bodies import CertificateBody, DeliveryBody, EmptyBody
from sandbox.errors import SlackError
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


async def refresh(slack: LocalSlack, _body: EmptyBody) -> Json:
    """Ask one of the app's connections to make place for a new one."""
    await slack.sockets.refresh()
    return {}


async def redeliver(slack: LocalSlack, _body: EmptyBody) -> Json:
    """Send the last command, interaction or event once more; what the app answers changes nothing."""
    await slack.transport.send_again()
    return {}
