"""What the doctor finds of this installation: Python, the libraries and the embedded engines' programs."""

import asyncio
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from bot.cli.findings import Finding, well, wrong
from bot.engines import EngineError, directory
from bot.engines.binaries import program

OLDEST_PYTHON = (3, 11)


def python_finding() -> Finding:
    """Look at the interpreter."""
    running = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < OLDEST_PYTHON:
        return wrong(f"Python {running} is too old: install 3.11 or newer, delete .venv and run `make install`.")
    return well(f"Python {running}")


def library_findings() -> Iterator[Finding]:
    """Compare the installed libraries with what the project requires."""
    try:
        required = metadata.requires("taskbot") or []
    except metadata.PackageNotFoundError:
        yield wrong("Taskbot is not installed: run `make install`.")
        return
    lacking = [fault for line in required if "extra ==" not in line for fault in requirement_faults(line)]
    yield from (wrong(f"{fault}: run `make install`.") for fault in lacking)
    if not lacking:
        yield well(f"Taskbot {metadata.version('taskbot')} with the libraries that it requires")


def requirement_faults(line: str) -> Iterator[str]:
    """Say how an installed library falls short of one line of requirements, such as `redis[hiredis]>=7,<9`."""
    name, bounds = re.fullmatch(r"([\w.-]+)(?:\[[^]]*\])?\s*(.*)", line.partition(";")[0].strip()).groups()  # type: ignore[union-attr]
    try:
        installed = metadata.version(name)
    except metadata.PackageNotFoundError:
        yield f"{name} is not installed"
        return
    for comparison, bound in re.findall(r"(>=|<)\s*([\d.]+)", bounds):
        is_within = numbers(installed) >= numbers(bound) if comparison == ">=" else numbers(installed) < numbers(bound)
        if not is_within:
            yield f"{name} {installed} is installed, {comparison}{bound} is required"


def numbers(version: str) -> tuple[int, ...]:
    """Give a version's leading numbers, so that versions compare as numbers do."""
    leading = re.match(r"\d+(?:\.\d+)*", version)
    return tuple(int(part) for part in leading[0].split(".")) if leading else ()


async def embedded_finding(name: str, setting: str) -> Finding:
    """Look at the program of an embedded engine, which must start on this system."""
    try:
        binary = program(name)
    except EngineError as problem:
        return wrong(str(problem))
    try:
        asked = await asyncio.create_subprocess_exec(
            str(binary), "--version", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
    except OSError as problem:
        return wrong(f"{binary} does not run ({problem.strerror}): install another one, or set {setting}.")
    said = (await asked.communicate())[0].decode(errors="replace")
    if asked.returncode != 0:
        return wrong(f"{binary} does not run ({said.strip()}): install what it lacks, or set {setting}.")
    found = re.search(r"v=?\s*(\d+\.\d+\.\d+)", said)
    return well(f"{setting} is not set: an embedded {name} {found[1] if found else ''} serves the data directory")


def data_dir_finding(path: Path) -> Finding:
    """Look at the folder of the embedded engines, without making it."""
    try:
        kept = directory.existing(path)
    except EngineError as problem:
        return wrong(str(problem))
    return well(f"data directory {path.absolute()}" + ("" if kept else " (not made yet)"))
