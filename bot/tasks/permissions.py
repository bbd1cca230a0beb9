"""The one rule of who sees a task and who may do what; `storage` says the same in a query."""

from bot.tasks.errors import NotAllowed, NotFound
from bot.tasks.people import Viewer
from bot.tasks.task import Place, Task


def may_see(task: Task, viewer: Viewer) -> bool:
    """Maker and assignees always; else the channel's members, and in a public channel all who are not guests."""
    if task.team_id != viewer.team_id:
        return False
    if viewer.user_id == task.maker or viewer.user_id in task.assignees:
        return True
    return task.place is not None and may_enter(task.place, viewer)


def may_enter(place: Place, viewer: Viewer) -> bool:
    """Whether the person may see, or put there, the tasks of a channel."""
    return place.channel_id in viewer.present_in or not (place.is_private or viewer.is_guest)


def require_sight(task: Task | None, number: int, viewer: Viewer) -> Task:
    """The task, or `NotFound` where there is none that this person may see."""
    if task is None or not may_see(task, viewer):
        raise NotFound(number=number)
    return task


def may_edit(task: Task, viewer: Viewer) -> bool:
    """Its maker, those who have it, and the members of its channel."""
    if viewer.user_id == task.maker or viewer.user_id in task.assignees:
        return True
    return task.place is not None and task.place.channel_id in viewer.present_in


def require_editor(task: Task, viewer: Viewer) -> None:
    """Raise `NotAllowed` unless the person may edit, assign, re-date, label and prioritize."""
    if not may_edit(task, viewer):
        raise NotAllowed(number=task.number, allowed="its maker, its assignees and members of its channel")


def require_remover(task: Task, viewer: Viewer) -> None:
    """Raise `NotAllowed` unless the person may delete and restore: its maker, and admins."""
    if task.maker != viewer.user_id and not viewer.is_admin:
        raise NotAllowed(number=task.number, allowed="its maker and admins")
