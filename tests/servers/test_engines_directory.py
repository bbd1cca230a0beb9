import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from bot import engines
from bot.engines import DataDirectoryBusy, DataDirectoryRefused, directory, embedded
from bot.settings import Settings


def names_in(folder: Path) -> list[str]:
    return [entry.name for entry in folder.iterdir()]


def test_a_folder_made_or_found_empty_is_marked(tmp_path: Path) -> None:
    assert directory.opened(tmp_path / "a b" / "new") == tmp_path / "a b" / "new"
    assert (tmp_path / "a b" / "new" / directory.MARKER).is_file()
    (tmp_path / "empty").mkdir()
    directory.opened(tmp_path / "empty")
    (tmp_path / "empty" / "data").touch()
    assert directory.existing(directory.opened(tmp_path / "empty")) == tmp_path / "empty"


async def test_a_folder_with_files_of_others_is_neither_used_nor_deleted(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work", encoding="ascii")
    with pytest.raises(DataDirectoryRefused, match="does not bear Taskbot's marker"):
        async with engines.running(Settings(data_dir=tmp_path)):
            pass
    with pytest.raises(DataDirectoryRefused, match="does not bear Taskbot's marker"):
        await engines.emptied(tmp_path)
    assert names_in(tmp_path) == ["thesis.txt"]


async def test_a_file_in_its_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="ascii")
    with pytest.raises(DataDirectoryRefused):
        directory.opened(tmp_path / "file")
    with pytest.raises(DataDirectoryRefused):
        await engines.emptied(tmp_path / "file")
    assert (tmp_path / "file").read_text(encoding="ascii") == "mine"


async def test_beginning_anew_deletes_all_but_the_locks_and_follows_no_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "photo").touch()
    data_dir = directory.opened(tmp_path / "data")
    (data_dir / "slack" / "deep").mkdir(parents=True)
    (data_dir / "slack" / "deep" / "people").touch()
    (data_dir / "link").symlink_to(tmp_path / "elsewhere")
    (data_dir / "slack" / "link").symlink_to(tmp_path / "elsewhere")
    await engines.emptied(data_dir)
    assert set(names_in(data_dir)) <= {directory.MARKER, directory.TURN}
    assert (tmp_path / "elsewhere" / "photo").exists()
    await engines.emptied(data_dir)


async def test_beginning_anew_where_nothing_was_is_fine(tmp_path: Path) -> None:
    await engines.emptied(tmp_path / "never made")
    await engines.emptied(tmp_path)
    assert names_in(tmp_path) == []


async def test_data_in_use_is_not_deleted(tmp_path: Path) -> None:
    data_dir = directory.opened(tmp_path / "data")
    (data_dir / "slack").mkdir()
    with directory.membership(data_dir) as user:
        user.share()
        with pytest.raises(DataDirectoryBusy, match="in use by another Taskbot"):
            await engines.emptied(data_dir)
    assert (data_dir / "slack").exists()
    await engines.emptied(data_dir)
    assert not (data_dir / "slack").exists()


async def test_beginning_anew_stops_the_engines_that_a_killed_bot_left(tmp_path: Path) -> None:
    data_dir = directory.opened(tmp_path / "data")
    left = embedded.valkey_of(data_dir)
    await left.ensure(left.free_ports())
    assert left.process() is not None
    await engines.emptied(data_dir)
    assert left.process() is None
    assert not left.directory.exists()


async def test_only_a_lone_user_is_alone(tmp_path: Path) -> None:
    data_dir = directory.opened(tmp_path)
    with directory.membership(data_dir) as first, directory.membership(data_dir) as second:
        assert first.is_alone()
        first.share()
        second.share()
        assert not first.is_alone()
        assert not second.is_alone()
    with directory.membership(data_dir) as third:
        assert third.is_alone()


async def test_a_killed_user_is_forgotten(tmp_path: Path) -> None:
    data_dir = directory.opened(tmp_path)
    holds = (
        "import sys, time, pathlib; from bot.engines import directory\n"
        "with directory.membership(pathlib.Path(sys.argv[1])) as user:\n"
        "    user.share(); print('held', flush=True); time.sleep(60)\n"
    )
    user = await asyncio.create_subprocess_exec(
        sys.executable, "-c", holds, str(data_dir), stdout=asyncio.subprocess.PIPE
    )
    assert user.stdout is not None
    assert await asyncio.wait_for(user.stdout.readline(), 10) == b"held\n"
    with directory.membership(data_dir) as other:
        assert not other.is_alone()
        os.kill(user.pid, signal.SIGKILL)
        await asyncio.wait_for(user.wait(), 10)
        assert other.is_alone()


async def test_the_turn_is_one_s_at_a_time_and_waiting_for_it_is_bounded(tmp_path: Path) -> None:
    data_dir = directory.opened(tmp_path)
    async with directory.turn(data_dir, within_s=1):
        with pytest.raises(DataDirectoryBusy):
            async with directory.turn(data_dir, within_s=0.1):
                pass
    async with directory.turn(data_dir, within_s=0.1):
        pass
