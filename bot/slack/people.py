"""People: asked of Slack at first use, remembered in the database, kept at hand for a few minutes."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol

from cachetools import TTLCache
from slack_sdk.web.async_client import AsyncWebClient

from bot.service.ports import Unavailable
from bot.service.posting import PostRefused
from bot.slack.refusals import refusals
from bot.tasks.errors import UnknownPerson
from bot.tasks.people import Person, username_from

AT_HAND_S = 300
AT_HAND = 20_000


class Memory(Protocol):
    """Where people are remembered; it keeps usernames unique."""

    async def find_many(self, team_id: str, user_ids: Collection[str]) -> dict[str, Person]: ...

    async def by_username(self, team_id: str, username: str) -> Person | None: ...

    async def store(self, person: Person) -> Person: ...

    async def rename(self, team_id: str, user_id: str, username: str) -> Person: ...

    async def prefer(self, person: Person) -> Person: ...

    async def everybody(self, team_id: str, *, skip: int, size: int) -> tuple[Sequence[Person], int]: ...


class SlackPeople:
    """The `People` port. Every answer raises `Unavailable` where Slack had to be asked and gave none.

    An id that is nobody's raises `UnknownPerson`.
    """

    def __init__(self, web: AsyncWebClient, memory: Memory) -> None:
        self._web = web
        self._memory = memory
        self._at_hand: TTLCache[tuple[str, str], Person] = TTLCache(AT_HAND, AT_HAND_S)

    async def person(self, team_id: str, user_id: str) -> Person:
        """One person."""
        known = self._at_hand.get((team_id, user_id))
        return known or (await self.persons(team_id, (user_id,)))[user_id]

    async def persons(self, team_id: str, user_ids: Collection[str]) -> dict[str, Person]:
        """Several people by their ids, in the order asked for; one query for all that are not at hand."""
        found = {user_id: person for user_id in user_ids if (person := self._at_hand.get((team_id, user_id)))}
        missing = [user_id for user_id in user_ids if user_id not in found]
        if missing:
            found |= await self._memory.find_many(team_id, missing)
        for user_id in missing:
            if user_id not in found:
                found[user_id] = await self._met(team_id, user_id)
            self._at_hand[team_id, user_id] = found[user_id]
        return {user_id: found[user_id] for user_id in user_ids}

    async def by_username(self, team_id: str, username: str) -> Person | None:
        """The person with that username, among those whom the bot has met."""
        return await self._memory.by_username(team_id, username)

    async def rename(self, team_id: str, user_id: str, username: str) -> Person:
        """Give somebody another username. Raises `UsernameTaken`."""
        return await self._memory.rename(team_id, user_id, username)

    async def prefer(self, person: Person) -> Person:
        """Keep what a person has chosen."""
        return await self._memory.prefer(person)

    async def everybody(self, team_id: str, *, skip: int, size: int) -> tuple[Sequence[Person], int]:
        """Some of those whom the bot has met, by username, and how many they are."""
        return await self._memory.everybody(team_id, skip=skip, size=size)

    async def heard_of(self, team_id: str, described: Mapping[str, Any]) -> Person | None:
        """Remember what Slack says has changed about somebody; None if the bot never met them."""
        known = (await self._memory.find_many(team_id, (described["id"],))).get(described["id"])
        if known is None:
            return None
        self.forget(team_id, known.user_id)
        return await self._memory.store(_person(team_id, described, username=known.username, locale=known.locale))

    def forget(self, team_id: str, user_id: str) -> None:
        """Ask the database again at the next use."""
        self._at_hand.pop((team_id, user_id), None)

    async def _met(self, team_id: str, user_id: str) -> Person:
        try:
            with refusals():
                described = (await self._web.users_info(user=user_id, include_locale=True))["user"]
        except PostRefused as error:
            if error.reason == "user_not_found":
                raise UnknownPerson(name=user_id) from error
            raise Unavailable(error.reason) from error
        return await self._memory.store(_person(team_id, described, username=username_from(described["name"])))


def _person(team_id: str, described: Mapping[str, Any], *, username: str, locale: str = "en-US") -> Person:
    return Person(
        team_id=team_id,
        user_id=described["id"],
        username=username,
        zone=described.get("tz") or "UTC",
        locale=described.get("locale") or locale,
        is_admin=bool(described.get("is_admin")),
        is_guest=any(described.get(mark) for mark in ("is_restricted", "is_ultra_restricted", "is_stranger")),
        is_bot=bool(described.get("is_bot")),
        is_deactivated=bool(described.get("deleted")),
    )
