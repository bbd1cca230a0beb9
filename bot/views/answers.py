"""What one person is told about what they typed or clicked; nobody else sees it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from bot.tasks.task import ChangeKind, Task
from bot.views.actions import Action, TypedText
from bot.views.blocks import actions, button, one_sentence, section, sections, task_button
from bot.views.cards import PRIORITIES, holders, labels, task_card
from bot.views.lists import task_line
from bot.views.text import Block, Message, due_words, escape, moment, numbered, plain, with_you

TITLE_LENGTH = 300
OFFERED_LENGTH = 100

_DEEDS = {ChangeKind.ASSIGNED: "took", ChangeKind.STARTED: "started", ChangeKind.COMPLETED: "completed"}


def added(
    task: Task,
    names: Mapping[str, str],
    *,
    reader_id: str,
    zone: tzinfo,
    now: datetime,
    notes: Sequence[str] = (),
) -> Message:
    """One line that repeats what was understood, with Undo; `notes` are further sentences, such as `invite_me`."""
    understood = ", ".join(
        filter(
            None,
            (
                f"Added {numbered(task, TITLE_LENGTH)}{_where(task)}",
                f"for {holders(task, with_you(names, reader_id))}",
                due_words(task.due, now, zone) if task.due else "",
                PRIORITIES.get(task.priority, "").lower(),
                labels(task),
            ),
        )
    )
    sentence = " ".join((f"{understood}.", *notes))
    return Message(
        text=sentence,
        blocks=(section(sentence), actions(task_button("Undo", Action.UNDO, task.number))),
    )


def invite_me(bot_name: str) -> str:
    """The note for a channel in which the bot cannot post; the card follows the invitation."""
    return f"I can't post here until you /invite me: type `/invite @{escape(bot_name)}`, and the card follows. "


def changed(task: Task, kind: ChangeKind, *, zone: tzinfo, now: datetime) -> Message:
    """That the reader took, started or completed a task."""
    due = f", {due_words(task.due, now, zone)}" if task.due and task.is_active else ""
    return one_sentence(f"You {_DEEDS.get(kind, 'changed')} {numbered(task, TITLE_LENGTH)}{due}.")


def undone(task: Task) -> Message:
    """That the reader took the making of a task back."""
    return one_sentence(f"Undone: {numbered(task, TITLE_LENGTH)} is withdrawn, and its card says so.")


def snoozed(task: Task, until: datetime, *, zone: tzinfo, now: datetime) -> Message:
    """When the reader will be reminded again."""
    return one_sentence(f"I'll remind you of {numbered(task, TITLE_LENGTH)} {moment(until, zone, now)}.")


def shown(task: Task, names: Mapping[str, str], *, reader_id: str, zone: tzinfo, now: datetime) -> Message:
    """The card, for one reader."""
    return task_card(task, with_you(names, reader_id), now=now, zone=zone)


def overview(
    command: str, tasks: Sequence[Task], *, names: Mapping[str, str], reader_id: str, zone: tzinfo, now: datetime
) -> Message:
    """What the bare command answers: three lines of help, and what is next for the reader."""
    called = escape(command)
    help_lines = (
        f"`{called} add Ship it @someone friday 5pm` adds a task.",
        f"`{called} list` shows your tasks, `{called} done 12` completes one.",
        f"`{called} help` tells the rest.",
    )
    known = with_you(names, reader_id)
    next_lines = (
        ("*Next for you*", *(task_line(task, known, zone=zone, now=now) for task in tasks))
        if tasks
        else ("Nothing is waiting for you.",)
    )
    return Message(text="\n".join((*help_lines, *next_lines)), blocks=(*sections(help_lines), *sections(next_lines)))


def offering_a_task(answer: Message, typed: str, *, command: str) -> Message:
    """An answer to words that may have been meant as a title, with the button that makes a task of them."""
    payload = TypedText(typed)
    offer: tuple[Block, ...] = (section(f"Or did you mean a task? Then type `{escape(command)} add` before it."),)
    if payload.fits():
        offer = (
            section(f"Or did you mean a task called “{plain(typed, OFFERED_LENGTH)}”?"),
            actions(button("Make it a task", Action.MAKE_IT_A_TASK, payload)),
        )
    return Message(text=answer.text, blocks=(*answer.blocks, *offer))


def _where(task: Task) -> str:
    return f" in <#{escape(task.place.channel_id)}>" if task.place else ""
