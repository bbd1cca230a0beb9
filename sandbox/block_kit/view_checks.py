"""The check of a whole modal or Home."""

from typing import Any

import msgspec

from sandbox.block_kit.checks import problems_at
from sandbox.block_kit.rules import Problem
from sandbox.block_kit.table import VIEWS
from sandbox.errors import SlackError
from sandbox.records import ViewContent

# In bytes of JSON (Slack's limits, docs/slack-limits.md).
_LARGEST = 250_000


def view_problems(view: Any) -> list[Problem]:
    """List what Slack would refuse in a view as an app gives it to views.* or in an answer to a form.

    Limits are Slack's (docs/slack-limits.md); lengths count after escaping. Pointers begin with `/view`. A view of more
    than 250 kB is refused under a name of its own, which only `checked_view` says.
    """
    found = list(VIEWS.check(view, "/view"))
    kind = view.get("type") if isinstance(view, dict) else None
    if kind not in ("modal", "home"):
        return found
    blocks = view.get("blocks")
    if blocks is not None:
        found += problems_at("/view/blocks", blocks, kind)
    if kind == "modal" and view.get("submit") is None and _has_input(blocks):
        found.append(Problem("must be there if there is an `input` block", "/view/submit"))
    return found


def checked_view(view: Any, kind: str) -> ViewContent:
    """Give a view of this kind that Slack takes, or refuse it as Slack does.

    Raises SlackError: `view_too_large`, or `invalid_arguments` with every problem and a pointer to its place.
    """
    found = view_problems(view)
    if isinstance(view, dict) and not found and view["type"] != kind:
        found = [Problem(f"must be one of: {kind}", "/view/type")]
    if len(msgspec.json.encode(view)) > _LARGEST:
        raise SlackError("view_too_large")
    if found:
        errors = [str(problem) for problem in found]
        messages = [f"[ERROR] {error}" for error in errors]
        raise SlackError("invalid_arguments", errors=errors, response_metadata={"messages": messages})
    return msgspec.convert({name: given for name, given in view.items() if given is not None}, ViewContent)


def _has_input(blocks: Any) -> bool:
    kinds = [block.get("type") for block in blocks if isinstance(block, dict)] if isinstance(blocks, list) else []
    return "input" in kinds
