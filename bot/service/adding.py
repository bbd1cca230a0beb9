"""Making a task, and taking the making of it back."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import Struct

from bot.service import seeing
from bot.service.ports import Announcements, Channel, Channels, People, Tasks
from bot.service.stimuli import Stimulus
from bot.tasks import drafts, permissions, transitions
from bot.tasks.drafts import Draft
from bot.tasks.errors import (
    AssigneeDeactivated,
    AssigneeIsBot,
    NothingToUndo,
    NotThereYet,
    UnknownChannel,
    UnknownPerson,
)
from bot.tasks.people import Handle, Person, PersonReference, Viewer
from bot.tasks.task import ChangeKind, Place, Task


class Added(Struct, frozen=True, kw_only=True):
    """A task that was made; `is_posted` is false where the bot cannot post its card yet."""

    task: Task
    is_posted: bool


@dataclass(frozen=True)
class Adding:
    """The use case of making a task."""

    tasks: Tasks
    people: People
    channels: Channels
    announcements: Announcements

    async def add(self, draft: Draft, stimulus: Stimulus) -> Added:
        """Make a task once for each stimulus: a repeated one gets the same task again.

        Raises the errors of `transitions.create`, and `UnknownPerson`, `AssigneeDeactivated` or `UnknownChannel`.
        """
        drafts.check(draft)
        viewer, assignees, channel = await asyncio.gather(
            seeing.viewer(self.people, stimulus),
            self._assignees(draft.assignees, stimulus),
            self._channel(draft, stimulus),
        )
        place = await self._place(channel, viewer, draft, stimulus)
        if place is None and not assignees:
            assignees = (stimulus.user_id,)
        number = await self.tasks.number_for(stimulus.team_id, stimulus.identity, now=stimulus.at)
        created = transitions.create(
            draft,
            team_id=stimulus.team_id,
            number=number,
            maker=stimulus.user_id,
            assignees=assignees,
            place=place,
            at=stimulus.at,
            stimulus=stimulus.identity,
        )
        task = await self.tasks.add(created)
        if task == created.task:
            self.announcements.publish(created)
        return Added(
            task=task, is_posted=place is None or not place.is_private or (channel is not None and channel.has_bot)
        )

    async def undo_last(self, stimulus: Stimulus) -> int:
        """The number of the task that the person made last, if making it was the last thing they did.

        Raises `NothingToUndo`, or `NotThereYet` where the last thing was another change.
        """
        since = stimulus.at - transitions.UNDO_REACH
        task = await self.tasks.last_changed_by(stimulus.team_id, stimulus.user_id, since=since)
        if task is None or task.is_withdrawn:
            raise NothingToUndo
        if task.recent[-1].kind is not ChangeKind.CREATED:
            raise NotThereYet(what="undo of anything but a new task")
        return task.number

    async def _assignees(self, wanted: Sequence[PersonReference], stimulus: Stimulus) -> tuple[str, ...]:
        if not wanted:
            return ()
        user_ids = [reference for reference in wanted if not isinstance(reference, Handle)]
        handles = [reference for reference in wanted if isinstance(reference, Handle)]
        persons = [
            *(await self.people.persons(stimulus.team_id, user_ids)).values(),
            *[await self._by_handle(handle, stimulus.team_id) for handle in handles],
        ]
        for person in persons:
            _require_reader(person)
        return tuple(person.user_id for person in persons)

    async def _by_handle(self, handle: Handle, team_id: str) -> Person:
        person = await self.people.by_username(team_id, handle.name)
        if person is None:
            raise UnknownPerson(name=handle.name)
        return person

    async def _channel(self, draft: Draft, stimulus: Stimulus) -> Channel | None:
        channel_id = draft.channel_id or stimulus.channel_id
        if channel_id is None or (draft.channel_id is None and stimulus.is_direct):
            return None
        return await self.channels.channel(stimulus.team_id, channel_id)

    async def _place(self, channel: Channel | None, viewer: Viewer, draft: Draft, stimulus: Stimulus) -> Place | None:
        if channel is not None and channel.is_direct:
            return None
        if draft.channel_id is None or draft.channel_id == stimulus.channel_id:
            return _here(channel, stimulus)
        if channel is None or channel.is_archived:
            raise UnknownChannel(channel_id=draft.channel_id)
        place = Place(channel_id=channel.channel_id, is_private=channel.is_private)
        if not permissions.may_enter(place, viewer):
            viewer = await seeing.with_channels(self.channels, viewer)
        if not permissions.may_enter(place, viewer):
            raise UnknownChannel(channel_id=draft.channel_id)
        return place


def _require_reader(person: Person) -> None:
    if person.is_deactivated:
        raise AssigneeDeactivated(user_id=person.user_id)
    if person.is_bot:
        raise AssigneeIsBot(user_id=person.user_id)


def _here(channel: Channel | None, stimulus: Stimulus) -> Place | None:
    if stimulus.channel_id is None or stimulus.is_direct:
        return None
    # A channel that the bot cannot look at is a private one without it.
    return Place(channel_id=stimulus.channel_id, is_private=channel is None or channel.is_private)
