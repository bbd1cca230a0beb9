"""People and channels by name, where a form of Slack holds their ids."""

from collections.abc import Callable
from typing import Any

from sandbox.elements import Values, elements
from sandbox.records import Json
from sandbox.workspace import Workspace


def with_ids_for_names(
    workspace: Workspace, blocks: list[Json], values: Values, user_id: str
) -> dict[str, dict[str, Any]]:
    """Put ids in the place of `@name` and `#name` in what a person chooses from menus of people and channels.

    Raises SlackError: `user_not_found`, `channel_not_found`.
    """
    kinds = {(block["block_id"], element["action_id"]): element["type"] for block, element in elements(blocks)}
    return {
        block_id: {
            action_id: id_for_name(workspace, kinds.get((block_id, action_id), ""), value, user_id)
            for action_id, value in inside.items()
        }
        for block_id, inside in values.items()
    }


def id_for_name(workspace: Workspace, kind: str, value: Any, user_id: str) -> Any:
    """Put ids in the place of names in what is chosen from one kind of menu, a single choice or a list."""
    finders: dict[str, Callable[[str], str]] = {
        "users_select": lambda name: workspace.find_person(name).id,
        "conversations_select": lambda name: workspace.find_channel(name, user_id).id,
        "channels_select": lambda name: workspace.find_channel(name, user_id).id,
    }
    find = finders.get(kind.removeprefix("multi_"))
    if find is None:
        return value
    if isinstance(value, list):
        return [find(name) for name in value]
    return find(value) if value else value
