"""Every verb there is, with what it takes: the grammar reads by this table, and help is written from it."""

from msgspec import Struct

from bot.language import forms
from bot.language.forms import Form
from bot.language.reader import Reader

_PERSON = r"(?:<@[UW][A-Z0-9]+(?:\|[^<>]*)?>|@[^\s,]+)"
_LABEL = r"[+-][^\W\d_][\w./-]*"
_PRIORITY = r"!?(?:urgent|high|normal|low|none)"
_CHANNEL = r"<#[CG][A-Z0-9]+(?:\|[^<>]*)?>"
_EVENT = r"(?:created|assigned|unassigned|started|completed|done|reopened|commented|deleted|overdue|due)"
_SUBSCRIPTION = rf"(?:{_PERSON}|{_LABEL}|!(?:urgent|high|low)|{_CHANNEL}|{_EVENT}|and|or|all)"
_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
_PERIOD = rf"(?:[0-9]{{1,3}} )?(?:other )?(?:days?|weeks?|months?|years?|weekdays?|{_DAY})"
_RULE = rf"(?:daily|weekly|monthly|yearly|weekdays|every {_PERIOD}.*|after {_PERIOD}|never|off|none)"
_LEAD_TIME = r"[0-9]{1,4} ?(?:m|min|minutes?|h|hours?|d|days?|w|weeks?) before"


class Verb(Struct, frozen=True, kw_only=True):
    """One verb: how it is used, what it is for, what may follow it (on further lines too), whether it is built."""

    name: str
    usage: str
    explanation: str
    form: Form
    is_there: bool = False
    takes_lines: bool = False


def _a_verb(rest: str, _reader: Reader) -> bool:
    return rest.casefold() in BY_NAME


_TABLE = (
    Verb(
        name="add",
        usage="add Ship it @person +label !high friday 5pm",
        explanation="Make a task; `add` can be left out",
        form=forms.some_words,
        is_there=True,
        takes_lines=True,
    ),
    Verb(
        name="list",
        usage="list [mine | created | all] [open | started | done] [today | week | overdue] [@person +label words]",
        explanation="Show tasks; alone: mine, open and started",
        form=forms.anything,
        is_there=True,
    ),
    Verb(name="show", usage="show 12", explanation="Show one task", form=forms.a_number, is_there=True),
    Verb(name="new", usage="new", explanation="Open the form for a new task", form=forms.nothing),
    Verb(name="edit", usage="edit 12", explanation="Open a task in the form", form=forms.a_number),
    Verb(
        name="take",
        usage="take 12",
        explanation="Put yourself on a task",
        form=forms.numbers,
        is_there=True,
    ),
    Verb(
        name="assign",
        usage="assign 12 @person",
        explanation="Give a task to somebody",
        form=forms.numbers_and(forms.matching(rf"(?:to )?{_PERSON}(?:[\s,]+(?:and )?{_PERSON})*")),
    ),
    Verb(
        name="unassign",
        usage="unassign 12 [@person]",
        explanation="Take a task from somebody, or from everybody",
        form=forms.either(
            forms.numbers, forms.numbers_and(forms.matching(rf"(?:from )?{_PERSON}(?:[\s,]+(?:and )?{_PERSON})*"))
        ),
    ),
    Verb(
        name="start",
        usage="start 12",
        explanation="Say that you have begun",
        form=forms.numbers,
        is_there=True,
    ),
    Verb(
        name="done",
        usage="done 12",
        explanation="Complete a task, for everyone",
        form=forms.numbers,
        is_there=True,
    ),
    Verb(name="reopen", usage="reopen 12", explanation="Open a completed task again", form=forms.numbers),
    Verb(
        name="due",
        usage="due 12 friday 5pm",
        explanation="Change when a task is due; `none` removes it",
        form=forms.numbers_and(forms.either(forms.a_moment, forms.matching("none|never|off"))),
    ),
    Verb(
        name="repeat",
        usage="repeat 12 every monday",
        explanation="Make a task again and again; `never` ends it",
        form=forms.numbers_and(forms.matching(_RULE)),
    ),
    Verb(
        name="priority",
        usage="priority 12 high",
        explanation="Say how much a task presses",
        form=forms.numbers_and(forms.matching(_PRIORITY)),
    ),
    Verb(
        name="label",
        usage="label 12 +label -label",
        explanation="Add labels to a task, or remove them",
        form=forms.numbers_and(forms.matching(rf"{_LABEL}(?:[\s,]+{_LABEL})*")),
    ),
    Verb(
        name="check",
        usage="check 12 [item]",
        explanation="Tick an item of a task's checklist, or add one",
        form=forms.either(forms.a_number, forms.numbers_and(forms.some_words)),
    ),
    Verb(
        name="comment",
        usage="comment 12 words",
        explanation="Say something about a task",
        form=forms.numbers_and(forms.some_words),
        takes_lines=True,
    ),
    Verb(
        name="watch",
        usage="watch 12",
        explanation="Hear of what happens to a task",
        form=forms.numbers,
    ),
    Verb(name="delete", usage="delete 12", explanation="Delete a task", form=forms.numbers),
    Verb(name="restore", usage="restore 12", explanation="Bring a deleted task back", form=forms.numbers),
    Verb(
        name="undo",
        usage="undo [12]",
        explanation="Take back the task that you made last, or this one",
        form=forms.optional(forms.a_number),
        is_there=True,
    ),
    Verb(name="search", usage="search words", explanation="Look for words in all tasks", form=forms.some_words),
    Verb(name="history", usage="history 12", explanation="Show what happened to a task", form=forms.a_number),
    Verb(
        name="remind",
        usage="remind 12 1h before",
        explanation="Be reminded of a task at another time",
        form=forms.numbers_and(forms.either(forms.a_moment, forms.matching(rf"{_LEAD_TIME}|none|never|off"))),
    ),
    Verb(
        name="snooze",
        usage="snooze 12 [1h]",
        explanation="Be reminded of a task later",
        form=forms.either(forms.numbers, forms.numbers_and(forms.a_moment)),
    ),
    Verb(
        name="subscribe",
        usage="subscribe [created done +label !high @person]",
        explanation="Have this channel told of some tasks",
        form=forms.optional(forms.matching(rf"{_SUBSCRIPTION}(?:[\s,]+{_SUBSCRIPTION})*")),
    ),
    Verb(
        name="unsubscribe",
        usage="unsubscribe [3]",
        explanation="End a subscription of this channel",
        form=forms.optional(
            forms.either(forms.a_number, forms.matching(rf"{_SUBSCRIPTION}(?:[\s,]+{_SUBSCRIPTION})*"))
        ),
    ),
    Verb(
        name="subscriptions", usage="subscriptions", explanation="List this channel's subscriptions", form=forms.nothing
    ),
    Verb(
        name="register",
        usage="register NAME",
        explanation="Choose your username",
        form=forms.matching(r"@?[\w.-]{1,40}"),
    ),
    Verb(name="people", usage="people", explanation="List who is here, by username", form=forms.nothing),
    Verb(name="whoami", usage="whoami", explanation="Show your username and zone", form=forms.nothing),
    Verb(name="settings", usage="settings", explanation="Open your settings", form=forms.nothing),
    Verb(
        name="export",
        usage="export [csv | json]",
        explanation="Get tasks as a file",
        form=forms.optional(forms.matching("csv|json")),
    ),
    Verb(
        name="stats",
        usage="stats [week | month]",
        explanation="Show how much was done",
        form=forms.optional(forms.matching("today|week|month|year")),
    ),
    Verb(
        name="help",
        usage="help [verb]",
        explanation="Show this",
        form=forms.optional(_a_verb),
        is_there=True,
    ),
)

BY_NAME: dict[str, Verb] = {verb.name: verb for verb in _TABLE}
"""Every verb, built or not, in the order of help."""


def available() -> tuple[Verb, ...]:
    """The verbs that are built, in the order of help."""
    return tuple(verb for verb in _TABLE if verb.is_there)
