"""Values as documents and back: dates as ISO text, moments as BSON's, cut to the millisecond that BSON keeps.

Beside the task's own fields stand some that follow from them, for the queries' sake, and some of bookkeeping. None of
these is part of the value, and whoever reads a task does not fetch them.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from bot.storage.database import Document
from bot.tasks import due, reminders
from bot.tasks.events import Event
from bot.tasks.task import Task

NEVER_DUE = datetime(9999, 12, 31, tzinfo=UTC)
"""Where tasks without a due stand in the order of dues."""

TASK_FIELDS: Mapping[str, Any] = {"_id": False, **dict.fromkeys(Task.__struct_fields__, True)}

_IDENTITY = ("team_id", "number", "maker", "created_at")
_RUN_OF_ONE_KIND = re.compile(r"\w+|[^\w\s]+")

Value = TypeVar("Value")


def document_of(value: msgspec.Struct) -> Document:
    """A value's fields as BSON can hold them."""
    document: Document = msgspec.to_builtins(value, builtin_types=(datetime,))
    return document


def value_of(kind: type[Value], document: Mapping[str, Any]) -> Value:
    """The value in a document; fields that it does not know are left alone."""
    return msgspec.convert(document, kind, builtin_types=(datetime,))


def event_of(document: Mapping[str, Any]) -> Event:
    """The event in an entry of an outbox."""
    event: Event = msgspec.convert(document, Event, builtin_types=(datetime,))
    return event


def task_document(task: Task) -> Document:
    """A task's fields, and those that follow from them."""
    return {
        **document_of(task),
        "is_active": task.is_active,
        "is_gone": task.is_gone,
        "held_by": list(reminders.recipients(task)),
        "due_sort": due_sort(task),
        "folded_labels": folded(task.labels),
        "words": words_in(f"{task.title}\n{task.description}"),
    }


def changeable_fields(task: Task) -> Document:
    """The same without what never changes in a task's life."""
    return {name: value for name, value in task_document(task).items() if name not in _IDENTITY}


def due_sort(task: Task) -> datetime:
    """Where a task stands in the order of dues."""
    return NEVER_DUE if task.due is None else due.end(task.due, ZoneInfo("UTC"))


def words_in(text: str) -> list[str]:
    """The words by which a text is found: runs of letters and digits, and runs of signs, folded, each once."""
    return list(dict.fromkeys(_RUN_OF_ONE_KIND.findall(unicodedata.normalize("NFKC", text).casefold())))


def folded(labels: Iterable[str]) -> list[str]:
    """Labels in the form in which they are compared."""
    return [label.casefold() for label in labels]
