"""Threads as the app reads them, reactions with their events, and people by their addresses."""

from pathlib import Path

from slack_sdk.web.async_client import AsyncWebClient

from sandbox.storage import Storage
from sandbox.workspace import Workspace
from tests.sandbox.forms import refusal
from tests.sandbox.outside import Hand, Json, OutsideApp


async def posted(web: AsyncWebClient, text: str = "card", thread_ts: str | None = None) -> str:
    return str((await web.chat_postMessage(channel="C0GENERAL", text=text, thread_ts=thread_ts))["ts"])


async def test_a_thread_is_read_from_its_first_message_on(web: AsyncWebClient, hand: Hand) -> None:
    parent = await posted(web)
    await posted(web, "elsewhere")
    await posted(web, "one", parent)
    await hand.post("message", user="tester", channel="general", text="two", thread_ts=parent)
    thread = (await web.conversations_replies(channel="C0GENERAL", ts=parent))["messages"]
    assert [message["text"] for message in thread] == ["card", "one", "two"]
    assert (thread[0]["reply_count"], thread[0]["thread_ts"], thread[2]["thread_ts"]) == (2, parent, parent)
    alone = await posted(web, "alone")
    assert len((await web.conversations_replies(channel="C0GENERAL", ts=alone))["messages"]) == 1


async def test_a_thread_comes_in_pages(web: AsyncWebClient) -> None:
    parent = await posted(web)
    for number in range(3):
        await posted(web, str(number), parent)
    first = await web.conversations_replies(channel="C0GENERAL", ts=parent, limit=3)
    cursor = first["response_metadata"]["next_cursor"]
    rest = await web.conversations_replies(channel="C0GENERAL", ts=parent, limit=3, cursor=cursor)
    assert (first["has_more"], rest["has_more"]) == (True, False)
    assert "2" in [message["text"] for message in rest["messages"]]


def test_replies_count_as_unread_in_their_thread_only(tmp_path: Path) -> None:
    storage = Storage(tmp_path / "sandbox.sqlite3")
    workspace = Workspace(storage, "taskbot")
    parent = workspace.post_as_person("U0LEAD", "C0GENERAL", "card")
    workspace.post_as_person("U0LEAD", "C0GENERAL", "reply", parent.ts)
    assert workspace.unread_count("W0TESTER", "C0GENERAL") == 1
    assert workspace.unread_count("U0LEAD", "C0GENERAL") == 0
    workspace.mark_read("W0TESTER", "C0GENERAL")
    assert workspace.unread_count("W0TESTER", "C0GENERAL") == 0
    storage.close()


REFUSED: list[tuple[str, Json, str]] = [
    ("conversations.replies", {"channel": "C0GENERAL", "ts": "1.000001"}, "thread_not_found"),
    ("conversations.replies", {"channel": "C0RANDOM", "ts": "1.000001"}, "not_in_channel"),
    ("conversations.replies", {"channel": "C0SECRETPLANS", "ts": "1.000001"}, "channel_not_found"),
    ("reactions.add", {"channel": "C0GENERAL", "timestamp": "1.000001", "name": "eyes"}, "message_not_found"),
    ("reactions.add", {"channel": "C0SECRETPLANS", "timestamp": "1.000001", "name": "eyes"}, "channel_not_found"),
    ("users.lookupByEmail", {"email": "nobody@example.com"}, "users_not_found"),
]


async def test_what_is_not_there_is_refused_by_slacks_names(web: AsyncWebClient) -> None:
    answers = [(method, given, (await refusal(web, method, **given))["error"]) for method, given, _ in REFUSED]
    assert answers == REFUSED


async def test_a_person_is_found_by_the_address_that_the_app_may_read(web: AsyncWebClient) -> None:
    person = (await web.users_lookupByEmail(email="TESTER@example.com"))["user"]
    assert (person["id"], person["tz"]) == ("W0TESTER", "Europe/London")


async def test_a_deactivated_person_is_not_found_by_their_address(web: AsyncWebClient, hand: Hand) -> None:
    await hand.post("user", user="tester", deleted=True)
    refused = await refusal(web, "users.lookupByEmail", email="tester@example.com")
    assert refused["error"] == "users_not_found"


async def test_the_bots_reactions_are_put_and_taken_once(web: AsyncWebClient, hand: Hand) -> None:
    ts = await posted(web)
    reaction = {"channel": "C0GENERAL", "timestamp": ts, "name": "eyes"}
    assert (await web.reactions_add(**reaction))["ok"]
    assert (await refusal(web, "reactions.add", **reaction))["error"] == "already_reacted"
    await hand.post("react", user="tester", channel="general", ts=ts, name="eyes")
    [message] = await hand.messages("general")
    assert message["reactions"] == [{"name": "eyes", "users": ["U0TASKBOT", "W0TESTER"], "count": 2}]
    assert (await web.reactions_remove(**reaction))["ok"]
    assert (await refusal(web, "reactions.remove", **reaction))["error"] == "no_reaction"
    await hand.post("react", user="tester", channel="general", ts=ts, name="eyes", present=False)
    [message] = await hand.messages("general")
    assert "reactions" not in message


async def test_reactions_are_told_to_the_app(web: AsyncWebClient, hand: Hand, app: OutsideApp) -> None:
    ts = await posted(web)
    await hand.post("react", user="lead", channel="general", ts=ts, name="white_check_mark")
    await app.wait_for(1)
    await hand.post("react", user="lead", channel="general", ts=ts, name="white_check_mark", present=False)
    added, removed = (request.payload["event"] for request in await app.wait_for(2))
    assert added.pop("event_ts")
    assert added == {
        "type": "reaction_added",
        "user": "U0LEAD",
        "reaction": "white_check_mark",
        "item_user": "U0TASKBOT",
        "item": {"type": "message", "channel": "C0GENERAL", "ts": ts},
    }
    assert (removed["type"], removed["user"]) == ("reaction_removed", "U0LEAD")


async def test_reactions_where_the_bot_is_not_are_not_told(hand: Hand, app: OutsideApp) -> None:
    said = await hand.post("message", user="lead", channel="secret-plans", text="x")
    ts = said["response"]["ts"]
    assert (await hand.post("react", user="lead", channel="secret-plans", ts=ts, name="eyes"))["ok"]
    await hand.command("list")
    assert [request.type for request in app.received] == ["slash_commands"]


async def test_a_reaction_needs_a_person_and_a_message(hand: Hand) -> None:
    reaction = {"channel": "general", "ts": "1.000001", "name": "eyes"}
    assert (await hand.post("react", user="nobody", **reaction))["error"] == "user_not_found"
    assert (await hand.post("react", user="lead", **reaction))["error"] == "message_not_found"
