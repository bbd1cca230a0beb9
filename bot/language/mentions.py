"""People and channels as Slack writes them into a text: `<@U1|lead>`, `<#C1|dev>`; and as people do: `@lead`."""

import re

PERSON = r"<@(?P<user_id>[UW][A-Z0-9]+)(?:\|[^<>]*)?>"
CHANNEL = r"<#(?P<channel_id>[CG][A-Z0-9]+)(?:\|[^<>]*)?>"
HANDLE = r"@(?!\d{1,2}(?::\d{2})?\s?(?:am|pm|h)?(?![\w.-]))(?P<handle>[^\W_](?:[\w.-]*\w)?)"

BROADCASTS = frozenset({"here", "channel", "everyone", "group"})

ANY = re.compile(r"<(?:@[UW][A-Z0-9]+|#[CG][A-Z0-9]+|![a-z][^<>|]*|https?://[^<>|\s]+|mailto:[^<>|\s]+)(?:\|[^<>]*)?>")
"""Everything that Slack itself puts between angle brackets."""

_NAMED = re.compile(r"<(?P<sign>[@#])[A-Z0-9]+\|(?P<name>[^<>]+)>")
_LINK = re.compile(r"<(?P<address>(?:https?://|mailto:)[^<>|\s]+)(?:\|(?P<shown>[^<>]*))?>")


def spelled_out(text: str) -> str:
    """The text with its mentions as people read them (`@lead`, `#dev`), so that they call nobody."""
    return _NAMED.sub(lambda mention: mention["sign"] + mention["name"].lstrip(mention["sign"]), text)


def without_link_notation(text: str) -> str:
    """The text with links as they were typed: Slack shows what it made a link of beside the address it added."""
    return _LINK.sub(_as_typed, text)


def _as_typed(link: re.Match[str]) -> str:
    address, shown = link["address"], link["shown"]
    return shown if shown and address.split(":", 1)[1].lstrip("/") == shown else address
