"""Redis speaks, or a second has passed: what the ledger owes is posted, each destination in its order."""

import asyncio
from collections.abc import Callable, Collection, Coroutine, Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Protocol

from bot.service.delivering import Delivering, Needless
from bot.service.journal import Journal
from bot.service.ports import Ledger, People, Tasks
from bot.service.posting import Limited, Posting, PostRefused, Unanswered
from bot.tasks import audience
from bot.tasks.deliveries import Delivery, DeliveryKind, Entry, Posted
from bot.tasks.partitions import partition_of
from bot.tasks.task import Task
from handlers.composing import Composer

BATCH = 400
AT_ONCE = 40
FAULT_PAUSE = timedelta(seconds=1)
"""How long what met a fault is left alone: it would meet it again at once, and without end."""


class Waking(Protocol):
    """What tells the drain that there is more to do."""

    def wake(self, partitions: Collection[int]) -> None:
        """Note that there is."""

    async def wait(self, timeout_s: float) -> frozenset[int]:
        """Return as soon as there is, or after the timeout."""


class DeliveryDrain:
    """Posts what is owed in the partitions that this process holds.

    A destination is served by one task at a time and in order; one that is refused or limited stops no other.
    """

    def __init__(
        self,
        *,
        tasks: Tasks,
        people: People,
        ledger: Ledger,
        posting: Posting,
        composer: Composer,
        partitions: Callable[[], frozenset[int]],
        waking: Waking,
        journal: Journal,
        real_now: Callable[[], datetime],
    ) -> None:
        self._tasks = tasks
        self._people = people
        self._ledger = ledger
        self._posting = posting
        self._composer = composer
        self._partitions = partitions
        self._waking = waking
        self._real_now = real_now
        self._delivering = Delivering(ledger, journal, real_now)
        self._places = asyncio.Semaphore(AT_ONCE)
        self._served: dict[str, asyncio.Task[None]] = {}
        self._left_alone: dict[str, datetime] = {}
        self._doubtful: set[str] = set()
        self._adopted: frozenset[int] = frozenset()
        self._is_finishing = False

    async def drain(self) -> None:
        """Begin to serve every destination that is owed something and is neither served nor left alone just now."""
        held = self._partitions()
        self._forget_what_is_over()
        busy = {*self._served, *self._left_alone}
        waiting = await self._ledger.waiting(held, excluding=busy, limit=BATCH) if held else ()
        newly_held, self._adopted = held - self._adopted, held
        for destination, owed in _by(lambda entry: entry.delivery.destination, waiting):
            if partition_of(owed[0].delivery.team_id, destination) in newly_held:
                # Whoever held the partition before may have posted the first and died before noting it.
                self._doubtful.add(owed[0].delivery.key)
            self._serve(destination, self._post_in_order(destination, owed))
        for entry in await self._ledger.stale(held, limit=BATCH) if held else ():
            message, team = f"redraw {entry.delivery.key}", f"redraws {entry.delivery.team_id}"
            if message not in self._served and not {message, team} & self._left_alone.keys():
                self._serve(message, self._redraw(entry))

    async def keep(self, *, poll_s: float) -> None:
        """Drain whenever there is more, and every `poll_s` seconds whatever happens, as long as the program runs."""
        while not self._is_finishing:
            await self.drain()
            await self._waking.wait(poll_s)

    @property
    def is_serving(self) -> bool:
        """Whether something is being posted or redrawn."""
        return bool(self._served)

    async def finish(self) -> None:
        """Begin nothing more, and wait until nothing is being posted."""
        self._is_finishing = True
        while self._served:
            await asyncio.wait(self._served.values())

    def _serve(self, name: str, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(self._in_place(work), name=name)
        self._served[name] = task
        task.add_done_callback(lambda _: self._done(name))

    def _done(self, name: str) -> None:
        task = self._served.pop(name)
        if len(self._served) <= AT_ONCE // 2:
            self._waking.wake(())
        if not task.cancelled() and (error := task.exception()):
            self._left_alone[name] = self._real_now() + FAULT_PAUSE
            task.get_loop().call_exception_handler({"message": "a delivery failed", "exception": error, "task": task})

    async def _in_place(self, work: Coroutine[None, None, None]) -> None:
        async with self._places:
            await work

    def _forget_what_is_over(self) -> None:
        now = self._real_now()
        self._left_alone = {name: until for name, until in self._left_alone.items() if until > now}

    async def _post_in_order(self, destination: str, owed: Sequence[Entry]) -> None:
        for entry in owed:
            if not self._may_go_on(entry):
                return
            if entry.not_before is not None and entry.not_before > self._real_now():
                self._left_alone[destination] = entry.not_before
                return
            until = await self._post(entry)
            if until is not None:
                self._left_alone[destination] = until
                return

    def _may_go_on(self, entry: Entry) -> bool:
        """Whether this process still holds the destination; else another one posts, and may be doing so now."""
        held = self._partitions()
        return not self._is_finishing and partition_of(entry.delivery.team_id, entry.delivery.destination) in held

    async def _post(self, entry: Entry) -> datetime | None:
        """Post one delivery and settle it; a moment (real time) means that the destination must be left alone."""
        delivery = entry.delivery
        task = await self._tasks.find(delivery.team_id, delivery.number)
        if task is None or audience.is_needless(delivery, task):
            await self._delivering.needless(delivery, Needless.OVER)
            return None
        if await self._is_deactivated(delivery):
            await self._delivering.unreachable(entry, task)
            return None
        try:
            posted = await self._found_or_posted(delivery, task)
        except PostRefused as refusal:
            if isinstance(refusal, Unanswered):
                self._doubtful.add(delivery.key)
            return await self._delivering.refused(entry, refusal)
        if posted is None:
            await self._delivering.needless(delivery, Needless.WITHOUT_CARD)
        else:
            await self._settled(delivery, posted)
        return None

    async def _settled(self, delivery: Delivery, posted: Posted) -> None:
        try:
            await self._delivering.posted(delivery, posted)
        except Exception:
            self._doubtful.add(delivery.key)  # it stands in Slack, and comes up again
            raise

    async def _found_or_posted(self, delivery: Delivery, task: Task) -> Posted | None:
        """Where the message stands now; None for a line in the thread of a card that was never posted."""
        thread_ts = None
        if delivery.kind is DeliveryKind.THREAD:
            card = await self._ledger.card(delivery.team_id, delivery.number)
            if card is None:
                return None
            thread_ts = card.ts
        if delivery.key in self._doubtful:
            found = await self._found(delivery)
            self._doubtful.discard(delivery.key)
            if found is not None:
                return found
        words = await self._composer.words(delivery, task)
        return await self._posting.post(
            delivery.team_id,
            delivery.destination,
            words,
            key=delivery.key,
            version=task.version,
            thread_ts=thread_ts,
        )

    async def _found(self, delivery: Delivery) -> Posted | None:
        """Where the message stands already, as far as the bot may look: where it may not, it may still post."""
        try:
            return await self._posting.find(delivery.team_id, delivery.destination, key=delivery.key)
        except (Limited, Unanswered):
            raise
        except PostRefused:
            return None

    async def _is_deactivated(self, delivery: Delivery) -> bool:
        if delivery.kind in (DeliveryKind.CARD, DeliveryKind.THREAD):
            return False
        return (await self._people.person(delivery.team_id, delivery.destination)).is_deactivated

    async def _redraw(self, entry: Entry) -> None:
        delivery = entry.delivery
        if not self._may_go_on(entry):
            return
        task = await self._tasks.find(delivery.team_id, delivery.number)
        if task is None or entry.posted is None:
            # Left stale it would come up again at once, and for good.
            await self._delivering.needless(delivery, Needless.WITHOUT_TASK)
            return
        words = await self._composer.words(delivery, task)
        try:
            await self._posting.redraw(delivery.team_id, entry.posted, words)
        except PostRefused as refusal:
            pause = await self._delivering.redraw_refused(entry, refusal, task)
            if pause is not None:
                self._left_alone[f"redraws {delivery.team_id}"] = self._real_now() + pause
        else:
            await self._delivering.redrawn(delivery, entry.posted, task)


def _by(key: Callable[[Entry], str], entries: Iterable[Entry]) -> Iterable[tuple[str, list[Entry]]]:
    return [(name, list(group)) for name, group in groupby(sorted(entries, key=key), key=key)]
