"""The embedded engines' processes: how one is recognised, started apart from the bot, and stopped.

A process is known by its program and the data directory on its command line, read afresh before every signal; no file
of process numbers can go stale or name a stranger. Engines put themselves in a session of their own, so that Ctrl-C
reaches the bot alone, and are nobody's child, so that any user of the data directory can outlive any other.
"""

import asyncio
import os
import re
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from bot.engines.errors import EngineFailed

LAUNCH_S = 60
GENTLE_STOP_S = 3
HARD_STOP_S = 2
STOP_CHECK_S = 0.05

PROC = Path("/proc")
_STATE, _THREADS = 0, 17
"""Where they stand in a process's `stat` behind its name: the fields 3 and 20."""
_DEAD = frozenset("ZX")


class Process(msgspec.Struct, frozen=True):
    """A process that serves one data directory on one port of 127.0.0.1."""

    pid: int
    port: int


class Kind(msgspec.Struct, frozen=True):
    """How an engine's command line begins: its program, then the option that names its directory, then its port."""

    program: str
    directory_option: str

    def arguments(self, binary: Path, directory: Path, port: int) -> list[str]:
        """Begin the command line by which `running` knows the process again."""
        return [str(binary), self.directory_option, str(directory), "--port", str(port)]

    def running(self, directory: Path) -> list[Process]:
        """Find the living processes that serve this directory."""
        pattern = self._pattern(directory)
        lines = ((pid, pattern.match(line)) for pid, line in command_lines())
        return [Process(pid, int(found[1])) for pid, found in lines if found]

    def is_running(self, process: Process, directory: Path) -> bool:
        """Tell whether this very process lives, zombies and strangers with its number excluded."""
        return self._pattern(directory).match(command_line(process.pid)) is not None

    def _pattern(self, directory: Path) -> re.Pattern[str]:
        parts = [re.escape(part) for part in (self.program, self.directory_option, str(directory), "--port")]
        return re.compile(r"(?:[^\0]*/)?" + "[\0 ]".join([*parts, "([0-9]+)"]) + "(?:[\0 ]|$)")


async def launch(arguments: list[str], log: Path) -> None:
    """Run the starter of an engine that goes on by itself; raises `EngineFailed` with what the starter said."""
    name = Path(arguments[0]).name
    # A file and not a pipe: the engine may inherit a pipe from its starter and keep it open for ever.
    with tempfile.TemporaryFile() as said:
        starter = await asyncio.create_subprocess_exec(
            *arguments, stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True
        )
        try:
            async with asyncio.timeout(LAUNCH_S):
                await starter.wait()
        except TimeoutError:
            raise EngineFailed(f"{name} did not start within {LAUNCH_S} s: see {log}.") from None
        finally:
            if starter.returncode is None:
                starter.kill()
                await starter.wait()
        if starter.returncode != 0:
            said.seek(0)
            raise EngineFailed(failure(name, said.read().decode(errors="replace"), log))


def failure(name: str, said: str, log: Path) -> str:
    """Word why an engine did not start."""
    if "libcurl" in said:
        return f"{name} lacks libcurl: install it (Debian: `apt-get install libcurl4`)."
    if "error while loading shared libraries" in said:
        return f"{name} lacks a library of the system: {said.strip()}."
    return f"{name} did not start: see {log}."


async def stop(kind: Kind, directory: Path, *, gentle_s: float = GENTLE_STOP_S) -> None:
    """Stop all processes that serve this directory; what does not end in `gentle_s` seconds is killed."""
    ending: set[int] = set()
    for order, patience_s in ((signal.SIGTERM, gentle_s), (signal.SIGKILL, HARD_STOP_S)):
        for process in kind.running(directory):
            send(kind, process, order)
            ending.add(process.pid)
        with suppress(TimeoutError):
            async with asyncio.timeout(patience_s):
                while kind.running(directory) or not all(map(has_ended, ending)):  # noqa: ASYNC110
                    await asyncio.sleep(STOP_CHECK_S)
                return
    raise EngineFailed(f"{kind.program} of {directory} does not end: end it by hand.")


def has_ended(pid: int) -> bool:
    """Tell whether a process holds nothing any more.

    An ending process loses its command line before its port and the locks on its files, which the next engine needs.
    Those go with the last of its threads, while the first one is a zombie already (`man 5 proc_pid_stat`).
    """
    if PROC.is_dir():
        try:
            stat = (PROC / str(pid) / "stat").read_text(encoding="ascii", errors="replace")
        except OSError:
            return True
        fields = stat.rpartition(")")[2].split()
        return fields[_STATE] in _DEAD and int(fields[_THREADS]) <= 1
    asked = ["ps", "-o", "stat=", "-p", str(pid)]
    state = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603
    return not state or state[0] in _DEAD


def send(kind: Kind, process: Process, order: signal.Signals) -> None:
    """Send a signal to a process just recognised; one that has ended meanwhile is none."""
    try:
        os.kill(process.pid, order)
    except ProcessLookupError:
        return
    except PermissionError:
        raise EngineFailed(f"{kind.program} (process {process.pid}) is another user's: end it as that user.") from None


def command_lines() -> Iterator[tuple[int, str]]:
    """Give every process's number and command line, its parts separated by NUL where the system says so."""
    if PROC.is_dir():
        for entry in PROC.iterdir():
            if entry.name.isdigit():
                yield int(entry.name), command_line(int(entry.name))
        return
    listed = subprocess.run(["ps", "-axww", "-o", "pid=,command="], capture_output=True, text=True, check=True)  # noqa: S607
    for line in listed.stdout.splitlines():
        pid, _, command = line.strip().partition(" ")
        yield int(pid), command.strip()


def command_line(pid: int) -> str:
    """Give the command line of one process: empty for a zombie, and when there is none of this number."""
    if PROC.is_dir():
        try:
            return (PROC / str(pid) / "cmdline").read_text(encoding="utf-8", errors="surrogateescape")
        except OSError:
            return ""
    asked = ["ps", "-ww", "-o", "command=", "-p", str(pid)]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603
