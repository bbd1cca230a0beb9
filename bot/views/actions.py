"""The ids of everything that can be clicked, and what a click carries back."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Self

from msgspec import Meta, MsgspecError, Struct, json

from bot.tasks.reminders import SnoozeChoice

BUTTON_VALUE_LENGTH = 2000
OPTION_VALUE_LENGTH = 150

Number = Annotated[int, Meta(ge=1)]
Skip = Annotated[int, Meta(ge=0)]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


class Action(StrEnum):
    """What a click asks for; the action ids that are registered and drawn."""

    TAKE = "task_take"
    START = "task_start"
    COMPLETE = "task_complete"
    REOPEN = "task_reopen"
    EDIT = "task_edit"
    NEW = "task_new"
    MORE = "task_more"
    DELETE_CONFIRMED = "task_delete_confirmed"
    KEEP = "task_keep"
    UNDO = "task_undo"
    SNOOZE = "task_snooze"
    MAKE_IT_A_TASK = "task_make"
    LIST_NEXT = "list_next"
    LIST_PREVIOUS = "list_previous"
    SEARCH_NEXT = "search_next"
    SEARCH_PREVIOUS = "search_previous"
    HISTORY_NEXT = "history_next"
    HISTORY_PREVIOUS = "history_previous"
    PEOPLE_NEXT = "people_next"
    PEOPLE_PREVIOUS = "people_previous"
    HOME_PAGE = "home_page"


class MoreChoice(StrEnum):
    """What a card offers beside its buttons; `DELETE` asks first."""

    HISTORY = "history"
    DELETE = "delete"


class Direction(StrEnum):
    """Which way to go from a place in a list."""

    NEXT = "next"
    PREVIOUS = "previous"


class ValueTooLong(ValueError):
    """A payload needs more characters than the value of an element holds."""


class UnreadableValue(ValueError):
    """A value that is not what its action carries: drawn by another version, or not by us."""


class Payload(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """What an element carries in its value: compact JSON without names (Slack's limits, docs/slack-limits.md)."""

    def encode(self, limit: int = BUTTON_VALUE_LENGTH) -> str:
        """The value for an element that holds `limit` characters, or `ValueTooLong`."""
        value = json.encode(self).decode()
        if len(value) > limit:
            raise ValueTooLong(f"{len(value)} characters, and a value holds {limit}")
        return value

    def fits(self, limit: int = BUTTON_VALUE_LENGTH) -> bool:
        """Whether an element can carry it."""
        return len(json.encode(self).decode()) <= limit

    @classmethod
    def decode(cls, value: str) -> Self:
        """The payload of a value, or `UnreadableValue`."""
        try:
            return json.decode(value, type=cls)
        except (MsgspecError, UnicodeError) as error:
            raise UnreadableValue(f"not a {cls.__name__}") from error


class TaskReference(Payload, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Which task a button is about."""

    number: Number


class SnoozeRequest(Payload, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Which task's reminder is put off, and how long; without a choice the person is asked for a moment."""

    number: Number
    choice: SnoozeChoice | None


class MoreRequest(Payload, frozen=True, array_like=True, forbid_unknown_fields=True):
    """What was chosen from a card's overflow menu."""

    number: Number
    choice: MoreChoice


class Numbers(Payload, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Which tasks a button is about, where they can be several."""

    numbers: tuple[Number, ...]


class ListPage(Payload, frozen=True, array_like=True, forbid_unknown_fields=True):
    """What was typed to get a list, and from the place of which task to go on or back.

    The place is a due order (milliseconds since 1970) and a number, so that it stays right when tasks come and go.
    """

    typed: str
    direction: Direction
    due_sort_ms: int
    number: Annotated[int, Meta(ge=0)]

    @property
    def due_sort(self) -> datetime:
        """The due order as a moment."""
        return _EPOCH + self.due_sort_ms * _MILLISECOND

    @classmethod
    def at(cls, typed: str, direction: Direction, due_sort: datetime, number: int) -> Self:
        """The page before or after a task's place."""
        return cls(typed, direction, (due_sort - _EPOCH) // _MILLISECOND, number)

    @classmethod
    def start(cls, typed: str) -> Self:
        """The first page: what comes after a place before all."""
        return cls(typed, Direction.NEXT, 0, 0)


class SearchPage(Payload, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Which words were looked for, and how many of the tasks found come before the page."""

    words: str
    skip: Skip


class HistoryPage(Payload, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Whose history it is, and the version with which the page begins: newer changes shift nothing."""

    number: Number
    until: Number


class PeoplePage(Payload, frozen=True, array_like=True, forbid_unknown_fields=True):
    """How many people come before the page."""

    skip: Skip


class HomePage(Payload, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Which page of Home, from 0."""

    page: Skip


class TypedText(Payload, frozen=True, array_like=True, forbid_unknown_fields=True):
    """What was typed, to be read again as a title."""

    typed: str
