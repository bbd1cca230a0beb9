"""Finding tasks: one by its number, or a page of those that match."""

from dataclasses import dataclass

from msgspec import Struct
from msgspec.structs import replace

from bot.service import seeing
from bot.service.ports import Channels, Page, People, Progress, Tasks
from bot.service.stimuli import Stimulus
from bot.tasks.drafts import Filter, Scope
from bot.tasks.errors import NotFound, UnknownPerson
from bot.tasks.people import Handle, PersonReference
from bot.tasks.task import Task

PAGE_SIZE = 10
OVERVIEW_SIZE = 3


class Listed(Struct, frozen=True, kw_only=True):
    """A page of tasks, and how far the channel has come if the list is of one."""

    page: Page
    progress: Progress | None


@dataclass(frozen=True)
class Finding:
    """The use cases that only read."""

    tasks: Tasks
    people: People
    channels: Channels

    async def show(self, number: int, stimulus: Stimulus) -> Task:
        """One task, or `NotFound` where there is none that the person may see."""
        task = await self.tasks.find(stimulus.team_id, number)
        await seeing.require_sight(self.channels, task, number, await seeing.viewer(self.people, stimulus))
        if task is None or task.is_withdrawn:
            raise NotFound(number=number)
        return task

    async def list(self, wanted: Filter, stimulus: Stimulus, *, skip: int = 0, size: int = PAGE_SIZE) -> Listed:
        """The tasks that match and that the person may see. Raises `UnknownPerson`."""
        viewer = await seeing.viewer(self.people, stimulus)
        if wanted.scope is Scope.ALL:
            viewer = await seeing.with_channels(self.channels, viewer)
        reader = await self.people.person(stimulus.team_id, stimulus.user_id)
        people = tuple([await self._user_id(reference, stimulus.team_id) for reference in wanted.people])
        page = await self.tasks.page(
            viewer, replace(wanted, people=people), now=stimulus.at, zone=reader.timezone, skip=skip, size=size
        )
        progress = await self.tasks.progress(viewer, wanted.channel_id) if wanted.channel_id and not skip else None
        return Listed(page=page, progress=progress)

    async def next_tasks(self, stimulus: Stimulus) -> Page:
        """What is next for the person."""
        return (await self.list(Filter(), stimulus, size=OVERVIEW_SIZE)).page

    async def _user_id(self, reference: PersonReference, team_id: str) -> str:
        if not isinstance(reference, Handle):
            return reference
        person = await self.people.by_username(team_id, reference.name)
        if person is None:
            raise UnknownPerson(name=reference.name)
        return person.user_id
