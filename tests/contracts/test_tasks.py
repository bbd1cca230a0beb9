"""What `Tasks` promises, but for lists."""

import asyncio
from datetime import date, timedelta

import pytest

from bot.service.ports import NumberTaken, Tasks
from bot.tasks import editing, transitions, undoing
from bot.tasks.due import Due
from bot.tasks.events import Event
from bot.tasks.task import Fields, Priority, Status, Task
from tests.contracts.conftest import Ports
from tests.contracts.samples import NOW, PRIVATE, TEAM, created, later, taken_back


async def test_a_task_is_found_as_it_was_added(ports: Ports) -> None:
    event = created(
        title="Prüfe <b> & $where",
        description="zwei\nZeilen",
        assignees=("designer", "tester"),
        place=PRIVATE,
        due=Due(on=date(2026, 12, 1)),
        priority=Priority.HIGH,
        labels=("Bug", "büro"),
    )
    assert await ports.tasks.add(event) == event.task
    assert await ports.tasks.find(TEAM, 1) == event.task


async def test_a_task_that_is_not_there_is_none(ports: Ports) -> None:
    await ports.tasks.add(created(1))
    assert await ports.tasks.find(TEAM, 2) is None
    assert await ports.tasks.find("T2", 1) is None


async def test_several_tasks_are_found_at_once(ports: Ports) -> None:
    first, second = created(1), created(2)
    await ports.tasks.add(first)
    await ports.tasks.add(second)
    await ports.tasks.add(created(3, team_id="T2"))
    assert await ports.tasks.find_many(TEAM, [1, 2, 3]) == {1: first.task, 2: second.task}
    assert await ports.tasks.find_many(TEAM, []) == {}


async def test_numbers_go_up_in_each_workspace_apart(ports: Ports) -> None:
    assert [await ports.tasks.number_for(TEAM, f"asks {n}") for n in range(3)] == [1, 2, 3]
    assert await ports.tasks.number_for("T2", "asks 0") == 1


async def test_a_repeated_stimulus_gets_its_number_again(ports: Ports) -> None:
    first = await ports.tasks.number_for(TEAM, "asks")
    await ports.tasks.number_for(TEAM, "asks too")
    assert await ports.tasks.number_for(TEAM, "asks") == first


async def test_a_stimulus_that_is_handled_twice_at_once_gets_one_number(ports: Ports) -> None:
    numbers = await asyncio.gather(*(ports.tasks.number_for(TEAM, "asks") for _ in range(8)))
    assert len(set(numbers)) == 1


async def test_numbers_taken_at_once_differ(ports: Ports) -> None:
    numbers = await asyncio.gather(*(ports.tasks.number_for(TEAM, f"asks {n}") for n in range(24)))
    assert len(set(numbers)) == 24


async def test_case_12_a_number_that_is_stored_keeps_its_task(ports: Ports) -> None:
    first = created(title="first")
    await ports.tasks.add(first)
    assert await ports.tasks.add(created(title="second")) == first.task
    assert await ports.tasks.find(TEAM, 1) == first.task


async def test_a_number_that_is_another_task_s_is_refused(ports: Ports) -> None:
    first = created(title="first", stimulus="asks first")
    await ports.tasks.add(first)
    with pytest.raises(NumberTaken):
        await ports.tasks.add(created(title="second", stimulus="asks second"))
    assert await ports.tasks.find(TEAM, 1) == first.task


async def test_a_number_is_another_s_though_its_task_no_longer_knows_how_it_was_made(ports: Ports) -> None:
    task = await ports.tasks.add(created(stimulus="asks first"))
    for n in range(25):
        event = transitions.prioritize(task, list(Priority)[n % 2], by="lead", at=later(n + 1), stimulus=f"changes {n}")
        await ports.tasks.save(event)
        task = event.task
    with pytest.raises(NumberTaken):
        await ports.tasks.add(created(maker="tester", stimulus="asks second"))


async def test_a_stimulus_gets_another_number_once(ports: Ports) -> None:
    """Though the counter has gone back, and several processes find that out at the same time."""
    for number in (1, 2, 3):
        await ports.tasks.add(created(number))
    taken = await ports.tasks.number_for(TEAM, "asks")
    assert taken == 1
    numbers = await asyncio.gather(*(ports.tasks.renumber(TEAM, "asks", taken=taken) for _ in range(4)))
    assert len(set(numbers)) == 1
    assert numbers[0] > 3
    assert await ports.tasks.number_for(TEAM, "asks") == numbers[0]


async def test_a_change_replaces_the_task(ports: Ports) -> None:
    task = await ports.tasks.add(created())
    event = transitions.start(task, by="lead", at=later(1), stimulus="starts")
    assert await ports.tasks.save(event)
    assert await ports.tasks.find(TEAM, 1) == event.task


async def test_of_two_changes_to_the_same_version_one_is_refused(ports: Ports) -> None:
    task = await ports.tasks.add(created())
    mine = transitions.start(task, by="lead", at=later(1), stimulus="starts")
    theirs = transitions.complete(task, by="tester", at=later(1), stimulus="completes")
    outcomes = await asyncio.gather(ports.tasks.save(mine), ports.tasks.save(theirs))
    assert sorted(outcomes) == [False, True]
    assert await ports.tasks.find(TEAM, 1) == (mine if outcomes[0] else theirs).task


async def test_a_change_whose_answer_was_lost_may_be_saved_again(ports: Ports) -> None:
    task = await ports.tasks.add(created())
    event = transitions.start(task, by="lead", at=later(1), stimulus="starts")
    await ports.tasks.save(event)
    await ports.tasks.save(transitions.complete(event.task, by="tester", at=later(2), stimulus="completes"))
    assert await ports.tasks.save(event)
    found = await ports.tasks.find(TEAM, 1)
    assert found is not None
    assert found.version == 3


async def test_a_change_of_a_task_that_is_not_there_is_refused(ports: Ports) -> None:
    event = transitions.start(created().task, by="lead", at=later(1), stimulus="starts")
    assert not await ports.tasks.save(event)
    assert await ports.tasks.find(TEAM, 1) is None


@pytest.mark.parametrize("status", list(Status))
async def test_case_136_each_status_is_spelled_alike_everywhere(ports: Ports, status: Status) -> None:
    task = await _task_in(ports.tasks, status)
    found = await ports.tasks.find(TEAM, task.number)
    assert found is not None
    assert found.status is status


async def test_what_somebody_changed_is_found_the_latest_change_first(ports: Ports) -> None:
    first = await ports.tasks.add(created(1, at=later(-6)))
    second = await ports.tasks.add(created(2, at=later(-5)))
    third = await ports.tasks.add(created(3, at=later(-4)))
    await ports.tasks.add(created(4, maker="tester", at=later(-1)))
    started = transitions.start(first, by="lead", at=later(-3), stimulus="starts")
    taken = transitions.take(started.task, by="designer", at=later(-2), stimulus="takes")
    for event in (started, taken):
        await ports.tasks.save(event)
    assert await ports.tasks.changed_by(TEAM, "lead", since=later(-10)) == [taken.task, third, second]
    assert await ports.tasks.changed_by(TEAM, "designer", since=later(-10)) == [taken.task]


async def test_what_one_command_changed_is_found_together(ports: Ports) -> None:
    for number in (1, 2, 3):
        task = await ports.tasks.add(created(number, maker="tester"))
        await ports.tasks.save(transitions.start(task, by="lead", at=later(1), stimulus="starts all"))
    found = await ports.tasks.changed_by(TEAM, "lead", since=NOW)
    assert [task.number for task in found] == [3, 2, 1]


async def test_what_somebody_made_go_away_is_found_as_well(ports: Ports) -> None:
    first, second = await ports.tasks.add(created(1)), await ports.tasks.add(created(2))
    deleted = transitions.delete(first, by="lead", at=later(1), stimulus="deletes")
    withdrawn = taken_back(second, at=later(2))
    for event in (deleted, withdrawn):
        await ports.tasks.save(event)
    assert await ports.tasks.changed_by(TEAM, "lead", since=NOW) == [withdrawn.task, deleted.task]
    assert await ports.tasks.find(TEAM, 1) == deleted.task
    assert await ports.tasks.find(TEAM, 2) == withdrawn.task


async def test_what_somebody_changed_too_long_ago_is_not_found(ports: Ports) -> None:
    task = await ports.tasks.add(created(at=later(-15)))
    await ports.tasks.save(transitions.start(task, by="tester", at=later(-1), stimulus="starts"))
    assert await ports.tasks.changed_by(TEAM, "lead", since=later(-10)) == []
    assert await ports.tasks.changed_by("T2", "tester", since=later(-10)) == []


async def test_every_field_of_a_change_is_kept(ports: Ports) -> None:
    task = await ports.tasks.add(created(due=Due(on=date(2026, 12, 1)), labels=("bug",), description="$title"))
    edited = editing.edit(
        task,
        Fields(title="$$ROOT", description="{$set: 1}", due=None, labels=("$bug", "api"), assignees=("tester",)),
        since_version=1,
        by="lead",
        at=later(1),
        stimulus="edits",
    )
    commented = transitions.comment(edited.task, "$5 for $name", by="tester", at=later(2), stimulus="comments")
    undone = undoing.undo(commented.task, edited.change, by="lead", at=later(3), stimulus="undoes")
    for event in (edited, commented, undone):
        assert await ports.tasks.save(event)
        assert await ports.tasks.save(event)
        assert await ports.tasks.find(TEAM, 1) == event.task
    assert await ports.outbox.undelivered(TEAM, 1) == [
        created(due=Due(on=date(2026, 12, 1)), labels=("bug",), description="$title"),
        edited,
        commented,
        undone,
    ]


async def test_case_126_what_another_workspace_did_is_not_found(ports: Ports) -> None:
    await ports.tasks.add(created(team_id="T2"))
    assert await ports.tasks.find(TEAM, 1) is None
    assert await ports.tasks.find_many(TEAM, [1]) == {}
    assert await ports.tasks.changed_by(TEAM, "lead", since=NOW - timedelta(days=1)) == []


async def _task_in(tasks: Tasks, status: Status) -> Task:
    task = await tasks.add(created())
    match status:
        case Status.OPEN:
            return task
        case Status.STARTED:
            event: Event = transitions.start(task, by="lead", at=later(1), stimulus="changes")
        case Status.DONE:
            event = transitions.complete(task, by="lead", at=later(1), stimulus="changes")
    assert await tasks.save(event)
    return event.task
