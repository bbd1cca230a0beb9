"""What a bot's port tells while Redis, MongoDB or Slack is away, and what Prometheus is told meanwhile."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest_asyncio
from prometheus_client.parser import text_string_to_metric_families

from bot.settings import Role
from tests import slack
from tests.faults.surroundings import Surroundings, surroundings
from tests.slack import eventually

TOLD_WITHIN_S = 2.5


@dataclass
class Watched:
    """A bot, its people, and what can be taken away from both."""

    around: Surroundings
    port: int
    session: aiohttp.ClientSession

    async def asked(self, path: str) -> tuple[int, str]:
        async with self.session.get(f"http://127.0.0.1:{self.port}{path}") as answer:
            return answer.status, await answer.text()

    async def ready(self) -> tuple[int, dict[str, Any]]:
        async with self.session.get(f"http://127.0.0.1:{self.port}/readyz") as answer:
            return answer.status, await answer.json()

    async def statuses(self) -> Mapping[str, str]:
        _, told = await self.ready()
        return {name: check["status"] for name, check in told["checks"].items()}

    async def value(self, name: str, **labels: str) -> float | None:
        status, exposed = await self.asked("/metrics")
        assert status == 200
        families = text_string_to_metric_families(exposed)
        found = [each for family in families for each in family.samples if each.name == name and each.labels == labels]
        return found[0].value if found else None


@pytest_asyncio.fixture
async def watched(tmp_path: Path) -> AsyncIterator[Watched]:
    """A bot with servers of its own."""
    async with (
        surroundings(tmp_path, database="test_watched") as around,
        aiohttp.ClientSession() as session,
        slack.a_bot(around.settings) as port,
    ):
        yield Watched(around, port, session)
        os.kill(around.mongod_pid, signal.SIGCONT)


async def test_a_bot_with_all_that_it_needs_is_ready_and_counts(watched: Watched) -> None:
    people = watched.around.people
    assert await watched.asked("/healthz") == (200, "serving\n")
    status, told = await watched.ready()
    assert status == 200
    assert told["ready"]
    checks = told["checks"]
    assert set(checks) == {"process", "mongodb", "redis", "ticks", "outbox", "reminders", "slack"}
    assert {check["status"] for check in checks.values()} == {"ok"}
    assert checks["slack"]["open_connections"] == 2
    assert checks["ticks"].keys() == {"status", "sweep_s", "reminders_s"}
    assert checks["outbox"]["oldest_undelivered_event_s"] < 5

    await people.post("faults", method="chat.postMessage", status=429, retry_after_s=1)
    await people.type("lead", "general", "add Count me")
    card = await people.card("general", "Count me")
    await people.type("lead", "general", "show 12345")
    await people.click("tester", card, "task_complete")

    async def redrawn() -> bool:
        return bool(await watched.value("taskbot_messages_total", kind="card", outcome="redrawn", reason=""))

    await eventually(redrawn)
    assert await watched.value("taskbot_request_seconds_count", kind="command", outcome="answered") == 1
    assert await watched.value("taskbot_request_seconds_count", kind="command", outcome="refused") == 1
    assert await watched.value("taskbot_request_seconds_count", kind="click", outcome="answered") == 1
    assert await watched.value("taskbot_changes_total", change="completed") == 1
    assert await watched.value("taskbot_events_announced_total") == 2
    assert await watched.value("taskbot_messages_total", kind="card", outcome="postponed", reason="Limited") == 1
    assert await watched.value("taskbot_messages_total", kind="card", outcome="posted", reason="") == 1
    assert await watched.value("taskbot_slack_limits_total", method="chat.postMessage") == 1
    assert await watched.value("taskbot_socket_connections") == 2
    assert await watched.value("taskbot_ready") == 1
    assert (await watched.value("taskbot_ticks_total", job="sweep") or 0) > 0


async def test_without_redis_people_are_served_and_it_is_told(watched: Watched) -> None:
    await watched.around.valkey.kill()
    await asyncio.sleep(1)

    status, told = await watched.ready()

    assert (status, told["ready"], told["checks"]["redis"]["status"]) == (200, True, "degraded")
    assert await watched.value("taskbot_dependency_up", dependency="redis") == 0
    await watched.around.valkey.start()
    await eventually(lambda: _is(watched, "redis", "ok"))


async def test_without_mongodb_a_bot_lives_and_is_not_ready(watched: Watched) -> None:
    os.kill(watched.around.mongod_pid, signal.SIGSTOP)
    await asyncio.sleep(1)

    began = time.monotonic()
    status, told = await watched.ready()

    assert time.monotonic() - began < TOLD_WITHIN_S
    assert (status, told["ready"]) == (503, False)
    assert {name: told["checks"][name]["status"] for name in ("mongodb", "outbox", "reminders")} == {
        "mongodb": "failed",
        "outbox": "unknown",
        "reminders": "unknown",
    }
    assert (await watched.asked("/healthz"))[0] == 200
    assert await watched.value("taskbot_ready") == 0
    os.kill(watched.around.mongod_pid, signal.SIGCONT)
    await eventually(lambda: _is(watched, "mongodb", "ok"))


async def test_without_slack_a_bot_is_not_ready(watched: Watched) -> None:
    await watched.around.slack.aclose()

    await eventually(lambda: _is(watched, "slack", "failed"))

    status, told = await watched.ready()
    assert (status, told["checks"]["slack"]["open_connections"]) == (503, 0)


async def test_a_notifier_alone_needs_no_connection(
    tmp_path: Path, mongodb_uri: str, redis_url: str, database_name: str
) -> None:
    async with slack.a_local_slack(tmp_path / "slack") as people, aiohttp.ClientSession() as session:
        settings = slack.settings_for(
            people, mongodb_uri=mongodb_uri, redis_url=f"{redis_url}/6", database=database_name
        )
        async with (
            slack.a_bot(settings, frozenset({Role.NOTIFIER})) as port,
            session.get(f"http://127.0.0.1:{port}/readyz") as answer,
        ):
            told = await answer.json()
    assert told["ready"]
    assert set(told["checks"]) == {"process", "mongodb", "redis", "ticks", "outbox", "reminders"}
    assert told["checks"]["ticks"].keys() == {"status", "sweep_s"}


async def _is(watched: Watched, check: str, status: str) -> bool:
    return (await watched.statuses())[check] == status
