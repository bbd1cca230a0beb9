"""The numbers of tasks: one counter a workspace, and for each stimulus the number that it got.

A counter may go back: in a failover, since nobody waits for its copies, and in a restored backup that was made while
people worked. The unique index of the tasks then refuses a second task of one number, and its stimulus gets another.
"""

from collections import Counter
from collections.abc import Sequence

from pymongo import ReturnDocument, WriteConcern
from pymongo.errors import DuplicateKeyError

from bot.storage.database import Database, real_now
from bot.storage.together import Together

TAKEN_AT_ONCE = 100


class Numbers:
    """Gives out numbers: gaps may be left, and a repeated stimulus gets its own again.

    Counter and stimulus are two writes outside of any transaction: a counter inside one makes a whole workspace wait.
    """

    def __init__(self, database: Database) -> None:
        self._counters = database["counters"].with_options(write_concern=WriteConcern(1))
        self._numbered = (database["tasks"], database["history"])
        self._stimuli = database["stimuli"]
        self._taking = Together(self._taken, most=TAKEN_AT_ONCE)

    async def number_for(self, team_id: str, stimulus: str) -> int:
        """The number of the task that this stimulus makes, whichever process asks and however often."""
        number = await self._taking.ask(team_id)
        try:
            await self._stimuli.insert_one(
                {"team_id": team_id, "stimulus": stimulus, "number": number, "stored_at": real_now()}
            )
        except DuplicateKeyError:
            earlier = await self._stimuli.find_one({"team_id": team_id, "stimulus": stimulus})
            number = number if earlier is None else earlier["number"]
        return number

    async def renumber(self, team_id: str, stimulus: str, *, taken: int) -> int:
        """Another number for a stimulus whose number is another task's, whichever process asks and however often."""
        await self.catch_up(team_id)
        number = await self._taking.ask(team_id)
        renumbered = await self._stimuli.update_one(
            {"team_id": team_id, "stimulus": stimulus, "number": taken}, {"$set": {"number": number}}
        )
        return number if renumbered.matched_count else await self.number_for(team_id, stimulus)

    async def catch_up(self, team_id: str) -> None:
        """See to it that the counter is not behind the tasks; the history knows those that have ended as well."""
        highest = 0
        for collection in self._numbered:
            last = await collection.find_one({"team_id": team_id}, {"number": True}, sort={"number": -1})
            highest = max(highest, last["number"] if last else 0)
        await self._counters.update_one({"team_id": team_id}, {"$max": {"number": highest}}, upsert=True)

    async def _taken(self, team_ids: Sequence[str]) -> Sequence[int]:
        """Take a number for each who asks, all of one workspace's at once: its counter is one document."""
        asked = Counter(team_ids)
        following = {team_id: iter(await self._range(team_id, count)) for team_id, count in asked.items()}
        return [next(following[team_id]) for team_id in team_ids]

    async def _range(self, team_id: str, count: int) -> range:
        counter = await self._counters.find_one_and_update(
            {"team_id": team_id}, {"$inc": {"number": count}}, upsert=True, return_document=ReturnDocument.AFTER
        )
        assert counter is not None  # noqa: S101 - an upsert gives what it made, told to the type checker
        last: int = counter["number"]
        return range(last - count + 1, last + 1)
