"""Making a task."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from msgspec import Struct

from bot.service import naming, seeing
from bot.service.ports import Announcements, Channel, Channels, NumberTaken, People, Tasks
from bot.service.stimuli import Stimulus
from bot.tasks import drafts, permissions, transitions
from bot.tasks.drafts import Draft
from bot.tasks.errors import UnknownChannel
from bot.tasks.events import Created
from bot.tasks.people import Viewer
from bot.tasks.task import Place, Task


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
        transitions.require_ahead(draft.due, stimulus.at)
        viewer, assignees, channel = await asyncio.gather(
            seeing.viewer(self.people, stimulus),
            naming.assignees(self.people, stimulus.team_id, draft.assignees),
            self._channel(draft, stimulus),
        )
        place = await self._place(channel, viewer, draft, stimulus)
        if place is None and not assignees:
            assignees = (stimulus.user_id,)
        create = partial(
            transitions.create,
            draft,
            team_id=stimulus.team_id,
            maker=stimulus.user_id,
            assignees=assignees,
            place=place,
            at=stimulus.at,
            stimulus=stimulus.identity,
        )
        task, created = await self._stored(create, stimulus)
        if task == created.task:
            self.announcements.publish(created)
        return Added(
            task=task, is_posted=place is None or not place.is_private or (channel is not None and channel.has_bot)
        )

    async def _stored(self, create: Callable[..., Created], stimulus: Stimulus) -> tuple[Task, Created]:
        """The task as it is stored, and as this stimulus makes it."""
        number = await self.tasks.number_for(stimulus.team_id, stimulus.identity)
        while True:
            created = create(number=number)
            try:
                return await self.tasks.add(created), created
            except NumberTaken:
                number = await self.tasks.renumber(stimulus.team_id, stimulus.identity, taken=number)

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


def _here(channel: Channel | None, stimulus: Stimulus) -> Place | None:
    if stimulus.channel_id is None or stimulus.is_direct:
        return None
    # A channel that the bot cannot look at is a private one without it.
    return Place(channel_id=stimulus.channel_id, is_private=channel is None or channel.is_private)
