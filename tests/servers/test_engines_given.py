import asyncio
import gc
import logging
import time
from pathlib import Path

import pytest

from bot import engines
from bot.engines import Addresses, ServerRefused, ServerUnreachable, given, mongod, ports, processes, valkey
from bot.engines.binaries import program
from bot.settings import Secret, Settings
from tests.conditions import until


async def test_given_servers_are_handed_on_and_no_engine_is_started(
    tmp_path: Path, mongodb_uri: str, redis_url: str
) -> None:
    settings = Settings(data_dir=tmp_path / "none", mongodb_uri=Secret(mongodb_uri), redis_url=Secret(redis_url))
    async with engines.running(settings) as addresses:
        assert addresses == Addresses(mongodb_uri, redis_url)
        assert mongodb_uri not in repr(addresses)
    assert not (tmp_path / "none").exists()


async def test_one_given_server_and_one_embedded_engine_go_together(tmp_path: Path, mongodb_uri: str) -> None:
    settings = Settings(data_dir=tmp_path, mongodb_uri=Secret(mongodb_uri))
    async with engines.running(settings) as addresses:
        assert addresses.mongodb_uri == mongodb_uri
        assert (await given.probe_redis(Secret(addresses.redis_url))).server == "Valkey"
    assert not (tmp_path / "engines" / "mongod").exists()


async def test_the_servers_tell_their_versions(mongodb_uri: str, redis_url: str) -> None:
    assert (await given.probe_mongodb(Secret(mongodb_uri))).server == "MongoDB"
    answer = await given.probe_redis(Secret(redis_url))
    assert (answer.server, answer.version.count(".")) == ("Valkey", 2)


async def test_a_server_that_is_not_up_yet_is_waited_for_and_the_wait_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    port = ports.any_free()
    caplog.set_level(logging.WARNING)
    waiting = asyncio.create_task(given.waited_for(given.probe_redis, Secret(f"redis://{ports.HOST}:{port}/0")))
    await until(lambda: any(record.message == "waiting for a server" for record in caplog.records))
    assert not waiting.done()
    await valkey.launch(tmp_path, port, tmp_path / "log")
    try:
        assert (await asyncio.wait_for(waiting, 10)).server == "Valkey"
    finally:
        await processes.stop(valkey.KIND, tmp_path)


# The driver leaves a socket to the garbage collector when it is closed while it connects.
@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")
async def test_the_wait_is_bounded_and_the_password_is_never_told(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(given, "ANSWER_S", 0.2)
    port = ports.any_free()
    mongodb = Secret(f"mongodb://lead:hid/den@{ports.HOST}:{port}/?authSource=admin")
    redis = Secret(f"redis://:hidden@{ports.HOST}:{port}/0?password=hidden")
    began = time.monotonic()
    with pytest.raises(ServerUnreachable, match=rf"Redis at redis://127.0.0.1:{port}/0 does not answer.*REDIS_URL"):
        await given.waited_for(given.probe_redis, redis, patience_s=0.3)
    with pytest.raises(ServerRefused, match=r"MONGODB_URI .* percent-encoded") as refused:
        await given.waited_for(given.probe_mongodb, mongodb, patience_s=0.3)
    with pytest.raises(ServerUnreachable, match=rf"MongoDB at mongodb://127.0.0.1:{port}/ .*MONGODB_URI"):
        await given.waited_for(given.probe_mongodb, Secret(f"mongodb://{ports.HOST}:{port}/"), patience_s=0.3)
    assert time.monotonic() - began < 5
    told = [vars(record) for record in caplog.records]
    assert "waiting for a server" in [record["message"] for record in told]
    assert "hid" not in f"{told} {refused.value}"
    gc.collect()


async def test_a_mongodb_that_is_no_replica_set_is_refused_with_its_remedy(tmp_path: Path) -> None:
    port = ports.any_free()
    (tmp_path / "data").mkdir()
    starter = mongod.KIND.arguments(program("mongod"), tmp_path / "data", port)
    log = tmp_path / "log"
    await processes.launch([*starter, "--nounixsocket", "--fork", "--logpath", str(log)], log)
    try:
        with pytest.raises(ServerRefused, match=r"not a replica set.*--replSet.*rs\.initiate"):
            await given.probe_mongodb(Secret(f"mongodb://{ports.HOST}:{port}/"))
    finally:
        await processes.stop(mongod.KIND, tmp_path / "data")


@pytest.mark.parametrize(
    ("version", "is_taken"), [("6.0.0", True), ("7.2.4", True), ("10.0.1", True), ("5.9.9", False)]
)
def test_a_server_too_old_is_refused(version: str, *, is_taken: bool) -> None:
    answer = given.Answer("MongoDB", version)
    if is_taken:
        assert given.checked(answer, (6, 0), "here") is answer
    else:
        with pytest.raises(ServerRefused, match=r"is too old: run 6\.0 or newer"):
            given.checked(answer, (6, 0), "here")


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("mongodb://lead:p@ss/w@db1:27017,db2/tasks?replicaSet=rs&password=x", "mongodb://db1:27017,db2/tasks"),
        ("redis://cache:6379/0", "redis://cache:6379/0"),
        ("unix:///run/redis.sock?password=x", "unix:///run/redis.sock"),
    ],
)
def test_an_address_is_shown_without_its_secrets(address: str, shown: str) -> None:
    assert given.shown(Secret(address)) == shown
