"""Every request that the storage can make of MongoDB, and the ear that hears what is sent for it."""

from datetime import UTC, date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

from msgspec.structs import replace
from pymongo.monitoring import CommandFailedEvent, CommandListener, CommandStartedEvent, CommandSucceededEvent

from bot.service.ports import Kept
from bot.storage import database
from bot.storage.agenda import StoredAgenda
from bot.storage.backlog import StoredBacklog
from bot.storage.database import Document
from bot.storage.deliveries import StoredLedger
from bot.storage.history import StoredHistory
from bot.storage.homes import StoredHomes
from bot.storage.leases import Leases
from bot.storage.outbox import StoredOutbox
from bot.storage.people import RememberedPeople
from bot.storage.tasks import StoredTasks
from bot.tasks import transitions
from bot.tasks.drafts import Filter, Scope
from bot.tasks.due import Due
from bot.tasks.partitions import PARTITIONS
from bot.tasks.people import Viewer
from bot.tasks.reminders import Snooze
from tests.contracts.samples import NOW, TEAM, created, later, owed, person, standing

EVERYWHERE = range(PARTITIONS)
NEW_YORK = ZoneInfo("America/New_York")
LEAD = Viewer(team_id=TEAM, user_id="lead", channels=frozenset({"C1", "G1"}))
ALL = Filter(scope=Scope.ALL)

_OF_THE_DRIVER = {"hello", "ping", "endSessions", "getMore", "createIndexes", "dropDatabase", "killCursors"}


class Recorder(CommandListener):
    """Keeps the commands that a client sends."""

    def __init__(self) -> None:
        self.commands: list[Document] = []

    def started(self, event: CommandStartedEvent) -> None:
        if event.command_name not in _OF_THE_DRIVER:
            self.commands.append(dict(event.command))

    def succeeded(self, event: CommandSucceededEvent) -> None: ...

    def failed(self, event: CommandFailedEvent) -> None: ...


async def do_everything(store: database.Database) -> None:
    tasks, outbox, agenda = StoredTasks(store), StoredOutbox(store), StoredAgenda(store)
    for stimulus in ("asks", "asks too", "asks"):
        await tasks.number_for(TEAM, stimulus)
    made = created(1, due=Due(on=date(2026, 11, 26)), assignees=("lead",))
    for event in (made, made, created(2), created(3, due=Due(at=later(120)))):
        await tasks.add(event)
    started = transitions.start(made.task, by="lead", at=later(1), stimulus="starts")
    for _ in range(2):
        await tasks.save(started)
    completed = transitions.complete(created(2).task, by="lead", at=later(1), stimulus="completes")
    await tasks.save(completed)
    await tasks.catch_up(TEAM)
    for _ in range(2):
        await tasks.renumber(TEAM, "asks", taken=1)
    await tasks.find(TEAM, 1)
    await tasks.find_many(TEAM, [1, 2])
    for wanted, size in product((Filter(), Filter(scope=Scope.CREATED), ALL, replace(ALL, channel_id="C1")), (1, 9)):
        page = await tasks.page(LEAD, wanted, now=NOW, zone=NEW_YORK, size=size)
        await tasks.page(LEAD, wanted, now=NOW, zone=NEW_YORK, size=size, after=page.first)
        await tasks.page(LEAD, wanted, now=NOW, zone=NEW_YORK, size=size, before=page.last)
    assert (await tasks.search(LEAD, "ship it", skip=0, size=9)).tasks
    await tasks.progress(LEAD, "C1")
    await tasks.changed_by(TEAM, "lead", since=NOW)

    await outbox.undelivered(TEAM, 1)
    await outbox.overdue(EVERYWHERE, committed_before=datetime.now(UTC) + timedelta(minutes=1))
    await outbox.discharge([made, completed])

    await agenda.snooze(TEAM, 1, Snooze(user_id="lead", at=NOW))
    await agenda.look_again(TEAM, "lead", now=NOW)
    appointments = await agenda.claim(now=later(9999), holder="one", limit=9)
    assert appointments
    kept = (Kept(appointment=each, snoozes=(), looked_at=NOW, next_look_at=None) for each in appointments)
    await agenda.keep("one", list(kept))

    await _do_everything_with_deliveries(StoredLedger(store))
    await _do_everything_with_people(RememberedPeople(store))
    await _do_everything_with_the_past(StoredHistory(store))
    await _do_everything_with_homes(StoredHomes(store))

    await StoredBacklog(store).oldest(now=later(9999), within_s=5)

    leases = Leases(store, "one")
    await leases.renew()
    await leases.renew()
    await leases.release()


async def _do_everything_with_people(people: RememberedPeople) -> None:
    for user_id in ("U1", "U1", "U2"):
        await people.store(person(user_id, "lead"))
    await people.find(TEAM, "U1")
    await people.find_many(TEAM, ["U1", "U2"])
    await people.by_username(TEAM, "lead")
    await people.prefer(person("U1", "lead"))
    await people.rename(TEAM, "U1", "captain")
    for size in (1, 9):
        await people.everybody(TEAM, skip=0, size=size)


async def _do_everything_with_the_past(history: StoredHistory) -> None:
    await history.record([created(1), created(2)])
    await history.record([created(1)])
    await history.last_number(TEAM)
    for size in (1, 9):
        await history.of_task(TEAM, 1, until=5, size=size)


async def _do_everything_with_homes(homes: StoredHomes) -> None:
    now = datetime.now(UTC)
    await homes.opened(TEAM, "lead", page=0, real_now=now)
    await homes.changed([(TEAM, "lead"), ("T2", "tester")], real_now=now)
    for home in await homes.stale(EVERYWHERE, limit=9):
        await homes.published(home)


async def _do_everything_with_deliveries(ledger: StoredLedger) -> None:
    await ledger.record([owed(1), owed(2)])
    await ledger.record([owed(1)])
    await ledger.redraw([created(1).task, replace(created(1).task, version=2)])
    await ledger.waiting(EVERYWHERE, excluding=(), limit=9)
    await ledger.waiting([1], excluding=["C1", "C2"], limit=9)
    await ledger.postpone(owed(1), until_real=NOW, reason="ratelimited")
    await ledger.hold(owed(1), "not_in_channel")
    await ledger.release(TEAM, "C1")
    await ledger.posted(owed(1), standing(1))
    await ledger.card(TEAM, 1)
    await ledger.stale(EVERYWHERE, limit=9)
    await ledger.redrawn(owed(1), 2)
    await ledger.repost(owed(1))
    await ledger.drop(owed(1), "needless")
    await ledger.withdraw(TEAM, 1, 1)
