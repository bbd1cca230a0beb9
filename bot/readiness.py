"""Whether this process can do its work, and what is in its way; asked by balancers and whoever watches."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from enum import StrEnum

from msgspec import Struct

KEPT_FOR_S = 1.0
"""Whoever asks more often gets the last report: a busy prober costs the databases nothing."""


class Phase(StrEnum):
    """How far a process is in its life."""

    STARTING = "starting"
    SERVING = "serving"
    STOPPING = "stopping"


class Status(StrEnum):
    """How a part fares: well; badly, but people get what they ask for; so badly that they do not; not to be known."""

    OK = "ok"
    DEGRADED = "degraded"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Check(Struct, frozen=True):
    """How one part fares, with what was measured; a name that ends in `_s` holds seconds."""

    status: Status
    facts: Mapping[str, float | str | None] = {}


class Report(Struct, frozen=True):
    """All checks by name."""

    checks: Mapping[str, Check]

    @property
    def is_ready(self) -> bool:
        return all(check.status is not Status.FAILED for check in self.checks.values())

    def as_json(self) -> dict[str, object]:
        """What `/readyz` tells."""
        checks = {name: {"status": check.status.value, **check.facts} for name, check in self.checks.items()}
        return {"ready": self.is_ready, "checks": checks}


Probe = Callable[[], Awaitable[Mapping[str, Check]]]
"""Looks at one part; never raises what the part's absence causes, and ends in time by itself."""


class Readiness:
    """Asks the probes of one process, all at once and at most once a second."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.phase = Phase.STARTING
        self._clock = clock
        self._probes: list[Probe] = []
        self._turn = asyncio.Lock()
        self._found: Mapping[str, Check] = {}
        self._found_at = -KEPT_FOR_S

    def watch(self, probe: Probe) -> None:
        """Ask this one as well from now on."""
        self._probes.append(probe)
        self._found_at = -KEPT_FOR_S

    async def report(self) -> Report:
        """How everything fares."""
        async with self._turn:
            if self._clock() - self._found_at >= KEPT_FOR_S:
                self._found = await self._ask()
                self._found_at = self._clock()
        status = Status.OK if self.phase is Phase.SERVING else Status.FAILED
        return Report({"process": Check(status, {"phase": self.phase.value}), **self._found})

    async def _ask(self) -> Mapping[str, Check]:
        found = await asyncio.gather(*(probe() for probe in self._probes))
        return {name: check for checks in found for name, check in checks.items()}
