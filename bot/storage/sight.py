"""What `tasks.permissions` says about sight, as a query."""

from bot.storage.database import Document
from bot.tasks.people import Viewer


def visible_to(viewer: Viewer) -> Document:
    """The tasks that a person may see; the first part of every query that shows tasks to somebody."""
    grounds: list[Document] = [
        {"maker": viewer.user_id},
        {"assignees": viewer.user_id},
        {"place.channel_id": {"$in": sorted(viewer.present_in)}},
    ]
    if not viewer.is_guest:
        grounds.append({"place.is_private": False})
    return {"team_id": viewer.team_id, "is_gone": False, "$or": grounds}
