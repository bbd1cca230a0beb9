"""What all that people do has in common: it becomes a stimulus, is obeyed, and is answered in words.

Bolt hands in what a listener's parameters name, so `ack` and `body` are called so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.views.text import Message
from handlers import buttons, forms, stimuli, verbs
from handlers.answering import Ack, Answer, Said
from handlers.desk import DEFAULT_COMMAND, Desk
from handlers.errors import in_words
from handlers.opening import Opening

Body = Mapping[str, Any]


@dataclass(frozen=True)
class Listeners:
    """What people say to the bot."""

    desk: Desk

    async def command(self, ack: Ack, body: Body) -> None:
        """A slash command."""
        desk, typed = self.desk, body.get("text", "")
        stimulus = stimuli.of_command(body, desk.now())
        opening = Opening(desk.screens, body["trigger_id"], body["response_url"])
        if verbs.may_open_a_form(typed):
            desk.answering.later(opening.hold_the_door())
        work = verbs.obey(desk, stimulus, opening, body["command"], typed)

        async def said(message: Message) -> Message | None:
            await opening.refuse(message)
            return message

        worded = in_words(desk, stimulus, body["command"], work, said)
        await desk.answering.command(ack, stimulus, body["response_url"], worded)

    async def click(self, ack: Ack, body: Body) -> None:
        """A click in a message or on Home, where there is no response URL."""
        desk, response_url = self.desk, body.get("response_url")
        stimulus = stimuli.of_click(body, desk.now())
        opening = Opening(desk.screens, body["trigger_id"], response_url)
        if buttons.may_open_a_form(body):
            desk.answering.later(opening.hold_the_door())
        work = buttons.obey(desk, stimulus, opening, body)

        async def said(message: Message) -> Answer:
            await opening.refuse(message)
            return Said(message)

        worded = in_words(desk, stimulus, DEFAULT_COMMAND, work, said)
        await desk.answering.click(ack, stimulus, response_url, worded)

    async def form(self, ack: Ack, body: Body) -> None:
        """A form that was sent."""
        await forms.submitted(self.desk, ack, stimuli.of_form(body, self.desk.now()), body["view"])
