"""What wakes the bot up: the one table of everything that Slack can say to it."""

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp

from handlers import buttons, commands, stimuli
from handlers.answering import Ack, Said
from handlers.desk import DEFAULT_COMMAND, Desk
from handlers.errors import in_words
from handlers.people import PeopleEvents

ANY_COMMAND = re.compile(r"/.+")
"""The command's name is the manifest's business: whatever Slack sends to this app is meant for it."""


def register(app: AsyncApp, desk: Desk, people: PeopleEvents) -> None:
    """Register every listener; called once, at the start."""

    async def command(ack: Ack, body: Mapping[str, Any]) -> None:
        stimulus = stimuli.of_command(body, desk.now())
        work = commands.obey(desk, stimulus, body["command"], body.get("text", ""))
        worded = in_words(desk, stimulus, body["command"], work, lambda message: message)
        await desk.answering.command(ack, body["response_url"], worded)

    async def click(ack: Ack, body: Mapping[str, Any]) -> None:
        stimulus = stimuli.of_click(body, desk.now())
        worded = in_words(desk, stimulus, DEFAULT_COMMAND, buttons.obey(desk, stimulus, body), Said)
        await desk.answering.click(ack, body["response_url"], worded)

    async def membership(body: Mapping[str, Any]) -> None:
        await people.membership_changed(body)

    async def person(body: Mapping[str, Any]) -> None:
        await people.person_changed(body)

    app.command(ANY_COMMAND)(command)
    for action in buttons.ACTIONS:
        app.action(action.value)(click)
    app.event("member_joined_channel")(membership)
    app.event("member_left_channel")(membership)
    app.event("user_change")(person)
