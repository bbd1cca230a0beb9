"""The connection to MongoDB: how sure a write must be, how long an answer may take, and how an outage is told."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pymongo
from pymongo import AsyncMongoClient
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import BulkWriteError, ConnectionFailure, PyMongoError, WriteConcernError

from bot.service.ports import Unavailable

REQUEST_TIMEOUT = timedelta(seconds=20)
LEAVE_WITHIN = timedelta(seconds=1)
DATABASE = "taskbot"

Document = dict[str, Any]
Client = AsyncMongoClient[Document]
Database = AsyncDatabase[Document]
Collection = AsyncCollection[Document]

_DUPLICATE_KEY = 11000


@asynccontextmanager
async def connect(uri: str) -> AsyncIterator[Client]:
    """Give the one client of a program while inside; nothing is asked of the server until the first request."""
    client = unconnected(uri)
    try:
        yield client
    finally:
        # The driver takes leave of the server, and would look for one that is away as long as for any request.
        with pymongo.timeout(LEAVE_WITHIN.total_seconds()):
            await client.close()


def unconnected(uri: str) -> Client:
    """Make a client, which is to be closed.

    A write is answered once a majority of the replica set has it, and what is read is what was written last, whatever
    the URI says of it. Every request, the wait for a primary and the
    driver's repetitions included, ends within `REQUEST_TIMEOUT`; a repeated write is recognised by the server.
    """
    return AsyncMongoClient(
        uri,
        tz_aware=True,
        tzinfo=UTC,
        w="majority",
        readPreference="primary",
        retryWrites=True,
        retryReads=True,
        timeoutMS=int(REQUEST_TIMEOUT.total_seconds() * 1000),
        appname="taskbot",
    )


def database_of(client: Client) -> Database:
    """The database that the URI names, else `taskbot`."""
    return client.get_default_database(DATABASE)


@asynccontextmanager
async def answering() -> AsyncIterator[None]:
    """Tell an outage in the words of the ports: `Unavailable`, after the driver has tried as long as it may.

    A cancellation meanwhile is never lost: the driver's `asyncio.wait_for` can swallow it in Python 3.11
    (https://github.com/python/cpython/issues/86296), and a task that is told to stop would go on.
    """
    task = asyncio.current_task()
    cancelled_before = _cancellations(task)
    try:
        yield
    except PyMongoError as error:
        if _is_outage(error):
            raise Unavailable(f"MongoDB: {type(error).__name__}") from error
        raise
    if _cancellations(task) > cancelled_before:
        raise asyncio.CancelledError


async def insert_missing(collection: Collection, documents: Iterable[Document]) -> None:
    """Insert those of the documents whose keys are not there yet."""
    try:
        await collection.insert_many(list(documents), ordered=False)
    except BulkWriteError as error:
        details: Any = error.details
        problems = details["writeErrors"]
        if details["writeConcernErrors"] or any(problem["code"] != _DUPLICATE_KEY for problem in problems):
            raise


def real_now() -> datetime:
    """The time of this machine, for what is about leases, sweeps and retention."""
    return datetime.now(UTC)


def _cancellations(task: asyncio.Task[Any] | None) -> int:
    """How often a task was told to stop and has not heeded it yet."""
    return 0 if task is None else task.cancelling()


def _is_outage(error: PyMongoError) -> bool:
    return (
        isinstance(error, ConnectionFailure | WriteConcernError)
        or error.timeout
        or error.has_error_label("RetryableWriteError")
    )
