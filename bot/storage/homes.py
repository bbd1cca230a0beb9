"""The Homes that somebody has looked at lately, each with the drawing it wants and the one it shows."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from pymongo import UpdateMany

from bot.service.ports import StaleHome
from bot.storage.database import Database, Document, answering
from bot.storage.documents import value_of
from bot.storage.sweeps import Sweep
from bot.tasks.partitions import partition_of

LOOKED_AT_FOR = timedelta(minutes=10)

_STALENESS: Document = {"$set": {"is_stale": {"$gt": ["$wanted", "$shown"]}}}
"""Judged by the server in the update that settles a drawing, so that what was wanted meanwhile is not lost."""


class StoredHomes:
    """The `Homes` port. Every method raises `Unavailable` when MongoDB does not answer within its bound."""

    def __init__(self, database: Database) -> None:
        self._homes = database["homes"]

    @answering()
    async def opened(self, team_id: str, user_id: str, *, page: int, real_now: datetime) -> None:
        """Note that somebody looks at a page of their Home; it is to be drawn."""
        await self._homes.update_one(
            {"team_id": team_id, "user_id": user_id},
            {
                "$set": {"page": page, "opened_at": real_now, "is_stale": True},
                "$inc": {"wanted": 1},
                "$setOnInsert": {"shown": 0, "partition": partition_of(team_id, user_id)},
            },
            upsert=True,
        )

    @answering()
    async def changed(self, concerned: Collection[tuple[str, str]], *, real_now: datetime) -> None:
        """Have the Homes of these people (by team and id) drawn again, if they were opened in the last ten minutes."""
        teams: defaultdict[str, list[str]] = defaultdict(list)
        for team_id, user_id in dict.fromkeys(concerned):
            teams[team_id].append(user_id)
        if teams:
            await self._homes.bulk_write(
                [
                    UpdateMany(
                        {
                            "team_id": team_id,
                            "user_id": {"$in": user_ids},
                            "opened_at": {"$gt": real_now - LOOKED_AT_FOR},
                        },
                        {"$inc": {"wanted": 1}, "$set": {"is_stale": True}},
                    )
                    for team_id, user_ids in teams.items()
                ],
                ordered=False,
            )

    @answering()
    async def stale(self, partitions: Collection[int], *, limit: int) -> Sequence[StaleHome]:
        """The Homes to be drawn, by the partition of team and person; those opened last come first."""
        query = {"partition": {"$in": sorted(partitions)}, "is_stale": True}
        cursor = self._homes.find(query, comment=Sweep.STALE_HOMES.value)
        return [value_of(StaleHome, document) async for document in cursor.sort({"opened_at": -1}).limit(limit)]

    @answering()
    async def published(self, home: StaleHome) -> None:
        """Settle a drawing; the Home stays stale if it was changed meanwhile."""
        await self._homes.update_one(
            {"team_id": home.team_id, "user_id": home.user_id},
            [{"$set": {"shown": {"$max": ["$shown", home.wanted]}}}, _STALENESS],
        )
