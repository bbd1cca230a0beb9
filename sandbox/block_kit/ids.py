"""The ids that Slack makes up for blocks and elements that come without one."""

import secrets

from sandbox.records import Json

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789"
# What is no element that a person could act upon has no action_id.
_PASSIVE = frozenset({"image", "plain_text", "mrkdwn"})


def with_ids(blocks: list[Json]) -> list[Json]:
    """Give copies of the blocks in which every block has its block_id and every interactive element its action_id."""
    return [_block_with_ids(block) for block in blocks]


def _block_with_ids(block: Json) -> Json:
    identified = {"block_id": _new_id(), **block}
    if block["type"] == "actions":
        identified["elements"] = [_element_with_id(element) for element in block["elements"]]
    for field in ("accessory", "element"):
        if block.get(field) is not None:
            identified[field] = _element_with_id(block[field])
    return identified


def _element_with_id(element: Json) -> Json:
    return element if element["type"] in _PASSIVE else {"action_id": _new_id(), **element}


def _new_id() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(5))
