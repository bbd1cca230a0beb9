"""A Valkey of a test's own, to be killed and started again on the same port and directory."""

import asyncio
import asyncio.subprocess
from contextlib import suppress
from pathlib import Path

from bot.engines import ports, valkey
from bot.engines.binaries import program


class KillableValkey:
    """One server; `url` stays the same through all its lives."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._port = ports.any_free()
        self._process: asyncio.subprocess.Process | None = None
        self.url = valkey.address(self._port)

    async def start(self) -> None:
        """Start it, with what it has kept; returns once it answers."""
        self._process = await asyncio.create_subprocess_exec(
            *(str(program("valkey-server")), "--port", str(self._port), "--bind", ports.HOST),
            *("--dir", str(self._directory), "--appendonly", "yes", "--appendfsync", "always", "--save", ""),
            stdout=asyncio.subprocess.DEVNULL,
        )
        await valkey.settle(self._port)

    async def kill(self) -> None:
        """End it as a power cut would."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()
            self._process = None
