"""What somebody did to a task and what its fields hold, in words that every view shares."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, tzinfo
from typing import Any

from bot.tasks.due import Due
from bot.tasks.task import Change, ChangeKind, Status
from bot.views.text import cut, due_exactly, enumeration, moment, subject

DEEDS: Mapping[ChangeKind, str] = {
    ChangeKind.CREATED: "made",
    ChangeKind.EDITED: "edited",
    ChangeKind.ASSIGNED: "assigned",
    ChangeKind.UNASSIGNED: "took people off",
    ChangeKind.STARTED: "started",
    ChangeKind.COMPLETED: "completed",
    ChangeKind.REOPENED: "reopened",
    ChangeKind.RESCHEDULED: "changed the due of",
    ChangeKind.PRIORITIZED: "changed the priority of",
    ChangeKind.LABELLED: "changed the labels of",
    ChangeKind.COMMENTED: "commented on",
    ChangeKind.DELETED: "deleted",
    ChangeKind.RESTORED: "restored",
    ChangeKind.WITHDRAWN: "withdrew",
    ChangeKind.UNDONE: "undid a change of",
}
"""What somebody did to a task, as a verb that the task follows."""

STATUSES = {Status.OPEN: "Open", Status.STARTED: "In progress", Status.DONE: "Done"}
FIELD_NAMES: Mapping[str, str] = {
    "title": "title",
    "description": "description",
    "status": "status",
    "assignees": "people",
    "due": "due",
    "priority": "priority",
    "labels": "labels",
    "deleted_at": "deletion",
}
VALUE_LENGTH = 100
COMMENT_LENGTH = 200

_TOLD_BY_THE_DEED = {"status", "deleted_at"}
_TOLD_BY_ITS_FIELD = {ChangeKind.RESCHEDULED, ChangeKind.PRIORITIZED, ChangeKind.LABELLED}


def field_value(field: str, value: Any, names: Mapping[str, str], zone: tzinfo, now: datetime) -> str:
    """What a field holds, on one line, as plain text that is not escaped."""
    if field == "status":
        return STATUSES[value].lower()
    if field == "assignees":
        return enumeration(names.get(user_id, "someone") for user_id in value) or "nobody"
    if field == "labels":
        return " ".join(f"+{label}" for label in value) or "none"
    if isinstance(value, Due):
        return due_exactly(value, now, zone)
    if field == "deleted_at":
        return "there" if value is None else "deleted"
    return " ".join(str(value).split()) or "none" if value is not None else "none"


def history_line(change: Change, names: Mapping[str, str], *, zone: tzinfo, now: datetime) -> str:
    """One line of a task's past as markup: when, who, what, and the fields before and after."""
    deed = "changed" if change.kind in _TOLD_BY_ITS_FIELD else DEEDS[change.kind]
    did = f"{moment(change.at, zone, now)} · {subject(change.actor, names)} {deed} it"
    return " · ".join((did, *_field_changes(change, names, zone, now), *_said(change)))


def fields_named(fields: Iterable[str]) -> str:
    """Fields in a sentence: "title, due and labels"."""
    return enumeration(FIELD_NAMES[field] for field in fields)


def _field_changes(change: Change, names: Mapping[str, str], zone: tzinfo, now: datetime) -> Iterator[str]:
    after = change.after.given()
    for field, was in change.before.given().items():
        if field not in _TOLD_BY_THE_DEED or change.kind is ChangeKind.UNDONE:
            old, new = (
                cut(field_value(field, value, names, zone, now), VALUE_LENGTH) for value in (was, after.get(field))
            )
            yield f"{FIELD_NAMES[field]}: {old} → {new}"


def _said(change: Change) -> Iterator[str]:
    if change.text:
        yield f"“{cut(' '.join(change.text.split()), COMMENT_LENGTH)}”"
