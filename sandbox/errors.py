"""The one way in which a rule of Slack says no."""

from typing import Any


class SlackError(Exception):
    """A refusal under Slack's own name, for example `channel_not_found`; `fields` go into the answer beside it."""

    def __init__(self, code: str, **fields: Any) -> None:
        super().__init__(code)
        self.code = code
        self.fields = fields


class RateLimited(SlackError):
    """Too many calls: the app may try again after so many whole seconds, and is told with status 429."""

    def __init__(self, retry_after_s: int) -> None:
        super().__init__("ratelimited")
        self.retry_after_s = retry_after_s
