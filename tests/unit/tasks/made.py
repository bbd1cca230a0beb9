"""Tasks for tests, with only what a test is about spelt out."""

from datetime import UTC, datetime

from bot.tasks import transitions
from bot.tasks.drafts import Draft
from bot.tasks.due import Due
from bot.tasks.events import Created
from bot.tasks.people import Person
from bot.tasks.task import Place, Task

TEAM = "T1"
LEAD, DESIGNER, TESTER = "U1", "U2", "U3"
NOW = datetime(2026, 11, 25, 15, 30, tzinfo=UTC)
PUBLIC = Place(channel_id="C1", is_private=False)
PRIVATE = Place(channel_id="C2", is_private=True)


def created(
    *,
    title: str = "Ship it",
    number: int = 17,
    maker: str = LEAD,
    assignees: tuple[str, ...] = (),
    place: Place | None = PUBLIC,
    due: Due | None = None,
    at: datetime = NOW,
    stimulus: str = "made",
) -> Created:
    """The event of a task being made."""
    return transitions.create(
        Draft(title=title, due=due),
        team_id=TEAM,
        number=number,
        maker=maker,
        assignees=assignees,
        place=place,
        at=at,
        stimulus=stimulus,
    )


def task(**fields: object) -> Task:
    """A task that was made just now; takes what `created` takes."""
    return created(**fields).task  # type: ignore[arg-type]


def person(
    user_id: str = LEAD,
    zone: str = "UTC",
    *,
    is_admin: bool = False,
    is_guest: bool = False,
    is_bot: bool = False,
    is_deactivated: bool = False,
) -> Person:
    """A person by id and zone."""
    return Person(
        team_id=TEAM,
        user_id=user_id,
        username=user_id.lower(),
        zone=zone,
        is_admin=is_admin,
        is_guest=is_guest,
        is_bot=is_bot,
        is_deactivated=is_deactivated,
    )
