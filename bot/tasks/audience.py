"""Who hears of an event, where and in which form. Calm by default: nobody is told of what they did themselves."""

from collections.abc import Iterator

from bot.tasks.deliveries import Delivery, DeliveryKind
from bot.tasks.events import Assigned, Completed, Created, Event
from bot.tasks.reminders import Reminder
from bot.tasks.task import Task


def deliveries(event: Event) -> tuple[Delivery, ...]:
    """What an event owes: the card of a new task, a line in its thread, a notice to each person concerned."""
    match event:
        case Created():
            owed = (*_to_channel(event, DeliveryKind.CARD), *_to_people(event, event.task.assignees))
        case Assigned():
            owed = (
                *_to_channel(event, DeliveryKind.THREAD, event.assignees),
                *_to_people(event, event.assignees),
            )
        case Completed():
            owed = (*_to_channel(event, DeliveryKind.THREAD), *_to_people(event, (event.task.maker,)))
        case _:
            owed = ()
    return owed


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
    """Whether what was owed is no longer worth saying: the task was taken back, or nothing is left to remind of."""
    if task is None or task.is_withdrawn:
        return True
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


def _to_channel(event: Event, kind: DeliveryKind, people: tuple[str, ...] = ()) -> Iterator[Delivery]:
    if event.task.place is not None:
        yield _delivery(event, kind, event.task.place.channel_id, people)


def _to_people(event: Event, people: tuple[str, ...]) -> Iterator[Delivery]:
    for person in dict.fromkeys(people):
        if person != event.actor:
            yield _delivery(event, DeliveryKind.NOTICE, person, (person,))


def _delivery(event: Event, kind: DeliveryKind, destination: str, people: tuple[str, ...]) -> Delivery:
    return Delivery(
        team_id=event.team_id,
        key=f"{event.number}:{event.version}:{kind}:{destination}",
        destination=destination,
        kind=kind,
        number=event.number,
        version=event.version,
        at=event.at,
        change=event.kind,
        actor=event.actor,
        people=people,
    )
