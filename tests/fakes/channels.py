"""Channels in memory."""

from collections.abc import Collection, Mapping

from bot.service.ports import Channel


class FakeChannels:
    """The port `Channels`, of one workspace: the channels that the bot sees, and who it knows to be in which."""

    def __init__(self, *channels: Channel, members: Mapping[str, Collection[str]] | None = None) -> None:
        self.channels = {channel.channel_id: channel for channel in channels}
        self.members = {channel_id: set(user_ids) for channel_id, user_ids in (members or {}).items()}

    async def channel(self, team_id: str, channel_id: str) -> Channel | None:
        return self.channels.get(channel_id)

    async def of_person(self, team_id: str, user_id: str) -> frozenset[str]:
        return frozenset(channel_id for channel_id, user_ids in self.members.items() if user_id in user_ids)
