"""The card that stands beside somebody's name while one points at it: who they are, and what time it is for them."""

from zoneinfo import ZoneInfo

from markupsafe import Markup

from sandbox.page.avatar import avatar
from sandbox.page.dates import clock_time
from sandbox.page.html import tag
from sandbox.page.reader import Reader
from sandbox.records import Person


def person_card(person: Person, reader: Reader) -> Markup:
    """Draw the card of somebody."""
    words = (
        tag("strong", reader.name_of(person.id)),
        tag("span", "" if person.is_bot else person.full_name),
        tag("span", ", ".join(_roles(person)).capitalize(), class_="roles"),
        tag("span", _local_time(person, reader)),
    )
    return avatar(person.id, reader) + tag("div", *words)


def _roles(person: Person) -> list[str]:
    roles = {
        "app": person.is_bot,
        "admin": person.is_admin,
        "guest": person.is_restricted,
        "external person": person.is_external,
        "deactivated": person.deleted,
    }
    return [role for role, is_held in roles.items() if is_held]


def _local_time(person: Person, reader: Reader) -> str:
    if person.tz is None or person.is_bot or person.deleted:
        return ""
    there = reader.workspace.clock.now().astimezone(ZoneInfo(person.tz))
    return f"{clock_time(there, reader.hours)} local time, {person.tz}"
