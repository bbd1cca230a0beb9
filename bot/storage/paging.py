"""Pages: of lists by a place in them, which stays right when tasks come and go, and of the rest by how many to skip."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from bot.service.ports import Cursor, Page
from bot.storage.database import Collection, Document
from bot.storage.documents import due_sort
from bot.storage.indexes import Index
from bot.tasks.task import Task


class Counts(Struct, frozen=True, kw_only=True):
    """How many tasks match in all, and how many of them lie before a place, the task at `after` itself included."""

    total: int = 0
    passed: int = 0


def beyond(query: Document, *, after: Cursor | None, before: Cursor | None) -> Document:
    """What comes after or before a place; the bound on the due alone is what the index is entered by."""
    place, sign = (after, "$gt") if after is not None else (before, "$lt")
    if place is None:
        return query
    condition: Document = {
        "due_sort": {f"{sign}e": place.due_sort},
        "$or": [{"due_sort": {sign: place.due_sort}}, {"number": {sign: place.number}}],
    }
    return {**query, "$and": [*query.get("$and", ()), condition]}


def counting(query: Document, *, after: Cursor | None, before: Cursor | None) -> list[Document]:
    """The pipeline whose only document is the `Counts`; it has none where nothing matches."""
    place, sign = (after, "$lte") if after is not None else (before, "$lt")
    group: Document = {"_id": None, "total": {"$sum": 1}}
    if place is not None:
        lies_before = {sign: [["$due_sort", "$number"], [place.due_sort, place.number]]}
        group["passed"] = {"$sum": {"$cond": [lies_before, 1, 0]}}
    return [{"$match": query}, {"$group": group}]


def page_of(tasks: Sequence[Task], *, total: int, skipped: int) -> Page:
    """Tasks as a page that knows where it begins and ends."""
    return Page(
        tasks=tuple(tasks),
        total=total,
        skipped=skipped,
        first=_place(tasks[0]) if tasks else None,
        last=_place(tasks[-1]) if tasks else None,
    )


async def some_of(
    collection: Collection, query: Document, *, order: Mapping[str, Any], index: Index, skip: int, size: int
) -> tuple[Sequence[Document], int]:
    """Some of the documents that match, and how many match in all: counted only where the page does not tell."""
    cursor = collection.find(query, {"_id": False}, hint=index.name)
    found = await cursor.sort(order).skip(skip).limit(size).to_list()
    is_last = len(found) < size and (found or not skip)
    total = skip + len(found) if is_last else await collection.count_documents(query, hint=index.name)
    return found, total


def _place(task: Task) -> Cursor:
    return Cursor(due_sort=due_sort(task), number=task.number)
