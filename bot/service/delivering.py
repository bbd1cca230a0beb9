"""Seeing a delivery through: whether it is still worth posting, and what becomes of it when Slack refuses."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

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
from bot.tasks.deliveries import Delivery, DeliveryKind, Entry
from bot.tasks.task import Task

FIRST_RETRY = timedelta(seconds=1)
LONGEST_RETRY = timedelta(minutes=5)
WORRYING_ATTEMPTS = 8

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Delivering:
    """The use case of settling deliveries; times are real ones."""

    ledger: Ledger
    real_now: Callable[[], datetime]

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
            case _:
                log.warning("a message cannot be posted", extra=_facts(delivery, refusal))
                await self.ledger.drop(delivery, refusal.reason)
        return None

    async def redraw_refused(self, entry: Entry, refusal: PostRefused, task: Task) -> timedelta | None:
        """Settle a redrawing that Slack did not take; a duration given is for all redrawings of the workspace."""
        delivery = entry.delivery
        match refusal:
            case Limited(retry_after_s=seconds):
                return timedelta(seconds=seconds)
            case Unanswered() | Unauthorized():
                log.warning("a message cannot be redrawn yet", extra=_facts(delivery, refusal))
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
        await self.ledger.drop(entry.delivery, "the account is deactivated")

    async def _postponed(
        self, delivery: Delivery, pause: timedelta, refusal: PostRefused, *, attempts: int = 0
    ) -> datetime:
        until = self.real_now() + pause
        await self.ledger.postpone(delivery, until_real=until, reason=refusal.reason)
        level = logging.ERROR if attempts >= WORRYING_ATTEMPTS else logging.WARNING
        log.log(level, "a message waits", extra={**_facts(delivery, refusal), "seconds": pause.total_seconds()})
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
