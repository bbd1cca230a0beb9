"""Answering in time: what is ready is the answer, the rest follows."""

import asyncio
from typing import Any, TypeVar

import pytest

from bot.service.journal import Outcome
from bot.service.posting import Screen, TooLate, Unanswered, Words
from bot.service.stimuli import Stimulus
from bot.views import forms
from bot.views.blocks import one_sentence
from bot.views.text import Message
from handlers.answering import Answer, Answering, Closed, FormAnswer, Redrawn, Replaced, Said, Worded, Wrong
from tests.fakes.recording import RecordingJournal
from tests.unit.service.world import stimulus

T = TypeVar("T")

URL = "http://127.0.0.1/response"
STIMULUS = stimulus(identity="V1")
SAVING = forms.saving_form()


class Ear:
    """The person's side: what the first answer was and what followed, where."""

    def __init__(self) -> None:
        self.acks: list[dict[str, Any]] = []
        self.followed: list[tuple[str, str]] = []
        self.is_form_closed = False
        self.journal = RecordingJournal()

    async def ack(self, **said: Any) -> None:
        self.acks.append(said)

    async def answer(self, response_url: str, words: Words) -> None:
        self.followed.append(("answered", words.text))

    async def replace(self, response_url: str, words: Words) -> None:
        self.followed.append(("replaced", words.text))

    async def tell(self, stimulus: Stimulus, message: Message) -> None:
        self.followed.append(("told", message.text))

    async def open(self, trigger_id: str, screen: Screen) -> str:
        raise AssertionError("nothing is opened here")

    async def update(self, view_id: str, screen: Screen) -> None:
        if self.is_form_closed:
            raise TooLate("not_found")
        self.followed.append((f"redrew {view_id}", screen.as_slack()["title"]["text"]))

    async def publish(self, team_id: str, user_id: str, screen: Screen) -> None:
        raise AssertionError("nothing is published here")


def answering_to(ear: Ear, deadline_s: float = 10) -> Answering:
    return Answering(ear, ear, ear.tell, ear.journal, deadline_s=deadline_s)


async def after(gate: asyncio.Event, answer: T) -> Worded[T]:
    await gate.wait()
    return Worded(answer, Outcome.ANSWERED)


async def at_once(answer: T) -> Worded[T]:
    return Worded(answer, Outcome.ANSWERED)


async def test_what_is_ready_is_the_answer() -> None:
    ear = Ear()

    await answering_to(ear).command(ear.ack, STIMULUS, URL, at_once(one_sentence("Added.")))

    assert [ack["text"] for ack in ear.acks] == ["Added."]
    assert ear.acks[0]["response_type"] == "ephemeral"
    assert ear.followed == []


async def test_a_command_that_opened_a_form_is_answered_with_nothing() -> None:
    ear = Ear()

    await answering_to(ear).command(ear.ack, STIMULUS, URL, at_once(None))

    assert ear.acks == [{}]


async def test_case_52_what_is_late_is_acknowledged_in_time_and_follows_once() -> None:
    ear = Ear()
    gate = asyncio.Event()
    answering = answering_to(ear, deadline_s=0.01)

    await answering.command(ear.ack, STIMULUS, URL, after(gate, one_sentence("Added.")))
    assert ear.acks == [{}]
    gate.set()
    await answering.drain()

    assert ear.followed == [("answered", "Added.")]


async def test_late_work_outlives_the_request_that_began_it() -> None:
    ear = Ear()
    gate = asyncio.Event()
    answering = answering_to(ear)
    request = asyncio.create_task(answering.command(ear.ack, STIMULUS, URL, after(gate, one_sentence("Added."))))
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
    answering = answering_to(ear)

    await answering.click(ear.ack, STIMULUS, URL, at_once(answer))
    await answering.drain()

    assert ear.acks == [{}]
    assert ear.followed == followed


async def test_a_click_on_home_is_answered_in_a_direct_message() -> None:
    ear = Ear()
    answering = answering_to(ear)

    await answering.click(ear.ack, STIMULUS, None, at_once(Said(one_sentence("Done already."))))
    await answering.drain()

    assert ear.followed == [("told", "Done already.")]


async def test_an_answer_that_slack_refuses_is_logged_and_nothing_breaks(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    ear = Ear()

    async def refuse(response_url: str, words: Words) -> None:
        raise Unanswered("status 500")

    monkeypatch.setattr(ear, "answer", refuse)
    answering = answering_to(ear)

    await answering.click(ear.ack, STIMULUS, URL, at_once(Said(one_sentence("Hello."))))
    await answering.drain()

    assert "an answer did not reach its person" in caplog.text


@pytest.mark.parametrize(
    ("answer", "ack"),
    [
        (Closed(), {}),
        (Wrong({"title": "What should it be called?"}, SAVING), {"response_action": "errors"}),
        (Redrawn(SAVING), {"response_action": "update"}),
    ],
)
async def test_a_form_is_closed_redrawn_or_answered_at_its_fields(answer: FormAnswer, ack: dict[str, str]) -> None:
    ear = Ear()
    answering = answering_to(ear)

    await answering.form(ear.ack, STIMULUS, at_once(answer), response_url=URL, saving=SAVING)
    await answering.drain()

    assert {name: value for name, value in ear.acks[0].items() if name == "response_action"} == ack


async def test_a_form_that_is_done_says_so_where_it_was_opened() -> None:
    ear = Ear()
    answering = answering_to(ear)

    await answering.form(ear.ack, STIMULUS, at_once(Closed(one_sentence("Added."))), response_url=URL, saving=SAVING)
    await answering.drain()

    assert ear.acks == [{}]
    assert ear.followed == [("answered", "Added.")]


@pytest.mark.parametrize(
    ("answer", "title"),
    [
        (Closed(one_sentence("Added.")), "Done"),
        (Wrong({}, forms.message_view("Wrong", "x")), "Wrong"),
        (Redrawn(forms.message_view("Anew", "x")), "Anew"),
    ],
)
async def test_case_52_a_late_form_shows_that_it_is_saved_and_then_what_came_of_it(
    answer: FormAnswer, title: str
) -> None:
    ear = Ear()
    gate = asyncio.Event()
    answering = answering_to(ear, deadline_s=0.01)

    await answering.form(ear.ack, STIMULUS, after(gate, answer), response_url=URL, saving=SAVING)
    assert [ack["response_action"] for ack in ear.acks] == ["update"]
    gate.set()
    await answering.drain()

    assert ear.followed == [("redrew V1", title)]


async def test_a_late_form_that_was_closed_meanwhile_is_told_where_it_was_opened() -> None:
    ear = Ear()
    ear.is_form_closed = True
    gate = asyncio.Event()
    answering = answering_to(ear, deadline_s=0.01)

    await answering.form(
        ear.ack, STIMULUS, after(gate, Closed(one_sentence("Added."))), response_url=URL, saving=SAVING
    )
    gate.set()
    await answering.drain()

    assert ear.followed == [("answered", "Added.")]


async def test_the_journal_is_told_how_each_request_was_answered() -> None:
    ear = Ear()
    answering = answering_to(ear)

    await answering.command(ear.ack, STIMULUS, URL, at_once(None))
    await answering.click(ear.ack, STIMULUS, URL, at_once(None))
    await answering.form(ear.ack, STIMULUS, at_once(Closed()), response_url=URL, saving=SAVING)

    assert ear.journal.lines == [("answered", kind, "V1", "answered") for kind in ("command", "click", "form")]


async def test_the_journal_is_told_that_a_request_was_late_and_how_it_ended() -> None:
    ear = Ear()
    gate = asyncio.Event()
    answering = answering_to(ear, deadline_s=0.01)

    await answering.command(ear.ack, STIMULUS, URL, after(gate, None))
    await answering.click(ear.ack, STIMULUS, URL, after(gate, None))
    await answering.form(ear.ack, STIMULUS, after(gate, Closed()), response_url=URL, saving=SAVING)
    told = ear.journal.lines[:]
    gate.set()
    await answering.drain()

    kinds = ("command", "click", "form")
    assert told == [("answered", kind, "V1", "late") for kind in kinds]
    assert sorted(ear.journal.lines[3:]) == sorted(("followed", kind, "V1", "answered") for kind in kinds)
