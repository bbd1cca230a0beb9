"""A person's Home: what they have to do in the order of its dues, and what they made for others."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, tzinfo

from msgspec import Struct

from bot.tasks.people import Person
from bot.tasks.task import Task
from bot.views.actions import Action, HomePage
from bot.views.blocks import actions, button, context, header, new_button, section, sections
from bot.views.cards import CARD_BUTTONS, PRIORITIES, card_buttons, holders
from bot.views.changes import STATUSES
from bot.views.lists import LINE_PEOPLE, LINE_TITLE_LENGTH
from bot.views.screens import View, ViewKind
from bot.views.text import Block, due_on_card, escape, title, with_you


class HomeSections(Struct, frozen=True, kw_only=True):
    """The tasks that a page of Home shows; `created` are those that the person made and others have."""

    overdue: Sequence[Task] = ()
    today: Sequence[Task] = ()
    upcoming: Sequence[Task] = ()
    created: Sequence[Task] = ()

    @property
    def own(self) -> int:
        """How many tasks of the page the person has to do."""
        return len(self.overdue) + len(self.today) + len(self.upcoming)


class _Part(Struct, frozen=True):
    """One section; `invitation` says what to type where it is empty, and nothing where that is not known."""

    heading: str
    tasks: Sequence[Task]
    invitation: str


def home(
    shown: HomeSections,
    *,
    person: Person,
    names: Mapping[str, str],
    now: datetime,
    command: str,
    page: int,
    page_size: int,
    skipped: int,
    total: int,
    is_first: bool = False,
) -> View:
    """A page of Home, from 0, with `page_size` of the `total` tasks that the person has; the first ever greets them.

    Each task takes two of the 100 blocks that a view has, so a page has room for 40 (Slack's limits,
    docs/slack-limits.md).
    """
    called, known, zone = escape(command), with_you(names, person.user_id), person.timezone
    has_more = skipped + page_size < total
    parts = [part for part in _parts(shown, called, has_more) if part.tasks or (part.invitation and page == 0)]
    return View(
        kind=ViewKind.HOME,
        blocks=(
            *(_greeting(person, called) if is_first else ()),
            *_top(page, shown.own, skipped, total, has_more=has_more),
            *(block for part in parts for block in _blocks(part, known, person.user_id, zone, now)),
            *(_bottom(page) if has_more else ()),
            context(f"`{called} list all` shows everyone's tasks, `{called} search words` finds one."),
        ),
    )


def _greeting(person: Person, called: str) -> tuple[Block, ...]:
    return sections(
        (
            f"*Hello {escape(person.username)}!* Here you find what you have to do, the most urgent first.",
            "Click a button to change a task: everybody concerned hears of it, and nobody else.",
            f"`{called} add Ship it @someone friday 5pm` makes a task anywhere, `{called} help` tells the rest.",
        )
    )


def _top(page: int, shown: int, skipped: int, total: int, *, has_more: bool) -> tuple[Block, ...]:
    previous = (button("Previous", Action.HOME_PAGE, HomePage(page - 1)),) if page else ()
    position = (context(f"{skipped + 1}-{skipped + shown} of {total}"),) if shown and (page or has_more) else ()
    return (actions(new_button(), *previous), *position)


def _bottom(page: int) -> tuple[Block, ...]:
    # Apart from Previous: the ids of two elements in one block differ (docs/slack-limits.md).
    return (actions(button("Next", Action.HOME_PAGE, HomePage(page + 1))),)


def _parts(shown: HomeSections, called: str, has_more: bool) -> tuple[_Part, ...]:
    """The sections in their order; one that is empty here may yet have tasks on a later page."""
    is_past_today = bool(shown.upcoming) or not has_more
    is_past_overdue = bool(shown.today) or is_past_today
    return (
        _Part(
            "Overdue",
            shown.overdue,
            f"Nothing is overdue. `{called} due 12 friday 5pm` sets a due." if is_past_overdue else "",
        ),
        _Part(
            "Due today",
            shown.today,
            f"Nothing is due today. `{called} add Ship it today 5pm` adds a task." if is_past_today else "",
        ),
        _Part(
            "Upcoming",
            shown.upcoming,
            "" if has_more else f"Nothing is coming up. `{called} add Ship it friday` adds a task.",
        ),
        _Part(
            "Made by you, for others",
            shown.created,
            f"Nothing is out with others. `{called} add Ship it @someone friday` gives somebody a task.",
        ),
    )


def _blocks(part: _Part, names: Mapping[str, str], reader_id: str, zone: tzinfo, now: datetime) -> Iterator[Block]:
    yield header(part.heading)
    if not part.tasks:
        yield section(part.invitation)
    for task in part.tasks:
        yield section(_line(task, names, zone, now))
        yield from card_buttons(task, _wanted(task, reader_id))


def _wanted(task: Task, reader_id: str) -> tuple[Action, ...]:
    return tuple(action for action in CARD_BUTTONS if action is not Action.TAKE or reader_id not in task.assignees)


def _line(task: Task, names: Mapping[str, str], zone: tzinfo, now: datetime) -> str:
    """A task in one line whose words do not go stale: Home is drawn again only when something changes."""
    return " · ".join(
        filter(
            None,
            (
                f"*#{task.number}* {title(task, LINE_TITLE_LENGTH)}",
                STATUSES[task.status],
                due_on_card(task.due, now, zone) if task.due else "",
                PRIORITIES.get(task.priority, ""),
                f"for {holders(task, names, LINE_PEOPLE)}",
            ),
        )
    )
