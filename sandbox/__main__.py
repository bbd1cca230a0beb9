"""`python -m sandbox`: a local Slack in a process of its own."""

import argparse
import asyncio
import contextlib
import signal
from pathlib import Path

import msgspec

from sandbox.server import SandboxAddress, serve


def _announce(address: SandboxAddress) -> None:
    print(msgspec.json.encode(address).decode(), flush=True)


async def _run(data_dir: Path, manifest: Path, port: int) -> None:
    serving = asyncio.create_task(serve(data_dir=data_dir, manifest=manifest, port=port, ready=_announce))
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, serving.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await serving


def main() -> None:
    """Serve until SIGTERM or SIGINT; prints one line of JSON with the address and the app's secrets once ready."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="A local Slack for demos and tests.")
    parser.add_argument("--data", type=Path, required=True, help="directory in which the workspace is kept")
    parser.add_argument("--manifest", type=Path, default=Path("manifest.yml"), help="the app's manifest")
    parser.add_argument("--port", type=int, default=8765, help="port on 127.0.0.1; the next free one if it is taken")
    given = parser.parse_args()
    asyncio.run(_run(given.data, given.manifest, given.port))


if __name__ == "__main__":
    main()
