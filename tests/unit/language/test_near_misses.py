"""What is nearly a command is answered with the command, and does not become a task."""

import pytest

from bot.language import command, verbs
from bot.tasks.errors import NearMiss, WrongForm
from tests.unit.language.readers import reader

TAKING_NUMBERS = """
    show edit history take start done reopen assign unassign due priority label comment delete restore
"""


@pytest.mark.parametrize(
    ("text", "usage"),
    [
        ("assign 3", "assign 3 @person"),
        ("assign 3, 7", "assign 3, 7 @person"),
        ("assign @lead", "assign 12 @lead"),
        ("assign to <@U1|lead>", "assign 12 to <@U1|lead>"),
        ("assign 3 @here", "assign 3 @person"),
        ("assign 3 <!subteam^S1|@devs>", "assign 3 @person"),
        ("unassign @lead", "unassign 12 @lead"),
        ("due 12", "due 12 friday 5pm"),
        ("due #3 #7", "due #3 #7 friday 5pm"),
        ("due friday", "due 12 friday"),
        ("due 12 fryday", "due 12 friday 5pm"),
        ("due 12 next fryday", "due 12 friday 5pm"),
        ("due 12 friday 25:00", "due 12 friday 5pm"),
        ("due 12 ?", "due 12 friday 5pm"),
        ("due 12 13 ?", "due 12 friday 5pm"),
        ("due 12 in 300 years", "due 12 friday 5pm"),
        ("priority 12", "priority 12 high"),
        ("priority 12 hihg", "priority 12 high"),
        ("priority 3 7 hihg", "priority 3 7 high"),
        ("priority high", "priority 12 high"),
        ("label 12", "label 12 +label"),
        ("label +ops -old", "label 12 +ops -old"),
        ("label 12 +7", "label 12 +label"),
        ("comment 12", "comment 12 words"),
        ("comment 3, 7", "comment 3 words"),
        ("comment 3, 7 well done", "comment 3 well done"),
        ("show 3 7", "show 3"),
        ("edit 3, 7", "edit 3"),
        ("history 3 and 7", "history 3"),
        ("settings language", "settings language de"),
        ("settings reminders", "settings reminders off"),
    ],
)
def test_the_right_form_filled_in(text: str, usage: str) -> None:
    with pytest.raises(WrongForm) as refused:
        command.read(text, reader())
    assert (refused.value.typed, refused.value.usage) == (text, usage)


@pytest.mark.parametrize("verb", TAKING_NUMBERS.split())
def test_a_verb_without_what_it_needs(verb: str) -> None:
    for typed in (verb, verb.capitalize()):
        with pytest.raises(WrongForm) as refused:
            command.read(typed, reader())
        assert (refused.value.typed, refused.value.usage) == (typed, verbs.BY_NAME[verb].usage)


@pytest.mark.parametrize(("verb", "usage"), [("search", "search words"), ("register", "register NAME")])
def test_a_verb_without_its_words(verb: str, usage: str) -> None:
    with pytest.raises(WrongForm) as refused:
        command.read(verb, reader())
    assert refused.value.usage == usage


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
        ("serach", "search"),
        ("asign", "assign"),
        ("peolpe", "people"),
        ("dnoe 12", "done 12"),
        ("Dnoe 3, 7", "done 3, 7"),
        ("asign 3 @lead", "assign 3 @lead"),
        ("commnet 12 well done", "comment 12 well done"),
    ],
)
def test_what_is_nearly_a_verb(text: str, verb: str) -> None:
    with pytest.raises(NearMiss) as refused:
        command.read(text, reader())
    assert (refused.value.typed, refused.value.verb) == (text, verb)


@pytest.mark.parametrize("verb", verbs.available(), ids=lambda verb: verb.name)
@pytest.mark.parametrize("rest", ["3", "3, 7", "@lead", "3 @here", "3 fryday", "friday", "+ops", "language"])
def test_what_is_suggested_is_understood(verb: verbs.Verb, rest: str) -> None:
    suggested = verb.near_miss(rest, reader())
    if suggested is not None:
        assert verb.form(suggested, reader()) is not None
