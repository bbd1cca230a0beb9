"""The control API: people, channels, members and their events, the clock, the log, the reset."""

import asyncio
from datetime import UTC, datetime, timedelta

from slack_sdk.web.async_client import AsyncWebClient

from sandbox import events
from sandbox.server import SandboxAddress
from tests.sandbox.conftest import hand_on
from tests.sandbox.outside import Hand, Json, OutsideApp


async def test_the_workspace_is_seeded_as_described(hand: Hand) -> None:
    state = await hand.get("state")
    people = {person["name"]: person for person in state["users"]}
    assert list(people) == ["lead", "designer", "developer", "tester", "guest", "partner", "leaver", "taskbot"]
    assert len({person["tz"] for person in state["users"] if not person["is_bot"]}) == 7
    marks = ("is_admin", "is_restricted", "is_external", "deleted", "is_bot")
    assert {name: [mark for mark in marks if person[mark]] for name, person in people.items()} == {
        "lead": ["is_admin"],
        "designer": [],
        "developer": [],
        "tester": [],
        "guest": ["is_restricted"],
        "partner": ["is_external"],
        "leaver": ["deleted"],
        "taskbot": ["is_bot"],
    }
    channels = {channel["name"]: channel for channel in state["channels"]}
    assert {name for name, channel in channels.items() if channel["is_private"]} == {"leads", "secret-plans"}
    bot = people["taskbot"]["id"]
    assert {name for name, channel in channels.items() if bot in channel["members"]} == {"general", "product", "leads"}
    assert [name for name, channel in channels.items() if people["guest"]["id"] in channel["members"]] == ["general"]


async def test_people_are_generated_or_made_one_by_one(hand: Hand) -> None:
    made = await hand.post("people", count=2, channels=["random"])
    more = await hand.post("people", count=1)
    assert [person["name"] for person in made["users"] + more["users"]] == ["person-1", "person-2", "person-3"]
    named = await hand.post("people", name="visitor", tz="Asia/Tokyo", locale="ja-JP", guest=True)
    assert (named["users"][0]["tz"], named["users"][0]["is_restricted"]) == ("Asia/Tokyo", True)
    random = next(channel for channel in (await hand.get("state"))["channels"] if channel["name"] == "random")
    assert {person["id"] for person in made["users"]} < set(random["members"])
    assert named["users"][0]["id"] not in random["members"]
    assert (await hand.post("people", name="visitor"))["error"] == "name_taken"
    assert (await hand.post("people", name="lost", tz="Mars/Base"))["error"] == "invalid_arguments"
    assert (await hand.post("people"))["error"] == "invalid_arguments"


async def test_a_change_of_a_person_is_told_to_the_app(hand: Hand, app: OutsideApp, web: AsyncWebClient) -> None:
    changed = await hand.post("user", user="@tester", tz="Asia/Tokyo", admin=True)
    assert (changed["user"]["tz"], changed["user"]["is_admin"]) == ("Asia/Tokyo", True)
    [request] = await app.wait_for(1)
    event = request.payload["event"]
    assert (event["type"], event["user"]["id"], event["user"]["tz"]) == ("user_change", "W0TESTER", "Asia/Tokyo")
    await hand.post("user", user="tester", deleted=True)
    assert (await web.users_info(user="W0TESTER"))["user"]["deleted"] is True


async def test_joining_and_leaving_are_told_to_the_app_wrapped_as_slack_does(hand: Hand, app: OutsideApp) -> None:
    await hand.post("members", channel="#general", user="guest", present=False)
    await hand.post("members", channel="leads", user="tester", present=True)
    requests = await app.wait_for(2)
    payload = next(request.payload for request in requests if request.payload["event"]["user"] == "U0GUEST")
    assert (
        payload["event"].items() >= {"type": "member_left_channel", "channel": "C0GENERAL", "channel_type": "C"}.items()
    )
    assert (payload["type"], payload["event_id"][:2], payload["team_id"]) == ("event_callback", "Ev", "T0SANDBOX")
    assert payload["authorizations"][0]["user_id"] == "U0TASKBOT"
    other = next(request.payload["event"] for request in requests if request.payload["event"]["user"] == "W0TESTER")
    assert (other["type"], other["channel_type"]) == ("member_joined_channel", "G")


async def test_the_bots_own_coming_and_going_is_told_but_not_where_it_is_not_a_member(
    hand: Hand, app: OutsideApp
) -> None:
    await hand.post("members", channel="secret-plans", user="tester", present=True)
    await hand.post("members", channel="random", user="guest", present=True)
    await hand.post("members", channel="secret-plans", user="taskbot", present=True)
    await hand.post("members", channel="secret-plans", user="taskbot", present=True)
    await hand.post("members", channel="secret-plans", user="taskbot", present=False)
    requests = await app.wait_for(2)
    told = sorted((request.payload["event"]["type"], request.payload["event"]["user"]) for request in requests)
    assert told == [("member_joined_channel", "U0TASKBOT"), ("member_left_channel", "U0TASKBOT")]


async def test_an_event_comes_again_until_it_is_acked(address: SandboxAddress, hand: Hand, hurried: None) -> None:
    app = OutsideApp(address)
    app.is_silent = True
    await app.connect()
    try:
        await hand.post("members", channel="product", user="guest", present=True)
        await app.wait_for(1)
        app.is_silent = False
        first, second = await app.wait_for(2)
    finally:
        await app.close()
    assert first.payload == second.payload
    assert (first.retry_attempt, second.retry_attempt, second.retry_reason) == (0, 1, "timeout")
    assert events.RETRY_AFTER_S == (0.0, 60.0, 300.0)


async def test_talk_is_no_event_for_an_app_that_has_not_subscribed(hand: Hand, app: OutsideApp) -> None:
    said = await hand.post("message", user="lead", channel="general", text="@taskbot look, @here & #product")
    assert said["response"]["text"] == "<@U0TASKBOT> look, <!here> &amp; <#C0PRODUCT|product>"
    reply = await hand.post("message", user="tester", channel="general", text="yes", thread_ts=said["response"]["ts"])
    assert reply["response"]["thread_ts"] == said["response"]["ts"]
    await hand.command("list")
    assert [request.type for request in app.received] == ["slash_commands"]


TALK_REFUSED: list[tuple[Json, str]] = [
    ({"user": "guest", "channel": "product", "text": "x"}, "not_in_channel"),
    ({"user": "leaver", "channel": "general", "text": "x"}, "user_disabled"),
    ({"user": "lead", "channel": "general", "text": " "}, "no_text"),
    ({"user": "lead", "channel": "general", "text": "x", "thread_ts": "1.000001"}, "thread_not_found"),
    ({"user": "lead", "channel": "general"}, "invalid_arguments"),
]


async def test_talk_that_slack_would_not_take_is_refused(hand: Hand) -> None:
    answers = [(body, (await hand.post("message", **body))["error"]) for body, _ in TALK_REFUSED]
    assert answers == TALK_REFUSED


async def test_a_body_that_is_no_json_is_said_to_be_so(hand: Hand) -> None:
    answer = (await hand.http.post("/_control/message", content=b"{")).json()
    assert (answer["ok"], answer["error"], bool(answer["detail"])) == (False, "invalid_arguments", True)


async def test_channels_are_made_with_their_people(hand: Hand) -> None:
    made = await hand.post("channels", name="#launch", private=True, members=["@lead", "taskbot"])
    assert made["channel"]["members"] == ["U0LEAD", "U0TASKBOT"]
    assert made["channel"]["is_private"] is True
    assert (await hand.post("channels", name="launch", members=[]))["error"] == "name_taken"


async def test_the_clock_moves_the_time_of_messages_and_never_their_order(hand: Hand) -> None:
    moved = await hand.post("clock", advance_s=3600)
    assert abs(datetime.fromisoformat(moved["now"]) - datetime.now(UTC) - timedelta(hours=1)) < timedelta(seconds=5)
    assert moved["offset_s"] == 3600
    later = await hand.post("message", user="lead", channel="general", text="later")
    at = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert (await hand.post("clock", at=at.isoformat()))["ok"]
    assert abs(datetime.fromisoformat((await hand.get("state"))["now"]) - at) < timedelta(seconds=5)
    earlier = await hand.post("message", user="lead", channel="general", text="earlier")
    assert earlier["response"]["ts"] > later["response"]["ts"]
    assert (await hand.post("clock", at="2026-03-29T01:30:00"))["error"] == "invalid_arguments"
    assert (await hand.post("clock"))["error"] == "invalid_arguments"


async def test_a_wait_for_the_clock_ends_when_it_moves_or_in_time(address: SandboxAddress, hand: Hand) -> None:
    async with hand_on(address) as waiting_hand:
        waiting = asyncio.create_task(waiting_hand.get("clock", known_offset_s=0.0, wait_s=25))
        done, _ = await asyncio.wait({waiting}, timeout=0.2)
        assert not done
        await hand.post("clock", advance_s=60)
        assert (await asyncio.wait_for(waiting, 2))["offset_s"] == 60
        assert (await asyncio.wait_for(waiting_hand.get("clock", known_offset_s=0.0, wait_s=25), 2))["offset_s"] == 60
        assert (await asyncio.wait_for(waiting_hand.get("clock", known_offset_s=60, wait_s=0.05), 2))["offset_s"] == 60
        assert (await waiting_hand.get("clock", known_offset_s="soon"))["error"] == "invalid_arguments"


async def test_the_log_tells_what_went_on_without_tokens(
    address: SandboxAddress, hand: Hand, app: OutsideApp, web: AsyncWebClient
) -> None:
    app.answer = {"text": "saved"}
    await hand.command("add x")
    await web.chat_postMessage(channel="C0GENERAL", text="card")
    text = (await hand.http.get("/_control/log")).text
    entries = (await hand.get("log"))["entries"]
    command = next(entry for entry in entries if entry["kind"] == "slash_commands")
    assert (command["direction"], command["name"], command["response"]) == ("to_app", "/task", {"text": "saved"})
    post = next(entry for entry in entries if entry["name"] == "chat.postMessage")
    assert (post["direction"], post["request"]["text"], post["response"]["ok"]) == ("from_app", "card", True)
    assert post["ms"] >= 0
    assert not [secret for secret in (address.bot_token, address.app_token) if secret in text]


async def test_a_reset_removes_the_messages_and_nothing_else(hand: Hand) -> None:
    await hand.post("people", name="newcomer", channels=["general"])
    await hand.post("message", user="lead", channel="general", text="x")
    await hand.post("message", user="lead", channel="@taskbot", text="x")
    before = await hand.get("state")
    assert await hand.post("reset") == {"ok": True}
    after = await hand.get("state")
    assert (after["users"], after["channels"]) == (before["users"], before["channels"])
    assert await hand.messages("general", "lead") == await hand.messages("@taskbot", "lead") == []


async def test_messages_of_an_unknown_channel_are_an_error(hand: Hand) -> None:
    assert (await hand.get("messages/nowhere"))["error"] == "channel_not_found"
    assert (await hand.get("messages/general", user="nobody"))["error"] == "user_not_found"
