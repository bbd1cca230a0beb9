"""The person as whom a window acts: what they call others, and what time it is for them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sandbox.page.dates import HourCycle, hour_cycle
from sandbox.records import Person
from sandbox.seed import BOT_USER_ID, SLACKBOT_ID
from sandbox.workspace import Workspace


class Reader:
    """Sees the workspace with one person's eyes; the bot bears the name under which its app shows itself."""

    def __init__(self, workspace: Workspace, bot_display_name: str, user_id: str) -> None:
        self.workspace = workspace
        self.id = user_id
        self._bot_display_name = bot_display_name

    @property
    def person(self) -> Person:
        return self.workspace.person(self.id)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.person.tz or "UTC")

    @property
    def hours(self) -> HourCycle:
        return hour_cycle(self.person.locale)

    def now(self) -> datetime:
        return self.workspace.clock.now().astimezone(self.zone)

    def local(self, epoch_s: float) -> datetime:
        """Give a moment in the person's zone."""
        return datetime.fromtimestamp(epoch_s, UTC).astimezone(self.zone)

    def name_of(self, user_id: str) -> str:
        """Say how somebody is called; strangers by their id."""
        if user_id == BOT_USER_ID:
            return self._bot_display_name
        if user_id == SLACKBOT_ID:
            return "Slackbot"
        person = self.workspace.people.get(user_id)
        return person.name if person else user_id

    def title_of(self, channel_id: str) -> str:
        """Say how a channel is called: a direct message by the other one's name."""
        channel = self.workspace.channel(channel_id)
        return self.name_of(self.workspace.other_in(channel_id, self.id)) if channel.is_im else channel.name

    def is_app(self, user_id: str) -> bool:
        """Say whether messages of this user bear the mark of an app."""
        person = self.workspace.people.get(user_id)
        return person is not None and person.is_bot
