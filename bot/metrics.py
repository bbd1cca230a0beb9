"""What one process counts and measures, in the form of Prometheus. No label holds an id or a word of anybody's."""

import platform
from importlib import metadata

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    disable_created_metrics,
    generate_latest,
)

REQUEST_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
"""Seconds; from 2 s on an answer is late, after 3 s Slack has given up (docs/slack-limits.md)."""
LAG_BUCKETS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 300.0)
"""Seconds; a lost wake-up costs one or two, a dead process five, Slack's refusals up to 300 at a time."""


class Metrics:
    """The instruments, in a registry of their own: two bots in one program do not count for each other.

    What the library measures of the process by itself is left out, since whoever runs the process measures that.
    """

    def __init__(self) -> None:
        # Each counter would come with a second series, of when it began.
        disable_created_metrics()  # type: ignore[no-untyped-call]
        registry = self.registry = CollectorRegistry(auto_describe=False)
        self.requests = Histogram(
            "taskbot_request_seconds",
            "From a command, click or form until it was answered or, if late, acknowledged.",
            ("kind", "outcome"),
            buckets=REQUEST_BUCKETS,
            registry=registry,
        )
        self.changes = Counter("taskbot_changes", "Changes of tasks that were stored.", ("change",), registry=registry)
        self.events = Counter("taskbot_events_announced", "Events whose deliveries were recorded.", registry=registry)
        self.messages = Counter(
            "taskbot_messages",
            "What became of messages in attempts to post or redraw them.",
            ("kind", "outcome", "reason"),
            registry=registry,
        )
        self.lag = Histogram(
            "taskbot_message_lag_seconds",
            "From a change, or from when a reminder was due, until Slack showed it.",
            ("outcome",),
            buckets=LAG_BUCKETS,
            registry=registry,
        )
        self.limits = Counter(
            "taskbot_slack_limits", "Calls that Slack refused as too many.", ("method",), registry=registry
        )
        self.ticks = Counter("taskbot_ticks", "Ticks whose work was done.", ("job",), registry=registry)
        self.restarts = Counter("taskbot_task_restarts", "Long tasks that failed.", ("task",), registry=registry)
        self.ready = Gauge("taskbot_ready", "Whether /readyz answers 200.", registry=registry)
        self.dependencies = Gauge("taskbot_dependency_up", "Whether it answers.", ("dependency",), registry=registry)
        self.oldest_event = Gauge(
            "taskbot_oldest_undelivered_event_seconds", "Age of the oldest event in the outbox.", registry=registry
        )
        self.oldest_reminder = Gauge(
            "taskbot_oldest_unsent_reminder_seconds", "Age of the oldest reminder that is due.", registry=registry
        )
        self.tick_age = Gauge("taskbot_last_tick_age_seconds", "Since a job was done.", ("job",), registry=registry)
        self.connections = Gauge("taskbot_socket_connections", "Open Socket Mode connections.", registry=registry)
        self.last_pong = Gauge(
            "taskbot_socket_last_pong_age_seconds", "Since Slack answered a ping on a connection.", registry=registry
        )
        build = Info("taskbot_build", "What runs.", registry=registry)
        build.info({"version": _version(), "python": platform.python_version()})

    def limited(self, method: str) -> None:
        """Count a call of Slack's Web API that was refused as too many."""
        self.limits.labels(method).inc()

    def ticked(self, job: str) -> None:
        """Count a tick."""
        self.ticks.labels(job).inc()

    def failed(self, task: str) -> None:
        """Count a failure of a long task, which then begins again."""
        self.restarts.labels(task).inc()

    def exposed(self) -> bytes:
        """All of it in Prometheus's text format."""
        return generate_latest(self.registry)


def _version() -> str:
    try:
        return metadata.version("taskbot")
    except metadata.PackageNotFoundError:
        return "unknown"
