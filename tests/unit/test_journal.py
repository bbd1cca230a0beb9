"""The journal: what it counts, and that no label holds an id or a person's words."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.journal import JournaledAnnouncements, ProcessJournal
from bot.metrics import Metrics
from bot.service.journal import Outcome, RequestKind
from bot.tasks import audience
from bot.tasks.deliveries import Posted
from tests.fakes.recording import RecordingAnnouncements
from tests.unit.service.world import stimulus
from tests.unit.tasks.made import DESIGNER, NOW, created

MADE = created(assignees=(DESIGNER,))
CARD, NOTICE = audience.deliveries(MADE)
POSTED = Posted(channel_id="C1", ts="1.5", version=1)


def a_journal() -> tuple[ProcessJournal, Metrics]:
    metrics = Metrics()
    return ProcessJournal(metrics, lambda: NOW + timedelta(seconds=2)), metrics


def tell_everything(journal: ProcessJournal) -> None:
    journal.answered(RequestKind.COMMAND, stimulus(), Outcome.ANSWERED, 0.012)
    journal.answered(RequestKind.CLICK, stimulus(), Outcome.LATE, 2.001)
    journal.followed(RequestKind.CLICK, stimulus(), Outcome.REFUSED, 4.5)
    journal.committed(MADE)
    journal.announced(MADE, 2)
    journal.posted(CARD, POSTED)
    journal.redrawn(CARD, POSTED, MADE.task)
    journal.postponed(CARD, "Limited")
    journal.held(CARD, "NotInvited")
    journal.dropped(NOTICE, "needless")


def samples(metrics: Metrics) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(metrics.exposed().decode())
        for sample in family.samples
    }


def test_every_step_is_counted() -> None:
    journal, metrics = a_journal()

    tell_everything(journal)

    def value(name: str, **labels: str) -> float | None:
        return samples(metrics).get((name, tuple(sorted(labels.items()))))

    assert value("taskbot_request_seconds_count", kind="command", outcome="answered") == 1
    assert value("taskbot_request_seconds_bucket", kind="command", outcome="answered", le="0.01") == 0
    assert value("taskbot_request_seconds_bucket", kind="command", outcome="answered", le="0.025") == 1
    assert value("taskbot_request_seconds_count", kind="click", outcome="late") == 1
    assert value("taskbot_changes_total", change="created") == 1
    assert value("taskbot_events_announced_total") == 1
    assert value("taskbot_messages_total", kind="card", outcome="posted", reason="") == 1
    assert value("taskbot_messages_total", kind="card", outcome="redrawn", reason="") == 1
    assert value("taskbot_messages_total", kind="card", outcome="postponed", reason="Limited") == 1
    assert value("taskbot_messages_total", kind="card", outcome="held", reason="NotInvited") == 1
    assert value("taskbot_messages_total", kind="notice", outcome="dropped", reason="needless") == 1
    assert value("taskbot_message_lag_seconds_sum", outcome="posted") == 2


def test_what_is_told_to_prometheus_has_no_id_and_no_words() -> None:
    journal, metrics = a_journal()

    tell_everything(journal)

    exposed = metrics.exposed().decode()
    for secret in (MADE.task.title, MADE.team_id, CARD.destination, CARD.key, DESIGNER, MADE.change.stimulus, "1.5"):
        assert f'"{secret}"' not in exposed
    assert "_created" not in exposed.replace('change="created"', "")


def test_two_bots_in_one_program_count_apart() -> None:
    (journal, _), (_, others) = a_journal(), a_journal()

    tell_everything(journal)

    assert not [name for name, labels in samples(others) if name.startswith("taskbot_messages")]


def test_a_moment_that_lies_ahead_is_no_lag(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    metrics = Metrics()

    ProcessJournal(metrics, lambda: NOW - timedelta(seconds=1)).posted(CARD, POSTED)

    record: Any = caplog.records[0]
    assert record.lag_s == 0


def test_what_is_published_was_committed_first() -> None:
    announcements = RecordingAnnouncements()
    journal, metrics = a_journal()

    JournaledAnnouncements(announcements, journal).publish(MADE)

    assert announcements.published == [MADE]
    assert metrics.registry.get_sample_value("taskbot_changes_total", {"change": "created"}) == 1
