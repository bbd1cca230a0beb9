"""Turning events into what is owed: every event once, each task's in order, whatever was lost on the way."""

import asyncio
import sys
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime

from cachetools import LRUCache

from bot.service.journal import Journal
from bot.service.ports import History, Homes, Ledger, Outbox, Wakeups
from bot.tasks import audience
from bot.tasks.events import Created, Event
from bot.tasks.partitions import partition_of

REMEMBERED_TASKS = 50_000
REMEMBERED_TEAMS = 10_000

_TaskKey = tuple[str, int]


class Announcing:
    """The use case of announcing events.

    It remembers how far each task was announced, to save asking; what it has forgotten it finds in the outbox.
    """

    def __init__(
        self,
        outbox: Outbox,
        ledger: Ledger,
        history: History,
        homes: Homes,
        wakeups: Wakeups,
        journal: Journal,
        real_now: Callable[[], datetime],
    ) -> None:
        self._outbox = outbox
        self._ledger = ledger
        self._history = history
        self._homes = homes
        self._wakeups = wakeups
        self._journal = journal
        self._real_now = real_now
        self._announced: LRUCache[_TaskKey, int] = LRUCache(REMEMBERED_TASKS)
        self._last_numbers: LRUCache[str, int] = LRUCache(REMEMBERED_TEAMS)

    async def learn(self, events: Collection[Event]) -> None:
        """Find out how far the workspaces of these events were announced, where that is not remembered."""
        for team_id in _new_numbers(events).keys() - self._last_numbers.keys():
            self._last_numbers[team_id] = await self._history.last_number(team_id)

    def lacks_lower_numbers(self, events: Collection[Event]) -> bool:
        """Whether a task that was numbered before one of these may still be on its way.

        Numbers are taken before tasks are stored, so under load events arrive a little out of their order. A number
        that was lost with its process never arrives: do not wait for long.
        """
        return any(
            not numbers.issuperset(range(self._last_numbers.get(team_id, min(numbers)) + 1, max(numbers)))
            for team_id, numbers in _new_numbers(events).items()
        )

    async def announce(self, events: Collection[Event]) -> None:
        """Record what these events owe, and only then let the outbox go of them. May be repeated at any point."""
        await self._announce(await self._fresh(events))

    async def announce_held(self, events: Collection[Event]) -> None:
        """Announce what the outbox still holds: it was not announced, whatever is remembered."""
        await self._announce([event for versions in _by_task(events).values() for event in versions])

    async def _announce(self, events: Collection[Event]) -> None:
        if not events:
            return
        fresh = sorted(events, key=_place)
        owed = [audience.deliveries(event) for event in fresh]
        if any(owed):
            await self._ledger.record([delivery for deliveries in owed for delivery in deliveries])
        await asyncio.gather(self._redraw(fresh), self._withdraw(fresh), self._history.record(fresh))
        await self._outbox.discharge(fresh)
        for event, deliveries in zip(fresh, owed, strict=True):
            self._announced[event.team_id, event.number] = event.version
            self._journal.announced(event, len(deliveries))
        for team_id, numbers in _new_numbers(fresh).items():
            self._last_numbers[team_id] = max(*numbers, self._last_numbers.get(team_id, 0))
        self._wakeups.wake({partition for event in fresh for partition in _partitions_concerned(event)})

    async def _redraw(self, events: Sequence[Event]) -> None:
        concerned = {(event.team_id, user_id) for event in events for user_id in audience.concerned(event)}
        await self._homes.changed(concerned, real_now=self._real_now())
        changes = [event.task for event in events if event.version > 1]
        if changes:
            await self._ledger.redraw(changes)

    async def _withdraw(self, events: Sequence[Event]) -> None:
        for event in events:
            version = audience.undone_version(event)
            if version is not None:
                await self._ledger.withdraw(event.team_id, event.number, version)

    def forget(self) -> None:
        """Forget how far tasks were announced: another process may have gone on meanwhile."""
        self._announced.clear()
        self._last_numbers.clear()

    async def _fresh(self, events: Collection[Event]) -> list[Event]:
        """The events not announced yet, completed from the outbox where the stream has a gap."""
        fresh: list[Event] = []
        for (team_id, number), versions in _by_task(events).items():
            announced = self._announced.get((team_id, number), 0)
            ahead = [event for event in versions if event.version > announced]
            if ahead and not _is_gapless(ahead, announced):
                held = await self._outbox.undelivered(team_id, number)
                ahead = [event for event in held if event.version > announced]
            fresh += ahead
        return fresh


def _by_task(events: Iterable[Event]) -> dict[_TaskKey, Sequence[Event]]:
    by_task: defaultdict[_TaskKey, dict[int, Event]] = defaultdict(dict)
    for event in events:
        by_task[event.team_id, event.number][event.version] = event
    return {task: [versions[version] for version in sorted(versions)] for task, versions in by_task.items()}


def _place(event: Event) -> int:
    """New tasks by their numbers, then changes as they came."""
    return event.number if isinstance(event, Created) else sys.maxsize


def _new_numbers(events: Iterable[Event]) -> dict[str, set[int]]:
    numbers: defaultdict[str, set[int]] = defaultdict(set)
    for event in events:
        if isinstance(event, Created):
            numbers[event.team_id].add(event.number)
    return numbers


def _is_gapless(events: Sequence[Event], announced: int) -> bool:
    return all(event.version == announced + step for step, event in enumerate(events, start=1))


def _partitions_concerned(event: Event) -> Iterable[int]:
    destinations = set(audience.concerned(event))
    if event.task.place is not None:
        destinations.add(event.task.place.channel_id)
    return (partition_of(event.team_id, destination) for destination in destinations)
