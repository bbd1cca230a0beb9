"""The people whom the bot has met, each with a username that is unique in the workspace."""

from collections.abc import Collection, Iterator
from itertools import count

from pymongo.errors import DuplicateKeyError

from bot.storage.database import Database, answering
from bot.storage.documents import document_of, value_of
from bot.tasks.people import USERNAME_LENGTH, Person, folded


class RememberedPeople:
    """What is known of people. Every method raises `Unavailable` when MongoDB does not answer within its bound."""

    def __init__(self, database: Database) -> None:
        self._people = database["people"]

    @answering()
    async def find(self, team_id: str, user_id: str) -> Person | None:
        """One person, if the bot has met them."""
        document = await self._people.find_one({"team_id": team_id, "user_id": user_id})
        return None if document is None else value_of(Person, document)

    @answering()
    async def find_many(self, team_id: str, user_ids: Collection[str]) -> dict[str, Person]:
        """Those of the people whom the bot has met."""
        cursor = self._people.find({"team_id": team_id, "user_id": {"$in": list(user_ids)}})
        return {document["user_id"]: value_of(Person, document) async for document in cursor}

    @answering()
    async def by_username(self, team_id: str, username: str) -> Person | None:
        """The person with that username, however it is capitalised."""
        document = await self._people.find_one({"team_id": team_id, "folded_username": folded(username)})
        return None if document is None else value_of(Person, document)

    @answering()
    async def store(self, person: Person) -> Person:
        """Remember somebody as Slack describes them now.

        Whoever is known keeps their username; a new one whose username is taken gets a number behind it.
        """
        return await self._updated(person) or await self._added(person)

    async def _updated(self, person: Person) -> Person | None:
        described = {name: value for name, value in document_of(person).items() if name != "username"}
        document = await self._people.find_one_and_update(
            {"team_id": person.team_id, "user_id": person.user_id}, {"$set": described}, return_document=True
        )
        return None if document is None else value_of(Person, document)

    async def _added(self, person: Person) -> Person:
        for username in _candidates(person.username):
            document = {**document_of(person), "username": username, "folded_username": folded(username)}
            try:
                await self._people.insert_one(document)
            except DuplicateKeyError:
                holder = await self.by_username(person.team_id, username)
                if holder is not None and holder.user_id == person.user_id:
                    return holder
            else:
                return await self._settled(person)
        raise AssertionError("the candidates never end")

    async def _settled(self, person: Person) -> Person:
        """Of two processes that met somebody at the same moment, the first to have written wins in both."""
        query = {"team_id": person.team_id, "user_id": person.user_id}
        first, *others = await self._people.find(query).sort({"_id": 1}).to_list()
        for other in others:
            await self._people.delete_one({**query, "_id": other["_id"]})
        return value_of(Person, first)


def _candidates(username: str) -> Iterator[str]:
    yield username
    for number in count(2):
        yield f"{username[: USERNAME_LENGTH - len(str(number))]}{number}"
