"""Everything that the handlers of people's wishes work with, handed to them once at registration."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.language.reader import Reader
from bot.service.acquainting import Acquainting
from bot.service.adding import Adding
from bot.service.changing import Changing
from bot.service.finding import Finding
from bot.service.ports import Homes, Ledger, People, Wakeups
from bot.service.posting import Screens
from bot.service.reminding import Reminding
from bot.service.stimuli import Stimulus
from bot.service.undoing import Undoing
from bot.tasks.people import Person
from bot.tasks.task import Task
from handlers.answering import Answering
from handlers.composing import people_in, usernames
from handlers.opening import Opening

DEFAULT_COMMAND = "/task"
"""How the command is called where a click asks: its payload does not say."""


@dataclass(frozen=True)
class Desk:
    """The use cases and the few ports that answering needs besides them; `bot_name` is what people invite."""

    adding: Adding
    changing: Changing
    undoing: Undoing
    finding: Finding
    reminding: Reminding
    acquainting: Acquainting
    homes: Homes
    wakeups: Wakeups
    people: People
    ledger: Ledger
    screens: Screens
    answering: Answering
    now: Callable[[], datetime]
    real_now: Callable[[], datetime]
    bot_name: str

    async def names_in(self, *tasks: Task) -> dict[str, str]:
        """The usernames of all whom these tasks, of one workspace, name."""
        return await self.usernames(tasks[0].team_id, people_in(*tasks)) if tasks else {}

    async def usernames(self, team_id: str, user_ids: set[str]) -> dict[str, str]:
        """Usernames by user id."""
        return await usernames(self.people, team_id, user_ids)


@dataclass(frozen=True)
class Request:
    """A wish with the person who has it; `command` is the slash command as it arrived."""

    stimulus: Stimulus
    person: Person
    command: str
    opening: Opening

    @property
    def reader(self) -> Reader:
        return Reader(
            user_id=self.person.user_id,
            now=self.stimulus.at,
            zone=self.person.timezone,
            locale=self.person.reads,
        )


async def request(desk: Desk, stimulus: Stimulus, command: str, opening: Opening) -> Request:
    """The wish with its person looked up."""
    person = await desk.people.person(stimulus.team_id, stimulus.user_id)
    return Request(stimulus=stimulus, person=person, command=command, opening=opening)
