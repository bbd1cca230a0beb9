"""A modal or a Home, whole, as Slack takes it (Slack's limits, docs/slack-limits.md)."""

from enum import StrEnum
from typing import Any

from msgspec import Struct

from bot.views.text import Block

MOST_BLOCKS = 100
TITLE_LENGTH = 24
METADATA_LENGTH = 3000


class InvalidView(ValueError):
    """A view that Slack would refuse: better found here than by the person who waits for it."""


class ViewKind(StrEnum):
    """Where a view is shown."""

    MODAL = "modal"
    HOME = "home"


class View(Struct, frozen=True, kw_only=True):
    """What a person has before them; `title`, `submit` and `close` are plain text, and only modals have them.

    Raises `InvalidView` for what Slack would refuse whole: too many blocks, a long title, inputs without a way to send.
    """

    kind: ViewKind
    blocks: tuple[Block, ...]
    title: str = ""
    submit: str = ""
    close: str = ""
    callback_id: str = ""
    private_metadata: str = ""
    external_id: str | None = None

    def __post_init__(self) -> None:
        if not self.blocks or len(self.blocks) > MOST_BLOCKS:
            raise InvalidView(f"{len(self.blocks)} blocks, and a view has 1 to {MOST_BLOCKS}")
        if max(map(len, (self.title, self.submit, self.close))) > TITLE_LENGTH:
            raise InvalidView(f"a title or a button longer than {TITLE_LENGTH} characters")
        if len(self.private_metadata) > METADATA_LENGTH:
            raise InvalidView(f"{len(self.private_metadata)} characters of metadata")
        if self.kind is ViewKind.MODAL and not self.title:
            raise InvalidView("a modal without a title")
        if self.kind is ViewKind.MODAL and not self.submit and any(block["type"] == "input" for block in self.blocks):
            raise InvalidView("inputs without a button that sends them")

    def as_slack(self) -> dict[str, Any]:
        """The view as the views.* methods and the answer to a form take it."""
        shown: dict[str, Any] = {"type": self.kind.value, "blocks": list(self.blocks)}
        for name in ("title", "submit", "close"):
            if words := getattr(self, name):
                shown[name] = {"type": "plain_text", "text": words}
        for name in ("callback_id", "private_metadata", "external_id"):
            if value := getattr(self, name):
                shown[name] = value
        return shown
