"""What people wrote and when they meant it, as Slack shows it. Nothing is escaped anywhere else."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo

import regex
from msgspec import Struct

from bot.tasks.due import Due, is_overdue, local_date
from bot.tasks.task import Task

Block = dict[str, object]

ELLIPSIS = "…"
NAME_LENGTH = 60
TEXT_LENGTH = 4000

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_GRAPHEME = regex.compile(r"\X")
_WEB_ADDRESS = re.compile(r"(https?://[^\s<>|]*[^\s<>|.,;:!?)\]'\"”’*_~`])")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Message(Struct, frozen=True):
    """What is posted: blocks, and the full sentence that notifications and screen readers have in their place."""

    text: str
    blocks: tuple[Block, ...]


def escape(text: str) -> str:
    """Make a person's text harmless: only `&`, `<` and `>` have a meaning that could link, mention or broadcast."""
    return text.translate(_ENTITIES)


def cut(text: str, limit: int) -> str:
    """The text, escaped and at most `limit` characters long; what is cut ends in "…" after a whole grapheme."""
    return _fitting(text, limit, escape)


def shortened(text: str, limit: int) -> str:
    """Like `cut`, for places without markup, where nothing is escaped."""
    return _fitting(text, limit, str)


def quote(text: str, limit: int) -> str:
    """What somebody said, as a quotation of at most `limit` characters."""
    whole = "> " + _with_links(text).replace("\n", "\n> ")
    return whole if len(whole) <= limit else "> " + _fitting(text, limit - 2, _quoted)


def linked(text: str, limit: int) -> str:
    """Like `cut`, with web addresses as links where the whole text fits.

    The blocks are verbatim, so that Slack turns nothing in a person's text into a mention; nor does it find links then.
    """
    with_links = _with_links(text)
    return with_links if len(with_links) <= limit else cut(text, limit)


def plain(text: str, limit: int) -> str:
    """One line for a plain_text object, escaped and at most `limit` characters long."""
    return cut(" ".join(text.split()), limit)


def title(task: Task, limit: int) -> str:
    """The task's title on one line."""
    return linked(" ".join(task.title.split()), limit)


def numbered(task: Task, limit: int) -> str:
    """The task's number and its title in bold, at most `limit` characters with the marks."""
    number = f"#{task.number} "
    return f"{number}*{title(task, limit - len(number) - 2)}*"


def name(user_id: str, names: Mapping[str, str]) -> str:
    """What somebody is called; it does not ping them."""
    return cut(names.get(user_id, "someone"), NAME_LENGTH)


def with_you(names: Mapping[str, str], reader_id: str | None) -> Mapping[str, str]:
    """The same names for an answer that one person alone reads: they are "you"."""
    return names if reader_id is None else {**names, reader_id: "you"}


def subject(user_id: str, names: Mapping[str, str]) -> str:
    """What somebody is called at the beginning of a sentence: usernames stay as they are."""
    called = name(user_id, names)
    return {"you": "You", "someone": "Someone"}.get(called, called)


def enumeration(words: Iterable[str], limit: int = 20) -> str:
    """Words as one would say them, "lead, designer and tester"; beyond `limit` they are counted."""
    said = list(words)
    if len(said) > limit:
        said = [*said[:limit], f"{len(said) - limit} more"]
    return " and ".join([", ".join(said[:-1]), said[-1]] if len(said) > 1 else said)


def spoken(lines: Iterable[str]) -> str:
    """Lines as the text of a message, as many whole ones as it advisably holds (docs/slack-limits.md)."""
    kept: list[str] = []
    room = TEXT_LENGTH - len(ELLIPSIS)
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            kept.append(ELLIPSIS)
            break
        kept.append(line)
    return "\n".join(kept)


def quantity(count: int, thing: str) -> str:
    """A number with its noun: "1 hour", "2 hours"."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def day(on: date, today: date) -> str:
    """A calendar day, the same for all readers: "Fri, Dec 4", with its year where that is not this one."""
    words = f"{_WEEKDAYS[on.weekday()]}, {_MONTHS[on.month - 1]} {on.day}"
    return words if on.year == today.year else f"{words}, {on.year}"


def exactly(at: datetime, zone: tzinfo, now: datetime) -> str:
    """A moment in the reader's zone: "Fri, Dec 4 at 5:00 PM"."""
    local = at.astimezone(zone)
    return f"{day(local.date(), now.astimezone(zone).date())} at {_clock(local)}"


def moment(at: datetime, zone: tzinfo, now: datetime) -> str:
    """A moment in the reader's zone, close ones in words: "today at 5:00 PM", "Fri, Dec 4 at 5:00 PM"."""
    local = at.astimezone(zone)
    close = _close_day(local.date(), now.astimezone(zone).date())
    return f"{close} at {_clock(local)}" if close else exactly(at, zone, now)


def clock(at: datetime, zone: tzinfo, now: datetime) -> str:
    """A moment in the reader's zone as short as it can be: "10:00 AM" of today, else with its day."""
    local = at.astimezone(zone)
    return _clock(local) if local.date() == now.astimezone(zone).date() else moment(at, zone, now)


def date_token(at: datetime) -> str:
    """A moment that Slack shows to each reader in their own zone (Slack's limits, docs/slack-limits.md)."""
    in_utc = at.astimezone(UTC)
    fallback = f"{day(in_utc.date(), date.min)} at {_clock(in_utc)} UTC"
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} at {{time}}|{fallback}>"


def due_exactly(due: Due, now: datetime, zone: tzinfo) -> str:
    """A due without relative words, in the reader's zone: "Fri, Dec 4 at 5:00 PM", or only the day."""
    return exactly(due.at, zone, now) if due.at is not None else _due_day(due, now, zone)


def due_on_card(due: Due, now: datetime, zone: tzinfo) -> str:
    """A due for a message that stays and that many read: nothing in it goes stale but the mark of what is overdue."""
    exact = date_token(due.at) if due.at is not None else _due_day(due, now, zone)
    return f"⚠ Overdue since {exact}" if is_overdue(due, now=now, zone=zone) else f"Due {exact}"


def due_words(due: Due, now: datetime, zone: tzinfo) -> str:
    """A due for one reader now, in words and exactly: "due in 2 hours (Fri, Dec 4 at 5:00 PM)"."""
    exact = due_exactly(due, now, zone)
    if is_overdue(due, now=now, zone=zone):
        return f"overdue since {exact}"
    close = nearness(due, now, zone)
    return f"due {close} ({exact})" if close else f"due {exact}"


def nearness(due: Due, now: datetime, zone: tzinfo) -> str:
    """How far away a due is, in words: "in 2 hours", "tomorrow"; nothing where it is further than that."""
    distance = _distance(due.at - now) if due.at is not None else ""
    return distance or _close_day(local_date(due, zone), now.astimezone(zone).date())


def _fitting(text: str, limit: int, written: Callable[[str], str]) -> str:
    """As many whole graphemes as fit when they are written."""
    whole = written(text)
    if len(whole) <= limit:
        return whole
    kept: list[str] = []
    room = limit - len(ELLIPSIS)
    for grapheme in _GRAPHEME.finditer(text):
        piece = written(grapheme.group())
        room -= len(piece)
        if room < 0:
            break
        kept.append(piece)
    return "".join(kept).rstrip() + ELLIPSIS


def _with_links(text: str) -> str:
    parts = _WEB_ADDRESS.split(text)
    return "".join(f"<{escape(part)}>" if index % 2 else escape(part) for index, part in enumerate(parts))


def _quoted(text: str) -> str:
    return escape(text).replace("\n", "\n> ")


def _clock(local: datetime) -> str:
    return f"{local.hour % 12 or 12}:{local.minute:02} {'AM' if local.hour < 12 else 'PM'}"


def _close_day(on: date, today: date) -> str:
    return {-1: "yesterday", 0: "today", 1: "tomorrow"}.get((on - today).days, "")


def _distance(ahead: timedelta) -> str:
    minutes = int(ahead.total_seconds() // 60)
    if minutes < 1:
        return "now"
    if minutes >= 12 * 60:
        return ""
    hours, minutes = divmod(minutes, 60)
    parts = (quantity(hours, "hour") if hours else "", quantity(minutes, "minute") if minutes else "")
    return f"in {' and '.join(filter(None, parts))}"


def _due_day(due: Due, now: datetime, zone: tzinfo) -> str:
    return day(local_date(due, zone), now.astimezone(zone).date())
