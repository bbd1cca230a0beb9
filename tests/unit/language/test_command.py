"""Whole commands: a verb with what it takes, or a title; what changes tasks has its own tables."""

import pytest

from bot.language import command, verbs
from bot.language.command import (
    Add,
    Command,
    Edit,
    Help,
    History,
    List,
    New,
    Overview,
    People,
    Register,
    Search,
    Settings,
    Show,
    WhoAmI,
)
from bot.tasks.drafts import Draft, Filter, Scope
from bot.tasks.errors import EmptyTitle, NotThereYet, TooLong, UnknownLanguage
from bot.tasks.people import Handle
from tests.unit.language.readers import reader, shown

EVERY_VERB = """
    add new list show search history take start done reopen edit assign unassign due priority label comment repeat check
    delete restore undo watch remind snooze subscribe unsubscribe subscriptions register people whoami settings
    export stats help
"""
NOT_THERE_YET = """
    repeat check watch remind snooze subscribe unsubscribe subscriptions export stats
"""


@pytest.mark.parametrize(
    "expected",
    [
        Overview(text=""),
        Show(text="12", number=12),
        Show(text="#12", number=12),
        Show(text="show 12", number=12),
        Show(text="SHOW #12", number=12),
        Edit(text="edit 12", number=12),
        History(text="history #12", number=12),
        Help(text="help", verb=None),
        Help(text="help Done", verb="done"),
        Help(text="help help", verb="help"),
        List(text="list", filter=Filter(), is_also_a_title=True),
        List(text="list all", filter=Filter(scope=Scope.ALL), is_also_a_title=False),
        List(text="list of tea", filter=Filter(words=("of", "tea")), is_also_a_title=True),
        Search(text="search the attic", words="the attic", is_also_a_title=True),
        Search(text='search "a+b(" *', words='"a+b(" *', is_also_a_title=True),
        Register(text="register tester", name="tester"),
        Register(text="register @tester", name="tester"),
        Register(text="register <@U4|tester>", name="tester"),
        Register(text="register Prüferin", name="Prüferin"),
        Register(text="register t/ster", name="t/ster"),
        People(text="people"),
        WhoAmI(text="WhoAmI"),
        Settings(text="settings"),
        Settings(text="settings language de", language="de-DE"),
        Settings(text="settings language Deutsch", language="de-DE"),
        Settings(text="Settings Language GERMAN", language="de-DE"),
        Settings(text="settings language auto", language=""),
        Settings(text="settings reminders off", wants_reminders=False),
        Settings(text="settings reminders ON", wants_reminders=True),
        New(text="new", draft=None),
        New(text="new logo", draft=Draft(title="logo")),
        New(text="new @lead", draft=Draft(title="", assignees=(Handle("lead"),))),
        New(text="new logo\nin blue\nand red", draft=Draft(title="logo", description="in blue\nand red")),
        New(text="new logo due yesterday", draft=Draft(title="logo due yesterday")),
    ],
    ids=lambda expected: repr(expected.text),
)
def test_commands(expected: Command) -> None:
    assert command.read(expected.text, reader()) == expected


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("add Ship it", "Ship it"),
        ("ADD Ship it", "Ship it"),
        ("add done 12", "done 12"),
        ("add list", "list"),
        ("add tomorrow", "tomorrow"),
        ("Ship it", "Ship it"),
        ("check the oven", "check the oven"),
        ("start the migration", "start the migration"),
        ("start 5 new projects", "start 5 new projects"),
        ("due diligence report", "due diligence report"),
        ("done with this", "done with this"),
        ("show the demo", "show the demo"),
        ("undo the change", "undo the change"),
        ("help the guest", "help the guest"),
        ("take the bins out", "take the bins out"),
        ("assign seats", "assign seats"),
        ("remind 12 people of it", "remind 12 people of it"),
        ("subscribe to the paper", "subscribe to the paper"),
        ("label the boxes", "label the boxes"),
        ("assign the budget", "assign the budget"),
        ("assign 3 reviewers", "assign 3 reviewers"),
        ("delete old branches", "delete old branches"),
        ("comment on the proposal", "comment on the proposal"),
        ("restore the backup", "restore the backup"),
        ("reopen the shop", "reopen the shop"),
        ("priority seating plan", "priority seating plan"),
        ("label 12 boxes", "label 12 boxes"),
        ("due 12 days of christmas", "due 12 days of christmas"),
        ("edit the draft", "edit the draft"),
        ("people to call", "people to call"),
        ("settings page redesign", "settings page redesign"),
        ("settings language page redesign", "settings language page redesign"),
        ("register the domain", "register the domain"),
        ("history lesson", "history lesson"),
        ("unassign nobody", "unassign nobody"),
        ("add search the attic", "search the attic"),
        ("stick 12 posters", "stick 12 posters"),
        ("export the report", "export the report"),
        ("stats for the board", "stats for the board"),
        ("List: milk", "List: milk"),
        ("12 monkeys", "12 monkeys"),
        ("1234567890", "1234567890"),
        ('"done 12"', "done 12"),
        ("groceries", "groceries"),
        ("shop", "shop"),
        ("watching", "watching"),
        ("Wäsche", "Wäsche"),
    ],
)
def test_titles(text: str, title: str) -> None:
    found = command.read(text, reader())
    assert isinstance(found, Add)
    assert (found.draft.title, found.text) == (title, text)


@pytest.mark.parametrize(
    "text", ["done 12\nit works", "list\nmilk\neggs", "list of things\nmilk", "due 12\nmore", "search x\ny"]
)
def test_a_text_of_several_lines_is_a_task(text: str) -> None:
    found = command.read(text, reader())
    assert isinstance(found, Add)
    assert found.draft.title + "\n" + found.draft.description == text


def test_add_takes_several_lines() -> None:
    found = command.read("add Ship it friday\nand tell", reader())
    assert isinstance(found, Add)
    assert (found.draft.title, found.draft.description) == ("Ship it", "and tell")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("repeat 12 every monday", "repeat"),
        ("repeat 12 weekly", "repeat"),
        ("check 12", "check"),
        ("check 12 the oven", "check"),
        ("check", "check"),
        ("watch 12", "watch"),
        ("remind 12 1h before", "remind"),
        ("remind 12 tomorrow 9am", "remind"),
        ("snooze 12", "snooze"),
        ("snooze 12 1h", "snooze"),
        ("subscribe", "subscribe"),
        ("subscribe +ui and !high or created", "subscribe"),
        ("unsubscribe 3", "unsubscribe"),
        ("subscriptions", "subscriptions"),
        ("export csv", "export"),
        ("stats week", "stats"),
        ("help repeat", "repeat"),
        ("list watching", "watching"),
    ],
)
def test_what_is_not_there_yet_makes_no_task(text: str, what: str) -> None:
    with pytest.raises(NotThereYet) as refused:
        command.read(text, reader())
    assert refused.value.what == what


def test_add_alone_has_no_title() -> None:
    with pytest.raises(EmptyTitle):
        command.read("add", reader())


def test_the_table_has_every_verb_once_and_in_order() -> None:
    assert list(verbs.BY_NAME) == EVERY_VERB.split()


def test_help_is_about_what_is_there() -> None:
    assert {verb.name for verb in verbs.available()} == set(EVERY_VERB.split()) - set(NOT_THERE_YET.split())


def test_a_form_is_opened_with_all_that_could_be_read() -> None:
    found = command.read("new Ship it <@U1|lead> +ui friday 5pm", reader())
    assert isinstance(found, New)
    assert found.draft is not None
    assert found.draft.due is not None
    assert (found.draft.title, found.draft.assignees, found.draft.labels) == ("Ship it", ("U1",), ("ui",))
    assert shown(found.draft.due, reader()) == "2026-11-27T17:00"


def test_a_form_is_not_opened_with_more_than_it_holds() -> None:
    with pytest.raises(TooLong):
        command.read("new " + "x" * 3001, reader())


def test_a_language_that_nobody_taught_it() -> None:
    with pytest.raises(UnknownLanguage) as refused:
        command.read("settings language Klingon", reader())
    assert refused.value.typed == "Klingon"
    assert {"de", "en", "ja"} <= set(refused.value.known)


@pytest.mark.parametrize("verb", verbs.BY_NAME.values(), ids=lambda verb: verb.name)
def test_every_verb_explains_itself(verb: verbs.Verb) -> None:
    assert verb.usage.split()[0] == verb.name
    assert verb.explanation
    assert "\n" not in verb.usage + verb.explanation


@pytest.mark.parametrize("verb", verbs.available(), ids=lambda verb: verb.name)
def test_what_help_shows_is_understood_as_that_verb(verb: verbs.Verb) -> None:
    usage = verb.usage.split(" [", maxsplit=1)[0]
    found = command.read(usage, reader())
    assert verb.name == "add" or not isinstance(found, Add)
    assert found.text == usage
