import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web

from bot.clock import Clock, ClockUnreadable, in_milliseconds
from tests.conditions import until


class SlackClock:
    """Plays the local Slack's clock: answers at once, or when its offset differs from the one that is known."""

    def __init__(self) -> None:
        self.offset_s = 0.0
        self.asked: list[dict[str, str]] = []
        self.answer: object = None
        self.moved = asyncio.Event()

    async def get(self, request: web.Request) -> web.Response:
        self.asked.append(dict(request.query))
        if self.answer is not None:
            return web.json_response(self.answer)
        if request.query.get("known_offset_s") == repr(self.offset_s):
            self.moved.clear()
            await self.moved.wait()
        now = datetime.now(UTC) + timedelta(seconds=self.offset_s)
        return web.json_response({"now": now.isoformat(), "offset_s": self.offset_s})

    def move(self, offset_s: float) -> None:
        self.offset_s = offset_s
        self.moved.set()


@pytest_asyncio.fixture
async def slack() -> SlackClock:
    return SlackClock()


@pytest_asyncio.fixture
async def url(slack: SlackClock) -> AsyncIterator[str]:
    application = web.Application()
    application.router.add_get("/_control/clock", slack.get)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    yield f"http://{host}:{port}/_control/clock"
    slack.moved.set()
    await runner.cleanup()


@pytest_asyncio.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def until_offset(clock: Clock, expected: timedelta) -> None:
    await until(lambda: abs(clock.now() - clock.real_now() - expected) < timedelta(seconds=1))


def test_a_clock_tells_the_real_time_aware_and_in_milliseconds() -> None:
    clock = Clock()
    before = in_milliseconds(datetime.now(UTC))
    told = [clock.now(), clock.real_now()]
    after = datetime.now(UTC)
    assert all(before <= moment <= after for moment in told)
    assert all(moment.utcoffset() == timedelta(0) and moment.microsecond % 1000 == 0 for moment in told)


def test_milliseconds_are_cut_and_not_rounded() -> None:
    moment = datetime(2026, 3, 5, 9, 0, 0, 999_999, tzinfo=UTC)
    assert in_milliseconds(moment) == datetime(2026, 3, 5, 9, 0, 0, 999_000, tzinfo=UTC)


async def test_one_reading_takes_the_offset_over_and_leaves_the_real_time(
    slack: SlackClock, url: str, session: aiohttp.ClientSession
) -> None:
    slack.offset_s = 86_400.5
    clock = Clock()
    await clock.synchronise(url, session)
    assert slack.asked == [{"wait_s": "0"}]
    assert abs(clock.now() - datetime.now(UTC) - timedelta(days=1)) < timedelta(seconds=2)
    assert abs(clock.real_now() - datetime.now(UTC)) < timedelta(seconds=2)


@pytest.mark.parametrize("answer", [[], {}, {"offset_s": "soon"}, {"offset_s": 1e300}])
async def test_an_answer_without_an_offset_is_an_error(
    slack: SlackClock, url: str, session: aiohttp.ClientSession, answer: object
) -> None:
    slack.answer = answer
    with pytest.raises(ClockUnreadable):
        await Clock().synchronise(url, session)


async def test_no_server_is_an_error(session: aiohttp.ClientSession, unused_tcp_port: int) -> None:
    with pytest.raises(ClockUnreadable):
        await Clock().synchronise(f"http://127.0.0.1:{unused_tcp_port}/", session)


async def test_a_follower_sees_each_move_at_once(slack: SlackClock, url: str, session: aiohttp.ClientSession) -> None:
    clock = Clock()
    following = asyncio.create_task(clock.follow(url, session))
    try:
        for hours in (3, 50, -2):
            moved_at = time.monotonic()
            slack.move(hours * 3600.0)
            await until_offset(clock, timedelta(hours=hours))
            assert time.monotonic() - moved_at < 1
        assert {query["wait_s"] for query in slack.asked} == {"25"}
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)


async def test_a_follower_outlives_an_outage(
    slack: SlackClock, url: str, session: aiohttp.ClientSession, caplog: pytest.LogCaptureFixture
) -> None:
    slack.answer = {"offset_s": None}
    clock = Clock()
    following = asyncio.create_task(clock.follow(url, session))
    try:
        await until(lambda: len(slack.asked) >= 3)
        slack.answer = None
        slack.move(7200.0)
        await until_offset(clock, timedelta(hours=2))
        assert [record.message for record in caplog.records if record.name == "bot.clock"] == [
            "clock of the local Slack lost, time goes on"
        ]
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
