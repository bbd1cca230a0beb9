"""A whole command: which verb, or none and then a new task."""

import re
from difflib import get_close_matches

from msgspec import Struct

from bot.language import filters, forms, quick_add, verbs
from bot.language.reader import Reader
from bot.language.text import first_line_and_rest
from bot.language.verbs import Verb
from bot.tasks.drafts import Draft, Filter
from bot.tasks.errors import EmptyTitle, NearMiss, NotThereYet, WrongForm

SEVERAL_TASKS = "several tasks at once"
_LIKENESS = 0.8
_FIRST_WORD = re.compile(r"(?P<verb>[A-Za-z]+)(?:\s+(?P<rest>.*))?", re.DOTALL)


class _Words(Struct, frozen=True, kw_only=True):
    """What all commands share: the words as typed, so that the same ones can become a task after all."""

    text: str


class Overview(_Words, frozen=True, kw_only=True):
    """Nothing was typed."""


class Add(_Words, frozen=True, kw_only=True):
    """Make a task."""

    draft: Draft


class List(_Words, frozen=True, kw_only=True):
    """Show some tasks; `is_also_a_title` where the words make sense as a task too."""

    filter: Filter
    is_also_a_title: bool


class Show(_Words, frozen=True, kw_only=True):
    """Show one task."""

    number: int


class Start(_Words, frozen=True, kw_only=True):
    """Begin a task."""

    number: int


class Done(_Words, frozen=True, kw_only=True):
    """Complete a task."""

    number: int


class Take(_Words, frozen=True, kw_only=True):
    """Put oneself on a task."""

    number: int


class Undo(_Words, frozen=True, kw_only=True):
    """Take back the making of a task: this one, or the last."""

    number: int | None


class Help(_Words, frozen=True, kw_only=True):
    """Explain one verb, or all."""

    verb: str | None


Command = Overview | Add | List | Show | Start | Done | Take | Undo | Help

_OF_ONE_TASK: dict[str, type[Show | Start | Done | Take]] = {"show": Show, "start": Start, "done": Done, "take": Take}


def read(text: str, reader: Reader) -> Command:
    """The command that a text (decoded) is.

    A first word is a verb only if the rest fits the verb's form; else all of it is a title. Raises only `TaskError`s:
    `NotThereYet` for what the grammar knows and nobody has built, `NearMiss` for one word that is nearly a verb,
    `WrongForm` for a verb without what it needs, and what `quick_add.read` and `filters.read` raise.
    """
    text = text.strip()
    if not text:
        return Overview(text=text)
    if (number := forms.number_in(text)) is not None:
        return Show(text=text, number=number)
    first = _FIRST_WORD.fullmatch(text)
    verb = verbs.BY_NAME.get(first["verb"].casefold()) if first else None
    rest = (first["rest"] or "").strip() if first else ""
    if verb is not None and _fits(verb, rest, text, reader):
        return _of_verb(verb, rest, text, reader)
    if not any(character.isspace() for character in text):
        _refuse_misspelt(text, verb)
    return Add(text=text, draft=quick_add.read(text, reader))


def _fits(verb: Verb, rest: str, text: str, reader: Reader) -> bool:
    _, further_lines = first_line_and_rest(text)
    return (verb.takes_lines or not further_lines) and verb.form(rest, reader)


def _of_verb(verb: Verb, rest: str, text: str, reader: Reader) -> Command:
    if not verb.is_there:
        raise NotThereYet(verb.name)
    if verb.name == "add":
        return Add(text=text, draft=quick_add.read(rest, reader))
    if verb.name == "list":
        wanted = filters.read(rest, reader)
        return List(text=text, filter=wanted, is_also_a_title=not rest or bool(wanted.words))
    if verb.name == "undo":
        return Undo(text=text, number=forms.number_in(rest))
    if verb.name == "help":
        return _help(rest.casefold(), text)
    numbers = forms.numbers_in(rest)
    if len(numbers) > 1:
        raise NotThereYet(SEVERAL_TASKS)
    return _OF_ONE_TASK[verb.name](text=text, number=numbers[0])


def _help(name: str, text: str) -> Help:
    if name and not verbs.BY_NAME[name].is_there:
        raise NotThereYet(name)
    return Help(text=text, verb=name or None)


def _refuse_misspelt(word: str, verb: Verb | None) -> None:
    if verb is not None:
        if verb.name == "add":
            raise EmptyTitle
        raise WrongForm(typed=word, usage=verb.usage) if verb.is_there else NotThereYet(verb.name)
    if (nearest := _nearest_verb(word.casefold())) is not None:
        raise NearMiss(typed=word, verb=nearest)


def _nearest_verb(word: str) -> str | None:
    names = [verb.name for verb in verbs.available() if abs(len(verb.name) - len(word)) <= 1]
    swapped = next((name for name in names if _has_two_letters_swapped(word, name)), None)
    return swapped or next(iter(get_close_matches(word, names, n=1, cutoff=_LIKENESS)), None)


def _has_two_letters_swapped(word: str, name: str) -> bool:
    return any(
        word == name[:place] + name[place + 1] + name[place] + name[place + 2 :] for place in range(len(name) - 1)
    )
