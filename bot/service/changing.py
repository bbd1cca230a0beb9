"""Changing a task: read it, see that the person may, make the transition, store it if nobody else was faster."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from msgspec import Struct

from bot.service import seeing
from bot.service.ports import Announcements, Channels, People, Tasks
from bot.service.stimuli import Stimulus
from bot.tasks import permissions, transitions
from bot.tasks.errors import NotFound, TooBusy
from bot.tasks.events import Event
from bot.tasks.people import Viewer
from bot.tasks.task import ChangeKind, Task

ATTEMPTS = 8
"""How often a change that others overtake is tried again on the newer task."""


class Changed(Struct, frozen=True, kw_only=True):
    """A task after the change that was asked for."""

    task: Task
    kind: ChangeKind


class Transition(Protocol):
    """A function of `transitions` that needs nothing but who, when and why."""

    def __call__(self, task: Task, /, *, by: str, at: datetime, stimulus: str) -> Event: ...


@dataclass(frozen=True)
class Changing:
    """The use cases that change a task which exists."""

    tasks: Tasks
    people: People
    channels: Channels
    announcements: Announcements

    async def take(self, number: int, stimulus: Stimulus) -> Changed:
        """Add the person to those who have the task. Raises `NotFound` or an `Already...`."""
        return await self._change(number, stimulus, transitions.take)

    async def start(self, number: int, stimulus: Stimulus) -> Changed:
        """Note that work has begun. Raises `NotFound` or an `Already...`."""
        return await self._change(number, stimulus, transitions.start)

    async def complete(self, number: int, stimulus: Stimulus) -> Changed:
        """Finish it for everyone. Raises `NotFound` or an `Already...`."""
        return await self._change(number, stimulus, transitions.complete)

    async def withdraw(self, number: int, stimulus: Stimulus) -> Changed:
        """Undo its making. Raises `NotFound`, `NotAllowed`, `UndoExpired`, `ChangedSince` or `AlreadyWithdrawn`."""
        return await self._change(number, stimulus, transitions.withdraw, permissions.require_maker)

    async def _change(
        self,
        number: int,
        stimulus: Stimulus,
        transition: Transition,
        require_right: Callable[[Task, Viewer], None] | None = None,
    ) -> Changed:
        viewer = await seeing.viewer(self.people, stimulus)
        for _ in range(ATTEMPTS):
            task = await self.tasks.find(stimulus.team_id, number)
            viewer = await seeing.require_sight(self.channels, task, number, viewer)
            if task is None:
                raise NotFound(number=number)
            if earlier := task.change_asked_by(stimulus.identity):
                return Changed(task=task, kind=earlier.kind)
            if require_right is not None:
                require_right(task, viewer)
            event = transition(task, by=stimulus.user_id, at=stimulus.at, stimulus=stimulus.identity)
            if await self.tasks.save(event):
                self.announcements.publish(event)
                return Changed(task=event.task, kind=event.kind)
        raise TooBusy(number=number)
