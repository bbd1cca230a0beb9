"""Tasks in lists: one line each, a page at a time."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from bot.tasks.drafts import DueWindow, Filter, Scope
from bot.tasks.people import Handle, PersonReference
from bot.tasks.task import Status, Task
from bot.views.actions import Action, ListPage
from bot.views.blocks import actions, button, section, sections
from bot.views.cards import PRIORITIES, STATUSES, holders
from bot.views.text import Block, Message, cut, due_words, enumeration, escape, name, subject, title

LINE_TITLE_LENGTH = 150
LINE_PEOPLE = 3
HEADING_LENGTH = 300
HEADING_LABELS = 10
WORD_LENGTH = 50
PROGRESS_PEOPLE = 10

_SCOPES = {Scope.MINE: "Your tasks", Scope.CREATED: "Tasks you made", Scope.ALL: "Everyone's tasks"}
_WINDOWS = {DueWindow.TODAY: "due today", DueWindow.WEEK: "due this week", DueWindow.OVERDUE: "overdue"}


def task_list(
    tasks: Sequence[Task],
    *,
    total: int,
    skipped: int,
    page_size: int,
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
    back from the page buttons.
    """
    if not tasks:
        return _empty_list(heading, total, progress, typed, command)
    position = f"*{heading}* · {skipped + 1}-{skipped + len(tasks)} of {total}"
    lines = [task_line(task, names, zone=zone, now=now) for task in tasks]
    return Message(
        text=f"{position.replace('*', '')}: "
        + "; ".join(f"#{task.number} {title(task, WORD_LENGTH)}" for task in tasks),
        blocks=(
            *([section(progress)] if progress else []),
            section(position),
            *sections(lines),
            *_page_buttons(typed, total, skipped, len(tasks), page_size),
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


def _empty_list(heading: str, total: int, progress: str, typed: str, command: str) -> Message:
    called = escape(command)
    if total:
        sentence = f"{heading}: nothing is left on this page."
        back = _row(button("First page", Action.LIST_PREVIOUS, ListPage(typed, 0))) if ListPage(typed, 0).fits() else ()
    else:
        sentence = f"{heading}: nothing here. `{called} add Ship it @someone friday` adds a task."
        back = ()
    return Message(text=sentence, blocks=(*([section(progress)] if progress else []), section(sentence), *back))


def _page_buttons(typed: str, total: int, skipped: int, shown: int, page_size: int) -> tuple[Block, ...]:
    previous = ListPage(typed, max(0, skipped - page_size))
    following = ListPage(typed, skipped + shown)
    return _row(
        *([button("Previous", Action.LIST_PREVIOUS, previous)] if skipped and previous.fits() else []),
        *([button("Next", Action.LIST_NEXT, following)] if skipped + shown < total and following.fits() else []),
    )


def _row(*buttons: Block) -> tuple[Block, ...]:
    return (actions(*buttons),) if buttons else ()


def _counted(counts: Mapping[Status, int]) -> str:
    return (
        ", ".join(f"{counts[status]} {STATUSES[status].lower()}" for status in Status if counts.get(status)) or "none"
    )


def _called(person: PersonReference, names: Mapping[str, str]) -> str:
    return cut(person.name, WORD_LENGTH) if isinstance(person, Handle) else name(person, names)
