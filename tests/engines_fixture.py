"""Real engines for the tests: one MongoDB and one Valkey for the whole session, and a corner of them for each test."""

import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from pymongo import AsyncMongoClient

from bot import engines
from bot.engines import Addresses
from bot.settings import Settings


@pytest_asyncio.fixture(scope="session")
async def engine_addresses(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Addresses]:
    """Start the engines at the first test that asks; that they cannot start fails it."""
    async with engines.running(Settings(data_dir=Path(tmp_path_factory.mktemp("engines")))) as addresses:
        yield addresses


@pytest.fixture(scope="session")
def mongodb_uri(engine_addresses: Addresses) -> str:
    """Give the address of the session's MongoDB."""
    return engine_addresses.mongodb_uri


@pytest.fixture(scope="session")
def redis_url(engine_addresses: Addresses) -> str:
    """Give the address of the session's Valkey."""
    return engine_addresses.redis_url


@pytest_asyncio.fixture(scope="session")
async def cleaning_client(mongodb_uri: str) -> AsyncIterator[AsyncMongoClient[dict[str, Any]]]:
    """Hold the connection that drops the tests' databases."""
    async with AsyncMongoClient[dict[str, Any]](mongodb_uri) as client:
        yield client


@pytest_asyncio.fixture
async def database_name(cleaning_client: AsyncMongoClient[dict[str, Any]]) -> AsyncIterator[str]:
    """Name a database that is the test's own and gone after it."""
    name = f"test_{uuid.uuid4().hex}"
    yield name
    await cleaning_client.drop_database(name)


@pytest.fixture
def key_prefix() -> str:
    """Name the beginning of all Valkey keys of one test."""
    return f"test:{uuid.uuid4().hex}:"
