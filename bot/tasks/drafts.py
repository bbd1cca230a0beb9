"""What somebody asks for before it is anything: a task to be made, a list to be shown."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from msgspec import Struct

from bot.tasks.due import Due
from bot.tasks.errors import EmptyTitle, TooLong
from bot.tasks.people import PersonReference
from bot.tasks.task import Priority, Status

TITLE_LENGTH = 3000
DESCRIPTION_LENGTH = 10_000
COMMENT_LENGTH = 3000
LABEL_LENGTH = 50
LABELS = 20
ASSIGNEES = 20
LABEL = r"[^\W\d_](?:[\w./-]*\w)?"
"""A label as people write it, without its sign: a pattern."""

_LIMITS = {
    "title": ("title", TITLE_LENGTH),
    "description": ("description", DESCRIPTION_LENGTH),
    "labels": ("number of labels", LABELS),
    "assignees": ("number of people", ASSIGNEES),
}


class Draft(Struct, frozen=True, kw_only=True):
    """A task as its maker described it; `channel_id` names another channel than the one they are in."""

    title: str
    description: str = ""
    assignees: tuple[PersonReference, ...] = ()
    labels: tuple[str, ...] = ()
    priority: Priority = Priority.NORMAL
    due: Due | None = None
    channel_id: str | None = None


class Scope(StrEnum):
    """Whose tasks a list is about."""

    MINE = "mine"
    CREATED = "created"
    ALL = "all"


class DueWindow(StrEnum):
    """Due when, as seen from the reader's own calendar."""

    TODAY = "today"
    WEEK = "week"
    OVERDUE = "overdue"


class Filter(Struct, frozen=True, kw_only=True):
    """Which tasks a list shows; no status means open and started ones, every other empty field means any."""

    scope: Scope = Scope.MINE
    statuses: tuple[Status, ...] = ()
    people: tuple[PersonReference, ...] = ()
    is_unassigned: bool = False
    due: DueWindow | None = None
    labels: tuple[str, ...] = ()
    priority: Priority | None = None
    channel_id: str | None = None
    words: tuple[str, ...] = ()


def check(draft: Draft) -> None:
    """Raise `EmptyTitle` or `TooLong` for a draft that cannot become a task."""
    if not draft.title.strip():
        raise EmptyTitle
    for name in ("title", "description", "labels", "assignees"):
        require_field_length(name, getattr(draft, name))


def require_field_length(name: str, value: Sequence[object]) -> None:
    """Raise `TooLong` for a title, a description, labels or people that are too long or too many."""
    field, limit = _LIMITS[name]
    require_length(field, len(value), limit)
    if name == "labels":
        require_length("label", max((len(str(label)) for label in value), default=0), LABEL_LENGTH)


def require_length(field: str, length: int, limit: int) -> None:
    """Raise `TooLong` beyond the limit."""
    if length > limit:
        raise TooLong(field=field, length=length, limit=limit)


def relabelled(labels: Sequence[str], added: Sequence[str], removed: Sequence[str]) -> tuple[str, ...]:
    """Labels with some more and without others; two that differ only by case are the same, and the first stays."""
    gone = {label.casefold() for label in removed}
    return tuple(label for label in distinct_labels((*labels, *added)) if label.casefold() not in gone)


def distinct_labels(labels: Iterable[str]) -> tuple[str, ...]:
    """The labels as first given, each once: two that differ only by case are the same."""
    first_given: dict[str, str] = {}
    for label in labels:
        first_given.setdefault(label.casefold(), label)
    return tuple(first_given.values())
