"""`taskbot doctor`: everything that the bot needs, looked at once, each fault with its remedy."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from pathlib import Path

from bot.cli import manifest
from bot.cli.findings import Finding, well, wrong
from bot.cli.installation import data_dir_finding, embedded_finding, library_findings, python_finding
from bot.cli.slack_access import app_token_finding, bot_token_findings
from bot.engines import EngineError, given
from bot.settings import Role, Secret, Settings, SettingsError, load, merged

NOTHING_SET = (
    "Nothing is set, in the environment or in .env: `make demo` shows the bot without any account; to connect it to "
    'Slack follow "Connect it to Slack" in README.md (.env.example lists every setting).'
)


def main() -> int:
    """Print what is found, a line each; gives 1 when anything is wrong."""
    findings = asyncio.run(examined(os.environ, Path(".env")))
    for finding in findings:
        print(finding)
    faults = sum(not finding.is_well for finding in findings)
    print(f"\n{faults} to mend." if faults else "\nAll is well: `taskbot run` can start.")
    return 1 if faults else 0


async def examined(environ: Mapping[str, str], dotenv: Path | None) -> list[Finding]:
    """Look at the installation, the settings, the servers and Slack, in this order; one fault hides no other."""
    settings = readable_settings(environ, dotenv)
    return [
        python_finding(),
        *library_findings(),
        *setting_findings(environ, dotenv),
        *[finding async for finding in server_findings(settings)],
        *[finding async for finding in slack_findings(settings)],
    ]


def setting_findings(environ: Mapping[str, str], dotenv: Path | None) -> Iterator[Finding]:
    """Name each wrong or missing setting of a bot that has all roles."""
    values, problems = merged(environ, dotenv)
    if not values and not problems:
        yield wrong(NOTHING_SET)
        return
    try:
        load(environ, dotenv, roles=frozenset(Role))
    except SettingsError as error:
        yield from (wrong(problem) for problem in error.problems)
    else:
        yield well(f"settings: {', '.join(values)}")


def readable_settings(environ: Mapping[str, str], dotenv: Path | None) -> Settings:
    """Take the settings that are right by themselves, so that what they name can be looked at beside the wrong ones."""
    values, _ = merged(environ, dotenv)
    return load({key: value for key, value in values.items() if is_right(key, value)}, None)


def is_right(key: str, value: str) -> bool:
    """Tell whether a setting has the right shape."""
    try:
        load({key: value}, None)
    except SettingsError:
        return False
    return True


async def server_findings(settings: Settings) -> AsyncIterator[Finding]:
    """Look at MongoDB and Redis: those given, or the programs and the folder of the embedded ones."""
    if settings.mongodb_uri is None:
        yield await embedded_finding("mongod", "MONGODB_URI")
    else:
        yield await given_finding(given.probe_mongodb, settings.mongodb_uri)
    if settings.redis_url is None:
        yield await embedded_finding("valkey-server", "REDIS_URL")
    else:
        yield await given_finding(given.probe_redis, settings.redis_url)
    if settings.mongodb_uri is None or settings.redis_url is None:
        yield data_dir_finding(settings.data_dir)


async def given_finding(probe: Callable[[Secret], Awaitable[given.Answer]], address: Secret) -> Finding:
    """Ask a given server once."""
    try:
        answer = await probe(address)
    except EngineError as problem:
        return wrong(str(problem))
    return well(f"{answer.server} {answer.version} at {given.shown(address)}")


async def slack_findings(settings: Settings) -> AsyncIterator[Finding]:
    """Look at what the tokens open; a missing one has been named among the settings."""
    if settings.slack_bot_token is not None:
        wanted = manifest.bot_scopes()
        async for finding in bot_token_findings(settings.slack_api_url, settings.slack_bot_token, wanted):
            yield finding
    if settings.slack_app_token is not None:
        yield await app_token_finding(settings.slack_api_url, settings.slack_app_token)
