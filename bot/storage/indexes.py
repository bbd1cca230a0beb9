"""Every index, paired with the query that it serves."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from msgspec import Struct
from pymongo import ASCENDING, TEXT, IndexModel
from pymongo.errors import OperationFailure

from bot.storage.database import Collection, Database, Document, answering
from bot.tasks.transitions import RESTORE_REACH

STIMULI_ARE_KEPT = timedelta(days=7)
SETTLED_DELIVERIES_ARE_KEPT = timedelta(days=30)

_DEFINED_OTHERWISE = (85, 86)
"""MongoDB's codes for an index of the same name with other options, or other keys."""
_NOT_FOUND = 27
"""Its code for an index that is not there: another process that starts was quicker."""
DELETED_TASKS_ARE_KEPT = RESTORE_REACH + timedelta(hours=1)
HOMES_ARE_KEPT = timedelta(days=1)


class Index(Struct, frozen=True, kw_only=True):
    """An index and the query for whose sake it exists; `only` limits it to the documents that match.

    `texts` are the fields whose words it holds, as they are: no language's endings are taken off, no word left out.
    """

    collection: str
    name: str
    keys: tuple[str, ...]
    serves: str
    texts: tuple[str, ...] = ()
    is_unique: bool = False
    only: Document | None = None
    expires_after: timedelta | None = None


TASK = Index(
    collection="tasks",
    name="task",
    keys=("team_id", "number"),
    serves="one task by its number, and the guard against a second one",
    is_unique=True,
)
HELD_TASKS = Index(
    collection="tasks",
    name="held_tasks",
    keys=("team_id", "held_by", "status", "due_sort", "number"),
    serves="lists of what somebody has to do, and the tasks whose looks follow from somebody's zone",
    only={"is_gone": False},
)
MADE_TASKS = Index(
    collection="tasks",
    name="made_tasks",
    keys=("team_id", "maker", "status", "due_sort", "number"),
    serves="lists of what somebody made",
    only={"is_gone": False},
)
CHANNEL_TASKS = Index(
    collection="tasks",
    name="channel_tasks",
    keys=("team_id", "place.channel_id", "status", "due_sort", "number"),
    serves="lists of a channel, and its progress",
    only={"is_gone": False},
)
ALL_TASKS = Index(
    collection="tasks",
    name="all_tasks",
    keys=("team_id", "status", "due_sort", "number"),
    serves="lists of everything that somebody may see",
    only={"is_gone": False},
)
CHANGED_TASKS = Index(
    collection="tasks",
    name="changed_tasks",
    keys=("team_id", "changed_at"),
    serves="what somebody changed in the last minutes",
)
WORDS = Index(
    collection="tasks",
    name="words",
    keys=("team_id",),
    texts=("title", "description"),
    serves="the search for words",
    only={"is_gone": False},
)
DELETED_TASKS = Index(
    collection="tasks",
    name="deleted_tasks",
    keys=("deleted_since",),
    serves="retention of what can no longer be restored",
    only={"deleted_since": {"$exists": True}},
    expires_after=DELETED_TASKS_ARE_KEPT,
)
OVERDUE_EVENTS = Index(
    collection="tasks",
    name="overdue_events",
    keys=("partition", "undelivered_since"),
    serves="the sweep of the outbox; tasks with an empty one are not in it",
    only={"undelivered_since": {"$exists": True}},
)
DUE_LOOKS = Index(
    collection="tasks",
    name="due_looks",
    keys=("agenda.wake_at",),
    serves="the claim of looks that are due; tasks without one are not in it",
    only={"agenda.wake_at": {"$exists": True}},
)
COUNTER = Index(
    collection="counters",
    name="counter",
    keys=("team_id",),
    serves="a workspace's last number",
    is_unique=True,
)
STIMULUS = Index(
    collection="stimuli",
    name="stimulus",
    keys=("team_id", "stimulus"),
    serves="the number that a stimulus got before",
    is_unique=True,
)
OLD_STIMULI = Index(
    collection="stimuli",
    name="old_stimuli",
    keys=("stored_at",),
    serves="retention: Slack repeats a stimulus within the hour, not after a week",
    expires_after=STIMULI_ARE_KEPT,
)
CHANGE = Index(
    collection="history",
    name="change",
    keys=("team_id", "number", "version"),
    serves="a task's history, newest first, and the guard against keeping a change twice",
    is_unique=True,
)
DELIVERY = Index(
    collection="deliveries",
    name="delivery",
    keys=("team_id", "key"),
    serves="one delivery by its key, and the guard against a second one",
    is_unique=True,
)
DELIVERIES_OF_TASK = Index(
    collection="deliveries",
    name="deliveries_of_task",
    keys=("team_id", "number", "kind"),
    serves="what shows a task, and where its card stands",
)
WAITING_DELIVERIES = Index(
    collection="deliveries",
    name="waiting_deliveries",
    keys=("partition", "recorded", "destination"),
    serves="what is to be posted, in order",
    only={"state": "waiting"},
)
WAITING_REMINDERS = Index(
    collection="deliveries",
    name="waiting_reminders",
    keys=("at",),
    serves="how late the reminders are",
    only={"state": "waiting", "kind": "reminder"},
)
STALE_DELIVERIES = Index(
    collection="deliveries",
    name="stale_deliveries",
    keys=("partition", "recorded"),
    serves="what is to be redrawn, in order",
    only={"is_stale": True},
)
HELD_DELIVERIES = Index(
    collection="deliveries",
    name="held_deliveries",
    keys=("team_id", "destination"),
    serves="what waits for the bot to be invited to a channel",
    only={"state": "held"},
)
SETTLED_DELIVERIES = Index(
    collection="deliveries",
    name="settled_deliveries",
    keys=("settled_at",),
    serves="retention of what nobody will redraw",
    only={"settled_at": {"$exists": True}},
    expires_after=SETTLED_DELIVERIES_ARE_KEPT,
)
USERNAME = Index(
    collection="people",
    name="username",
    keys=("team_id", "folded_username"),
    serves="somebody by username, and the guard against a second one of that name",
    is_unique=True,
)
PERSON = Index(
    collection="people",
    name="person",
    keys=("team_id", "user_id"),
    serves="somebody by their id; not unique, since a unique index must begin with the shard key",
)
EVERYBODY = Index(
    collection="people",
    name="everybody",
    keys=("team_id", "folded_username"),
    serves="those who can be asked for something, by username",
    only={"is_bot": False, "is_deactivated": False},
)
HOME = Index(
    collection="homes",
    name="home",
    keys=("team_id", "user_id"),
    serves="somebody's Home, and the guard against a second one",
    is_unique=True,
)
STALE_HOMES = Index(
    collection="homes",
    name="stale_homes",
    keys=("partition", "opened_at"),
    serves="the Homes to be drawn, those opened last first",
    only={"is_stale": True},
)
OLD_HOMES = Index(
    collection="homes",
    name="old_homes",
    keys=("opened_at",),
    serves="retention: a Home is drawn anew when it is opened",
    expires_after=HOMES_ARE_KEPT,
)

INDEXES = (
    TASK,
    HELD_TASKS,
    MADE_TASKS,
    CHANNEL_TASKS,
    ALL_TASKS,
    CHANGED_TASKS,
    WORDS,
    DELETED_TASKS,
    OVERDUE_EVENTS,
    DUE_LOOKS,
    COUNTER,
    STIMULUS,
    OLD_STIMULI,
    CHANGE,
    DELIVERY,
    DELIVERIES_OF_TASK,
    WAITING_DELIVERIES,
    WAITING_REMINDERS,
    STALE_DELIVERIES,
    HELD_DELIVERIES,
    SETTLED_DELIVERIES,
    USERNAME,
    PERSON,
    EVERYBODY,
    HOME,
    STALE_HOMES,
    OLD_HOMES,
)


async def ensure(database: Database) -> None:
    """Create the indexes that are missing, and with them the collections. What is there stays, data above all.

    An index that an older version defined otherwise under the same name is built anew.
    """
    by_collection: defaultdict[str, list[Index]] = defaultdict(list)
    for index in INDEXES:
        by_collection[index.collection].append(index)
    async with answering():
        await asyncio.gather(*(_ensure(database[name], each) for name, each in by_collection.items()))


async def _ensure(collection: Collection, wanted: Sequence[Index]) -> None:
    try:
        await collection.create_indexes([_model(index) for index in wanted])
    except OperationFailure as error:
        if error.code not in _DEFINED_OTHERWISE:
            raise
        for index in wanted:
            await _replace(collection, _model(index))


async def _replace(collection: Collection, model: IndexModel) -> None:
    try:
        await collection.create_indexes([model])
    except OperationFailure as error:
        if error.code not in _DEFINED_OTHERWISE:
            raise
        try:
            await collection.drop_index(model.document["name"])
        except OperationFailure as missing:
            if missing.code != _NOT_FOUND:
                raise
        await collection.create_indexes([model])


def _model(index: Index) -> IndexModel:
    options: dict[str, Any] = {"name": index.name}
    if index.is_unique:
        options["unique"] = True
    if index.only is not None:
        options["partialFilterExpression"] = index.only
    if index.expires_after is not None:
        options["expireAfterSeconds"] = int(index.expires_after.total_seconds())
    if index.texts:
        options["default_language"] = "none"
    keys: list[tuple[str, int | str]] = [(key, ASCENDING) for key in index.keys]
    return IndexModel([*keys, *((text, TEXT) for text in index.texts)], **options)
