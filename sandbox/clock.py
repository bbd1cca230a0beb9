"""The sandbox's own time: the real one, moved by an offset that tests and the page may change."""

from datetime import UTC, datetime, timedelta


class Clock:
    """Tells the workspace's time; tickets, acks and response URLs do not use it, they run on real time."""

    def __init__(self, offset_s: float) -> None:
        self.offset_s = offset_s

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.offset_s)

    def offset_to(self, at: datetime) -> float:
        """Give the offset in seconds with which it would be `at` now."""
        return (at - datetime.now(UTC)).total_seconds()
