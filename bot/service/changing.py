"""Changing a task: read it, see that the person may, make the transition, store it if nobody else was faster."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial

from msgspec import Struct

from bot.service import seeing
from bot.service.ports import Announcements, Channels, People, Tasks
from bot.service.stimuli import Stimulus
from bot.tasks import editing, permissions, transitions
from bot.tasks.due import Due
from bot.tasks.errors import NotFound, TaskError, TooBusy
from bot.tasks.events import Event
from bot.tasks.people import Viewer
from bot.tasks.task import Change, ChangeKind, Fields, Priority, Task

ATTEMPTS = 8
"""How often a change that others overtake is tried again on the newer task."""

Transition = Callable[..., Event]
Right = Callable[[Task, Viewer], None]


class Changed(Struct, frozen=True, kw_only=True):
    """A task after the change that was asked for."""

    task: Task
    change: Change

    @property
    def kind(self) -> ChangeKind:
        return self.change.kind


class Outcome(Struct, frozen=True, kw_only=True):
    """What became of one of several tasks: a change, or the reason why not."""

    number: int
    changed: Changed | None = None
    refusal: TaskError | None = None


@dataclass(frozen=True)
class Changing:
    """The use cases that change a task which exists. All raise `NotFound`, and what their transition raises."""

    tasks: Tasks
    people: People
    channels: Channels
    announcements: Announcements

    async def take(self, number: int, stimulus: Stimulus) -> Changed:
        """Add the person to those who have the task."""
        return await self.change(number, stimulus, transitions.take)

    async def start(self, number: int, stimulus: Stimulus) -> Changed:
        """Note that work has begun."""
        return await self.change(number, stimulus, transitions.start)

    async def complete(self, number: int, stimulus: Stimulus) -> Changed:
        """Finish it for everyone."""
        return await self.change(number, stimulus, transitions.complete)

    async def reopen(self, number: int, stimulus: Stimulus) -> Changed:
        """Say that it is not done after all."""
        return await self.change(number, stimulus, transitions.reopen)

    async def comment(self, number: int, text: str, stimulus: Stimulus) -> Changed:
        """Say something about it."""
        return await self.change(number, stimulus, lambda task, **by: transitions.comment(task, text, **by))

    async def assign(self, number: int, people: Sequence[str], stimulus: Stimulus) -> Changed:
        """Add people to those who have the task; to add oneself it is enough to see it. Raises `NotAllowed`."""
        right = None if set(people) == {stimulus.user_id} else permissions.require_editor
        return await self.change(number, stimulus, lambda task, **by: transitions.assign(task, people, **by), right)

    async def unassign(self, number: int, people: Sequence[str], stimulus: Stimulus) -> Changed:
        """Take people off the task. Raises `NotAllowed`."""
        right = None if set(people) == {stimulus.user_id} else permissions.require_editor
        return await self.change(number, stimulus, lambda task, **by: transitions.unassign(task, people, **by), right)

    async def reschedule(self, number: int, due: Due | None, stimulus: Stimulus) -> Changed:
        """Give it another due, or none. Raises `NotAllowed`."""
        return await self.change(
            number,
            stimulus,
            lambda task, **by: transitions.reschedule(task, due, **by),
            permissions.require_editor,
        )

    async def prioritize(self, number: int, priority: Priority, stimulus: Stimulus) -> Changed:
        """Say how much it presses. Raises `NotAllowed`."""
        return await self.change(
            number,
            stimulus,
            lambda task, **by: transitions.prioritize(task, priority, **by),
            permissions.require_editor,
        )

    async def label(self, number: int, added: Sequence[str], removed: Sequence[str], stimulus: Stimulus) -> Changed:
        """Add labels and take others off. Raises `NotAllowed`."""
        return await self.change(
            number,
            stimulus,
            lambda task, **by: transitions.label(task, added, removed, **by),
            permissions.require_editor,
        )

    async def edit(self, number: int, submitted: Fields, since_version: int, stimulus: Stimulus) -> Changed:
        """Set what was changed in a form that showed an earlier version. Raises `NotAllowed` and `EditedMeanwhile`."""
        return await self.change(
            number,
            stimulus,
            lambda task, **by: editing.edit(task, submitted, since_version=since_version, **by),
            permissions.require_editor,
        )

    async def delete(self, number: int, stimulus: Stimulus) -> Changed:
        """Hide it for thirty days, then for good. Raises `NotAllowed`."""
        return await self.change(number, stimulus, transitions.delete, permissions.require_remover)

    async def restore(self, number: int, stimulus: Stimulus) -> Changed:
        """Bring a deleted task back. Raises `NotAllowed`."""
        return await self.change(number, stimulus, transitions.restore, permissions.require_remover)

    async def require_editor(self, number: int, stimulus: Stimulus) -> Task:
        """The task, for a person who may edit it. Raises `NotAllowed`, `AlreadyDeleted` or `AlreadyWithdrawn`."""
        task, viewer = await self._seen(number, await seeing.viewer(self.people, stimulus))
        transitions.require_there(task)
        await self._require(permissions.require_editor, task, viewer)
        return task

    async def require_remover(self, number: int, stimulus: Stimulus) -> Task:
        """The task, for a person who may delete it. Raises `NotAllowed`, `AlreadyDeleted` or `AlreadyWithdrawn`."""
        task, viewer = await self._seen(number, await seeing.viewer(self.people, stimulus))
        transitions.require_there(task)
        permissions.require_remover(task, viewer)
        return task

    async def change(
        self, number: int, stimulus: Stimulus, transition: Transition, right: Right | None = None
    ) -> Changed:
        """Make a transition, once for each stimulus; tried again when somebody else was faster, or `TooBusy`."""
        viewer = await seeing.viewer(self.people, stimulus)
        for _ in range(ATTEMPTS):
            task, viewer = await self._seen(number, viewer)
            if earlier := task.change_asked_by(stimulus.identity):
                return Changed(task=task, change=earlier)
            if right is not None:
                viewer = await self._require(right, task, viewer)
            event = transition(task, by=stimulus.user_id, at=stimulus.at, stimulus=stimulus.identity)
            if await self.tasks.save(event):
                self.announcements.publish(event)
                return Changed(task=event.task, change=event.change)
        raise TooBusy(number=number)

    async def _seen(self, number: int, viewer: Viewer) -> tuple[Task, Viewer]:
        task = await self.tasks.find(viewer.team_id, number)
        viewer = await seeing.require_sight(self.channels, task, number, viewer)
        if task is None:
            raise NotFound(number=number)
        return task, viewer

    async def _require(self, right: Right, task: Task, viewer: Viewer) -> Viewer:
        """Raise `NotAllowed`; the person's channels are asked for only where these decide."""
        if right is permissions.require_editor and not permissions.may_edit(task, viewer) and task.place is not None:
            viewer = await seeing.with_channels(self.channels, viewer)
        right(task, viewer)
        return viewer


async def each(numbers: Sequence[int], change: Callable[[int], Awaitable[Changed]]) -> tuple[Outcome, ...]:
    """The same change of several tasks at once; a refusal of one stops no other."""
    return tuple(await asyncio.gather(*map(partial(_outcome, change), numbers)))


async def _outcome(change: Callable[[int], Awaitable[Changed]], number: int) -> Outcome:
    try:
        return Outcome(number=number, changed=await change(number))
    except TaskError as refusal:
        return Outcome(number=number, refusal=refusal)
