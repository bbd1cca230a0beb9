"""The forms there are, and the fields that they are made of."""

from collections.abc import Mapping
from enum import StrEnum

from bot.views.blocks import context
from bot.views.text import Block, cut, escape

INPUT_LENGTH = 3000
ERROR_LENGTH = 2000


class Form(StrEnum):
    """The callback ids of the forms."""

    NEW = "task_new_form"
    EDIT = "task_edit_form"
    SNOOZE = "task_snooze_form"


class Field(StrEnum):
    """The block ids of the fields, which are their action ids as well."""

    TITLE = "title"
    DESCRIPTION = "description"
    ASSIGNEES = "assignees"
    CHANNEL = "channel"
    DUE_DATE = "due_date"
    DUE_TIME = "due_time"
    PRIORITY = "priority"
    LABELS = "labels"
    SNOOZE_AT = "snooze_at"


def optional_field(field: Field, label: str, element: Block, *, hint: str = "") -> Block:
    """An input that may stay empty."""
    return {**required_field(field, label, element, hint=hint), "optional": True}


def required_field(field: Field, label: str, element: Block, *, hint: str = "") -> Block:
    """An input that Slack itself wants filled."""
    hints = {"hint": plain_text(hint)} if hint else {}
    return {
        "type": "input",
        "block_id": field.value,
        "label": plain_text(label),
        "element": {**element, "action_id": field.value},
        **hints,
    }


def with_errors(fields: tuple[Block, ...], errors: Mapping[str, str]) -> tuple[Block, ...]:
    """The fields, each followed by the plain sentence that says what is not right about it."""
    blocks: list[Block] = []
    for field in fields:
        blocks.append(field)
        if sentence := errors.get(str(field["block_id"])):
            blocks.append(context(cut(f"⚠ {sentence}", ERROR_LENGTH)))
    return tuple(blocks)


def plain_text(words: str) -> Block:
    """Words without markup."""
    return {"type": "plain_text", "text": escape(words)}
