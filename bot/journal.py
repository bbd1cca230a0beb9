"""The journal of one process: a line in its log for each step of a change, and a number in its metrics."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.metrics import Metrics
from bot.service.journal import Journal, Outcome, RequestKind
from bot.service.ports import Announcements
from bot.service.stimuli import Stimulus
from bot.tasks.deliveries import Delivery, Posted
from bot.tasks.events import Event
from bot.tasks.task import Task

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ProcessJournal:
    """The `Journal` port; `now` is the time of people's world, in which changes have theirs."""

    metrics: Metrics
    now: Callable[[], datetime]

    def answered(self, kind: RequestKind, stimulus: Stimulus, outcome: Outcome, seconds: float) -> None:
        """Tell of an answer."""
        self.metrics.requests.labels(kind.value, outcome.value).observe(seconds)
        log.info("request answered", extra=_asked(kind, stimulus, outcome, seconds))

    def followed(self, kind: RequestKind, stimulus: Stimulus, outcome: Outcome, seconds: float) -> None:
        """Tell how a late request ended."""
        log.info("late request done", extra=_asked(kind, stimulus, outcome, seconds))

    def committed(self, event: Event) -> None:
        """Tell of a change."""
        kind = event.kind.value
        self.metrics.changes.labels(kind).inc()
        log.info("change committed", extra={"stimulus": event.change.stimulus, **_place(event), "change": kind})

    def announced(self, event: Event, deliveries: int) -> None:
        """Tell of an event."""
        self.metrics.events.inc()
        log.info("event announced", extra={**_place(event), "deliveries": deliveries})

    def posted(self, delivery: Delivery, posted: Posted) -> None:
        """Tell of a message and how long after the change it came."""
        lag_s = self._shown(delivery, "posted", delivery.at)
        log.info("message posted", extra={**_message(delivery, delivery.version), **_standing(posted), "lag_s": lag_s})

    def redrawn(self, delivery: Delivery, posted: Posted, task: Task) -> None:
        """Tell of a redrawing and how long after the change that it shows it came."""
        lag_s = self._shown(delivery, "redrawn", task.last_change.at)
        log.info("message redrawn", extra={**_message(delivery, task.version), **_standing(posted), "lag_s": lag_s})

    def postponed(self, delivery: Delivery, reason: str) -> None:
        """Count it; the log has been told with all that Slack said."""
        self._count(delivery, "postponed", reason)

    def held(self, delivery: Delivery, reason: str) -> None:
        """Tell of a message that waits for an invitation."""
        self._count(delivery, "held", reason)
        log.info("message held", extra={**_message(delivery, delivery.version), "reason": reason})

    def dropped(self, delivery: Delivery, reason: str) -> None:
        """Tell of a message that will not be posted."""
        self._count(delivery, "dropped", reason)
        log.info("message dropped", extra={**_message(delivery, delivery.version), "reason": reason})

    def _shown(self, delivery: Delivery, outcome: str, at: datetime) -> float:
        """Count what Slack shows now; tells how long ago the moment was, never less than nothing."""
        lag_s = max(0.0, round((self.now() - at).total_seconds(), 3))
        self._count(delivery, outcome, "")
        self.metrics.lag.labels(outcome).observe(lag_s)
        return lag_s

    def _count(self, delivery: Delivery, outcome: str, reason: str) -> None:
        self.metrics.messages.labels(delivery.kind.value, outcome, reason).inc()


@dataclass(frozen=True)
class JournaledAnnouncements:
    """The `Announcements` port before another one: what is handed over has just been committed."""

    announcements: Announcements
    journal: Journal

    def publish(self, event: Event) -> None:
        """Tell of the change and hand its event on."""
        self.journal.committed(event)
        self.announcements.publish(event)


def _asked(kind: RequestKind, stimulus: Stimulus, outcome: Outcome, seconds: float) -> dict[str, object]:
    return {
        "kind": kind.value,
        "stimulus": stimulus.identity,
        "team": stimulus.team_id,
        "outcome": outcome.value,
        "ms": round(seconds * 1000, 1),
    }


def _place(event: Event) -> dict[str, object]:
    return {"team": event.team_id, "number": event.number, "version": event.version}


def _message(delivery: Delivery, version: int) -> dict[str, object]:
    return {
        "team": delivery.team_id,
        "number": delivery.number,
        "version": version,
        "delivery": delivery.key,
        "destination": delivery.destination,
    }


def _standing(posted: Posted) -> dict[str, object]:
    return {"channel": posted.channel_id, "ts": posted.ts}
