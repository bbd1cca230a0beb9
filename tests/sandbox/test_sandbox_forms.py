"""Forms as people fill them in: what the app hears, what Slack refuses before, what an answer does to the modals."""

from typing import Any

from tests.sandbox.forms import input_block, modal, opened, option, plain, stack, submit, text_block
from tests.sandbox.outside import Hand, Json, OutsideApp

OPTIONS = [option("one"), option("two")]
GO = {"type": "button", "action_id": "go", "value": "7", "text": plain("Go")}
GO_BLOCK = {"type": "actions", "block_id": "buttons", "elements": [GO]}
NOTIFYING = {"notify_on_close": True}


async def test_a_submission_has_the_payload_of_slacks(hand: Hand, app: OutsideApp) -> None:
    view = await opened(hand, app, modal(text_block(), private_metadata="7"), "tester")
    answer = await submit(hand, view, {"title": {"it": "Ship it"}}, "tester")
    assert answer["ok"]
    request = app.received[-1]
    payload = dict(request.payload)
    assert (request.type, payload["type"]) == ("interactive", "view_submission")
    assert payload["trigger_id"].count(".") == 2
    assert payload["user"]["id"] == "W0TESTER"
    assert (payload["team"]["id"], payload["api_app_id"], payload["response_urls"]) == ("T0SANDBOX", "A0TASKBOT", [])
    assert payload["view"]["state"]["values"] == {"title": {"it": {"type": "plain_text_input", "value": "Ship it"}}}
    named = {name: payload["view"][name] for name in ("id", "callback_id", "private_metadata")}
    assert named == {"id": view["id"], "callback_id": "form", "private_metadata": "7"}
    assert payload["view"]["hash"]
    assert "response_url" not in payload
    assert await stack(hand, "tester") == []


STATES: list[tuple[Json, Any, Json]] = [
    ({"type": "plain_text_input"}, "words", {"value": "words"}),
    ({"type": "static_select", "options": OPTIONS}, "two", {"selected_option": OPTIONS[1]}),
    (
        {"type": "static_select", "option_groups": [{"label": plain("g"), "options": OPTIONS}]},
        "one",
        {"selected_option": OPTIONS[0]},
    ),
    ({"type": "multi_static_select", "options": OPTIONS}, ["one", "two"], {"selected_options": OPTIONS}),
    ({"type": "radio_buttons", "options": OPTIONS}, "one", {"selected_option": OPTIONS[0]}),
    ({"type": "checkboxes", "options": OPTIONS}, ["two"], {"selected_options": [OPTIONS[1]]}),
    ({"type": "users_select"}, "@designer", {"selected_user": "U0DESIGNER"}),
    ({"type": "users_select"}, "W0TESTER", {"selected_user": "W0TESTER"}),
    ({"type": "multi_users_select"}, ["@designer", "U0LEAD"], {"selected_users": ["U0DESIGNER", "U0LEAD"]}),
    ({"type": "channels_select"}, "#product", {"selected_channel": "C0PRODUCT"}),
    ({"type": "conversations_select"}, "#leads", {"selected_conversation": "C0LEADS"}),
    ({"type": "datepicker"}, "2026-03-01", {"selected_date": "2026-03-01"}),
    ({"type": "timepicker"}, "09:30", {"selected_time": "09:30"}),
    ({"type": "datetimepicker"}, 1_795_000_000, {"selected_date_time": 1_795_000_000}),
]


async def test_every_input_tells_what_it_holds(hand: Hand, app: OutsideApp) -> None:
    view = await opened(hand, app, modal(*(input_block(str(at), element) for at, (element, _, _) in enumerate(STATES))))
    answer = await submit(hand, view, {str(at): {"it": given} for at, (_, given, _) in enumerate(STATES)})
    assert answer["ok"], answer
    values = app.received[-1].payload["view"]["state"]["values"]
    told = [values[str(at)]["it"] for at in range(len(STATES))]
    assert told == [{"type": element["type"], **held} for element, _, held in STATES]


EMPTY: list[tuple[Json, Json]] = [
    ({"type": "plain_text_input"}, {"value": None}),
    ({"type": "static_select", "options": OPTIONS}, {"selected_option": None}),
    ({"type": "multi_static_select", "options": OPTIONS}, {"selected_options": []}),
    ({"type": "checkboxes", "options": OPTIONS}, {"selected_options": []}),
    ({"type": "radio_buttons", "options": OPTIONS}, {"selected_option": None}),
    ({"type": "users_select"}, {"selected_user": None}),
    ({"type": "multi_users_select"}, {"selected_users": []}),
    ({"type": "channels_select"}, {"selected_channel": None}),
    ({"type": "conversations_select"}, {"selected_conversation": None}),
    ({"type": "datepicker"}, {"selected_date": None}),
    ({"type": "timepicker"}, {"selected_time": None}),
    ({"type": "datetimepicker"}, {"selected_date_time": None}),
]


async def test_what_is_left_empty_is_told_as_such(hand: Hand, app: OutsideApp) -> None:
    blocks = [input_block(str(at), element, optional=True) for at, (element, _) in enumerate(EMPTY)]
    assert (await submit(hand, await opened(hand, app, modal(*blocks)), {}))["ok"]
    values = app.received[-1].payload["view"]["state"]["values"]
    told = [values[str(at)]["it"] for at in range(len(EMPTY))]
    assert told == [{"type": element["type"], **held} for element, held in EMPTY]


async def test_what_an_element_begins_with_is_told_unless_it_was_changed_or_emptied(
    hand: Hand, app: OutsideApp
) -> None:
    blocks = [text_block(name, initial_value="old") for name in ("kept", "changed")]
    emptied = input_block("emptied", {"type": "datepicker", "initial_date": "2026-03-01"}, optional=True)
    chosen = input_block("chosen", {"type": "static_select", "options": OPTIONS, "initial_option": OPTIONS[0]})
    view = await opened(hand, app, modal(*blocks, emptied, chosen))
    await submit(hand, view, {"changed": {"it": "new"}, "emptied": {"it": None}})
    values = app.received[-1].payload["view"]["state"]["values"]
    assert (values["kept"]["it"]["value"], values["changed"]["it"]["value"]) == ("old", "new")
    assert values["emptied"]["it"]["selected_date"] is None
    assert values["chosen"]["it"]["selected_option"] == OPTIONS[0]


async def test_text_is_delivered_as_it_was_typed(hand: Hand, app: OutsideApp) -> None:
    view = await opened(hand, app)
    await submit(hand, view, {"title": {"it": "a & b <c> *d*\ne"}})
    assert app.received[-1].payload["view"]["state"]["values"]["title"]["it"]["value"] == "a & b <c> *d*\ne"


REFUSED: list[tuple[str, Json, Any]] = [
    ("required text", {"type": "plain_text_input"}, None),
    ("emptied text", {"type": "plain_text_input", "initial_value": "x"}, ""),
    ("required date", {"type": "datepicker"}, None),
    ("required people", {"type": "multi_users_select"}, []),
    ("too short", {"type": "plain_text_input", "min_length": 3}, "ab"),
    ("too long", {"type": "plain_text_input", "max_length": 3}, "abcd"),
    ("past 3000", {"type": "plain_text_input"}, "x" * 3001),
]


async def test_what_slack_itself_refuses_the_app_does_not_hear_of(hand: Hand, app: OutsideApp) -> None:
    for words, element, given in REFUSED:
        view = await opened(hand, app, modal(input_block("field", element), text_block("note")))
        heard = len(app.received)
        answer = await submit(hand, view, {"field": {"it": given}, "note": {"it": "mine"}})
        assert list(answer["response"]["errors"]) == ["field"], words
        assert len(app.received) == heard, words
        [laid] = await stack(hand)
        assert laid["state"]["values"]["note"]["it"]["value"] == "mine", words


async def test_edges_of_length_are_taken(hand: Hand, app: OutsideApp) -> None:
    view = await opened(hand, app, modal(text_block("few", min_length=2), text_block("many", max_length=3)))
    assert (await submit(hand, view, {"few": {"it": "ab"}, "many": {"it": "abc"}}))["ok"]
    assert app.received[-1].payload["type"] == "view_submission"


async def test_an_answer_without_words_closes_the_form_and_shows_the_one_below(hand: Hand, app: OutsideApp) -> None:
    below, above = await two_modals(hand, app)
    await submit(hand, above, {"title": {"it": "x"}})
    assert [view["id"] for view in await stack(hand)] == [below["id"]]


async def test_an_answer_may_clear_all_modals(hand: Hand, app: OutsideApp) -> None:
    _, above = await two_modals(hand, app)
    app.answer = {"response_action": "clear"}
    await submit(hand, above, {"title": {"it": "x"}})
    assert await stack(hand) == []


async def test_an_answer_with_errors_keeps_the_form_and_all_that_is_in_it(hand: Hand, app: OutsideApp) -> None:
    view = await opened(hand, app)
    app.answer = {"response_action": "errors", "errors": {"title": "Too vague"}}
    answer = await submit(hand, view, {"title": {"it": "it"}})
    assert answer["ok"]
    assert answer["response"]["errors"] == {"title": "Too vague"}
    [laid] = await stack(hand)
    assert (laid["id"], laid["state"]["values"]["title"]["it"]["value"]) == (view["id"], "it")
    app.answer = None
    await submit(hand, view, {})
    assert app.received[-1].payload["view"]["state"]["values"]["title"]["it"]["value"] == "it"
    assert await stack(hand) == []


async def test_an_answer_may_update_the_form(hand: Hand, app: OutsideApp) -> None:
    view = await opened(hand, app)
    app.answer = {"response_action": "update", "view": modal(GO_BLOCK, title=plain("Saved"))}
    assert (await submit(hand, view, {"title": {"it": "x"}}))["ok"]
    [laid] = await stack(hand)
    assert (laid["id"], laid["title"]["text"]) == (view["id"], "Saved")
    assert laid["hash"] != view["hash"]


async def test_an_answer_may_push_another_form(hand: Hand, app: OutsideApp) -> None:
    view = await opened(hand, app)
    app.answer = {"response_action": "push", "view": modal(title=plain("Sure?"))}
    assert (await submit(hand, view, {"title": {"it": "x"}}))["ok"]
    below, above = await stack(hand)
    assert (below["id"], above["previous_view_id"], above["title"]["text"]) == (view["id"], view["id"], "Sure?")


WRONG_ANSWERS: list[tuple[str, Json]] = [
    ("unknown block", {"response_action": "errors", "errors": {"nowhere": "No"}}),
    ("block that is no input", {"response_action": "errors", "errors": {"buttons": "No"}}),
    ("no errors", {"response_action": "errors", "errors": {}}),
    ("long title", {"response_action": "update", "view": modal(title=plain("x" * 25))}),
    ("no view", {"response_action": "push"}),
    ("unknown action", {"response_action": "dance"}),
]


async def test_a_wrong_answer_is_trouble_for_the_person_and_costs_nothing_of_what_is_filled_in(
    hand: Hand, app: OutsideApp
) -> None:
    for words, wrong in WRONG_ANSWERS:
        app.answer = None
        view = await opened(hand, app, modal(text_block(), GO_BLOCK))
        app.answer = wrong
        answer = await submit(hand, view, {"title": {"it": "Ship it"}})
        assert (answer["ok"], bool(answer["error"])) == (False, True), words
        [laid] = await stack(hand)
        assert (laid["id"], laid["title"]["text"]) == (view["id"], "Task"), words
        assert laid["state"]["values"]["title"]["it"]["value"] == "Ship it", words
        assert laid["trouble"] == "We had some trouble connecting. Try again?", words


async def test_an_app_that_does_not_answer_a_form_in_time_leaves_it_as_it_is(
    hand: Hand, app: OutsideApp, hurried: None
) -> None:
    view = await opened(hand, app)
    app.is_silent = True
    answer = await submit(hand, view, {"title": {"it": "Ship it"}})
    assert (answer["ok"], answer["error"]) == (False, "operation_timeout")
    [laid] = await stack(hand)
    assert laid["state"]["values"]["title"]["it"]["value"] == "Ship it"


async def test_a_form_is_sent_by_the_person_before_whom_it_lies(hand: Hand, app: OutsideApp) -> None:
    view = await opened(hand, app)
    heard = len(app.received)
    for path, body in (
        ("submit-view", {"values": {"title": {"it": "x"}}}),
        ("close-view", {}),
        ("interact", {"action": {"action_id": "it"}}),
    ):
        foreign = await hand.post(path, user="designer", view_id=view["id"], **body)
        assert foreign["error"] == "view_not_found", path
    assert (await submit(hand, {"id": "V0NOWHERE"}, {}))["error"] == "view_not_found"
    assert len(app.received) == heard
    assert [laid["id"] for laid in await stack(hand)] == [view["id"]]


async def test_a_form_that_was_sent_cannot_be_sent_again(hand: Hand, app: OutsideApp) -> None:
    view = await opened(hand, app)
    await submit(hand, view, {"title": {"it": "x"}})
    assert (await submit(hand, view, {"title": {"it": "x"}}))["error"] == "view_not_found"


async def test_an_option_that_is_not_offered_cannot_be_chosen(hand: Hand, app: OutsideApp) -> None:
    view = await opened(hand, app, modal(input_block("pick", {"type": "static_select", "options": OPTIONS})))
    assert (await submit(hand, view, {"pick": {"it": "three"}}))["error"] == "option_not_found"


async def test_a_form_of_another_is_not_in_ones_own_views(hand: Hand, app: OutsideApp) -> None:
    await opened(hand, app, user="designer")
    assert (await hand.get("views/lead")) == {"ok": True, "views": [], "home": None}
    assert len(await stack(hand, "designer")) == 1
    assert (await hand.get("views/nobody"))["error"] == "user_not_found"


async def test_the_app_hears_of_a_closed_form_if_it_asked_to(hand: Hand, app: OutsideApp) -> None:
    silent = await opened(hand, app)
    heard = len(app.received)
    assert (await hand.post("close-view", user="lead", view_id=silent["id"]))["ok"]
    assert (len(app.received), await stack(hand)) == (heard, [])
    view = await opened(hand, app, modal(**NOTIFYING))
    assert (await hand.post("close-view", user="lead", view_id=view["id"]))["ok"]
    [*_, closed] = await app.wait_for(heard + 2)
    assert (closed.type, closed.payload["type"], closed.payload["is_cleared"]) == ("interactive", "view_closed", False)
    assert closed.payload["view"]["id"] == view["id"]
    assert closed.payload["user"]["id"] == "U0LEAD"
    assert "trigger_id" not in closed.payload


async def test_a_modal_may_take_all_the_others_with_it(hand: Hand, app: OutsideApp) -> None:
    _, above = await two_modals(hand, app, **NOTIFYING)
    assert (await hand.post("close-view", user="lead", view_id=above["id"], all=True))["ok"]
    assert await stack(hand) == []
    assert app.received[-1].payload["is_cleared"] is True


async def test_a_click_in_a_form_tells_all_that_is_filled_in_and_has_no_response_url(
    hand: Hand, app: OutsideApp
) -> None:
    pick = {"type": "static_select", "action_id": "pick", "options": OPTIONS}
    view = await opened(hand, app, modal(text_block(initial_value="Ship"), {**GO_BLOCK, "elements": [GO, pick]}))
    body = {"user": "lead", "view_id": view["id"]}
    assert (await hand.post("interact", **body, action={"action_id": "pick", "selected": "two"}))["ok"]
    assert (await hand.post("interact", **body, action={"action_id": "go"}))["ok"]
    chosen, clicked = (request.payload for request in app.received[-2:])
    assert clicked["type"] == "block_actions"
    assert clicked["container"] == {"type": "view", "view_id": view["id"]}
    assert not {"response_url", "channel", "message"} & clicked.keys()
    assert clicked["trigger_id"] != chosen["trigger_id"]
    assert chosen["actions"][0]["selected_option"] == OPTIONS[1]
    [action] = clicked["actions"]
    assert (action["action_id"], action["block_id"], action["value"]) == ("go", "buttons", "7")
    assert clicked["view"]["state"]["values"] == {
        "title": {"it": {"type": "plain_text_input", "value": "Ship"}},
        "buttons": {"pick": {"type": "static_select", "selected_option": OPTIONS[1]}},
    }
    assert len(await stack(hand)) == 1


async def test_a_click_that_the_app_does_not_answer_is_told_as_failed(
    hand: Hand, app: OutsideApp, hurried: None
) -> None:
    view = await opened(hand, app, modal(GO_BLOCK))
    app.is_silent = True
    answer = await hand.post("interact", user="lead", view_id=view["id"], action={"action_id": "go"})
    assert (answer["ok"], answer["error"]) == (False, "operation_timeout")


async def two_modals(hand: Hand, app: OutsideApp, **fields: Any) -> tuple[Json, Json]:
    """Two forms, one upon the other, the second of these fields."""
    below = await opened(hand, app, modal(GO_BLOCK))
    await hand.post("interact", user="lead", view_id=below["id"], action={"action_id": "go"})
    trigger_id = app.received[-1].payload["trigger_id"]
    above = (await app.web.views_push(trigger_id=trigger_id, view=modal(**fields)))["view"]
    return below, dict(above)
