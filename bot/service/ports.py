"""What the use cases need from the world. `storage`, `streams` and `slack` fit these, and so do the fakes of the tests.

Moments are aware and in UTC. `at` and `now` come from the Clock, which tests and demos may move; what is about leases,
retries and rates is in real time, and its argument is named so.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from msgspec import Struct

from bot.tasks.deliveries import Delivery, Entry, Posted
from bot.tasks.drafts import Filter
from bot.tasks.events import Created, Event
from bot.tasks.people import Person, Viewer
from bot.tasks.reminders import Snooze
from bot.tasks.task import Change, Status, Task


class Unavailable(Exception):
    """A database or Slack did not answer within its bound; what was asked may or may not have happened."""


class NumberTaken(Exception):
    """A new task's number is another task's: the counter has gone back, after a failover or a restored backup."""


class Cursor(Struct, frozen=True, kw_only=True, array_like=True):
    """A place in a list, which stays right when tasks come and go: that of the task with this due order and number."""

    due_sort: datetime
    number: int


class Page(Struct, frozen=True, kw_only=True):
    """Some of the tasks that match, in order of due and number; how many match in all, and how many come before.

    `first` and `last` are the places of the first and the last of them, from which to go back and on.
    """

    tasks: tuple[Task, ...]
    total: int
    skipped: int
    first: Cursor | None = None
    last: Cursor | None = None


class Progress(Struct, frozen=True, kw_only=True):
    """How many tasks of a channel are in each status, in all and for each person who has some (None: nobody)."""

    statuses: dict[Status, int]
    people: dict[str | None, dict[Status, int]]


class Tasks(Protocol):
    """The tasks of all workspaces; the truth."""

    async def number_for(self, team_id: str, stimulus: str) -> int:
        """Take the next number of the workspace for a task that this stimulus makes; repeated, the same number."""

    async def renumber(self, team_id: str, stimulus: str, *, taken: int) -> int:
        """Take another number for a stimulus whose number is another task's; repeated, the same number."""

    async def add(self, event: Created) -> Task:
        """Store a new task with its event in one write; if its stimulus stored it already, give what is stored.

        Raises `NumberTaken` if there is another task with its number.
        """

    async def save(self, event: Event) -> bool:
        """Replace the task by the one that the event carries, in one write, if nobody else changed it meanwhile."""

    async def find(self, team_id: str, number: int) -> Task | None:
        """One task, withdrawn ones included."""

    async def find_many(self, team_id: str, numbers: Collection[int]) -> dict[int, Task]:
        """Those of the numbers that exist, in one query."""

    async def page(
        self,
        viewer: Viewer,
        wanted: Filter,
        *,
        now: datetime,
        zone: ZoneInfo,
        size: int,
        after: Cursor | None = None,
        before: Cursor | None = None,
    ) -> Page:
        """The tasks that match and that this person may see; people in the filter are ids by now.

        The first ones, those after a place, or the last ones before a place.
        """

    async def search(self, viewer: Viewer, words: str, *, skip: int, size: int) -> Page:
        """The tasks in whose title or description all the words are and that this person may see, newest first."""

    async def progress(self, viewer: Viewer, channel_id: str) -> Progress:
        """How far the tasks of a channel that this person may see have come."""

    async def changed_by(self, team_id: str, user_id: str, *, since: datetime) -> Sequence[Task]:
        """The tasks that this person changed after `since`, the latest change first; those that are gone as well."""


class History(Protocol):
    """Every change of every task, kept when the task itself remembers only the latest."""

    async def record(self, events: Collection[Event]) -> None:
        """Keep what these events changed; an event that is kept already stays as it is."""

    async def last_number(self, team_id: str) -> int:
        """The highest number of a task of the workspace that something is kept of; 0 at the beginning."""

    async def of_task(self, team_id: str, number: int, *, until: int, size: int) -> Mapping[int, Change]:
        """The last changes of one task up to a version, by the version that each made."""


class Outbox(Protocol):
    """The events that the tasks still hold because nobody has been told of them yet."""

    async def undelivered(self, team_id: str, number: int) -> Sequence[Event]:
        """All events that a task still holds, in order."""

    async def overdue(self, partitions: Collection[int], *, committed_before: datetime) -> Sequence[Event]:
        """Events in these partitions that were stored before a moment of real time and are still held."""

    async def discharge(self, events: Collection[Event]) -> None:
        """Let go of these events and of the earlier ones of their tasks: what they owe is in the ledger."""


class Announcements(Protocol):
    """Where committed events go at once, without a wait; what is lost on the way, the outbox still holds."""

    def publish(self, event: Event) -> None:
        """Hand an event over; never blocks and never fails."""


class Ledger(Protocol):
    """What is owed to channels and people, in order."""

    async def record(self, deliveries: Collection[Delivery]) -> None:
        """Record what is owed; a key that is recorded already stays as it is."""

    async def redraw(self, tasks: Collection[Task]) -> None:
        """Note that whatever shows these tasks must show at least these versions of them."""

    async def waiting(self, partitions: Collection[int], *, excluding: Collection[str], limit: int) -> Sequence[Entry]:
        """What is still to be posted in these partitions, in order of recording, but for the destinations excluded.

        What waits for a time is among it, so that nothing overtakes it.
        """

    async def stale(self, partitions: Collection[int], *, limit: int) -> Sequence[Entry]:
        """What stands in Slack and shows an older version than it should."""

    async def card(self, team_id: str, number: int) -> Posted | None:
        """Where the card of a task stands, once it is posted."""

    async def posted(self, delivery: Delivery, posted: Posted) -> None:
        """Settle a delivery: it stands in Slack and shows this version."""

    async def redrawn(self, delivery: Delivery, version: int) -> None:
        """Settle a redrawing; it stays stale if a later version was asked for meanwhile."""

    async def postpone(self, delivery: Delivery, *, until_real: datetime, reason: str) -> None:
        """Try again later; counts as an attempt."""

    async def drop(self, delivery: Delivery, reason: str) -> None:
        """Settle a delivery without posting it."""

    async def hold(self, delivery: Delivery, reason: str) -> None:
        """Keep a delivery back until its channel is opened to the bot."""

    async def release(self, team_id: str, channel_id: str) -> int:
        """Let what is held for a channel wait again; tells how many."""

    async def repost(self, delivery: Delivery) -> None:
        """The message is gone from Slack: let its delivery wait again."""

    async def withdraw(self, team_id: str, number: int, version: int) -> None:
        """Drop what a version of a task owes and what is not posted yet."""


class Appointment(Struct, frozen=True, kw_only=True):
    """A task that the scheduler has claimed because its look is due; `since` is when it was last looked at."""

    task: Task
    set_at: datetime
    since: datetime
    snoozes: tuple[Snooze, ...]


class Kept(Struct, frozen=True, kw_only=True):
    """What is left of an appointment after the look."""

    appointment: Appointment
    snoozes: tuple[Snooze, ...]
    looked_at: datetime
    next_look_at: datetime | None


class Agenda(Protocol):
    """When each task must next be looked at for reminders."""

    async def claim(self, *, now: datetime, holder: str, limit: int) -> Sequence[Appointment]:
        """Take some of the looks that are due, so that no other process takes them for the next half minute."""

    async def keep(self, holder: str, kept: Collection[Kept]) -> None:
        """Settle claimed looks; one whose task or snoozes changed meanwhile stays due and is looked at again."""

    async def snooze(self, team_id: str, number: int, snooze: Snooze) -> bool:
        """Set one person's snooze, in place of an earlier one; false if the task is not active."""

    async def look_again(self, team_id: str, user_id: str, *, now: datetime) -> None:
        """Have the dated tasks of a person looked at: their zone has changed."""


class People(Protocol):
    """The people of the workspaces, known from Slack and remembered."""

    async def person(self, team_id: str, user_id: str) -> Person:
        """One person; asked of Slack at first use, when a username is made for them as well."""

    async def persons(self, team_id: str, user_ids: Collection[str]) -> dict[str, Person]:
        """Several people, in one query for those who are known."""

    async def by_username(self, team_id: str, username: str) -> Person | None:
        """The person with that username, however it is capitalised."""

    async def rename(self, team_id: str, user_id: str, username: str) -> Person:
        """Give somebody another username, or raise `UsernameTaken`; two at once cannot both have it."""

    async def prefer(self, person: Person) -> Person:
        """Keep the language and the wish for reminders that a person has chosen."""

    async def everybody(self, team_id: str, *, skip: int, size: int) -> tuple[Sequence[Person], int]:
        """Some of those whom the bot has met, by username, and how many they are in all; bots and the gone left out."""


class StaleHome(Struct, frozen=True, kw_only=True):
    """A person's Home that shows less than it should; `wanted` is what to settle once it is published."""

    team_id: str
    user_id: str
    page: int
    wanted: int


class Homes(Protocol):
    """Who has looked at their Home lately, and whose is to be drawn again."""

    async def opened(self, team_id: str, user_id: str, *, page: int, real_now: datetime) -> None:
        """Note that somebody looks at a page of their Home; it is to be drawn."""

    async def changed(self, concerned: Collection[tuple[str, str]], *, real_now: datetime) -> None:
        """Have the Homes of these people (by team and id) drawn again, if they were opened in the last ten minutes."""

    async def stale(self, partitions: Collection[int], *, limit: int) -> Sequence[StaleHome]:
        """The Homes to be drawn, by the partition of team and person."""

    async def published(self, home: StaleHome) -> None:
        """Settle a drawing; the Home stays stale if it was changed meanwhile."""


class Channel(Struct, frozen=True, kw_only=True):
    """A channel as the bot sees it; `is_direct` is true of direct messages, a group's as well."""

    channel_id: str
    is_private: bool
    is_direct: bool
    is_archived: bool
    has_bot: bool


class Channels(Protocol):
    """The channels of the workspaces and who is in them; answers may be up to 60 seconds old."""

    async def channel(self, team_id: str, channel_id: str) -> Channel | None:
        """One channel, or None where the bot may not look."""

    async def of_person(self, team_id: str, user_id: str) -> frozenset[str]:
        """The channels in which the bot knows that person to be."""


class Wakeups(Protocol):
    """The nudge that spares a notifier its poll; losing one costs a second."""

    def wake(self, partitions: Collection[int]) -> None:
        """Say that the ledger has something in these partitions; never blocks and never fails."""


class Topic(StrEnum):
    """What kind of thing a process may remember and be told to forget."""

    PERSON = "person"
    MEMBERSHIP = "membership"
    CHANNEL = "channel"


class Forgetting(Protocol):
    """Tells every process that something it may remember is no longer so."""

    def forget(self, team_id: str, topic: Topic, name: str, /) -> None:
        """Have the person, their channels, or the channel of that id forgotten everywhere; never blocks or fails."""
