"""What a page in the same process sees, hears and does with modals and Home."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.actions import ActionChoice
from sandbox.block_kit import checked_view
from sandbox.changes import (
    ActFailed,
    Change,
    HomeOpened,
    HomePublished,
    MessagePosted,
    ViewChanged,
    ViewClosed,
    ViewOpened,
)
from sandbox.delivery import Outcome
from sandbox.errors import SlackError
from sandbox.local_slack import LocalSlack
from sandbox.records import Message, View
from sandbox.seed import BOT_USER_ID
from tests.sandbox.conftest import FULL_MANIFEST
from tests.sandbox.forms import home, input_block, modal, plain, text_block

LEAD = "U0LEAD"
GO = {"type": "button", "action_id": "go", "text": plain("Go")}
GO_BLOCK = {"type": "actions", "block_id": "buttons", "elements": [GO]}


@pytest.fixture
async def slack(tmp_path: Path) -> AsyncIterator[LocalSlack]:
    """A local Slack to which no app is connected."""
    local = LocalSlack(tmp_path, FULL_MANIFEST, "http://127.0.0.1:1", None)
    yield local
    local.begin_closing()
    await local.close()


@pytest.fixture
def heard(slack: LocalSlack) -> list[Change]:
    changes: list[Change] = []
    slack.workspace.subscribe(changes.append)
    return changes


def opened(slack: LocalSlack, **fields: object) -> View:
    return slack.workspace.views.open(LEAD, checked_view(modal(text_block(), GO_BLOCK, **fields), "modal"))


async def test_the_life_of_a_modal_is_told(slack: LocalSlack, heard: list[Change]) -> None:
    view = opened(slack)
    filled = slack.workspace.views.fill(view, {"title": {"it": "Ship"}}, view.blocks)
    updated = slack.workspace.views.update(filled, checked_view(modal(title=plain("New")), "modal"))
    await slack.delivery.close_view(LEAD, view.id)
    assert heard == [
        ViewOpened(LEAD, view),
        ViewChanged(LEAD, filled),
        ViewChanged(LEAD, updated),
        ViewClosed(LEAD, view.id),
    ]
    assert updated.state == filled.state != view.state


async def test_a_stack_is_closed_from_its_root(slack: LocalSlack, heard: list[Change]) -> None:
    below = opened(slack)
    above = slack.workspace.views.push(LEAD, checked_view(modal(), "modal"))
    assert slack.workspace.views.stack(LEAD) == (below, above)
    await slack.delivery.close_view(LEAD, above.root_view_id)
    assert heard[-2:] == [ViewClosed(LEAD, above.id), ViewClosed(LEAD, below.id)]


async def test_a_modal_that_clears_takes_those_below_along(slack: LocalSlack) -> None:
    opened(slack)
    above = slack.workspace.views.push(LEAD, checked_view(modal(clear_on_close=True), "modal"))
    await slack.delivery.close_view(LEAD, above.id)
    assert slack.workspace.views.stack(LEAD) == ()


async def test_home_is_told_when_published_and_when_looked_at(slack: LocalSlack, heard: list[Change]) -> None:
    assert (await slack.delivery.open_home(LEAD)).response == {"view": None}
    published = slack.workspace.views.publish(LEAD, checked_view(home(), "home"))
    shown = (await slack.delivery.open_home(LEAD)).response
    assert shown is not None
    assert shown["view"]["id"] == published.id
    told = [change for change in heard if isinstance(change, HomeOpened | HomePublished)]
    assert told == [HomeOpened(LEAD, "home"), HomePublished(LEAD, published), HomeOpened(LEAD, "home")]


async def test_a_form_that_could_not_be_sent_is_in_trouble_until_it_is_sent_again(slack: LocalSlack) -> None:
    view = opened(slack)
    outcome = await slack.delivery.submit_view(LEAD, view.id, {"title": {"it": "Ship it"}})
    [troubled] = slack.workspace.views.stack(LEAD)
    assert outcome.error == "dispatch_failed"
    assert troubled.trouble == "We had some trouble connecting. Try again?"
    await slack.delivery.submit_view(LEAD, view.id, {"title": {"it": None}})
    [refused] = slack.workspace.views.stack(LEAD)
    assert (refused.trouble, list(refused.errors)) == (None, ["title"])


async def test_a_click_that_failed_is_told_where_it_was(slack: LocalSlack, heard: list[Change]) -> None:
    view = opened(slack)
    await slack.delivery.interact_in_view(LEAD, view.id, ActionChoice("go"))
    card = slack.workspace.messages.post(Message(channel_id="C0GENERAL", user=BOT_USER_ID, blocks=[GO_BLOCK]))
    await slack.delivery.interact(LEAD, "C0GENERAL", card.ts, ActionChoice("go"))
    failures = [change for change in heard if isinstance(change, ActFailed)]
    assert failures == [
        ActFailed(LEAD, "go", "dispatch_failed", view_id=view.id),
        ActFailed(LEAD, "go", "dispatch_failed", channel_id="C0GENERAL", message_ts=card.ts),
    ]
    assert [change.message for change in heard if isinstance(change, MessagePosted)] == [card]


async def test_a_choice_in_an_input_is_kept_and_told_only_if_the_block_wants_it(slack: LocalSlack) -> None:
    date = input_block("due", {"type": "datepicker"})
    told = input_block("told", {"type": "datepicker"}, dispatch_action=True)
    view = slack.workspace.views.open(LEAD, checked_view(modal(date, told), "modal"))
    picked = ActionChoice("it", block_id="due", selected="2026-03-01")
    assert await slack.delivery.interact_in_view(LEAD, view.id, picked) == Outcome()
    picked_and_told = ActionChoice("it", block_id="told", selected="2026-03-02")
    outcome = await slack.delivery.interact_in_view(LEAD, view.id, picked_and_told)
    assert outcome.error == "dispatch_failed"
    [kept] = slack.workspace.views.stack(LEAD)
    assert kept.state["due"]["it"]["selected_date"] == "2026-03-01"
    assert kept.state["told"]["it"]["selected_date"] == "2026-03-02"


async def test_only_what_lies_uppermost_can_be_acted_on_and_not_by_the_deactivated(slack: LocalSlack) -> None:
    below = opened(slack)
    slack.workspace.views.push(LEAD, checked_view(modal(), "modal"))
    with pytest.raises(SlackError, match="view_not_found"):
        await slack.delivery.submit_view(LEAD, below.id, {})
    slack.workspace.people.change(LEAD, deleted=True)
    with pytest.raises(SlackError, match="user_disabled"):
        await slack.delivery.open_home(LEAD)
