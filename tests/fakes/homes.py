"""The Homes in memory."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.service.ports import StaleHome
from bot.tasks.partitions import partition_of


@dataclass
class Looked:
    """The Home of somebody who has looked at it."""

    page: int
    opened_at: datetime
    wanted: int
    shown: int = 0


class FakeHomes:
    """The port `Homes`."""

    def __init__(self) -> None:
        self._looked: dict[tuple[str, str], Looked] = {}

    async def opened(self, team_id: str, user_id: str, *, page: int, real_now: datetime) -> None:
        looked = self._looked.setdefault((team_id, user_id), Looked(page=page, opened_at=real_now, wanted=0))
        looked.page, looked.opened_at = page, real_now
        looked.wanted += 1

    async def changed(self, concerned: Collection[tuple[str, str]], *, real_now: datetime) -> None:
        for whose in set(concerned):
            looked = self._looked.get(whose)
            if looked is not None and looked.opened_at > real_now - timedelta(minutes=10):
                looked.wanted += 1

    async def stale(self, partitions: Collection[int], *, limit: int) -> Sequence[StaleHome]:
        stale = [
            (looked.opened_at, StaleHome(team_id=team_id, user_id=user_id, page=looked.page, wanted=looked.wanted))
            for (team_id, user_id), looked in self._looked.items()
            if looked.wanted > looked.shown and partition_of(team_id, user_id) in partitions
        ]
        return [home for _, home in sorted(stale, key=lambda each: each[0], reverse=True)][:limit]

    async def published(self, home: StaleHome) -> None:
        looked = self._looked.get((home.team_id, home.user_id))
        if looked is not None:
            looked.shown = max(looked.shown, home.wanted)
