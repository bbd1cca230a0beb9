"""Slack speaks of people: who joined or left a channel, who changed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from bot.service.ports import Agenda, Forgetting, Homes, Ledger, Topic, Wakeups
from bot.tasks.partitions import partition_of
from bot.tasks.people import Person

Body = Mapping[str, Any]


class Acquaintances(Protocol):
    """Who the bot has met."""

    async def heard_of(self, team_id: str, described: Mapping[str, Any]) -> Person | None:
        """Remember what Slack says about somebody; None if the bot never met them."""


@dataclass(frozen=True)
class PeopleEvents:
    """What follows from news about people; all of it may happen twice without harm."""

    acquaintances: Acquaintances
    ledger: Ledger
    agenda: Agenda
    homes: Homes
    wakeups: Wakeups
    forgetting: Forgetting
    now: Callable[[], datetime]
    real_now: Callable[[], datetime]
    bot_user_id: str

    async def home_opened(self, body: Body) -> None:
        """Have somebody's Home drawn, from its first page on."""
        team_id, event = body["team_id"], body["event"]
        if event.get("tab") != "home":
            return
        await self.homes.opened(team_id, event["user"], page=0, real_now=self.real_now())
        self.wakeups.wake({partition_of(team_id, event["user"])})

    async def membership_changed(self, body: Body) -> None:
        """Forget who is in the channel; where the bot itself was invited, post what was held for it."""
        team_id, channel_id, user_id = body["team_id"], body["event"]["channel"], body["event"]["user"]
        if user_id != self.bot_user_id:
            self.forgetting.forget(team_id, Topic.MEMBERSHIP, user_id)
            return
        self.forgetting.forget(team_id, Topic.CHANNEL, channel_id)
        if body["event"]["type"] == "member_joined_channel" and await self.ledger.release(team_id, channel_id):
            self.wakeups.wake({partition_of(team_id, channel_id)})

    async def person_changed(self, body: Body) -> None:
        """Remember the person as they are now; their reminders follow their zone."""
        team_id, described = body["team_id"], body["event"]["user"]
        self.forgetting.forget(team_id, Topic.PERSON, described["id"])
        person = await self.acquaintances.heard_of(team_id, described)
        if person is not None:
            await self.agenda.look_again(team_id, person.user_id, now=self.now())
