import asyncio
import logging
import os
import re
import signal
import sys
import time
import urllib.request
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
import pytest_asyncio
from aiohttp import web

from bot.cli import doctor, logs, main, manifest
from bot.engines import directory, embedded, ports
from bot.settings import LogFormat, Role, Secret

PROJECT = Path(__file__).parents[2]
READY_S = 8
STOPPED_S = 5
ALL_SCOPES = ",".join(sorted(manifest.bot_scopes()))
TOKENS = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}


class Answer(msgspec.Struct):
    """What the fake Slack says to one method."""

    body: dict[str, object] | str
    scopes: str = ""


class FakeSlack:
    """Answers the two methods that the doctor calls."""

    def __init__(self) -> None:
        self.url = ""
        self.answers = {
            "auth.test": Answer({"ok": True, "user": "taskbot", "team": "Workshop"}, ALL_SCOPES),
            "apps.connections.open": Answer({"ok": True, "url": "wss://nowhere"}),
        }
        self.tokens: dict[str, str] = {}

    async def post(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        self.tokens[method] = request.headers["Authorization"]
        answer = self.answers[method]
        if isinstance(answer.body, str):
            return web.Response(text=answer.body, status=500)
        return web.json_response(answer.body, headers={"x-oauth-scopes": answer.scopes})


@pytest_asyncio.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    fake = FakeSlack()
    application = web.Application()
    application.router.add_post("/api/{method}", fake.post)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, ports.HOST, 0).start()
    fake.url = f"http://{ports.HOST}:{runner.addresses[0][1]}/api/"
    yield fake
    await runner.cleanup()


async def faults(environ: Mapping[str, str]) -> list[str]:
    return [finding.words for finding in await doctor.examined(environ, None) if not finding.is_well]


async def facts(environ: Mapping[str, str]) -> str:
    return "\n".join(str(finding) for finding in await doctor.examined(environ, None) if finding.is_well)


def test_the_version_and_help_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    for option in ("--version", "--help"):
        with pytest.raises(SystemExit) as left:
            main.main([option])
        assert left.value.code == 0
    told = capsys.readouterr().out
    assert re.match(r"taskbot \d+\.\d+\.\d+\n", told)
    assert all(command in told for command in ("demo", "run", "doctor", "manifest"))


@pytest.fixture
def root_logger() -> Iterator[logging.Logger]:
    """The root of all loggers, put back as it was."""
    root = logging.getLogger()
    before = (root.level, root.handlers[:])
    yield root
    root.setLevel(before[0])
    root.handlers[:] = before[1]


@pytest.mark.usefixtures("root_logger")
def test_a_log_line_is_a_constant_message_and_its_fields(capsys: pytest.CaptureFixture[str]) -> None:
    logs.begin(logging.INFO, LogFormat.TEXT)
    logging.getLogger("bot.engines").info("engine started", extra={"engine": "mongod", "token": Secret("hidden")})
    logging.getLogger("uvicorn.error").info("Shutting down")
    told = capsys.readouterr().err
    assert told.endswith(" INFO bot.engines: engine started engine=mongod token=Secret(***)\n")
    assert told.count("\n") == 1


@pytest.mark.usefixtures("root_logger")
def test_a_log_line_in_json_is_one_object_with_the_traceback_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    logs.begin(logging.INFO, LogFormat.JSON)
    fields = {"team": "T1", "number": 12, "message_id": "x\ny", "token": Secret("hidden"), "parts": frozenset({1})}
    logging.getLogger("bot.engines").info("engine %s", "started", extra=fields)
    logging.getLogger("bot").error("a request failed", exc_info=ValueError("broken"))
    told = capsys.readouterr().err
    assert told.count("\n") == 2
    assert "hidden" not in told
    started, failed = (msgspec.json.decode(line) for line in told.splitlines())
    assert started["fields"] == {
        "team": "T1",
        "number": 12,
        "message_id": "x\ny",
        "token": "Secret(***)",
        "parts": [1],
    }
    assert (started["level"], started["logger"], started["message"]) == ("INFO", "bot.engines", "engine started")
    assert abs(datetime.fromisoformat(started["time"]) - datetime.now(UTC)) < timedelta(minutes=1)
    assert started["time"].endswith("Z")
    assert "exception" not in started
    assert failed["exception"] == "ValueError: broken"


def test_no_command_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main([]) == 2
    assert "usage: taskbot" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "roles"),
    [
        ([], set(Role)),
        (["--role", "slack"], {Role.SLACK}),
        (["--role", "slack", "notifier"], {Role.SLACK, Role.NOTIFIER}),
        (["--role", "notifier", "--role", "scheduler"], {Role.NOTIFIER, Role.SCHEDULER}),
    ],
)
def test_run_has_the_roles_named_or_all(options: list[str], roles: set[Role], monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[frozenset[Role]] = []

    def run_main(roles: frozenset[Role]) -> int:
        asked.append(roles)
        return 0

    monkeypatch.setattr("bot.cli.run.main", run_main)
    assert main.main(["run", *options]) == 0
    assert asked == [roles]


@pytest.mark.parametrize("arguments", [["run", "--role", "cook"], ["run", "--role"], ["fly"], ["demo", "--old"]])
def test_a_wrong_call_is_refused(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main.main(arguments)
    assert left.value.code == 2


async def test_all_is_well_with_real_servers_and_all_scopes(mongodb_uri: str, redis_url: str, slack: FakeSlack) -> None:
    environ = {**TOKENS, "MONGODB_URI": mongodb_uri, "REDIS_URL": redis_url, "SLACK_API_URL": slack.url}
    assert await faults(environ) == []
    assert slack.tokens == {"auth.test": "Bearer xoxb-1", "apps.connections.open": "Bearer xapp-1"}
    told = await facts(environ)
    for fact in ("Python 3.", "Taskbot", "MongoDB 6", "Valkey", "taskbot in the workspace Workshop", "Socket Mode"):
        assert fact in told
    assert "xoxb-1" not in told


async def test_embedded_engines_are_looked_at_where_no_server_is_given(slack: FakeSlack, tmp_path: Path) -> None:
    environ = {**TOKENS, "SLACK_API_URL": slack.url, "TASKBOT_DATA_DIR": str(tmp_path / "new")}
    assert await faults(environ) == []
    told = await facts(environ)
    assert re.search(r"an embedded mongod \d+\.\d+\.\d+", told)
    assert re.search(r"an embedded valkey-server \d+\.\d+\.\d+", told)
    assert not (tmp_path / "new").exists()


async def test_one_fault_hides_no_other(slack: FakeSlack, tmp_path: Path) -> None:
    (tmp_path / "thesis").touch()
    port = ports.any_free()
    slack.answers["apps.connections.open"] = Answer({"ok": False, "error": "missing_scope"})
    told = await faults(
        {
            "SLACK_BOT_TOKEN": "nonsense",
            "SLACK_APP_TOKEN": "xapp-1",
            "SLACK_API_URL": slack.url,
            "REDIS_URL": f"redis://:hidden@127.0.0.1:{port}/0",
            "TASKBOT_DATA_DIR": str(tmp_path),
            "PORT": "many",
        }
    )
    for words in (
        "SLACK_BOT_TOKEN must begin",
        "PORT must be",
        "Redis at",
        "does not bear Taskbot's marker",
        "the scope conn",
    ):
        assert sum(words in fault for fault in told) == 1, words
    assert len(told) == 5
    assert "hidden" not in "".join(told)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer({"ok": True}, "commands,chat:write"), "lacks the scopes channels:read, chat:write.public, groups:read"),
        (Answer({"ok": False, "error": "invalid_auth"}), "SLACK_BOT_TOKEN is refused (invalid_auth): copy it again"),
        (Answer({"ok": False, "error": "account_inactive"}), "install the app to the workspace again"),
        (Answer({"ok": False, "error": "fatal_error"}), "SLACK_BOT_TOKEN is refused (fatal_error)"),
        (Answer("<html>"), "does not answer"),
        (Answer("[]"), "is not Slack's Web API"),
    ],
)
async def test_what_slack_refuses_comes_with_its_remedy(answer: Answer, words: str, slack: FakeSlack) -> None:
    slack.answers["auth.test"] = answer
    [told] = await faults({**TOKENS, "SLACK_API_URL": slack.url})
    assert words in told


async def test_no_slack_at_all_is_told() -> None:
    told = await faults({**TOKENS, "SLACK_API_URL": f"http://127.0.0.1:{ports.any_free()}/"})
    assert len(told) == 2
    assert all("correct SLACK_API_URL" in fault for fault in told)


async def test_with_nothing_set_the_doctor_points_to_the_demo_and_the_readme(tmp_path: Path) -> None:
    async with taskbot("doctor", folder=tmp_path) as process:
        said, _ = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 1
    assert "wrong  Nothing is set" in said.decode()
    assert "make demo" in said.decode()
    assert "README.md" in said.decode()


async def test_run_tells_all_wrong_settings_at_once_and_starts_nothing(tmp_path: Path) -> None:
    async with taskbot("run", folder=tmp_path, environ={"PORT": "x", "SLACK_BOT_TOKEN": "hidden"}) as process:
        said, _ = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 1
    assert [line.split(" ")[0] for line in said.decode().splitlines()] == ["SLACK_BOT_TOKEN", "PORT", "SLACK_APP_TOKEN"]
    assert "hidden" not in said.decode()
    assert list_of(tmp_path) == []


@pytest.mark.parametrize(
    ("method", "answer", "words"),
    [
        ("auth.test", "invalid_auth", "Slack refuses SLACK_BOT_TOKEN (invalid_auth): copy it again"),
        ("apps.connections.open", "invalid_auth", "Slack refuses SLACK_APP_TOKEN (invalid_auth): copy it again"),
        ("auth.test", "internal_error", "Slack does not answer (internal_error): look at the network"),
    ],
)
async def test_run_ends_with_a_sentence_when_slack_refuses(
    method: str, answer: str, words: str, slack: FakeSlack, mongodb_uri: str, redis_url: str, tmp_path: Path
) -> None:
    slack.answers[method] = Answer({"ok": False, "error": answer})
    await _ends_with(words, slack.url, mongodb_uri, redis_url, tmp_path)


async def test_run_ends_with_a_sentence_when_slack_cannot_be_reached(
    mongodb_uri: str, redis_url: str, tmp_path: Path
) -> None:
    nowhere = f"http://127.0.0.1:{ports.any_free()}/api/"
    await _ends_with("Slack does not answer (ClientConnectorError)", nowhere, mongodb_uri, redis_url, tmp_path)


async def _ends_with(words: str, api_url: str, mongodb_uri: str, redis_url: str, folder: Path) -> None:
    servers = {"MONGODB_URI": mongodb_uri, "REDIS_URL": f"{redis_url}/7"}
    environ = {**TOKENS, **servers, "SLACK_API_URL": api_url, "PORT": "0"}
    async with taskbot("run", folder=folder, environ=environ) as process:
        said, _ = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 1
    assert said.decode().splitlines()[-1].startswith(words)
    assert "Traceback" not in said.decode()


async def test_the_demo_is_up_and_gone_in_time_keeps_its_data_and_begins_anew(tmp_path: Path) -> None:
    folder = tmp_path / "my demo"
    folder.mkdir()
    health = ports.any_free()
    environ = {"PORT": str(health), "SANDBOX_PORT": str(ports.any_free())}
    kept: list[bool] = []
    for options in ([], [], ["--fresh"]):
        async with taskbot("demo", *options, folder=folder, environ=environ) as process:
            url = await ready_url(process)
            assert await status(f"{url}/_control/state") == 200
            assert await status(f"http://127.0.0.1:{health}/healthz") == 200
            kept.append((folder / ".taskbot-demo" / "kept").exists())
            (folder / ".taskbot-demo" / "kept").touch()
            began = time.monotonic()
            process.send_signal(signal.SIGINT)
            assert await asyncio.wait_for(process.wait(), STOPPED_S) == 0
            assert time.monotonic() - began < STOPPED_S
        assert [engine.process() for engine in embedded.engines_of(folder / ".taskbot-demo")] == [None, None]
    assert kept == [False, True, False]


async def test_a_demo_killed_is_taken_over_and_a_second_one_is_told(tmp_path: Path) -> None:
    environ = {"PORT": "0", "SANDBOX_PORT": "0"}
    async with taskbot("demo", folder=tmp_path, environ=environ) as killed:
        await ready_url(killed)
        killed.kill()
    async with taskbot("demo", folder=tmp_path, environ=environ) as first:
        await ready_url(first)
        async with taskbot("demo", folder=tmp_path, environ=environ) as second:
            said, _ = await asyncio.wait_for(second.communicate(), 20)
        assert second.returncode == 1
        assert "A demo is running" in said.decode()
        async with taskbot("demo", "--fresh", folder=tmp_path, environ=environ) as third:
            said, _ = await asyncio.wait_for(third.communicate(), 20)
        assert third.returncode == 1
        assert "in use by another Taskbot process" in said.decode()
    assert first.returncode == 0
    assert [engine.process() for engine in embedded.engines_of(tmp_path / ".taskbot-demo")] == [None, None]


async def test_a_demo_minds_no_settings_and_touches_no_data_of_a_real_workspace(tmp_path: Path) -> None:
    lines = ("SLACK_BOT_TOKEN=wrong", "MONGODB_URI=mongodb://127.0.0.1:9/", "TASKBOT_DATA_DIR=data")
    (tmp_path / ".env").write_text("\n".join(lines), encoding="ascii")
    tasks = directory.opened(tmp_path / "data") / "tasks"
    tasks.touch()
    async with taskbot("demo", "--fresh", folder=tmp_path, environ={"PORT": "0", "SANDBOX_PORT": "0"}) as process:
        await ready_url(process)
    assert process.returncode == 0
    assert tasks.exists()
    assert sorted(list_of(tmp_path / "data")) == [directory.MARKER, "tasks"]
    assert (tmp_path / "data-demo" / "slack").is_dir()


@asynccontextmanager
async def taskbot(
    *arguments: str, folder: Path, environ: Mapping[str, str] | None = None
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run the command in a folder with these settings alone; what still runs at the end is asked to stop."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot.cli.main", *arguments),
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(PROJECT), "HOME": str(folder), **(environ or {})},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await asyncio.wait_for(process.communicate(), 10)


async def ready_url(process: asyncio.subprocess.Process) -> str:
    """Read what the process says until it is ready."""
    assert process.stdout is not None
    async with asyncio.timeout(READY_S):
        while line := (await process.stdout.readline()).decode():
            if line.startswith("Workspace ready: "):
                return line.removeprefix("Workspace ready: ").strip()
    raise AssertionError("the demo ended before it was ready")


async def status(url: str) -> int:
    def asked() -> int:
        with urllib.request.urlopen(url, timeout=5) as response:
            return int(response.status)

    return await asyncio.to_thread(asked)


def list_of(folder: Path) -> list[str]:
    return [entry.name for entry in folder.iterdir()]
