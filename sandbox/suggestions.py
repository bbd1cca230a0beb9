"""Menus whose options the app gives as one types: when it is asked, and what it has offered."""

from copy import deepcopy

from cachetools import LRUCache

from sandbox.block_kit import options_problems
from sandbox.elements import elements, options_of
from sandbox.errors import SlackError
from sandbox.records import Json

EXTERNAL = ("external_select", "multi_external_select")
# Slack asks only for so much typed text, unless the menu says otherwise (docs/slack-limits.md).
SHORTEST_QUERY = 3
_REMEMBERED = 1_000

_Menu = tuple[str, str, str, str]


class Suggestions:
    """The options that each person was offered in each menu, of which they can choose."""

    def __init__(self) -> None:
        self._offered: LRUCache[_Menu, dict[str, Json]] = LRUCache(_REMEMBERED)

    def keep(self, user_id: str, place: str, block: Json, element: Json, answer: Json | None) -> list[Json]:
        """Remember what the app offers in a menu of a view (its id) or message (its ts); gives the options.

        Raises SlackError `invalid_response` with every problem.
        """
        found = options_problems(answer or {})
        if found:
            raise SlackError("invalid_response", detail="; ".join(map(str, found)))
        offered = options_of(answer or {})
        menu = (user_id, place, block["block_id"], element["action_id"])
        # What was chosen of an earlier offer stays chosen while one types on.
        self._offered[menu] = self._offered.get(menu, {}) | {option["value"]: option for option in offered}
        return offered

    def completed(self, user_id: str, place: str, blocks: list[Json]) -> list[Json]:
        """Give the blocks with what can be chosen in such menus: what they began with, and what was offered."""
        if not any(element["type"] in EXTERNAL for _, element in elements(blocks)):
            return blocks
        completed = deepcopy(blocks)
        for block, element in elements(completed):
            if element["type"] in EXTERNAL:
                first = [*element.get("initial_options", []), *filter(None, (element.get("initial_option"),))]
                menu = (user_id, place, block["block_id"], element["action_id"])
                element["options"] = [*first, *self._offered.get(menu, {}).values()]
        return completed


def is_asked_for(element: Json, typed: str) -> bool:
    """Whether Slack asks the app for options at these words."""
    return len(typed) >= int(element.get("min_query_length", SHORTEST_QUERY))
