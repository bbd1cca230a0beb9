"""Slack's markup as HTML. Text arrives with `&`, `<` and `>` as entities; what stands in `<...>` is a reference."""

import re
from functools import partial
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from sandbox.page.dates import fill_tokens, full_moment
from sandbox.page.emoji import with_emoji
from sandbox.page.html import tag
from sandbox.page.reader import Reader

_LINKED_SCHEMES = frozenset({"http", "https", "mailto", "tel"})

_KEPT_MARK = re.compile("[\ue000\ue001]")
_KEPT = re.compile("\ue000(\\d+)\ue001")
_CODE_BLOCK = re.compile(r"```\n?(.+?)\n?```", re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_REFERENCE = re.compile(r"<([^<>\n]+)>")
_WEB_ADDRESS = re.compile(r"```.*?```|`[^`\n]+`|<[^<>]*>|(https?://[^\s<>|]*[^\s<>|.,;:!?)\]'\"*_~`])", re.DOTALL)
_STYLES = tuple(
    (re.compile(rf"(?<![\w{sign}]){sign}(?=[^\s{sign}])([^\n]*?[^\s{sign}])?{sign}(?![\w{sign}])"), name)
    for sign, name in ((r"\*", "strong"), ("_", "em"), ("~", "s"))
)
_EDGE = re.compile(r"<(/?)")
_QUOTE = re.compile(r"(?:^(?:&gt;) ?.*(?:\n|$))+", re.MULTILINE)
_QUOTE_SIGN = re.compile(r"^&gt; ?", re.MULTILINE)
_BESIDE_BLOCK = re.compile(r"\n?(<(?:pre|blockquote)>.*?</(?:pre|blockquote)>)\n?", re.DOTALL)


def markup(text: str, reader: Reader) -> Markup:
    """Show a text of type mrkdwn as one person sees it, web addresses as links only where they are marked as such."""
    kept: list[Markup] = []

    def keep(fragment: Markup) -> str:
        kept.append(fragment)
        return f"\ue000{len(kept) - 1}\ue001"

    text = _KEPT_MARK.sub("", text)
    text = _CODE_BLOCK.sub(lambda match: keep(tag("pre", _without_references(match[1], reader))), text)
    text = _CODE.sub(lambda match: keep(tag("code", _without_references(match[1], reader))), text)
    text = _REFERENCE.sub(lambda match: keep(_reference(match[1], reader)), text)
    html = _styled(str(escape(with_emoji(unescape(text)))))
    html = _KEPT.sub(lambda match: kept[int(match[1])], html)
    return Markup(_BESIDE_BLOCK.sub(r"\1", html))  # noqa: S704 - made of escaped text and our own elements


def markup_with_links(text: str, reader: Reader) -> Markup:
    """Like `markup`, with every web address as a link."""
    return markup(_WEB_ADDRESS.sub(lambda match: f"<{match[1]}>" if match[1] else match[0], text), reader)


def plain(text: str) -> str:
    """Show a text of type plain_text."""
    return with_emoji(unescape(text))


def naming_person(user_id: str) -> dict[str, object]:
    """Give the attributes of a name beside which people.js shows a card."""
    return {"data_user": user_id, "role": "button", "tabindex": -1}


def unescape(text: str) -> str:
    """Undo Slack's escaping."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def safe_address(address: str | None) -> str | None:
    """Give a web or mail address back, and nothing for any other, which could be a script."""
    try:
        return address if urlsplit(address or "").scheme in _LINKED_SCHEMES else None
    except ValueError:
        return None


def _styled(html: str) -> str:
    for style, name in _STYLES:
        html = style.sub(partial(_wrapped, name), html)
    return _QUOTE.sub(lambda match: f"<blockquote>{_QUOTE_SIGN.sub('', match[0]).rstrip()}</blockquote>\n", html)


def _wrapped(name: str, match: re.Match[str]) -> str:
    inside = match[1] or ""
    return f"<{name}>{inside}</{name}>" if _is_whole(inside) else match[0]


def _is_whole(html: str) -> bool:
    """Say whether each element that begins in a piece of HTML ends in it, and no other does."""
    depth = 0
    for edge in _EDGE.finditer(html):
        depth += -1 if edge[1] else 1
        if depth < 0:
            return False
    return depth == 0


def _without_references(code: str, reader: Reader) -> str:
    return unescape(_REFERENCE.sub(lambda match: _reference(match[1], reader).striptags(), code))


def _reference(inside: str, reader: Reader) -> Markup:
    target, _, label = inside.partition("|")
    if target.startswith("@"):
        return _person(target[1:], label, reader)
    if target.startswith("#"):
        return _channel(target[1:], label, reader)
    if target.startswith("!date^"):
        return _moment(target, label, reader)
    if target.startswith("!"):
        return _broadcast(target[1:], label)
    return _link(unescape(target), unescape(label))


def _person(user_id: str, label: str, reader: Reader) -> Markup:
    is_known = user_id in reader.workspace.people
    name = reader.name_of(user_id) if is_known else unescape(label) or "unknown"
    kind = "mention me" if user_id == reader.id else "mention"
    return tag("span", f"@{name}", class_=kind, **naming_person(user_id))


def _channel(channel_id: str, label: str, reader: Reader) -> Markup:
    channel = reader.workspace.channels.get(channel_id)
    if channel is None or not reader.workspace.sees(reader.id, channel):
        return tag("span", f"#{unescape(label) or 'private-channel'}", class_="mention")
    return tag("button", f"#{channel.name}", class_="mention", type="button", data_open=channel_id)


def _broadcast(target: str, label: str) -> Markup:
    name = label.removeprefix("@") or target.partition("^")[0]
    return tag("span", f"@{unescape(name)}", class_="mention me")


def _moment(target: str, fallback: str, reader: Reader) -> Markup:
    _, epoch, template, *link = (*target.split("^"), "")[:4]
    try:
        at = reader.local(int(epoch))
        words = fill_tokens(unescape(template), at, reader.now(), reader.hours)
    except (KeyError, ValueError, OverflowError, OSError):
        return escape(unescape(fallback))
    shown = tag("time", words, datetime=at.isoformat(), title=full_moment(at, reader.hours))
    return _link(unescape(link[0]), shown) if link[0] else shown


def _link(address: str, label: str) -> Markup:
    words = label or address.removeprefix("mailto:")
    href = safe_address(address)
    return tag("a", words, href=href, target="_blank", rel="noopener noreferrer") if href else escape(words)
