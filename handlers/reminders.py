"""The clock ticks: tasks whose look is due are looked at."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.service.reminding import Reminding

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ReminderTick:
    """Looks around at each tick."""

    reminding: Reminding
    now: Callable[[], datetime]

    async def tick(self) -> None:
        """Record every reminder that has come due since the last tick, in whichever process that was."""
        looked_at = await self.reminding.look_around(now=self.now())
        if looked_at:
            log.info("reminders looked at", extra={"tasks": looked_at})
