"""What the operator decides: read once from the environment and `.env`, checked whole, then handed on as one value."""

import ipaddress
import re
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
from dotenv.parser import parse_stream


class Role(StrEnum):
    """What a process does; any number of processes may share the roles in any mix."""

    SLACK = "slack"
    NOTIFIER = "notifier"
    SCHEDULER = "scheduler"


class LogFormat(StrEnum):
    """How a line of the log is written: for people, or one JSON object for what collects logs."""

    TEXT = "text"
    JSON = "json"


class Secret:
    """A value that no log, traceback or repr may show; only `reveal` gives it away."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Give the value to the one library call that needs it."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(***)"

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)


class SettingsError(Exception):
    """Every wrong setting at once, each with its key and its remedy."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The checked settings of one process; `None` for a server's address means the embedded engine."""

    slack_bot_token: Secret | None = None
    slack_app_token: Secret | None = None
    slack_signing_secret: Secret | None = None
    slack_api_url: str = "https://slack.com/api/"
    mongodb_uri: Secret | None = None
    redis_url: Secret | None = None
    data_dir: Path = Path(".taskbot")
    port: int = 3000
    sandbox_port: int = 8765
    clock_url: str | None = None
    log_format: LogFormat = LogFormat.TEXT


BOT_TOKEN = "SLACK_BOT_TOKEN"  # noqa: S105 -- the name of a key
APP_TOKEN = "SLACK_APP_TOKEN"  # noqa: S105

SIGNING_SECRET = "SLACK_SIGNING_SECRET"  # noqa: S105

REMEDIES: Mapping[str, str] = {
    BOT_TOKEN: 'copy the "Bot User OAuth Token" (xoxb-...) from your Slack app\'s page "OAuth & Permissions"',
    APP_TOKEN: 'make an app-level token (xapp-...) with connections:write on your app\'s page "Basic Information"',
}


def load(environ: Mapping[str, str], dotenv: Path | None, *, roles: frozenset[Role] = frozenset()) -> Settings:
    """Read the settings, the environment before the file `dotenv`; `roles` are those whose tokens must be there.

    Raises `SettingsError`, whose message lists all that is wrong, never a value.
    """
    values, problems = merged(environ, dotenv)
    fields: dict[str, Any] = {}
    for key, (field, checked) in READERS.items():
        if key not in values:
            continue
        try:
            fields[field] = checked(values[key])
        except ValueError as problem:
            problems.append(f"{key} {problem}")
    problems += missing(values, roles)
    if "clock_url" in fields and not is_loopback(fields.get("slack_api_url", Settings().slack_api_url)):
        problems.append(
            "TASKBOT_CLOCK_URL moves time and is for a local Slack only: "
            "remove it, or set SLACK_API_URL to an address like http://127.0.0.1:8765/api/."
        )
    if problems:
        raise SettingsError(tuple(problems))
    return Settings(**fields)


def merged(environ: Mapping[str, str], dotenv: Path | None) -> tuple[dict[str, str], list[str]]:
    """Give the known keys that are set, and what is wrong with the file; an empty value counts as not set."""
    problems: list[str] = []
    written = dict(file_values(dotenv, problems)) if dotenv is not None and dotenv.exists() else {}
    both = {**written, **{key: value for key, value in environ.items() if value.strip()}}
    return {key: both[key].strip() for key in READERS if both.get(key, "").strip()}, problems


def missing(values: Mapping[str, str], roles: frozenset[Role]) -> list[str]:
    """Say what these roles cannot work without: the bot's token, and for hearing Slack one of the two ways to it."""
    problems = []
    if roles and BOT_TOKEN not in values:
        problems.append(f"{BOT_TOKEN} is missing: {REMEDIES[BOT_TOKEN]}.")
    if Role.SLACK in roles and not {APP_TOKEN, SIGNING_SECRET} & values.keys():
        problems.append(
            f"{APP_TOKEN} is missing: {REMEDIES[APP_TOKEN]} (or set {SIGNING_SECRET} to be reached over HTTP)."
        )
    return problems


def is_loopback(url: str) -> bool:
    """Tell whether the address is on this machine by its form alone; no name is looked up."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def file_values(dotenv: Path, problems: list[str]) -> Iterator[tuple[str, str]]:
    """Read `KEY=value` lines, adding those that cannot be read to `problems`."""
    try:
        with dotenv.open(encoding="utf-8-sig") as stream:
            bindings = list(parse_stream(stream))
    except (OSError, UnicodeDecodeError):
        problems.append(f"{dotenv} cannot be read: make it a readable text file in UTF-8.")
        return
    for binding in bindings:
        if binding.error:
            problems.append(f"{dotenv} line {binding.original.line} cannot be read: write it as KEY=value.")
        elif binding.key is not None and binding.value is not None:
            yield binding.key, binding.value


def token(prefix: str, key: str) -> Callable[[str], Secret]:
    """Build the reader of tokens with this prefix."""
    shape = re.compile(rf"{prefix}-\S+")

    def checked(value: str) -> Secret:
        if not shape.fullmatch(value):
            raise ValueError(f"must begin with {prefix}- and hold no spaces: {REMEDIES[key]}.")
        return Secret(value)

    return checked


def signing_secret(value: str) -> Secret:
    """Read the secret that signs Slack's requests."""
    if not re.fullmatch(r"\S+", value):
        raise ValueError('holds spaces: copy "Signing Secret" from your Slack app\'s page "Basic Information".')
    return Secret(value)


def server_address(*schemes: str) -> Callable[[str], Secret]:
    """Build the reader of a server's address with one of these schemes; it can hold a password, so it is a secret."""
    expected = " or ".join(f"{scheme}://" for scheme in schemes)

    def checked(value: str) -> Secret:
        scheme, separator, rest = value.partition("://")
        if scheme.lower() not in schemes or not separator or not rest or re.search(r"\s", value):
            raise ValueError(f"must be an address that begins with {expected}: correct it, or remove it.")
        return Secret(value)

    return checked


def web_address(value: str) -> str:
    """Read an http or https address."""
    try:
        parts = urlsplit(value)
        well_formed = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        well_formed = False
    if not well_formed or re.search(r"\s", value):
        raise ValueError("must be an address that begins with http:// or https://: correct it, or remove it.")
    return value


def api_address(value: str) -> str:
    """Read the address under which the Web API's methods lie; it ends with a slash."""
    return web_address(value).rstrip("/") + "/"


def directory(value: str) -> Path:
    """Read a folder's path, `~` for the home directory included."""
    try:
        path = Path(value).expanduser()
    except RuntimeError:
        raise ValueError("names a home directory that is not there: write the whole path.") from None
    if path.exists() and not path.is_dir():
        raise ValueError("is a file: choose a folder.")
    return path


def port(value: str) -> int:
    """Read a TCP port; 0 takes any free one."""
    if not re.fullmatch(r"[0-9]{1,5}", value) or int(value) > 65535:
        raise ValueError("must be a whole number from 0 to 65535: correct it, or remove it.")
    return int(value)


def log_format(value: str) -> LogFormat:
    """Read how the log is to be written."""
    try:
        return LogFormat(value)
    except ValueError:
        raise ValueError(f"must be {' or '.join(LogFormat)}: correct it, or remove it.") from None


READERS: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    BOT_TOKEN: ("slack_bot_token", token("xoxb", BOT_TOKEN)),
    APP_TOKEN: ("slack_app_token", token("xapp", APP_TOKEN)),
    SIGNING_SECRET: ("slack_signing_secret", signing_secret),
    "SLACK_API_URL": ("slack_api_url", api_address),
    "MONGODB_URI": ("mongodb_uri", server_address("mongodb", "mongodb+srv")),
    "REDIS_URL": ("redis_url", server_address("redis", "rediss", "unix")),
    "TASKBOT_DATA_DIR": ("data_dir", directory),
    "PORT": ("port", port),
    "SANDBOX_PORT": ("sandbox_port", port),
    "TASKBOT_CLOCK_URL": ("clock_url", web_address),
    "TASKBOT_LOG_FORMAT": ("log_format", log_format),
}
