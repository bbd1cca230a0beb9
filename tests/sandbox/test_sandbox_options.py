"""Menus whose options the app gives as one types: what it is asked, what can be chosen, and what Slack refuses."""

import json
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest

from sandbox.block_kit import problems
from tests.sandbox.forms import input_block, modal, opened, option, plain, submit
from tests.sandbox.outside import Hand, Json, OutsideApp

ZURICH, ZUG, BERN = option("zurich"), option("zug"), option("bern")
CITY = {"type": "external_select", "action_id": "city", "min_query_length": 0}
CITIES = {"type": "multi_external_select", "min_query_length": 1}


async def posted(app: OutsideApp, element: Json) -> str:
    blocks = [{"type": "actions", "block_id": "where", "elements": [element]}]
    return str((await app.web.chat_postMessage(channel="C0GENERAL", text="x", blocks=blocks))["ts"])


async def test_the_app_is_asked_with_slacks_payload_and_its_offer_can_be_chosen(hand: Hand, app: OutsideApp) -> None:
    ts = await posted(app, CITY)
    at = {"user": "lead", "channel": "general", "messageTs": ts}
    app.answer = {"options": [ZURICH, ZUG]}
    answer = await hand.post("options", **at, action_id="city", block_id="where", value="zu")
    assert (answer["ok"], answer["response"]) == (True, {"options": [ZURICH, ZUG]})
    request = app.received[-1]
    payload = request.payload
    assert (request.type, payload["type"]) == ("interactive", "block_suggestion")
    told = {name: payload[name] for name in ("action_id", "block_id", "value")}
    assert told == {"action_id": "city", "block_id": "where", "value": "zu"}
    assert payload["container"] == {
        "type": "message",
        "message_ts": ts,
        "channel_id": "C0GENERAL",
        "is_ephemeral": False,
    }
    assert (payload["user"]["id"], payload["message"]["ts"]) == ("U0LEAD", ts)
    assert not {"trigger_id", "response_url", "actions"} & payload.keys()
    app.answer = None
    assert (await hand.post("interact", **at, action={"action_id": "city", "selected": "zug"}))["ok"]
    assert app.received[-1].payload["actions"][0]["selected_option"] == ZUG


async def test_what_was_not_offered_to_this_person_cannot_be_chosen(hand: Hand, app: OutsideApp) -> None:
    at = {"channel": "general", "messageTs": await posted(app, {**CITY, "initial_option": BERN})}
    app.answer = {"options": [ZUG]}
    await hand.post("options", user="lead", **at, action_id="city")
    app.answer = None
    zug, bern = ({"action_id": "city", "selected": value} for value in ("zug", "bern"))
    assert (await hand.post("interact", user="tester", **at, action=zug))["error"] == "option_not_found"
    assert (await hand.post("interact", user="lead", **at, action=zug))["ok"]
    assert (await hand.post("interact", user="tester", **at, action=bern))["ok"]


async def test_in_a_form_one_can_type_on_without_losing_what_is_chosen(hand: Hand, app: OutsideApp) -> None:
    view = await opened(hand, app, modal(input_block("cities", CITIES)))
    for offered, typed in ((ZURICH, "zur"), (BERN, "be")):
        app.answer = {"option_groups": [{"label": plain("Cities"), "options": [offered]}]}
        asked = {"user": "lead", "view_id": view["id"], "action_id": "it"}
        assert (await hand.post("options", **asked, value=typed))["response"] == {"options": [offered]}
    assert app.received[-1].payload["view"]["id"] == view["id"]
    app.answer = None
    assert (await submit(hand, view, {"cities": {"it": ["zurich", "bern"]}}))["ok"]
    held = app.received[-1].payload["view"]["state"]["values"]["cities"]["it"]
    assert held == {"type": "multi_external_select", "selected_options": [ZURICH, BERN]}


async def test_with_too_little_typed_the_app_is_not_asked(hand: Hand, app: OutsideApp) -> None:
    view = await opened(hand, app, modal(input_block("city", {"type": "external_select"})))
    asked = {"user": "lead", "view_id": view["id"], "action_id": "it"}
    heard = len(app.received)
    assert (await hand.post("options", **asked, value="zu"))["response"] == {"options": []}
    assert len(app.received) == heard
    app.answer = {"options": []}
    assert (await hand.post("options", **asked, value="zur"))["ok"]
    assert len(app.received) == heard + 1


@pytest.mark.parametrize(
    "answer",
    [
        None,
        {"options": [ZUG], "option_groups": []},
        {"options": [option(str(number)) for number in range(101)]},
        {"options": [{"text": plain("x" * 76), "value": "x"}]},
    ],
)
async def test_an_answer_that_slack_would_not_show_is_told_as_such(
    hand: Hand, app: OutsideApp, answer: Json | None
) -> None:
    at = {"user": "lead", "channel": "general", "messageTs": await posted(app, CITY)}
    app.answer = answer
    told = await hand.post("options", **at, action_id="city")
    assert told["error"] == "invalid_response"
    assert told["detail"]


async def test_an_app_that_is_silent_has_failed(hand: Hand, app: OutsideApp, hurried: None) -> None:
    at = {"user": "lead", "channel": "general", "messageTs": await posted(app, CITY)}
    app.is_silent = True
    assert (await hand.post("options", **at, action_id="city"))["error"] == "operation_timeout"


async def test_a_menu_with_options_of_its_own_asks_for_none(hand: Hand, app: OutsideApp) -> None:
    at = {"user": "lead", "channel": "general"}
    ts = await posted(app, {"type": "static_select", "action_id": "city", "options": [ZUG]})
    assert (await hand.post("options", **at, messageTs=ts, action_id="city"))["error"] == "action_not_found"
    assert (await hand.post("options", **at, messageTs=ts, action_id="other"))["error"] == "action_not_found"
    assert (await hand.post("options", **at, action_id="city"))["error"] == "invalid_arguments"


@pytest.mark.parametrize(
    ("fields", "is_taken"),
    [
        ({}, True),
        ({"min_query_length": 1, "initial_option": ZUG, "placeholder": plain("City")}, True),
        ({"options": [ZUG]}, False),
        ({"min_query_length": "1"}, False),
        ({"initial_option": {"value": "zug"}}, False),
    ],
)
def test_such_a_menu_is_checked_like_others(fields: Json, is_taken: bool) -> None:
    blocks = [{"type": "actions", "elements": [{"type": "external_select", "action_id": "city", **fields}]}]
    assert (problems(blocks) == []) is is_taken


async def test_bolt_hears_the_question_as_one_for_options(hand: Hand, app: OutsideApp) -> None:
    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T0SANDBOX", bot_token="xoxb-of-the-test")

    bolt = AsyncApp(authorize=authorize, signing_secret="", process_before_response=True)

    @bolt.options("city")
    async def offer(ack: Any, payload: Json) -> None:
        await ack(options=[option(payload["value"])])

    at = {"user": "lead", "channel": "general", "messageTs": await posted(app, CITY)}
    await hand.post("options", **at, action_id="city", value="zug")
    request = AsyncBoltRequest(mode="socket_mode", body=app.received[-1].payload)
    app.answer = json.loads((await bolt.async_dispatch(request)).body)
    assert (await hand.post("options", **at, action_id="city", value="zug"))["response"] == {"options": [ZUG]}
