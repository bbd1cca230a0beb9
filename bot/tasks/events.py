"""What has happened to a task. Every event carries the task as it is after it."""

from datetime import datetime
from typing import ClassVar

from msgspec import Struct

from bot.tasks.task import Change, ChangeKind, Task


class Happening(Struct, frozen=True, kw_only=True, tag_field="kind"):
    """What all events share: who did it, when (UTC), and the task after it."""

    kind: ClassVar[ChangeKind]

    actor: str
    at: datetime
    task: Task

    @property
    def team_id(self) -> str:
        return self.task.team_id

    @property
    def number(self) -> int:
        return self.task.number

    @property
    def version(self) -> int:
        return self.task.version

    @property
    def change(self) -> Change:
        """What it changed, field by field."""
        return self.task.last_change


class Created(Happening, frozen=True, kw_only=True, tag=ChangeKind.CREATED.value):
    """A task was made; whoever is assigned from the start is told by this event and no other."""

    kind: ClassVar[ChangeKind] = ChangeKind.CREATED


class Edited(Happening, frozen=True, kw_only=True, tag=ChangeKind.EDITED.value):
    """Several fields were changed at once, in a form."""

    kind: ClassVar[ChangeKind] = ChangeKind.EDITED


class Assigned(Happening, frozen=True, kw_only=True, tag=ChangeKind.ASSIGNED.value):
    """People joined those who have the task: by being named, or by taking it."""

    kind: ClassVar[ChangeKind] = ChangeKind.ASSIGNED


class Unassigned(Happening, frozen=True, kw_only=True, tag=ChangeKind.UNASSIGNED.value):
    """People no longer have the task."""

    kind: ClassVar[ChangeKind] = ChangeKind.UNASSIGNED


class Started(Happening, frozen=True, kw_only=True, tag=ChangeKind.STARTED.value):
    """Somebody began to work on it."""

    kind: ClassVar[ChangeKind] = ChangeKind.STARTED


class Completed(Happening, frozen=True, kw_only=True, tag=ChangeKind.COMPLETED.value):
    """It is done, for everyone."""

    kind: ClassVar[ChangeKind] = ChangeKind.COMPLETED


class Reopened(Happening, frozen=True, kw_only=True, tag=ChangeKind.REOPENED.value):
    """It is not done after all."""

    kind: ClassVar[ChangeKind] = ChangeKind.REOPENED


class Rescheduled(Happening, frozen=True, kw_only=True, tag=ChangeKind.RESCHEDULED.value):
    """It is due at another time, or no longer at any."""

    kind: ClassVar[ChangeKind] = ChangeKind.RESCHEDULED


class Prioritized(Happening, frozen=True, kw_only=True, tag=ChangeKind.PRIORITIZED.value):
    """It presses more, or less."""

    kind: ClassVar[ChangeKind] = ChangeKind.PRIORITIZED


class Labelled(Happening, frozen=True, kw_only=True, tag=ChangeKind.LABELLED.value):
    """Its labels changed."""

    kind: ClassVar[ChangeKind] = ChangeKind.LABELLED


class Commented(Happening, frozen=True, kw_only=True, tag=ChangeKind.COMMENTED.value):
    """Somebody said something about it; the words are the change's text."""

    kind: ClassVar[ChangeKind] = ChangeKind.COMMENTED


class Deleted(Happening, frozen=True, kw_only=True, tag=ChangeKind.DELETED.value):
    """It is hidden, and can be restored for thirty days."""

    kind: ClassVar[ChangeKind] = ChangeKind.DELETED


class Restored(Happening, frozen=True, kw_only=True, tag=ChangeKind.RESTORED.value):
    """It is there again."""

    kind: ClassVar[ChangeKind] = ChangeKind.RESTORED


class Withdrawn(Happening, frozen=True, kw_only=True, tag=ChangeKind.WITHDRAWN.value):
    """Its maker took the making of it back."""

    kind: ClassVar[ChangeKind] = ChangeKind.WITHDRAWN


class Undone(Happening, frozen=True, kw_only=True, tag=ChangeKind.UNDONE.value):
    """Somebody took a change of theirs back, as far as the fields still held what they had set."""

    kind: ClassVar[ChangeKind] = ChangeKind.UNDONE


Event = (
    Created
    | Edited
    | Assigned
    | Unassigned
    | Started
    | Completed
    | Reopened
    | Rescheduled
    | Prioritized
    | Labelled
    | Commented
    | Deleted
    | Restored
    | Withdrawn
    | Undone
)
