"""What the control API answers about time, people, channels and acts."""

from sandbox.delivery import Outcome
from sandbox.local_slack import LocalSlack
from sandbox.records import Json


def time_of(slack: LocalSlack) -> Json:
    clock = slack.workspace.clock
    return {"now": clock.now(), "offset_s": clock.offset_s}


def user_of(slack: LocalSlack, user_id: str) -> Json:
    person = slack.workspace.person(user_id)
    shown = ("id", "name", "tz", "locale", "is_bot", "is_admin", "deleted", "is_restricted", "is_external")
    return {name: getattr(person, name) for name in shown}


def channel_of(slack: LocalSlack, channel_id: str) -> Json:
    channel = slack.workspace.channel(channel_id)
    shown = {name: getattr(channel, name) for name in ("id", "name", "is_private", "is_im")}
    return {**shown, "members": slack.workspace.members(channel_id)}


def told(outcome: Outcome) -> Json:
    """Say what became of a person's act."""
    answer: Json = {"response": outcome.response}
    if outcome.error is not None:
        answer |= {"ok": False, "error": outcome.error}
    if outcome.detail is not None:
        answer["detail"] = outcome.detail
    return answer
