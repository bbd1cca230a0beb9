"""Everybody in the workspace, the bot's own user included."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from sandbox import seed
from sandbox.changes import Change, PersonAdded, PersonChanged
from sandbox.clock import Clock
from sandbox.errors import SlackError
from sandbox.records import Person
from sandbox.storage import Storage


class People(Mapping[str, Person]):
    """People by id, in the order in which they came; `new_id` makes the id of another one."""

    def __init__(
        self, storage: Storage, clock: Clock, new_id: Callable[[str], str], tell: Callable[[Change], None]
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._new_id = new_id
        self._tell = tell
        self._by_id = {person.id: person for person in storage.people()}

    def __getitem__(self, user_id: str) -> Person:
        return self._by_id[user_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    def find(self, reference: str) -> Person:
        """Find somebody by id, name or @name; `user_not_found` otherwise."""
        person = self.get(reference) or self.named(reference.removeprefix("@"))
        if person is None:
            raise SlackError("user_not_found")
        return person

    def named(self, name: str) -> Person | None:
        wanted = name.casefold()
        return next((person for person in self.values() if person.name.casefold() == wanted), None)

    def add(self, name: str, **traits: Any) -> Person:
        """Add a person who is in no channel yet; `traits` are fields of Person, `name_taken` if the name is in use."""
        if self.named(name) is not None:
            raise SlackError("name_taken")
        person = Person(id=self._new_id("U"), name=name, updated=self._epoch(), **traits)
        self._save(person)
        self._tell(PersonAdded(person.id))
        return person

    def add_generated(self, count: int) -> list[Person]:
        """Add person-1, person-2 and so on, in turn in several zones."""
        with self._storage.batch():
            first = 1 + sum(person.name.startswith("person-") for person in self.values())
            zones = seed.GENERATED_ZONES
            people = [
                Person(id=self._new_id("U"), name=f"person-{number}", tz=zone, locale=locale, updated=self._epoch())
                for number in range(first, first + count)
                for zone, locale in (zones[number % len(zones)],)
            ]
            for person in people:
                self._save(person)
        for person in people:
            self._tell(PersonAdded(person.id))
        return people

    def change(self, user_id: str, **traits: Any) -> Person:
        """Change fields of a Person, for example `deleted=True`, and tell of it."""
        person = msgspec.structs.replace(self[user_id], updated=self._epoch(), **traits)
        self._save(person)
        self._tell(PersonChanged(user_id))
        return person

    def _epoch(self) -> int:
        return int(self._clock.now().timestamp())

    def _save(self, person: Person) -> None:
        self._by_id[person.id] = person
        self._storage.save_person(person)
