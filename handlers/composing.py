"""Finding the words for what the bot says on its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

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
        names = await names_in(self.people, task, *delivery.people, delivery.actor)
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


async def names_in(people: People, task: Task, *others: str | None) -> dict[str, str]:
    """The usernames of all whom a message about a task can name."""
    recent = {person for change in task.recent for person in people_of(change)}
    return await usernames(people, task.team_id, {task.maker, *task.assignees, *recent, *filter(None, others)})


def people_of(change: Change) -> set[str]:
    """Who did it, and who had the task before it and after."""
    before, after = change.before.given(), change.after.given()
    return {change.actor, *before.get("assignees", ()), *after.get("assignees", ())}


async def usernames(people: People, team_id: str, user_ids: set[str]) -> dict[str, str]:
    """Usernames by user id."""
    persons = await people.persons(team_id, user_ids)
    return {user_id: person.username for user_id, person in persons.items()}


UNKNOWN_ZONE = UTC
"""The zone of words to somebody whom the bot could not look up."""
