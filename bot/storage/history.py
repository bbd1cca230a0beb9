"""The history: every change of every task, kept for good."""

from collections.abc import Collection, Mapping

from bot.storage.database import Database, Document, answering, insert_missing
from bot.storage.documents import document_of, value_of
from bot.tasks.events import Event
from bot.tasks.task import Change


class StoredHistory:
    """The `History` port. Every method raises `Unavailable` when MongoDB does not answer within its bound."""

    def __init__(self, database: Database) -> None:
        self._history = database["history"]

    @answering()
    async def record(self, events: Collection[Event]) -> None:
        """Keep what these events changed; an event that is kept already stays as it is."""
        if events:
            await insert_missing(self._history, map(_document, events))

    @answering()
    async def last_number(self, team_id: str) -> int:
        """The highest number of a task of the workspace that something is kept of; 0 at the beginning."""
        last = await self._history.find_one({"team_id": team_id}, {"number": True}, sort={"number": -1})
        return 0 if last is None else int(last["number"])

    @answering()
    async def of_task(self, team_id: str, number: int, *, until: int, size: int) -> Mapping[int, Change]:
        """The last changes of one task up to a version, by the version that each made."""
        query = {"team_id": team_id, "number": number, "version": {"$lte": until}}
        cursor = self._history.find(query).sort({"version": -1}).limit(size)
        return {document["version"]: value_of(Change, document["change"]) async for document in cursor}


def _document(event: Event) -> Document:
    return {
        "team_id": event.team_id,
        "number": event.number,
        "version": event.version,
        "change": document_of(event.change),
    }
