"""Home: what the app hears when somebody looks at it, and of the clicks there."""

from tests.sandbox.forms import home, modal, plain, stack
from tests.sandbox.outside import Hand, OutsideApp

GO = {"type": "button", "action_id": "go", "value": "7", "text": plain("Go")}
ROW = {"type": "section", "block_id": "row", "text": plain("Ship it"), "accessory": GO}


async def test_the_first_look_at_home_has_no_view_and_a_later_one_has(hand: Hand, app: OutsideApp) -> None:
    await hand.post("open-home", user="designer")
    await app.wait_for(1)
    published = (await app.web.views_publish(user_id="U0DESIGNER", view=home(ROW)))["view"]
    await hand.post("open-home", user="designer")
    first, second = (request.payload["event"] for request in await app.wait_for(2))
    assert (first["type"], first["user"], first["tab"]) == ("app_home_opened", "U0DESIGNER", "home")
    assert first["channel"].startswith("D")
    assert "view" not in first
    assert (second["view"]["id"], second["view"]["hash"]) == (published["id"], published["hash"])
    assert app.received[0].payload["event_id"] != app.received[1].payload["event_id"]


async def test_the_messages_tab_is_told_by_its_name(hand: Hand, app: OutsideApp) -> None:
    await app.web.views_publish(user_id="U0LEAD", view=home())
    await hand.post("open-home", user="lead", tab="messages")
    [opening] = await app.wait_for(1)
    assert opening.payload["event"]["tab"] == "messages"
    assert "view" not in opening.payload["event"]


async def test_a_click_in_home_has_the_view_and_no_response_url(hand: Hand, app: OutsideApp) -> None:
    view = (await app.web.views_publish(user_id="U0LEAD", view=home(ROW)))["view"]
    assert (await hand.post("interact", user="lead", view_id=view["id"], action={"action_id": "go"}))["ok"]
    [request] = app.received
    payload = request.payload
    assert (payload["type"], payload["container"]) == ("block_actions", {"type": "view", "view_id": view["id"]})
    assert (payload["view"]["type"], payload["view"]["id"]) == ("home", view["id"])
    assert (payload["actions"][0]["value"], "response_url" in payload) == ("7", False)


async def test_a_click_in_home_may_open_a_form_but_push_none(hand: Hand, app: OutsideApp) -> None:
    view = (await app.web.views_publish(user_id="U0LEAD", view=home(ROW)))["view"]
    await hand.post("interact", user="lead", view_id=view["id"], action={"action_id": "go"})
    trigger_id = app.received[-1].payload["trigger_id"]
    opened = await app.web.views_open(trigger_id=trigger_id, view=modal())
    assert [laid["id"] for laid in await stack(hand)] == [opened["view"]["id"]]
    assert (await hand.get("views/lead"))["home"]["id"] == view["id"]


async def test_the_home_of_another_cannot_be_clicked(hand: Hand, app: OutsideApp) -> None:
    view = (await app.web.views_publish(user_id="U0LEAD", view=home(ROW)))["view"]
    foreign = await hand.post("interact", user="designer", view_id=view["id"], action={"action_id": "go"})
    assert (foreign["error"], app.received) == ("view_not_found", [])


async def test_a_button_that_was_redrawn_away_can_still_be_clicked(hand: Hand, app: OutsideApp) -> None:
    view = (await app.web.views_publish(user_id="U0LEAD", view=home(ROW)))["view"]
    await app.web.views_publish(user_id="U0LEAD", view=home())
    action = {"action_id": "go", "block_id": "row", "value": "7"}
    assert (await hand.post("interact", user="lead", view_id=view["id"], action=action))["ok"]
    assert app.received[0].payload["actions"][0]["value"] == "7"


async def test_an_opening_that_was_not_acked_comes_again(hand: Hand, app: OutsideApp, hurried: None) -> None:
    app.is_silent = True
    await hand.post("open-home", user="lead")
    first, second, *_ = await app.wait_for(2)
    assert first.payload["event_id"] == second.payload["event_id"]
    assert (second.retry_attempt, second.retry_reason) == (1, "timeout")
