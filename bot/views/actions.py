"""The ids of everything that can be clicked, and what a click carries back."""

from enum import StrEnum
from typing import Annotated, Self

from msgspec import Meta, MsgspecError, Struct, json

from bot.tasks.reminders import SnoozeChoice

BUTTON_VALUE_LENGTH = 2000
OPTION_VALUE_LENGTH = 150

Number = Annotated[int, Meta(ge=1)]


class Action(StrEnum):
    """What a click asks for; the action ids that are registered and drawn."""

    TAKE = "task_take"
    START = "task_start"
    COMPLETE = "task_complete"
    UNDO = "task_undo"
    SNOOZE = "task_snooze"
    MAKE_IT_A_TASK = "task_make"
    LIST_NEXT = "list_next"
    LIST_PREVIOUS = "list_previous"


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
    """Which task's reminder is put off, and how long."""

    number: Number
    choice: SnoozeChoice


class ListPage(Payload, frozen=True, array_like=True, forbid_unknown_fields=True):
    """What was typed to get a list, and how many of its tasks come before the page."""

    typed: str
    skip: Annotated[int, Meta(ge=0)]


class TypedText(Payload, frozen=True, array_like=True, forbid_unknown_fields=True):
    """What was typed, to be read again as a title."""

    typed: str
