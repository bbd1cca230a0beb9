"""What the bot says on its own, beside the card: lines in its thread, direct messages, reminders.

All but the thread line are drawn from the task as it is now, so that they can be drawn again when it changes.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo

from bot.tasks.deliveries import Delivery
from bot.tasks.due import Due, local_date
from bot.tasks.reminders import ReminderKind
from bot.tasks.task import ChangeKind, Task
from bot.views.actions import Action
from bot.views.blocks import SECTION_LENGTH, actions, context, one_sentence, section, snooze_menu, task_button
from bot.views.cards import SPOKEN_TITLE_LENGTH, buttons, description, facts, state
from bot.views.changes import DEEDS
from bot.views.text import (
    Block,
    Message,
    clock,
    day,
    due_exactly,
    due_on_card,
    enumeration,
    escape,
    name,
    nearness,
    numbered,
    quote,
    subject,
    title,
)

LATE = timedelta(minutes=1)
QUOTE_LENGTH = 2000

_BUTTONS = (Action.START, Action.COMPLETE, Action.REOPEN)


def notice(
    delivery: Delivery, task: Task, names: Mapping[str, str], *, recipient_zone: tzinfo, now: datetime
) -> Message:
    """The direct message to one person: who did what, the task, why they hear of it and how to stop that."""
    called = f"#{task.number}: {title(task, SPOKEN_TITLE_LENGTH)}"
    words = _quoted(delivery)
    return Message(
        text=f"{_deed_for_recipient(delivery, names, called)}{_spoken_end(task, names, recipient_zone, now)}"
        + "".join(f"\n{each}" for each in words),
        blocks=(
            section(f"{_deed_for_recipient(delivery, names, 'this task')}:"),
            *map(section, words),
            *_shown(task, names, recipient_zone, now),
            *buttons(task, _BUTTONS),
            _why(delivery.destination, task),
        ),
    )


def thread_line(delivery: Delivery, task: Task, names: Mapping[str, str]) -> Message:
    """One line below the card, and what was said; its text names the task: a notification shows it without the card."""
    named = _deed_in_thread(delivery, names, f"#{task.number}")
    words = _quoted(delivery)
    return Message(
        text=f"{named}: {title(task, SPOKEN_TITLE_LENGTH)}." + "".join(f"\n{each}" for each in words),
        blocks=(
            section(f"{_deed_in_thread(delivery, names, 'this')}{':' if words else '.'}"),
            *map(section, words),
        ),
    )


def reminder(
    delivery: Delivery,
    task: Task,
    names: Mapping[str, str],
    *,
    recipient_zone: tzinfo,
    now: datetime,
    command: str = "/task",
) -> Message:
    """The direct message when time has come; one that comes late says when its time was."""
    if not task.is_active:
        return _settled(task, names, recipient_zone, now)
    opening = _opening(delivery, task.due, recipient_zone, now)
    late = _lateness(delivery, task.due, recipient_zone, now)
    return Message(
        text=f"#{task.number} {title(task, SPOKEN_TITLE_LENGTH)}: {opening}. {late}".rstrip(),
        blocks=(
            section(f"*{opening[:1].upper()}{opening[1:]}*"),
            *_shown(task, names, recipient_zone, now),
            actions(
                task_button("Complete", Action.COMPLETE, task.number),
                snooze_menu(task.number),
            ),
            *([context(late)] if late else []),
            _why_reminded(delivery.destination, task, command),
        ),
    )


def unreachable(delivery: Delivery, task: Task, names: Mapping[str, str]) -> Message:
    """What the maker is told, once, when somebody who has the task will never read of it."""
    people = enumeration(name(user_id, names) for user_id in delivery.people)
    return one_sentence(
        f"{people} can't be told of #{task.number} {title(task, SPOKEN_TITLE_LENGTH)}: the account is deactivated. "
        "Please ask somebody else to take it."
    )


def _deed_for_recipient(delivery: Delivery, names: Mapping[str, str], called: str) -> str:
    is_given = delivery.change in (ChangeKind.CREATED, ChangeKind.ASSIGNED) and delivery.destination in delivery.people
    return f"{_actor(delivery, names)} {'assigned you' if is_given else _deed(delivery)} {called}"


def _deed_in_thread(delivery: Delivery, names: Mapping[str, str], called: str) -> str:
    actor = _actor(delivery, names)
    if delivery.change is not ChangeKind.ASSIGNED or not delivery.people:
        return f"{actor} {_deed(delivery)} {called}"
    if delivery.people == (delivery.actor,):
        return f"{actor} took {called}"
    return f"{actor} assigned {called} to {enumeration(name(user_id, names) for user_id in delivery.people)}"


def _actor(delivery: Delivery, names: Mapping[str, str]) -> str:
    return subject(delivery.actor or "", names)


def _deed(delivery: Delivery) -> str:
    return "changed" if delivery.change is None else DEEDS[delivery.change]


def _quoted(delivery: Delivery) -> tuple[str, ...]:
    is_said = delivery.change is ChangeKind.COMMENTED and delivery.text.strip()
    return (quote(delivery.text, QUOTE_LENGTH),) if is_said else ()


def _shown(task: Task, names: Mapping[str, str], zone: tzinfo, now: datetime) -> tuple[Block, ...]:
    return (section(numbered(task, SECTION_LENGTH)), *description(task), *facts(task, names, now=now, zone=zone))


def _spoken_end(task: Task, names: Mapping[str, str], zone: tzinfo, now: datetime) -> str:
    if not task.is_active:
        return f". {state(task, names)}."
    return "." if task.due is None else f". {due_on_card(task.due, now, zone)}."


def _settled(task: Task, names: Mapping[str, str], zone: tzinfo, now: datetime) -> Message:
    return Message(
        text=f"#{task.number} {title(task, SPOKEN_TITLE_LENGTH)}: {state(task, names)}.",
        blocks=_shown(task, names, zone, now),
    )


def _opening(delivery: Delivery, due: Due | None, zone: tzinfo, now: datetime) -> str:
    if due is None or delivery.reminder is ReminderKind.SNOOZED:
        return "you asked to be reminded again"
    if due.at is not None and now - due.at >= LATE:
        return f"was due {clock(due.at, zone, now)}"
    if due.at is not None and now >= due.at:
        return "due now"
    today = now.astimezone(zone).date()
    if due.on is not None and today > due.on:
        return f"was due {day(local_date(due, zone), today)}"
    if due.at is not None and delivery.reminder is ReminderKind.SOON and now - delivery.at < LATE:
        return "due in an hour"
    return f"due {nearness(due, now, zone) or due_exactly(due, now, zone)}"


def _lateness(delivery: Delivery, due: Due | None, zone: tzinfo, now: datetime) -> str:
    """Nothing where the opening says it already: a reminder at the due's own moment."""
    is_told = due is not None and due.at == delivery.at and delivery.reminder is not ReminderKind.SNOOZED
    if is_told or now - delivery.at < LATE:
        return ""
    return f"This reminder was due {clock(delivery.at, zone, now)}."


def _why(recipient: str, task: Task) -> Block:
    reason = _part(recipient, task) or "you had this task"
    return context(f"You hear of this because {reason}. Mute this conversation to stop these messages.")


def _why_reminded(recipient: str, task: Task, command: str) -> Block:
    reason = _part(recipient, task) or "you asked to be reminded"
    return context(f"You hear of this because {reason}. `{escape(command)} settings reminders off` stops reminders.")


def _part(recipient: str, task: Task) -> str:
    if recipient in task.assignees:
        return "you are assigned"
    return "you made this task" if recipient == task.maker else ""
