"""Slack's error codes sorted into the kinds of refusal that the use cases tell apart."""

from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.service.posting import (
    Limited,
    Malformed,
    MessageGone,
    NotInvited,
    PostRefused,
    TooLate,
    Unanswered,
    Unauthorized,
    Unreachable,
)

DEFAULT_RETRY_AFTER_S = 30.0
NO_WORD = "no_word"

_KINDS: dict[str, type[PostRefused]] = {
    "not_in_channel": NotInvited,
    "channel_not_found": NotInvited,
    "message_not_found": MessageGone,
    "cant_update_message": MessageGone,
    "edit_window_closed": MessageGone,
    "thread_not_found": MessageGone,
    "is_archived": Unreachable,
    "restricted_action": Unreachable,
    "messages_tab_disabled": Unreachable,
    "user_not_found": Unreachable,
    "user_disabled": Unreachable,
    "user_not_in_channel": Unreachable,
    "cannot_dm_bot": Unreachable,
    "account_inactive": Unauthorized,
    "token_revoked": Unauthorized,
    "token_expired": Unauthorized,
    "invalid_auth": Unauthorized,
    "not_authed": Unauthorized,
    "missing_scope": Unauthorized,
    "not_allowed_token_type": Unauthorized,
    "no_permission": Unauthorized,
    "expired_trigger_id": TooLate,
    "exchanged_trigger_id": TooLate,
    "invalid_trigger_id": TooLate,
    "trigger_expired": TooLate,
    "trigger_exchanged": TooLate,
    "not_found": TooLate,
    "hash_conflict": TooLate,
    "internal_error": Unanswered,
    "fatal_error": Unanswered,
    "service_unavailable": Unanswered,
    "request_timeout": Unanswered,
}


def code_of(error: SlackApiError) -> str:
    """Slack's word for what went wrong; `no_word` if it gave none, as where a proxy answers in its place."""
    data = error.response.data if hasattr(error.response, "data") else error.response
    return str(data.get("error", NO_WORD)) if isinstance(data, dict) else NO_WORD


def refusal_of(error: SlackApiError) -> PostRefused:
    """The kind of refusal that an error of the Web API is; a code that nobody knows means the message is at fault."""
    code = code_of(error)
    status = getattr(error.response, "status_code", 200)
    if status == 429 or code == "ratelimited":
        retry_after = getattr(error.response, "headers", {}).get("Retry-After", DEFAULT_RETRY_AFTER_S)
        return Limited(code, float(retry_after))
    if status >= 500 or code == NO_WORD:
        return Unanswered(code)
    return _KINDS.get(code, Malformed)(code)


@contextmanager
def refusals() -> Iterator[None]:
    """Turn whatever a call to Slack raises into a `PostRefused`."""
    try:
        yield
    except SlackApiError as error:
        raise refusal_of(error) from error
    except (TimeoutError, aiohttp.ClientError, OSError, SlackClientError, ValueError) as error:
        raise Unanswered(type(error).__name__) from error
