"""A task as everyone sees it, and the words that its fields are made of."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from msgspec import UNSET, Struct, UnsetType

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
    EDITED = "edited"
    ASSIGNED = "assigned"
    UNASSIGNED = "unassigned"
    STARTED = "started"
    COMPLETED = "completed"
    REOPENED = "reopened"
    RESCHEDULED = "rescheduled"
    PRIORITIZED = "prioritized"
    LABELLED = "labelled"
    COMMENTED = "commented"
    DELETED = "deleted"
    RESTORED = "restored"
    WITHDRAWN = "withdrawn"
    UNDONE = "undone"


class Fields(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Some of a task's fields, by their names in `Task`; what is unset is not meant."""

    title: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    status: Status | UnsetType = UNSET
    assignees: tuple[str, ...] | UnsetType = UNSET
    due: Due | UnsetType | None = UNSET
    priority: Priority | UnsetType = UNSET
    labels: tuple[str, ...] | UnsetType = UNSET
    deleted_at: datetime | UnsetType | None = UNSET

    def given(self) -> dict[str, Any]:
        """The fields that are meant, by name."""
        return {name: value for name in self.__struct_fields__ if (value := getattr(self, name)) is not UNSET}


class Change(Struct, frozen=True, kw_only=True):
    """One line of a task's past: who did what and when, the stimulus that asked for it, the fields before and after.

    `text` is what a comment says; `undid` the stimulus whose change was taken back.
    """

    kind: ChangeKind
    actor: str
    at: datetime
    stimulus: str
    before: Fields = Fields()
    after: Fields = Fields()
    text: str = ""
    undid: str | None = None


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
    comments: int = 0
    is_withdrawn: bool = False
    deleted_at: datetime | None = None

    @property
    def is_gone(self) -> bool:
        """Whether it was deleted or withdrawn, and is hidden."""
        return self.is_withdrawn or self.deleted_at is not None

    @property
    def is_active(self) -> bool:
        """Whether something is still to be done about it."""
        return self.status is not Status.DONE and not self.is_gone

    @property
    def last_change(self) -> Change:
        """What happened to it last."""
        return self.recent[-1]

    def last(self, kind: ChangeKind) -> Change | None:
        """The newest remembered change of that kind."""
        return next((change for change in reversed(self.recent) if change.kind is kind), None)

    def may_be_made_by(self, maker: str, stimulus: str) -> bool:
        """Whether this person's stimulus made it; one that has changed often remembers its maker alone, and may be."""
        made = self.last(ChangeKind.CREATED)
        return self.maker == maker and (made is None or made.stimulus == stimulus)

    def change_asked_by(self, stimulus: str) -> Change | None:
        """The change that this stimulus has already made, so that a repeated one is answered and not obeyed."""
        return next((change for change in self.recent if change.stimulus == stimulus), None)
