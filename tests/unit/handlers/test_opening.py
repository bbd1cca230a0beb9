"""Opening forms while their trigger lasts."""

import asyncio

import pytest

from bot.service.posting import Screen, TooLate
from bot.views import forms
from bot.views.blocks import one_sentence
from handlers import opening
from handlers.opening import Opening

FORM = forms.message_view("The form", "Fields")


class FakeScreens:
    """Remembers what was opened and shown."""

    def __init__(self) -> None:
        self.opened: list[str] = []
        self.updated: list[str] = []
        self.is_too_late = False

    async def open(self, trigger_id: str, screen: Screen) -> str:
        if self.is_too_late:
            raise TooLate("expired_trigger_id")
        self.opened.append(screen.as_slack()["title"]["text"])
        return "V1"

    async def update(self, view_id: str, screen: Screen) -> None:
        self.updated.append(screen.as_slack()["title"]["text"])

    async def publish(self, team_id: str, user_id: str, screen: Screen) -> None:
        raise AssertionError("nothing is published here")


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hold the door from the beginning."""
    monkeypatch.setattr(opening, "DOOR_HELD_AFTER_S", 0)


async def test_a_form_that_is_ready_is_opened_by_its_trigger() -> None:
    screens = FakeScreens()
    door = Opening(screens, "trigger", None)

    await door.show(FORM)
    await door.hold_the_door()

    assert (screens.opened, screens.updated) == (["The form"], [])


async def test_case_53_54_a_slow_form_opens_empty_in_time_and_is_filled_in_later() -> None:
    screens = FakeScreens()
    door = Opening(screens, "trigger", None)

    await door.hold_the_door()
    await door.show(FORM)

    assert (screens.opened, screens.updated) == (["One moment"], ["The form"])


async def test_the_form_and_the_empty_one_do_not_cross() -> None:
    screens = FakeScreens()
    door = Opening(screens, "trigger", None)

    await asyncio.gather(door.hold_the_door(), door.show(FORM))

    assert len(screens.opened) == 1
    assert [*screens.opened, *screens.updated][-1] == "The form"


async def test_a_refusal_is_said_in_the_empty_form() -> None:
    screens = FakeScreens()
    door = Opening(screens, "trigger", None)

    await door.hold_the_door()
    await door.refuse(one_sentence("There is no #9."))

    assert screens.updated == ["Not done"]


async def test_a_refusal_opens_nothing() -> None:
    screens = FakeScreens()
    door = Opening(screens, "trigger", None)

    await door.refuse(one_sentence("There is no #9."))
    await door.hold_the_door()

    assert (screens.opened, screens.updated) == ([], [])


async def test_a_trigger_that_is_over_is_told_to_who_shows_the_form(caplog: pytest.LogCaptureFixture) -> None:
    screens = FakeScreens()
    screens.is_too_late = True
    door = Opening(screens, "trigger", None)

    await door.hold_the_door()
    with pytest.raises(TooLate):
        await door.show(FORM)

    assert "could not be opened in time" in caplog.text
