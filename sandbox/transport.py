"""The way to the app: over its sockets or to its request URL, as the workspace is told; once, or twice on demand."""

import asyncio
import time
from contextlib import suppress

import msgspec

from sandbox.clock import Clock
from sandbox.errors import SlackError
from sandbox.records import Json
from sandbox.request_url import RequestUrl
from sandbox.socket_mode import Sockets
from sandbox.traffic import Entry, Traffic

# Real time (Slack's limits, docs/slack-limits.md).
ANSWER_WITHIN_S = 3.0


class Payload(msgspec.Struct, frozen=True):
    """What is sent: its kind as Socket Mode names it, what it is about, and the fields of its envelope beside it."""

    kind: str
    name: str
    content: Json
    fields: Json


class Transport:
    """Sends payloads to the app and notes what went over; each is answered within 3 s or has failed."""

    def __init__(self, sockets: Sockets, traffic: Traffic, clock: Clock, request_url: RequestUrl | None) -> None:
        self._sockets = sockets
        self._traffic = traffic
        self._clock = clock
        self._request_url = request_url
        self._last: Payload | None = None
        self._last_event: Payload | None = None
        self._duplicates_due = 0
        self._duplicates: set[asyncio.Task[None]] = set()

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
        sent = self._last = Payload(kind, name, payload, fields)
        if kind == "events_api":
            self._last_event = sent
        if self._duplicates_due:
            self._duplicates_due -= 1
            duplicate = asyncio.create_task(self._send_unheard(sent))
            self._duplicates.add(duplicate)
            duplicate.add_done_callback(self._duplicates.discard)
        return await self._send(sent)

    async def send_again(self) -> None:
        """Send the last payload once more, in an envelope of its own, as after a lost answer; SlackError as `ask`.

        Also SlackError `nothing_sent`.
        """
        await self._send(_something(self._last))

    async def send_event_again(self) -> None:
        """Send the last event as its first retry, as after an answer that came too late; SlackError as `send_again`."""
        event = _something(self._last_event)
        retry = {"retry_attempt": 1, "retry_reason": "timeout"}
        await self._send(msgspec.structs.replace(event, fields=event.fields | retry))

    def duplicate_next(self, count: int) -> None:
        """Send each of the next payloads twice at the same time; what the app answers to the second is not heard."""
        self._duplicates_due = count

    async def _send(self, sent: Payload) -> Json | None:
        began = time.perf_counter()
        answer: Json | None = None
        way = self._request_url or self._sockets
        try:
            async with asyncio.timeout(ANSWER_WITHIN_S):
                answer = await way.ask(sent.kind, sent.content, **sent.fields)
        except TimeoutError:
            answer = {"error": "operation_timeout"}
            raise SlackError("operation_timeout") from None
        except SlackError as error:
            answer = {"error": error.code, **error.fields}
            raise
        finally:
            spent_ms = (time.perf_counter() - began) * 1000
            request = {**sent.content, **sent.fields}
            self._traffic.record(Entry(self._clock.now(), "to_app", sent.kind, sent.name, request, answer, spent_ms))
        return answer

    async def _send_unheard(self, sent: Payload) -> None:
        with suppress(SlackError):
            await self._send(sent)


def _something(sent: Payload | None) -> Payload:
    if sent is None:
        raise SlackError("nothing_sent")
    return sent
