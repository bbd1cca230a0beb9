"""What has happened to a task. Every event carries the task as it is after it."""

from datetime import datetime
from typing import ClassVar

from msgspec import Struct

from bot.tasks.task import ChangeKind, Task


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


class Created(Happening, frozen=True, kw_only=True, tag=ChangeKind.CREATED.value):
    """A task was made; whoever is assigned from the start is told by this event and no other."""

    kind: ClassVar[ChangeKind] = ChangeKind.CREATED


class Assigned(Happening, frozen=True, kw_only=True, tag=ChangeKind.ASSIGNED.value):
    """People joined those who have the task: by being named, or by taking it."""

    kind: ClassVar[ChangeKind] = ChangeKind.ASSIGNED

    assignees: tuple[str, ...]


class Started(Happening, frozen=True, kw_only=True, tag=ChangeKind.STARTED.value):
    """Somebody began to work on it."""

    kind: ClassVar[ChangeKind] = ChangeKind.STARTED


class Completed(Happening, frozen=True, kw_only=True, tag=ChangeKind.COMPLETED.value):
    """It is done, for everyone."""

    kind: ClassVar[ChangeKind] = ChangeKind.COMPLETED


class Withdrawn(Happening, frozen=True, kw_only=True, tag=ChangeKind.WITHDRAWN.value):
    """Its maker took the making of it back."""

    kind: ClassVar[ChangeKind] = ChangeKind.WITHDRAWN


Event = Created | Assigned | Started | Completed | Withdrawn
