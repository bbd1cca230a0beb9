"""Looking people up by how they were named: by Slack's id, or by a handle."""

from collections.abc import Sequence

from bot.service.ports import People
from bot.tasks.errors import AssigneeDeactivated, AssigneeIsBot, UnknownPerson
from bot.tasks.people import Handle, Person, PersonReference


async def user_ids(people: People, team_id: str, named: Sequence[PersonReference]) -> tuple[str, ...]:
    """The ids of the people named. Raises `UnknownPerson`."""
    return tuple([await _user_id(people, team_id, reference) for reference in named])


async def assignees(people: People, team_id: str, named: Sequence[PersonReference]) -> tuple[str, ...]:
    """The ids of people who can have tasks. Raises `UnknownPerson`, `AssigneeDeactivated` or `AssigneeIsBot`."""
    if not named:
        return ()
    persons = await people.persons(team_id, await user_ids(people, team_id, named))
    for person in persons.values():
        _require_reader(person)
    return tuple(persons)


async def _user_id(people: People, team_id: str, reference: PersonReference) -> str:
    if not isinstance(reference, Handle):
        return reference
    person = await people.by_username(team_id, reference.name)
    if person is None:
        raise UnknownPerson(name=reference.name)
    return person.user_id


def _require_reader(person: Person) -> None:
    if person.is_deactivated:
        raise AssigneeDeactivated(user_id=person.user_id)
    if person.is_bot:
        raise AssigneeIsBot(user_id=person.user_id)
