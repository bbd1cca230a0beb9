"""Ports that only remember what they were told."""

from collections.abc import Collection

from bot.tasks.events import Event


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
