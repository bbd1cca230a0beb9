"""Every reason for which a request is refused; `views` has the sentence for each.

TaskError
├── NotFound
├── NotAllowed
├── NotThereYet
├── Misunderstood
│   ├── EmptyTitle
│   ├── NearMiss
│   ├── WrongForm
│   └── TooLong
├── DueIsPast
├── UnknownPerson
├── AssigneeDeactivated
├── AssigneeIsBot
├── UnknownChannel
├── AlreadyCompleted
├── AlreadyStarted
├── AlreadyAssigned
├── AlreadyWithdrawn
├── AlreadyDeleted
├── NotDone
├── NotDeleted
├── NotAssigned
├── NothingChanged
├── RestoreExpired
├── EditedMeanwhile
├── NothingToUndo
├── UsernameTaken
├── UnknownLanguage
├── UndoExpired
├── ChangedSince
├── UsernameInvalid
└── TooBusy
"""

from dataclasses import dataclass
from datetime import datetime

from bot.tasks.due import Due
from bot.tasks.task import Task


class TaskError(Exception):
    """A request that cannot be met, as a fact with named values; never a sentence."""


@dataclass(eq=False)
class NotFound(TaskError):
    """There is no such task, or the person may not see it: both read the same."""

    number: int


@dataclass(eq=False)
class NotAllowed(TaskError):
    """The person sees the task but has not the right; `allowed` names who has."""

    number: int
    allowed: str


@dataclass(eq=False)
class NotThereYet(TaskError):
    """The words are understood and what they ask for is not built."""

    what: str


class Misunderstood(TaskError):
    """The words do not make a request."""


@dataclass(eq=False)
class EmptyTitle(Misunderstood):
    """After the marks were taken nothing was left to call the task."""


@dataclass(eq=False)
class NearMiss(Misunderstood):
    """A single word that is nearly a verb."""

    typed: str
    verb: str


@dataclass(eq=False)
class WrongForm(Misunderstood):
    """A verb (or a word of a filter) that came with something it cannot use; `usage` shows what it takes."""

    typed: str
    usage: str


@dataclass(eq=False)
class TooLong(Misunderstood):
    """A field with more characters than it holds."""

    field: str
    length: int
    limit: int


@dataclass(eq=False)
class DueIsPast(TaskError):
    """A due that is over; `typed` is what was read as it, where somebody typed it."""

    due: Due
    typed: str = ""


@dataclass(eq=False)
class UnknownPerson(TaskError):
    """A handle that belongs to nobody, or to more than one."""

    name: str


@dataclass(eq=False)
class AssigneeDeactivated(TaskError):
    """The account is switched off: nobody would ever read it."""

    user_id: str


@dataclass(eq=False)
class AssigneeIsBot(TaskError):
    """Bots finish nothing."""

    user_id: str


@dataclass(eq=False)
class UnknownChannel(TaskError):
    """A channel that the bot cannot see or that the person is not in."""

    channel_id: str


@dataclass(eq=False)
class AlreadyCompleted(TaskError):
    """Somebody was faster."""

    number: int
    by: str
    at: datetime


@dataclass(eq=False)
class AlreadyStarted(TaskError):
    """Somebody was faster."""

    number: int
    by: str
    at: datetime


@dataclass(eq=False)
class AlreadyAssigned(TaskError):
    """The people named have the task already."""

    number: int
    people: tuple[str, ...]


@dataclass(eq=False)
class AlreadyWithdrawn(TaskError):
    """Its maker has taken it back."""

    number: int
    by: str


@dataclass(eq=False)
class AlreadyDeleted(TaskError):
    """Somebody has deleted it."""

    number: int
    by: str
    at: datetime


@dataclass(eq=False)
class NotDone(TaskError):
    """There is nothing to reopen."""

    number: int


@dataclass(eq=False)
class NotDeleted(TaskError):
    """There is nothing to restore."""

    number: int


@dataclass(eq=False)
class NotAssigned(TaskError):
    """None of the people named has the task."""

    number: int


@dataclass(eq=False)
class NothingChanged(TaskError):
    """It is as asked for already."""

    number: int


@dataclass(eq=False)
class RestoreExpired(TaskError):
    """It was deleted longer ago than restoring reaches; `days` says how far that is."""

    number: int
    days: int


@dataclass(eq=False)
class EditedMeanwhile(TaskError):
    """Fields that the person changed in a form were changed by others since it was opened.

    `fields` are the names of these fields, `task` is the task as it is now, and `by` is who changed it last.
    """

    number: int
    fields: tuple[str, ...]
    task: Task
    by: str


@dataclass(eq=False)
class NothingToUndo(TaskError):
    """The person did nothing lately that could be undone."""


@dataclass(eq=False)
class UsernameTaken(TaskError):
    """Somebody else has this username."""

    name: str


@dataclass(eq=False)
class UnknownLanguage(TaskError):
    """A language that the bot does not read dates in; `known` are those that it does."""

    typed: str
    known: tuple[str, ...]


@dataclass(eq=False)
class UndoExpired(TaskError):
    """It was made longer ago than undo reaches; `minutes` says how far that is."""

    number: int
    minutes: int


@dataclass(eq=False)
class ChangedSince(TaskError):
    """Another person has built on it, so taking it back would undo their work."""

    number: int
    by: str
    kind: str
    at: datetime


@dataclass(eq=False)
class UsernameInvalid(TaskError):
    """A username with characters that it cannot have, or too many of them."""

    name: str


@dataclass(eq=False)
class TooBusy(TaskError):
    """So many changed the same task at once that this one could not be placed."""

    number: int
