"""Tasks by the hundred thousand, written as the bot writes them, but as if all of it had been told already."""

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bot.storage import changes, database, indexes
from bot.storage.database import Database, Document
from bot.tasks.drafts import Draft
from bot.tasks.due import Due
from bot.tasks.task import Place
from bot.tasks.transitions import create
from tests.benchmarks.stub import CHANNELS, PEOPLE

BATCH = 2_000
OTHER_TEAMS = 100


async def prepared(uri: str) -> Database:
    """Give the database of a URI with all its indexes."""
    prepared_database = database.database_of(database.unconnected(uri))
    await indexes.ensure(prepared_database)
    return prepared_database


async def fill(target: Database, *, team: str, first: int, count: int, due: Due | None = None) -> None:
    """Write so many tasks of a workspace, numbered on, each held by somebody; due some time in a month if not said."""
    documents = _documents(team, first, count, due)
    while batch := list(itertools.islice(documents, BATCH)):
        await target["tasks"].insert_many(batch, ordered=False)
    await target["counters"].update_one({"team_id": team}, {"$max": {"number": first + count - 1}}, upsert=True)


async def fill_others(target: Database, count: int) -> None:
    """Write so many tasks of other workspaces."""
    each = count // OTHER_TEAMS
    for number in range(OTHER_TEAMS):
        await fill(target, team=f"T{number:07}", first=1, count=each)


def _documents(team: str, first: int, count: int, due: Due | None) -> Iterator[Document]:
    now = datetime.now(UTC)
    for number in range(first, first + count):
        maker, holder = PEOPLE[number % len(PEOPLE)], PEOPLE[number * 7 % len(PEOPLE)]
        event = create(
            Draft(title=f"Check page {number} of the launch", due=due or _some_day(now, number)),
            team_id=team,
            number=number,
            maker=maker,
            assignees=(holder,),
            place=Place(channel_id=CHANNELS[number % len(CHANNELS)], is_private=False),
            at=now,
            stimulus=f"{number}.seed",
        )
        document = changes.new_task(event)
        del document["undelivered_since"]
        yield {**document, "outbox": []}


def _some_day(now: datetime, number: int) -> Due:
    return Due(at=now + timedelta(days=2 + number % 28, minutes=number % 997))
