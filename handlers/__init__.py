"""What wakes the bot up: the one table of everything that Slack can say to it."""

import re

from slack_bolt.async_app import AsyncApp

from bot.views.forms import Form
from handlers import buttons
from handlers.desk import Desk
from handlers.listeners import Listeners
from handlers.people import PeopleEvents

ANY_COMMAND = re.compile(r"/.+")
"""The command's name is the manifest's business: whatever Slack sends to this app is meant for it."""


def register(app: AsyncApp, desk: Desk, people: PeopleEvents) -> None:
    """Register every listener; called once, at the start."""
    listeners = Listeners(desk)
    app.command(ANY_COMMAND)(listeners.command)
    for action in buttons.ACTIONS:
        app.action(action.value)(listeners.click)
    for form in Form:
        app.view(form.value)(listeners.form)
    app.event("app_home_opened")(people.home_opened)
    app.event("member_joined_channel")(people.membership_changed)
    app.event("member_left_channel")(people.membership_changed)
    app.event("user_change")(people.person_changed)
