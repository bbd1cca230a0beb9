"""Ports that only remember what they were told."""

from collections.abc import Collection

from bot.service.journal import Outcome, RequestKind
from bot.service.stimuli import Stimulus
from bot.tasks.deliveries import Delivery, Posted
from bot.tasks.events import Event
from bot.tasks.task import Task


class RecordingAnnouncements:
    """The port `Announcements`."""

    def __init__(self) -> None:
        self.published: list[Event] = []

    def publish(self, event: Event) -> None:
        self.published.append(event)


class RecordingWakeups:
    """The port `Wakeups`."""

    def __init__(self) -> None:
        self.woken: list[frozenset[int]] = []

    def wake(self, partitions: Collection[int]) -> None:
        self.woken.append(frozenset(partitions))


class RecordingJournal:
    """The port `Journal`: a line for each thing told, in order."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, ...]] = []

    def answered(self, kind: RequestKind, stimulus: Stimulus, outcome: Outcome, seconds: float) -> None:
        assert seconds >= 0
        self.lines.append(("answered", kind.value, stimulus.identity, outcome.value))

    def followed(self, kind: RequestKind, stimulus: Stimulus, outcome: Outcome, seconds: float) -> None:
        assert seconds >= 0
        self.lines.append(("followed", kind.value, stimulus.identity, outcome.value))

    def committed(self, event: Event) -> None:
        self.lines.append(("committed", event.change.stimulus))

    def announced(self, event: Event, deliveries: int) -> None:
        self.lines.append(("announced", f"{event.number}.{event.version}", str(deliveries)))

    def posted(self, delivery: Delivery, posted: Posted) -> None:
        self.lines.append(("posted", delivery.key, posted.ts))

    def redrawn(self, delivery: Delivery, posted: Posted, task: Task) -> None:
        self.lines.append(("redrawn", delivery.key, posted.ts, str(task.version)))

    def postponed(self, delivery: Delivery, reason: str) -> None:
        self.lines.append(("postponed", delivery.key, reason))

    def held(self, delivery: Delivery, reason: str) -> None:
        self.lines.append(("held", delivery.key, reason))

    def dropped(self, delivery: Delivery, reason: str) -> None:
        self.lines.append(("dropped", delivery.key, reason))
