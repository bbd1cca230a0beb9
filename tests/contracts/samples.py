"""Tasks, deliveries and people to put into a store."""

from datetime import UTC, datetime, timedelta

from bot.tasks import transitions, undoing
from bot.tasks.deliveries import Delivery, DeliveryKind, Posted
from bot.tasks.drafts import Draft
from bot.tasks.due import Due
from bot.tasks.events import Created, Undone, Withdrawn
from bot.tasks.people import Person
from bot.tasks.task import Place, Priority, Task

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
TEAM = "T1"
PUBLIC = Place(channel_id="C1", is_private=False)
PRIVATE = Place(channel_id="G1", is_private=True)


def created(
    number: int = 1,
    title: str = "Ship it",
    *,
    team_id: str = TEAM,
    maker: str = "lead",
    assignees: tuple[str, ...] = (),
    place: Place | None = PUBLIC,
    due: Due | None = None,
    priority: Priority = Priority.NORMAL,
    labels: tuple[str, ...] = (),
    description: str = "",
    at: datetime = NOW,
    stimulus: str | None = None,
) -> Created:
    """The event of a task that was just made."""
    return transitions.create(
        Draft(title=title, description=description, due=due, priority=priority, labels=labels),
        team_id=team_id,
        number=number,
        maker=maker,
        assignees=assignees,
        place=place,
        at=at,
        stimulus=stimulus or f"makes {number}",
    )


def taken_back(task: Task, *, at: datetime) -> Undone | Withdrawn:
    """The event of somebody undoing their own latest change of a task: of its creation, the whole task."""
    change = task.last_change
    return undoing.undo(task, change, by=change.actor, at=at, stimulus=f"undoes {change.stimulus}")


def owed(
    number: int = 1,
    version: int = 1,
    *,
    team_id: str = TEAM,
    destination: str = "C1",
    kind: DeliveryKind = DeliveryKind.CARD,
    at: datetime = NOW,
) -> Delivery:
    """A delivery whose key follows from all that sets it apart."""
    return Delivery(
        team_id=team_id,
        key=f"{number}:{version}:{kind}:{destination}",
        destination=destination,
        kind=kind,
        number=number,
        version=version,
        at=at,
    )


def standing(version: int = 1, *, channel_id: str = "C1", ts: str = "1.1") -> Posted:
    """A message in Slack."""
    return Posted(channel_id=channel_id, ts=ts, version=version)


def person(user_id: str, username: str, *, team_id: str = TEAM, zone: str = "UTC") -> Person:
    """Somebody as Slack describes them."""
    return Person(team_id=team_id, user_id=user_id, username=username, zone=zone)


def later(minutes: float) -> datetime:
    """So many minutes after `NOW`."""
    return NOW + timedelta(minutes=minutes)
