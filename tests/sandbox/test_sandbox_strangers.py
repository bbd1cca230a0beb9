"""Guests, people of another organization and deactivated ones: what the app is told of them, and where they can be."""

import pytest
from slack_sdk.errors import SlackApiError

from tests.sandbox.outside import Hand, OutsideApp

PARTNER = "U0PARTNER"


async def test_a_person_of_another_organization_has_its_team_and_no_roles(hand: Hand, app: OutsideApp) -> None:
    person = (await app.web.users_info(user=PARTNER))["user"]
    assert (person["team_id"], person["profile"]["team"], person["tz"]) == ("T0PARTNER", "T0PARTNER", "America/Chicago")
    assert person["is_stranger"] is False
    assert "is_admin" not in person
    assert "email" not in person["profile"]
    with pytest.raises(SlackApiError, match="users_not_found"):
        await app.web.users_lookupByEmail(email="partner@example.com")


async def test_who_shares_no_channel_with_the_bot_is_a_stranger(hand: Hand, app: OutsideApp) -> None:
    await hand.post("members", channel="product", user="partner", present=False)
    assert (await app.web.users_info(user=PARTNER))["user"]["is_stranger"] is True


async def test_a_channel_with_them_is_shared(hand: Hand, app: OutsideApp) -> None:
    shared = {
        channel["name"]: (channel["is_shared"], channel["is_ext_shared"])
        for channel in (await app.web.conversations_list())["channels"]
    }
    assert (shared["product"], shared["general"]) == ((True, True), (False, False))
    for channel in ("product", "general"):
        await hand.post("members", channel=channel, user="lead", present=False)
    assert [request.payload["is_ext_shared_channel"] for request in await app.wait_for(2)] == [True, False]


async def test_they_click_and_speak_under_their_own_team(hand: Hand, app: OutsideApp) -> None:
    button = {"type": "button", "action_id": "take", "text": {"type": "plain_text", "text": "Take"}}
    blocks = [{"type": "actions", "elements": [button]}]
    ts = (await app.web.chat_postMessage(channel="C0PRODUCT", text="Ship it", blocks=blocks))["ts"]
    await hand.post("interact", user="partner", channel="product", messageTs=ts, action={"action_id": "take"})
    payload = app.received[0].payload
    assert (payload["user"]["team_id"], payload["team"]["id"]) == ("T0PARTNER", "T0SANDBOX")
    said = await hand.post("message", user="partner", channel="product", text="Hello")
    assert said["response"]["team"] == "T0PARTNER"


@pytest.mark.parametrize("user", ["guest", "partner"])
async def test_they_are_only_where_they_were_invited(hand: Hand, user: str) -> None:
    said = await hand.post("message", user=user, channel="random", text="Hello")
    assert said["error"] == "not_in_channel"


async def test_only_admins_talk_where_announcements_are_made(hand: Hand) -> None:
    await hand.post("channels", name="news", members=["lead", "designer"], announcements=True)
    assert (await hand.post("message", user="lead", channel="news", text="Hello"))["ok"]
    assert (await hand.post("message", user="designer", channel="news", text="Hello"))["error"] == "restricted_action"


async def test_a_post_to_somebody_deactivated_is_taken(hand: Hand, app: OutsideApp) -> None:
    """Slack says ok, and nobody reads it (docs/slack-limits.md)."""
    assert (await app.web.chat_postMessage(channel="U0LEAVER", text="Ship it"))["ok"]
    added = await hand.post("people", name="visitor", external=True, tz="Asia/Tokyo")
    assert added["users"][0]["is_external"] is True
