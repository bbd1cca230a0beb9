"""The way to the app: over its sockets or to its request URL, as the workspace is told."""

import asyncio
import time

import msgspec

from sandbox.clock import Clock
from sandbox.errors import SlackError
from sandbox.records import Json
from sandbox.request_url import RequestUrl
from sandbox.socket_mode import Sockets
from sandbox.traffic import Entry, Traffic

# Real time (Slack's limits, docs/slack-limits.md).
ANSWER_WITHIN_S = 3.0


class _Sent(msgspec.Struct, frozen=True):
    kind: str
    name: str
    payload: Json
    fields: Json


class Transport:
    """Sends payloads to the app and notes what went over; each is answered within 3 s or has failed."""

    def __init__(self, sockets: Sockets, traffic: Traffic, clock: Clock, request_url: RequestUrl | None) -> None:
        self._sockets = sockets
        self._traffic = traffic
        self._clock = clock
        self._request_url = request_url
        self._last: _Sent | None = None

    @property
    def request_url(self) -> RequestUrl | None:
        """The address that gets everything, or None if that goes over the sockets."""
        return self._request_url

    async def use(self, request_url: RequestUrl | None) -> None:
        """Send everything to this address from now on, or over the sockets; the former address is let go."""
        former, self._request_url = self._request_url, request_url
        if former is not None:
            await former.close()

    async def ask(self, kind: str, name: str, payload: Json, **fields: object) -> Json | None:
        """Send a payload and give what the answer carries; SlackError `dispatch_failed`, `operation_timeout`."""
        self._last = _Sent(kind, name, payload, fields)
        began = time.perf_counter()
        answer: Json | None = None
        way = self._request_url or self._sockets
        try:
            async with asyncio.timeout(ANSWER_WITHIN_S):
                answer = await way.ask(kind, payload, **fields)
        except TimeoutError:
            answer = {"error": "operation_timeout"}
            raise SlackError("operation_timeout") from None
        except SlackError as error:
            answer = {"error": error.code, **error.fields}
            raise
        finally:
            spent_ms = (time.perf_counter() - began) * 1000
            entry = Entry(self._clock.now(), "to_app", kind, name, {**payload, **fields}, answer, spent_ms)
            self._traffic.record(entry)
        return answer

    async def send_again(self) -> None:
        """Send the last payload once more, in an envelope of its own, as after a lost answer; SlackError as `ask`.

        Also SlackError `nothing_sent`.
        """
        if self._last is None:
            raise SlackError("nothing_sent")
        await self.ask(self._last.kind, self._last.name, self._last.payload, **self._last.fields)
