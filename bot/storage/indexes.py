"""Every index, paired with the query that it serves."""

import asyncio
from collections import defaultdict
from datetime import timedelta
from typing import Any

from msgspec import Struct
from pymongo import ASCENDING, IndexModel

from bot.storage.database import Database, Document, answering

STIMULI_ARE_KEPT = timedelta(days=7)
SETTLED_DELIVERIES_ARE_KEPT = timedelta(days=30)


class Index(Struct, frozen=True, kw_only=True):
    """An index and the query for whose sake it exists; `only` limits it to the documents that match."""

    collection: str
    name: str
    keys: tuple[str, ...]
    serves: str
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
    only={"is_withdrawn": False},
)
MADE_TASKS = Index(
    collection="tasks",
    name="made_tasks",
    keys=("team_id", "maker", "status", "due_sort", "number"),
    serves="lists of what somebody made",
    only={"is_withdrawn": False},
)
CHANNEL_TASKS = Index(
    collection="tasks",
    name="channel_tasks",
    keys=("team_id", "place.channel_id", "status", "due_sort", "number"),
    serves="lists of a channel, and its progress",
    only={"is_withdrawn": False},
)
ALL_TASKS = Index(
    collection="tasks",
    name="all_tasks",
    keys=("team_id", "status", "due_sort", "number"),
    serves="lists of everything that somebody may see",
    only={"is_withdrawn": False},
)
CHANGED_TASKS = Index(
    collection="tasks",
    name="changed_tasks",
    keys=("team_id", "changed_at"),
    serves="what somebody changed in the last minutes",
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

INDEXES = (
    TASK,
    HELD_TASKS,
    MADE_TASKS,
    CHANNEL_TASKS,
    ALL_TASKS,
    CHANGED_TASKS,
    OVERDUE_EVENTS,
    DUE_LOOKS,
    COUNTER,
    STIMULUS,
    OLD_STIMULI,
    DELIVERY,
    DELIVERIES_OF_TASK,
    WAITING_DELIVERIES,
    STALE_DELIVERIES,
    HELD_DELIVERIES,
    SETTLED_DELIVERIES,
    USERNAME,
    PERSON,
)


async def ensure(database: Database) -> None:
    """Create the indexes that are missing, and with them the collections. What is there stays, data above all."""
    models: defaultdict[str, list[IndexModel]] = defaultdict(list)
    for index in INDEXES:
        models[index.collection].append(_model(index))
    async with answering():
        await asyncio.gather(*(database[name].create_indexes(each) for name, each in models.items()))


def _model(index: Index) -> IndexModel:
    options: dict[str, Any] = {"name": index.name}
    if index.is_unique:
        options["unique"] = True
    if index.only is not None:
        options["partialFilterExpression"] = index.only
    if index.expires_after is not None:
        options["expireAfterSeconds"] = int(index.expires_after.total_seconds())
    return IndexModel([(key, ASCENDING) for key in index.keys], **options)
