"""The check of a whole surface: the table first, then what holds between its blocks."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sandbox.block_kit.rules import Problem
from sandbox.block_kit.table import OFFERED, SURFACES
from sandbox.records import Json

_ALL_MARKDOWN = 12_000


def problems(blocks: Any, surface: str = "message") -> list[Problem]:
    """List what Slack would refuse in the blocks of a surface, in their order; nothing if it takes them.

    Limits are Slack's (docs/slack-limits.md); lengths count after escaping. Pointers begin with `/blocks`.
    """
    return problems_at("/blocks", blocks, surface)


def problems_at(place: str, blocks: Any, surface: str) -> list[Problem]:
    """List what Slack would refuse in blocks that stand at another place, for example `/view/blocks`."""
    found = list(SURFACES[surface].check(blocks, place))
    if not isinstance(blocks, list):
        return found
    known = [(f"{place}/{position}", block) for position, block in enumerate(blocks) if isinstance(block, dict)]
    between = (_repeated_block_ids, _too_much_markdown, _too_many_in_focus)
    return [
        *found,
        *_repeated_action_ids(known),
        *(problem for rule in between for problem in rule(place, [block for _, block in known])),
    ]


def options_problems(answer: Any) -> list[Problem]:
    """List what Slack would refuse in an app's answer to a request for options. Pointers begin with `/`."""
    return list(OFFERED.check(answer, ""))


def _repeated_block_ids(place: str, blocks: list[Json]) -> Iterator[Problem]:
    for block_id in _repeated([block.get("block_id") for block in blocks]):
        yield Problem(f"`block_id` {block_id} already exists", place)


def _repeated_action_ids(blocks: list[tuple[str, Json]]) -> Iterator[Problem]:
    for pointer, block in blocks:
        elements = block.get("elements")
        if block.get("type") == "actions" and isinstance(elements, list):
            for action_id in _repeated([item.get("action_id") for item in elements if isinstance(item, dict)]):
                yield Problem(f"`action_id` {action_id} already exists", f"{pointer}/elements")


def _too_much_markdown(place: str, blocks: list[Json]) -> Iterator[Problem]:
    texts = [str(block.get("text", "")) for block in blocks if block.get("type") == "markdown"]
    if len(texts) > 1 and sum(map(len, texts)) > _ALL_MARKDOWN:
        yield Problem(f"all markdown blocks must be less than {_ALL_MARKDOWN + 1} characters", place)


def _too_many_in_focus(place: str, blocks: list[Json]) -> Iterator[Problem]:
    inside = [item for block in blocks for item in _items(block) if isinstance(item, dict)]
    if sum(item.get("focus_on_load") is True for item in inside) > 1:
        yield Problem("only one element can have `focus_on_load`", place)


def _items(block: Json) -> list[Any]:
    inside = block.get("elements")
    return [*(inside if isinstance(inside, list) else ()), block.get("accessory"), block.get("element")]


def _repeated(ids: list[Any]) -> list[str]:
    return [given for given, count in Counter(given for given in ids if isinstance(given, str)).items() if count > 1]
