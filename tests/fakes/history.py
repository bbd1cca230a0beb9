"""The history in memory."""

from collections.abc import Collection, Mapping

from bot.tasks.events import Event
from bot.tasks.task import Change


class FakeHistory:
    """The port `History`; `kept` is what a test may look into, by workspace, number and version."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, int, int], Change] = {}

    async def record(self, events: Collection[Event]) -> None:
        for event in events:
            self.kept.setdefault((event.team_id, event.number, event.version), event.change)

    async def last_number(self, team_id: str) -> int:
        return max((number for team, number, _ in self.kept if team == team_id), default=0)

    async def of_task(self, team_id: str, number: int, *, until: int, size: int) -> Mapping[int, Change]:
        versions = [key[2] for key in self.kept if key[:2] == (team_id, number) and key[2] <= until]
        return {version: self.kept[team_id, number, version] for version in sorted(versions)[-size:]}
