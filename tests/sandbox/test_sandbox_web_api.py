"""The Web API as slack_sdk's client meets it: answers, pages, scopes and refusals."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import SandboxAddress
from tests.sandbox.conftest import FULL_MANIFEST, hand_on, running_sandbox
from tests.sandbox.outside import Hand

DIVIDER = {"type": "divider"}


async def refusal(web: AsyncWebClient, method: str, **arguments: Any) -> dict[str, Any]:
    with pytest.raises(SlackApiError) as refused:
        await web.api_call(method, json=arguments)
    return dict(refused.value.response.data)


async def test_auth_test_names_the_bot_and_every_answer_its_scopes(
    web: AsyncWebClient, address: SandboxAddress
) -> None:
    answer = await web.auth_test()
    assert {name: answer[name] for name in ("team_id", "user_id", "bot_id", "user", "url")} == {
        "team_id": "T0SANDBOX",
        "user_id": "U0TASKBOT",
        "bot_id": "B0TASKBOT",
        "user": "taskbot",
        "url": f"{address.url}/",
    }
    assert "chat:write" in answer.headers["x-oauth-scopes"].split(",")


@pytest.mark.parametrize(
    ("token", "method", "error"),
    [
        (None, "auth.test", "not_authed"),
        ("xoxb-unknown", "auth.test", "invalid_auth"),
        ("bot", "apps.connections.open", "not_allowed_token_type"),
        ("app", "chat.postMessage", "not_allowed_token_type"),
        ("bot", "chat.shout", "unknown_method"),
    ],
)
async def test_only_known_tokens_and_methods_are_taken(
    address: SandboxAddress, token: str | None, method: str, error: str
) -> None:
    tokens = {"bot": address.bot_token, "app": address.app_token}
    headers = {} if token is None else {"authorization": f"Bearer {tokens.get(token, token)}"}
    async with httpx.AsyncClient(base_url=address.api_url) as http:
        answer = await http.post(method, headers=headers)
    assert (answer.status_code, answer.json()["ok"], answer.json()["error"]) == (200, False, error)


async def test_a_form_is_taken_like_json_with_the_token_in_it(address: SandboxAddress) -> None:
    form = {
        "token": address.bot_token,
        "channel": "C0GENERAL",
        "blocks": '[{"type": "divider"}]',
        "reply_broadcast": "0",
    }
    async with httpx.AsyncClient(base_url=address.api_url) as http:
        answer = (await http.post("chat.postMessage", data=form)).json()
        broken = (await http.post("chat.postMessage", data={**form, "blocks": "["})).json()
    assert answer["message"]["blocks"][0]["type"] == "divider"
    assert broken["error"] == "invalid_blocks_format"


async def test_a_missing_scope_is_named_with_what_the_token_holds(tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.yml"
    scopes = ("team:read", "im:read", "chat:write.public", "channels:history")
    kept = [line for line in FULL_MANIFEST.read_text().splitlines() if line.strip(" -") not in scopes]
    manifest.write_text("\n".join(kept))
    async with running_sandbox(tmp_path, manifest) as address:
        web = AsyncWebClient(address.bot_token, base_url=address.api_url)
        refused = await refusal(web, "team.info")
        assert (refused["error"], refused["needed"]) == ("missing_scope", "team:read")
        assert "chat:write" in refused["provided"].split(",")
        assert (await refusal(web, "conversations.list", types="public_channel,im"))["needed"] == "im:read"
        assert (await refusal(web, "conversations.history", channel="C0GENERAL"))["needed"] == "channels:history"
        assert (await refusal(web, "chat.postMessage", channel="C0RANDOM", text="x"))["error"] == "not_in_channel"
        assert (await web.chat_postMessage(channel="C0GENERAL", text="x"))["ok"]


POSTING_REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("chat.postMessage", {"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"channel": "C0SECRETPLANS", "text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"channel": "#old", "text": "x"}, "is_archived"),
    ("chat.postMessage", {"channel": "C0GENERAL", "text": " "}, "no_text"),
    ("chat.postMessage", {"channel": "C0GENERAL", "text": "x", "thread_ts": "1.000001"}, "thread_not_found"),
    ("chat.postMessage", {"channel": "C0GENERAL", "text": "x", "metadata": {"a": 1}}, "invalid_metadata_format"),
    ("chat.postMessage", {"text": "x"}, "invalid_arguments"),
    ("chat.update", {"channel": "C0GENERAL", "ts": "1.000001", "text": "x"}, "message_not_found"),
    ("chat.update", {"channel": "C0SECRETPLANS", "ts": "1.000001", "text": "x"}, "channel_not_found"),
    ("chat.postEphemeral", {"channel": "C0RANDOM", "user": "U0LEAD", "text": "x"}, "not_in_channel"),
    ("chat.postEphemeral", {"channel": "C0PRODUCT", "user": "U0GUEST", "text": "x"}, "user_not_in_channel"),
    ("chat.postEphemeral", {"channel": "C0PRODUCT", "user": "U0LEAD", "text": "x" * 40_001}, "msg_too_long"),
    ("chat.getPermalink", {"channel": "C0GENERAL", "message_ts": "1.000001"}, "message_not_found"),
    ("conversations.info", {"channel": "C0SECRETPLANS"}, "channel_not_found"),
    ("conversations.members", {"channel": "C0GENERAL", "cursor": "nonsense"}, "invalid_cursor"),
    ("conversations.members", {"channel": "C0GENERAL", "limit": 0}, "invalid_limit"),
    ("conversations.list", {"types": "secret"}, "invalid_types"),
    ("conversations.join", {"channel": "C0LEADS"}, "method_not_supported_for_channel_type"),
    ("conversations.history", {"channel": "C0RANDOM"}, "not_in_channel"),
    ("conversations.open", {"users": "U0NOBODY"}, "user_not_found"),
    ("conversations.open", {"users": "U0LEAVER"}, "user_disabled"),
    ("conversations.open", {"users": "U0LEAD,W0TESTER"}, "missing_scope"),
    ("conversations.open", {}, "users_list_not_supplied"),
    ("users.info", {"user": "U0NOBODY"}, "user_not_found"),
    ("users.conversations", {"user": "U0NOBODY"}, "user_not_found"),
]


async def test_each_call_that_breaks_a_rule_is_refused_by_slacks_name_for_it(web: AsyncWebClient, hand: Hand) -> None:
    await hand.post("channels", name="old", members=["lead", "taskbot"], archived=True)
    answers = [(method, given, (await refusal(web, method, **given))["error"]) for method, given, _ in POSTING_REFUSED]
    assert answers == POSTING_REFUSED


async def test_refused_blocks_come_with_pointers(web: AsyncWebClient) -> None:
    long_text = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}
    refused = await refusal(web, "chat.postMessage", channel="C0GENERAL", text="x", blocks=[DIVIDER, long_text])
    assert refused["error"] == "invalid_blocks"
    assert refused["response_metadata"]["messages"] == [
        "[ERROR] must be less than 3001 characters [json-pointer:/blocks/1/text/text]"
    ]


async def test_a_message_is_kept_as_sent_and_read_again(web: AsyncWebClient, hand: Hand) -> None:
    metadata = {"event_type": "task", "event_payload": {"number": 1}}
    text = "a &amp; b <@U0LEAD>"
    posted = await web.chat_postMessage(channel="#general", text=text, blocks=[DIVIDER], metadata=metadata)
    assert posted["channel"] == "C0GENERAL"
    [kept] = await hand.messages("general")
    assert kept == posted["message"]
    assert (kept["text"], kept["metadata"], kept["bot_id"]) == (text, metadata, "B0TASKBOT")
    [plain] = (await web.conversations_history(channel="C0GENERAL"))["messages"]
    [whole] = (await web.conversations_history(channel="C0GENERAL", include_all_metadata=True))["messages"]
    assert ("metadata" in plain, whole["metadata"]) == (False, metadata)


async def test_too_long_a_text_is_cut_with_a_warning(web: AsyncWebClient) -> None:
    posted = await web.chat_postMessage(channel="C0GENERAL", text="x" * 40_001)
    assert len(posted["message"]["text"]) == 40_000
    assert posted["response_metadata"]["warnings"] == ["message_truncated"]


async def test_an_update_changes_what_is_given_and_keeps_the_rest(web: AsyncWebClient, hand: Hand) -> None:
    posted = await web.chat_postMessage(channel="C0GENERAL", text="one", blocks=[DIVIDER])
    await web.chat_update(channel="C0GENERAL", ts=posted["ts"], text="two")
    [kept] = await hand.messages("general")
    assert (kept["text"], kept["blocks"][0]["type"], kept["edited"]["user"]) == ("two", "divider", "U0TASKBOT")
    emptied = await web.chat_update(channel="C0GENERAL", ts=posted["ts"], text="three", blocks=[])
    assert "blocks" not in emptied["message"]
    talk = await hand.post("message", user="lead", channel="general", text="mine")
    refused = await refusal(web, "chat.update", channel="C0GENERAL", ts=talk["response"]["ts"], text="x")
    assert refused["error"] == "cant_update_message"


async def test_replies_stay_in_their_thread_unless_broadcast(web: AsyncWebClient, hand: Hand) -> None:
    parent = (await web.chat_postMessage(channel="C0GENERAL", text="card"))["ts"]
    reply = (await web.chat_postMessage(channel="C0GENERAL", text="line", thread_ts=parent))["ts"]
    under_reply = await web.chat_postMessage(channel="C0GENERAL", text="loud", thread_ts=reply, reply_broadcast=True)
    assert under_reply["message"]["thread_ts"] == parent
    history = (await web.conversations_history(channel="C0GENERAL"))["messages"]
    assert [message["text"] for message in history] == ["loud", "card"]
    assert (history[1]["reply_count"], history[1]["latest_reply"]) == (2, under_reply["ts"])
    assert [message["text"] for message in await hand.messages("general")] == ["card", "line", "loud"]
    link = await web.chat_getPermalink(channel="C0GENERAL", message_ts=reply)
    assert link["permalink"].endswith(f"/archives/C0GENERAL/p{reply.replace('.', '')}?thread_ts={parent}&cid=C0GENERAL")


async def test_posting_to_a_person_opens_the_dm_and_a_deactivated_one_gets_an_ok(
    web: AsyncWebClient, hand: Hand
) -> None:
    posted = await web.chat_postMessage(channel="W0TESTER", text="hello")
    opened = await web.conversations_open(users="W0TESTER", return_im=True)
    assert opened["channel"]["id"] == posted["channel"]
    assert (opened["already_open"], opened["channel"]["user"]) == (True, "W0TESTER")
    assert [message["text"] for message in await hand.messages("@taskbot", "tester")] == ["hello"]
    assert (await web.chat_postMessage(channel="U0LEAVER", text="hello"))["ok"]


async def test_an_ephemeral_message_is_seen_by_one_person_only(web: AsyncWebClient, hand: Hand) -> None:
    sent = await web.chat_postEphemeral(channel="C0GENERAL", user="U0LEAD", text="psst")
    [seen] = await hand.messages("general", "lead")
    assert (seen["ts"], seen["is_ephemeral"], seen["ephemeral_user"]) == (sent["message_ts"], True, "U0LEAD")
    assert await hand.messages("general", "designer") == await hand.messages("general") == []
    assert (await web.conversations_history(channel="C0GENERAL"))["messages"] == []
    refused = await refusal(web, "chat.update", channel="C0GENERAL", ts=sent["message_ts"], text="x")
    assert refused["error"] == "message_not_found"


async def test_lists_come_in_pages(web: AsyncWebClient, hand: Hand) -> None:
    await hand.post("people", count=4)
    found, cursor, pages = [], "", 0
    while pages == 0 or cursor:
        page = await web.users_list(limit=5, cursor=cursor)
        found += [person["name"] for person in page["members"]]
        cursor, pages = page["response_metadata"]["next_cursor"], pages + 1
    assert (pages, len(found), len(set(found))) == (3, 12, 12)
    for number in range(3):
        await web.chat_postMessage(channel="C0GENERAL", text=str(number))
    first = await web.conversations_history(channel="C0GENERAL", limit=2)
    rest = await web.conversations_history(
        channel="C0GENERAL", limit=2, cursor=first["response_metadata"]["next_cursor"]
    )
    assert [message["text"] for message in first["messages"] + rest["messages"]] == ["2", "1", "0"]
    assert (first["has_more"], rest["has_more"]) == (True, False)


async def test_history_is_bounded_by_oldest_and_latest(web: AsyncWebClient) -> None:
    ts = [(await web.chat_postMessage(channel="C0GENERAL", text=str(number)))["ts"] for number in range(3)]
    between = await web.conversations_history(channel="C0GENERAL", oldest=ts[0], latest=ts[2])
    assert [message["ts"] for message in between["messages"]] == [ts[1]]
    within = await web.conversations_history(channel="C0GENERAL", oldest=ts[0], latest=ts[2], inclusive=True)
    assert len(within["messages"]) == 3


async def test_the_bot_sees_public_channels_and_those_it_is_in(web: AsyncWebClient) -> None:
    kinds = "public_channel,private_channel"
    listed = await web.conversations_list(types=kinds)
    assert {channel["name"] for channel in listed["channels"]} == {"general", "product", "leads", "random"}
    of_lead = await web.users_conversations(user="U0LEAD", types=kinds)
    of_guest = await web.users_conversations(user="U0GUEST", types=kinds)
    assert "secret-plans" not in {channel["name"] for channel in of_lead["channels"]}
    assert [channel["name"] for channel in of_guest["channels"]] == ["general"]
    members = await web.conversations_members(channel="C0LEADS")
    assert members["members"] == ["U0LEAD", "U0DESIGNER", "U0TASKBOT"]
    info = await web.conversations_info(channel="C0RANDOM", include_num_members=True)
    assert (info["channel"]["is_member"], info["channel"]["num_members"]) == (False, 4)


async def test_the_bot_joins_a_public_channel_once(web: AsyncWebClient, hand: Hand) -> None:
    assert "warning" not in (await web.conversations_join(channel="C0RANDOM")).data
    assert (await web.conversations_join(channel="C0RANDOM"))["warning"] == "already_in_channel"
    channels = (await hand.get("state"))["channels"]
    assert "U0TASKBOT" in next(channel["members"] for channel in channels if channel["name"] == "random")


async def test_people_have_zone_and_locale_unless_deactivated(web: AsyncWebClient) -> None:
    tester = (await web.users_info(user="W0TESTER", include_locale=True))["user"]
    assert (tester["tz"], tester["locale"], tester["is_restricted"]) == ("Europe/London", "en-GB", False)
    assert "locale" not in (await web.users_info(user="W0TESTER"))["user"]
    leaver = (await web.users_info(user="U0LEAVER"))["user"]
    assert (leaver["deleted"], "tz" in leaver) == (True, False)
    lead = (await web.users_info(user="U0LEAD"))["user"]
    assert (lead["is_admin"], lead["profile"]["display_name"]) == (True, "lead")


async def test_the_messages_tab_may_be_off(tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.yml"
    manifest.write_text(FULL_MANIFEST.read_text().replace("messages_tab_enabled: true", "messages_tab_enabled: false"))
    async with running_sandbox(tmp_path, manifest) as address, hand_on(address):
        web = AsyncWebClient(address.bot_token, base_url=address.api_url)
        assert (await refusal(web, "chat.postMessage", channel="U0LEAD", text="x"))["error"] == "messages_tab_disabled"
