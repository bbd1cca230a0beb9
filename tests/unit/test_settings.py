import logging
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.settings import LogFormat, Role, Secret, Settings, SettingsError, is_loopback, load

TOKENS = {"SLACK_BOT_TOKEN": "xoxb-1-a", "SLACK_APP_TOKEN": "xapp-1-a"}


def problems(
    environ: Mapping[str, str], dotenv: Path | None = None, *, roles: frozenset[Role] = frozenset()
) -> list[str]:
    with pytest.raises(SettingsError) as raised:
        load(environ, dotenv, roles=roles)
    assert str(raised.value) == "\n".join(raised.value.problems)
    return list(raised.value.problems)


def test_nothing_set_gives_the_embedded_engines_and_the_usual_ports() -> None:
    settings = load({}, None)
    assert settings == Settings()
    assert (settings.mongodb_uri, settings.redis_url) == (None, None)
    assert (settings.data_dir, settings.port, settings.sandbox_port) == (Path(".taskbot"), 3000, 8765)
    assert settings.slack_api_url == "https://slack.com/api/"


def test_every_setting_is_read() -> None:
    environ = {
        **TOKENS,
        "SLACK_SIGNING_SECRET": "shh",
        "SLACK_API_URL": "http://127.0.0.1:8765/api",
        "MONGODB_URI": "mongodb://lead:pw@db/?replicaSet=rs",
        "REDIS_URL": "rediss://:pw@cache:6380/1",
        "TASKBOT_DATA_DIR": "/data/my tasks",
        "PORT": "0",
        "SANDBOX_PORT": "65535",
        "TASKBOT_CLOCK_URL": "http://127.0.0.1:8765/_control/clock",
        "TASKBOT_LOG_FORMAT": "json",
    }
    assert load(environ, None) == Settings(
        slack_bot_token=Secret("xoxb-1-a"),
        slack_app_token=Secret("xapp-1-a"),
        slack_signing_secret=Secret("shh"),
        slack_api_url="http://127.0.0.1:8765/api/",
        mongodb_uri=Secret("mongodb://lead:pw@db/?replicaSet=rs"),
        redis_url=Secret("rediss://:pw@cache:6380/1"),
        data_dir=Path("/data/my tasks"),
        port=0,
        sandbox_port=65535,
        clock_url="http://127.0.0.1:8765/_control/clock",
        log_format=LogFormat.JSON,
    )


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("SLACK_BOT_TOKEN", "xapp-1-hidden"),
        ("SLACK_BOT_TOKEN", "xoxb-hid den"),
        ("SLACK_BOT_TOKEN", "xoxb-"),
        ("SLACK_APP_TOKEN", "xoxb-1-hidden"),
        ("SLACK_SIGNING_SECRET", "hid den"),
        ("SLACK_API_URL", "slack.com/api"),
        ("SLACK_API_URL", "ftp://slack.com"),
        ("SLACK_API_URL", "http://"),
        ("SLACK_API_URL", "http://127.0.0.1:99999/"),
        ("MONGODB_URI", "db.example:27017"),
        ("MONGODB_URI", "redis://hidden@db"),
        ("MONGODB_URI", "mongodb://"),
        ("REDIS_URL", "mongodb://hidden@db"),
        ("REDIS_URL", "redis:/hidden"),
        ("PORT", "http"),
        ("PORT", "-1"),
        ("PORT", "65536"),
        ("PORT", "3000.0"),
        ("PORT", "٣٠٠٠"),
        ("SANDBOX_PORT", "1e3"),
        ("TASKBOT_CLOCK_URL", "127.0.0.1:8765"),
        ("TASKBOT_LOG_FORMAT", "xml-hidden"),
        ("TASKBOT_DATA_DIR", "~nobody-of-this-name/x"),
    ],
)
def test_a_wrong_value_is_named_by_its_key_and_not_shown(key: str, value: str) -> None:
    [problem] = problems({key: value})
    assert problem.startswith(f"{key} ")
    assert "hid" not in problem


def test_a_file_in_the_data_directory_s_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert problems({"TASKBOT_DATA_DIR": str(tmp_path / "file")}) == ["TASKBOT_DATA_DIR is a file: choose a folder."]


def test_all_that_is_wrong_comes_in_one_message() -> None:
    told = problems({"PORT": "x", "SLACK_BOT_TOKEN": "secret", "MONGODB_URI": "?"}, roles=frozenset(Role))
    assert [line.split(" ", 1)[0] for line in told] == ["SLACK_BOT_TOKEN", "MONGODB_URI", "PORT", "SLACK_APP_TOKEN"]


@pytest.mark.parametrize(
    ("roles", "missing"),
    [
        (set(), []),
        ({Role.SLACK}, ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"]),
        ({Role.NOTIFIER}, ["SLACK_BOT_TOKEN"]),
        ({Role.SCHEDULER}, ["SLACK_BOT_TOKEN"]),
        (set(Role), ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"]),
    ],
)
def test_the_tokens_that_the_roles_need_must_be_there(roles: set[Role], missing: list[str]) -> None:
    assert load(TOKENS, None, roles=frozenset(roles)).slack_app_token == Secret("xapp-1-a")
    if missing:
        told = problems({}, roles=frozenset(roles))
        assert [line.split(" ", 1)[0] for line in told] == missing
        assert all("is missing" in line for line in told)


@pytest.mark.parametrize("api", [None, "https://slack.com/api/", "http://10.0.0.1/", "http://localhost.example/"])
def test_a_moved_clock_is_refused_beside_a_real_slack(api: str | None) -> None:
    environ = {"TASKBOT_CLOCK_URL": "http://127.0.0.1:8765/_control/clock"}
    [problem] = problems(environ | ({"SLACK_API_URL": api} if api else {}))
    assert problem.startswith("TASKBOT_CLOCK_URL ")
    assert "SLACK_API_URL" in problem


@pytest.mark.parametrize("api", ["http://localhost:1/", "http://127.0.0.9/api/", "http://[::1]:8765/api/"])
def test_a_moved_clock_is_taken_beside_a_slack_of_this_machine(api: str) -> None:
    assert load({"TASKBOT_CLOCK_URL": "http://[::1]:1/c", "SLACK_API_URL": api}, None).clock_url == "http://[::1]:1/c"
    assert is_loopback(api)


def test_the_environment_wins_over_the_file_and_an_empty_value_is_none(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text(
        "# mine\nexport PORT=4000\nSANDBOX_PORT='5000'\nREDIS_URL=\nMONGODB_URI=mongodb://db/?a=$HOME#x\n",
        encoding="utf-8",
    )
    settings = load({"PORT": "4001", "SANDBOX_PORT": " ", "HOME": "/elsewhere"}, dotenv)
    assert (settings.port, settings.sandbox_port, settings.redis_url) == (4001, 5000, None)
    assert settings.mongodb_uri == Secret("mongodb://db/?a=$HOME#x")


def test_a_file_that_is_not_there_is_none(tmp_path: Path) -> None:
    assert load({}, tmp_path / ".env") == Settings()


def test_lines_that_cannot_be_read_are_named_and_the_rest_is_checked(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("PORT=x\nSLACK_BOT_TOKEN='xoxb-hidden\n", encoding="utf-8")
    told = problems({}, dotenv)
    assert [f"{dotenv} line 2" in told[0], told[1].startswith("PORT ")] == [True, True]
    assert "hidden" not in "".join(told)


@pytest.mark.parametrize("content", [b"PORT=\xff\xfe", None])
def test_a_file_that_is_no_text_is_told(tmp_path: Path, content: bytes | None) -> None:
    dotenv = tmp_path / ".env"
    if content is None:
        dotenv.mkdir()
    else:
        dotenv.write_bytes(content)
    assert problems({}, dotenv) == [f"{dotenv} cannot be read: make it a readable text file in UTF-8."]


def test_a_secret_shows_itself_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    settings = load({**TOKENS, "MONGODB_URI": "mongodb://lead:hidden@db/"}, None)
    with caplog.at_level(logging.INFO):
        logging.getLogger("test").info("settings", extra={"settings": settings})
    shown = f"{settings!r} {settings} {settings.slack_bot_token} {[settings.mongodb_uri]} {caplog.text}"
    assert "hidden" not in shown
    assert "1-a" not in shown
    assert settings.slack_bot_token is not None
    assert settings.slack_bot_token.reveal() == "xoxb-1-a"
