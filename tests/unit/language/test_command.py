"""Whole commands: a verb with what it takes, or a title."""

import pytest

from bot.language import command, verbs
from bot.language.command import Add, Command, Done, Help, List, Overview, Show, Start, Take, Undo
from bot.tasks.drafts import Filter, Scope
from bot.tasks.errors import EmptyTitle, NearMiss, NotThereYet, WrongForm
from tests.unit.language.readers import reader

EVERY_VERB = """
    add list show new edit take assign unassign start done reopen due repeat priority label check comment watch delete
    restore undo search history remind snooze subscribe unsubscribe subscriptions register people whoami settings
    export stats help
"""


@pytest.mark.parametrize(
    "expected",
    [
        Overview(text=""),
        Show(text="12", number=12),
        Show(text="#12", number=12),
        Show(text="show 12", number=12),
        Show(text="SHOW #12", number=12),
        Start(text="start 12", number=12),
        Done(text="done 12", number=12),
        Done(text="Done  #12", number=12),
        Done(text="done 12 12", number=12),
        Take(text="take 12", number=12),
        Undo(text="undo", number=None),
        Undo(text="undo 12", number=12),
        Help(text="help", verb=None),
        Help(text="help Done", verb="done"),
        Help(text="help help", verb="help"),
        List(text="list", filter=Filter(), is_also_a_title=True),
        List(text="list all", filter=Filter(scope=Scope.ALL), is_also_a_title=False),
        List(text="list of tea", filter=Filter(words=("of", "tea")), is_also_a_title=True),
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
        ("new logo", "new logo"),
        ("take the bins out", "take the bins out"),
        ("assign seats", "assign seats"),
        ("remind 12 people of it", "remind 12 people of it"),
        ("subscribe to the paper", "subscribe to the paper"),
        ("label the boxes", "label the boxes"),
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


@pytest.mark.parametrize("text", ["done 12\nit works", "list\nmilk\neggs", "list of things\nmilk"])
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
        ("new", "new"),
        ("edit 12", "edit"),
        ("assign 17 @lead", "assign"),
        ("assign 17 <@U1|lead>", "assign"),
        ("assign 3, 7 to <@U1|lead> and <@U2>", "assign"),
        ("unassign 12", "unassign"),
        ("unassign 12 <@U1|lead>", "unassign"),
        ("reopen 12", "reopen"),
        ("due 12 friday", "due"),
        ("due 12 5 dec", "due"),
        ("due 12 none", "due"),
        ("repeat 12 every monday", "repeat"),
        ("repeat 12 weekly", "repeat"),
        ("priority 12 high", "priority"),
        ("priority 12 !low", "priority"),
        ("label 12 +ui -db", "label"),
        ("check 12", "check"),
        ("check 12 the oven", "check"),
        ("comment 12 well done", "comment"),
        ("comment 12 well\ndone", "comment"),
        ("watch 12", "watch"),
        ("delete 12", "delete"),
        ("restore 12", "restore"),
        ("search x", "search"),
        ("history 12", "history"),
        ("remind 12 1h before", "remind"),
        ("remind 12 tomorrow 9am", "remind"),
        ("snooze 12", "snooze"),
        ("snooze 12 1h", "snooze"),
        ("subscribe", "subscribe"),
        ("subscribe +ui and !high or created", "subscribe"),
        ("unsubscribe 3", "unsubscribe"),
        ("subscriptions", "subscriptions"),
        ("register tester", "register"),
        ("people", "people"),
        ("whoami", "whoami"),
        ("settings", "settings"),
        ("export csv", "export"),
        ("stats week", "stats"),
        ("help assign", "assign"),
        ("search", "search"),
        ("comment", "comment"),
        ("list watching", "watching"),
        ("done 3 7 9", "several tasks at once"),
        ("take #3, #7", "several tasks at once"),
        ("start 3 and 7", "several tasks at once"),
    ],
)
def test_what_is_not_there_yet_makes_no_task(text: str, what: str) -> None:
    with pytest.raises(NotThereYet) as refused:
        command.read(text, reader())
    assert refused.value.what == what


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("lst", "list"),
        ("lsit", "list"),
        ("dnoe", "done"),
        ("hepl", "help"),
        ("udno", "undo"),
        ("shwo", "show"),
        ("strat", "start"),
        ("Dnoe", "done"),
        ("donee", "done"),
        ("list!", "list"),
    ],
)
def test_one_word_that_is_nearly_a_verb(text: str, verb: str) -> None:
    with pytest.raises(NearMiss) as refused:
        command.read(text, reader())
    assert (refused.value.typed, refused.value.verb) == (text, verb)


@pytest.mark.parametrize("verb", ["show", "start", "done", "take", "Done"])
def test_a_verb_without_its_number(verb: str) -> None:
    with pytest.raises(WrongForm) as refused:
        command.read(verb, reader())
    assert refused.value.usage == f"{verb.lower()} 12"


def test_add_alone_has_no_title() -> None:
    with pytest.raises(EmptyTitle):
        command.read("add", reader())


def test_the_table_has_every_verb_once_and_in_order() -> None:
    assert list(verbs.BY_NAME) == EVERY_VERB.split()


def test_help_is_about_what_is_there() -> None:
    assert [verb.name for verb in verbs.available()] == ["add", "list", "show", "take", "start", "done", "undo", "help"]


@pytest.mark.parametrize("verb", verbs.BY_NAME.values(), ids=lambda verb: verb.name)
def test_every_verb_explains_itself(verb: verbs.Verb) -> None:
    assert verb.usage.split()[0] == verb.name
    assert verb.explanation
    assert "\n" not in verb.usage + verb.explanation


@pytest.mark.parametrize("verb", verbs.available(), ids=lambda verb: verb.name)
def test_what_help_shows_is_understood_as_that_verb(verb: verbs.Verb) -> None:
    usage = verb.usage.split(" [", maxsplit=1)[0]
    assert type(command.read(usage, reader())).__name__.casefold() == verb.name
