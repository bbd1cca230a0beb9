"""Posting in Slack, as far as the use cases must know of it: what can be asked, and the kinds of refusal.

PostRefused
├── Limited        too fast: this destination waits, others go on
├── NotInvited     a private channel without the bot: kept until it is invited
├── MessageGone    the message to be redrawn is no longer there or can no longer be changed
├── Unreachable    this destination will not take messages, ever or until somebody acts
├── Unauthorized   the installation itself is refused
├── Malformed      Slack will never take this message
├── TooLate        the trigger of a modal is used up or over, or the modal was closed
└── Unanswered     no clear answer: a fault in between, the message may or may not be there
"""

from typing import Any, Protocol

from bot.tasks.deliveries import Posted


class PostRefused(Exception):
    """Slack did not take a message; `reason` is its word for it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    @property
    def kind(self) -> str:
        """Which of the kinds above it is, by name."""
        return type(self).__name__


class Limited(PostRefused):
    """Slack asks to wait `retry_after_s` seconds."""

    def __init__(self, reason: str, retry_after_s: float) -> None:
        super().__init__(reason)
        self.retry_after_s = retry_after_s


class NotInvited(PostRefused):
    """The bot is not in this private channel."""


class MessageGone(PostRefused):
    """There is nothing left to redraw."""


class Unreachable(PostRefused):
    """The destination is archived, restricted, or takes no messages from apps."""


class Unauthorized(PostRefused):
    """The token is revoked, expired, or lacks a scope."""


class Malformed(PostRefused):
    """The message breaks one of Slack's rules."""


class TooLate(PostRefused):
    """There is nothing left to show it in."""


class Unanswered(PostRefused):
    """A time-out, a broken connection or a fault inside Slack."""


class Words(Protocol):
    """A message as the views build it: fallback text and Block Kit blocks."""

    @property
    def text(self) -> str: ...

    @property
    def blocks(self) -> tuple[dict[str, object], ...]: ...


class Posting(Protocol):
    """The ways in which the bot speaks on its own. All raise a `PostRefused`."""

    async def post(
        self, team_id: str, destination: str, words: Words, *, key: str, version: int, thread_ts: str | None
    ) -> Posted:
        """Post to a channel, a thread in it, or a person; `key` goes along so that the message can be found by it."""

    async def redraw(self, team_id: str, posted: Posted, words: Words) -> None:
        """Replace what a message shows."""

    async def find(self, team_id: str, destination: str, *, key: str) -> Posted | None:
        """The recent message that carries this key, where the granted scopes allow to look; else None."""


class Screen(Protocol):
    """A modal or a Home as the views build it."""

    def as_slack(self) -> dict[str, Any]: ...


class Screens(Protocol):
    """What a person has before them beside messages. All raise a `PostRefused`."""

    async def open(self, trigger_id: str, screen: Screen) -> str:
        """Open a modal, within 3 s of what triggered it; gives its id."""

    async def update(self, view_id: str, screen: Screen) -> None:
        """Replace what a modal shows."""

    async def publish(self, team_id: str, user_id: str, screen: Screen) -> None:
        """Draw a person's Home."""


class Responding(Protocol):
    """Answering where a person typed or clicked, after the first answer. Both raise a `PostRefused`."""

    async def answer(self, response_url: str, words: Words) -> None:
        """Show words to that person alone, below what they did."""

    async def replace(self, response_url: str, words: Words) -> None:
        """Show words in place of the message that they clicked."""
