"""The log: a constant message and its fields, a line each, to standard error, for people or for what collects logs."""

import logging
import re
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from bot.settings import LogFormat

PLAIN_ATTRIBUTES = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}

_TICKET = re.compile(r"ticket=[^&\s'\"\\)]+")

_encoder = msgspec.json.Encoder(enc_hook=str)


class FieldsFormatter(logging.Formatter):
    """Adds the fields given as `extra` to the line of a record."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 -- logging's own name
        """Put the fields behind the message, in the order in which they were given."""
        fields = (f"{name}={value!s}" for name, value in fields_of(record).items())
        return " ".join([super().formatMessage(record), *fields])

    def format(self, record: logging.LogRecord) -> str:
        """The line, and the traceback of a fault."""
        return without_tickets(super().format(record))


class JsonFormatter(logging.Formatter):
    """Writes a record as one JSON object: time (UTC), level, logger, message, fields, and the traceback of a fault."""

    def format(self, record: logging.LogRecord) -> str:
        """The object, without a line break in it."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "fields": fields_of(record),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return without_tickets(_encoder.encode(line).decode())


def without_tickets(line: str) -> str:
    """Leave out what opens a Socket Mode connection: the SDK tells the whole address where that failed."""
    return _TICKET.sub("ticket=(left out)", line) if "ticket=" in line else line


def fields_of(record: logging.LogRecord) -> Mapping[str, Any]:
    """What was given as `extra`."""
    return {name: value for name, value in vars(record).items() if name not in PLAIN_ATTRIBUTES}


def begin(level: int, log_format: LogFormat) -> None:
    """Send all logs of this level and above to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter() if log_format is LogFormat.JSON else FieldsFormatter())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for chatty in ("aiohttp.access", "apscheduler", "uvicorn"):
        logging.getLogger(chatty).setLevel(max(level, logging.WARNING))
    # The SDK asks this logger's own level alone: without one it words two lines to debug for every call.
    logging.getLogger("slack_sdk.web.async_base_client").setLevel(level)
