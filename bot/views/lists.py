"""Tasks in lists: one line each, a page at a time."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Protocol

from bot.tasks.drafts import DueWindow, Filter, Scope
from bot.tasks.people import Handle, Person, PersonReference
from bot.tasks.task import Change, Status, Task
from bot.views.actions import Action, Direction, HistoryPage, ListPage, Payload, PeoplePage, SearchPage
from bot.views.blocks import actions, button, one_sentence, section, sections
from bot.views.cards import PRIORITIES, holders
from bot.views.changes import STATUSES, history_line
from bot.views.text import (
    Block,
    Message,
    cut,
    due_words,
    enumeration,
    escape,
    name,
    numbered,
    plain,
    spoken,
    subject,
    title,
)

LINE_TITLE_LENGTH = 150
LINE_PEOPLE = 3
HEADING_LENGTH = 300
HEADING_LABELS = 10
WORD_LENGTH = 50
PROGRESS_PEOPLE = 10

_SCOPES = {Scope.MINE: "Your tasks", Scope.CREATED: "Tasks you made", Scope.ALL: "Everyone's tasks"}
_WINDOWS = {DueWindow.TODAY: "due today", DueWindow.WEEK: "due this week", DueWindow.OVERDUE: "overdue"}


class Place(Protocol):
    """Where a task stands in a list: its due order and its number."""

    @property
    def due_sort(self) -> datetime: ...

    @property
    def number(self) -> int: ...


def task_list(
    tasks: Sequence[Task],
    *,
    total: int,
    skipped: int,
    first: Place | None,
    last: Place | None,
    heading: str,
    typed: str,
    names: Mapping[str, str],
    zone: tzinfo,
    now: datetime,
    command: str,
    progress: str = "",
) -> Message:
    """A page of a list with the way to the next and the previous one.

    `heading` and `progress` are markup, from the functions below; `typed` is what was typed to get the list and comes
    back from the page buttons, with the places of the first and the last task of the page.
    """
    above = (section(progress),) if progress else ()
    if not tasks:
        return _empty_list(heading, total, above, typed, command)
    lines = [task_line(task, names, zone=zone, now=now) for task in tasks]
    position = _position(skipped, len(tasks), total)
    previous = _page_at(typed, Direction.PREVIOUS, first) if skipped else None
    following = _page_at(typed, Direction.NEXT, last) if skipped + len(tasks) < total else None
    return Message(
        text=f"{heading} · {position}: {_named(tasks)}",
        blocks=(
            *above,
            section(f"*{heading}* · {position}"),
            *sections(lines),
            *_page_buttons((Action.LIST_PREVIOUS, previous), (Action.LIST_NEXT, following)),
        ),
    )


def search_results(
    tasks: Sequence[Task],
    *,
    total: int,
    skipped: int,
    page_size: int,
    words: str,
    names: Mapping[str, str],
    zone: tzinfo,
    now: datetime,
    command: str,
) -> Message:
    """A page of the tasks in which words were found, newest first."""
    looked_for = f"Tasks with “{plain(words, HEADING_LENGTH)}”"
    if not total:
        hint = "Every word must be in the title or the description."
        return one_sentence(f"{looked_for}: none that you can see. {hint} `{escape(command)} list all` shows more.")
    position = _position(skipped, len(tasks), total)
    lines = [task_line(task, names, zone=zone, now=now) for task in tasks]
    previous, following = _skips(total, skipped, len(tasks), page_size)
    return Message(
        text=f"{looked_for} · {position}: {_named(tasks)}",
        blocks=(
            section(f"*{looked_for}* · {position}"),
            *sections(lines),
            *_page_buttons(
                (Action.SEARCH_PREVIOUS, None if previous is None else SearchPage(words, previous)),
                (Action.SEARCH_NEXT, None if following is None else SearchPage(words, following)),
            ),
        ),
    )


def people_list(people: Sequence[Person], *, total: int, skipped: int, page_size: int) -> Message:
    """A page of those who are here, by username."""
    heading = f"*People* · {_position(skipped, len(people), total)}"
    lines = [f"*{escape(person.username)}*{_role(person)} · {person.zone}" for person in people]
    previous, following = _skips(total, skipped, len(people), page_size)
    return Message(
        text=spoken((heading, *lines)),
        blocks=(
            section(heading),
            *sections(lines),
            *_page_buttons(
                (Action.PEOPLE_PREVIOUS, None if previous is None else PeoplePage(previous)),
                (Action.PEOPLE_NEXT, None if following is None else PeoplePage(following)),
            ),
        ),
    )


def history(
    task: Task,
    changes: Sequence[Change],
    *,
    until: int,
    page_size: int,
    names: Mapping[str, str],
    zone: tzinfo,
    now: datetime,
) -> Message:
    """A page of what has happened to a task up to a version, newest first, one line a change."""
    total, skipped = task.version, task.version - until
    heading = f"{numbered(task, LINE_TITLE_LENGTH)} · {_position(skipped, len(changes), total)}"
    lines = [history_line(change, names, zone=zone, now=now) for change in changes]
    previous, following = _skips(total, skipped, len(changes), page_size)
    return Message(
        text=spoken((heading, *lines)),
        blocks=(
            section(heading),
            *sections(lines),
            *_page_buttons(
                (Action.HISTORY_PREVIOUS, None if previous is None else HistoryPage(task.number, total - previous)),
                (Action.HISTORY_NEXT, None if following is None else HistoryPage(task.number, total - following)),
            ),
        ),
    )


def task_line(task: Task, names: Mapping[str, str], *, zone: tzinfo, now: datetime) -> str:
    """A task in one line of markup: number, title, state, due, people."""
    return " · ".join(
        filter(
            None,
            (
                f"*#{task.number}* {title(task, LINE_TITLE_LENGTH)}",
                STATUSES[task.status],
                due_words(task.due, now, zone) if task.due and task.is_active else "",
                PRIORITIES.get(task.priority, ""),
                f"for {holders(task, names, LINE_PEOPLE)}",
            ),
        )
    )


def heading(wanted: Filter, names: Mapping[str, str]) -> str:
    """What a list is of, in words: "Everyone's tasks, done, +ops"."""
    words = (
        _SCOPES[wanted.scope],
        " or ".join(STATUSES[status].lower() for status in wanted.statuses),
        f"for {enumeration(_called(person, names) for person in wanted.people)}" if wanted.people else "",
        "unassigned" if wanted.is_unassigned else "",
        _WINDOWS[wanted.due] if wanted.due else "",
        enumeration((cut(f"+{label}", WORD_LENGTH) for label in wanted.labels), HEADING_LABELS),
        PRIORITIES.get(wanted.priority, "normal priority").lower() if wanted.priority else "",
        f"with “{cut(' '.join(wanted.words), HEADING_LENGTH)}”" if wanted.words else "",
        f"in <#{escape(wanted.channel_id)}>" if wanted.channel_id else "",
    )
    return ", ".join(filter(None, words))


def progress(
    statuses: Mapping[Status, int], people: Mapping[str | None, Mapping[Status, int]], names: Mapping[str, str]
) -> str:
    """How far the tasks of a channel have come, in all and for each of the people with most of them."""
    total = sum(statuses.values())
    busiest = sorted(people.items(), key=lambda item: -sum(item[1].values()))
    lines = [f"*Progress* · {statuses.get(Status.DONE, 0)} of {total} done · {_counted(statuses)}"]
    lines += [
        f"{'Nobody yet' if user_id is None else subject(user_id, names)}: {_counted(counts)}"
        for user_id, counts in busiest[:PROGRESS_PEOPLE]
    ]
    if len(busiest) > PROGRESS_PEOPLE:
        lines.append(f"and {len(busiest) - PROGRESS_PEOPLE} more")
    return "\n".join(lines)


def _empty_list(heading: str, total: int, above: tuple[Block, ...], typed: str, command: str) -> Message:
    if not total:
        sentence = f"{heading}: nothing here. `{escape(command)} add Ship it @someone friday` adds a task."
        return Message(text=sentence, blocks=(*above, section(sentence)))
    sentence, start = f"{heading}: nothing is left on this page.", ListPage.start(typed)
    back = (actions(button("First page", Action.LIST_NEXT, start)),) if start.fits() else ()
    return Message(text=sentence, blocks=(*above, section(sentence), *back))


def _position(skipped: int, shown: int, total: int) -> str:
    return f"{skipped + 1}-{skipped + shown} of {total}" if shown else f"nothing on this page, {total} in all"


def _named(tasks: Sequence[Task]) -> str:
    return "; ".join(f"#{task.number} {title(task, WORD_LENGTH)}" for task in tasks)


def _page_at(typed: str, direction: Direction, place: Place | None) -> ListPage | None:
    return None if place is None else ListPage.at(typed, direction, place.due_sort, place.number)


def _skips(total: int, skipped: int, shown: int, page_size: int) -> tuple[int | None, int | None]:
    """How many come before the previous and before the next page, where there are such."""
    return (max(0, skipped - page_size) if skipped else None, skipped + shown if skipped + shown < total else None)


def _page_buttons(
    previous: tuple[Action, Payload | None], following: tuple[Action, Payload | None]
) -> tuple[Block, ...]:
    buttons = [
        button(label, action, page)
        for label, (action, page) in (("Previous", previous), ("Next", following))
        if page is not None and page.fits()
    ]
    return (actions(*buttons),) if buttons else ()


def _role(person: Person) -> str:
    return " (admin)" if person.is_admin else " (guest)" if person.is_guest else ""


def _counted(counts: Mapping[Status, int]) -> str:
    return (
        ", ".join(f"{counts[status]} {STATUSES[status].lower()}" for status in Status if counts.get(status)) or "none"
    )


def _called(person: PersonReference, names: Mapping[str, str]) -> str:
    return cut(person.name, WORD_LENGTH) if isinstance(person, Handle) else name(person, names)
