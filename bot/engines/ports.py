"""Ports of 127.0.0.1 for the embedded engines: free ones, the one of last time preferred."""

import socket
from pathlib import Path
from random import SystemRandom

HOST = "127.0.0.1"
# Below those that systems give to outgoing connections, which would often hold an engine's port at its next start.
STEADY_PORTS = range(20_000, 32_000)


def is_free(port: int) -> bool:
    """Tell whether a server could listen there now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As the engines do: without it the last run's connections, not yet forgotten by the kernel, are in the way.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def any_free() -> int:
    """Choose a port that nobody uses."""
    return next(port for port in SystemRandom().sample(STEADY_PORTS, len(STEADY_PORTS)) if is_free(port))


def kept(file: Path) -> int | None:
    """Read the port of last time, if there was one."""
    try:
        return int(file.read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return None


def keep(file: Path, port: int) -> None:
    """Write the port down for next time, whole or not at all."""
    fresh = file.with_suffix(".new")
    fresh.write_text(f"{port}\n", encoding="ascii")
    fresh.replace(file)
