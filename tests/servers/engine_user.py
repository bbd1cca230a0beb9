"""A process that uses the engines of a data directory until SIGTERM; it prints their addresses."""

import asyncio
import signal
import sys
from pathlib import Path

from bot import engines
from bot.cli.process import fastest_loop
from bot.settings import Settings


async def use(data_dir: Path) -> None:
    """Join the engines, say where they are, and stay."""
    asked_to_end = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asked_to_end.set)
    async with engines.running(Settings(data_dir=data_dir)) as addresses:
        sys.stdout.write(f"{addresses.mongodb_uri} {addresses.redis_url}\n")
        sys.stdout.flush()
        await asked_to_end.wait()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=fastest_loop()) as runner:
        runner.run(use(Path(sys.argv[1])))
