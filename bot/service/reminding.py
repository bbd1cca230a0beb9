"""Looking at the tasks whose time has come, and putting a reminder off."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from bot.service import seeing
from bot.service.ports import Agenda, Appointment, Channels, Kept, Ledger, People, Tasks, Wakeups
from bot.service.stimuli import Stimulus
from bot.tasks import audience, reminders, transitions
from bot.tasks.due import Due
from bot.tasks.errors import AlreadyCompleted, NotFound
from bot.tasks.partitions import partition_of
from bot.tasks.people import Person
from bot.tasks.reminders import Snooze, SnoozeChoice
from bot.tasks.task import ChangeKind

BATCH = 200


@dataclass(frozen=True)
class _Claimed:
    holder: str
    appointments: Sequence[Appointment]


@dataclass(frozen=True)
class Reminding:
    """The use cases of reminders."""

    tasks: Tasks
    agenda: Agenda
    ledger: Ledger
    people: People
    channels: Channels
    wakeups: Wakeups

    async def look_around(self, *, now: datetime) -> int:
        """Look at every task whose look is due, record the reminders owed; tells how many tasks that were.

        Several processes may do this at once: each look is claimed by one, and a delivery recorded twice is one. While
        some are looked at, the next are claimed.
        """
        looked_at = 0
        claimed = await self._claim(now)
        while claimed.appointments:
            looked_at += len(claimed.appointments)
            _, claimed = await asyncio.gather(self._look(claimed, now), self._claim(now))
        return looked_at

    async def snooze(self, number: int, choice: SnoozeChoice, stimulus: Stimulus) -> datetime:
        """Remind the person again later; tells when. Raises `NotFound` or `AlreadyCompleted`."""
        person = await self.people.person(stimulus.team_id, stimulus.user_id)
        return await self.snooze_until(number, _snoozed_until(choice, stimulus.at, person), stimulus)

    async def snooze_until(self, number: int, at: datetime, stimulus: Stimulus) -> datetime:
        """Remind the person again at a moment of their choice. Raises `DueIsPast` as well."""
        transitions.require_ahead(Due(at=at), stimulus.at)
        task = await self.tasks.find(stimulus.team_id, number)
        await seeing.require_sight(self.channels, task, number, await seeing.viewer(self.people, stimulus))
        snooze = Snooze(user_id=stimulus.user_id, at=at)
        if not await self.agenda.snooze(stimulus.team_id, number, snooze):
            raise await self._finished(stimulus.team_id, number)
        return at

    async def _claim(self, now: datetime) -> _Claimed:
        holder = uuid4().hex
        return _Claimed(holder, await self.agenda.claim(now=now, holder=holder, limit=BATCH))

    async def _look(self, claimed: _Claimed, now: datetime) -> None:
        people = await self._people(claimed.appointments)
        owed, kept = [], []
        for appointment in claimed.appointments:
            task = appointment.task
            look = reminders.look(
                task,
                [people[task.team_id, user_id] for user_id in _concerned(appointment)],
                snoozes=appointment.snoozes,
                set_at=appointment.set_at,
                since=appointment.since,
                now=now,
            )
            owed += [audience.reminding(task, reminder) for reminder in look.due_now]
            kept.append(
                Kept(appointment=appointment, snoozes=look.snoozes, looked_at=now, next_look_at=look.next_look_at)
            )
        if owed:
            await self.ledger.record(owed)
            self.wakeups.wake({partition_of(delivery.team_id, delivery.destination) for delivery in owed})
        await self.agenda.keep(claimed.holder, kept)

    async def _people(self, appointments: Sequence[Appointment]) -> dict[tuple[str, str], Person]:
        wanted: defaultdict[str, set[str]] = defaultdict(set)
        for appointment in appointments:
            wanted[appointment.task.team_id].update(_concerned(appointment))
        return {
            (team_id, user_id): person
            for team_id, user_ids in wanted.items()
            for user_id, person in (await self.people.persons(team_id, user_ids)).items()
        }

    async def _finished(self, team_id: str, number: int) -> Exception:
        task = await self.tasks.find(team_id, number)
        if task is None or task.is_gone:
            return NotFound(number=number)
        finished = task.last(ChangeKind.COMPLETED) or task.last_change
        return AlreadyCompleted(number=number, by=finished.actor, at=finished.at)


def _concerned(appointment: Appointment) -> tuple[str, ...]:
    snoozers = (snooze.user_id for snooze in appointment.snoozes)
    return tuple(dict.fromkeys((*reminders.recipients(appointment.task), *snoozers)))


def _snoozed_until(choice: SnoozeChoice, at: datetime, person: Person) -> datetime:
    match choice:
        case SnoozeChoice.TWENTY_MINUTES:
            return at + timedelta(minutes=20)
        case SnoozeChoice.ONE_HOUR:
            return at + timedelta(hours=1)
        case SnoozeChoice.TOMORROW:
            return reminders.tomorrow_morning(at, person.timezone)
