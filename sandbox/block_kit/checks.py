"""The check of a whole surface: the table first, then what holds between its blocks."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sandbox.block_kit.rules import Problem
from sandbox.block_kit.table import SURFACES
from sandbox.records import Json

_ALL_MARKDOWN = 12_000


def problems(blocks: Any, surface: str = "message") -> list[Problem]:
    """List what Slack would refuse in the blocks of a surface, in their order; nothing if it takes them.

    Limits are Slack's (docs/slack-limits.md); lengths count after escaping. Pointers begin with `/blocks`.
    """
    found = list(SURFACES[surface].check(blocks, "/blocks"))
    if not isinstance(blocks, list):
        return found
    known = [(f"/blocks/{position}", block) for position, block in enumerate(blocks) if isinstance(block, dict)]
    return [*found, *_repeated_block_ids(known), *_repeated_action_ids(known), *_too_much_markdown(known)]


def _repeated_block_ids(blocks: list[tuple[str, Json]]) -> Iterator[Problem]:
    for block_id in _repeated([block.get("block_id") for _, block in blocks]):
        yield Problem(f"`block_id` {block_id} already exists", "/blocks")


def _repeated_action_ids(blocks: list[tuple[str, Json]]) -> Iterator[Problem]:
    for pointer, block in blocks:
        elements = block.get("elements")
        if block.get("type") == "actions" and isinstance(elements, list):
            for action_id in _repeated([item.get("action_id") for item in elements if isinstance(item, dict)]):
                yield Problem(f"`action_id` {action_id} already exists", f"{pointer}/elements")


def _too_much_markdown(blocks: list[tuple[str, Json]]) -> Iterator[Problem]:
    texts = [str(block.get("text", "")) for _, block in blocks if block.get("type") == "markdown"]
    if len(texts) > 1 and sum(map(len, texts)) > _ALL_MARKDOWN:
        yield Problem(f"all markdown blocks must be less than {_ALL_MARKDOWN + 1} characters", "/blocks")


def _repeated(ids: list[Any]) -> list[str]:
    return [given for given, count in Counter(given for given in ids if isinstance(given, str)).items() if count > 1]
