"""The journal of one process: a line in its log for each step of a change."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.service.journal import Journal, Outcome, RequestKind
from bot.service.ports import Announcements
from bot.service.stimuli import Stimulus
from bot.tasks.deliveries import Delivery, Posted
from bot.tasks.events import Event
from bot.tasks.task import Task

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class LoggedJournal:
    """The `Journal` port; `now` is the time of people's world, in which changes have theirs."""

    now: Callable[[], datetime]

    def answered(self, kind: RequestKind, stimulus: Stimulus, outcome: Outcome, seconds: float) -> None:
        """Tell of an answer."""
        log.info("request answered", extra=_asked(kind, stimulus, outcome, seconds))

    def followed(self, kind: RequestKind, stimulus: Stimulus, outcome: Outcome, seconds: float) -> None:
        """Tell how a late request ended."""
        log.info("late request done", extra=_asked(kind, stimulus, outcome, seconds))

    def committed(self, event: Event) -> None:
        """Tell of a change."""
        change = event.change
        log.info("change committed", extra={"stimulus": change.stimulus, **_place(event), "change": event.kind.value})

    def announced(self, event: Event, deliveries: int) -> None:
        """Tell of an event."""
        log.info("event announced", extra={**_place(event), "deliveries": deliveries})

    def posted(self, delivery: Delivery, posted: Posted) -> None:
        """Tell of a message and how long after the change it came."""
        lag_s = self._since(delivery.at)
        log.info("message posted", extra={**_message(delivery, delivery.version), **_standing(posted), "lag_s": lag_s})

    def redrawn(self, delivery: Delivery, posted: Posted, task: Task) -> None:
        """Tell of a redrawing and how long after the change that it shows it came."""
        lag_s = self._since(task.last_change.at)
        log.info("message redrawn", extra={**_message(delivery, task.version), **_standing(posted), "lag_s": lag_s})

    def postponed(self, delivery: Delivery, reason: str) -> None:
        """The log has been told with all that Slack said."""

    def held(self, delivery: Delivery, reason: str) -> None:
        """Tell of a message that waits for an invitation."""
        log.info("message held", extra={**_message(delivery, delivery.version), "reason": reason})

    def dropped(self, delivery: Delivery, reason: str) -> None:
        """Tell of a message that will not be posted."""
        log.info("message dropped", extra={**_message(delivery, delivery.version), "reason": reason})

    def _since(self, at: datetime) -> float:
        """Seconds since a moment; none where the moment lies ahead, since each machine has a clock of its own."""
        return max(0.0, round((self.now() - at).total_seconds(), 3))


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
