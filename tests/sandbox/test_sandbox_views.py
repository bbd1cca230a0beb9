"""views.*: triggers and their one use, the stack of modals, hashes, external ids, and what Slack refuses in a view."""

import asyncio
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import triggers
from tests.sandbox.forms import home, modal, opened, plain, refusal, stack, submit, text_block, trigger_of
from tests.sandbox.outside import Hand, Json, OutsideApp

DIVIDER = {"type": "divider"}
GO = {"type": "button", "action_id": "go", "text": plain("Go")}
GO_BLOCK = {"type": "actions", "block_id": "buttons", "elements": [GO]}
LONG_FORM = {"type": "modal", "title": plain("Task"), "blocks": [GO_BLOCK]}


async def trigger_in(hand: Hand, app: OutsideApp, view: Json) -> str:
    """The trigger of a click inside of a modal."""
    action = {"action_id": "go"}
    assert (await hand.post("interact", user="lead", view_id=view["id"], action=action))["ok"]
    return str(app.received[-1].payload["trigger_id"])


async def pushed(hand: Hand, app: OutsideApp, below: Json) -> Json:
    trigger_id = await trigger_in(hand, app, below)
    return dict((await app.web.views_push(trigger_id=trigger_id, view=LONG_FORM))["view"])


async def test_an_opened_view_comes_back_as_slack_keeps_it(hand: Hand, app: OutsideApp) -> None:
    form = modal(text_block(initial_value="Ship"), {"type": "divider"}, private_metadata="7", close=plain("Away"))
    view = await opened(hand, app, form)
    assert view["id"].startswith("V")
    assert view["hash"]
    assert (view["team_id"], view["app_id"], view["bot_id"]) == ("T0SANDBOX", "A0TASKBOT", "B0TASKBOT")
    assert (view["root_view_id"], view["previous_view_id"], view["type"]) == (view["id"], None, "modal")
    assert (view["callback_id"], view["private_metadata"], view["external_id"]) == ("form", "7", "")
    assert (view["clear_on_close"], view["notify_on_close"]) == (False, False)
    assert [plain_text["text"] for plain_text in (view["title"], view["submit"], view["close"])] == [
        "Task",
        "Save",
        "Away",
    ]
    assert view["blocks"][1]["block_id"]
    assert view["state"] == {"values": {"title": {"it": {"type": "plain_text_input", "value": "Ship"}}}}
    assert [laid["id"] for laid in await stack(hand)] == [view["id"]]
    assert await stack(hand, "designer") == []


async def test_a_trigger_is_used_once(hand: Hand, app: OutsideApp) -> None:
    trigger_id = await trigger_of(hand, app)
    await app.web.views_open(trigger_id=trigger_id, view=modal())
    refused = await refusal(app.web, "views.open", trigger_id=trigger_id, view=modal())
    assert refused["error"] == "exchanged_trigger_id"


async def test_a_trigger_lasts_three_seconds(hand: Hand, app: OutsideApp, monkeypatch: pytest.MonkeyPatch) -> None:
    assert triggers.LASTS_S == 3.0
    monkeypatch.setattr(triggers, "LASTS_S", 0.05)
    trigger_id = await trigger_of(hand, app)
    await asyncio.sleep(0.06)
    refused = await refusal(app.web, "views.open", trigger_id=trigger_id, view=modal())
    assert refused["error"] == "expired_trigger_id"
    assert await stack(hand) == []


async def test_an_unknown_trigger_is_invalid(web: AsyncWebClient) -> None:
    refused = await refusal(web, "views.open", trigger_id="1.2.abc", view=modal())
    assert refused["error"] == "invalid_trigger_id"


async def test_another_open_takes_the_place_of_the_modals_before(hand: Hand, app: OutsideApp) -> None:
    await opened(hand, app)
    second = await opened(hand, app)
    assert [view["id"] for view in await stack(hand)] == [second["id"]]


async def test_a_push_needs_a_trigger_from_inside_of_a_modal(hand: Hand, app: OutsideApp) -> None:
    below = await opened(hand, app, LONG_FORM)
    from_outside = await trigger_of(hand, app)
    refused = await refusal(app.web, "views.push", trigger_id=from_outside, view=modal())
    assert not refused["ok"]
    assert [view["id"] for view in await stack(hand)] == [below["id"]]


async def test_modals_lie_three_deep_and_know_what_is_below_them(hand: Hand, app: OutsideApp) -> None:
    first = await opened(hand, app, LONG_FORM)
    second = await pushed(hand, app, first)
    third = await pushed(hand, app, second)
    assert [view["previous_view_id"] for view in (first, second, third)] == [None, first["id"], second["id"]]
    assert {view["root_view_id"] for view in (first, second, third)} == {first["id"]}
    trigger_id = await trigger_in(hand, app, third)
    refused = await refusal(app.web, "views.push", trigger_id=trigger_id, view=LONG_FORM)
    assert refused["error"] == "push_limit_reached"
    assert [view["id"] for view in await stack(hand)] == [view["id"] for view in (first, second, third)]


async def test_an_update_with_a_stale_hash_is_a_conflict(hand: Hand, app: OutsideApp) -> None:
    view = await opened(hand, app)
    changed = await app.web.views_update(view_id=view["id"], hash=view["hash"], view=modal(title=plain("New")))
    assert changed["view"]["id"] == view["id"]
    assert changed["view"]["hash"] != view["hash"]
    stale = await refusal(app.web, "views.update", view_id=view["id"], hash=view["hash"], view=modal())
    assert stale["error"] == "hash_conflict"
    assert (await stack(hand))[0]["title"]["text"] == "New"
    assert (await app.web.views_update(view_id=view["id"], view=modal()))["ok"]


async def test_an_update_of_a_view_that_is_gone_is_not_found(hand: Hand, app: OutsideApp) -> None:
    view = await opened(hand, app)
    await hand.post("close-view", user="lead", view_id=view["id"])
    gone = await refusal(app.web, "views.update", view_id=view["id"], view=modal())
    unnamed = await refusal(app.web, "views.update", external_id="nobody's", view=modal())
    assert (gone["error"], unnamed["error"]) == ("not_found", "not_found")


async def test_an_external_id_names_one_view(hand: Hand, app: OutsideApp) -> None:
    view = await opened(hand, app, modal(external_id="task-7"))
    trigger_id = await trigger_of(hand, app, "designer")
    taken = await refusal(app.web, "views.open", trigger_id=trigger_id, view=modal(external_id="task-7"))
    assert taken["error"] == "duplicate_external_id"
    updated = await app.web.views_update(external_id="task-7", view=modal(external_id="task-7"))
    assert updated["view"]["id"] == view["id"]


async def test_what_is_filled_in_stays_over_an_update_where_the_ids_stay(hand: Hand, app: OutsideApp) -> None:
    form = modal(GO_BLOCK, text_block("title"), text_block("note", initial_value="old"))
    view = await opened(hand, app, form)
    app.answer = {"response_action": "errors", "errors": {"title": "No"}}
    await submit(hand, view, {"title": {"it": "Ship it"}, "note": {"it": "mine"}})
    app.answer = None
    redrawn = modal(text_block("title"), text_block("other", initial_value="new"), GO_BLOCK)
    updated = await app.web.views_update(view_id=view["id"], view=redrawn)
    assert updated["view"]["state"]["values"] == {
        "title": {"it": {"type": "plain_text_input", "value": "Ship it"}},
        "other": {"it": {"type": "plain_text_input", "value": "new"}},
    }


async def test_a_home_is_published_kept_and_guarded_by_its_hash(hand: Hand, web: AsyncWebClient) -> None:
    first = (await web.views_publish(user_id="U0LEAD", view=home(private_metadata="page 1")))["view"]
    assert (first["type"], first["private_metadata"]) == ("home", "page 1")
    second = (await web.views_publish(user_id="U0LEAD", view=home(), hash=first["hash"]))["view"]
    assert second["id"] == first["id"]
    stale = await refusal(web, "views.publish", user_id="U0LEAD", view=home(), hash=first["hash"])
    assert stale["error"] == "hash_conflict"
    assert (await hand.get("views/lead"))["home"]["hash"] == second["hash"]
    assert (await hand.get("views/designer"))["home"] is None


WRONG_VIEWS: list[tuple[str, str, Json, str]] = [
    ("101 blocks", "open", modal(*[DIVIDER] * 101), "/view/blocks"),
    ("title of 25", "open", modal(title=plain("x" * 25)), "/view/title/text"),
    ("submit of 25", "open", modal(submit=plain("x" * 25)), "/view/submit/text"),
    ("metadata of 3001", "open", modal(private_metadata="x" * 3001), "/view/private_metadata"),
    ("long label", "open", modal({**text_block(), "label": plain("x" * 2001)}), "/view/blocks/0/label/text"),
    ("input without submit", "open", {"type": "modal", "title": plain("x"), "blocks": [text_block()]}, "/view/submit"),
    ("no title", "open", {"type": "modal", "blocks": [DIVIDER]}, "/view"),
    ("message's block", "open", modal({"type": "markdown", "text": "x"}), "/view/blocks/0/type"),
    ("home of 101", "publish", home(*[DIVIDER] * 101), "/view/blocks"),
    ("home with title", "publish", home(title=plain("x")), "/view"),
]


async def test_a_wrong_view_is_refused_with_pointers(hand: Hand, app: OutsideApp) -> None:
    for words, verb, view, pointer in WRONG_VIEWS:
        given: Json = {"user_id": "U0LEAD"} if verb == "publish" else {"trigger_id": await trigger_of(hand, app)}
        refused = await refusal(app.web, f"views.{verb}", view=view, **given)
        assert refused["error"] == "invalid_arguments", words
        messages = refused["response_metadata"]["messages"]
        assert any(f"[json-pointer:{pointer}]" in message for message in messages), (words, messages)
    assert (await hand.get("views/lead")).items() >= {"views": [], "home": None}.items()


async def test_a_refused_view_leaves_the_trigger_for_another(hand: Hand, app: OutsideApp) -> None:
    trigger_id = await trigger_of(hand, app)
    await refusal(app.web, "views.open", trigger_id=trigger_id, view=modal(title=plain("x" * 25)))
    assert (await app.web.views_open(trigger_id=trigger_id, view=modal()))["ok"]


async def test_a_view_of_more_than_250_kb_is_too_large(hand: Hand, app: OutsideApp) -> None:
    text = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3000}}
    trigger_id = await trigger_of(hand, app)
    refused = await refusal(app.web, "views.open", trigger_id=trigger_id, view=modal(*[text] * 90))
    assert refused["error"] == "view_too_large"
    assert (await app.web.views_open(trigger_id=trigger_id, view=modal(*[text] * 80)))["ok"]


WRONG_CALLS: list[tuple[str, dict[str, Any], str]] = [
    ("views.publish", {"user_id": "U0NOBODY", "view": home()}, "user_not_found"),
    ("views.publish", {"user_id": "U0LEAD", "view": modal()}, "invalid_arguments"),
    ("views.open", {"trigger_id": "", "view": modal()}, "invalid_arguments"),
    ("views.update", {"view": modal()}, "invalid_arguments"),
    ("views.open", {"trigger_id": "1.2.3"}, "invalid_arguments"),
]


async def test_wrong_calls_are_refused_by_slacks_names(web: AsyncWebClient) -> None:
    answers = [(method, given, (await refusal(web, method, **given))["error"]) for method, given, _ in WRONG_CALLS]
    assert answers == WRONG_CALLS


async def test_a_view_may_come_as_text_within_a_form(hand: Hand, app: OutsideApp) -> None:
    trigger_id = await trigger_of(hand, app)
    text = '{"type": "modal", "title": {"type": "plain_text", "text": "Task"}, "blocks": [{"type": "divider"}]}'
    answer = await app.web.api_call("views.open", data={"trigger_id": trigger_id, "view": text})
    assert answer["view"]["title"]["text"] == "Task"
