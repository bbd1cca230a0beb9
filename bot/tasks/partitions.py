"""How work is shared between processes: by a number that follows from what the work is about."""

from zlib import crc32

PARTITIONS = 8
"""Each is read and drained by one process at a time, so this is also how many notifiers can work side by side."""


def partition_of_team(team_id: str) -> int:
    """The partition of a workspace's events: one reader for all of them, so that they keep the order of commit."""
    return crc32(team_id.encode()) % PARTITIONS


def partition_of(team_id: str, destination: str) -> int:
    """The partition of what is owed to a channel or person, the same in every process."""
    return crc32(f"{team_id}:{destination}".encode()) % PARTITIONS
