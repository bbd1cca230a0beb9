"""What becomes of a message that Slack refuses: a table of refusals."""

from datetime import datetime, timedelta

import pytest

from bot.service.delivering import LONGEST_RETRY, Delivering, back_off
from bot.service.posting import (
    Limited,
    Malformed,
    MessageGone,
    NotInvited,
    PostRefused,
    Unanswered,
    Unauthorized,
    Unreachable,
)
from bot.tasks import audience
from bot.tasks.deliveries import Entry, Posted
from bot.tasks.partitions import PARTITIONS
from tests.fakes.deliveries import FakeLedger
from tests.fakes.recording import RecordingJournal
from tests.unit.tasks.made import DESIGNER, LEAD, NOW, created

MADE = created(assignees=(DESIGNER,))
CARD, NOTICE = audience.deliveries(MADE)


def now() -> datetime:
    return NOW


async def ledger_with(*deliveries: object) -> FakeLedger:
    ledger = FakeLedger()
    await ledger.record([CARD, NOTICE])
    return ledger


async def waiting(ledger: FakeLedger) -> dict[str, Entry]:
    entries = await ledger.waiting(range(PARTITIONS), excluding=(), limit=10)
    return {entry.delivery.key: entry for entry in entries}


async def test_case_83_a_limited_destination_waits_as_long_as_slack_asks() -> None:
    ledger = await ledger_with()

    until = await Delivering(ledger, RecordingJournal(), now).refused(Entry(delivery=CARD), Limited("ratelimited", 30))

    assert until == NOW + timedelta(seconds=30)
    assert (await waiting(ledger))[CARD.key].not_before == until
    assert (await waiting(ledger))[NOTICE.key].not_before is None


@pytest.mark.parametrize("refusal", [Unanswered("internal_error"), Unauthorized("token_revoked")])
async def test_case_25_what_may_pass_is_tried_again_with_back_off(refusal: PostRefused) -> None:
    ledger = await ledger_with()
    delivering = Delivering(ledger, RecordingJournal(), now)

    first = await delivering.refused(Entry(delivery=CARD), refusal)
    later = await delivering.refused(Entry(delivery=CARD, attempts=20), refusal)

    assert first == NOW + timedelta(seconds=1)
    assert later == NOW + LONGEST_RETRY
    assert CARD.key in await waiting(ledger)


async def test_case_87_a_card_for_a_channel_without_the_bot_is_held_until_the_invitation() -> None:
    ledger = await ledger_with()

    until = await Delivering(ledger, RecordingJournal(), now).refused(
        Entry(delivery=CARD), NotInvited("channel_not_found")
    )

    assert until is None
    assert CARD.key not in await waiting(ledger)
    assert await ledger.release(CARD.team_id, CARD.destination) == 1
    assert CARD.key in await waiting(ledger)


@pytest.mark.parametrize(
    "refusal", [Unreachable("is_archived"), Malformed("invalid_blocks"), Unreachable("messages_tab_disabled")]
)
async def test_case_86_what_never_will_be_posted_is_dropped_and_stops_nobody(refusal: PostRefused) -> None:
    ledger = await ledger_with()

    assert await Delivering(ledger, RecordingJournal(), now).refused(Entry(delivery=NOTICE), refusal) is None

    assert NOTICE.key not in await waiting(ledger)
    assert CARD.key in await waiting(ledger)


async def test_case_88_a_message_to_a_deactivated_person_is_told_to_the_maker_instead() -> None:
    ledger = await ledger_with()

    await Delivering(ledger, RecordingJournal(), now).unreachable(Entry(delivery=NOTICE), MADE.task)
    await Delivering(ledger, RecordingJournal(), now).unreachable(Entry(delivery=NOTICE), MADE.task)

    left = await waiting(ledger)
    assert NOTICE.key not in left
    assert [entry.delivery.destination for key, entry in left.items() if "unreachable" in key] == [LEAD]


async def test_case_93_a_card_that_somebody_deleted_is_posted_anew() -> None:
    ledger = await ledger_with()
    posted = Posted(channel_id="C1", ts="1.0", version=1)
    await ledger.posted(CARD, posted)

    await Delivering(ledger, RecordingJournal(), now).redraw_refused(
        Entry(delivery=CARD, posted=posted), MessageGone("message_not_found"), MADE.task
    )

    assert CARD.key in await waiting(ledger)


async def test_a_redrawing_that_is_limited_pauses_all_of_the_workspace() -> None:
    ledger = await ledger_with()

    pause = await Delivering(ledger, RecordingJournal(), now).redraw_refused(
        Entry(delivery=CARD), Limited("ratelimited", 7), MADE.task
    )

    assert pause == timedelta(seconds=7)


def test_back_off_doubles_and_is_bounded() -> None:
    assert [back_off(attempts).total_seconds() for attempts in (0, 1, 2, 3)] == [1, 2, 4, 8]
    assert back_off(1000) == LONGEST_RETRY
