"""Errors answered in words: a refusal in a sentence that says what to do, a fault with a reference that the log has."""

import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar
from uuid import uuid4

from bot.service.journal import Outcome
from bot.service.ports import Unavailable
from bot.service.posting import PostRefused, TooLate
from bot.service.stimuli import Stimulus
from bot.tasks.errors import TaskError
from bot.views import refusals
from bot.views.blocks import one_sentence
from bot.views.text import Message
from handlers.answering import Worded
from handlers.desk import Desk

T = TypeVar("T")

log = logging.getLogger(__name__)


async def in_words(
    desk: Desk, stimulus: Stimulus, command: str, work: Awaitable[T], surface: Callable[[Message], Awaitable[T]]
) -> Worded[T]:
    """What the work answers, or on its surface the words for why it does not; never raises."""
    try:
        try:
            return Worded(await work, Outcome.ANSWERED)
        except TaskError as error:
            words = one_sentence(await sentence(desk, stimulus, command, error))
            return Worded(await surface(words), Outcome.REFUSED)
    except TooLate:
        words = one_sentence(refusals.too_late(command))
    except (Unavailable, PostRefused) as error:
        words = _fault(stimulus, error, refusals.unavailable)
    except Exception as error:  # noqa: BLE001 - the last one who can answer the person
        words = _fault(stimulus, error, refusals.apology)
    return Worded(await surface(words), Outcome.FAILED)


async def sentence(desk: Desk, stimulus: Stimulus, command: str, error: TaskError) -> str:
    """The words for a refusal, as markup."""
    person = await desk.people.person(stimulus.team_id, stimulus.user_id)
    concerned = {str(value) for field, value in vars(error).items() if field in ("by", "user_id")}
    concerned |= set(getattr(error, "people", ()))
    return refusals.sentence(
        error,
        command=command,
        names=await desk.usernames(stimulus.team_id, concerned),
        zone=person.timezone,
        now=stimulus.at,
        reader_id=stimulus.user_id,
    )


def _fault(stimulus: Stimulus, error: Exception, sentence: Callable[[str], str]) -> Message:
    reference = uuid4().hex[:8]
    log.error("a request failed", exc_info=error, extra={"reference": reference, "stimulus": stimulus.identity})
    return one_sentence(sentence(reference))
