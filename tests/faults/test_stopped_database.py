"""MongoDB stopped for five seconds just when somebody acts: answered in time, and the result follows once."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from bot.engines import mongod, ports, processes
from tests import slack
from tests.slack import People, all_text, eventually, number_of, title_of

STOPPED_S = 5
ANSWERED_WITHIN_S = 3


@dataclass
class StoppableMongod:
    """A MongoDB of a test's own that can be held still."""

    pid: int
    uri: str

    async def stopped(self) -> None:
        """Hold it still from now on for five seconds."""
        os.kill(self.pid, signal.SIGSTOP)
        asyncio.get_running_loop().call_later(STOPPED_S, os.kill, self.pid, signal.SIGCONT)


@pytest_asyncio.fixture(scope="module")
async def database(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[StoppableMongod]:
    """Start it."""
    directory = tmp_path_factory.mktemp("mongod")
    port = ports.any_free()
    await mongod.launch(directory, port, directory / "log")
    await mongod.settle(port)
    (process,) = mongod.KIND.running(directory)
    yield StoppableMongod(process.pid, mongod.address(port))
    await processes.stop(mongod.KIND, directory, gentle_s=5)


@pytest_asyncio.fixture(scope="module")
async def people(
    tmp_path_factory: pytest.TempPathFactory, redis_url: str, database: StoppableMongod
) -> AsyncIterator[People]:
    """The people of a workspace whose bot uses it."""
    async with slack.a_local_slack(Path(tmp_path_factory.mktemp("slack"))) as people:
        settings = slack.settings_for(
            people, mongodb_uri=database.uri, redis_url=f"{redis_url}/5", database="test_stopped"
        )
        async with slack.a_bot(settings):
            yield people


async def test_case_52_133_a_command_is_answered_in_time_and_obeyed_once(
    people: People, database: StoppableMongod
) -> None:
    await database.stopped()

    began = time.monotonic()
    answer = await people.type("lead", "general", "add While it stood still")
    assert time.monotonic() - began < ANSWERED_WITHIN_S
    assert answer is None

    async def told() -> bool:
        mine = [each for each in await people.messages("general", "lead") if each.get("is_ephemeral")]
        return any("Added" in each["text"] and "While it stood still" in each["text"] for each in mine)

    await eventually(told, within_s=20)
    await people.card("general", "While it stood still")
    listed = await people.type("lead", "general", "list While")
    assert "1-1 of 1" in all_text(listed)


async def test_a_click_is_acknowledged_in_time_and_done_once(people: People, database: StoppableMongod) -> None:
    await people.type("lead", "general", "add Click while it stands still")
    card = await people.card("general", "Click while it stands still")
    await database.stopped()

    began = time.monotonic()
    await people.click("tester", card, "task_complete")
    assert time.monotonic() - began < ANSWERED_WITHIN_S

    async def done() -> bool:
        return "Completed by tester" in all_text(await people.card("general", "Click while it stands still"))

    await eventually(done, within_s=20)


async def test_case_53_a_form_opens_in_time_and_is_saved_once(people: People, database: StoppableMongod) -> None:
    number = number_of(await people.type("lead", "general", "add Edit while it stands still"))
    await people.card("general", "Edit while it stands still")
    await database.stopped()

    await people.type("lead", "general", f"edit {number}")
    waiting = (await people.get("views/lead"))["views"]
    assert [title_of(view) for view in waiting] == ["One moment"]
    form = await eventually(lambda: _form(people, f"Edit #{number}"), within_s=20)

    await database.stopped()
    began = time.monotonic()
    sent = await people.submit("lead", form, title="Edited while it stood still")
    assert time.monotonic() - began < ANSWERED_WITHIN_S
    assert [title_of(view) for view in sent["response"]["views"]] == ["One moment"]
    await eventually(lambda: _form(people, "Done"), within_s=20)
    await people.card("general", "Edited while it stood still")


async def test_home_is_drawn_when_it_can_be(people: People, database: StoppableMongod) -> None:
    await people.type("lead", "general", "add Home while it stands still @designer")
    await people.told("designer", "Home while it stands still")
    await database.stopped()

    await people.post("open-home", user="designer")

    async def drawn() -> bool:
        home = (await people.get("views/designer"))["home"]
        return home is not None and "Home while it stands still" in all_text(home)

    await eventually(drawn, within_s=20)


async def _form(people: People, title: str) -> slack.View | None:
    views = (await people.get("views/lead"))["views"]
    return next((view for view in views if title_of(view) == title), None)
