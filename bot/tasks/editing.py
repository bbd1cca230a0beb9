"""Changing several fields at once, from a form that was opened a while ago."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bot.tasks import drafts
from bot.tasks.errors import EditedMeanwhile, EmptyTitle
from bot.tasks.events import Edited
from bot.tasks.task import Fields, Task
from bot.tasks.transitions import changed, require_ahead, require_there


def edit(task: Task, submitted: Fields, *, since_version: int, by: str, at: datetime, stimulus: str) -> Edited:
    """Set what the person changed in a form that showed the task at `since_version`.

    A field that they left as the form showed it stays as it is now. Raises `EditedMeanwhile` for fields that both
    they and others changed, and `EmptyTitle`, `TooLong`, `DueIsPast` or `NothingChanged`.
    """
    require_there(task)
    shown = fields_at(task, since_version, submitted.given())
    wanted = {name: value for name, value in submitted.given().items() if value != shown[name]}
    contested = tuple(name for name, value in wanted.items() if getattr(task, name) not in (shown[name], value))
    if contested:
        raise EditedMeanwhile(number=task.number, fields=contested, task=task, by=task.last_change.actor)
    fields = Fields(**wanted)
    _check(fields, at)
    return changed(Edited, task, fields, by=by, at=at, stimulus=stimulus)


def fields_at(task: Task, version: int, names: Iterable[str]) -> dict[str, Any]:
    """Fields as they were at an earlier version, as far back as the task remembers its changes."""
    fields = {name: getattr(task, name) for name in names}
    later = min(task.version - version, len(task.recent))
    for change in reversed(task.recent[len(task.recent) - later :]):
        fields |= {name: value for name, value in change.before.given().items() if name in fields}
    return fields


def _check(fields: Fields, at: datetime) -> None:
    given = fields.given()
    if "title" in given and not given["title"].strip():
        raise EmptyTitle
    for name, value in given.items():
        if name in ("title", "description", "labels", "assignees"):
            drafts.require_field_length(name, value)
    require_ahead(given.get("due"), at)
