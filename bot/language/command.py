"""A whole command: which verb, or none and then a new task."""

import re

from msgspec import Struct

from bot.language import forms, quick_add, verbs
from bot.language.forms import Fields
from bot.language.misspellings import nearest_verb
from bot.language.reader import Reader
from bot.language.text import first_line_and_rest
from bot.language.verbs import Verb
from bot.tasks.drafts import Draft, Filter
from bot.tasks.due import Due
from bot.tasks.errors import EmptyTitle, NearMiss, NotThereYet, TaskError, WrongForm
from bot.tasks.people import PersonReference
from bot.tasks.task import Priority

_FIRST_WORD = re.compile(r"(?P<verb>[A-Za-z]+)(?:\s+(?P<rest>.*))?", re.DOTALL)


class _Words(Struct, frozen=True, kw_only=True):
    """What all commands share: the words as typed, so that the same ones can become a task after all."""

    text: str


class _OfTask(_Words, frozen=True, kw_only=True):
    number: int


class _OfTasks(_Words, frozen=True, kw_only=True):
    numbers: tuple[int, ...]


class Overview(_Words, frozen=True, kw_only=True):
    """Nothing was typed."""


class Add(_Words, frozen=True, kw_only=True):
    """Make a task."""

    draft: Draft


class New(_Words, frozen=True, kw_only=True):
    """Open the form for a task, empty or with what was typed in it."""

    draft: Draft | None


class List(_Words, frozen=True, kw_only=True):
    """Show some tasks; `is_also_a_title` where the words make sense as a task too."""

    filter: Filter
    is_also_a_title: bool


class Search(_Words, frozen=True, kw_only=True):
    """Look for words; `is_also_a_title` where they make sense as a task too."""

    words: str
    is_also_a_title: bool


class Show(_OfTask, frozen=True, kw_only=True):
    """Show one task."""


class History(_OfTask, frozen=True, kw_only=True):
    """Show what happened to one task."""


class Edit(_OfTask, frozen=True, kw_only=True):
    """Open one task in the form."""


class Take(_OfTasks, frozen=True, kw_only=True):
    """Put oneself on tasks."""


class Start(_OfTasks, frozen=True, kw_only=True):
    """Begin tasks."""


class Done(_OfTasks, frozen=True, kw_only=True):
    """Complete tasks."""


class Reopen(_OfTasks, frozen=True, kw_only=True):
    """Open completed tasks again."""


class Assign(_OfTasks, frozen=True, kw_only=True):
    """Give tasks to people."""

    people: tuple[PersonReference, ...]


class Unassign(_OfTasks, frozen=True, kw_only=True):
    """Take tasks from people; where nobody is named, from oneself."""

    people: tuple[PersonReference, ...]


class Reschedule(_OfTasks, frozen=True, kw_only=True):
    """Change when tasks are due; None removes it."""

    due: Due | None


class Prioritize(_OfTasks, frozen=True, kw_only=True):
    """Say how much tasks press."""

    priority: Priority


class Label(_OfTasks, frozen=True, kw_only=True):
    """Add labels to tasks and remove others."""

    added: tuple[str, ...]
    removed: tuple[str, ...]


class Comment(_OfTask, frozen=True, kw_only=True):
    """Say something about one task."""

    comment: str


class Delete(_OfTasks, frozen=True, kw_only=True):
    """Delete tasks."""


class Restore(_OfTasks, frozen=True, kw_only=True):
    """Bring deleted tasks back."""


class Undo(_OfTasks, frozen=True, kw_only=True):
    """Take back what one did last to these tasks; without numbers, the last command."""


class Register(_Words, frozen=True, kw_only=True):
    """Choose one's username."""

    name: str


class People(_Words, frozen=True, kw_only=True):
    """List who is here."""


class WhoAmI(_Words, frozen=True, kw_only=True):
    """Show who one is to the bot."""


class Settings(_Words, frozen=True, kw_only=True):
    """Show one's settings, after a change if there is one; `language` is a locale, empty for Slack's own."""

    language: str | None = None
    wants_reminders: bool | None = None


class Help(_Words, frozen=True, kw_only=True):
    """Explain one verb, or all."""

    verb: str | None


Command = (
    Overview
    | Add
    | New
    | List
    | Search
    | Show
    | History
    | Edit
    | Take
    | Start
    | Done
    | Reopen
    | Assign
    | Unassign
    | Reschedule
    | Prioritize
    | Label
    | Comment
    | Delete
    | Restore
    | Undo
    | Register
    | People
    | WhoAmI
    | Settings
    | Help
)

_OF_VERB: dict[str, type[Command]] = {
    "add": Add,
    "new": New,
    "list": List,
    "search": Search,
    "show": Show,
    "history": History,
    "edit": Edit,
    "take": Take,
    "start": Start,
    "done": Done,
    "reopen": Reopen,
    "assign": Assign,
    "unassign": Unassign,
    "due": Reschedule,
    "priority": Prioritize,
    "label": Label,
    "comment": Comment,
    "delete": Delete,
    "restore": Restore,
    "undo": Undo,
    "register": Register,
    "people": People,
    "whoami": WhoAmI,
    "settings": Settings,
    "help": Help,
}


def read(text: str, reader: Reader) -> Command:
    """The command that a text (decoded) is.

    A first word is a verb only if the rest fits the verb's form; else all of it is a title. Raises only `TaskError`s:
    `NotThereYet` for what the grammar knows and nobody has built, `NearMiss` for what is nearly a verb, `WrongForm`
    for a verb with nearly what it needs, and what the forms raise.
    """
    text = text.strip()
    if not text:
        return Overview(text=text)
    if (number := forms.number_in(text)) is not None:
        return Show(text=text, number=number)
    if first := _FIRST_WORD.fullmatch(text):
        name, rest = first["verb"].casefold(), (first["rest"] or "").strip()
        if verb := verbs.BY_NAME.get(name):
            if (fields := _fields(verb, rest, text, reader)) is not None:
                return _of_verb(verb, fields, text)
            _refuse_near_miss(verb, rest, text, reader)
        elif forms.begins_with_a_number(rest):
            _refuse_misspelt_with_numbers(name, rest, text, reader)
    if len(text.split()) == 1:
        _refuse_misspelt(text)
    return Add(text=text, draft=quick_add.read(text, reader))


def _fields(verb: Verb, rest: str, text: str, reader: Reader) -> Fields | None:
    return verb.form(rest, reader) if _may_go_on(verb, text) else None


def _may_go_on(verb: Verb, text: str) -> bool:
    _, further_lines = first_line_and_rest(text)
    return verb.takes_lines or not further_lines


def _of_verb(verb: Verb, fields: Fields, text: str) -> Command:
    if not verb.is_there:
        raise NotThereYet(verb.name)
    return _OF_VERB[verb.name](text=text, **fields)


def _refuse_near_miss(verb: Verb, rest: str, text: str, reader: Reader) -> None:
    if not rest:
        raise _incomplete(verb, text)
    if _may_go_on(verb, text) and (completed := verb.near_miss(rest, reader)) is not None:
        raise WrongForm(typed=text, usage=f"{verb.name} {completed}")


def _incomplete(verb: Verb, text: str) -> TaskError:
    if not verb.is_there:
        return NotThereYet(verb.name)
    return EmptyTitle() if verb.name == "add" else WrongForm(typed=text, usage=verb.usage)


def _refuse_misspelt_with_numbers(word: str, rest: str, text: str, reader: Reader) -> None:
    nearest = nearest_verb(word)
    fields = _fields(verbs.BY_NAME[nearest], rest, text, reader) if nearest else None
    if fields is not None and ("number" in fields or "numbers" in fields):
        raise NearMiss(typed=text, verb=f"{nearest} {rest}")


def _refuse_misspelt(word: str) -> None:
    if (nearest := nearest_verb(word.casefold())) is not None:
        raise NearMiss(typed=word, verb=nearest)
