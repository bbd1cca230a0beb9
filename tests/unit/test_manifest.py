"""The manifest: the one in the folder is the one printed, it asks for what the code needs, and Slack takes it."""

import argparse
import ast
import inspect
import itertools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from slack_sdk.web.async_client import AsyncWebClient

from bot.cli import main, manifest
from bot.cli.manifest import Feature
from bot.slack import listening
from sandbox.manifest import read_manifest
from sandbox.web_api.door import METHODS

PROJECT = Path(__file__).parents[2]
URL = "https://bot.example.com"
SLACK_EVENTS = f"{URL}/slack/events"

# What no method asks for. Commands and clicks come for one scope; without the other, posting ends at channels joined.
SCOPES_WITHOUT_METHOD = {"commands", "chat:write.public"}
# Called where a history scope was granted beside the default ones.
METHODS_OF_MORE_SCOPES = {"conversations.history"}
# Called with the app-level token, whose scope no manifest grants.
METHODS_OF_THE_APP_TOKEN = {"apps.connections.open"}
# By event, the scopes of which Slack wants one.
SCOPES_OF_EVENTS: Mapping[str, set[str]] = {
    "app_home_opened": set(),
    "member_joined_channel": {"channels:read", "groups:read"},
    "member_left_channel": {"channels:read", "groups:read"},
    "user_change": {"users:read"},
}
EVERY_CHOICE = list(itertools.product((None, URL, "http://localhost:3000"), ((), tuple(Feature))))


def read(url: str | None = None, features: tuple[Feature, ...] = ()) -> Any:
    return yaml.safe_load(manifest.text(url, features))


def scopes(document: Any) -> list[str]:
    found: list[str] = document["oauth_config"]["scopes"]["bot"]
    return found


def called_methods() -> set[str]:
    """The Web API's methods that the bot calls: what is awaited of a client, and what the doctor names."""
    sources = [*(PROJECT / "bot").rglob("*.py"), *(PROJECT / "handlers").rglob("*.py")]
    return {name for source in sources for name in methods_in(ast.parse(source.read_text(encoding="utf-8")))}


def methods_in(tree: ast.AST) -> Iterator[str]:
    known = {name.replace(".", "_").lower(): name for name in METHODS}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        receiver = ast.unparse(node.func.value)
        if receiver.split(".")[-1].lstrip("_") == "web" and inspect.iscoroutinefunction(
            getattr(AsyncWebClient, node.func.attr, None)
        ):
            yield known[node.func.attr.lower()]


def test_the_projects_manifest_is_what_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["manifest"]) == 0
    assert capsys.readouterr().out == (PROJECT / "manifest.yml").read_text(encoding="utf-8")


def test_the_calls_are_found() -> None:
    assert called_methods() == {
        "apps.connections.open",
        "auth.test",
        "chat.postMessage",
        "chat.update",
        "conversations.history",
        "conversations.info",
        "conversations.open",
        "users.conversations",
        "users.info",
        "views.open",
        "views.publish",
        "views.update",
    }


def test_no_call_goes_round_the_client() -> None:
    sources = [*(PROJECT / "bot").rglob("*.py"), *(PROJECT / "handlers").rglob("*.py")]
    words = "\n".join(source.read_text(encoding="utf-8") for source in sources)
    assert "api_call(" not in words


def test_every_method_that_is_called_has_its_scope() -> None:
    granted = set(scopes(read()))
    for name in called_methods() - METHODS_OF_MORE_SCOPES - METHODS_OF_THE_APP_TOKEN:
        wanted = set(METHODS[name].scopes)
        assert not wanted or wanted & granted, name
    assert not set(METHODS["conversations.history"].scopes) & granted


def test_every_event_has_its_scope() -> None:
    document = read()
    for name in document["settings"]["event_subscriptions"]["bot_events"]:
        assert SCOPES_OF_EVENTS[name] <= set(scopes(document)), name


def test_no_scope_is_asked_for_that_nothing_needs() -> None:
    of_methods = {scope for name in called_methods() for scope in METHODS[name].scopes}
    of_events = {scope for wanted in SCOPES_OF_EVENTS.values() for scope in wanted}
    assert set(scopes(read())) <= of_methods | of_events | SCOPES_WITHOUT_METHOD


def test_what_has_no_method_is_there_for_its_own_reason() -> None:
    document = read()
    assert document["features"]["slash_commands"]
    assert document["settings"]["interactivity"]["is_enabled"]
    assert "chat.postMessage" in called_methods()


def test_socket_mode_names_no_address() -> None:
    assert read()["settings"]["socket_mode_enabled"]
    assert "url:" not in manifest.text()


def test_http_names_one_address_everywhere() -> None:
    document = read(URL)
    settings = document["settings"]
    assert not settings["socket_mode_enabled"]
    assert settings["interactivity"]["request_url"] == SLACK_EVENTS
    assert settings["event_subscriptions"]["request_url"] == SLACK_EVENTS
    assert [command["url"] for command in document["features"]["slash_commands"]] == [SLACK_EVENTS]
    assert listening.PATH == manifest.REQUEST_PATH


@pytest.mark.parametrize("feature", Feature)
def test_a_planned_feature_adds_scopes_and_nothing_else(feature: Feature) -> None:
    without, document = read(), read(features=(feature,))
    added = scopes(document)[len(scopes(without)) :]
    assert added == [need.name for need in manifest.SCOPES_OF[feature]]
    document["oauth_config"] = without["oauth_config"]
    assert document == without


def test_features_that_need_the_same_ask_for_it_once() -> None:
    asked = scopes(read(features=tuple(Feature)))
    assert len(asked) == len(set(asked))
    assert {need.name for needs in manifest.SCOPES_OF.values() for need in needs} <= set(asked)


def test_every_scope_and_event_has_its_reason_beside_it() -> None:
    lines = manifest.text(URL, tuple(Feature)).splitlines()
    needs = [line for line in lines if line.startswith("      - ") and "command: " not in line]
    assert len(needs) == len(scopes(read(features=tuple(Feature)))) + len(manifest.EVENTS)
    assert all(len(line.partition(" # ")[2]) > 10 for line in needs)


@pytest.mark.parametrize(("url", "features"), EVERY_CHOICE)
def test_slack_takes_the_manifest(url: str | None, features: tuple[Feature, ...]) -> None:
    """The limits: docs/slack-limits.md, "Manifest"."""
    document = read(url, features)
    about = document["display_information"]
    assert 1 <= len(about["name"]) <= 35
    assert 1 <= len(about["description"]) <= 140
    assert 1 <= len(document["features"]["bot_user"]["display_name"]) <= 80
    commands = document["features"]["slash_commands"]
    assert 1 <= len(commands) <= 50
    for command in commands:
        assert command["command"].startswith("/")
        assert 2 <= len(command["command"]) <= 32
        assert 1 <= len(command["description"]) <= 2000
        assert 1 <= len(command["usage_hint"]) <= 1000
        assert len(command.get("url", "")) <= 3000
    kinds = [shortcut["type"] for shortcut in document["features"].get("shortcuts", ())]
    assert all(kinds.count(kind) <= 5 for kind in ("global", "message"))
    assert len(document["features"].get("unfurl_domains", ())) <= 5
    for names, most in (
        (scopes(document), 255),
        (document["settings"]["event_subscriptions"]["bot_events"], 100),
    ):
        assert len(names) == len(set(names)) <= most
        assert all(len(name) <= 50 for name in names)


@pytest.mark.parametrize("url", [None, URL])
def test_the_local_slack_reads_it(url: str | None, tmp_path: Path) -> None:
    path = tmp_path / "manifest.yml"
    path.write_text(manifest.text(url), encoding="utf-8")
    told = read_manifest(path)
    assert set(told.bot_scopes) == manifest.bot_scopes()
    assert told.request_url == (SLACK_EVENTS if url else None)


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("https://bot.example.com", "https://bot.example.com"),
        ("https://bot.example.com/", "https://bot.example.com"),
        ("HTTPS://bot.example.com:8443", "HTTPS://bot.example.com:8443"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("http://127.0.0.1:3000", "http://127.0.0.1:3000"),
        ("http://[::1]:3000", "http://[::1]:3000"),
    ],
)
def test_an_address_of_scheme_host_and_port_is_taken(given: str, taken: str) -> None:
    assert manifest.origin(given) == taken


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("http://bot.example.com", "must begin with https://, unless it is this machine"),
        ("http://localhost.example.com", "must begin with https://"),
        ("https://bot.example.com/slack/events", "without path or query"),
        ("https://bot.example.com?team=1", "without path or query"),
        ("https://bot.example.com#top", "without path or query"),
        ("https://lead:word@bot.example.com", "without path or query"),
        ("https://bot.example.com:99999", "without path or query"),
        ("https://bot.example.com:0", "without path or query"),
        ("https://[bot", "without path or query"),
        ("https://bot example.com", "without path or query"),
        ("https://", "without path or query"),
        ("https://bot.example.com\nsettings:", "without path or query"),
        ("ftp://bot.example.com", "without path or query"),
        ("bot.example.com", "such as https://bot.example.com"),
        ("", "such as https://bot.example.com"),
    ],
)
def test_any_other_address_is_refused_in_a_sentence(given: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="must"):
        manifest.origin(given)
    with pytest.raises(SystemExit) as left:
        main.main(["manifest", "--url", given])
    assert left.value.code == 2
    assert words in capsys.readouterr().err


def test_several_features_are_named_with_commas(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["manifest", "--with", "links, charts", "--url", URL]) == 0
    assert capsys.readouterr().out == manifest.text(URL, (Feature.LINKS, Feature.CHARTS))


@pytest.mark.parametrize("given", ["", "links,", "drawings", "links,drawings"])
def test_an_unknown_feature_is_refused_with_those_there_are(given: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main.main(["manifest", "--with", given])
    assert left.value.code == 2
    assert "reactions,messages,links,charts" in capsys.readouterr().err


def test_the_help_says_that_planned_features_are_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main.main(["manifest", "--help"])
    told = " ".join(capsys.readouterr().out.split())
    assert "the bot does not have them yet" in told
    assert "installed again" in told
