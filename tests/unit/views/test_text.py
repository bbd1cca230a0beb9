import html
import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from bot.tasks.due import Due
from bot.tasks.wall_time import LAST_ZONE
from bot.views import text
from tests.unit.views.samples import HOSTILE, NAMES, NOW, a_task, titles

NEW_YORK = ZoneInfo("America/New_York")
KOLKATA = ZoneInfo("Asia/Kolkata")


def test_case_118_a_text_is_escaped_once_and_comes_back_as_it_was() -> None:
    typed = 'A & B <c> &amp; it\'s "quoted"'
    assert text.escape(typed) == 'A &amp; B &lt;c&gt; &amp;amp; it\'s "quoted"'
    assert html.unescape(text.escape(typed)) == typed


@pytest.mark.parametrize("typed", ["<!channel> lunch", "<!subteam^S1>", "<@U1>", "<#C1|dev>", "<!date^0^{date}|x>"])
def test_case_119_what_would_ping_is_only_text(typed: str) -> None:
    for shown in (text.escape(typed), text.cut(typed, 50), text.linked(typed, 50), text.plain(typed, 50)):
        assert "<" not in shown
        assert ">" not in shown


@given(titles, st.integers(1, 3000))
def test_case_106_a_cut_text_fits_and_no_entity_is_broken(typed: str, limit: int) -> None:
    shown = text.cut(typed, limit)
    assert len(shown) <= limit
    assert re.sub(r"&(amp|lt|gt);", "", shown).count("&") == 0
    kept = html.unescape(shown)
    assert kept == typed or (shown.endswith("…") and typed.startswith(kept[:-1]))


@given(titles)
def test_case_99_a_cut_falls_between_graphemes(typed: str) -> None:
    shown = html.unescape(text.cut(typed, 75))
    if shown != typed:
        whole = regex.findall(r"\X", typed)
        kept = shown[:-1]
        beginnings = {"".join(whole[:count]).rstrip() for count in range(len(kept) + 1)}
        assert kept in beginnings


def test_case_99_a_family_is_kept_or_left_whole() -> None:
    assert text.cut("ab👩‍👩‍👧‍👦", 8) == "ab…"
    assert text.cut("ab👩‍👩‍👧‍👦", 9) == "ab👩‍👩‍👧‍👦"


def test_case_106_growth_by_escaping_is_counted() -> None:
    assert text.cut("&" * 10 + "x" * 20, 70) == "&amp;" * 10 + "x" * 20
    assert text.cut("&" * 10 + "x" * 21, 70) == "&amp;" * 10 + "x" * 19 + "…"


def test_web_addresses_are_links_and_end_before_punctuation() -> None:
    assert text.linked("See https://a.io/x?y=1&z=2, please", 99) == "See <https://a.io/x?y=1&amp;z=2>, please"
    assert text.linked("<https://a.io|label>", 99) == "&lt;<https://a.io>|label&gt;"


@given(titles, st.integers(1, 3000))
def test_links_are_never_cut(typed: str, limit: int) -> None:
    shown = text.linked(typed, limit)
    assert len(shown) <= limit
    assert all(link.startswith("<http") for link in re.findall(r"<[^>]*>?", shown))


def test_plain_is_one_line() -> None:
    assert text.plain("a\n b\t c", 10) == "a b c"


@pytest.mark.parametrize(("user_id", "expected"), [("U1", "lead"), ("U5", "&lt;!channel&gt;&amp;"), ("U9", "someone")])
def test_names_do_not_ping(user_id: str, expected: str) -> None:
    assert text.name(user_id, NAMES) == expected


def test_readers_are_addressed_as_you() -> None:
    names = text.with_you(NAMES, "U1")
    assert text.name("U1", names) == "you"
    assert text.subject("U1", names) == "You"
    assert text.subject("U4", names) == "tester"
    assert text.with_you(NAMES, None) == NAMES


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        (list("abcd"), "a, b and 2 more"),
    ],
)
def test_enumerations_read_as_said(words: list[str], expected: str) -> None:
    assert text.enumeration(words, 2 if len(words) == 4 else 20) == expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (NOW, "today at 10:00 AM"),
        (NOW + timedelta(hours=14), "tomorrow at 12:00 AM"),
        (NOW - timedelta(hours=20), "yesterday at 2:00 PM"),
        (NOW + timedelta(days=2, hours=2, minutes=5), "Sat, Dec 5 at 12:05 PM"),
        (NOW + timedelta(days=30), "Sat, Jan 2, 2027 at 10:00 AM"),
    ],
)
def test_moments_are_in_the_readers_zone(at: datetime, expected: str) -> None:
    assert text.moment(at, NEW_YORK, NOW) == expected


def test_a_clock_time_stands_alone_today() -> None:
    assert text.clock(NOW, NEW_YORK, NOW) == "10:00 AM"
    assert text.clock(NOW - timedelta(days=1), NEW_YORK, NOW) == "yesterday at 10:00 AM"


def test_case_45_each_reader_sees_a_moment_in_their_zone() -> None:
    token = text.date_token(datetime(2026, 12, 4, 22, 0, tzinfo=UTC))
    assert token == "<!date^1796421600^{date_short_pretty} at {time}|Fri, Dec 4, 2026 at 10:00 PM UTC>"


@pytest.mark.parametrize("zone", [NEW_YORK, KOLKATA, UTC, LAST_ZONE])
def test_case_47_a_date_is_the_same_day_for_all(zone: ZoneInfo) -> None:
    due = Due(on=date(2026, 3, 5))
    now = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
    assert text.due_on_card(due, now, zone) == "Due Thu, Mar 5"
    assert "Thu, Mar 5" in text.due_words(due, now, zone)


def test_case_47_a_date_is_overdue_when_the_readers_day_is_over() -> None:
    due = Due(on=date(2026, 3, 5))
    midnight_in_new_york = datetime(2026, 3, 6, 5, 0, tzinfo=UTC)
    assert text.due_words(due, midnight_in_new_york, KOLKATA) == "overdue since Thu, Mar 5"
    assert text.due_words(due, midnight_in_new_york, NEW_YORK) == "overdue since Thu, Mar 5"
    assert text.due_words(due, midnight_in_new_york - timedelta(minutes=1), NEW_YORK) == "due today (Thu, Mar 5)"


def test_a_card_calls_a_date_overdue_only_when_it_is_over_everywhere() -> None:
    due = Due(on=date(2026, 3, 5))
    over_everywhere = datetime(2026, 3, 6, 12, 0, tzinfo=UTC)
    assert text.due_on_card(due, over_everywhere - timedelta(minutes=1), LAST_ZONE) == "Due Thu, Mar 5"
    assert text.due_on_card(due, over_everywhere, LAST_ZONE) == "⚠ Overdue since Thu, Mar 5"


@pytest.mark.parametrize(
    ("ahead", "expected"),
    [
        (timedelta(seconds=20), "due now (Thu, Dec 3 at 10:00 AM)"),
        (timedelta(minutes=2), "due in 2 minutes (Thu, Dec 3 at 10:02 AM)"),
        (timedelta(hours=1), "due in 1 hour (Thu, Dec 3 at 11:00 AM)"),
        (timedelta(minutes=90), "due in 1 hour and 30 minutes (Thu, Dec 3 at 11:30 AM)"),
        (timedelta(hours=2), "due in 2 hours (Thu, Dec 3 at 12:00 PM)"),
        (timedelta(hours=12), "due today (Thu, Dec 3 at 10:00 PM)"),
        (timedelta(hours=26), "due tomorrow (Fri, Dec 4 at 12:00 PM)"),
        (timedelta(days=8), "due Fri, Dec 11 at 10:00 AM"),
        (timedelta(minutes=-5), "overdue since Thu, Dec 3 at 9:55 AM"),
    ],
)
def test_dues_are_told_in_words_and_exactly(ahead: timedelta, expected: str) -> None:
    assert text.due_words(Due(at=NOW + ahead), NOW, NEW_YORK) == expected


@pytest.mark.parametrize("typed", HOSTILE)
def test_a_title_is_one_line(typed: str) -> None:
    assert "\n" not in text.title(a_task(title=typed), 3000)


@given(titles, st.integers(10, 3000))
def test_a_quotation_fits_and_every_line_of_it_is_quoted(words: str, limit: int) -> None:
    quoted = text.quote(words, limit)
    assert len(quoted) <= limit
    assert all(line.startswith(">") for line in quoted.split("\n"))
    assert "<!channel" not in quoted


def test_a_quotation_keeps_its_links() -> None:
    assert text.quote("See https://example.com/a&b\nnow", 100) == "> See <https://example.com/a&amp;b>\n> now"


def test_plain_words_are_cut_and_not_escaped() -> None:
    assert text.shortened("a & b", 10) == "a & b"
    assert text.shortened("👩‍👩‍👧" * 3, 6) == "👩‍👩‍👧…"


@given(st.lists(st.text(alphabet="ab", max_size=500), max_size=100))
def test_a_spoken_text_is_made_of_whole_lines(lines: list[str]) -> None:
    spoken = text.spoken(lines)
    assert len(spoken) <= 4000
    assert spoken == "\n".join(lines) or spoken.endswith("…")
