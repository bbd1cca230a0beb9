"""Draining the ledger: order, refusals that stop nobody else, doubts, redrawing."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from msgspec.structs import replace

from bot.service.ports import Unavailable
from bot.service.posting import Limited, MessageGone, NotInvited, PostRefused, Unanswered, Words
from bot.tasks.deliveries import Delivery, Posted
from bot.tasks.drafts import Draft
from bot.tasks.due import Due
from bot.tasks.partitions import PARTITIONS
from handlers.composing import Composer
from handlers.deliveries import DeliveryDrain
from tests.conditions import until
from tests.unit.service.world import PRIVATE, PUBLIC, World, stimulus
from tests.unit.tasks.made import DESIGNER, LEAD, NOW, TESTER

ALL = frozenset(range(PARTITIONS))


@dataclass
class FakeSlack:
    """The port `Posting`: remembers what was posted where, and refuses what a test says."""

    posted: list[tuple[str, str, str]] = field(default_factory=list)
    redrawn: list[str] = field(default_factory=list)
    refusals: defaultdict[str, list[PostRefused]] = field(default_factory=lambda: defaultdict(list))
    found: dict[str, Posted] = field(default_factory=dict)
    asked_for: list[str] = field(default_factory=list)
    unfindable: PostRefused | None = None
    when_posted: Callable[[], None] = lambda: None

    async def post(
        self, team_id: str, destination: str, words: Words, *, key: str, version: int, thread_ts: str | None
    ) -> Posted:
        await asyncio.sleep(0)
        if self.refusals[destination]:
            raise self.refusals[destination].pop(0)
        self.posted.append((destination, key, words.text))
        self.when_posted()
        return Posted(channel_id=destination, ts=f"{len(self.posted)}.0", version=version)

    async def redraw(self, team_id: str, posted: Posted, words: Words) -> None:
        if self.refusals[posted.ts]:
            raise self.refusals[posted.ts].pop(0)
        self.redrawn.append(words.text)

    async def find(self, team_id: str, destination: str, *, key: str) -> Posted | None:
        self.asked_for.append(key)
        if self.unfindable is not None:
            raise self.unfindable
        return self.found.get(key)


class Idle:
    """Wake-ups that nobody waits for."""

    def wake(self, partitions: Collection[int]) -> None:
        """Nothing is woken: tests drain by hand."""

    async def wait(self, timeout_s: float) -> frozenset[int]:
        return frozenset()


class Bench:
    """A drain over fakes, with a clock that a test moves."""

    def __init__(self) -> None:
        self.world = World()
        self.slack = FakeSlack()
        self.now = NOW
        self.held = ALL
        self.drain = self.new_drain()

    def new_drain(self) -> DeliveryDrain:
        return DeliveryDrain(
            tasks=self.world.tasks,
            people=self.world.people,
            ledger=self.world.ledger,
            posting=self.slack,
            composer=Composer(self.world.people, self.clock),
            partitions=lambda: self.held,
            waking=Idle(),
            journal=self.world.journal,
            real_now=self.clock,
        )

    def clock(self) -> datetime:
        return self.now

    async def add(self, title: str, *assignees: str, channel_id: str = PUBLIC, at: datetime = NOW) -> int:
        draft = Draft(title=title, assignees=assignees)
        return (await self.world.adding.add(draft, stimulus(channel_id=channel_id, at=at))).task.number

    async def announce(self) -> None:
        await self.world.announcing.announce(self.world.announcements.published)

    async def drained(self) -> None:
        """Drain until nothing is under way."""
        for _ in range(2):
            await self.drain.drain()
            await until(lambda: not self.drain.is_serving)

    async def drained_of_faults(self, fault: Exception) -> None:
        """Drain once, with a ledger that cannot settle what is posted; the fault is reported to the loop."""
        loop, reported = asyncio.get_running_loop(), []
        loop.set_exception_handler(lambda _loop, context: reported.append(context["exception"]))
        settle = self.world.ledger.posted

        async def unsettled(delivery: Delivery, posted: Posted) -> None:
            raise fault

        self.world.ledger.posted = unsettled  # type: ignore[method-assign]
        await self.drain.drain()
        await until(lambda: not self.drain.is_serving)
        self.world.ledger.posted = settle  # type: ignore[method-assign]
        loop.set_exception_handler(None)
        assert reported == [fault]

    def destinations(self) -> list[str]:
        return [destination for destination, _, _ in self.slack.posted]


async def test_each_destination_gets_its_messages_in_the_order_of_commit() -> None:
    bench = Bench()
    for second in range(30):
        await bench.add(f"task {second}", at=NOW + timedelta(seconds=second))
    await bench.announce()

    await bench.drained()

    numbers = [int(key.split(":")[0]) for _, key, _ in bench.slack.posted]
    assert numbers == list(range(1, 31))


async def test_what_was_posted_is_not_posted_again() -> None:
    bench = Bench()
    await bench.add("Ship it", DESIGNER)
    await bench.announce()

    await bench.drained()
    await bench.drained()
    bench.drain = bench.new_drain()
    await bench.drained()

    assert sorted(bench.destinations()) == [PUBLIC, DESIGNER]


async def test_case_83_a_limited_channel_waits_and_others_go_on_in_order() -> None:
    bench = Bench()
    await bench.add("first", at=NOW)
    await bench.add("second", at=NOW + timedelta(seconds=1))
    await bench.add("elsewhere", channel_id=PRIVATE)
    await bench.announce()
    bench.slack.refusals[PUBLIC].append(Limited("ratelimited", 30))

    await bench.drained()
    assert bench.destinations() == [PRIVATE]
    bench.now = NOW + timedelta(seconds=29)
    await bench.drained()
    assert bench.destinations() == [PRIVATE]
    bench.now = NOW + timedelta(seconds=31)
    await bench.drained()

    assert [text.split(": ")[1].split(".")[0] for _, _, text in bench.slack.posted] == ["elsewhere", "first", "second"]


async def test_case_83_the_wait_is_kept_by_the_process_that_comes_after() -> None:
    bench = Bench()
    await bench.add("first", at=NOW)
    await bench.add("second", at=NOW + timedelta(seconds=1))
    await bench.announce()
    bench.slack.refusals[PUBLIC].append(Limited("ratelimited", 30))
    await bench.drained()

    bench.drain = bench.new_drain()
    await bench.drained()

    assert bench.destinations() == []


async def test_case_87_what_a_private_channel_refuses_is_held_and_stops_nobody() -> None:
    bench = Bench()
    await bench.add("private", DESIGNER, channel_id=PRIVATE)
    await bench.announce()
    bench.slack.refusals[PRIVATE].append(NotInvited("channel_not_found"))

    await bench.drained()

    assert bench.destinations() == [DESIGNER]
    await bench.world.ledger.release("T1", PRIVATE)
    await bench.drained()
    assert bench.destinations() == [DESIGNER, PRIVATE]


async def test_case_21_a_reminder_is_not_sent_for_what_was_done_a_moment_before() -> None:
    bench = Bench()
    draft = Draft(title="Ship it", due=Due(at=NOW + timedelta(hours=2)), assignees=(DESIGNER,))
    number = (await bench.world.adding.add(draft, stimulus())).task.number
    await bench.world.reminding.look_around(now=NOW + timedelta(hours=2))
    await bench.world.changing.complete(number, stimulus(TESTER))

    await bench.drained()

    assert bench.slack.posted == []


async def test_what_was_withdrawn_is_not_posted_any_more() -> None:
    bench = Bench()
    number = await bench.add("Not meant", DESIGNER)
    await bench.world.undoing.undo((number,), stimulus())
    await bench.announce()

    await bench.drained()

    assert bench.slack.posted == []


async def test_a_doubtful_message_is_looked_for_before_it_is_repeated() -> None:
    bench = Bench()
    await bench.add("Ship it")
    await bench.announce()
    bench.slack.refusals[PUBLIC].append(Unanswered("TimeoutError"))
    await bench.drained()
    bench.slack.found["1:1:card:C1"] = Posted(channel_id=PUBLIC, ts="7.0", version=1)

    bench.now = NOW + timedelta(seconds=2)
    await bench.drained()

    assert bench.slack.posted == []
    card = await bench.world.ledger.card("T1", 1)
    assert card is not None
    assert card.ts == "7.0"


async def test_a_doubtful_message_that_is_not_found_is_posted() -> None:
    bench = Bench()
    await bench.add("Ship it")
    await bench.announce()
    bench.slack.refusals[PUBLIC].append(Unanswered("TimeoutError"))
    await bench.drained()

    bench.now = NOW + timedelta(seconds=2)
    await bench.drained()

    assert bench.destinations() == [PUBLIC]
    assert bench.slack.asked_for.count("1:1:card:C1") == 2


async def test_only_the_first_message_of_a_newly_held_destination_is_doubtful() -> None:
    bench = Bench()
    for second in range(5):
        await bench.add(f"task {second}", at=NOW + timedelta(seconds=second))
    await bench.announce()

    await bench.drained()

    assert bench.slack.asked_for == ["1:1:card:C1"]
    assert len(bench.slack.posted) == 5


async def test_what_others_hold_is_left_to_them() -> None:
    bench = Bench()
    bench.held = frozenset()
    await bench.add("Ship it")
    await bench.announce()

    await bench.drained()

    assert bench.slack.posted == []


async def test_a_destination_is_left_in_the_middle_when_another_process_has_it() -> None:
    bench = Bench()
    for second in range(5):
        await bench.add(f"task {second}", at=NOW + timedelta(seconds=second))
    await bench.announce()

    def lost() -> None:
        bench.held = frozenset()

    bench.slack.when_posted = lost
    await bench.drained()

    assert len(bench.slack.posted) == 1


async def test_a_drain_that_is_to_finish_begins_no_message() -> None:
    bench = Bench()
    await bench.add("Ship it", DESIGNER)
    await bench.announce()

    await bench.drain.drain()
    await bench.drain.finish()

    assert bench.slack.posted == []
    assert not bench.drain.is_serving


async def test_a_message_that_could_not_be_settled_is_looked_for_and_not_repeated() -> None:
    bench = Bench()
    await bench.add("Ship it")
    await bench.announce()
    await bench.drained_of_faults(Unavailable("MongoDB: NetworkTimeout"))
    bench.slack.found["1:1:card:C1"] = Posted(channel_id=PUBLIC, ts="1.0", version=1)

    bench.now = NOW + timedelta(seconds=2)
    await bench.drained()

    assert bench.destinations() == [PUBLIC]
    card = await bench.world.ledger.card("T1", 1)
    assert card is not None
    assert card.ts == "1.0"


async def test_what_met_a_fault_is_left_alone_for_a_moment() -> None:
    bench = Bench()
    await bench.add("Ship it")
    await bench.announce()
    await bench.drained_of_faults(Unavailable("MongoDB: NetworkTimeout"))

    await bench.drained()
    assert bench.destinations() == [PUBLIC]


async def test_where_the_bot_may_not_look_it_may_still_post() -> None:
    bench = Bench()
    await bench.add("Ship it")
    await bench.announce()
    bench.slack.unfindable = NotInvited("not_in_channel")

    await bench.drained()

    assert bench.destinations() == [PUBLIC]


async def test_a_change_redraws_the_card_and_the_direct_message() -> None:
    bench = Bench()
    number = await bench.add("Ship it", DESIGNER)
    await bench.announce()
    await bench.drained()
    await bench.world.changing.start(number, stimulus(TESTER))
    await bench.announce()

    await bench.drained()

    assert len(bench.slack.redrawn) == 2
    assert any("In progress" in text for text in bench.slack.redrawn)


async def test_case_93_a_card_that_was_deleted_in_slack_is_posted_anew() -> None:
    bench = Bench()
    number = await bench.add("Ship it")
    await bench.announce()
    await bench.drained()
    bench.slack.refusals["1.0"].append(MessageGone("message_not_found"))
    await bench.world.changing.start(number, stimulus(TESTER))
    await bench.announce()

    await bench.drained()
    await bench.drained()

    assert bench.destinations() == [PUBLIC, PUBLIC]
    card = await bench.world.ledger.card("T1", number)
    assert card is not None
    assert card.ts == "2.0"


async def test_limited_redraws_wait_and_are_made_afterwards() -> None:
    bench = Bench()
    number = await bench.add("Ship it")
    await bench.announce()
    await bench.drained()
    bench.slack.refusals["1.0"].append(Limited("ratelimited", 5))
    await bench.world.changing.start(number, stimulus(TESTER))
    await bench.announce()

    await bench.drained()
    assert bench.slack.redrawn == []
    bench.now = NOW + timedelta(seconds=6)
    await bench.drained()

    assert len(bench.slack.redrawn) == 1


async def test_what_shows_a_task_that_is_gone_for_good_is_not_looked_at_again() -> None:
    bench = Bench()
    number = await bench.add("Ship it")
    await bench.announce()
    await bench.drained()
    await bench.world.changing.start(number, stimulus(TESTER))
    await bench.announce()
    del bench.world.tasks.kept["T1", number]

    await bench.drained()

    assert bench.slack.redrawn == []
    assert not await bench.world.ledger.stale(ALL, limit=10)


async def test_a_line_for_a_card_that_never_was_is_dropped() -> None:
    bench = Bench()
    number = await bench.add("private", channel_id=PRIVATE)
    await bench.world.changing.take(number, stimulus(LEAD, channel_id=PRIVATE))
    await bench.announce()
    bench.slack.refusals[PRIVATE].append(NotInvited("channel_not_found"))

    await bench.drained()

    assert bench.slack.posted == []
    assert not await bench.world.ledger.waiting(ALL, excluding=(), limit=10)


async def test_case_88_a_deactivated_recipient_is_not_counted_as_told() -> None:
    bench = Bench()
    await bench.add("Ship it", DESIGNER)
    await bench.announce()
    designer = await bench.world.people.person("T1", DESIGNER)
    await bench.world.people.store(replace(designer, is_deactivated=True))

    await bench.drained()

    assert sorted(bench.destinations()) == [PUBLIC, LEAD]
    assert any("deactivated" in text for _, _, text in bench.slack.posted)


async def test_a_fault_in_one_destination_is_reported_and_the_rest_goes_on() -> None:
    bench = Bench()
    reported: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context["exception"]))
    bench.slack.refusals[PUBLIC].append(ValueError("a bug"))  # type: ignore[arg-type]
    await bench.add("Ship it", DESIGNER)
    await bench.announce()

    await bench.drain.drain()
    await until(lambda: not bench.drain.is_serving)

    asyncio.get_running_loop().set_exception_handler(None)
    assert bench.destinations() == [DESIGNER]
    assert [type(error) for error in reported] == [ValueError]


async def test_the_journal_is_told_of_every_message() -> None:
    bench = Bench()
    number = await bench.add("Ship it", DESIGNER)
    bench.slack.refusals[PUBLIC] += [Limited("ratelimited", 30), NotInvited("not_in_channel")]
    await bench.announce()
    await bench.drained()
    bench.now += timedelta(seconds=31)
    await bench.drained()
    await bench.world.changing.complete(number, stimulus(TESTER))
    await bench.announce()
    await bench.drained()

    told = bench.world.journal.lines
    card, notice = f"{number}:1:card:{PUBLIC}", f"{number}:1:notice:{DESIGNER}"
    assert [line[:2] for line in told if line[0] == "announced"] == [
        ("announced", f"{number}.1"),
        ("announced", f"{number}.2"),
    ]
    assert ("postponed", card, "Limited") in told
    assert ("held", card, "NotInvited") in told
    assert [line[0] for line in told if notice in line] == ["posted", "redrawn"]
    assert [line[2] for line in told if line[0] == "dropped"] == ["its card is not posted"]
