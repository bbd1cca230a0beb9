"""People in memory: those whom a test names, and nobody else."""

from collections.abc import Collection
from itertools import count

from msgspec.structs import replace

from bot.service.ports import Unavailable
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
        key = (person.team_id, person.user_id)
        known = self._people.get(key)
        username = self._free(person) if known is None else known.username
        self._people[key] = replace(person, username=username)
        return self._people[key]

    def _named(self, team_id: str, username: str) -> Person | None:
        people = (person for person in self._people.values() if person.team_id == team_id)
        return next((person for person in people if folded(person.username) == folded(username)), None)

    def _free(self, person: Person) -> str:
        if self._named(person.team_id, person.username) is None:
            return person.username
        numbered = (f"{person.username[: USERNAME_LENGTH - len(str(number))]}{number}" for number in count(2))
        return next(username for username in numbered if self._named(person.team_id, username) is None)
