"""Events as writes: the document of a new task, and the one update that makes a change.

An update is a pipeline, since when a task is looked at next depends on the snoozes that its document holds.
"""

from typing import Any

from bot.storage.database import Document, real_now
from bot.storage.documents import changeable_fields, document_of, task_document
from bot.tasks import reminders
from bot.tasks.events import Created, Event
from bot.tasks.partitions import partition_of_team
from bot.tasks.task import Status

_NONE = "$$REMOVE"


def new_task(event: Created) -> Document:
    """The document of a task that was just made, its event in the outbox and its first look in the agenda."""
    wake_at = reminders.first_look_at(event.task, set_at=event.at)
    agenda = {"set_at": event.at, "looked_at": event.at, **({} if wake_at is None else {"wake_at": wake_at})}
    return {
        **task_document(event.task),
        "changed_at": event.at,
        "partition": partition_of_team(event.team_id),
        "outbox": [_held(event)],
        "undelivered_since": real_now(),
        "agenda": agenda,
    }


def update(event: Event) -> list[Document]:
    """The update that makes a change and holds its event; a look that was claimed before it settles nothing."""
    return [
        {
            "$set": {
                **{name: _literal(value) for name, value in changeable_fields(event.task).items()},
                **_agenda(event),
                "agenda.claim": _NONE,
                "changed_at": event.at,
                "deleted_since": _NONE if event.task.deleted_at is None else real_now(),
                "outbox": {"$concatArrays": ["$outbox", [_literal(_held(event))]]},
                "undelivered_since": {"$ifNull": ["$undelivered_since", real_now()]},
            }
        }
    ]


def _agenda(event: Event) -> Document:
    """A task whose due is set anew is reminded of anew, beside what somebody put off; one that is over, never."""
    task, change = event.task, event.change
    if not task.is_active:
        return {"agenda.wake_at": _NONE, "agenda.snoozes": _NONE}
    changed = change.after.given()
    if "due" in changed or "deleted_at" in changed or change.before.status is Status.DONE:
        first = reminders.first_look_at(task, set_at=event.at)
        earliest = {"$min": [{"$min": "$agenda.snoozes.at"}, first]}
        return {
            "agenda.set_at": event.at,
            "agenda.looked_at": event.at,
            "agenda.wake_at": {"$ifNull": [earliest, _NONE]},
        }
    if "assignees" in changed and task.due is not None:
        return {"agenda.wake_at": {"$min": ["$agenda.wake_at", event.at]}}
    return {}


def _held(event: Event) -> Document:
    return {**document_of(event), "committed_at": real_now()}


def _literal(value: Any) -> Document:
    """A value that people have written may begin with a dollar sign, and is no expression for that."""
    return {"$literal": value}
