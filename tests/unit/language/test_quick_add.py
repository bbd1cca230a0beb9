"""A task in one line."""

import time
from contextlib import suppress
from datetime import date

import pytest

from bot.language import quick_add
from bot.language.text import decode
from bot.tasks.due import Due
from bot.tasks.errors import DueIsPast, EmptyTitle, TooLong
from bot.tasks.people import Handle
from bot.tasks.task import Priority
from tests.unit.language.readers import reader, shown


def title_and_due(text: str, locale: str = "en-US") -> tuple[str, str | None]:
    draft = quick_add.read(text, reader(locale=locale))
    return draft.title, shown(draft.due, reader()) if draft.due else None


@pytest.mark.parametrize(
    ("text", "title", "due"),
    [
        ("Ship it friday 5pm", "Ship it", "2026-11-27T17:00"),
        ("Ship it due friday", "Ship it", "2026-11-27"),
        ("Ship it by friday", "Ship it", "2026-11-27"),
        ("Ship it on friday", "Ship it", "2026-11-27"),
        ("Ship it at 5pm", "Ship it", "2026-11-25T17:00"),
        ("Ship it until friday", "Ship it", "2026-11-27"),
        ("Ship it before friday", "Ship it", "2026-11-27"),
        ("Ship it due by friday", "Ship it", "2026-11-27"),
        ("Ship it due: friday", "Ship it", "2026-11-27"),
        ("Ship it (by friday)", "Ship it", "2026-11-27"),
        ("Ship it tomorrow!", "Ship it", "2026-11-26"),
        ("Ship it on friday.", "Ship it", "2026-11-27"),
        ("Ship it, tomorrow", "Ship it", "2026-11-26"),
        ("Ship it - tomorrow", "Ship it", "2026-11-26"),
        ("Ship it IN 2 HOURS", "Ship it", "2026-11-25T12:30"),
        ("Ship it 2h", "Ship it", "2026-11-25T12:30"),
        ("Ship it on the day after tomorrow at 5 in the afternoon", "Ship it", "2026-11-27T17:00"),
        ("Sync 5pm London", "Sync", "2026-11-25T12:00"),
        ("Meet @5pm", "Meet", "2026-11-25T17:00"),
        ("Prepare for monday", "Prepare for monday", "2026-11-30"),
        ("Prepare for monday 5pm", "Prepare for monday 5pm", "2026-11-30T17:00"),
        ("Plan for december", "Plan for december", "2026-12-01"),
        ("Rest for 2h", "Rest for 2h", None),
        ("Rest for 3 days", "Rest for 3 days", None),
        ("Rest 3 days", "Rest 3 days", None),
        ("Rest in 3 days", "Rest", "2026-11-28"),
        ("Book the venue december", "Book the venue december", None),
        ("Book the venue by december", "Book the venue", "2026-12-01"),
        ("Cancel my 5pm", "Cancel my 5pm", None),
        ("Standup every monday", "Standup every monday", None),
        ("Move it from monday to friday", "Move it from monday to friday", None),
        ("Talk about it after friday", "Talk about it after friday", None),
        ("Call mom today or tomorrow", "Call mom today or tomorrow", None),
        ("tomorrow we ship", "tomorrow we ship", None),
        ("Plan monday tuesday", "Plan monday", "2026-12-01"),
        ("Ask may", "Ask may", None),
        ("Ask may by may", "Ask may", "2027-05-01"),
        ("Learn to march", "Learn to march", None),
        ("Call jan", "Call jan", None),
        ("Call jan 3", "Call", "2027-01-03"),
        ("Walk in the sun", "Walk in the sun", None),
        ("Walk on sun", "Walk", "2026-11-29"),
        ("Walk sun 5pm", "Walk", "2026-11-29T17:00"),
        ("Fix what broke yesterday", "Fix what broke yesterday", None),
        ("Fix what broke 3 hours ago", "Fix what broke 3 hours ago", None),
        ("Fix what broke this morning", "Fix what broke this morning", None),
        ("Fix what broke on 2020-01-01", "Fix what broke on 2020-01-01", None),
        ("tomorrow", "tomorrow", None),
        ("due tomorrow", "due tomorrow", None),
        ("due yesterday", "due yesterday", None),
        ("Release 2.0", "Release 2.0", None),
        ("Upgrade to 5.12.", "Upgrade to 5.12.", None),
        ("Support 24/7", "Support 24/7", None),
        ("Seat 5a", "Seat 5a", None),
        ("Order 66", "Order 66", None),
        ("Double  space kept", "Double  space kept", None),
        ("Reply to A", "Reply to A", None),
        ("in", "in", None),
    ],
)
def test_the_moment_at_the_end(text: str, title: str, due: str | None) -> None:
    assert title_and_due(text) == (title, due)


@pytest.mark.parametrize(
    ("locale", "text", "title", "due"),
    [
        ("de-DE", "Bericht schreiben bis Freitag", "Bericht schreiben", "2026-11-27"),
        ("de-DE", "Anrufen morgen um 15 Uhr", "Anrufen", "2026-11-26T15:00"),
        ("de-DE", "Vorbereiten für Montag", "Vorbereiten für Montag", "2026-11-30"),
        ("de-DE", "Mach es so", "Mach es so", None),
        ("de-DE", "Samstag und Montag", "Samstag und Montag", None),
        ("de-DE", "Update auf 5.12", "Update auf 5.12", None),
        ("de-DE", "Update bis 5.12", "Update", "2026-12-05"),
        ("de-DE", "Beheben was gestern kaputt ging", "Beheben was gestern kaputt ging", None),
        ("fr-FR", "Appeler le client demain à 15h", "Appeler le client", "2026-11-26T15:00"),
        ("fr-FR", "Regarder la mer", "Regarder la mer", None),
        ("es-ES", "Llamar mañana", "Llamar", "2026-11-26"),
        ("ja-JP", "牛乳を買う 明日", "牛乳を買う", "2026-11-26"),
    ],
)
def test_the_moment_in_the_readers_language(locale: str, text: str, title: str, due: str | None) -> None:
    assert title_and_due(text, locale) == (title, due)


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Report due yesterday", "yesterday"),
        ("Report by 2020-01-01", "2020-01-01"),
        ("Report today 9:00", "today 9:00"),
        ("Report due: today at 9:00", "today at 9:00"),
        ("Report at 9:00 today", "9:00 today"),
    ],
)
def test_case_42_a_due_that_is_over_is_refused(text: str, typed: str) -> None:
    with pytest.raises(DueIsPast) as refused:
        quick_add.read(text, reader())
    assert refused.value.typed == typed


def test_case_42_the_refusal_carries_the_due() -> None:
    with pytest.raises(DueIsPast) as refused:
        quick_add.read("Report due 2020-01-01", reader())
    assert refused.value.due == Due(on=date(2020, 1, 1))


@pytest.mark.parametrize(
    ("text", "title", "due"),
    [
        ("“Buy milk by friday” due tomorrow", "Buy milk by friday", "2026-11-26"),
        ('"Buy milk by friday" due tomorrow', "Buy milk by friday", "2026-11-26"),
        ("'Buy milk by friday' due tomorrow", "Buy milk by friday", "2026-11-26"),
        ("„Milch bis friday“ due tomorrow", "Milch bis friday", "2026-11-26"),
        ("Fix — then ship", "Fix — then ship", None),
        ("Fix — then ship — tomorrow", "Fix — then ship", "2026-11-26"),
        ('"Buy milk"', "Buy milk", None),
        ('Read "War and Peace" on friday', 'Read "War and Peace"', "2026-11-27"),
        ('Watch "The day after tomorrow"', "Watch The day after tomorrow", None),
        ('Fix the "+label" bug', "Fix the +label bug", None),
        ('Fix the "!high" and "plain" bug', 'Fix the !high and "plain" bug', None),
        ('Say "hi" and don\'t stop', 'Say "hi" and don\'t stop', None),
        ('One " alone', 'One " alone', None),
        ("Ask “<@U1|lead>” first", "Ask @lead first", None),
    ],
)
def test_case_112_quotes_keep_words_literal_and_dashes_stay(text: str, title: str, due: str | None) -> None:
    draft = quick_add.read(text, reader())
    assert (draft.title, shown(draft.due, reader()) if draft.due else None) == (title, due)
    assert (draft.assignees, draft.labels, draft.priority) == ((), (), Priority.NORMAL)


def test_case_113_a_name_without_an_id_is_a_handle() -> None:
    draft = quick_add.read("Ship it @lead, @o.tester and @me", reader())
    assert draft.assignees == (Handle("lead"), Handle("o.tester"), "U9")


@pytest.mark.parametrize(
    ("text", "assignees", "title"),
    [
        ("<@W12AB|o'lead> ships", ("W12AB",), "ships"),
        ("Ship it <@U1>", ("U1",), "Ship it"),
        ("Ship it<@U1|lead>now", ("U1",), "Ship it now"),
        ("Ship <@U1|lead> <@U2|tester> <@U1> it", ("U1", "U2"), "Ship it"),
        ("Ship it <@U1|lead>.", ("U1",), "Ship it."),
        ("Ship it (<@U1|lead>) now", ("U1",), "Ship it now"),
        ("<@U1|lead>: fix the door", ("U1",), "fix the door"),
        ("<@U1|lead> - fix the door", ("U1",), "fix the door"),
        ("Ship it, <@U1|lead>", ("U1",), "Ship it"),
        ("Review <@U1|lead>'s report", (), "Review @lead's report"),
        ("Double  space <@U1>  here", ("U1",), "Double  space here"),
        ("mail a@b.org", (), "mail a@b.org"),
        ("price @ 5", (), "price @ 5"),
    ],
)
def test_case_114_mentions_in_both_forms_leave_the_title(text: str, assignees: tuple[str, ...], title: str) -> None:
    draft = quick_add.read(text, reader())
    assert (draft.assignees, draft.title) == (assignees, title)


def test_case_118_a_title_is_stored_as_it_was_typed() -> None:
    assert quick_add.read(decode("A &amp; B &lt;c&gt; &amp;amp;"), reader()).title == "A & B <c> &amp;"
    assert quick_add.read(decode("A & B <c> &amp;"), reader()).title == "A & B <c> &amp;"


@pytest.mark.parametrize(
    "broadcast", ["<!channel>", "<!here>", "<!everyone>", "<!subteam^S1>", "@here", "@channel", "@Everyone"]
)
def test_case_119_broadcasts_are_text_and_nobody(broadcast: str) -> None:
    draft = quick_add.read(f"{broadcast} lunch", reader())
    assert (draft.title, draft.assignees) == (f"{broadcast} lunch", ())


def test_case_121_words_and_numbers_are_no_marks() -> None:
    draft = quick_add.read("Fix low battery alert #123", reader())
    assert (draft.title, draft.priority, draft.labels) == ("Fix low battery alert #123", Priority.NORMAL, ())


@pytest.mark.parametrize(
    ("text", "labels", "title"),
    [
        ("Ship +ui +Back-end", ("ui", "Back-end"), "Ship"),
        ("Ship +UI, +ui, +db.", ("UI", "db"), "Ship."),
        ("Ship +größe", ("größe",), "Ship"),
        ("C++ and +1 and a+b and + c", (), "C++ and +1 and a+b and + c"),
        ("+ui Ship", ("ui",), "Ship"),
    ],
)
def test_labels(text: str, labels: tuple[str, ...], title: str) -> None:
    draft = quick_add.read(text, reader())
    assert (draft.labels, draft.title) == (labels, title)


@pytest.mark.parametrize(
    ("text", "priority", "title"),
    [
        ("Ship !urgent", Priority.URGENT, "Ship"),
        ("!HIGH Ship", Priority.HIGH, "Ship"),
        ("Ship !low please", Priority.LOW, "Ship please"),
        ("Ship !low !high", Priority.HIGH, "Ship"),
        ("Ship !lower !normal high", Priority.NORMAL, "Ship !lower !normal high"),
        ("Ship it!", Priority.NORMAL, "Ship it!"),
    ],
)
def test_priorities(text: str, priority: Priority, title: str) -> None:
    draft = quick_add.read(text, reader())
    assert (draft.priority, draft.title) == (priority, title)


@pytest.mark.parametrize(
    ("text", "channel_id", "title"),
    [
        ("Ship it <#C1|dev>", "C1", "Ship it"),
        ("Ship <#G2> it", "G2", "Ship it"),
        ("Ship it <#C1|dev> <#C2|ops>", "C2", "Ship it"),
        ("Ship it #dev", None, "Ship it #dev"),
    ],
)
def test_channels(text: str, channel_id: str | None, title: str) -> None:
    draft = quick_add.read(text, reader())
    assert (draft.channel_id, draft.title) == (channel_id, title)


def test_everything_at_once_in_any_order() -> None:
    draft = quick_add.read("!high Ship <@U1|lead> it friday +ui 5pm <#C1|dev>", reader())
    assert draft.title == "Ship it"
    assert draft.due is not None
    assert shown(draft.due, reader()) == "2026-11-27T17:00"
    assert (draft.assignees, draft.labels, draft.priority, draft.channel_id) == (("U1",), ("ui",), Priority.HIGH, "C1")


def test_the_description_is_what_follows_the_first_line() -> None:
    draft = quick_add.read("Ship it friday\n+not a label, ask <@U1|lead>\n  by monday", reader())
    assert (draft.title, draft.labels, draft.assignees) == ("Ship it", (), ())
    assert draft.description == "+not a label, ask @lead\n  by monday"


@pytest.mark.parametrize("text", ["", "  ", "@me", "+ui !high", "<@U1> <#C1>", "@lead, +ui."])
def test_marks_alone_are_no_task(text: str) -> None:
    with pytest.raises(EmptyTitle):
        quick_add.read(text, reader())


def test_marks_and_a_moment_alone_keep_the_moment_as_title() -> None:
    draft = quick_add.read("@me tomorrow", reader())
    assert (draft.title, draft.due, draft.assignees) == ("tomorrow", None, ("U9",))


def test_too_much_is_told() -> None:
    with pytest.raises(TooLong):
        quick_add.read("x" * 3001, reader())


@pytest.mark.parametrize(
    ("text", "locale"), [("Ship it <@U1|lead> friday 5pm", "en-US"), ("Fix low battery alert", "de-DE")]
)
def test_the_usual_line_takes_well_under_a_millisecond(text: str, locale: str) -> None:
    known = reader(locale=locale)
    quick_add.read(text, known)
    durations = []
    for _ in range(20):
        began = time.perf_counter()
        quick_add.read(text, known)
        durations.append(time.perf_counter() - began)
    assert min(durations) < 0.001


@pytest.mark.parametrize(
    "text", ["word " * 590, "1 " * 1500, "+a," * 990 + "x", "' '" * 990, "@a " * 15 + "x " * 1400, "in at by " * 330]
)
def test_long_lines_take_milliseconds(text: str) -> None:
    known = reader()
    durations = []
    for _ in range(3):
        began = time.perf_counter()
        with suppress(TooLong):
            quick_add.read(text, known)
        durations.append(time.perf_counter() - began)
    assert min(durations) < 0.05
