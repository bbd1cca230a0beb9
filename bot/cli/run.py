"""`taskbot run`: the bot, connected to Slack."""

import logging
import os
from pathlib import Path

from bot.cli import logs, process
from bot.settings import Role, load


def main(roles: frozenset[Role]) -> int:
    """Run these roles until a signal comes."""
    return process.run(lambda: serve(roles))


async def serve(roles: frozenset[Role]) -> None:
    """Read the settings and be the bot; raises `SettingsError` and `EngineError`."""
    settings = load(os.environ, Path(".env"), roles=roles)
    logs.begin(logging.INFO, settings.log_format)
    from bot.app import serve as be_the_bot  # noqa: PLC0415 -- slow to import, and wrong settings are told at once

    await be_the_bot(settings, roles, ready=lambda _port: process.settle())
