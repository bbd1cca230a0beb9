"""A task as everyone sees it, and the words that its fields are made of."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from bot.tasks.due import Due


class Status(StrEnum):
    """How far a task has come; the one spelling for every door and for the database."""

    OPEN = "open"
    STARTED = "started"
    DONE = "done"


class Priority(StrEnum):
    """How much a task presses; `NORMAL` is what nobody marked."""

    URGENT = "urgent"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class ChangeKind(StrEnum):
    """What can happen to a task, in the past tense; the tags of the events as well."""

    CREATED = "created"
    ASSIGNED = "assigned"
    STARTED = "started"
    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"


class Change(Struct, frozen=True, kw_only=True):
    """One line of a task's recent past: who did what and when, and the stimulus that asked for it."""

    kind: ChangeKind
    actor: str
    at: datetime
    stimulus: str


class Place(Struct, frozen=True, kw_only=True):
    """The channel that a task belongs to; a task without one is personal."""

    channel_id: str
    is_private: bool


class Task(Struct, frozen=True, kw_only=True):
    """A task, identified by its workspace and number; people and channels are Slack's ids, moments are UTC."""

    team_id: str
    number: int
    version: int
    title: str
    maker: str
    created_at: datetime
    description: str = ""
    status: Status = Status.OPEN
    assignees: tuple[str, ...] = ()
    due: Due | None = None
    priority: Priority = Priority.NORMAL
    labels: tuple[str, ...] = ()
    place: Place | None = None
    recent: tuple[Change, ...] = ()
    is_withdrawn: bool = False

    @property
    def is_active(self) -> bool:
        """Whether something is still to be done about it."""
        return self.status is not Status.DONE and not self.is_withdrawn

    def last(self, kind: ChangeKind) -> Change | None:
        """The newest remembered change of that kind."""
        return next((change for change in reversed(self.recent) if change.kind is kind), None)

    def change_asked_by(self, stimulus: str) -> Change | None:
        """The change that this stimulus has already made, so that a repeated one is answered and not obeyed."""
        return next((change for change in self.recent if change.stimulus == stimulus), None)
