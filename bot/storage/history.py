"""The history: every change of every task, kept for good."""

from collections.abc import Collection

from bot.service.ports import Past
from bot.storage import indexes, paging
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
    async def of_task(self, team_id: str, number: int, *, skip: int, size: int) -> Past:
        """The changes of one task, newest first."""
        documents, total = await paging.some_of(
            self._history,
            {"team_id": team_id, "number": number},
            order={"version": -1},
            index=indexes.CHANGE,
            skip=skip,
            size=size,
        )
        return Past(changes=tuple(value_of(Change, document["change"]) for document in documents), total=total)


def _document(event: Event) -> Document:
    return {
        "team_id": event.team_id,
        "number": event.number,
        "version": event.version,
        "change": document_of(event.change),
    }
