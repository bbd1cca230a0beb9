"""Delivery over HTTP: signed requests in Slack's wrappings, the answer's rules, retries, and the way back."""

import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import SandboxAddress
from tests.sandbox.conftest import FULL_MANIFEST, hand_on, running_sandbox
from tests.sandbox.forms import input_block, modal, stack, submit
from tests.sandbox.http_app import HttpApp, http_app, use_http
from tests.sandbox.outside import Hand, OutsideApp

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
async def reached(address: SandboxAddress, hand: Hand) -> AsyncIterator[HttpApp]:
    """An app that everything goes to over HTTP."""
    async with http_app(address) as app:
        assert await use_http(hand, app) == {"ok": True}
        yield app


async def test_a_command_comes_signed_as_a_form(reached: HttpApp, hand: Hand) -> None:
    assert (await hand.command("add Ship & <it> @designer"))["ok"]
    [request] = reached.received
    assert (request.content_type, request.is_signed) == (FORM, True)
    assert abs(int(request.headers["x-slack-request-timestamp"]) - time.time()) < 5
    assert "x-slack-retry-num" not in request.headers
    form = request.form
    assert form["text"] == "add Ship &amp; &lt;it&gt; <@U0DESIGNER|designer>"
    assert (form["command"], form["user_id"], form["channel_id"]) == ("/task", "U0LEAD", "C0GENERAL")
    assert form["response_url"].startswith("http://")


async def test_a_signature_is_over_the_body_and_the_real_time(reached: HttpApp, hand: Hand) -> None:
    await hand.post("clock", advance_s=86_400)
    await hand.command("list")
    await hand.command("help")
    one, other = reached.received
    assert abs(int(one.headers["x-slack-request-timestamp"]) - time.time()) < 5
    assert one.headers["x-slack-signature"] != other.headers["x-slack-signature"]


async def test_an_interaction_comes_signed_as_json_within_a_form(
    reached: HttpApp, hand: Hand, web: AsyncWebClient
) -> None:
    trigger = await trigger_over_http(reached, hand)
    view = (await web.views_open(trigger_id=trigger, view=modal()))["view"]
    assert (await submit(hand, dict(view), {"title": {"it": "Ship it ü&+"}}))["ok"]
    request = reached.received[-1]
    assert (request.content_type, request.is_signed, list(request.form)) == (FORM, True, ["payload"])
    assert request.payload["type"] == "view_submission"
    assert request.payload["view"]["state"]["values"]["title"]["it"]["value"] == "Ship it ü&+"
    assert await stack(hand) == []


async def test_a_form_may_be_answered_with_errors_over_http(reached: HttpApp, hand: Hand, web: AsyncWebClient) -> None:
    trigger = await trigger_over_http(reached, hand)
    view = (await web.views_open(trigger_id=trigger, view=modal()))["view"]
    reached.answer = {"response_action": "errors", "errors": {"title": "No"}}
    answer = await submit(hand, dict(view), {"title": {"it": "x"}})
    assert answer["response"]["errors"] == {"title": "No"}
    assert len(await stack(hand)) == 1


async def test_an_event_comes_signed_as_json(reached: HttpApp, hand: Hand) -> None:
    await hand.post("members", channel="product", user="guest", present=True)
    [request] = await reached.wait_for(1)
    assert (request.content_type, request.is_signed) == ("application/json", True)
    assert (request.payload["type"], request.payload["event"]["type"]) == ("event_callback", "member_joined_channel")


async def test_the_body_of_an_answer_is_what_the_person_sees(reached: HttpApp, hand: Hand) -> None:
    for answer in ({"text": "saved", "response_type": "ephemeral"}, "saved"):
        reached.answer = answer
        response = (await hand.command("add x"))["response"]
        assert (response["text"], response["is_ephemeral"]) == ("saved", True), answer


async def test_an_empty_answer_shows_nothing(reached: HttpApp, hand: Hand) -> None:
    assert await hand.command("add x") == {"ok": True, "response": None}
    assert await hand.messages("general", "lead") == []


async def test_any_other_status_is_a_failure_that_the_person_is_told_of(reached: HttpApp, hand: Hand) -> None:
    for status in (401, 404, 500, 302):
        reached.status = status
        answer = await hand.command("add x")
        assert (answer["ok"], answer["error"]) == (False, "dispatch_failed"), status
    seen = [message["text"] for message in await hand.messages("general", "lead")]
    assert seen == ["/task failed because Taskbot did not respond."] * 4


async def test_no_answer_in_time_is_a_failure(reached: HttpApp, hand: Hand, hurried: None) -> None:
    reached.is_silent = True
    answer = await hand.command("add x")
    assert (answer["ok"], answer["error"]) == (False, "operation_timeout")


async def test_nobody_at_the_address_is_a_failure(address: SandboxAddress, hand: Hand) -> None:
    async with http_app(address) as gone:
        await use_http(hand, gone)
    assert (await hand.command("add x"))["error"] == "dispatch_failed"


async def test_an_event_comes_again_with_its_retry_headers(reached: HttpApp, hand: Hand) -> None:
    reached.status = 500
    await hand.post("members", channel="product", user="guest", present=True)
    first, second, *_ = await reached.wait_for(2)
    assert "x-slack-retry-num" not in first.headers
    assert second.headers["x-slack-retry-num"] == "1"
    assert second.headers["x-slack-retry-reason"] == "http_error"
    assert second.is_signed
    assert first.payload["event_id"] == second.payload["event_id"]


async def test_a_retry_says_that_the_answer_was_late(reached: HttpApp, hand: Hand, hurried: None) -> None:
    reached.is_silent = True
    await hand.post("members", channel="product", user="guest", present=True)
    _, second, *_ = await reached.wait_for(2)
    assert second.headers["x-slack-retry-reason"] == "http_timeout"


async def test_an_address_that_does_not_give_the_challenge_back_is_refused(
    address: SandboxAddress, hand: Hand, app: OutsideApp
) -> None:
    async with http_app(address) as liar:
        liar.challenge = "another"
        assert (await use_http(hand, liar))["error"] == "url_verification_failed"
    assert not (await use_http(hand, liar))["ok"]
    assert (await hand.post("delivery", mode="http"))["error"] == "invalid_arguments"
    await hand.command("list")
    assert [request.type for request in app.received] == ["slash_commands"]


async def test_over_http_the_sockets_hear_nothing_until_they_are_used_again(
    reached: HttpApp, hand: Hand, app: OutsideApp
) -> None:
    await hand.command("one")
    assert (await hand.post("delivery", mode="socket"))["ok"]
    await hand.command("two")
    assert [request.form["text"] for request in reached.received] == ["one"]
    assert [request.payload["text"] for request in app.received] == ["two"]


async def test_the_address_is_looked_at_by_ssl_check(reached: HttpApp, hand: Hand) -> None:
    assert (await hand.post("ssl-check"))["ok"]
    [request] = reached.received
    assert (request.form["ssl_check"], len(request.form["token"])) == ("1", 24)


async def test_the_certificate_may_be_looked_at_by_get(reached: HttpApp, hand: Hand) -> None:
    assert await hand.post("ssl-check", method="GET") == {"ok": True, "response": {"status": 200}}
    assert (reached.received[0].body, reached.received[0].query["ssl_check"]) == (b"", "1")


async def test_a_manifest_without_socket_mode_names_the_address(tmp_path: Path) -> None:
    words = FULL_MANIFEST.read_text().replace("socket_mode_enabled: true", "socket_mode_enabled: false")
    manifest = tmp_path / "manifest.yml"
    async with running_sandbox(tmp_path / "first") as first, http_app(first) as app:
        manifest.write_text(words.replace("is_enabled: true", f"is_enabled: true\n    request_url: {app.url}"))
        async with running_sandbox(tmp_path / "second", manifest) as second, hand_on(second) as hand:
            assert (await hand.command("list"))["ok"]
    assert [request.form["command"] for request in app.received] == ["/task"]


async def test_a_conversation_that_was_chosen_may_be_answered_in(
    reached: HttpApp, hand: Hand, web: AsyncWebClient
) -> None:
    element = {"type": "conversations_select", "response_url_enabled": True}
    trigger = await trigger_over_http(reached, hand)
    view = (await web.views_open(trigger_id=trigger, view=modal(input_block("where", element))))["view"]
    assert (await submit(hand, dict(view), {"where": {"it": "#product"}}))["ok"]
    [answerable] = reached.received[-1].payload["response_urls"]
    assert (answerable["block_id"], answerable["action_id"], answerable["channel_id"]) == ("where", "it", "C0PRODUCT")
    async with httpx.AsyncClient() as http:
        await http.post(answerable["response_url"], json={"text": "saved", "response_type": "in_channel"})
    assert [message["text"] for message in await hand.messages("product")] == ["saved"]


async def test_options_are_asked_for_and_given_over_http(reached: HttpApp, hand: Hand, web: AsyncWebClient) -> None:
    menu = {"type": "external_select", "action_id": "city", "min_query_length": 0}
    blocks = [{"type": "actions", "elements": [menu]}]
    ts = (await web.chat_postMessage(channel="C0GENERAL", text="x", blocks=blocks))["ts"]
    zug = {"text": {"type": "plain_text", "text": "Zug"}, "value": "zug"}
    reached.answer = {"options": [zug]}
    asked = {"user": "lead", "channel": "general", "messageTs": ts, "action_id": "city", "value": "zu"}
    assert (await hand.post("options", **asked))["response"] == {"options": [zug]}
    request = reached.received[-1]
    assert request.is_signed
    assert (request.payload["type"], request.payload["value"]) == ("block_suggestion", "zu")


async def test_the_last_envelope_may_be_delivered_twice(reached: HttpApp, hand: Hand) -> None:
    assert not (await hand.post("redeliver"))["ok"]
    reached.answer = "saved"
    await hand.command("add x")
    assert (await hand.post("redeliver"))["ok"]
    first, second = reached.received
    assert first.form == second.form
    assert len(await hand.messages("general", "lead")) == 1


async def test_an_envelope_over_a_socket_may_be_delivered_twice_too(hand: Hand, app: OutsideApp) -> None:
    await hand.command("add x")
    assert (await hand.post("redeliver"))["ok"]
    first, second = app.received
    assert first.payload == second.payload
    assert first.envelope_id != second.envelope_id


async def trigger_over_http(app: HttpApp, hand: Hand) -> str:
    await hand.command("new")
    return app.received[-1].form["trigger_id"]
