"""How work is shared between processes: by a number that follows from what the work is about."""

from zlib import crc32

PARTITIONS = 8
"""Each is read and drained by one process at a time, so this is also how many notifiers can work side by side."""


def partition_of(team_id: str, name: str | int) -> int:
    """The partition of a task (by its number) or of a destination (by its id), the same in every process."""
    return crc32(f"{team_id}:{name}".encode()) % PARTITIONS
