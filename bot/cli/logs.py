"""Logs for people: a constant message and its fields, one line each, to standard error."""

import logging
import sys

PLAIN_ATTRIBUTES = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}


class FieldsFormatter(logging.Formatter):
    """Adds the fields given as `extra` to the line of a record."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 -- logging's own name
        """Put the fields behind the message, in the order in which they were given."""
        fields = (f"{name}={value!s}" for name, value in vars(record).items() if name not in PLAIN_ATTRIBUTES)
        return " ".join([super().formatMessage(record), *fields])


def begin(level: int) -> None:
    """Send all logs of this level and above to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(FieldsFormatter())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for chatty in ("aiohttp.access", "apscheduler", "uvicorn"):
        logging.getLogger(chatty).setLevel(max(level, logging.WARNING))
