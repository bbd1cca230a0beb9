"""People's own affairs: their username, their settings, and who there is."""

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from bot.service.ports import Forgetting, People, Topic
from bot.service.stimuli import Stimulus
from bot.tasks.people import Person, checked_username

PAGE_SIZE = 20


@dataclass(frozen=True)
class Acquainting:
    """The use cases about people."""

    people: People
    forgetting: Forgetting

    async def register(self, name: str, stimulus: Stimulus) -> Person:
        """Give oneself a username. Raises `UsernameInvalid` or `UsernameTaken`."""
        await self.people.person(stimulus.team_id, stimulus.user_id)
        person = await self.people.rename(stimulus.team_id, stimulus.user_id, checked_username(name))
        self.forgetting.forget(person.team_id, Topic.PERSON, person.user_id)
        return person

    async def everybody(self, stimulus: Stimulus, *, skip: int) -> tuple[Sequence[Person], int]:
        """A page of those whom the bot has met, and how many they are."""
        return await self.people.everybody(stimulus.team_id, skip=skip, size=PAGE_SIZE)

    async def prefer(self, person: Person, language: str | None, wants_reminders: bool | None) -> Person:
        """Change what was given of one's settings; an empty language means Slack's own."""
        if language is None and wants_reminders is None:
            return person
        chosen = person.language if language is None else (language or None)
        reminded = person.wants_reminders if wants_reminders is None else wants_reminders
        preferring = await self.people.prefer(replace(person, language=chosen, wants_reminders=reminded))
        self.forgetting.forget(person.team_id, Topic.PERSON, person.user_id)
        return preferring
