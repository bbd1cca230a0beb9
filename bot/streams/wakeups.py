"""What all processes tell each other at once: that there is something to post, and that something is out of date.

Nothing of it is kept. Who misses a wake-up looks by itself within a second; what is remembered ends by itself in time.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Collection
from uuid import uuid4

import msgspec
from msgspec import Struct
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.exceptions import RedisError

from bot.service.ports import Topic
from bot.streams.connection import answering
from bot.streams.outages import Outage
from bot.tasks.partitions import PARTITIONS

ALL_PARTITIONS = frozenset(range(PARTITIONS))
QUEUED = 10_000
LISTENS_FOR_S = 5.0

log = logging.getLogger(__name__)


class Woken(Struct, frozen=True, kw_only=True, tag="woken"):
    """The ledger has something in these partitions."""

    partitions: frozenset[int]


class Forgotten(Struct, frozen=True, kw_only=True, tag="forgotten"):
    """What is remembered of something is out of date; `topic` says what kind of thing the id `name` is of."""

    team_id: str
    topic: Topic
    name: str


Signal = Woken | Forgotten
Forget = Callable[[str, str], None]


class Told(Struct, frozen=True, kw_only=True):
    """A signal under way; whoever sent it has heard it before it left."""

    sender: str
    signal: Signal


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Told)


class Listener:
    """One reader of wake-ups; what comes while it is busy waits for it."""

    def __init__(self) -> None:
        self._woken: set[int] = set()
        self._is_woken = asyncio.Event()

    def wake(self, partitions: Collection[int]) -> None:
        """Note that there is something in these partitions."""
        self._woken |= set(partitions)
        self._is_woken.set()

    async def wait(self, timeout_s: float) -> frozenset[int]:
        """The partitions woken since the last call, as soon as there are some; none after the timeout."""
        try:
            async with asyncio.timeout(timeout_s):
                await self._is_woken.wait()
        except TimeoutError:
            return frozenset()
        woken = frozenset(self._woken)
        self._woken.clear()
        self._is_woken.clear()
        return woken


class Wakeups:
    """The `Wakeups` port and its other end. This process hears its own signals even while Redis is away."""

    def __init__(self, redis: Redis, prefix: str) -> None:
        self._redis = redis
        self._channel = f"{prefix}signals"
        self._name = uuid4().hex
        self._untold: asyncio.Queue[Signal] = asyncio.Queue(QUEUED)
        self._listeners: list[Listener] = []
        self._forgetters: defaultdict[Topic, list[Forget]] = defaultdict(list)
        self._telling = Outage("other processes are not woken")
        self._hearing = Outage("other processes are not heard")

    def listen(self) -> Listener:
        """Begin to hear wake-ups."""
        listener = Listener()
        self._listeners.append(listener)
        return listener

    def on_forget(self, topic: Topic, forget: Forget) -> None:
        """Have something forgotten, by team and id, whenever any process says so."""
        self._forgetters[topic].append(forget)

    def wake(self, partitions: Collection[int]) -> None:
        """Say that the ledger has something in these partitions; never blocks and never fails."""
        if partitions:
            self._signal(Woken(partitions=frozenset(partitions)))

    def forget(self, team_id: str, topic: Topic, name: str) -> None:
        """Say that what is remembered of something is out of date; never blocks and never fails."""
        self._signal(Forgotten(team_id=team_id, topic=topic, name=name))

    async def run(self) -> None:
        """Tell and hear until cancelled; an outage is outlived, and after it everything is looked at once."""
        async with asyncio.TaskGroup() as both:
            both.create_task(self._tell(), name="wake-ups out")
            both.create_task(self._hear(), name="wake-ups in")

    def _signal(self, signal: Signal) -> None:
        self._handle(signal)
        try:
            self._untold.put_nowait(signal)
        except asyncio.QueueFull:
            self._telling.met(asyncio.QueueFull())

    def _handle(self, signal: Signal) -> None:
        match signal:
            case Woken(partitions=partitions):
                for listener in self._listeners:
                    listener.wake(partitions)
            case Forgotten(team_id=team_id, topic=topic, name=name):
                for forget in self._forgetters[topic]:
                    forget(team_id, name)

    async def _tell(self) -> None:
        while True:
            for signal in _merged(await self._next_untold()):
                told = _encoder.encode(Told(sender=self._name, signal=signal))
                try:
                    async with answering():
                        await self._redis.publish(self._channel, told)
                except RedisError as error:
                    self._telling.met(error)
                    await self._telling.pause()
                else:
                    self._telling.over()

    async def _next_untold(self) -> list[Signal]:
        signals = [await self._untold.get()]
        while not self._untold.empty():
            signals.append(self._untold.get_nowait())
        return signals

    async def _hear(self) -> None:
        while True:
            try:
                async with self._redis.pubsub(ignore_subscribe_messages=True) as subscription:
                    async with answering():
                        await subscription.subscribe(self._channel)
                    self._hearing.over()
                    self._handle(Woken(partitions=ALL_PARTITIONS))
                    await self._follow(subscription)
            except RedisError as error:
                self._hearing.met(error)
                await self._hearing.pause()

    async def _follow(self, subscription: PubSub) -> None:
        while True:
            message = await subscription.get_message(timeout=LISTENS_FOR_S)
            if message is None:
                continue
            try:
                told = _decoder.decode(message["data"])
            except msgspec.DecodeError as error:
                log.error("a signal cannot be read", extra={"problem": str(error)})  # noqa: TRY400 - see `problem`
            else:
                if told.sender != self._name:
                    self._handle(told.signal)


def _merged(signals: Collection[Signal]) -> list[Signal]:
    """The same signals with all wake-ups in one."""
    woken = frozenset[int]().union(*(signal.partitions for signal in signals if isinstance(signal, Woken)))
    forgotten: list[Signal] = [signal for signal in signals if isinstance(signal, Forgotten)]
    return [*forgotten, Woken(partitions=woken)] if woken else forgotten
