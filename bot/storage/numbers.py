"""The numbers of tasks: one counter a workspace, and for each stimulus the number that it got."""

from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from bot.storage.database import Database, real_now


class Numbers:
    """Gives out numbers: gaps may be left, but none is given twice, and a repeated stimulus gets its own again.

    Counter and stimulus are two writes outside of any transaction: a counter inside one makes a whole workspace wait.
    """

    def __init__(self, database: Database) -> None:
        self._counters = database["counters"]
        self._stimuli = database["stimuli"]

    async def number_for(self, team_id: str, stimulus: str) -> int:
        """The number of the task that this stimulus makes, whichever process asks and however often."""
        number = await self._next(team_id)
        try:
            await self._stimuli.insert_one(
                {"team_id": team_id, "stimulus": stimulus, "number": number, "stored_at": real_now()}
            )
        except DuplicateKeyError:
            earlier = await self._stimuli.find_one({"team_id": team_id, "stimulus": stimulus})
            number = number if earlier is None else earlier["number"]
        return number

    async def _next(self, team_id: str) -> int:
        counter = await self._counters.find_one_and_update(
            {"team_id": team_id}, {"$inc": {"number": 1}}, upsert=True, return_document=ReturnDocument.AFTER
        )
        assert counter is not None  # noqa: S101 - an upsert gives what it made, told to the type checker
        number: int = counter["number"]
        return number
