"""Fixtures that tests of every folder may ask for."""

import signal
from types import FrameType

from tests.engines_fixture import (
    cleaning_client,
    database_name,
    engine_addresses,
    key_prefix,
    mongodb_uri,
    redis_url,
)

__all__ = ["cleaning_client", "database_name", "engine_addresses", "key_prefix", "mongodb_uri", "redis_url"]


def pytest_configure() -> None:
    """Let SIGTERM end a session as Ctrl-C does, so that its fixtures stop what they started."""
    signal.signal(signal.SIGTERM, interrupt)


def interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
