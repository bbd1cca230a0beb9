"""Who hears of an event, where and in which form. Calm by default: nobody is told of what they did themselves."""

from collections.abc import Iterator

from bot.tasks.deliveries import Delivery, DeliveryKind
from bot.tasks.events import Commented, Completed, Created, Event, Reopened, Undone, Withdrawn
from bot.tasks.reminders import Reminder
from bot.tasks.task import ChangeKind, Task

_SAID_IN_THE_THREAD = (
    ChangeKind.ASSIGNED,
    ChangeKind.COMPLETED,
    ChangeKind.REOPENED,
    ChangeKind.COMMENTED,
    ChangeKind.DELETED,
)


def deliveries(event: Event) -> tuple[Delivery, ...]:
    """What an event owes: the card of a new task, a line in its thread, a notice to each person concerned."""
    if isinstance(event, Withdrawn | Undone):
        return ()
    return (*_in_channel(event), *_in_direct_messages(event))


def concerned(event: Event) -> frozenset[str]:
    """Everyone whose own overview of tasks an event may change."""
    task, before = event.task, event.change.before.given()
    return frozenset((task.maker, event.actor, *task.assignees, *before.get("assignees", ())))


def undone_version(event: Event) -> int | None:
    """The version that an undo took back, of which nothing more is to be said."""
    if not isinstance(event, Undone):
        return None
    recent = event.task.recent
    places = [place for place, change in enumerate(recent) if change.stimulus == event.change.undid]
    return event.version - (len(recent) - 1 - places[0]) if places else None


def reminding(task: Task, reminder: Reminder) -> Delivery:
    """The direct message that a reminder owes."""
    return Delivery(
        team_id=task.team_id,
        key=f"{task.number}:reminder:{reminder.recipient}:{reminder.kind}:{int(reminder.at.timestamp())}",
        destination=reminder.recipient,
        kind=DeliveryKind.REMINDER,
        number=task.number,
        version=task.version,
        at=reminder.at,
        reminder=reminder.kind,
    )


def is_needless(delivery: Delivery, task: Task | None) -> bool:
    """Whether what was owed is no longer worth saying: the task is gone, or nothing is left to remind of."""
    if task is None or task.is_withdrawn:
        return True
    if task.deleted_at is not None:
        return delivery.change is not ChangeKind.DELETED
    return delivery.kind is DeliveryKind.REMINDER and not task.is_active


def unreachable(task: Task, delivery: Delivery) -> Delivery | None:
    """What the maker is told, once, when one of the people of a task has a deactivated account."""
    if delivery.destination == task.maker:
        return None
    return Delivery(
        team_id=task.team_id,
        key=f"{task.number}:unreachable:{delivery.destination}",
        destination=task.maker,
        kind=DeliveryKind.UNREACHABLE,
        number=task.number,
        version=task.version,
        at=delivery.at,
        people=(delivery.destination,),
    )


def _in_channel(event: Event) -> Iterator[Delivery]:
    if event.task.place is None:
        return
    channel_id = event.task.place.channel_id
    if isinstance(event, Created):
        yield _delivery(event, DeliveryKind.CARD, channel_id)
    elif event.kind in _SAID_IN_THE_THREAD:
        yield _delivery(event, DeliveryKind.THREAD, channel_id, people=_newly_assigned(event))
    elif _newly_assigned(event):
        yield _delivery(
            event, DeliveryKind.THREAD, channel_id, people=_newly_assigned(event), change=ChangeKind.ASSIGNED
        )


def _in_direct_messages(event: Event) -> Iterator[Delivery]:
    """One message a person, about what concerns them most; nobody hears of what they did themselves."""
    told: dict[str, ChangeKind] = {}
    for person in _newly_assigned(event):
        told.setdefault(person, event.kind if isinstance(event, Created) else ChangeKind.ASSIGNED)
    if isinstance(event, Completed | Reopened):
        told.setdefault(event.task.maker, event.kind)
    if isinstance(event, Commented):
        told |= dict.fromkeys((event.task.maker, *event.task.assignees), event.kind)
    if "due" in event.change.after.given() and event.task.is_active:
        for person in event.task.assignees:
            told.setdefault(person, ChangeKind.RESCHEDULED)
    for person, change in told.items():
        if person != event.actor:
            yield _delivery(event, DeliveryKind.NOTICE, person, people=(person,), change=change)


def _newly_assigned(event: Event) -> tuple[str, ...]:
    if isinstance(event, Created):
        return event.task.assignees
    before = event.change.before.given().get("assignees", event.task.assignees)
    return tuple(person for person in event.task.assignees if person not in before)


def _delivery(
    event: Event,
    kind: DeliveryKind,
    destination: str,
    *,
    people: tuple[str, ...] = (),
    change: ChangeKind | None = None,
) -> Delivery:
    return Delivery(
        team_id=event.team_id,
        key=f"{event.number}:{event.version}:{kind}:{destination}",
        destination=destination,
        kind=kind,
        number=event.number,
        version=event.version,
        at=event.at,
        change=change or event.kind,
        actor=event.actor,
        people=people,
        text=event.change.text,
    )
