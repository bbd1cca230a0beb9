"""One message as HTML, as it stands in a list below the message before it."""

from markupsafe import Markup

from sandbox.page.avatar import avatar
from sandbox.page.blocks import blocks
from sandbox.page.dates import clock_time, day_words, fill_tokens, full_moment
from sandbox.page.html import NOTHING, tag
from sandbox.page.mrkdwn import markup_with_links, naming_person
from sandbox.page.reader import Reader
from sandbox.records import Message

_GROUPED_WITHIN_S = 300


def article(message: Message, previous: Message | None, reader: Reader, pane: str, problem: str | None) -> Markup:
    """Draw a message; soon after another of the same author it goes without a head, on a new day below a line."""
    at = reader.local(float(message.ts))
    is_new_day = previous is None or reader.local(float(previous.ts)).date() != at.date()
    divider = tag("h2", tag("span", day_words(at, reader.now())), class_="day") if is_new_day else NOTHING
    time = tag("time", clock_time(at, reader.hours), datetime=at.isoformat(), title=full_moment(at, reader.hours))
    follows = previous is not None and not is_new_day and _belongs_to(message, previous)
    body = (
        _note_of_privacy(message),
        NOTHING if follows else _head(message, reader, time),
        _content(message, reader, f"{pane}-{message.ts}"),
        tag("p", problem, class_="problem", role="alert") if problem else NOTHING,
        _thread_link(message, reader) if pane == "main" else NOTHING,
    )
    margin = tag("span", time, class_="margin") if follows else avatar(message.user, reader, data_user=message.user)
    kind = f"message{' follows' if follows else ''}{' private' if message.is_ephemeral else ''}"
    return divider + tag(
        "div", margin, tag("div", *body, class_="body"), _tools(message) if pane == "main" else NOTHING, class_=kind
    )


def _belongs_to(message: Message, previous: Message) -> bool:
    is_close = float(message.ts) - float(previous.ts) < _GROUPED_WITHIN_S
    return is_close and message.user == previous.user and not message.is_ephemeral and not previous.is_ephemeral


def _head(message: Message, reader: Reader, time: Markup) -> Markup:
    badge = tag("span", "APP", class_="badge") if reader.is_app(message.user) else NOTHING
    author = tag("span", reader.name_of(message.user), class_="author", **naming_person(message.user))
    return tag("div", author, badge, time, class_="head")


def _note_of_privacy(message: Message) -> Markup:
    return tag("div", "Only visible to you", class_="privacy") if message.is_ephemeral else NOTHING


def _content(message: Message, reader: Reader, prefix: str) -> Markup:
    if message.blocks:
        return blocks(message.blocks, reader, prefix)
    return tag("div", markup_with_links(message.text, reader), class_="text")


def _thread_link(message: Message, reader: Reader) -> Markup:
    if not message.reply_count:
        return NOTHING
    count = f"{message.reply_count} {'reply' if message.reply_count == 1 else 'replies'}"
    latest = reader.local(float(message.latest_reply or message.ts))
    when = fill_tokens("{date_short_pretty} at {time}", latest, reader.now(), reader.hours)
    return tag(
        "button", count, tag("small", f"Last reply {when}"), type="button", class_="replies", data_thread=message.ts
    )


def _tools(message: Message) -> Markup:
    if message.is_ephemeral:
        return NOTHING
    label = "Reply in thread"
    return tag("button", "💬", type="button", class_="reply", data_thread=message.ts, aria_label=label, title=label)
