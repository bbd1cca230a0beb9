"""Who somebody is when it comes to seeing: asked of Slack only as far as the answer depends on it."""

from msgspec.structs import replace

from bot.service.ports import Channels, People
from bot.service.stimuli import Stimulus
from bot.tasks import permissions
from bot.tasks.errors import NotFound
from bot.tasks.people import Viewer
from bot.tasks.task import Task


async def viewer(people: People, stimulus: Stimulus) -> Viewer:
    """The person as `permissions` sees them, before their channels are known."""
    person = await people.person(stimulus.team_id, stimulus.user_id)
    return Viewer(
        team_id=stimulus.team_id,
        user_id=stimulus.user_id,
        is_guest=person.is_guest,
        is_admin=person.is_admin,
        here=None if stimulus.is_direct else stimulus.channel_id,
    )


async def with_channels(channels: Channels, viewer: Viewer) -> Viewer:
    """The same person, with the channels they are in."""
    return replace(viewer, channels=await channels.of_person(viewer.team_id, viewer.user_id))


async def require_sight(channels: Channels, task: Task | None, number: int, viewer: Viewer) -> Viewer:
    """Raise `NotFound` unless the person sees the task; their channels are asked for only where these decide."""
    if task is None:
        raise NotFound(number=number)
    if not permissions.may_see(task, viewer) and task.place is not None:
        viewer = await with_channels(channels, viewer)
    permissions.require_sight(task, number, viewer)
    return viewer
