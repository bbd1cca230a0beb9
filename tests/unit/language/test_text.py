"""Slack's escaping, and what quotation marks hold together."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.text import decode, first_line_and_rest, quotations


@pytest.mark.parametrize(
    ("raw", "typed"),
    [
        ("A & B <c> &amp;", "A & B <c> &amp;"),
        ("A &amp; B &lt;c&gt; &amp;amp;", "A & B <c> &amp;"),
        ("&amp;lt;", "&lt;"),
        ("x > y", "x > y"),
        ("x &gt; y", "x > y"),
        ("<@U1|lead> a &lt; b", "<@U1|lead> a < b"),
        ("<@U1|lead> a < b &amp;", "<@U1|lead> a < b &amp;"),
        ("<@W12AB|o'lead> &amp; co", "<@W12AB|o'lead> & co"),
        ("<#C1|dev> &amp; co", "<#C1|dev> & co"),
        ("<!channel> &amp; co", "<!channel> & co"),
        ("<!subteam^S1|@team> &amp; co", "<!subteam^S1|@team> & co"),
        ("<https://example.org/?a=1&amp;b=2> &amp; co", "https://example.org/?a=1&b=2 & co"),
        ("<http://example.org|example.org>", "example.org"),
        ("<mailto:lead@example.org|lead@example.org>", "lead@example.org"),
        ("it&#39;s &quot;so&quot;", "it&#39;s &quot;so&quot;"),
        ("", ""),
    ],
)
def test_case_118_a_payload_is_decoded_once_or_kept(raw: str, typed: str) -> None:
    assert decode(raw) == typed


@given(st.text(alphabet="ab &<>;amplgt#", max_size=60))
def test_case_118_whatever_was_escaped_once_comes_back(typed: str) -> None:
    assert decode(html.escape(typed, quote=False)) == typed


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('say "a b" now', ["a b"]),
        ("say “a b” now", ["a b"]),
        ("say „a b“ now", ["a b"]),
        ("say « a b » now", ["a b"]),
        ('say “a b" now', ["a b"]),
        ("say 'a b' now", ["a b"]),
        ("say ‘don’t do’ now", ["don’t do"]),
        ("say \"a\", 'b'.", ["a", "b"]),
        ("(“a b”)", ["a b"]),
        ("don't say it's", []),
        ("the devs' desk and the testers' desk", []),
        ('a 24" and a 27" screen', []),
        ('one " alone', []),
        ('"open only', []),
        ('""', []),
        ('nothing "" here', []),
    ],
)
def test_quotations(line: str, words: list[str]) -> None:
    found = quotations(line)
    assert [quotation.words for quotation in found] == words
    assert all(line[quotation.start : quotation.end].strip(" \"'“”„‘’«»") == quotation.words for quotation in found)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("one", ("one", "")),
        ("one\ntwo\nthree", ("one", "two\nthree")),
        ("  one \r\n\r\n two ", ("one", "two")),
        ("\n one\rtwo", ("one", "two")),
    ],
)
def test_first_line_and_rest(text: str, parts: tuple[str, str]) -> None:
    assert first_line_and_rest(text) == parts
