"""Slack's markup and date tokens become HTML, and nothing that people write can become an element."""

from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.page.blocks import blocks
from sandbox.page.clock_menu import offset_words, tomorrow_morning
from sandbox.page.dates import HourCycle, clock_time, day_words, fill_tokens, hour_cycle
from sandbox.page.mrkdwn import markup, markup_with_links, plain
from sandbox.page.reader import Reader
from sandbox.storage import Storage
from sandbox.workspace import Workspace

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 3, 10, 15, 0, tzinfo=NEW_YORK)
SIGNS = (*"*_~`<>&;|^:\n '\"=a\ue000\ue001", "```", "&gt; ", "<@U0LEAD>", "<http://a|", "<!date^1^")
WORDS = ("*a", "a*", "_a", "a_", "~a", "a~", "`a", "a`", "<@U0LEAD>", "&gt;", "\n", "```")
OWN_TAGS = {"strong", "em", "s", "code", "pre", "blockquote", "a", "span", "button", "time"}


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    storage = Storage(tmp_path_factory.mktemp("page") / "sandbox.sqlite3")
    yield Reader(Workspace(storage, "taskbot"), "Taskbot", "U0LEAD")
    storage.close()


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*bold* _italic_ ~gone~", "<strong>bold</strong> <em>italic</em> <s>gone</s>"),
        ("*_both_*", "<strong><em>both</em></strong>"),
        ("*a _b* c_ ~d *e~ f*", "<strong>a _b</strong> c_ ~d <strong>e~ f</strong>"),
        ("2*3*4 snake_case_name a~b~c", "2*3*4 snake_case_name a~b~c"),
        ("* not bold * and **", "* not bold * and **"),
        ("`*code* &lt;b&gt;`", "<code>*code* &lt;b&gt;</code>"),
        ("before\n```\nx = 1\n```\nafter", "before<pre>x = 1</pre>after"),
        ("&gt; one\n&gt; two\nthree", "<blockquote>one\ntwo</blockquote>three"),
        ("1 &lt; 2 &amp; 3", "1 &lt; 2 &amp; 3"),
        ("a & b", "a &amp; b"),
        ("&amp;lt;", "&amp;lt;"),
        (":tada: :unknown: 10:30:45", "🎉 :unknown: 10:30:45"),
        ("<!here> <!subteam^S1|@crew>", '<span class="mention me">@here</span> <span class="mention me">@crew</span>'),
        ("<@U0LEAD>", '<span class="mention me" data-user="U0LEAD" role="button" tabindex="-1">@lead</span>'),
        ("<@U0TASKBOT>", '<span class="mention" data-user="U0TASKBOT" role="button" tabindex="-1">@Taskbot</span>'),
        ("<javascript:alert(1)|click>", "click"),
        ("<!date^x^{date}|soon> <!date^1^{nothing}|never>", "soon never"),
    ],
)
def test_markup_becomes_html(reader: Reader, text: str, html: str) -> None:
    assert markup(text, reader) == html


def test_links_open_elsewhere_and_bare_addresses_are_links_where_asked(reader: Reader) -> None:
    address = "https://example.com/a?b=1&amp;c=2"
    link = '<a href="https://example.com/a?b=1&amp;c=2" target="_blank" rel="noopener noreferrer">'
    assert markup(f"<{address}|the *page*>", reader) == f"{link}the *page*</a>"
    assert markup(address, reader) == address
    assert markup_with_links(f"See {address}.", reader).startswith(f"See {link}")
    assert "<a" not in markup_with_links(f"`{address}`", reader)


def test_channels_open_only_for_those_who_see_them(reader: Reader) -> None:
    assert 'data-open="C0LEADS"' in markup("<#C0LEADS|leads>", reader)
    guest = Reader(reader.workspace, "Taskbot", "U0GUEST")
    assert markup("<#C0LEADS|leads>", guest) == '<span class="mention">#leads</span>'


@settings(max_examples=400)
@given(
    st.lists(st.sampled_from(SIGNS), max_size=30).map("".join)
    | st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join)
)
def test_any_text_becomes_our_own_elements_alone(reader: Reader, text: str) -> None:
    for html in (markup(text, reader), markup_with_links(text, reader)):
        seen = _Elements()
        seen.feed(html)
        assert seen.tags <= OWN_TAGS
        assert not {name for name in seen.attributes if name.startswith("on")}
        assert seen.open == []


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _value in attrs)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize(
    ("token", "words"),
    [
        ("{date_num}", "2026-03-11"),
        ("{date}", "March 11th, 2026"),
        ("{date_short}", "Mar 11, 2026"),
        ("{date_long}", "Wednesday, March 11th, 2026"),
        ("{date_pretty}", "tomorrow"),
        ("{date_short_pretty} at {time}", "tomorrow at 12:05 AM"),
        ("{date_long_pretty}", "tomorrow"),
        ("{time_secs}", "12:05:09 AM"),
        ("{ago}", "in 9 hours"),
        ("{day_divider_pretty}", "Tomorrow"),
    ],
)
def test_date_tokens(token: str, words: str) -> None:
    assert fill_tokens(token, datetime(2026, 3, 11, 0, 5, 9, tzinfo=NEW_YORK), NOW, HourCycle.TWELVE) == words


@pytest.mark.parametrize(
    ("locale", "afternoon", "after_midnight"),
    [
        ("en-US", "5:04 PM", "12:04 AM"),
        ("en-IN", "5:04 PM", "12:04 AM"),
        ("en-GB", "17:04", "00:04"),
        ("de-DE", "17:04", "00:04"),
        ("fr-FR", "17:04", "00:04"),
        ("ja", "17:04", "00:04"),
    ],
)
def test_the_time_of_day_is_told_as_in_the_readers_country(locale: str, afternoon: str, after_midnight: str) -> None:
    at = datetime(2026, 3, 11, 17, 4, tzinfo=NEW_YORK)
    assert clock_time(at, hour_cycle(locale)) == afternoon
    assert clock_time(at.replace(hour=0), hour_cycle(locale)) == after_midnight


def test_days_further_away_are_dates() -> None:
    assert fill_tokens("{date_short_pretty}", NOW.replace(day=22), NOW, HourCycle.TWELVE) == "Mar 22, 2026"
    assert day_words(NOW.replace(day=3), NOW) == "Tuesday, March 3rd"
    assert day_words(NOW.replace(year=2025), NOW) == "Monday, March 10th, 2025"


@pytest.mark.parametrize(
    ("offset_s", "words"),
    [(0.4, ""), (30, "+30 s"), (3_600, "+1 h"), (93_600, "+1 d 2 h"), (-4_200, "−1 h 10 min")],
)
def test_a_moved_clock_says_by_how_much(offset_s: float, words: str) -> None:
    assert offset_words(offset_s) == words


def test_tomorrow_morning_is_at_nine_of_the_wall_clock_over_a_change_of_time() -> None:
    before_the_change = datetime(2026, 3, 7, 22, 0, tzinfo=NEW_YORK)
    assert tomorrow_morning(before_the_change).astimezone(UTC) == datetime(2026, 3, 8, 13, 0, tzinfo=UTC)


def test_unknown_blocks_and_elements_are_named(reader: Reader) -> None:
    drawn = blocks([{"type": "video"}, {"type": "actions", "elements": [{"type": "dial"}]}], reader, "main-1")
    assert "(video is not shown here)" in drawn
    assert "(dial is not shown here)" in drawn


def test_an_address_of_a_button_is_never_a_script(reader: Reader) -> None:
    harmful = {"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "Go"}, "url": "javascript:x"}
    assert "javascript" not in blocks([{"type": "actions", "elements": [harmful]}], reader, "main-1")


def test_plain_text_has_emoji_and_no_markup() -> None:
    assert plain("*Ship* :rocket: &amp; &lt;b&gt;") == "*Ship* 🚀 & <b>"
