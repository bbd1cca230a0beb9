"""Seeing a delivery through: that it stands in Slack, is not worth posting any more, or was refused by Slack."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.service.journal import Journal
from bot.service.ports import Ledger
from bot.service.posting import (
    Limited,
    MessageGone,
    NotInvited,
    PostRefused,
    Unanswered,
    Unauthorized,
)
from bot.tasks import audience
from bot.tasks.deliveries import Delivery, DeliveryKind, Entry, Posted
from bot.tasks.task import Task

FIRST_RETRY = timedelta(seconds=1)
LONGEST_RETRY = timedelta(minutes=5)
WORRYING_ATTEMPTS = 8

log = logging.getLogger(__name__)


class Needless(StrEnum):
    """Why a message is not posted although Slack would take it."""

    OVER = "needless"
    WITHOUT_CARD = "its card is not posted"
    WITHOUT_TASK = "its task is gone"
    DEACTIVATED = "the account is deactivated"


@dataclass(frozen=True)
class Delivering:
    """The use case of settling deliveries; times are real ones."""

    ledger: Ledger
    journal: Journal
    real_now: Callable[[], datetime]

    async def posted(self, delivery: Delivery, posted: Posted) -> None:
        """Settle a delivery that stands in Slack."""
        await self.ledger.posted(delivery, posted)
        self.journal.posted(delivery, posted)

    async def redrawn(self, delivery: Delivery, posted: Posted, task: Task) -> None:
        """Settle a redrawing."""
        await self.ledger.redrawn(delivery, task.version)
        self.journal.redrawn(delivery, posted, task)

    async def needless(self, delivery: Delivery, reason: Needless) -> None:
        """Settle a delivery that is not worth posting."""
        await self.ledger.drop(delivery, reason.value)
        self.journal.dropped(delivery, reason.value)

    async def refused(self, entry: Entry, refusal: PostRefused) -> datetime | None:
        """Settle or postpone a delivery that Slack did not take; until the moment given nothing may overtake it."""
        delivery = entry.delivery
        match refusal:
            case Limited(retry_after_s=seconds):
                return await self._postponed(delivery, timedelta(seconds=seconds), refusal)
            case Unanswered() | Unauthorized():
                return await self._postponed(delivery, back_off(entry.attempts), refusal, attempts=entry.attempts + 1)
            case NotInvited() if delivery.kind is DeliveryKind.CARD:
                await self.ledger.hold(delivery, refusal.reason)
                self.journal.held(delivery, refusal.kind)
            case _:
                log.warning("a message cannot be posted", extra=_facts(delivery, refusal))
                await self.ledger.drop(delivery, refusal.reason)
                self.journal.dropped(delivery, refusal.kind)
        return None

    async def redraw_refused(self, entry: Entry, refusal: PostRefused, task: Task) -> timedelta | None:
        """Settle a redrawing that Slack did not take; a duration given is for all redrawings of the workspace."""
        delivery = entry.delivery
        match refusal:
            case Limited(retry_after_s=seconds):
                self.journal.postponed(delivery, refusal.kind)
                return timedelta(seconds=seconds)
            case Unanswered() | Unauthorized():
                log.warning("a message cannot be redrawn yet", extra=_facts(delivery, refusal))
                self.journal.postponed(delivery, refusal.kind)
                return FIRST_RETRY
            case MessageGone() if delivery.kind is DeliveryKind.CARD and not task.is_withdrawn:
                await self.ledger.repost(delivery)
            case _:
                await self.ledger.redrawn(delivery, task.version)
        return None

    async def unreachable(self, entry: Entry, task: Task) -> None:
        """Settle a message to somebody whose account is off: they never get it, the task's maker learns of it once."""
        told = audience.unreachable(task, entry.delivery)
        if told is not None:
            await self.ledger.record([told])
        await self.needless(entry.delivery, Needless.DEACTIVATED)

    async def _postponed(
        self, delivery: Delivery, pause: timedelta, refusal: PostRefused, *, attempts: int = 0
    ) -> datetime:
        until = self.real_now() + pause
        await self.ledger.postpone(delivery, until_real=until, reason=refusal.reason)
        level = logging.ERROR if attempts >= WORRYING_ATTEMPTS else logging.WARNING
        log.log(level, "a message waits", extra={**_facts(delivery, refusal), "seconds": pause.total_seconds()})
        self.journal.postponed(delivery, refusal.kind)
        return until


def back_off(attempts: int) -> timedelta:
    """How long to wait after this many failed attempts: 1 s, doubled each time, 5 minutes at most."""
    doublings: int = 2 ** min(attempts, 10)
    return min(FIRST_RETRY * doublings, LONGEST_RETRY)


def _facts(delivery: Delivery, refusal: PostRefused) -> dict[str, object]:
    return {
        "team": delivery.team_id,
        "destination": delivery.destination,
        "delivery": delivery.key,
        "reason": refusal.reason,
    }
