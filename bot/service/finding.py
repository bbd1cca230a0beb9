"""Finding tasks: one by its number, or a page of those that match."""

from dataclasses import dataclass

from msgspec import Struct
from msgspec.structs import replace

from bot.service import naming, seeing
from bot.service.ports import Channels, Cursor, History, Page, People, Progress, Tasks
from bot.service.stimuli import Stimulus
from bot.tasks.drafts import Filter, Scope
from bot.tasks.errors import NotFound
from bot.tasks.task import Change, Task

PAGE_SIZE = 10
OVERVIEW_SIZE = 3


class Listed(Struct, frozen=True, kw_only=True):
    """A page of tasks, and how far the channel has come if the list is of one."""

    page: Page
    progress: Progress | None


class Past(Struct, frozen=True, kw_only=True):
    """What has happened to a task up to a version, newest first."""

    until: int
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Finding:
    """The use cases that only read."""

    tasks: Tasks
    people: People
    channels: Channels
    past: History

    async def show(self, number: int, stimulus: Stimulus) -> Task:
        """One task, or `NotFound` where there is none that the person may see."""
        task = await self.tasks.find(stimulus.team_id, number)
        await seeing.require_sight(self.channels, task, number, await seeing.viewer(self.people, stimulus))
        if task is None or task.is_gone:
            raise NotFound(number=number)
        return task

    async def list(
        self,
        wanted: Filter,
        stimulus: Stimulus,
        *,
        size: int = PAGE_SIZE,
        after: Cursor | None = None,
        before: Cursor | None = None,
    ) -> Listed:
        """The tasks that match and that the person may see, from a place on or back. Raises `UnknownPerson`."""
        viewer = await seeing.viewer(self.people, stimulus)
        if wanted.scope is Scope.ALL:
            viewer = await seeing.with_channels(self.channels, viewer)
        reader = await self.people.person(stimulus.team_id, stimulus.user_id)
        people = await naming.user_ids(self.people, stimulus.team_id, wanted.people)
        page = await self.tasks.page(
            viewer,
            replace(wanted, people=people),
            now=stimulus.at,
            zone=reader.timezone,
            size=size,
            after=after,
            before=before,
        )
        progress = (
            await self.tasks.progress(viewer, wanted.channel_id) if wanted.channel_id and not page.skipped else None
        )
        return Listed(page=page, progress=progress)

    async def search(self, words: str, stimulus: Stimulus, *, skip: int = 0) -> Page:
        """The tasks with these words that the person may see, newest first."""
        viewer = await seeing.with_channels(self.channels, await seeing.viewer(self.people, stimulus))
        return await self.tasks.search(viewer, words, skip=skip, size=PAGE_SIZE)

    async def history(self, number: int, stimulus: Stimulus, *, until: int | None = None) -> tuple[Task, Past]:
        """A task and what has happened to it up to a version, now by default, newest first. Raises `NotFound`."""
        task = await self.show(number, stimulus)
        until = task.version if until is None else until
        wanted = range(until, max(0, until - PAGE_SIZE), -1)
        # The task knows its latest changes itself: they are kept a moment after they are made.
        known = {task.version - age: change for age, change in enumerate(reversed(task.recent))}
        if not known.keys() >= set(wanted):
            known |= await self.past.of_task(task.team_id, number, until=until, size=PAGE_SIZE)
        return task, Past(until=until, changes=tuple(known[version] for version in wanted if version in known))

    async def next_tasks(self, stimulus: Stimulus) -> Page:
        """What is next for the person."""
        return (await self.list(Filter(), stimulus, size=OVERVIEW_SIZE)).page
