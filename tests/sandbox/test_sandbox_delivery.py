"""Commands, clicks and response URLs: what reaches the app, and what the person sees of its answer."""

import asyncio
from typing import Any

import httpx
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import responses
from sandbox.server import SandboxAddress
from tests.sandbox.outside import Hand, Json, OutsideApp

BUTTON = {"type": "button", "action_id": "task_done", "value": "7", "text": {"type": "plain_text", "text": "Done"}}
CARD = [{"type": "actions", "elements": [BUTTON]}]


async def post_to(url: str, **answer: Any) -> tuple[int, str]:
    async with httpx.AsyncClient(verify=False) as http:
        response = await http.post(url, json=answer)
    return response.status_code, response.text


async def test_a_command_has_the_payload_of_slacks(address: SandboxAddress, hand: Hand, app: OutsideApp) -> None:
    await hand.command("add Ship it")
    [request] = app.received
    payload = dict(request.payload)
    assert request.type == "slash_commands"
    assert payload.pop("response_url").startswith(f"{address.url}/response/")
    assert payload.pop("trigger_id").count(".") == 2
    assert len(payload.pop("token")) == 24
    assert payload == {
        "team_id": "T0SANDBOX",
        "team_domain": "sandbox",
        "channel_id": "C0GENERAL",
        "channel_name": "general",
        "user_id": "U0LEAD",
        "user_name": "lead",
        "command": "/task",
        "text": "add Ship it",
        "api_app_id": "A0TASKBOT",
        "is_enterprise_install": "false",
    }


@pytest.mark.parametrize(
    ("channel", "name", "first_letter"),
    [("leads", "privategroup", "C"), ("@taskbot", "directmessage", "D"), ("@designer", "directmessage", "D")],
)
async def test_private_places_are_not_named_to_the_app(
    hand: Hand, app: OutsideApp, channel: str, name: str, first_letter: str
) -> None:
    assert (await hand.command("list", channel=channel))["ok"]
    payload = app.received[0].payload
    assert (payload["channel_name"], payload["channel_id"][0]) == (name, first_letter)


TYPED = [
    ("add Ship it @designer, now", "add Ship it <@U0DESIGNER|designer>, now"),
    ("add see #product.", "add see <#C0PRODUCT|product>."),
    ("add see #secret-plans", "add see <#C0SECRETPLANS|secret-plans>"),
    ("add tell @here and @channel and @everyone", "add tell @here and @channel and @everyone"),
    ("add a & b < c > d", "add a &amp; b &lt; c &gt; d"),
    ("add &amp; once", "add &amp;amp; once"),
    ("add mail me@designer.org @nobody #nowhere", "add mail me@designer.org @nobody #nowhere"),
    ("add @Tester (case)", "add <@W0TESTER|tester> (case)"),
    ("add two\nlines", "add two\nlines"),
    ("", ""),
]


async def test_what_is_typed_is_escaped_once_and_its_names_resolved(hand: Hand, app: OutsideApp) -> None:
    for typed, _ in TYPED:
        await hand.command(typed)
    delivered = [request.payload["text"] for request in app.received]
    assert list(zip([typed for typed, _ in TYPED], delivered, strict=True)) == TYPED


async def test_a_channel_that_the_typist_does_not_see_is_not_resolved(hand: Hand, app: OutsideApp) -> None:
    await hand.command("add see #secret-plans", user="designer")
    assert app.received[0].payload["text"] == "add see #secret-plans"


async def test_text_is_delivered_as_it_is_and_a_command_without_should_escape_resolves_nothing(
    hand: Hand, app: OutsideApp
) -> None:
    await hand.post("command", user="lead", channel="general", command="/task", text="a & b @designer")
    await hand.post("command", user="lead", channel="general", command="/plain", typed="a & b @designer")
    assert [request.payload["text"] for request in app.received] == ["a & b @designer", "a &amp; b @designer"]


async def test_an_ack_with_words_is_seen_by_the_person_alone(hand: Hand, app: OutsideApp) -> None:
    app.answer = {"text": "saved", "blocks": CARD}
    answer = await hand.command("add x")
    assert answer["response"] == (await hand.messages("general", "lead"))[-1]
    assert (answer["response"]["text"], answer["response"]["is_ephemeral"]) == ("saved", True)
    assert answer["response"]["blocks"][0]["block_id"]
    assert await hand.messages("general", "designer") == []


async def test_an_ack_in_channel_is_seen_by_all_and_an_empty_one_by_nobody(hand: Hand, app: OutsideApp) -> None:
    app.answer = {"text": "for all", "response_type": "in_channel"}
    await hand.command("add x")
    app.answer = None
    assert await hand.command("add y") == {"ok": True, "response": None}
    assert [message["text"] for message in await hand.messages("general")] == ["for all"]


async def test_an_ack_that_slack_would_refuse_is_told_as_such(hand: Hand, app: OutsideApp) -> None:
    app.answer = {"text": "x", "blocks": [{"type": "section"}]}
    answer = await hand.command("add x")
    assert (answer["ok"], answer["error"]) == (False, "invalid_command_response")
    assert "/blocks/0" in answer["detail"]
    assert answer["response"]["user"] == "USLACKBOT"


async def test_a_person_is_told_when_the_app_does_not_answer_in_time(
    hand: Hand, app: OutsideApp, hurried: None
) -> None:
    app.is_silent = True
    answer = await hand.command("add x")
    assert (answer["ok"], answer["error"]) == (False, "operation_timeout")
    [seen] = await hand.messages("general", "lead")
    assert (seen["text"], seen["is_ephemeral"]) == ("/task failed because Taskbot did not respond.", True)


async def test_a_person_is_told_when_no_app_is_connected(hand: Hand) -> None:
    assert (await hand.command("add x"))["error"] == "dispatch_failed"
    assert len(await hand.messages("general", "lead")) == 1


COMMANDS_REFUSED: list[tuple[Json, str]] = [
    ({"command": "/unknown"}, "invalid_command"),
    ({"user": "nobody"}, "user_not_found"),
    ({"channel": "nowhere"}, "channel_not_found"),
    ({"user": "guest", "channel": "product"}, "not_in_channel"),
    ({"user": "leaver"}, "user_disabled"),
    ({"surprise": 1}, "invalid_arguments"),
]


async def test_a_command_that_slack_would_not_send_is_refused(hand: Hand, app: OutsideApp) -> None:
    body = {"user": "lead", "channel": "general", "command": "/task", "typed": "x"}
    answers = [
        (changed, (await hand.post("command", **{**body, **changed}))["error"]) for changed, _ in COMMANDS_REFUSED
    ]
    assert (answers, app.received) == (COMMANDS_REFUSED, [])


async def test_a_click_has_the_payload_of_slacks(
    address: SandboxAddress, hand: Hand, app: OutsideApp, web: AsyncWebClient
) -> None:
    posted = await web.chat_postMessage(channel="C0LEADS", text="card", blocks=CARD)
    app.answer = {"seen": True}
    answer = await hand.post(
        "interact", user="designer", channel="leads", messageTs=posted["ts"], action={"action_id": "task_done"}
    )
    assert answer == {"ok": True, "response": {"seen": True}}
    [request] = app.received
    payload = request.payload
    assert (request.type, payload["type"]) == ("interactive", "block_actions")
    assert payload["user"] == {
        "id": "U0DESIGNER",
        "username": "designer",
        "name": "designer",
        "team_id": "T0SANDBOX",
    }
    assert payload["container"] == {
        "type": "message",
        "message_ts": posted["ts"],
        "channel_id": "C0LEADS",
        "is_ephemeral": False,
    }
    assert payload["channel"] == {"id": "C0LEADS", "name": "privategroup"}
    assert payload["message"] == posted["message"]
    assert (payload["enterprise"], payload["is_enterprise_install"], payload["state"]) == (None, False, {"values": {}})
    [action] = payload["actions"]
    assert action.pop("action_ts")
    block_id = posted["message"]["blocks"][0]["block_id"]
    assert action == {**BUTTON, "block_id": block_id, "text": BUTTON["text"]}


OPTIONS = [{"text": {"type": "plain_text", "text": value}, "value": value} for value in ("one", "two")]


CHOICES: list[tuple[Json, Any, Json]] = [
    ({"type": "static_select", "options": OPTIONS}, "one", {"selected_option": OPTIONS[0]}),
    ({"type": "checkboxes", "options": OPTIONS}, ["one", "two"], {"selected_options": OPTIONS}),
    ({"type": "radio_buttons", "options": OPTIONS}, "two", {"selected_option": OPTIONS[1]}),
    ({"type": "users_select"}, "U0LEAD", {"selected_user": "U0LEAD"}),
    ({"type": "multi_users_select"}, ["U0LEAD"], {"selected_users": ["U0LEAD"]}),
    ({"type": "conversations_select"}, "C0GENERAL", {"selected_conversation": "C0GENERAL"}),
    ({"type": "datepicker"}, "2026-03-01", {"selected_date": "2026-03-01"}),
    ({"type": "timepicker"}, "09:30", {"selected_time": "09:30"}),
    ({"type": "datetimepicker"}, 1_795_000_000, {"selected_date_time": 1_795_000_000}),
]


async def test_every_element_reports_its_choice_in_action_and_state(
    hand: Hand, app: OutsideApp, web: AsyncWebClient
) -> None:
    for element, chosen, told in CHOICES:
        blocks = [{"type": "actions", "block_id": "b", "elements": [{**element, "action_id": "pick"}, BUTTON]}]
        ts = (await web.chat_postMessage(channel="C0GENERAL", text="x", blocks=blocks))["ts"]
        action = {"action_id": "pick", "selected": chosen}
        assert (await hand.post("interact", user="lead", channel="general", messageTs=ts, action=action))["ok"]
        payload = app.received[-1].payload
        assert told.items() <= payload["actions"][0].items()
        assert payload["state"]["values"] == {"b": {"pick": {"type": element["type"], **told}}}


async def test_an_overflow_reports_its_option_and_is_no_state(hand: Hand, app: OutsideApp, web: AsyncWebClient) -> None:
    blocks = [{"type": "actions", "elements": [{"type": "overflow", "action_id": "more", "options": OPTIONS}]}]
    ts = (await web.chat_postMessage(channel="C0GENERAL", text="x", blocks=blocks))["ts"]
    body = {"user": "lead", "channel": "general", "messageTs": ts}
    await hand.post("interact", **body, action={"action_id": "more", "selected": "two"})
    payload = app.received[0].payload
    assert (payload["actions"][0]["selected_option"], payload["state"]["values"]) == (OPTIONS[1], {})
    unknown = await hand.post("interact", **body, action={"action_id": "more", "selected": "three"})
    assert unknown["error"] == "option_not_found"


async def test_of_buttons_with_one_action_id_the_value_says_which(
    hand: Hand, app: OutsideApp, web: AsyncWebClient
) -> None:
    rows = [
        {"type": "section", "text": {"type": "mrkdwn", "text": value}, "accessory": {**BUTTON, "value": value}}
        for value in ("1", "2")
    ]
    posted = await web.chat_postMessage(channel="C0GENERAL", text="x", blocks=rows)
    action = {"action_id": "task_done", "value": "2"}
    await hand.post("interact", user="lead", channel="general", messageTs=posted["ts"], action=action)
    assert app.received[0].payload["actions"][0]["value"] == "2"


async def test_a_click_on_what_a_person_does_not_see_is_refused(
    hand: Hand, app: OutsideApp, web: AsyncWebClient
) -> None:
    private = (await web.chat_postEphemeral(channel="C0GENERAL", user="U0LEAD", text="x", blocks=CARD))["message_ts"]
    in_leads = (await web.chat_postMessage(channel="C0LEADS", text="x", blocks=CARD))["ts"]
    in_random = (await web.chat_postMessage(channel="C0RANDOM", text="x", blocks=CARD))["ts"]

    async def error(user: str, channel: str, ts: str, action_id: str = "task_done") -> str | None:
        answer = await hand.post("interact", user=user, channel=channel, messageTs=ts, action={"action_id": action_id})
        return answer.get("error")

    assert await error("designer", "general", private) == "message_not_found"
    assert await error("tester", "leads", in_leads) == "message_not_found"
    assert await error("guest", "random", in_random) == "message_not_found"
    assert await error("lead", "general", private, "gone") == "action_not_found"
    assert app.received == []
    assert await error("lead", "general", private) is None
    assert app.received[0].payload["container"]["is_ephemeral"] is True


async def test_a_button_that_was_redrawn_away_can_still_be_clicked_in_a_window_that_lags(
    hand: Hand, app: OutsideApp, web: AsyncWebClient
) -> None:
    posted = await web.chat_postMessage(channel="C0GENERAL", text="x", blocks=CARD)
    await web.chat_update(channel="C0GENERAL", ts=posted["ts"], text="gone", blocks=[])

    action = {"action_id": "task_done", "value": "7"}
    answer = await hand.post("interact", user="lead", channel="general", messageTs=posted["ts"], action=action)

    assert answer["ok"]
    assert [(act["action_id"], act["value"]) for act in app.received[0].payload["actions"]] == [("task_done", "7")]


async def test_what_is_typed_may_begin_with_the_command(hand: Hand, app: OutsideApp) -> None:
    await hand.post("command", user="lead", channel="general", command="/task", typed="/task add x")
    await hand.post("command", user="lead", channel="general", command="/task", typed="add x")

    assert [received.payload["text"] for received in app.received] == ["add x", "add x"]


async def test_a_response_url_posts_five_times_and_privately_unless_told(hand: Hand, app: OutsideApp) -> None:
    await hand.command("add x")
    url = app.received[0].payload["response_url"]
    assert await post_to(url, text="private") == (200, "ok")
    assert await post_to(url, text="public", response_type="in_channel") == (200, "ok")
    assert (await post_to(url))[0] == 400
    status, words = await post_to(url, text="x", blocks=[{"type": "header"}])
    assert (status, "invalid_blocks" in words) == (400, True)
    assert await post_to(url, text="fifth") == (200, "ok")
    status, words = await post_to(url, text="sixth")
    assert (status, "used_url" in words) == (404, True)
    assert [message["text"] for message in await hand.messages("general", "lead")] == ["private", "public", "fifth"]
    assert [message["text"] for message in await hand.messages("general")] == ["public"]


async def test_a_response_url_ends_after_its_time(
    address: SandboxAddress, hand: Hand, app: OutsideApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert responses.LASTS_S == 1800.0
    monkeypatch.setattr(responses, "LASTS_S", 0.0)
    await hand.command("add x")
    status, words = await post_to(app.received[0].payload["response_url"], text="late")
    assert (status, "expired_url" in words) == (404, True)
    assert (await post_to(f"{address.url}/response/unknown", text="x"))[0] == 404


async def test_the_clicked_message_is_replaced_or_deleted_and_a_private_one_stays_private(
    hand: Hand, app: OutsideApp
) -> None:
    app.answer = {"text": "saved", "blocks": CARD}
    private = (await hand.command("add x"))["response"]
    app.answer = None
    await hand.post(
        "interact", user="lead", channel="general", messageTs=private["ts"], action={"action_id": "task_done"}
    )
    url = app.received[1].payload["response_url"]
    await post_to(url, text="undone", replace_original=True, response_type="in_channel")
    [replaced] = await hand.messages("general", "lead")
    assert (replaced["ts"], replaced["text"], replaced["is_ephemeral"]) == (private["ts"], "undone", True)
    assert "blocks" not in replaced
    assert await hand.messages("general") == []
    await post_to(url, delete_original=True)
    assert await hand.messages("general", "lead") == []
    assert (await post_to(url, text="x", replace_original=True))[0] == 404


async def test_many_commands_at_once_are_all_answered(hand: Hand, app: OutsideApp) -> None:
    app.answer = {"text": "saved"}
    answers = await asyncio.gather(*(hand.command(f"add {number}") for number in range(100)))
    stamps = [answer["response"]["ts"] for answer in answers]
    assert len(set(stamps)) == 100
    assert sorted(stamps) == [message["ts"] for message in await hand.messages("general", "lead")]
