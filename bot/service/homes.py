"""What a person's Home shows: what they have to do in the order of its dues, and what they made for others."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from msgspec import Struct

from bot.service.ports import Page, Tasks
from bot.tasks.drafts import Filter, Scope
from bot.tasks.due import is_overdue, local_date
from bot.tasks.people import Person, Viewer
from bot.tasks.task import Task

PAGE_SIZE = 20
CREATED_SIZE = 5
FARTHEST_PAGE = 25
REACHABLE = PAGE_SIZE * (FARTHEST_PAGE + 1)
"""How many tasks Home shows in all; `list` shows the rest."""


class Contents(Struct, frozen=True, kw_only=True):
    """One page of a Home: the tasks of each section, where the page stands, and how many tasks there are to do.

    `created` are tasks that the person made and others have; they stand on the first page, the first few of them.
    """

    overdue: tuple[Task, ...]
    today: tuple[Task, ...]
    upcoming: tuple[Task, ...]
    created: tuple[Task, ...]
    page: int
    skipped: int
    total: int


@dataclass(frozen=True)
class HomeContents:
    """The use case of looking at one's Home."""

    tasks: Tasks

    async def of(self, person: Person, *, page: int, now: datetime) -> Contents:
        """What a page shows; a page that is no longer there is the last that is."""
        viewer = Viewer(team_id=person.team_id, user_id=person.user_id, is_guest=person.is_guest)
        mine, made = await asyncio.gather(
            self._page(viewer, Filter(), person, now, size=PAGE_SIZE * (min(page, FARTHEST_PAGE) + 1)),
            self._page(viewer, Filter(scope=Scope.CREATED), person, now, size=PAGE_SIZE),
        )
        last_page = max(0, (min(len(mine.tasks), mine.total) - 1) // PAGE_SIZE)
        shown_page = min(page, last_page)
        skipped = shown_page * PAGE_SIZE
        shown = mine.tasks[skipped : skipped + PAGE_SIZE]
        others = [task for task in made.tasks if task.assignees and person.user_id not in task.assignees]
        overdue = tuple(task for task in shown if _is_overdue(task, person, now))
        today = tuple(task for task in shown if task not in overdue and _is_today(task, person, now))
        return Contents(
            overdue=overdue,
            today=today,
            upcoming=tuple(task for task in shown if task not in overdue and task not in today),
            created=tuple(others[:CREATED_SIZE]) if shown_page == 0 else (),
            page=shown_page,
            skipped=skipped,
            total=mine.total,
        )

    async def _page(self, viewer: Viewer, wanted: Filter, person: Person, now: datetime, *, size: int) -> Page:
        return await self.tasks.page(viewer, wanted, now=now, zone=person.timezone, size=size)


def _is_overdue(task: Task, person: Person, now: datetime) -> bool:
    return task.due is not None and is_overdue(task.due, now=now, zone=person.timezone)


def _is_today(task: Task, person: Person, now: datetime) -> bool:
    zone = person.timezone
    return task.due is not None and local_date(task.due, zone) == now.astimezone(zone).date()
