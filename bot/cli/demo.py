"""`taskbot demo`: embedded engines, a local Slack in the browser and the bot, in one process, without any account."""

import asyncio
import fcntl
import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp
import msgspec

from bot import engines
from bot.cli import logs, manifest, process
from bot.engines import directory
from bot.settings import LogFormat, Role, Secret, Settings, SettingsError, load, merged

if TYPE_CHECKING:
    from sandbox.server import SandboxAddress

# The rest of a `.env` speaks of a real workspace and real servers, which a demo must not touch.
DEMO_KEYS = ("TASKBOT_DATA_DIR", "PORT", "SANDBOX_PORT")
SLACK_FOLDER = "slack"
LOCK = "demo.lock"
MANIFEST = "manifest.yml"


class Transport(StrEnum):
    """How the local Slack reaches the bot."""

    SOCKET = "socket"
    HTTP = "http"


def main(transport: Transport, *, begins_anew: bool) -> int:
    """Run the demo until a signal comes, its data deleted first if it begins anew."""
    logs.begin(logging.WARNING, LogFormat.TEXT)
    return process.run(partial(begin_anew_and_serve if begins_anew else serve, transport))


async def begin_anew_and_serve(transport: Transport) -> None:
    """Delete the data of earlier demos, then serve."""
    await engines.emptied(demo_settings(os.environ, Path(".env")).data_dir)
    await serve(transport)


async def serve(transport: Transport) -> None:
    """Have everything up, say so, and stay until cancelled; raises `SettingsError` and `EngineError`."""
    settings = demo_settings(os.environ, Path(".env"))
    data_dir = directory.opened(settings.data_dir)
    with only_demo(data_dir):
        slack: asyncio.Future[SandboxAddress] = asyncio.get_running_loop().create_future()
        async with asyncio.TaskGroup() as group:

            def ready(port: int) -> None:
                group.create_task(tell_ready(slack.result(), transport, port))

            local_slack = group.create_task(serve_slack(settings, data_dir, slack))
            async with engines.running(settings) as addresses:
                app = await asyncio.to_thread(import_module, "bot.app")
                address = await slack
                await app.serve(
                    bot_settings(settings, address, addresses, transport),
                    frozenset(Role),
                    ready=ready,
                )
            local_slack.cancel()


async def tell_ready(slack: "SandboxAddress", transport: Transport, port: int) -> None:
    """Have the local Slack deliver to the bot, and say that people can come."""
    delivery = {"mode": transport.value, "request_url": f"http://127.0.0.1:{port}/slack/events"}
    url = f"{slack.url}/_control/delivery"
    async with aiohttp.ClientSession() as session, session.post(url, json=delivery) as answer:
        answer.raise_for_status()
    print(f"Workspace ready: {slack.url}", flush=True)


async def serve_slack(settings: Settings, data_dir: Path, ready: "asyncio.Future[SandboxAddress]") -> None:
    """Be the Slack that the bot meets."""
    try:
        sandbox = await asyncio.to_thread(import_module, "sandbox.server")
    except ModuleNotFoundError as missing:
        raise SettingsError(
            (f"The demo lacks {missing.name}: run `make install`, or `pip install 'taskbot[local]'`.",)
        ) from missing
    app_manifest = data_dir / MANIFEST
    app_manifest.write_text(manifest.text(), encoding="utf-8")
    await sandbox.serve(
        data_dir=data_dir / SLACK_FOLDER, manifest=app_manifest, port=settings.sandbox_port, ready=ready.set_result
    )


def demo_settings(environ: Mapping[str, str], dotenv: Path) -> Settings:
    """Read what a demo leaves to the operator: where its data lies and which ports it prefers.

    Its data lies beside that of a bot which serves people, never in it: the two would share their work, and beginning
    anew would delete a team's tasks.
    """
    values, problems = merged(environ, dotenv)
    if problems:
        raise SettingsError(tuple(problems))
    settings = load({key: values[key] for key in DEMO_KEYS if key in values}, None)
    return msgspec.structs.replace(settings, data_dir=Path(f"{settings.data_dir.absolute()}-demo"))


def bot_settings(
    settings: Settings, slack: "SandboxAddress", addresses: engines.Addresses, transport: Transport
) -> Settings:
    """Point the bot at the local Slack, its clock included, and at the engines that are up already."""
    return msgspec.structs.replace(
        settings,
        slack_bot_token=Secret(slack.bot_token),
        slack_app_token=Secret(slack.app_token) if transport is Transport.SOCKET else None,
        slack_signing_secret=Secret(slack.signing_secret),
        slack_api_url=slack.api_url,
        clock_url=f"{slack.url}/_control/clock",
        mongodb_uri=Secret(addresses.mongodb_uri),
        redis_url=Secret(addresses.redis_url),
    )


@contextmanager
def only_demo(data_dir: Path) -> Iterator[None]:
    """Keep a second demo from the local Slack's data, which one process alone may write."""
    with directory.lock_file(data_dir / LOCK) as descriptor:
        if not directory.acquired(descriptor, fcntl.LOCK_EX):
            raise engines.DataDirectoryBusy(
                f"A demo is running on {data_dir} already: use that one, end it, or set TASKBOT_DATA_DIR for this one."
            )
        yield
