"""`python -m tests.benchmarks NAME [--quick] [--json FILE]`: run one benchmark and tell its figures."""

import argparse
import asyncio
import sys
from importlib import import_module
from pathlib import Path

import msgspec

from tests.benchmarks.figures import Report

NAMES = ("ack", "fanout", "reminders", "growth", "footprint")


def main() -> int:
    """Run what is asked for; the figures go to standard output, and as JSON into a file."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description="Measure the bot.")
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--quick", action="store_true", help="with less effort, within 45 seconds")
    parser.add_argument("--json", type=Path, help="the file for the figures")
    given = parser.parse_args()
    benchmark = import_module(f"tests.benchmarks.{given.name}")
    report: Report = asyncio.run(benchmark.run(is_quick=given.quick))
    for name, value in report.figures.items():
        least, greatest = report.spread[name]
        sys.stdout.write(f"{report.name} {name:<28} {value:>10}   {least} to {greatest}\n")
    if given.json is not None:
        given.json.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
