"""People in memory: those whom a test names, and nobody else."""

from collections.abc import Collection, Sequence
from itertools import count

from msgspec.structs import replace

from bot.service.ports import Unavailable
from bot.tasks.errors import UnknownPerson, UsernameTaken
from bot.tasks.people import USERNAME_LENGTH, Person, folded


class FakePeople:
    """The port `People`, and what the real one remembers people in."""

    def __init__(self, *people: Person) -> None:
        self._people = {(person.team_id, person.user_id): person for person in people}

    async def person(self, team_id: str, user_id: str) -> Person:
        person = await self.find(team_id, user_id)
        if person is None:
            raise Unavailable("user_not_found")
        return person

    async def persons(self, team_id: str, user_ids: Collection[str]) -> dict[str, Person]:
        return {user_id: await self.person(team_id, user_id) for user_id in user_ids}

    async def by_username(self, team_id: str, username: str) -> Person | None:
        return self._named(team_id, username)

    async def find(self, team_id: str, user_id: str) -> Person | None:
        return self._people.get((team_id, user_id))

    async def find_many(self, team_id: str, user_ids: Collection[str]) -> dict[str, Person]:
        return {user_id: self._people[team_id, user_id] for user_id in user_ids if (team_id, user_id) in self._people}

    async def store(self, person: Person) -> Person:
        known = self._people.get((person.team_id, person.user_id))
        if known is None:
            return self._keep(replace(person, username=self._free(person)))
        chosen = replace(person, language=known.language, wants_reminders=known.wants_reminders)
        return self._keep(replace(chosen, username=known.username))

    async def rename(self, team_id: str, user_id: str, username: str) -> Person:
        holder = self._named(team_id, username)
        if holder is not None and holder.user_id != user_id:
            raise UsernameTaken(name=username)
        return self._keep(replace(self._met(team_id, user_id), username=username))

    async def prefer(self, person: Person) -> Person:
        known = self._met(person.team_id, person.user_id)
        return self._keep(replace(known, language=person.language, wants_reminders=person.wants_reminders))

    async def everybody(self, team_id: str, *, skip: int, size: int) -> tuple[Sequence[Person], int]:
        people = [
            person
            for person in self._people.values()
            if person.team_id == team_id and not (person.is_bot or person.is_deactivated)
        ]
        people.sort(key=lambda person: folded(person.username))
        return people[skip : skip + size], len(people)

    def _met(self, team_id: str, user_id: str) -> Person:
        if (team_id, user_id) not in self._people:
            raise UnknownPerson(name=user_id)
        return self._people[team_id, user_id]

    def _keep(self, person: Person) -> Person:
        self._people[person.team_id, person.user_id] = person
        return person

    def _named(self, team_id: str, username: str) -> Person | None:
        people = (person for person in self._people.values() if person.team_id == team_id)
        return next((person for person in people if folded(person.username) == folded(username)), None)

    def _free(self, person: Person) -> str:
        if self._named(person.team_id, person.username) is None:
            return person.username
        numbered = (f"{person.username[: USERNAME_LENGTH - len(str(number))]}{number}" for number in count(2))
        return next(username for username in numbered if self._named(person.team_id, username) is None)
