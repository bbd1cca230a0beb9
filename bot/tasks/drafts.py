"""What somebody asks for before it is anything: a task to be made, a list to be shown."""

from enum import StrEnum

from msgspec import Struct

from bot.tasks.due import Due
from bot.tasks.errors import EmptyTitle, TooLong
from bot.tasks.people import PersonReference
from bot.tasks.task import Priority, Status

TITLE_LENGTH = 3000
DESCRIPTION_LENGTH = 10_000
LABEL_LENGTH = 50
LABELS = 20
ASSIGNEES = 20


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
    for field, length, limit in (
        ("title", len(draft.title), TITLE_LENGTH),
        ("description", len(draft.description), DESCRIPTION_LENGTH),
        ("number of labels", len(draft.labels), LABELS),
        ("number of people", len(draft.assignees), ASSIGNEES),
        ("label", max(map(len, draft.labels), default=0), LABEL_LENGTH),
    ):
        if length > limit:
            raise TooLong(field=field, length=length, limit=limit)
