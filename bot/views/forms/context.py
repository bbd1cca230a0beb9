"""What a form must know again when it is sent, carried by the form itself."""

from typing import Self

from msgspec import MsgspecError, Struct, json


class UnreadableContext(ValueError):
    """Metadata that is not what a form carries: drawn by another version, or not by us."""


class FormContext(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Which task a form is about and which version of it was shown, where it was opened and where to answer.

    A form for a new task has no number and no version; one that was opened on Home has no channel and no address.
    """

    number: int | None = None
    version: int | None = None
    channel_id: str | None = None
    response_url: str | None = None

    def encode(self) -> str:
        """The private metadata of the form: compact JSON."""
        return json.encode(self).decode()

    @classmethod
    def decode(cls, metadata: str) -> Self:
        """The context of a form's private metadata, or `UnreadableContext`."""
        try:
            return json.decode(metadata or "{}", type=cls)
        except (MsgspecError, UnicodeError) as error:
            raise UnreadableContext("not the context of a form") from error
