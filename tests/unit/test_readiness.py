"""What a process says of itself: once a second at most, and ready only while all that it needs is there."""

import asyncio
from collections.abc import Mapping

import pytest

from bot.readiness import Check, Phase, Readiness, Status


class Probe:
    """Counts how often it was asked."""

    def __init__(self, name: str, status: Status) -> None:
        self.name = name
        self.status = status
        self.asked = 0

    async def __call__(self) -> Mapping[str, Check]:
        self.asked += 1
        await asyncio.sleep(0)
        return {self.name: Check(self.status, {"age_s": 0.5})}


class Hand:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.mark.parametrize(
    ("status", "is_ready"),
    [(Status.OK, True), (Status.DEGRADED, True), (Status.UNKNOWN, True), (Status.FAILED, False)],
)
async def test_only_a_failure_makes_a_process_unready(status: Status, is_ready: bool) -> None:
    readiness = Readiness()
    readiness.phase = Phase.SERVING
    readiness.watch(Probe("mongodb", Status.OK))
    readiness.watch(Probe("redis", status))

    report = await readiness.report()

    assert report.as_json() == {
        "ready": is_ready,
        "checks": {
            "process": {"status": "ok", "phase": "serving"},
            "mongodb": {"status": "ok", "age_s": 0.5},
            "redis": {"status": status.value, "age_s": 0.5},
        },
    }


@pytest.mark.parametrize("phase", [Phase.STARTING, Phase.STOPPING])
async def test_a_process_that_starts_or_stops_is_not_ready(phase: Phase) -> None:
    readiness = Readiness()
    readiness.phase = phase

    report = await readiness.report()

    assert not report.is_ready
    assert report.as_json()["checks"] == {"process": {"status": "failed", "phase": phase.value}}


async def test_many_who_ask_at_once_and_again_cost_one_question_a_second() -> None:
    clock, probe = Hand(), Probe("mongodb", Status.OK)
    readiness = Readiness(clock=clock)
    readiness.watch(probe)

    await asyncio.gather(*(readiness.report() for _ in range(50)))
    clock.seconds += 0.9
    await readiness.report()
    assert probe.asked == 1

    clock.seconds += 0.1
    await readiness.report()
    assert probe.asked == 2


async def test_whoever_asks_and_goes_away_leaves_the_question_to_the_next() -> None:
    readiness = Readiness()
    readiness.watch(Probe("mongodb", Status.OK))
    gone, stays = asyncio.create_task(readiness.report()), asyncio.create_task(readiness.report())
    await asyncio.sleep(0)
    gone.cancel()

    assert "mongodb" in (await stays).checks


async def test_the_phase_is_told_at_once() -> None:
    readiness = Readiness()
    assert not (await readiness.report()).is_ready

    readiness.phase = Phase.SERVING

    assert (await readiness.report()).is_ready
