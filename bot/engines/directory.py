"""The data directory: how a folder is known as Taskbot's own, and who uses it at the moment.

Two locks of the kernel tell who is there, so that no process has to guess from process numbers and a killed one is
forgotten at once: every user shares the marker file's lock for its life, and whoever starts or stops an engine holds
the other one meanwhile.
"""

import asyncio
import fcntl
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from bot.engines.errors import DataDirectoryBusy, DataDirectoryRefused

MARKER = ".taskbot-data"
TURN = ".taskbot-turn"
MARKER_TEXT = "Taskbot keeps its data in this folder; `make demo FRESH=1` deletes all of it.\n"
TURN_CHECK_S = 0.05


def opened(path: Path) -> Path:
    """Give the absolute path of a folder that is Taskbot's own, made and marked if need be.

    Raises `DataDirectoryRefused` for a folder that holds anything else.
    """
    directory = path.absolute()
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        directory = directory.resolve()
        if not is_marked(directory):
            if any(directory.iterdir()):
                raise unmarked(directory)
            (directory / MARKER).write_text(MARKER_TEXT, encoding="utf-8")
    except OSError as problem:
        raise DataDirectoryRefused(
            f"{directory} cannot be used ({problem.strerror}): set TASKBOT_DATA_DIR to a folder that you may write to."
        ) from problem
    return directory


def is_marked(directory: Path) -> bool:
    """Tell whether the folder bears the marker that only Taskbot puts there."""
    return (directory / MARKER).is_file()


def existing(path: Path) -> Path | None:
    """Give the absolute path of a folder that bears the marker, or None where nothing has been kept yet.

    Raises `DataDirectoryRefused` for a folder that holds anything else.
    """
    directory = path.resolve()
    if is_marked(directory):
        return directory
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise unmarked(directory)
    return None


def unmarked(directory: Path) -> DataDirectoryRefused:
    """Word why a folder with files of others is left alone."""
    return DataDirectoryRefused(
        f"{directory} does not bear Taskbot's marker, so nothing in it is touched: set TASKBOT_DATA_DIR to a folder of "
        f"Taskbot's own, or, if all in it is Taskbot's, put an empty file named {MARKER} there."
    )


def clear(directory: Path) -> None:
    """Delete all that a marked folder holds but its locks, which other processes may be waiting for."""
    for entry in directory.iterdir():
        if entry.name in {MARKER, TURN}:
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()


class Membership:
    """One user's hold on the data directory; the kernel ends it with the process, however that ends."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def is_alone(self) -> bool:
        """Tell whether nobody else uses the directory; true until the turn, which must be held, is passed on."""
        if acquired(self._descriptor, fcntl.LOCK_EX):
            return True
        # A failed change of a lock may have lost it, and it is free to be shared again while the turn is held.
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)
        return False

    def share(self) -> None:
        """Let others in beside this user."""
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)


@contextmanager
def membership(directory: Path) -> Iterator[Membership]:
    """Open a hold on the directory, which takes effect with its first question or `share`."""
    with lock_file(directory / MARKER) as descriptor:
        yield Membership(descriptor)


@asynccontextmanager
async def turn(directory: Path, *, within_s: float) -> AsyncIterator[None]:
    """Be the only one who starts or stops engines here; raises `DataDirectoryBusy` when others take longer."""
    with lock_file(directory / TURN) as descriptor:
        try:
            async with asyncio.timeout(within_s):
                while not acquired(descriptor, fcntl.LOCK_EX):  # noqa: ASYNC110 -- another process gives no event
                    await asyncio.sleep(TURN_CHECK_S)
        except TimeoutError:
            raise DataDirectoryBusy(
                f"Another process has been starting or stopping the engines of {directory} for {within_s:.0f} s: "
                "wait for it, or end it."
            ) from None
        yield


@contextmanager
def lock_file(path: Path) -> Iterator[int]:
    """Open a file for the kernel's locks; closing it lets go of them."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def acquired(descriptor: int, kind: int) -> bool:
    """Take a lock if that is possible at once."""
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
