"""The ports in memory, for tests of what stands on them; they pass the same contract tests as the real ones."""

from tests.fakes.agenda import FakeAgenda
from tests.fakes.channels import FakeChannels
from tests.fakes.deliveries import FakeLedger
from tests.fakes.history import FakeHistory
from tests.fakes.homes import FakeHomes
from tests.fakes.people import FakePeople
from tests.fakes.recording import RecordingAnnouncements, RecordingWakeups
from tests.fakes.tasks import FakeTasks

__all__ = [
    "FakeAgenda",
    "FakeChannels",
    "FakeHistory",
    "FakeHomes",
    "FakeLedger",
    "FakePeople",
    "FakeTasks",
    "RecordingAnnouncements",
    "RecordingWakeups",
]
