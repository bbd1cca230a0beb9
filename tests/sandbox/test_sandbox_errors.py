"""The errors that have a rule of their own (docs/slack-limits.md), each provoked.

Those that come of another manifest, `missing_scope` and `messages_tab_disabled`, are in test_sandbox_web_api.py.
"""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import SandboxAddress
from tests.sandbox.outside import Hand, Json, OutsideApp


class Scene:
    """What a provocation may use."""

    def __init__(self, address: SandboxAddress, hand: Hand, app: OutsideApp) -> None:
        self.address = address
        self.hand = hand
        self.app = app
        self.web = app.web

    async def post(self, channel: str, **content: Any) -> Any:
        return await self.web.chat_postMessage(channel=channel, **{"text": "Ship it", **content})

    async def channel(self, **traits: Any) -> str:
        said = await self.hand.post("channels", name="place", members=["lead", "taskbot"], **traits)
        return str(said["channel"]["id"])

    async def trigger(self) -> str:
        await self.hand.command("list")
        return str(self.app.received[-1].payload["trigger_id"])

    async def open(self, **traits: Any) -> Json:
        return dict((await self.web.views_open(trigger_id=await self.trigger(), view=modal(**traits)))["view"])


Provocation = Callable[[Scene], Awaitable[Any]]


def modal(**traits: Any) -> Json:
    text = {"type": "mrkdwn", "text": "Ship it"}
    push = {"type": "button", "action_id": "push", "text": {"type": "plain_text", "text": "More"}}
    blocks = [{"type": "section", "text": text}, {"type": "actions", "block_id": "more", "elements": [push]}]
    return {"type": "modal", "title": {"type": "plain_text", "text": "Task"}, "blocks": blocks, **traits}


def sections(count: int, length: int) -> list[Json]:
    return [{"type": "section", "text": {"type": "mrkdwn", "text": "a" * length}} for _ in range(count)]


async def to_no_channel(scene: Scene) -> None:
    await scene.post("C0NOWHERE")


async def outside_of_a_private_channel(scene: Scene) -> None:
    await scene.post("C0SECRETPLANS")


async def outside_of_a_channel(scene: Scene) -> None:
    await scene.web.chat_postEphemeral(channel="C0RANDOM", user="U0LEAD", text="Ship it")


async def into_an_archive(scene: Scene) -> None:
    await scene.post(await scene.channel(archived=True))


async def among_announcements(scene: Scene) -> None:
    await scene.post(await scene.channel(announcements=True))


async def privately_to_an_outsider(scene: Scene) -> None:
    await scene.web.chat_postEphemeral(channel="C0GENERAL", user="U0PARTNER", text="Ship it")


async def to_somebody_deactivated(scene: Scene) -> None:
    await scene.web.conversations_open(users="U0LEAVER")


async def about_a_message_that_is_gone(scene: Scene) -> None:
    await scene.web.chat_update(channel="C0GENERAL", ts="1.000001", text="Ship it")


async def about_anothers_message(scene: Scene) -> None:
    said = await scene.hand.post("message", user="lead", channel="general", text="Mine")
    await scene.web.chat_update(channel="C0GENERAL", ts=said["response"]["ts"], text="Ship it")


async def with_too_much_in_blocks(scene: Scene) -> None:
    assert (await scene.post("C0GENERAL", blocks=sections(4, 2_990)))["ok"]
    await scene.post("C0GENERAL", blocks=sections(5, 2_990))


async def with_a_block_too_many(scene: Scene) -> None:
    await scene.post("C0GENERAL", blocks=sections(51, 1))


async def over_a_view_that_has_changed(scene: Scene) -> None:
    view = await scene.open()
    await scene.web.views_update(view_id=view["id"], view=modal(), hash=view["hash"])
    await scene.web.views_update(view_id=view["id"], view=modal(), hash=view["hash"])


async def with_too_large_a_view(scene: Scene) -> None:
    await scene.open(blocks=sections(90, 2_990))


async def under_a_taken_external_id(scene: Scene) -> None:
    await scene.web.views_publish(
        user_id="U0LEAD", view={"type": "home", "blocks": sections(1, 1), "external_id": "one"}
    )
    await scene.open(external_id="one")


async def upon_a_third_form(scene: Scene) -> None:
    view = await scene.open()
    for _ in range(3):
        await scene.hand.post("interact", user="lead", view_id=view["id"], action={"action_id": "push"})
        trigger_id = scene.app.received[-1].payload["trigger_id"]
        view = dict((await scene.web.views_push(trigger_id=trigger_id, view=modal()))["view"])


async def without_a_token(scene: Scene) -> None:
    await AsyncWebClient(base_url=scene.address.api_url).auth_test()


async def with_an_unknown_token(scene: Scene) -> None:
    await AsyncWebClient("xoxb-unknown", base_url=scene.address.api_url).auth_test()


async def with_the_wrong_kind_of_token(scene: Scene) -> None:
    await AsyncWebClient(scene.address.app_token, base_url=scene.address.api_url).users_list()


async def by_a_name_of_no_method(scene: Scene) -> None:
    await scene.web.api_call("reactions.list")


def planned(error: str) -> Provocation:
    """An error of which no cause of the sandbox's own world exists: it comes on demand."""

    async def provoke(scene: Scene) -> None:
        await scene.hand.post("faults", method="chat.postMessage", error=error)
        await scene.post("C0GENERAL")

    return provoke


async def too_often(scene: Scene) -> None:
    await scene.hand.post("rates", on=True)
    for _ in range(2):
        await scene.post("C0GENERAL")


PROVOCATIONS: list[tuple[str, Provocation]] = [
    ("channel_not_found", to_no_channel),
    ("channel_not_found", outside_of_a_private_channel),
    ("not_in_channel", outside_of_a_channel),
    ("is_archived", into_an_archive),
    ("restricted_action", among_announcements),
    ("user_not_in_channel", privately_to_an_outsider),
    ("user_disabled", to_somebody_deactivated),
    ("message_not_found", about_a_message_that_is_gone),
    ("cant_update_message", about_anothers_message),
    ("msg_blocks_too_long", with_too_much_in_blocks),
    ("invalid_blocks", with_a_block_too_many),
    ("hash_conflict", over_a_view_that_has_changed),
    ("view_too_large", with_too_large_a_view),
    ("duplicate_external_id", under_a_taken_external_id),
    ("push_limit_reached", upon_a_third_form),
    ("not_authed", without_a_token),
    ("invalid_auth", with_an_unknown_token),
    ("not_allowed_token_type", with_the_wrong_kind_of_token),
    ("unknown_method", by_a_name_of_no_method),
    ("ratelimited", too_often),
    *(
        (error, planned(error))
        for error in (
            "edit_window_closed",
            "account_inactive",
            "token_revoked",
            "token_expired",
            "internal_error",
            "service_unavailable",
            "request_timeout",
        )
    ),
]


@pytest.mark.parametrize(("error", "provoke"), PROVOCATIONS, ids=lambda value: getattr(value, "__name__", str(value)))
async def test_the_error_comes_where_slack_gives_it(
    error: str, provoke: Provocation, address: SandboxAddress, hand: Hand, app: OutsideApp
) -> None:
    with pytest.raises(SlackApiError) as caught:
        await provoke(Scene(address, hand, app))
    assert caught.value.response["error"] == error
