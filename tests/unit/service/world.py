"""A small world for tests of the use cases: fakes that pass the contract tests of the real parts."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.service.adding import Adding
from bot.service.announcing import Announcing
from bot.service.changing import Changing
from bot.service.finding import Finding
from bot.service.ports import Channel
from bot.service.reminding import Reminding
from bot.service.stimuli import Stimulus
from bot.service.undoing import Undoing
from bot.tasks.people import Person
from tests.fakes.agenda import FakeAgenda
from tests.fakes.channels import FakeChannels
from tests.fakes.deliveries import FakeLedger
from tests.fakes.history import FakeHistory
from tests.fakes.homes import FakeHomes
from tests.fakes.people import FakePeople
from tests.fakes.recording import RecordingAnnouncements, RecordingJournal, RecordingWakeups
from tests.fakes.tasks import FakeTasks
from tests.unit.tasks.made import DESIGNER, LEAD, NOW, TEAM, TESTER, person

GUEST, LEAVER, BOT = "U4", "U5", "U6"
PUBLIC, PRIVATE, SECRET = "C1", "C2", "C3"


def everybody() -> tuple[Person, ...]:
    """The people of the workspace."""
    return (
        person(LEAD, is_admin=True),
        person(DESIGNER),
        person(TESTER),
        person(GUEST, is_guest=True),
        person(LEAVER, is_deactivated=True),
        person(BOT, is_bot=True),
    )


def channel(channel_id: str, *, is_private: bool = False, is_direct: bool = False, has_bot: bool = True) -> Channel:
    """A channel that is not archived."""
    return Channel(
        channel_id=channel_id, is_private=is_private, is_direct=is_direct, is_archived=False, has_bot=has_bot
    )


@dataclass
class World:
    """The use cases over fakes; `PRIVATE` has the lead and the bot, `SECRET` is private and without the bot."""

    tasks: FakeTasks = field(default_factory=FakeTasks)
    people: FakePeople = field(default_factory=lambda: FakePeople(*everybody()))
    channels: FakeChannels = field(
        default_factory=lambda: FakeChannels(
            channel(PUBLIC), channel(PRIVATE, is_private=True), members={PUBLIC: {LEAD, DESIGNER}, PRIVATE: {LEAD}}
        )
    )
    ledger: FakeLedger = field(default_factory=FakeLedger)
    announcements: RecordingAnnouncements = field(default_factory=RecordingAnnouncements)
    wakeups: RecordingWakeups = field(default_factory=RecordingWakeups)
    journal: RecordingJournal = field(default_factory=RecordingJournal)
    history: FakeHistory = field(default_factory=FakeHistory)
    homes: FakeHomes = field(default_factory=FakeHomes)

    def __post_init__(self) -> None:
        self.agenda = FakeAgenda(self.tasks)
        self.adding = Adding(self.tasks, self.people, self.channels, self.announcements)
        self.changing = Changing(self.tasks, self.people, self.channels, self.announcements)
        self.undoing = Undoing(self.tasks, self.changing)
        self.finding = Finding(self.tasks, self.people, self.channels, self.history)
        self.announcing = Announcing(
            self.tasks, self.ledger, self.history, self.homes, self.wakeups, self.journal, lambda: datetime.now(UTC)
        )
        self.reminding = Reminding(self.tasks, self.agenda, self.ledger, self.people, self.channels, self.wakeups)


_identities = iter(range(10**9))


def stimulus(
    user_id: str = LEAD,
    *,
    channel_id: str | None = PUBLIC,
    identity: str | None = None,
    is_direct: bool = False,
    at: datetime = NOW,
) -> Stimulus:
    """A wish of one person in a channel; a new one each time unless its identity is given."""
    return Stimulus(
        identity=identity or f"stimulus-{next(_identities)}",
        team_id=TEAM,
        user_id=user_id,
        channel_id=channel_id,
        is_direct=is_direct,
        at=at,
    )
