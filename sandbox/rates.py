"""How often an app may call, post and be told of events: within any stretch of real time, not on average."""

import math
import time
from collections import defaultdict, deque

import msgspec

from sandbox.errors import RateLimited


class Rate(msgspec.Struct, frozen=True):
    """At most so many in so many seconds."""

    most: int
    within_s: float


# Slack's limits (docs/slack-limits.md). Slack lets short bursts pass, and does not say which; here none does.
TIER_2 = Rate(20, 60.0)
TIER_3 = Rate(50, 60.0)
TIER_4 = Rate(100, 60.0)
HUNDREDS = Rate(300, 60.0)
POSTS_TO_CHANNEL = Rate(1, 1.0)
EVENTS = Rate(30_000, 3600.0)


class Rates:
    """Counts what the app does; with a `speed` of 60 a minute's rate holds for a second, switched off nothing is."""

    def __init__(self) -> None:
        self.is_on = True
        self.speed = 1.0
        self._spent: defaultdict[tuple[str, ...], deque[float]] = defaultdict(deque)

    def spend(self, rate: Rate, *what: str) -> None:
        """Count one more of something, for example a method, or posts to one channel; raises RateLimited, uncounted."""
        if not self.is_on:
            return
        now, lasts_s = time.monotonic(), rate.within_s / self.speed
        spent = self._spent[what]
        while spent and spent[0] + lasts_s <= now:
            spent.popleft()
        if len(spent) >= rate.most:
            raise RateLimited(math.ceil(spent[0] + lasts_s - now))
        spent.append(now)

    def keep(self, speed: float) -> None:
        """Keep to rates at this speed, or to none if it is 0; what was counted is forgotten."""
        self.is_on, self.speed = speed > 0, speed or 1.0
        self._spent.clear()
