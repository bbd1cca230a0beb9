"""What tests and scripts read through the control API."""

import asyncio
from collections.abc import Awaitable, Callable

import msgspec
from starlette.requests import Request

from sandbox.changes import Change, ClockMoved, Closing
from sandbox.control.bodies import ClockQuery
from sandbox.control.shapes import channel_of, time_of, user_of
from sandbox.local_slack import LocalSlack
from sandbox.records import Json
from sandbox.shapes import view_as_seen

_LONGEST_WAIT_S = 60.0


async def read_messages(slack: LocalSlack, request: Request) -> Json:
    """List a channel's messages, with the ephemeral ones of `user`."""
    user = request.query_params.get("user")
    user_id = slack.workspace.find_person(user).id if user else None
    channel = slack.workspace.find_channel(request.path_params["channel"], user_id)
    return {"messages": [message.as_slack() for message in slack.workspace.messages.of(channel.id, user_id)]}


async def read_views(slack: LocalSlack, request: Request) -> Json:
    """List a person's modals, the uppermost last, and give their Home."""
    user_id = slack.workspace.find_person(request.path_params["user"]).id
    home = slack.workspace.views.home(user_id)
    return {
        "views": [view_as_seen(view) for view in slack.workspace.views.stack(user_id)],
        "home": view_as_seen(home) if home else None,
    }


async def read_clock(slack: LocalSlack, request: Request) -> Json:
    """Tell the time; with `known_offset_s`, as soon as the offset is another one, at the latest after `wait_s`."""
    query = msgspec.convert(dict(request.query_params), ClockQuery, strict=False)
    if query.known_offset_s is not None:
        await _other_offset(slack, query.known_offset_s, min(query.wait_s, _LONGEST_WAIT_S))
    return time_of(slack)


async def read_disturbances(slack: LocalSlack, _request: Request) -> Json:
    """Tell of the rates that are kept to, and of the faults that are still to come."""
    return {"rates": {"on": slack.rates.is_on, "speed": slack.rates.speed}, "faults": slack.faults.planned}


async def read_log(slack: LocalSlack, _request: Request) -> Json:
    """List what went between Slack and the app."""
    return {"entries": slack.traffic.entries}


async def read_state(slack: LocalSlack, _request: Request) -> Json:
    """List everybody, all channels, and the time."""
    return {
        "users": [user_of(slack, user_id) for user_id in slack.workspace.people],
        "channels": [channel_of(slack, channel_id) for channel_id in slack.workspace.channels],
        "now": slack.workspace.clock.now(),
    }


READINGS: dict[str, Callable[[LocalSlack, Request], Awaitable[Json]]] = {
    "messages/{channel}": read_messages,
    "views/{user}": read_views,
    "clock": read_clock,
    "disturbances": read_disturbances,
    "log": read_log,
    "state": read_state,
}


async def _other_offset(slack: LocalSlack, known_offset_s: float, wait_s: float) -> None:
    moved = asyncio.Event()

    def hear(change: Change) -> None:
        if isinstance(change, ClockMoved | Closing):
            moved.set()

    unsubscribe = slack.workspace.subscribe(hear)
    try:
        async with asyncio.timeout(wait_s):
            while slack.workspace.clock.offset_s == known_offset_s and not moved.is_set():
                await moved.wait()
    except TimeoutError:
        return
    finally:
        unsubscribe()
