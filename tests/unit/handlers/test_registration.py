"""The routing table: all that is drawn is answered, and Bolt injects every parameter that a listener names."""

import dataclasses
import inspect
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from slack_bolt.async_app import AsyncApp
from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.web.async_client import AsyncWebClient

import handlers
from bot.language import verbs
from bot.language.command import Command
from bot.slack import listening
from bot.slack.client import Identity
from bot.views.actions import Action
from bot.views.forms import Form
from handlers import buttons
from handlers import verbs as obeying
from handlers.people import PeopleEvents

MANIFEST = yaml.safe_load((Path(__file__).parents[3] / "manifest.yml").read_text())


def an_app() -> AsyncApp:
    web = AsyncWebClient(token="xoxb-1", base_url="http://127.0.0.1:1/api/")
    identity = Identity(team_id="T1", user_id="U1", bot_id="B1", name="taskbot", scopes=frozenset())
    return listening.application(web, identity, signing_secret="secret")


class Unused:
    """Stands for what registering does not touch."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(name)


def listeners() -> list[Any]:
    app = an_app()
    people = PeopleEvents(*[Unused()] * len(dataclasses.fields(PeopleEvents)))  # type: ignore[arg-type]
    handlers.register(app, Unused(), people)  # type: ignore[arg-type]
    return app._async_listeners


def test_every_parameter_of_a_listener_is_one_that_bolt_injects() -> None:
    known = set(inspect.signature(AsyncArgs.__init__).parameters) - {"self"}

    for listener in listeners():
        parameters = inspect.signature(listener.ack_function).parameters
        assert set(parameters) - {"self"} <= known
        assert all(parameter.kind is parameter.POSITIONAL_OR_KEYWORD for parameter in parameters.values())


def test_the_token_in_the_environment_is_no_news(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    an_app()
    assert caplog.records == []


def test_every_action_that_is_drawn_is_answered() -> None:
    assert set(buttons.ACTIONS) == set(Action)


def test_every_command_that_is_read_is_obeyed() -> None:
    assert set(obeying.VERBS) == set(get_args(Command))


def test_case_61_each_listener_is_registered_once() -> None:
    assert len(listeners()) == 1 + len(Action) + len(Form) + 4


def test_the_manifest_subscribes_to_the_events_that_are_handled_and_to_no_others() -> None:
    assert MANIFEST["settings"]["event_subscriptions"]["bot_events"] == [
        "app_home_opened",
        "member_joined_channel",
        "member_left_channel",
        "user_change",
    ]


def test_case_113_the_manifest_has_names_and_channels_escaped() -> None:
    assert all(command["should_escape"] for command in MANIFEST["features"]["slash_commands"])


def test_case_92_the_manifest_lets_people_write_to_the_bot() -> None:
    assert MANIFEST["features"]["app_home"]["messages_tab_enabled"]
    assert not MANIFEST["features"]["app_home"]["messages_tab_read_only_enabled"]


@pytest.mark.parametrize("verb", verbs.available(), ids=lambda verb: verb.name)
def test_every_verb_that_help_shows_is_there(verb: verbs.Verb) -> None:
    assert verb.is_there
