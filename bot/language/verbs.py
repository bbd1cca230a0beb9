"""Every verb there is, with what it takes: the grammar reads by this table, and help is written from it."""

from msgspec import Struct

from bot.language import forms, near_misses
from bot.language.forms import Fields, Form
from bot.language.near_misses import Completion
from bot.language.reader import Reader
from bot.tasks.drafts import LABEL
from bot.tasks.errors import NotThereYet

_PERSON = r"(?:<@[UW][A-Z0-9]+(?:\|[^<>]*)?>|@[^\s,]+)"
_LABEL = rf"[+-]{LABEL}"
_CHANNEL = r"<#[CG][A-Z0-9]+(?:\|[^<>]*)?>"
_EVENT = r"(?:created|assigned|unassigned|started|completed|done|reopened|commented|deleted|overdue|due)"
_SUBSCRIPTION = rf"(?:{_PERSON}|{_LABEL}|!(?:urgent|high|low)|{_CHANNEL}|{_EVENT}|and|or|all)"
_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
_PERIOD = rf"(?:[0-9]{{1,3}} )?(?:other )?(?:days?|weeks?|months?|years?|weekdays?|{_DAY})"
_RULE = rf"(?:daily|weekly|monthly|yearly|weekdays|every {_PERIOD}.*|after {_PERIOD}|never|off|none)"
_LEAD_TIME = r"[0-9]{1,4} ?(?:m|min|minutes?|h|hours?|d|days?|w|weeks?) before"


class Verb(Struct, frozen=True, kw_only=True):
    """One verb: how it is used, what it is for, what may follow it, and what nearly fits; whether it is built.

    `takes_lines` says that what follows may go on behind a line break.
    """

    name: str
    usage: str
    explanation: str
    form: Form
    near_miss: Completion = near_misses.none
    is_there: bool = True
    takes_lines: bool = False


def _a_verb(rest: str, _reader: Reader) -> Fields | None:
    if not rest:
        return {"verb": None}
    verb = BY_NAME.get(rest.casefold())
    if verb is None:
        return None
    if not verb.is_there:
        raise NotThereYet(verb.name)
    return {"verb": verb.name}


_A_DUE = forms.either(forms.a_moment, forms.no_due)

_TABLE = (
    Verb(
        name="add",
        usage="add Ship it @person +label !high friday 5pm",
        explanation="Make a task; `add` can be left out",
        form=forms.a_draft,
        takes_lines=True,
    ),
    Verb(
        name="new",
        usage="new [Ship it friday]",
        explanation="Open the form for a new task",
        form=forms.the_beginning_of_a_draft,
        takes_lines=True,
    ),
    Verb(
        name="list",
        usage="list [mine | created | all] [open | started | done] [today | week | overdue] [@person +label words]",
        explanation="Show tasks; alone: mine, open and started",
        form=forms.a_filter,
    ),
    Verb(
        name="show",
        usage="show 12",
        explanation="Show one task",
        form=forms.a_number,
        near_miss=near_misses.of_one_number,
    ),
    Verb(
        name="search",
        usage="search words",
        explanation="Look for words in all tasks",
        form=forms.words_to_look_for,
    ),
    Verb(
        name="history",
        usage="history 12",
        explanation="Show what happened to a task",
        form=forms.a_number,
        near_miss=near_misses.of_one_number,
    ),
    Verb(
        name="take",
        usage="take 12",
        explanation="Put yourself on a task; several at once: `take 3 7 9`",
        form=forms.numbers,
    ),
    Verb(
        name="start",
        usage="start 12",
        explanation="Say that you have begun",
        form=forms.numbers,
    ),
    Verb(
        name="done",
        usage="done 12",
        explanation="Complete a task, for everyone",
        form=forms.numbers,
    ),
    Verb(
        name="reopen",
        usage="reopen 12",
        explanation="Open a completed task again",
        form=forms.numbers,
    ),
    Verb(
        name="edit",
        usage="edit 12",
        explanation="Open a task in the form",
        form=forms.a_number,
        near_miss=near_misses.of_one_number,
    ),
    Verb(
        name="assign",
        usage="assign 12 @person",
        explanation="Give a task to somebody",
        form=forms.numbers_and(forms.people),
        near_miss=near_misses.of_numbers_and(forms.people, "@person", near_misses.a_mention),
    ),
    Verb(
        name="unassign",
        usage="unassign 12 [@person]",
        explanation="Take a task from somebody; alone: from yourself",
        form=forms.either(forms.oneself, forms.numbers_and(forms.people)),
        near_miss=near_misses.of_numbers_and(forms.people, "@person", near_misses.a_mention),
    ),
    Verb(
        name="due",
        usage="due 12 friday 5pm",
        explanation="Change when a task is due; `none` removes it",
        form=forms.numbers_and(_A_DUE),
        near_miss=near_misses.of_numbers_and(_A_DUE, "friday 5pm", near_misses.a_moment),
    ),
    Verb(
        name="priority",
        usage="priority 12 high",
        explanation="Say how much a task presses; `none` removes it",
        form=forms.numbers_and(forms.a_priority),
        near_miss=near_misses.of_numbers_and(forms.a_priority, "high", near_misses.a_word),
    ),
    Verb(
        name="label",
        usage="label 12 +label -label",
        explanation="Add labels to a task, or remove them",
        form=forms.numbers_and(forms.signed_labels),
        near_miss=near_misses.of_numbers_and(forms.signed_labels, "+label", near_misses.a_sign),
    ),
    Verb(
        name="comment",
        usage="comment 12 words",
        explanation="Say something about a task",
        form=forms.a_comment,
        near_miss=near_misses.of_a_comment,
        takes_lines=True,
    ),
    Verb(
        name="repeat",
        usage="repeat 12 every monday",
        explanation="Make a task again and again; `never` ends it",
        form=forms.numbers_and(forms.matching(_RULE)),
        is_there=False,
    ),
    Verb(
        name="check",
        usage="check 12 [item]",
        explanation="Tick an item of a task's checklist, or add one",
        form=forms.either(forms.a_number, forms.numbers_and(forms.some_words)),
        is_there=False,
    ),
    Verb(
        name="delete",
        usage="delete 12",
        explanation="Delete a task",
        form=forms.numbers,
    ),
    Verb(
        name="restore",
        usage="restore 12",
        explanation="Bring a deleted task back",
        form=forms.numbers,
    ),
    Verb(
        name="undo",
        usage="undo [12]",
        explanation="Take back your last command, or what you did last to this task",
        form=forms.either(forms.no_numbers, forms.numbers),
    ),
    Verb(
        name="watch",
        usage="watch 12",
        explanation="Hear of what happens to a task",
        form=forms.numbers,
        is_there=False,
    ),
    Verb(
        name="remind",
        usage="remind 12 1h before",
        explanation="Be reminded of a task at another time",
        form=forms.numbers_and(forms.either(forms.a_moment, forms.matching(rf"{_LEAD_TIME}|none|never|off"))),
        is_there=False,
    ),
    Verb(
        name="snooze",
        usage="snooze 12 [1h]",
        explanation="Be reminded of a task later",
        form=forms.either(forms.numbers, forms.numbers_and(forms.a_moment)),
        is_there=False,
    ),
    Verb(
        name="subscribe",
        usage="subscribe [created done +label !high @person]",
        explanation="Have this channel told of some tasks",
        form=forms.either(forms.nothing, forms.matching(rf"{_SUBSCRIPTION}(?:[\s,]+{_SUBSCRIPTION})*")),
        is_there=False,
    ),
    Verb(
        name="unsubscribe",
        usage="unsubscribe [3]",
        explanation="End a subscription of this channel",
        form=forms.either(forms.nothing, forms.a_number, forms.matching(rf"{_SUBSCRIPTION}(?:[\s,]+{_SUBSCRIPTION})*")),
        is_there=False,
    ),
    Verb(
        name="subscriptions",
        usage="subscriptions",
        explanation="List this channel's subscriptions",
        form=forms.nothing,
        is_there=False,
    ),
    Verb(
        name="register",
        usage="register NAME",
        explanation="Choose your username",
        form=forms.a_name,
    ),
    Verb(
        name="people",
        usage="people",
        explanation="List who is here, by username",
        form=forms.nothing,
    ),
    Verb(
        name="whoami",
        usage="whoami",
        explanation="Show your username and zone",
        form=forms.nothing,
    ),
    Verb(
        name="settings",
        usage="settings [language de | reminders off]",
        explanation="Show what you have chosen, or choose",
        form=forms.a_preference,
        near_miss=near_misses.of_a_preference,
    ),
    Verb(
        name="export",
        usage="export [csv | json]",
        explanation="Get tasks as a file",
        form=forms.either(forms.nothing, forms.matching("csv|json")),
        is_there=False,
    ),
    Verb(
        name="stats",
        usage="stats [week | month]",
        explanation="Show how much was done",
        form=forms.either(forms.nothing, forms.matching("today|week|month|year")),
        is_there=False,
    ),
    Verb(
        name="help",
        usage="help [verb]",
        explanation="Show this",
        form=_a_verb,
    ),
)

BY_NAME: dict[str, Verb] = {verb.name: verb for verb in _TABLE}
"""Every verb, built or not, in the order of help."""


def available() -> tuple[Verb, ...]:
    """The verbs that are built, in the order of help."""
    return tuple(verb for verb in _TABLE if verb.is_there)
