"""The probes of one process: what `/readyz` tells of MongoDB, Redis, Slack and the ticks, and measures on the way.

Without MongoDB or a connection to Slack nobody is answered, and without ticks nothing is made good: these fail a
process. Redis only makes it quick; what is late is not mended by taking the process away: these degrade it.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.metrics import Metrics
from bot.readiness import Check, Status
from bot.service.ports import Unavailable
from bot.slack.listening import CONNECTIONS, Connections
from bot.storage.backlog import StoredBacklog
from bot.streams import connection

ANSWER_WITHIN_S = 1.0
"""A server that takes longer lets people wait for late answers; and a prober waits no longer either."""
TICK_STALLED_AFTER_S = 60.0
"""A tick comes each second. One that meets an outage fails within 20 s and begins again within 10 s, twice."""
EVENT_LATE_AFTER_S = 30.0
"""The sweep finds after a second what was lost, another process after five what a dead one held."""
REMINDER_LATE_AFTER_S = 60.0
"""Reminders are to the minute; Slack lets a destination wait 30 s without being slow."""

Found = Mapping[str, Check]


@dataclass(frozen=True)
class DatabaseProbe:
    """MongoDB, and what it says is late; `now` is the time of people's world."""

    backlog: StoredBacklog
    now: Callable[[], datetime]
    real_now: Callable[[], datetime]
    metrics: Metrics

    async def __call__(self) -> Found:
        try:
            behind = await self.backlog.oldest(now=self.now(), within_s=ANSWER_WITHIN_S)
        except Unavailable:
            return self._told(Status.FAILED, None, None)
        return self._told(
            Status.OK, _age(behind.event, self.real_now()), max(_age(at, self.now()) for at in behind.reminders)
        )

    def _told(self, status: Status, event_s: float | None, reminder_s: float | None) -> Found:
        self.metrics.dependencies.labels("mongodb").set(status is Status.OK)
        self.metrics.oldest_event.set(math.nan if event_s is None else event_s)
        self.metrics.oldest_reminder.set(math.nan if reminder_s is None else reminder_s)
        return {
            "mongodb": Check(status),
            "outbox": Check(_punctuality(event_s, EVENT_LATE_AFTER_S), {"oldest_undelivered_event_s": event_s}),
            "reminders": Check(
                _punctuality(reminder_s, REMINDER_LATE_AFTER_S), {"oldest_unsent_reminder_s": reminder_s}
            ),
        }


@dataclass(frozen=True)
class RedisProbe:
    """Redis or Valkey."""

    redis: Redis
    metrics: Metrics

    async def __call__(self) -> Found:
        status = Status.OK
        try:
            await connection.ping(self.redis, within_s=ANSWER_WITHIN_S)
        except RedisError:
            status = Status.DEGRADED
        self.metrics.dependencies.labels("redis").set(status is Status.OK)
        return {"redis": Check(status)}


@dataclass(frozen=True)
class SocketProbe:
    """The connections over Socket Mode; one is enough, as long as Slack refreshes the other."""

    connections: Connections
    metrics: Metrics

    async def __call__(self) -> Found:
        is_open, pong_s = await self.connections.open(), self.connections.last_pong_s()
        self.metrics.dependencies.labels("slack").set(is_open > 0)
        self.metrics.connections.set(is_open)
        self.metrics.last_pong.set(math.nan if pong_s is None else pong_s)
        facts = {"open_connections": is_open, "last_pong_s": _rounded(pong_s)}
        return {"slack": Check(_sufficiency(is_open), facts)}


@dataclass(frozen=True)
class TickProbe:
    """The periodic jobs; `ages` tells how many seconds ago each was done."""

    ages: Callable[[], Mapping[str, float]]
    metrics: Metrics

    async def __call__(self) -> Found:
        ages = self.ages()
        for job, age_s in ages.items():
            self.metrics.tick_age.labels(job).set(age_s)
        has_stalled = any(age_s > TICK_STALLED_AFTER_S for age_s in ages.values())
        facts = {f"{job}_s": _rounded(age_s) for job, age_s in ages.items()}
        return {"ticks": Check(Status.FAILED if has_stalled else Status.OK, facts)}


def _age(since: datetime | None, now: datetime) -> float:
    """Seconds since a moment; none for what is not there, or lies ahead by another machine's clock."""
    return 0.0 if since is None else max(0.0, round((now - since).total_seconds(), 3))


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)


def _punctuality(age_s: float | None, late_after_s: float) -> Status:
    if age_s is None:
        return Status.UNKNOWN
    return Status.DEGRADED if age_s > late_after_s else Status.OK


def _sufficiency(connections: int) -> Status:
    if not connections:
        return Status.FAILED
    return Status.OK if connections >= CONNECTIONS else Status.DEGRADED
