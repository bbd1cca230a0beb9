"""What a person sent with a form, read from Slack's `view.state.values` (docs/slack-limits.md)."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any

from bot.tasks.drafts import LABEL, LABEL_LENGTH, distinct_labels
from bot.tasks.due import Due
from bot.tasks.task import Priority
from bot.tasks.wall_time import moment_of
from bot.views.forms.fields import Field
from bot.views.forms.values import FieldErrors, FormValues
from bot.views.text import shortened

State = Mapping[str, Mapping[str, Mapping[str, Any]]]

YEARS = range(1970, 9000)

_BETWEEN_LABELS = re.compile(r"[\s,;]+")


def read_form(state: State, zone: tzinfo) -> FormValues | FieldErrors:
    """The values of a sent form, or what is wrong with their shape; whether they are allowed is the domain's to say."""
    day, clock = _day(state), _clock(state)
    labels = _labels(state)
    errors: dict[str, str] = {}
    if clock is not None and day is None:
        errors[Field.DUE_DATE] = "Please choose the date that goes with this time."
    if day is not None and day.year not in YEARS:
        errors[Field.DUE_DATE] = "Please choose a date that people will live to see."
    if unreadable := [label for label in labels if not re.fullmatch(LABEL, label)]:
        errors[Field.LABELS] = (
            f"“{shortened(unreadable[0], LABEL_LENGTH)}” can't be a label. They begin with a letter: +ops +release."
        )
    values = FormValues(
        title=_text(state, Field.TITLE).strip(),
        description=_text(state, Field.DESCRIPTION) if Field.DESCRIPTION in state else None,
        assignees=tuple(_given(state, Field.ASSIGNEES, "selected_users") or ()),
        channel_id=_given(state, Field.CHANNEL, "selected_conversation"),
        due=_due(day, clock, zone) if Field.DUE_DATE not in errors else None,
        lone_time=clock if day is None else None,
        priority=_priority(state),
        labels=labels,
    )
    return FieldErrors(errors=errors, values=values) if errors else values


def read_snooze(state: State) -> datetime | FieldErrors:
    """The moment that was picked (UTC)."""
    picked = _given(state, Field.SNOOZE_AT, "selected_date_time")
    if picked is None:
        return FieldErrors(errors={Field.SNOOZE_AT.value: "Please choose when."})
    return datetime.fromtimestamp(picked, UTC)


def _given(state: State, field: Field, key: str) -> Any:
    return state.get(field, {}).get(field, {}).get(key)


def _text(state: State, field: Field) -> str:
    return _given(state, field, "value") or ""


def _day(state: State) -> date | None:
    given = _given(state, Field.DUE_DATE, "selected_date")
    return date.fromisoformat(given) if given else None


def _clock(state: State) -> time | None:
    given = _given(state, Field.DUE_TIME, "selected_time")
    return time.fromisoformat(given) if given else None


def _priority(state: State) -> Priority:
    option = _given(state, Field.PRIORITY, "selected_option")
    return Priority(option["value"]) if option else Priority.NORMAL


def _labels(state: State) -> tuple[str, ...]:
    typed = (word.removeprefix("+") for word in _BETWEEN_LABELS.split(_text(state, Field.LABELS)))
    return distinct_labels(filter(None, typed))


def _due(day: date | None, clock: time | None, zone: tzinfo) -> Due | None:
    if day is None:
        return None
    return Due(on=day) if clock is None else Due(at=moment_of(day, clock, zone))
