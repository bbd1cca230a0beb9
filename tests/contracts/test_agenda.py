"""What `Agenda` promises."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from bot.service.ports import Agenda, Appointment, Kept
from bot.tasks import transitions
from bot.tasks.due import Due
from bot.tasks.events import Event
from bot.tasks.reminders import Snooze
from bot.tasks.task import Priority, Task
from tests.contracts.conftest import Ports
from tests.contracts.samples import NOW, TEAM, created, later, taken_back

IN_TWO_HOURS = Due(at=later(120))
FIRST_LOOK = later(60)


async def _due(agenda: Agenda, now: datetime, holder: str = "one") -> list[int]:
    return [appointment.task.number for appointment in await agenda.claim(now=now, holder=holder, limit=100)]


def _looked(appointment: Appointment, *, next_look_at: datetime | None = None, snoozes: Sequence[Snooze] = ()) -> Kept:
    return Kept(appointment=appointment, snoozes=tuple(snoozes), looked_at=FIRST_LOOK, next_look_at=next_look_at)


def _rescheduled(task: Task, due: Due | None, *, at: datetime) -> Event:
    return transitions.reschedule(task, due, by="lead", at=at, stimulus=f"reschedules {task.version}")


async def test_a_look_is_due_an_hour_before_the_task_is(ports: Ports) -> None:
    event = created(due=IN_TWO_HOURS)
    await ports.tasks.add(event)
    assert await _due(ports.agenda, FIRST_LOOK - timedelta(milliseconds=1)) == []
    (appointment,) = await ports.agenda.claim(now=FIRST_LOOK, holder="one", limit=9)
    assert appointment == Appointment(task=event.task, set_at=NOW, since=NOW, snoozes=())


async def test_case_08_a_look_that_was_missed_is_due_until_somebody_looks(ports: Ports) -> None:
    await ports.tasks.add(created(due=IN_TWO_HOURS))
    assert await _due(ports.agenda, FIRST_LOOK + timedelta(days=3)) == [1]


async def test_a_date_is_looked_at_when_its_morning_begins_on_earth(ports: Ports) -> None:
    await ports.tasks.add(created(due=Due(on=date(2026, 11, 27))))
    earliest = datetime(2026, 11, 26, 19, tzinfo=UTC)
    assert await _due(ports.agenda, earliest - timedelta(seconds=1)) == []
    assert await _due(ports.agenda, earliest) == [1]


async def test_a_task_without_a_due_is_not_looked_at(ports: Ports) -> None:
    await ports.tasks.add(created())
    assert await _due(ports.agenda, NOW + timedelta(days=999)) == []


async def test_case_01_of_two_processes_one_gets_a_look(ports: Ports) -> None:
    await ports.tasks.add(created(due=IN_TWO_HOURS))
    assert await _due(ports.agenda, FIRST_LOOK, "one") == [1]
    assert await _due(ports.agenda, FIRST_LOOK, "two") == []


async def test_case_03_of_four_claims_at_once_one_gets_the_look(ports: Ports) -> None:
    await ports.tasks.add(created(due=IN_TWO_HOURS))
    claims = await asyncio.gather(*(_due(ports.agenda, FIRST_LOOK, f"holder {n}") for n in range(4)))
    assert sorted(claims) == [[], [], [], [1]]


async def test_case_03_many_looks_are_shared_without_a_double(ports: Ports) -> None:
    for number in range(1, 31):
        await ports.tasks.add(created(number, due=IN_TWO_HOURS))
    claims = await asyncio.gather(*(_due(ports.agenda, FIRST_LOOK, f"holder {n}") for n in range(4)))
    assert sorted(number for claim in claims for number in claim) == list(range(1, 31))


async def test_no_more_is_claimed_than_asked_for_and_the_longest_due_first(ports: Ports) -> None:
    for number in (1, 2, 3):
        await ports.tasks.add(created(number, due=Due(at=later(200 - number))))
    now = later(300)
    (first,) = await ports.agenda.claim(now=now, holder="one", limit=1)
    assert first.task.number == 3
    assert sorted(await _due(ports.agenda, now, "two")) == [1, 2]


async def test_a_look_that_is_settled_is_due_at_its_next_moment(ports: Ports) -> None:
    await ports.tasks.add(created(due=IN_TWO_HOURS))
    (appointment,) = await ports.agenda.claim(now=FIRST_LOOK, holder="one", limit=9)
    await ports.agenda.keep("one", [_looked(appointment, next_look_at=later(120))])
    assert await _due(ports.agenda, later(119)) == []
    (again,) = await ports.agenda.claim(now=later(120), holder="two", limit=9)
    assert (again.set_at, again.since) == (NOW, FIRST_LOOK)


async def test_a_task_without_a_next_look_is_left_alone(ports: Ports) -> None:
    await ports.tasks.add(created(due=IN_TWO_HOURS))
    (appointment,) = await ports.agenda.claim(now=FIRST_LOOK, holder="one", limit=9)
    await ports.agenda.keep("one", [_looked(appointment)])
    await ports.agenda.keep("one", [])
    assert await _due(ports.agenda, NOW + timedelta(days=9)) == []


async def test_only_the_holder_settles_a_look(ports: Ports) -> None:
    await ports.tasks.add(created(due=IN_TWO_HOURS))
    (appointment,) = await ports.agenda.claim(now=FIRST_LOOK, holder="one", limit=9)
    await ports.agenda.keep("two", [_looked(appointment, next_look_at=later(500))])
    await ports.agenda.snooze(TEAM, 1, Snooze(user_id="lead", at=later(70)))
    (again,) = await ports.agenda.claim(now=later(80), holder="three", limit=9)
    assert again.since == NOW


async def test_a_look_at_a_task_that_changed_meanwhile_stays_due(ports: Ports) -> None:
    task = await ports.tasks.add(created(due=IN_TWO_HOURS))
    (appointment,) = await ports.agenda.claim(now=FIRST_LOOK, holder="one", limit=9)
    await ports.tasks.save(transitions.take(task, by="tester", at=FIRST_LOOK, stimulus="takes"))
    await ports.agenda.keep("one", [_looked(appointment)])
    (again,) = await ports.agenda.claim(now=FIRST_LOOK, holder="two", limit=9)
    assert again.task.assignees == ("tester",)


async def test_a_look_at_a_task_that_was_snoozed_meanwhile_stays_due(ports: Ports) -> None:
    await ports.tasks.add(created(due=IN_TWO_HOURS))
    (appointment,) = await ports.agenda.claim(now=FIRST_LOOK, holder="one", limit=9)
    snooze = Snooze(user_id="lead", at=later(90))
    assert await ports.agenda.snooze(TEAM, 1, snooze)
    await ports.agenda.keep("one", [_looked(appointment)])
    (again,) = await ports.agenda.claim(now=FIRST_LOOK, holder="two", limit=9)
    assert again.snoozes == (snooze,)


async def test_who_joins_a_task_after_its_look_is_looked_at(ports: Ports) -> None:
    """Their morning may be earlier than that of those who had the task before."""
    task = await ports.tasks.add(created(due=Due(on=date(2026, 11, 27))))
    looked_at = datetime(2026, 11, 26, 19, tzinfo=UTC)
    (appointment,) = await ports.agenda.claim(now=looked_at, holder="one", limit=9)
    new_york = datetime(2026, 11, 27, 14, tzinfo=UTC)
    await ports.agenda.keep("one", [_looked(appointment, next_look_at=new_york)])
    joined_at = looked_at + timedelta(hours=1)
    await ports.tasks.save(transitions.take(task, by="tester", at=joined_at, stimulus="takes"))
    assert await _due(ports.agenda, joined_at) == [1]


async def test_case_21_a_finished_task_is_not_looked_at(ports: Ports) -> None:
    task = await ports.tasks.add(created(due=IN_TWO_HOURS))
    await ports.agenda.snooze(TEAM, 1, Snooze(user_id="lead", at=later(5)))
    await ports.tasks.save(transitions.complete(task, by="lead", at=later(59), stimulus="completes"))
    assert await _due(ports.agenda, NOW + timedelta(days=1)) == []


async def test_a_withdrawn_task_is_not_looked_at(ports: Ports) -> None:
    task = await ports.tasks.add(created(due=IN_TWO_HOURS))
    await ports.tasks.save(taken_back(task, at=later(1)))
    assert await _due(ports.agenda, NOW + timedelta(days=1)) == []


async def test_a_due_that_moved_later_reminds_at_its_new_time_only(ports: Ports) -> None:
    task = await ports.tasks.add(created(due=IN_TWO_HOURS))
    await ports.tasks.save(_rescheduled(task, Due(at=later(600)), at=later(5)))
    assert await _due(ports.agenda, later(539)) == []
    (appointment,) = await ports.agenda.claim(now=later(540), holder="one", limit=9)
    assert (appointment.set_at, appointment.since) == (later(5), later(5))


async def test_a_due_that_moved_earlier_reminds(ports: Ports) -> None:
    task = await ports.tasks.add(created(due=Due(at=later(600))))
    await ports.tasks.save(_rescheduled(task, IN_TWO_HOURS, at=later(5)))
    assert await _due(ports.agenda, later(59)) == []
    assert await _due(ports.agenda, FIRST_LOOK) == [1]


async def test_a_due_that_was_taken_off_reminds_nobody(ports: Ports) -> None:
    task = await ports.tasks.add(created(due=IN_TWO_HOURS))
    await ports.tasks.save(_rescheduled(task, None, at=later(5)))
    assert await _due(ports.agenda, NOW + timedelta(days=9)) == []


async def test_a_due_that_is_given_to_a_task_without_one_reminds(ports: Ports) -> None:
    task = await ports.tasks.add(created())
    await ports.tasks.save(_rescheduled(task, IN_TWO_HOURS, at=later(5)))
    assert await _due(ports.agenda, FIRST_LOOK) == [1]


async def test_what_was_put_off_stays_whatever_becomes_of_the_due(ports: Ports) -> None:
    task = await ports.tasks.add(created(due=IN_TWO_HOURS))
    snooze = Snooze(user_id="lead", at=later(20))
    await ports.agenda.snooze(TEAM, 1, snooze)
    moved = _rescheduled(task, Due(at=later(600)), at=later(5))
    await ports.tasks.save(moved)
    assert await _due(ports.agenda, later(19)) == []
    await ports.tasks.save(_rescheduled(moved.task, None, at=later(6)))
    (appointment,) = await ports.agenda.claim(now=later(20), holder="one", limit=9)
    assert appointment.snoozes == (snooze,)


async def test_a_reopened_task_is_looked_at_anew(ports: Ports) -> None:
    task = await ports.tasks.add(created(due=IN_TWO_HOURS))
    completed = transitions.complete(task, by="lead", at=later(1), stimulus="completes")
    await ports.tasks.save(completed)
    await ports.tasks.save(transitions.reopen(completed.task, by="lead", at=later(2), stimulus="reopens"))
    assert await _due(ports.agenda, later(59)) == []
    (appointment,) = await ports.agenda.claim(now=FIRST_LOOK, holder="one", limit=9)
    assert appointment.set_at == later(2)


async def test_a_completion_that_was_taken_back_is_looked_at_anew(ports: Ports) -> None:
    task = await ports.tasks.add(created(due=IN_TWO_HOURS))
    completed = transitions.complete(task, by="lead", at=later(1), stimulus="completes")
    await ports.tasks.save(completed)
    await ports.tasks.save(taken_back(completed.task, at=later(2)))
    assert await _due(ports.agenda, FIRST_LOOK) == [1]


async def test_a_deleted_task_is_looked_at_once_it_is_restored(ports: Ports) -> None:
    task = await ports.tasks.add(created(due=IN_TWO_HOURS))
    await ports.agenda.snooze(TEAM, 1, Snooze(user_id="lead", at=later(20)))
    deleted = transitions.delete(task, by="lead", at=later(1), stimulus="deletes")
    await ports.tasks.save(deleted)
    assert await _due(ports.agenda, NOW + timedelta(days=9)) == []
    assert not await ports.agenda.snooze(TEAM, 1, Snooze(user_id="lead", at=later(20)))
    await ports.tasks.save(transitions.restore(deleted.task, by="lead", at=later(2), stimulus="restores"))
    assert await _due(ports.agenda, later(59)) == []
    assert await _due(ports.agenda, FIRST_LOOK) == [1]


async def test_what_does_not_touch_the_due_leaves_the_next_look_where_it_is(ports: Ports) -> None:
    task = await ports.tasks.add(created(due=IN_TWO_HOURS))
    (appointment,) = await ports.agenda.claim(now=FIRST_LOOK, holder="one", limit=9)
    await ports.agenda.keep("one", [_looked(appointment, next_look_at=later(120))])
    started = transitions.start(task, by="lead", at=later(70), stimulus="starts")
    urgent = transitions.prioritize(started.task, Priority.URGENT, by="lead", at=later(71), stimulus="presses")
    for event in (started, urgent):
        assert await ports.tasks.save(event)
    assert await _due(ports.agenda, later(119)) == []
    (again,) = await ports.agenda.claim(now=later(120), holder="two", limit=9)
    assert (again.set_at, again.since) == (NOW, FIRST_LOOK)


async def test_who_joins_a_task_without_a_due_is_not_looked_at(ports: Ports) -> None:
    task = await ports.tasks.add(created())
    await ports.tasks.save(transitions.take(task, by="tester", at=later(1), stimulus="takes"))
    assert await _due(ports.agenda, NOW + timedelta(days=9)) == []


async def test_a_later_snooze_replaces_an_earlier_one(ports: Ports) -> None:
    await ports.tasks.add(created())
    theirs = Snooze(user_id="tester", at=later(40))
    for snooze in (Snooze(user_id="lead", at=later(20)), theirs, Snooze(user_id="lead", at=later(60))):
        assert await ports.agenda.snooze(TEAM, 1, snooze)
    (appointment,) = await ports.agenda.claim(now=later(60), holder="one", limit=9)
    assert set(appointment.snoozes) == {theirs, Snooze(user_id="lead", at=later(60))}


async def test_snoozes_that_are_left_are_kept(ports: Ports) -> None:
    await ports.tasks.add(created())
    left = Snooze(user_id="tester", at=later(40))
    await ports.agenda.snooze(TEAM, 1, left)
    await ports.agenda.snooze(TEAM, 1, Snooze(user_id="lead", at=later(20)))
    (appointment,) = await ports.agenda.claim(now=later(20), holder="one", limit=9)
    await ports.agenda.keep("one", [_looked(appointment, next_look_at=left.at, snoozes=[left])])
    assert await _due(ports.agenda, later(39)) == []
    (again,) = await ports.agenda.claim(now=later(40), holder="two", limit=9)
    assert again.snoozes == (left,)


async def test_a_task_that_is_not_active_cannot_be_snoozed(ports: Ports) -> None:
    task = await ports.tasks.add(created())
    await ports.tasks.save(transitions.complete(task, by="lead", at=later(1), stimulus="completes"))
    assert not await ports.agenda.snooze(TEAM, 1, Snooze(user_id="lead", at=later(5)))
    assert not await ports.agenda.snooze(TEAM, 2, Snooze(user_id="lead", at=later(5)))
    assert await _due(ports.agenda, later(10)) == []


async def test_the_dated_tasks_of_somebody_who_moved_are_looked_at(ports: Ports) -> None:
    dated = Due(on=date(2026, 12, 24))
    for event in (
        created(1, assignees=("tester",), due=dated),
        created(2, maker="tester", due=dated),
        created(3, maker="tester", assignees=("lead",), due=dated),
        created(4, assignees=("tester",), due=Due(at=later(9999))),
        created(5, assignees=("tester",)),
        created(6, assignees=("tester",), due=dated, team_id="T2"),
    ):
        await ports.tasks.add(event)
    await ports.agenda.look_again(TEAM, "tester", now=NOW)
    assert sorted(await _due(ports.agenda, NOW)) == [1, 2]
