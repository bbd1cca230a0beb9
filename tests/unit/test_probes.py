"""The probes: what they tell of a part that is well, late or away, and what they measure."""

import math
from collections.abc import Mapping
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from bot.metrics import Metrics
from bot.probes import (
    EVENT_LATE_AFTER_S,
    REMINDER_LATE_AFTER_S,
    TICK_STALLED_AFTER_S,
    DatabaseProbe,
    SocketProbe,
    TickProbe,
)
from bot.readiness import Check, Status
from bot.service.ports import Unavailable
from bot.slack.listening import Connections
from bot.storage.backlog import Oldest
from tests.unit.tasks.made import NOW

MOVED = timedelta(days=3)
NONE = Oldest(event=None, reminders=(None, None))


class Backlog:
    """What a test says is late; None means that MongoDB is away."""

    def __init__(self, oldest: Oldest | None) -> None:
        self._oldest = oldest

    async def oldest(self, *, now: datetime, within_s: float) -> Oldest:
        assert now == NOW + MOVED
        assert within_s <= 1
        if self._oldest is None:
            raise Unavailable
        return self._oldest


async def found(oldest: Oldest | None, metrics: Metrics) -> Mapping[str, Check]:
    backlog: Any = Backlog(oldest)
    return await DatabaseProbe(backlog, lambda: NOW + MOVED, lambda: NOW, metrics)()


def value(metrics: Metrics, name: str, **labels: str) -> float | None:
    return metrics.registry.get_sample_value(name, labels)


async def test_with_nothing_to_do_nothing_is_late() -> None:
    metrics = Metrics()

    checks = await found(NONE, metrics)

    assert {name: check.status for name, check in checks.items()} == {
        "mongodb": Status.OK,
        "outbox": Status.OK,
        "reminders": Status.OK,
    }
    assert value(metrics, "taskbot_oldest_undelivered_event_seconds") == 0
    assert value(metrics, "taskbot_dependency_up", dependency="mongodb") == 1


@pytest.mark.parametrize(
    ("age_s", "status"), [(EVENT_LATE_AFTER_S, Status.OK), (EVENT_LATE_AFTER_S + 1, Status.DEGRADED), (-5, Status.OK)]
)
async def test_an_old_event_degrades_by_real_time(age_s: float, status: Status) -> None:
    metrics = Metrics()

    checks = await found(Oldest(NOW - timedelta(seconds=age_s), (None, None)), metrics)

    assert checks["outbox"] == Check(status, {"oldest_undelivered_event_s": max(0, age_s)})
    assert value(metrics, "taskbot_oldest_undelivered_event_seconds") == max(0, age_s)


@pytest.mark.parametrize("place", [0, 1])
async def test_an_old_reminder_degrades_by_the_time_of_people_recorded_or_not(place: int) -> None:
    metrics = Metrics()
    late = NOW + MOVED - timedelta(seconds=REMINDER_LATE_AFTER_S + 1)
    later = late + timedelta(seconds=30)

    checks = await found(Oldest(None, (late, later) if place == 0 else (later, late)), metrics)

    assert checks["reminders"] == Check(Status.DEGRADED, {"oldest_unsent_reminder_s": REMINDER_LATE_AFTER_S + 1})
    assert value(metrics, "taskbot_oldest_unsent_reminder_seconds") == REMINDER_LATE_AFTER_S + 1


async def test_without_mongodb_ages_are_not_known() -> None:
    metrics = Metrics()
    await found(Oldest(NOW, (None, None)), metrics)

    checks = await found(None, metrics)

    assert [check.status for check in checks.values()] == [Status.FAILED, Status.UNKNOWN, Status.UNKNOWN]
    assert math.isnan(value(metrics, "taskbot_oldest_undelivered_event_seconds") or 0)
    assert value(metrics, "taskbot_dependency_up", dependency="mongodb") == 0


class Client:
    """A Socket Mode client as far as a probe looks at it."""

    def __init__(self, *, is_open: bool, pong_at: float | None) -> None:
        self._is_open = is_open
        self.last_ping_pong_time = pong_at

    async def is_connected(self) -> bool:
        return self._is_open


@pytest.mark.parametrize(
    ("are_open", "status"),
    [((True, True), Status.OK), ((False, True), Status.DEGRADED), ((False, False), Status.FAILED)],
)
async def test_one_connection_is_enough_to_hear_slack(are_open: tuple[bool, ...], status: Status) -> None:
    metrics = Metrics()
    clients: Any = [Client(is_open=is_open, pong_at=None) for is_open in are_open]

    checks = await SocketProbe(Connections(clients), metrics)()

    assert checks["slack"] == Check(status, {"open_connections": sum(are_open), "last_pong_s": None})
    assert value(metrics, "taskbot_socket_connections") == sum(are_open)


async def test_the_latest_pong_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.slack.listening.time", SimpleNamespace(time=lambda: 1000.0))
    clients: Any = [Client(is_open=True, pong_at=pong_at) for pong_at in (990.0, 996.5)]

    checks = await SocketProbe(Connections(clients), Metrics())()

    assert checks["slack"].facts["last_pong_s"] == 3.5


@pytest.mark.parametrize(
    ("age_s", "status"), [(TICK_STALLED_AFTER_S, Status.OK), (TICK_STALLED_AFTER_S + 1, Status.FAILED)]
)
async def test_one_job_that_stands_still_fails(age_s: float, status: Status) -> None:
    metrics = Metrics()

    checks = await TickProbe(lambda: {"sweep": 0.5, "reminders": age_s}, metrics)()

    assert checks == {"ticks": Check(status, {"sweep_s": 0.5, "reminders_s": age_s})}
    assert value(metrics, "taskbot_last_tick_age_seconds", job="reminders") == age_s
