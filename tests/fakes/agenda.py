"""The agenda in memory, on the same tasks."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

from bot.service import ports
from bot.service.ports import Appointment
from bot.tasks import reminders
from bot.tasks.reminders import Snooze
from tests.fakes.tasks import FakeTasks, Kept


class FakeAgenda:
    """The port `Agenda`."""

    def __init__(self, tasks: FakeTasks) -> None:
        self._kept = tasks.kept

    async def claim(self, *, now: datetime, holder: str, limit: int) -> Sequence[Appointment]:
        due = [(kept.wake_at, kept) for kept in self._kept.values() if kept.wake_at and kept.wake_at <= now]
        real_now = datetime.now(UTC)
        free = [each for each in due if each[1].claim is None or each[1].claim[1] <= real_now]
        appointments = []
        for _, kept in sorted(free, key=lambda each: each[0])[:limit]:
            kept.claim = (holder, real_now + timedelta(seconds=30))
            appointments.append(
                Appointment(task=kept.task, set_at=kept.set_at, since=kept.looked_at, snoozes=kept.snoozes)
            )
        return appointments

    async def keep(self, holder: str, kept: Collection[ports.Kept]) -> None:
        for each in kept:
            task = each.appointment.task
            row = self._kept[task.team_id, task.number]
            if row.claim is not None and row.claim[0] == holder:
                row.claim, row.snoozes = None, each.snoozes
                row.looked_at, row.wake_at = each.looked_at, each.next_look_at

    async def snooze(self, team_id: str, number: int, snooze: Snooze) -> bool:
        kept = self._kept.get((team_id, number))
        if kept is None or not kept.task.is_active:
            return False
        kept.snoozes = (*(each for each in kept.snoozes if each.user_id != snooze.user_id), snooze)
        _wake(kept, snooze.at)
        return True

    async def look_again(self, team_id: str, user_id: str, *, now: datetime) -> None:
        for kept in self._kept.values():
            task = kept.task
            is_dated = task.due is not None and task.due.on is not None
            if task.team_id == team_id and task.is_active and is_dated and user_id in reminders.recipients(task):
                _wake(kept, now)


def _wake(kept: Kept, at: datetime) -> None:
    kept.claim = None
    kept.wake_at = at if kept.wake_at is None else min(kept.wake_at, at)
