"""Turning events into what is owed: every event once, each task's in order, whatever was lost on the way."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from cachetools import LRUCache

from bot.service.ports import Ledger, Outbox, Wakeups
from bot.tasks import audience
from bot.tasks.events import Event
from bot.tasks.partitions import partition_of

REMEMBERED_TASKS = 50_000

_TaskKey = tuple[str, int]


class Announcing:
    """The use case of announcing events.

    It remembers how far each task was announced, to save asking; what it has forgotten it finds in the outbox.
    """

    def __init__(self, outbox: Outbox, ledger: Ledger, wakeups: Wakeups) -> None:
        self._outbox = outbox
        self._ledger = ledger
        self._wakeups = wakeups
        self._announced: LRUCache[_TaskKey, int] = LRUCache(REMEMBERED_TASKS)

    async def announce(self, events: Collection[Event]) -> None:
        """Record what these events owe, and only then let the outbox go of them. May be repeated at any point."""
        fresh = await self._fresh(events)
        if not fresh:
            return
        owed = [delivery for event in fresh for delivery in audience.deliveries(event)]
        changes = [event.task for event in fresh if event.version > 1]
        if owed:
            await self._ledger.record(owed)
        if changes:
            await self._ledger.redraw(changes)
        await self._outbox.discharge(fresh)
        for event in fresh:
            self._announced[event.team_id, event.number] = event.version
        self._wakeups.wake({partition for event in fresh for partition in _partitions_concerned(event)})

    def forget(self) -> None:
        """Forget how far tasks were announced: another process may have gone on meanwhile."""
        self._announced.clear()

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


def _is_gapless(events: Sequence[Event], announced: int) -> bool:
    return all(event.version == announced + step for step, event in enumerate(events, start=1))


def _partitions_concerned(event: Event) -> Iterable[int]:
    destinations = {event.task.maker, *event.task.assignees}
    if event.task.place is not None:
        destinations.add(event.task.place.channel_id)
    return (partition_of(event.team_id, destination) for destination in destinations)
