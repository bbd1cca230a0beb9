"""Home: drawn by whoever holds its partition, and again whenever it changes while it is looked at."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.service.homes import PAGE_SIZE, REACHABLE, HomeContents
from bot.service.ports import Homes, People, StaleHome
from bot.service.posting import Limited, PostRefused, Screens
from bot.views import home as home_views
from bot.views.forms import View
from handlers.composing import people_in, usernames
from handlers.deliveries import Waking
from handlers.desk import DEFAULT_COMMAND

BATCH = 20
RETRY = timedelta(seconds=5)

log = logging.getLogger(__name__)


class HomeDrawer:
    """Draws the Homes of the partitions that this process holds."""

    def __init__(
        self,
        *,
        homes: Homes,
        contents: HomeContents,
        people: People,
        screens: Screens,
        partitions: Callable[[], frozenset[int]],
        waking: Waking,
        now: Callable[[], datetime],
        real_now: Callable[[], datetime],
    ) -> None:
        self._homes = homes
        self._contents = contents
        self._people = people
        self._screens = screens
        self._partitions = partitions
        self._waking = waking
        self._now = now
        self._real_now = real_now
        self._pause_until: datetime | None = None

    async def keep(self, *, poll_s: float) -> None:
        """Draw whenever something changes, and every `poll_s` seconds whatever happens, as long as the program runs."""
        while True:
            await self.draw()
            await self._waking.wait(poll_s)

    async def draw(self) -> None:
        """Draw every Home that shows less than it should."""
        held = self._partitions()
        if not held or (self._pause_until is not None and self._real_now() < self._pause_until):
            return
        stale = await self._homes.stale(held, limit=BATCH)
        await asyncio.gather(*map(self._publish, stale))

    async def _publish(self, home: StaleHome) -> None:
        view = await self._view(home)
        try:
            await self._screens.publish(home.team_id, home.user_id, view)
        except Limited as refusal:
            self._pause_until = self._real_now() + timedelta(seconds=refusal.retry_after_s)
        except PostRefused as refusal:
            log.warning("a Home is not drawn", extra={"person": home.user_id, "reason": refusal.reason})
            self._pause_until = self._real_now() + RETRY
        else:
            await self._homes.published(home)

    async def _view(self, home: StaleHome) -> View:
        """A person's Home as it is now; the first that they ever see greets them."""
        person = await self._people.person(home.team_id, home.user_id)
        contents = await self._contents.of(person, page=home.page, now=self._now())
        shown = (*contents.overdue, *contents.today, *contents.upcoming, *contents.created)
        names = await usernames(self._people, home.team_id, people_in(*shown))
        return home_views.home(
            home_views.HomeSections(
                overdue=contents.overdue,
                today=contents.today,
                upcoming=contents.upcoming,
                created=contents.created,
            ),
            person=person,
            names=names,
            now=self._now(),
            command=DEFAULT_COMMAND,
            page=contents.page,
            page_size=PAGE_SIZE,
            skipped=contents.skipped,
            total=min(contents.total, REACHABLE),
            is_first=home.wanted == 1,
        )
