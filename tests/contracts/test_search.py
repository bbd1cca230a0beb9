"""What `Tasks.search` promises."""

import pytest

from bot.service.ports import Tasks
from bot.tasks import editing, transitions
from bot.tasks.people import Viewer
from bot.tasks.task import Fields
from tests.contracts.conftest import Ports
from tests.contracts.samples import PRIVATE, TEAM, created, later, taken_back

LEAD = Viewer(team_id=TEAM, user_id="lead")


@pytest.fixture
def tasks(ports: Ports) -> Tasks:
    return ports.tasks


async def _found(tasks: Tasks, words: str, *, viewer: Viewer = LEAD) -> list[int]:
    page = await tasks.search(viewer, words, skip=0, size=100)
    assert page.total == len(page.tasks)
    return [task.number for task in page.tasks]


async def _add(tasks: Tasks, *titles: str) -> None:
    for number, title in enumerate(titles, start=1):
        await tasks.add(created(number, title))


async def test_all_the_words_are_there_whole_and_in_any_order(tasks: Tasks) -> None:
    await _add(tasks, "ship the rocket", "rocket shipping", "the ship of rocket people", "ship it")
    assert await _found(tasks, "rocket ship") == [3, 1]
    assert await _found(tasks, "ship") == [4, 3, 1]
    assert await _found(tasks, "ship ship") == [4, 3, 1]
    assert await _found(tasks, "ship moon") == []


async def test_no_word_is_too_common_and_none_is_bent(tasks: Tasks) -> None:
    await _add(tasks, "the and of it", "running", "runs")
    assert await _found(tasks, "the") == [1]
    assert await _found(tasks, "running") == [2]
    assert await _found(tasks, "run") == []


async def test_title_and_description_are_searched_as_one(tasks: Tasks) -> None:
    await tasks.add(created(1, "Fix login", description="The button is grey.\n\nOnly in Safari."))
    await tasks.add(created(2, "Fix login"))
    assert await _found(tasks, "login safari") == [1]
    assert await _found(tasks, "FIX Login") == [2, 1]


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("Größe der Straße prüfen", "straße größe"),
        ("Überprüfe den Ofen", "ÜBERPRÜFE"),
        ("исправить Ошибку входа", "ошибку"),
        ("हिन्दी में काम करें।", "हिन्दी काम"),
        ("修复 登录", "登录"),
        ("תקן את הבאג", "הבאג"),
        ("release v1.2.3 of snake_case", "v1.2 snake_case"),
        ("see https://example.com/a?b=c", "https://example.com/a"),
        ("don't stop", "don't"),
        ("C++ and C#", "c++"),
        ("ask <@U0123ABC> first", "<@U0123ABC>"),
    ],
)
async def test_words_of_every_script_are_found(tasks: Tasks, title: str, typed: str) -> None:
    await _add(tasks, title, "something else")
    assert await _found(tasks, typed) == [1]


@pytest.mark.parametrize(
    "typed",
    [
        "-ship",
        "- ship",
        "ship -rocket",
        '"ship rocket"',
        '"ship',
        'ship"rocket',
        "\\ship\\",
        '\\"ship',
        "ship | rocket",
        "ship*",
        "(ship)",
        "ship: rocket!",
        "{$ship}",
    ],
)
async def test_case_123_signs_mean_nothing_special(tasks: Tasks, typed: str) -> None:
    await _add(tasks, "ship the rocket")
    assert await _found(tasks, typed) == [1]


@pytest.mark.parametrize("typed", ["", "   ", '"', '""', "-", "---", "\\", ".*", "^$", "()", "$", "\n"])
async def test_case_123_what_has_no_word_finds_nothing(tasks: Tasks, typed: str) -> None:
    await _add(tasks, "ship the rocket", '- "ship" $ .* ^$ \\')
    page = await tasks.search(LEAD, typed, skip=0, size=9)
    assert (page.tasks, page.total) == ((), 0)


@pytest.mark.parametrize("typed", ["s.ip", "sh[ip]", "ship|moon", "moon -ship", "shi", "hip", "ship moon"])
async def test_case_123_no_pattern_and_no_part_of_a_word_finds_it(tasks: Tasks, typed: str) -> None:
    await _add(tasks, "ship the rocket")
    assert await _found(tasks, typed) == []


async def test_the_newest_come_first_in_pages(tasks: Tasks) -> None:
    await _add(tasks, *["ship it"] * 7)
    for skip, numbers in ((0, [7, 6, 5]), (3, [4, 3, 2]), (6, [1]), (9, [])):
        page = await tasks.search(LEAD, "ship", skip=skip, size=3)
        assert ([task.number for task in page.tasks], page.total, page.skipped) == (numbers, 7, skip)


async def test_what_a_person_may_not_see_is_not_found(tasks: Tasks) -> None:
    await tasks.add(created(1, maker="tester", place=PRIVATE))
    await tasks.add(created(2, maker="tester", place=None))
    await tasks.add(created(3, maker="tester"))
    await tasks.add(created(4, team_id="T2"))
    assert await _found(tasks, "ship") == [3]
    inside = Viewer(team_id=TEAM, user_id="lead", channels=frozenset({PRIVATE.channel_id}))
    assert await _found(tasks, "ship", viewer=inside) == [3, 1]
    assert await _found(tasks, "ship", viewer=Viewer(team_id=TEAM, user_id="guest", is_guest=True)) == []


async def test_finished_tasks_are_found_and_those_that_are_gone_are_not(tasks: Tasks) -> None:
    first, second, third = [await tasks.add(created(number)) for number in (1, 2, 3)]
    deleted = transitions.delete(second, by="lead", at=later(1), stimulus="deletes")
    await tasks.save(transitions.complete(first, by="lead", at=later(1), stimulus="completes"))
    await tasks.save(deleted)
    await tasks.save(taken_back(third, at=later(1)))
    assert await _found(tasks, "ship") == [1]
    await tasks.save(transitions.restore(deleted.task, by="lead", at=later(2), stimulus="restores"))
    assert await _found(tasks, "ship") == [2, 1]


async def test_a_task_is_found_by_its_new_words(tasks: Tasks) -> None:
    task = await tasks.add(created(1))
    edited = editing.edit(task, Fields(title="Launch it"), since_version=1, by="lead", at=later(1), stimulus="edits")
    await tasks.save(edited)
    assert await _found(tasks, "launch") == [1]
    assert await _found(tasks, "ship") == []
