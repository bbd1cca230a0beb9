"""A filter as a query, and the index that answers it in order."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.storage import indexes
from bot.storage.database import Document
from bot.storage.documents import folded, words_in
from bot.storage.indexes import Index
from bot.storage.sight import visible_to
from bot.tasks.drafts import DueWindow, Filter, Scope
from bot.tasks.people import Handle, Viewer
from bot.tasks.task import Status
from bot.tasks.wall_time import moment_of

ACTIVE = (Status.OPEN, Status.STARTED)

_ZONES_DIFFER_BY = timedelta(days=1)


def query(viewer: Viewer, wanted: Filter, *, now: datetime, zone: ZoneInfo) -> Document:
    """What a list shows; `zone` is the reader's, in which their days and weeks begin and end."""
    conditions = visible_to(viewer)
    conditions["status"] = {"$in": [status.value for status in wanted.statuses or ACTIVE]}
    if (holder := _holder(viewer, wanted)) is not None:
        conditions["held_by"] = holder
    if people := _ids(wanted):
        conditions["assignees"] = {"$all": people}
    if wanted.scope is Scope.CREATED:
        conditions["maker"] = viewer.user_id
    if wanted.channel_id is not None:
        conditions["place.channel_id"] = wanted.channel_id
    if wanted.priority is not None:
        conditions["priority"] = wanted.priority.value
    if wanted.labels:
        conditions["folded_labels"] = {"$all": folded(wanted.labels)}
    if wanted.words:
        conditions["words"] = {"$all": words_in(" ".join(wanted.words))}
    narrower: list[Document] = []
    if wanted.is_unassigned:
        narrower.append({"assignees": []})
    if wanted.due is not None:
        narrower.append(_due(wanted.due, now, zone))
    return {**conditions, "$and": narrower} if narrower else conditions


def index_for(wanted: Filter) -> Index:
    """The index that gives these tasks in the order of a list, so that nothing is sorted or searched through."""
    if wanted.scope is Scope.MINE or wanted.people:
        return indexes.HELD_TASKS
    if wanted.scope is Scope.CREATED:
        return indexes.MADE_TASKS
    if wanted.channel_id is not None:
        return indexes.CHANNEL_TASKS
    return indexes.ALL_TASKS


def _holder(viewer: Viewer, wanted: Filter) -> str | None:
    """Whose tasks the index is entered by: one person's, whatever others the filter names."""
    if wanted.scope is Scope.MINE:
        return viewer.user_id
    return next(iter(_ids(wanted)), None)


def _ids(wanted: Filter) -> list[str]:
    ids = []
    for person in wanted.people:
        if isinstance(person, Handle):
            raise TypeError("a handle is looked up before it is asked for")
        ids.append(person)
    return ids


def _due(window: DueWindow, now: datetime, zone: ZoneInfo) -> Document:
    """Each window names its days for dates and its moments for moments; `due_sort` narrows what the index reads."""
    today = now.astimezone(zone).date()
    match window:
        case DueWindow.TODAY:
            return _from_to(today, today + timedelta(days=1), zone)
        case DueWindow.WEEK:
            return _from_to(today, today + timedelta(days=7 - today.weekday()), zone)
        case DueWindow.OVERDUE:
            return {
                "is_active": True,
                "due_sort": {"$lte": now + _ZONES_DIFFER_BY},
                "$or": [{"due.at": {"$lte": now}}, {"due.on": {"$lt": today.isoformat()}}],
            }


def _from_to(first: date, end: date, zone: ZoneInfo) -> Document:
    starts_at, ends_at = moment_of(first, time(), zone), moment_of(end, time(), zone)
    return {
        "due_sort": {"$gte": starts_at - _ZONES_DIFFER_BY, "$lte": ends_at + _ZONES_DIFFER_BY},
        "$or": [
            {"due.at": {"$gte": starts_at, "$lt": ends_at}},
            {"due.on": {"$gte": first.isoformat(), "$lt": end.isoformat()}},
        ],
    }
