"""Answering in time: what is ready is the answer, the rest follows."""

import asyncio
from typing import Any

import pytest

from bot.service.posting import Unanswered, Words
from bot.views.blocks import one_sentence
from bot.views.text import Message
from handlers.answering import Answer, Answering, Replaced, Said

URL = "http://127.0.0.1/response"


class Ear:
    """The person's side: what the first answer was and what followed."""

    def __init__(self) -> None:
        self.acks: list[dict[str, Any]] = []
        self.followed: list[tuple[str, str]] = []

    async def ack(self, **said: Any) -> None:
        self.acks.append(said)

    async def answer(self, response_url: str, words: Words) -> None:
        self.followed.append(("answered", words.text))

    async def replace(self, response_url: str, words: Words) -> None:
        self.followed.append(("replaced", words.text))


async def after(gate: asyncio.Event, message: Message) -> Message:
    await gate.wait()
    return message


async def at_once(answer: Answer) -> Answer:
    return answer


async def test_what_is_ready_is_the_answer() -> None:
    ear = Ear()
    gate = asyncio.Event()
    gate.set()

    await Answering(ear).command(ear.ack, URL, after(gate, one_sentence("Added.")))

    assert [ack["text"] for ack in ear.acks] == ["Added."]
    assert ear.acks[0]["response_type"] == "ephemeral"
    assert ear.followed == []


async def test_case_52_what_is_late_is_acknowledged_in_time_and_follows_once() -> None:
    ear = Ear()
    gate = asyncio.Event()
    answering = Answering(ear, deadline_s=0.01)

    await answering.command(ear.ack, URL, after(gate, one_sentence("Added.")))
    assert ear.acks == [{}]
    gate.set()
    await answering.drain()

    assert ear.followed == [("answered", "Added.")]


async def test_late_work_outlives_the_request_that_began_it() -> None:
    ear = Ear()
    gate = asyncio.Event()
    answering = Answering(ear, deadline_s=10)
    request = asyncio.create_task(answering.command(ear.ack, URL, after(gate, one_sentence("Added."))))
    await asyncio.sleep(0)
    request.cancel()

    gate.set()
    await answering.drain()

    with pytest.raises(asyncio.CancelledError):
        await request


@pytest.mark.parametrize(
    ("answer", "followed"),
    [
        (Said(one_sentence("Done already.")), [("answered", "Done already.")]),
        (Replaced(one_sentence("Undone.")), [("replaced", "Undone.")]),
        (None, []),
    ],
)
async def test_a_click_is_acknowledged_empty_and_what_there_is_to_say_follows(
    answer: Answer, followed: list[tuple[str, str]]
) -> None:
    ear = Ear()
    answering = Answering(ear)

    await answering.click(ear.ack, URL, at_once(answer))
    await answering.drain()

    assert ear.acks == [{}]
    assert ear.followed == followed


async def test_an_answer_that_slack_refuses_is_logged_and_nothing_breaks(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    ear = Ear()

    async def refuse(response_url: str, words: Words) -> None:
        raise Unanswered("status 500")

    monkeypatch.setattr(ear, "answer", refuse)
    answering = Answering(ear)

    await answering.click(ear.ack, URL, at_once(Said(one_sentence("Hello."))))
    await answering.drain()

    assert "an answer did not reach its person" in caplog.text
