"""What one person is told about what they typed or clicked; nobody else sees it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from bot.tasks.people import Person
from bot.tasks.task import Change, ChangeKind, Task
from bot.tasks.transitions import RESTORE_REACH
from bot.views.actions import Action, Numbers, TypedText
from bot.views.blocks import actions, button, new_button, one_sentence, section, sections, task_button
from bot.views.cards import PRIORITIES, holders, labels, task_card
from bot.views.changes import DEEDS, STATUSES, fields_named
from bot.views.lists import LINE_TITLE_LENGTH, task_line
from bot.views.text import (
    Block,
    Message,
    due_words,
    enumeration,
    escape,
    moment,
    name,
    numbered,
    plain,
    quantity,
    spoken,
    subject,
    with_you,
)

TITLE_LENGTH = 300
OFFERED_LENGTH = 100

_WITHOUT_UNDO = (ChangeKind.COMMENTED, ChangeKind.WITHDRAWN, ChangeKind.UNDONE)


def added(
    task: Task,
    names: Mapping[str, str],
    *,
    reader_id: str,
    zone: tzinfo,
    now: datetime,
    notes: Sequence[str] = (),
) -> Message:
    """One line that repeats what was understood, with Undo and Edit; `notes` are further sentences."""
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
        blocks=(
            section(sentence),
            actions(_undo_button(task.number), task_button("Edit", Action.EDIT, task.number)),
        ),
    )


def invite_me(bot_name: str) -> str:
    """The note for a channel in which the bot cannot post; the card follows the invitation."""
    return f"I can't post here until you /invite me: type `/invite @{escape(bot_name)}`, and the card follows. "


def changed(
    task: Task, kind: ChangeKind, *, names: Mapping[str, str], reader_id: str, zone: tzinfo, now: datetime
) -> Message:
    """What the reader did to a task, with Undo where there is something to take back."""
    sentence = _did(task, kind, with_you(names, reader_id), reader_id, zone, now)
    undo = () if kind in _WITHOUT_UNDO else (actions(_undo_button(task.number)),)
    return Message(text=sentence, blocks=(section(sentence), *undo))


def outcomes(
    done: Sequence[tuple[Task, ChangeKind]],
    refused: Sequence[tuple[int, str]],
    *,
    names: Mapping[str, str],
    reader_id: str,
) -> Message:
    """What became of several tasks, a line each, with one Undo for all; refusals are sentences of markup."""
    lines = (
        *(f"✓ You {_deed(task, kind, numbered(task, LINE_TITLE_LENGTH), names, reader_id)}." for task, kind in done),
        *(_refused_line(number, sentence) for number, sentence in refused),
    )
    undoable = Numbers(tuple(task.number for task, kind in done if kind not in _WITHOUT_UNDO))
    undo = (actions(button("Undo", Action.UNDO, undoable)),) if undoable.numbers and undoable.fits() else ()
    return Message(text=spoken(lines), blocks=(*sections(lines), *undo))


def undone(task: Task, undid: Change | None, kept: Sequence[str], *, names: Mapping[str, str]) -> Message:
    """That the reader took a change back; `kept` are the fields that others have changed since."""
    return one_sentence(" ".join((_undone_sentence(task, undid, kept), *_kept_sentences(task, undid, kept, names))))


def undone_many(tasks: Sequence[Task], refused: Sequence[tuple[int, str]]) -> Message:
    """That the reader took a change of several tasks back, with the reason for each that was skipped."""
    lines = (
        *(f"✓ Undone: {numbered(task, LINE_TITLE_LENGTH)}." for task in tasks),
        *(_refused_line(number, sentence) for number, sentence in refused),
    )
    return Message(text=spoken(lines), blocks=sections(lines))


def confirm_deletion(tasks: Sequence[Task]) -> Message:
    """The question before tasks are deleted."""
    days = quantity(RESTORE_REACH.days, "day")
    payload = Numbers(tuple(task.number for task in tasks))
    if not payload.fits():
        return one_sentence("Those are too many to delete at once. Please name fewer.")
    if len(tasks) == 1:
        lines = [f"Delete {numbered(tasks[0], TITLE_LENGTH)}? It can be restored for {days}."]
    else:
        lines = [
            f"Delete these {len(tasks)} tasks? They can be restored for {days}.",
            *(numbered(task, LINE_TITLE_LENGTH) for task in tasks),
        ]
    delete = {**button("Delete", Action.DELETE_CONFIRMED, payload), "style": "danger"}
    return Message(text=spoken(lines), blocks=(*sections(lines), actions(delete, button("Keep", Action.KEEP, payload))))


def kept() -> Message:
    """That nothing was deleted after all."""
    return one_sentence("Nothing was deleted.")


def registered(person: Person) -> Message:
    """That the reader has a username now."""
    return one_sentence(f"You are *{escape(person.username)}* now: people can type @{escape(person.username)}.")


def whoami(person: Person, *, now: datetime) -> Message:
    """Who the bot takes the reader for."""
    role = " You are an admin." if person.is_admin else " You are a guest." if person.is_guest else ""
    local = moment(now, person.timezone, now)
    return one_sentence(f"You are *{escape(person.username)}*.{role} In your zone, {person.zone}, it is {local}.")


def settings(person: Person, languages: Mapping[str, str], *, command: str) -> Message:
    """What the reader has chosen and how to choose otherwise; `languages` are names by locale."""
    called = escape(command)
    language = languages.get(person.reads, person.reads)
    source = "your choice" if person.language else "as in Slack"
    reminders, other = ("on", "off") if person.wants_reminders else ("off", "on")
    lines = (
        (
            f"*Language of dates*: {escape(language)}, {source}. "
            f"`{called} settings language german` changes it, `auto` follows Slack."
        ),
        f"*Reminders*: {reminders}. `{called} settings reminders {other}` turns them {other}.",
    )
    return Message(text="\n".join(lines), blocks=sections(lines))


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
    return Message(
        text="\n".join((*help_lines, *next_lines)),
        blocks=(*sections(help_lines), *sections(next_lines), actions(new_button())),
    )


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


def _undo_button(number: int) -> Block:
    return {**button("Undo", Action.UNDO, Numbers((number,))), "accessibility_label": f"Undo #{number}"}


def _did(task: Task, kind: ChangeKind, names: Mapping[str, str], reader_id: str, zone: tzinfo, now: datetime) -> str:
    did = f"You {_deed(task, kind, numbered(task, TITLE_LENGTH), names, reader_id)}"
    due = due_words(task.due, now, zone) if task.due else ""
    match kind:
        case ChangeKind.ASSIGNED | ChangeKind.UNASSIGNED | ChangeKind.STARTED | ChangeKind.REOPENED:
            return f"{did}, {due}." if due and task.is_active else f"{did}."
        case ChangeKind.RESCHEDULED:
            return f"{did}: it is now {due}." if due else f"{did}: it has none now."
        case ChangeKind.PRIORITIZED:
            return f"{did}: it is now {task.priority.value}."
        case ChangeKind.LABELLED:
            return f"{did}: it has {labels(task) or 'none'} now."
        case ChangeKind.EDITED if change := task.last(kind):
            return f"{did}: {fields_named(change.after.given())}."
        case ChangeKind.DELETED:
            return f"{did}. It can be restored for {quantity(RESTORE_REACH.days, 'day')}."
        case _:
            return f"{did}."


def _deed(task: Task, kind: ChangeKind, called: str, names: Mapping[str, str], reader_id: str) -> str:
    """What the reader did, with the task as it is called: "completed #3", "took #3", "assigned #3 to designer"."""
    change = task.last(kind)
    if change is None or kind not in (ChangeKind.ASSIGNED, ChangeKind.UNASSIGNED):
        return f"{DEEDS[kind]} {called}"
    before, after = change.before.given().get("assignees", ()), change.after.given().get("assignees", ())
    came = [user_id for user_id in after if user_id not in before]
    went = [user_id for user_id in before if user_id not in after]
    if came == [reader_id]:
        return f"took {called}"
    if came:
        return f"assigned {called} to {enumeration(name(user_id, names) for user_id in came)}"
    people = enumeration("yourself" if user_id == reader_id else name(user_id, names) for user_id in went)
    return f"took {people} off {called}"


def _refused_line(number: int, sentence: str) -> str:
    return f"✕ {sentence}" if f"#{number}" in sentence else f"✕ #{number}: {sentence}"


def _undone_sentence(task: Task, undid: Change | None, kept: Sequence[str]) -> str:
    called = numbered(task, TITLE_LENGTH)
    if task.is_withdrawn:
        return f"Undone: {called} is withdrawn{', and its card says so' if task.place else ''}."
    restored = [field for field in undid.before.given() if field not in kept] if undid else []
    if "deleted_at" in restored:
        return f"Undone: {called} is {'back' if task.deleted_at is None else 'deleted again'}."
    if restored == ["status"]:
        return f"Undone: {called} is {STATUSES[task.status].lower()} again."
    return f"Undone: {called} has its {fields_named(restored)} back." if restored else f"Undone: {called}."


def _kept_sentences(task: Task, undid: Change | None, kept: Sequence[str], names: Mapping[str, str]) -> tuple[str, ...]:
    if not kept or undid is None:
        return ()
    since = [change.actor for change in task.recent if change.actor != undid.actor and change.at >= undid.at]
    who = subject(since[-1], names) if since else "Someone"
    return (f"{who} changed its {fields_named(kept)} since, so I left that.",)
