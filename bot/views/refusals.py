"""The sentence for every reason to refuse: short, kind, and saying what to do next."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from functools import singledispatch

from msgspec import Struct

from bot.tasks import errors
from bot.tasks.errors import TaskError
from bot.tasks.task import ChangeKind
from bot.views.changes import DEEDS, fields_named
from bot.views.text import due_exactly, enumeration, escape, moment, name, plain, quantity, subject, with_you

TYPED_LENGTH = 100
LANGUAGES = 60


class Reader(Struct, frozen=True):
    """Who is told: their command as it arrived, the names they know, their zone and their now."""

    command: str
    names: Mapping[str, str]
    zone: tzinfo
    now: datetime
    reader_id: str | None = None

    def moment(self, at: datetime) -> str:
        return moment(at, self.zone, self.now)

    def name(self, user_id: str) -> str:
        return name(user_id, self.names)

    def subject(self, user_id: str) -> str:
        return subject(user_id, self.names)

    def is_alone_in(self, people: Sequence[str]) -> bool:
        return self.reader_id is not None and set(people) <= {self.reader_id}


def sentence(
    error: TaskError,
    *,
    command: str,
    names: Mapping[str, str],
    zone: tzinfo,
    now: datetime,
    reader_id: str | None = None,
) -> str:
    """What to say, as markup; whatever the reader did themselves is told as "you" where `reader_id` is given."""
    return worded(error, Reader(escape(command), with_you(names, reader_id), zone, now, reader_id))


def apology(reference: str) -> str:
    """What to say about a fault of ours; the log has the same reference."""
    return (
        "Sorry, something went wrong on my side. Please try again; "
        f"if it happens again, tell whoever runs me this reference: {escape(reference)}"
    )


def unavailable(reference: str) -> str:
    """What to say when the database or Slack gives no answer; the log has the same reference."""
    return (
        "I can't reach everything I need just now. Please try again in a minute; "
        f"if that doesn't help, tell whoever runs me this reference: {escape(reference)}"
    )


def too_late(command: str) -> str:
    """What to say when the form that was asked for could not be opened within Slack's 3 s."""
    return (
        "That took too long, and Slack no longer lets me open the form. Please try again; "
        f"`{escape(command)} help` shows how to do the same by typing."
    )


@singledispatch
def worded(error: TaskError, reader: Reader) -> str:
    """The sentence for one kind of error."""
    raise NotImplementedError(f"no wording for {type(error).__name__}")


@worded.register
def _(error: errors.NotFound, reader: Reader) -> str:
    return f"There is no #{error.number} that you can see. `{reader.command} list all` shows what there is."


@worded.register
def _(error: errors.NotAllowed, reader: Reader) -> str:
    return f"Only {escape(error.allowed)} may do that to #{error.number}. Please ask them."


@worded.register
def _(error: errors.NotThereYet, reader: Reader) -> str:
    return f"Not there yet: {plain(error.what, TYPED_LENGTH)}. `{reader.command} help` shows what works today."


@worded.register
def _(error: errors.EmptyTitle, reader: Reader) -> str:
    return f"What should the task be called? For example `{reader.command} add Ship it @someone friday 5pm`."


@worded.register
def _(error: errors.NearMiss, reader: Reader) -> str:
    typed = plain(error.typed, TYPED_LENGTH)
    return (
        f"Did you mean `{reader.command} {plain(error.verb, TYPED_LENGTH)}`? "
        f"To make a task called “{typed}”, type `{reader.command} add {typed}`."
    )


@worded.register
def _(error: errors.WrongForm, reader: Reader) -> str:
    return (
        f"I can't work with “{plain(error.typed, TYPED_LENGTH)}”. "
        f"Try `{reader.command} {plain(error.usage, TYPED_LENGTH)}`."
    )


@worded.register
def _(error: errors.TooLong, reader: Reader) -> str:
    return (
        f"That is too much: the {escape(error.field)} comes to {error.length:,}, and {error.limit:,} is the most. "
        "Please shorten it and try again."
    )


@worded.register
def _(error: errors.DueIsPast, reader: Reader) -> str:
    due = due_exactly(error.due, reader.now, reader.zone)
    if not error.typed:
        return f"That due is over already ({due}). Please choose a later one."
    typed = plain(error.typed, TYPED_LENGTH)
    return f"“{typed}” is over already ({due}). Please choose a later moment, or keep it in the title with quotes."


@worded.register
def _(error: errors.UnknownPerson, reader: Reader) -> str:
    return f"I don't know who “{plain(error.name, TYPED_LENGTH)}” is. Type @ and pick the person from Slack's list."


@worded.register
def _(error: errors.AssigneeDeactivated, reader: Reader) -> str:
    person = reader.subject(error.user_id)
    return f"{person} has a deactivated account and would never read of it. Please choose somebody else."


@worded.register
def _(error: errors.AssigneeIsBot, reader: Reader) -> str:
    return f"{reader.subject(error.user_id)} is an app, and apps do no tasks. Please choose a person."


@worded.register
def _(error: errors.UnknownChannel, reader: Reader) -> str:
    return (
        "I can't use that channel: one of us isn't in it, or it is archived. Join it, /invite me there and try again."
    )


@worded.register
def _(error: errors.AlreadyCompleted, reader: Reader) -> str:
    return f"#{error.number} is done already: {reader.name(error.by)} completed it {reader.moment(error.at)}."


@worded.register
def _(error: errors.AlreadyStarted, reader: Reader) -> str:
    return (
        f"#{error.number} is in progress already: {reader.name(error.by)} started it {reader.moment(error.at)}. "
        f"`{reader.command} take {error.number}` lets you join in."
    )


@worded.register
def _(error: errors.AlreadyAssigned, reader: Reader) -> str:
    if reader.is_alone_in(error.people):
        return f"You have #{error.number} already. `{reader.command} start {error.number}` says that you are at it."
    people = enumeration(reader.name(user_id) for user_id in error.people)
    return f"#{error.number} is with {people} already. `{reader.command} show {error.number}` shows it."


@worded.register
def _(error: errors.AlreadyWithdrawn, reader: Reader) -> str:
    return f"#{error.number} is gone: {reader.name(error.by)} withdrew it. Nothing is left to do."


@worded.register
def _(error: errors.AlreadyDeleted, reader: Reader) -> str:
    return (
        f"#{error.number} is deleted: {reader.name(error.by)} deleted it {reader.moment(error.at)}. "
        f"`{reader.command} restore {error.number}` brings it back."
    )


@worded.register
def _(error: errors.NotDone, reader: Reader) -> str:
    return f"#{error.number} is not done, so there is nothing to reopen."


@worded.register
def _(error: errors.NotDeleted, reader: Reader) -> str:
    return f"#{error.number} is not deleted, so there is nothing to restore."


@worded.register
def _(error: errors.NotAssigned, reader: Reader) -> str:
    return f"#{error.number} is with somebody else. `{reader.command} show {error.number}` shows who has it."


@worded.register
def _(error: errors.NothingChanged, reader: Reader) -> str:
    return f"#{error.number} is like that already, so nothing changed."


@worded.register
def _(error: errors.RestoreExpired, reader: Reader) -> str:
    return (
        f"#{error.number} was deleted more than {quantity(error.days, 'day')} ago, too long to bring it back. "
        f"`{reader.command} add` makes a new task."
    )


@worded.register
def _(error: errors.EditedMeanwhile, reader: Reader) -> str:
    return (
        f"{reader.subject(error.by)} changed #{error.number} meanwhile: {fields_named(error.fields)}. "
        f"`{reader.command} edit {error.number}` shows it as it is now."
    )


@worded.register
def _(error: errors.NothingToUndo, reader: Reader) -> str:
    return (
        "There is nothing to undo: it takes back what you changed in the last 10 minutes, and no comments. "
        f"`{reader.command} list` shows your tasks."
    )


@worded.register
def _(error: errors.UndoExpired, reader: Reader) -> str:
    return (
        f"You changed #{error.number} more than {quantity(error.minutes, 'minute')} ago, too long for undo. "
        f"`{reader.command} edit {error.number}` changes it again."
    )


@worded.register
def _(error: errors.ChangedSince, reader: Reader) -> str:
    return (
        f"{reader.subject(error.by)} {DEEDS[ChangeKind(error.kind)]} #{error.number} {reader.moment(error.at)}, "
        f"so undo would lose their work. `{reader.command} history {error.number}` shows what happened."
    )


@worded.register
def _(error: errors.UsernameInvalid, reader: Reader) -> str:
    return (
        f"“{plain(error.name, TYPED_LENGTH)}” can't be a username. "
        "Please use letters, digits, dots, dashes and underscores, at most 40 of them."
    )


@worded.register
def _(error: errors.UsernameTaken, reader: Reader) -> str:
    typed = plain(error.name, TYPED_LENGTH)
    return f"“{typed}” is somebody else's username. Please choose another: `{reader.command} register NAME`."


@worded.register
def _(error: errors.UnknownLanguage, reader: Reader) -> str:
    known = enumeration((f"`{escape(language)}`" for language in error.known), LANGUAGES)
    return f"I don't read dates in “{plain(error.typed, TYPED_LENGTH)}”. I know {known}."


@worded.register
def _(error: errors.TooBusy, reader: Reader) -> str:
    return f"Many people are changing #{error.number} right now, and I couldn't get through. Please try again."
