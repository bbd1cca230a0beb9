"""Who sees a task: a table of places against viewers."""

import pytest

from bot.tasks import permissions
from bot.tasks.errors import NotAllowed, NotFound
from bot.tasks.people import Viewer
from bot.tasks.task import Place
from tests.unit.tasks.made import DESIGNER, LEAD, PRIVATE, PUBLIC, TEAM, TESTER, task

MEMBER = Viewer(team_id=TEAM, user_id=TESTER, channels=frozenset({"C1", "C2"}))
STRANGER = Viewer(team_id=TEAM, user_id=TESTER)
GUEST = Viewer(team_id=TEAM, user_id=TESTER, is_guest=True)
GUEST_MEMBER = Viewer(team_id=TEAM, user_id=TESTER, is_guest=True, channels=frozenset({"C1"}))
TYPING_THERE = Viewer(team_id=TEAM, user_id=TESTER, here="C2")
MAKER = Viewer(team_id=TEAM, user_id=LEAD)
ASSIGNEE = Viewer(team_id=TEAM, user_id=DESIGNER, is_guest=True)
OF_ANOTHER_TEAM = Viewer(team_id="T2", user_id=LEAD, is_admin=True, channels=frozenset({"C1", "C2"}))
ADMIN = Viewer(team_id=TEAM, user_id=TESTER, is_admin=True)


@pytest.mark.parametrize(
    ("place", "viewer", "sees"),
    [
        (PUBLIC, MEMBER, True),
        (PUBLIC, STRANGER, True),
        (PUBLIC, GUEST, False),
        (PUBLIC, GUEST_MEMBER, True),
        (PUBLIC, MAKER, True),
        (PUBLIC, ASSIGNEE, True),
        (PUBLIC, OF_ANOTHER_TEAM, False),
        (PRIVATE, MEMBER, True),
        (PRIVATE, STRANGER, False),
        (PRIVATE, ADMIN, False),
        (PRIVATE, GUEST_MEMBER, False),
        (PRIVATE, TYPING_THERE, True),
        (PRIVATE, MAKER, True),
        (PRIVATE, ASSIGNEE, True),
        (PRIVATE, OF_ANOTHER_TEAM, False),
        (None, MEMBER, False),
        (None, STRANGER, False),
        (None, TYPING_THERE, False),
        (None, ADMIN, False),
        (None, MAKER, True),
        (None, ASSIGNEE, True),
        (None, OF_ANOTHER_TEAM, False),
    ],
)
def test_sight(place: Place | None, viewer: Viewer, sees: bool) -> None:
    assert permissions.may_see(task(place=place, assignees=(DESIGNER,)), viewer) is sees


def test_hidden_and_missing_read_the_same() -> None:
    with pytest.raises(NotFound) as hidden:
        permissions.require_sight(task(place=PRIVATE), 17, STRANGER)
    with pytest.raises(NotFound) as missing:
        permissions.require_sight(None, 17, STRANGER)

    assert vars(hidden.value) == vars(missing.value)


@pytest.mark.parametrize(
    ("viewer", "may"), [(MAKER, True), (ASSIGNEE, True), (MEMBER, True), (STRANGER, False), (ADMIN, False)]
)
def test_maker_assignees_and_members_of_the_channel_edit(viewer: Viewer, may: bool) -> None:
    assert permissions.may_edit(task(assignees=(DESIGNER,)), viewer) is may


def test_the_maker_and_admins_delete() -> None:
    permissions.require_remover(task(), MAKER)
    permissions.require_remover(task(), ADMIN)
    with pytest.raises(NotAllowed):
        permissions.require_remover(task(assignees=(DESIGNER,)), ASSIGNEE)
