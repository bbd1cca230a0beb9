"""Finding the words for what the bot says on its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.service.ports import People
from bot.tasks.deliveries import Delivery, DeliveryKind
from bot.tasks.task import Change, Task
from bot.views import cards, notices
from bot.views.text import Message


@dataclass(frozen=True)
class Composer:
    """Words a delivery as its task is now."""

    people: People
    now: Callable[[], datetime]

    async def words(self, delivery: Delivery, task: Task) -> Message:
        """The message that a delivery comes to."""
        others = {*delivery.people, *filter(None, (delivery.actor,))}
        names = await usernames(self.people, task.team_id, people_in(task) | others)
        now = self.now()
        match delivery.kind:
            case DeliveryKind.CARD:
                return cards.task_card(task, names, now=now)
            case DeliveryKind.THREAD:
                return notices.thread_line(delivery, task, names)
            case DeliveryKind.NOTICE:
                zone = await self._zone(delivery)
                return notices.notice(delivery, task, names, recipient_zone=zone, now=now)
            case DeliveryKind.REMINDER:
                zone = await self._zone(delivery)
                return notices.reminder(delivery, task, names, recipient_zone=zone, now=now)
            case DeliveryKind.UNREACHABLE:
                return notices.unreachable(delivery, task, names)

    async def _zone(self, delivery: Delivery) -> tzinfo:
        person = await self.people.person(delivery.team_id, delivery.destination)
        return person.timezone


def people_in(*tasks: Task) -> set[str]:
    """All whom a message about these tasks can name."""
    recent = {person for task in tasks for change in task.recent for person in people_of(change)}
    return recent | {person for task in tasks for person in (task.maker, *task.assignees)}


def people_of(change: Change) -> set[str]:
    """Who did it, and who had the task before it and after."""
    before, after = change.before.given(), change.after.given()
    return {change.actor, *before.get("assignees", ()), *after.get("assignees", ())}


async def usernames(people: People, team_id: str, user_ids: set[str]) -> dict[str, str]:
    """Usernames by user id."""
    persons = await people.persons(team_id, user_ids)
    return {user_id: person.username for user_id, person in persons.items()}
