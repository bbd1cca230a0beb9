"""Following one change through the log by its ids, from the command to the post."""

import logging
from typing import Any

import msgspec
import pytest

from bot.cli.logs import JsonFormatter
from tests.slack import People, eventually, number_of

Line = dict[str, Any]


def told(caplog: pytest.LogCaptureFixture) -> list[Line]:
    """The lines of the log, as what collects logs gets them."""
    return [msgspec.json.decode(JsonFormatter().format(record)) for record in caplog.records]


def lines(caplog: pytest.LogCaptureFixture, message: str, **fields: object) -> list[Line]:
    """The fields of the lines with this message and these fields, as soon as there are some."""
    return [
        line["fields"]
        for line in told(caplog)
        if line["message"] == message and fields.items() <= line["fields"].items()
    ]


async def test_one_change_is_followed_from_the_command_to_the_post(
    people: People, channel: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    reader = await people.a_person(channel)
    answer = await people.type("lead", channel, f"add Paint the bikeshed @{reader}")
    card = await people.card(channel, "Paint the bikeshed")
    await people.told(reader, "*Paint the bikeshed*")

    async def followed() -> list[Line]:
        (change,) = lines(caplog, "change committed", number=number_of(answer), version=1)
        place = {name: change[name] for name in ("team", "number", "version")}
        (request,) = lines(caplog, "request answered", stimulus=change["stimulus"], team=change["team"])
        assert (request["kind"], request["outcome"]) == ("command", "answered")
        assert 0 < request["ms"] < 3000
        assert [event["deliveries"] for event in lines(caplog, "event announced", **place)] == [2]
        posted = lines(caplog, "message posted", **place)
        return posted if len(posted) == 2 else []

    posted = {line["delivery"]: line["ts"] for line in await eventually(followed)}
    assert len(posted) == 2
    assert card["ts"] in posted.values()

    await people.click("tester", card, "task_complete")

    async def redrawn() -> list[Line]:
        found = lines(caplog, "message redrawn", number=number_of(answer), version=2)
        return found if len(found) == 2 else []

    assert {line["delivery"]: line["ts"] for line in await eventually(redrawn)} == posted
    (click,) = lines(caplog, "change committed", number=number_of(answer), version=2)
    assert [line["kind"] for line in lines(caplog, "request answered", stimulus=click["stimulus"])] == ["click"]
    assert all(0 <= line["lag_s"] < 10 for line in lines(caplog, "message redrawn"))


async def test_the_log_has_no_word_of_what_people_write(
    people: People, channel: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    answer = await people.type("lead", channel, "add Hide the xylophone +quuxlabel")
    card = await people.card(channel, "Hide the xylophone")
    number = number_of(answer)
    wrong = f"show {number + 90_000}"
    for typed in (f"comment {number} zanzibar", "add xylophone due yesterday", wrong, "search xylophone"):
        await people.type("lead", channel, typed)
    await people.click("tester", card, "task_complete")
    await eventually(lambda: _settled(caplog, number))

    log = caplog.text + str(told(caplog))
    for word in ("xylophone", "quuxlabel", "zanzibar", people.address.bot_token, people.address.app_token):
        assert word not in log
    outcomes = [line["outcome"] for line in lines(caplog, "request answered", kind="command")]
    assert outcomes == ["answered", "answered", "refused", "refused", "answered"]


async def _settled(caplog: pytest.LogCaptureFixture, number: int) -> bool:
    return bool(lines(caplog, "message redrawn", number=number, version=3))
