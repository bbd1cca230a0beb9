"""What is told of the work while it is done, for the log and for whoever watches.

Ids, kinds and durations alone, never what a person wrote. One change can be followed by them: a request and the change
that it made have the stimulus in common, the change and its event the task's number and version, the event and what was
posted for it the number and version again, and all that becomes of one message its delivery's key.
"""

from enum import StrEnum
from typing import Protocol

from bot.service.stimuli import Stimulus
from bot.tasks.deliveries import Delivery, Posted
from bot.tasks.events import Event
from bot.tasks.task import Task


class RequestKind(StrEnum):
    """What a person did."""

    COMMAND = "command"
    CLICK = "click"
    FORM = "form"


class Outcome(StrEnum):
    """How a person was answered: as they wished, with the reason why not, with a reference to a fault, or later."""

    ANSWERED = "answered"
    REFUSED = "refused"
    FAILED = "failed"
    LATE = "late"


class Journal(Protocol):
    """Where it is told; nothing of it may block or fail. A `reason` is one of few words, so that it can be counted."""

    def answered(self, kind: RequestKind, stimulus: Stimulus, outcome: Outcome, seconds: float) -> None:
        """A request was answered, this long after it came."""

    def followed(self, kind: RequestKind, stimulus: Stimulus, outcome: Outcome, seconds: float) -> None:
        """A request that was late is done."""

    def committed(self, event: Event) -> None:
        """A change is stored."""

    def announced(self, event: Event, deliveries: int) -> None:
        """What an event owes is recorded: this many messages, and the redrawing of those that show its task."""

    def posted(self, delivery: Delivery, posted: Posted) -> None:
        """A message stands in Slack."""

    def redrawn(self, delivery: Delivery, posted: Posted, task: Task) -> None:
        """A message shows the task as it is now."""

    def postponed(self, delivery: Delivery, reason: str) -> None:
        """A message is to be tried again."""

    def held(self, delivery: Delivery, reason: str) -> None:
        """A message waits for the bot to be invited."""

    def dropped(self, delivery: Delivery, reason: str) -> None:
        """A message will not be posted."""
