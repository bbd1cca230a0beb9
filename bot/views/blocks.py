"""The few Block Kit blocks and elements that the views are made of (Slack's limits, docs/slack-limits.md)."""

from collections.abc import Iterable

from bot.tasks.reminders import SnoozeChoice
from bot.views.actions import (
    OPTION_VALUE_LENGTH,
    Action,
    MoreChoice,
    MoreRequest,
    Payload,
    SnoozeRequest,
    TaskReference,
)
from bot.views.text import Block, Message

SECTION_LENGTH = 3000

_SNOOZES = {
    SnoozeChoice.TWENTY_MINUTES: "For 20 minutes",
    SnoozeChoice.ONE_HOUR: "For 1 hour",
    SnoozeChoice.TOMORROW: "Until tomorrow at 9:00 AM",
    None: "Pick a time…",
}
_MORE = {MoreChoice.HISTORY: "History", MoreChoice.DELETE: "Delete…"}


def section(markup: str) -> Block:
    """A paragraph of at most 3,000 characters of markup."""
    return {"type": "section", "text": _markup(markup)}


def sections(lines: Iterable[str]) -> tuple[Block, ...]:
    """Lines one below the other, in as few sections as hold them."""
    paragraphs: list[str] = []
    for line in lines:
        if paragraphs and len(paragraphs[-1]) + 1 + len(line) <= SECTION_LENGTH:
            paragraphs[-1] += f"\n{line}"
        else:
            paragraphs.append(line)
    return tuple(section(paragraph) for paragraph in paragraphs)


def header(words: str) -> Block:
    """A heading of at most 150 plain characters."""
    return {"type": "header", "text": {"type": "plain_text", "text": words}}


def context(markup: str) -> Block:
    """A small line below something."""
    return {"type": "context", "elements": [_markup(markup)]}


def actions(*elements: Block) -> Block:
    """A row of at most 25 things to click."""
    return {"type": "actions", "elements": list(elements)}


def button(label: str, action: Action, payload: Payload) -> Block:
    """A button; a click on it carries the payload back."""
    return {
        "type": "button",
        "action_id": action.value,
        "text": {"type": "plain_text", "text": label},
        "value": payload.encode(),
    }


def task_button(label: str, action: Action, number: int) -> Block:
    """A button that does something to one task; a screen reader says to which."""
    return {**button(label, action, TaskReference(number)), "accessibility_label": f"{label} #{number}"}


def snooze_menu(number: int) -> Block:
    """How long to put a reminder off."""
    return {
        "type": "static_select",
        "action_id": Action.SNOOZE.value,
        "placeholder": {"type": "plain_text", "text": "Snooze"},
        "options": [_option(words, SnoozeRequest(number, choice)) for choice, words in _SNOOZES.items()],
    }


def more_menu(number: int) -> Block:
    """What can be done with a task beside its buttons."""
    return {
        "type": "overflow",
        "action_id": Action.MORE.value,
        "options": [_option(words, MoreRequest(number, choice)) for choice, words in _MORE.items()],
    }


def new_button() -> Block:
    """Opens the form for a new task."""
    return {
        "type": "button",
        "action_id": Action.NEW.value,
        "text": {"type": "plain_text", "text": "New task"},
        "style": "primary",
    }


def one_sentence(sentence: str) -> Message:
    """A message that is one sentence and nothing to click."""
    return Message(text=sentence, blocks=(section(sentence),))


def _option(words: str, payload: Payload) -> Block:
    return {"text": {"type": "plain_text", "text": words}, "value": payload.encode(OPTION_VALUE_LENGTH)}


def _markup(text: str) -> Block:
    return {"type": "mrkdwn", "text": text, "verbatim": True}
