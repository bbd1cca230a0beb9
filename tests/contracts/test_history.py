"""What `History` promises."""

import asyncio

from bot.tasks import transitions
from bot.tasks.events import Event
from tests.contracts.conftest import Ports
from tests.contracts.samples import TEAM, created, later


def _five_events(number: int = 1) -> list[Event]:
    events: list[Event] = [created(number)]
    for minute, text in enumerate(("one", "$two", "three", "four"), start=1):
        task = events[-1].task
        events.append(transitions.comment(task, text, by="tester", at=later(minute), stimulus=f"says {text}"))
    return events


async def test_changes_are_kept_and_found_by_their_versions(ports: Ports) -> None:
    events = _five_events()
    await ports.history.record(events[:3])
    await ports.history.record(events[3:])
    for until in (0, 1, 4, 5, 9):
        found = await ports.history.of_task(TEAM, 1, until=until, size=2)
        last = [event for event in events if event.version <= until][-2:]
        assert found == {event.version: event.change for event in last}


async def test_each_task_has_its_own_past(ports: Ports) -> None:
    await ports.history.record([created(1), created(2), created(1, team_id="T2")])
    assert await ports.history.of_task(TEAM, 1, until=9, size=9) == {1: created(1).change}
    assert await ports.history.of_task(TEAM, 3, until=9, size=9) == {}


async def test_case_76_an_event_that_is_told_again_is_kept_once(ports: Ports) -> None:
    events = _five_events()
    await ports.history.record([])
    await ports.history.record(events[:2])
    await asyncio.gather(*(ports.history.record(events) for _ in range(4)))
    assert len(await ports.history.of_task(TEAM, 1, until=9, size=9)) == 5


async def test_what_is_kept_stays_as_it_is(ports: Ports) -> None:
    await ports.history.record([created(1)])
    await ports.history.record([created(1, maker="tester")])
    assert await ports.history.of_task(TEAM, 1, until=9, size=9) == {1: created(1).change}


async def test_the_highest_number_is_that_of_the_workspace(ports: Ports) -> None:
    assert await ports.history.last_number(TEAM) == 0
    await ports.history.record([created(2), created(11), created(3), created(99, team_id="T2")])
    assert await ports.history.last_number(TEAM) == 11
