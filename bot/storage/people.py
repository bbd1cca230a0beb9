"""The people whom the bot has met, each with a username that is unique in the workspace."""

from collections.abc import Collection, Iterator, Sequence
from itertools import count

from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from bot.storage import indexes, paging
from bot.storage.database import Database, Document, answering
from bot.storage.documents import document_of, value_of
from bot.tasks.errors import UnknownPerson, UsernameTaken
from bot.tasks.people import USERNAME_LENGTH, Person, folded

_CHOSEN = ("username", "language", "wants_reminders")


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

        Whoever is known keeps their username and what they chose; a new one whose username is taken gets a number
        behind it.
        """
        described = {name: value for name, value in document_of(person).items() if name not in _CHOSEN}
        return await self._updated(person.team_id, person.user_id, described) or await self._added(person)

    @answering()
    async def rename(self, team_id: str, user_id: str, username: str) -> Person:
        """Give somebody whom the bot has met another username. Raises `UsernameTaken` and `UnknownPerson`."""
        named = {"username": username, "folded_username": folded(username)}
        try:
            renamed = await self._updated(team_id, user_id, named)
        except DuplicateKeyError as error:
            raise UsernameTaken(name=username) from error
        return _met(renamed, user_id)

    @answering()
    async def prefer(self, person: Person) -> Person:
        """Keep the language and the wish for reminders that a person has chosen. Raises `UnknownPerson`."""
        chosen = {"language": person.language, "wants_reminders": person.wants_reminders}
        return _met(await self._updated(person.team_id, person.user_id, chosen), person.user_id)

    @answering()
    async def everybody(self, team_id: str, *, skip: int, size: int) -> tuple[Sequence[Person], int]:
        """Some of those whom the bot has met, by username, and how many they are in all; bots and the gone left out."""
        documents, total = await paging.some_of(
            self._people,
            {"team_id": team_id, "is_bot": False, "is_deactivated": False},
            order={"folded_username": 1},
            index=indexes.EVERYBODY,
            skip=skip,
            size=size,
        )
        return [value_of(Person, document) for document in documents], total

    async def _updated(self, team_id: str, user_id: str, fields: Document) -> Person | None:
        document = await self._people.find_one_and_update(
            {"team_id": team_id, "user_id": user_id}, {"$set": fields}, return_document=ReturnDocument.AFTER
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


def _met(person: Person | None, user_id: str) -> Person:
    if person is None:
        raise UnknownPerson(name=user_id)
    return person


def _candidates(username: str) -> Iterator[str]:
    yield username
    for number in count(2):
        yield f"{username[: USERNAME_LENGTH - len(str(number))]}{number}"
