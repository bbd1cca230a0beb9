"""The streams of events: one a partition, written at each commit, read by whoever holds the partition's lease."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct
from redis.asyncio import Redis
from redis.exceptions import RedisError, ResponseError

from bot.streams.connection import ANSWER_WITHIN_S, answering
from bot.streams.outages import Outage
from bot.tasks.events import Event
from bot.tasks.partitions import PARTITIONS, partition_of_team

READER = "notifier"
LONGEST_STREAM = 10_000
QUEUED = 10_000
AT_ONCE = 100
BODY = "event"

_NEW = ">"
_FROM_THE_BEGINNING = "0"
_GONE = ("NOGROUP", "UNBLOCKED")
_Entry = tuple[bytes, dict[bytes, bytes]]

log = logging.getLogger(__name__)
_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[Event] = msgspec.json.Decoder(Event)


class Received(Struct, frozen=True, kw_only=True):
    """An event as a stream brought it, with what `acknowledge` needs."""

    partition: int
    entry_id: str
    event: Event


class EventStream:
    """Both ends of the streams: the `Announcements` port, and the readers of the partitions.

    An outage reaches nobody: what is published meanwhile is dropped, since the outbox holds it, and nothing is read.
    All readers of a partition bear the same name, so that a new one gets what its predecessor left unfinished.
    """

    def __init__(self, redis: Redis, prefix: str) -> None:
        self._redis = redis
        self._prefix = prefix
        self._published: asyncio.Queue[Event] = asyncio.Queue(QUEUED)
        self._followed: frozenset[int] = frozenset()
        self._unfinished: dict[int, str] = {}
        self._writing = Outage("events are left to the outbox")
        self._reading = Outage("events are found by the sweep alone")

    def publish(self, event: Event) -> None:
        """Hand an event over to be written soon; never blocks and never fails."""
        try:
            self._published.put_nowait(event)
        except asyncio.QueueFull:
            self._writing.met(asyncio.QueueFull())

    async def run(self) -> None:
        """Write what is published, until cancelled."""
        while True:
            events = [await self._published.get()]
            while len(events) < AT_ONCE and not self._published.empty():
                events.append(self._published.get_nowait())
            await self._write(events)

    async def read(self, partitions: Collection[int], *, block_s: float) -> Sequence[Received]:
        """What is to be done in these partitions, after a wait of at most `block_s` if there is nothing.

        In a partition that was not read just before, what its last reader left unfinished comes first.
        """
        self._adopt(frozenset(partitions))
        try:
            received = await self._read(partitions, block_s)
        except RedisError as error:
            await self._recover(error)
            return ()
        self._reading.over()
        return received

    async def acknowledge(self, received: Iterable[Received]) -> None:
        """Say that these need not be brought again."""
        await self._acknowledge([(each.partition, each.entry_id) for each in received])

    async def _write(self, events: Iterable[Event]) -> None:
        pipeline = self._redis.pipeline(transaction=False)
        for event in events:
            key = self._key(partition_of_team(event.team_id))
            pipeline.xadd(key, {BODY: _encoder.encode(event)}, maxlen=LONGEST_STREAM, approximate=True)
        try:
            async with answering():
                await pipeline.execute()
        except RedisError as error:
            self._writing.met(error)
            await self._writing.pause()
        else:
            self._writing.over()

    def _adopt(self, partitions: frozenset[int]) -> None:
        self._unfinished |= dict.fromkeys(partitions - self._followed, _FROM_THE_BEGINNING)
        self._followed = partitions

    async def _read(self, partitions: Collection[int], block_s: float) -> Sequence[Received]:
        unfinished = {partition: after for partition, after in self._unfinished.items() if partition in partitions}
        if not unfinished:
            return await self._decoded(await self._read_group(dict.fromkeys(partitions, _NEW), block_s))
        left = await self._read_group(unfinished, block_s)
        for partition in unfinished:
            if entries := left.get(partition):
                self._unfinished[partition] = entries[-1][0].decode()
            else:
                del self._unfinished[partition]
        return await self._decoded(left)

    async def _read_group(self, after: Mapping[int, str], block_s: float) -> dict[int, list[_Entry]]:
        streams: Any = {self._key(partition): entry_id for partition, entry_id in after.items()}
        block_ms = max(int(block_s * 1000), 1)
        async with answering(within_s=block_s + ANSWER_WITHIN_S):
            answer: Any = await self._redis.xreadgroup(READER, READER, streams, count=AT_ONCE, block=block_ms)
        return {_partition(key): entries for key, entries in answer}

    async def _decoded(self, read: Mapping[int, Iterable[_Entry]]) -> Sequence[Received]:
        """The events in entries; what is none is put aside for good, with a line in the log to find it by."""
        received, unreadable = [], []
        for partition, entries in read.items():
            for entry_id, fields in entries:
                try:
                    event = _decoder.decode(fields[BODY.encode()])
                except (KeyError, msgspec.DecodeError) as error:
                    log.error(  # noqa: TRY400 - the traceback says nothing, the error names the field
                        "an entry of a stream is no event and is put aside",
                        extra={"partition": partition, "entry": entry_id.decode(), "problem": str(error)},
                    )
                    unreadable.append((partition, entry_id.decode()))
                else:
                    received.append(Received(partition=partition, entry_id=entry_id.decode(), event=event))
        await self._acknowledge(unreadable)
        return received

    async def _acknowledge(self, entries: Iterable[tuple[int, str]]) -> None:
        by_partition: defaultdict[int, list[str]] = defaultdict(list)
        for partition, entry_id in entries:
            by_partition[partition].append(entry_id)
        if not by_partition:
            return
        pipeline = self._redis.pipeline(transaction=False)
        for partition, entry_ids in by_partition.items():
            pipeline.xack(self._key(partition), READER, *entry_ids)
        try:
            async with answering():
                await pipeline.execute()
        except RedisError as error:
            self._reading.met(error)

    async def _recover(self, error: RedisError) -> None:
        if _is_without_group(error):
            await self._make_groups()
        else:
            self._reading.met(error)
            await self._reading.pause()

    async def _make_groups(self) -> None:
        """Make what a new or an emptied server lacks; what is written before a group exists, it reads as well."""
        pipeline = self._redis.pipeline(transaction=False)
        for partition in range(PARTITIONS):
            pipeline.xgroup_create(self._key(partition), READER, id=_FROM_THE_BEGINNING, mkstream=True)
        try:
            async with answering():
                answers = await pipeline.execute(raise_on_error=False)
        except RedisError as error:
            self._reading.met(error)
            return
        log.info("readers of the streams are registered", extra={"made": sum(answer is True for answer in answers)})

    def _key(self, partition: int) -> str:
        return f"{self._prefix}events:{partition}"


def _partition(key: bytes) -> int:
    return int(key.rpartition(b":")[2])


def _is_without_group(error: RedisError) -> bool:
    return isinstance(error, ResponseError) and str(error).startswith(_GONE)
