"""The embedded engines of a data directory: started by the first user, watched by all, stopped by the last."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

from bot.engines import directory as directories
from bot.engines import mongod, ports, processes, valkey
from bot.engines.errors import DataDirectoryBusy, EngineError, EngineFailed

logger = logging.getLogger(__name__)

FOLDER = "engines"
START_TURN_S = 60
# The whole bot has to be gone 5 s after Ctrl-C.
LEAVE_TURN_S = 1
DEATH_CHECK_S = 0.25
END_CHECK_S = 0.02
FIRST_PAUSE_S = 0.1
LONGEST_PAUSE_S = 10.0
STEADY_S = 60


class Engine(msgspec.Struct, frozen=True):
    """One embedded engine of one data directory: its kind, and how it is launched and made ready on a port."""

    kind: processes.Kind
    launch: Callable[[Path, int, Path], Awaitable[None]]
    settle: Callable[[int], Awaitable[None]]
    data_dir: Path

    @property
    def name(self) -> str:
        return self.kind.program

    @property
    def directory(self) -> Path:
        return self.data_dir / FOLDER / self.name

    @property
    def log(self) -> Path:
        return self.data_dir / FOLDER / f"{self.name}.log"

    @property
    def port_file(self) -> Path:
        return self.data_dir / FOLDER / f"{self.name}.port"

    def process(self) -> processes.Process | None:
        """Find the engine's process, if it lives."""
        return next(iter(self.kind.running(self.directory)), None)

    async def ensure(self, candidates: Iterable[int]) -> int:
        """Take over the engine that runs, or start it on the first of these ports that serves; gives its port.

        Raises `EngineFailed` or `EngineMissing`. The caller holds the directory's turn.
        """
        process = self.process()
        if process is not None:
            try:
                await self._settle_alive(process.port)
            except EngineFailed as problem:
                logger.warning("engine does not answer, stopping it", extra={"engine": self.name, "problem": problem})
                await self.stop()
            else:
                ports.keep(self.port_file, process.port)
                return process.port
        return await self._start_on_one_of(candidates)

    async def stop(self) -> None:
        """End the engine, whoever started it."""
        await processes.stop(self.kind, self.directory)

    async def death(self) -> None:
        """Return when no process serves the directory."""
        while (process := self.process()) is not None:
            while self.kind.is_running(process, self.directory):  # noqa: ASYNC110 -- another process gives no event
                await asyncio.sleep(DEATH_CHECK_S)
            while not processes.has_ended(process.pid):  # noqa: ASYNC110
                await asyncio.sleep(END_CHECK_S)

    def free_ports(self) -> Iterator[int]:
        """Offer the port of last time if it is free, then others."""
        last = ports.kept(self.port_file)
        if last is not None and ports.is_free(last):
            yield last
        # Another program may take a port between the question and the engine's start.
        yield ports.any_free()
        yield ports.any_free()

    def same_port(self) -> Iterator[int]:
        """Offer the port that the other users of the engine know."""
        last = ports.kept(self.port_file)
        yield ports.any_free() if last is None else last

    async def _start_on_one_of(self, candidates: Iterable[int]) -> int:
        failure: EngineFailed | None = None
        for port in candidates:
            try:
                await self._start(port)
            except EngineFailed as problem:
                failure = problem
                if ports.is_free(port):
                    break
            else:
                return port
        raise failure or EngineFailed(f"{self.name} was offered no port.")

    async def _start(self, port: int) -> None:
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.log.exists():
            self.log.replace(self.log.with_suffix(".last.log"))
        try:
            await self.launch(self.directory, port, self.log)
            await self._settle_alive(port)
        except EngineFailed:
            await self.stop()
            raise
        ports.keep(self.port_file, port)
        logger.info("engine started", extra={"engine": self.name, "port": port})

    async def _settle_alive(self, port: int) -> None:
        settling = asyncio.ensure_future(self.settle(port))
        dying = asyncio.ensure_future(self.death())
        try:
            await asyncio.wait({settling, dying}, return_when=asyncio.FIRST_COMPLETED)
            if dying.done():
                raise EngineFailed(f"{self.name} ended while it started: see {self.log}.")
            settling.result()
        finally:
            await cancelled(settling, dying)


def mongod_of(data_dir: Path) -> Engine:
    """Describe the directory's MongoDB."""
    return Engine(mongod.KIND, mongod.launch, mongod.settle, data_dir)


def valkey_of(data_dir: Path) -> Engine:
    """Describe the directory's Valkey."""
    return Engine(valkey.KIND, valkey.launch, valkey.settle, data_dir)


def engines_of(data_dir: Path) -> tuple[Engine, Engine]:
    """Describe all engines that a directory can have."""
    return mongod_of(data_dir), valkey_of(data_dir)


@asynccontextmanager
async def joined(data_dir: Path, wanted: Sequence[Engine]) -> AsyncIterator[list[int]]:
    """Use these engines of an opened data directory: gives their ports, restarts what dies, stops all after the last.

    Raises `EngineError`.
    """
    with directories.membership(data_dir) as membership:
        try:
            async with directories.turn(data_dir, within_s=START_TURN_S):
                used = await started(wanted, membership)
            watchers = [asyncio.create_task(supervise(engine), name=f"watch {engine.name}") for engine in wanted]
            try:
                yield used
            finally:
                await cancelled(*watchers)
        finally:
            await leave(data_dir, membership)


async def started(wanted: Sequence[Engine], membership: directories.Membership) -> list[int]:
    """Start or join the engines, all at once; a lone user may give them new ports, others keep the known ones."""
    is_first = membership.is_alone()
    membership.share()
    starts = [engine.ensure(engine.free_ports() if is_first else engine.same_port()) for engine in wanted]
    outcomes = await asyncio.gather(*starts, return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, BaseException):
            raise outcome
    return [outcome for outcome in outcomes if isinstance(outcome, int)]


async def supervise(engine: Engine) -> None:
    """Restart the engine whenever it dies, on the port that its users know and after ever longer pauses; endless."""
    loop = asyncio.get_running_loop()
    pause_s = FIRST_PAUSE_S
    while True:
        up_since = loop.time()
        await engine.death()
        if loop.time() - up_since > STEADY_S:
            pause_s = FIRST_PAUSE_S
        logger.warning("engine died, restarting it", extra={"engine": engine.name, "pause_s": pause_s})
        await asyncio.sleep(pause_s)
        pause_s = min(2 * pause_s, LONGEST_PAUSE_S)
        try:
            async with directories.turn(engine.data_dir, within_s=START_TURN_S):
                await engine.ensure(engine.same_port())
        except EngineError as problem:
            logger.error("engine not restarted", extra={"engine": engine.name, "problem": problem})  # noqa: TRY400


async def leave(data_dir: Path, membership: directories.Membership) -> None:
    """Stop the engines if nobody else uses the directory."""
    try:
        async with directories.turn(data_dir, within_s=LEAVE_TURN_S):
            if membership.is_alone():
                await asyncio.gather(*(engine.stop() for engine in engines_of(data_dir)))
    except DataDirectoryBusy:
        # Whoever takes so long is starting an engine, hence a user, who stops all engines when leaving in turn.
        logger.info("engines left to another process", extra={"data_dir": str(data_dir)})


async def emptied(data_dir: Path) -> None:
    """Delete all data of a marked directory that nobody uses, its engines stopped before.

    Raises `DataDirectoryRefused` for a folder without the marker, `DataDirectoryBusy` while it is in use.
    """
    directory = directories.existing(data_dir)
    if directory is None:
        return
    with directories.membership(directory) as membership:
        async with directories.turn(directory, within_s=LEAVE_TURN_S):
            if not membership.is_alone():
                raise DataDirectoryBusy(f"{directory} is in use by another Taskbot process: end it first.")
            await asyncio.gather(*(engine.stop() for engine in engines_of(directory)))
            directories.clear(directory)


async def cancelled(*tasks: asyncio.Future[None]) -> None:
    """Cancel tasks and wait until they are gone; what one of them died of is raised."""
    for task in tasks:
        task.cancel()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, Exception):
            raise outcome
