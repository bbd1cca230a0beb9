"""Socket Mode: the connections of the app, each opened with a one-use ticket, over which envelopes go and acks come."""

import asyncio
import secrets
import time
import uuid
from collections import deque
from typing import Literal

import msgspec
from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.errors import SlackError
from sandbox.faults import cut
from sandbox.records import Json
from sandbox.seed import APP_ID

Goodbye = Literal["refresh_requested", "link_disabled"]

MOST_CONNECTIONS = 10
_TICKET_LASTS_S = 30.0
# How long a connection may still bring its last acks after it was asked to go.
_GRACE_AFTER_REFRESH_S = 10.0


class ConnectionLost(Exception):
    """A connection ended before its ack."""


class Connection:
    """One open socket and the envelopes that wait for their ack on it."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket
        self._waiting: dict[str, asyncio.Future[Json | None]] = {}
        self.is_leaving = False

    async def send(self, message: Json) -> None:
        await self._socket.send_text(msgspec.json.encode(message).decode())

    async def ask(self, envelope: Json) -> Json | None:
        """Send an envelope, and give what its ack carries whenever it comes; ConnectionLost if the socket ends."""
        answer: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        self._waiting[envelope["envelope_id"]] = answer
        try:
            await self.send(envelope)
            return await answer
        except (WebSocketDisconnect, RuntimeError):
            raise ConnectionLost from None
        finally:
            del self._waiting[envelope["envelope_id"]]

    async def receive_acks(self) -> None:
        """Take acks until the app closes the socket, then fail what still waits."""
        try:
            async for text in self._socket.iter_text():
                self._take(text)
        finally:
            for answer in self._waiting.values():
                if not answer.done():
                    answer.set_exception(ConnectionLost())

    async def close(self) -> None:
        await self._socket.close()

    def cut(self) -> None:
        """End the connection without a word."""
        cut(self._socket)

    def _take(self, text: str) -> None:
        try:
            message = msgspec.json.decode(text)
        except msgspec.DecodeError:
            return  # Slack ignores what is no JSON, for example a ping in words
        if not isinstance(message, dict):
            return
        answer = self._waiting.get(str(message.get("envelope_id")))
        if answer is not None and not answer.done():
            answer.set_result(message.get("payload"))


class Sockets:
    """All connections of the app: at most ten, of which each envelope goes to one, in turn."""

    def __init__(self) -> None:
        self._connections: deque[Connection] = deque()
        self._tickets: dict[str, float] = {}
        self._goodbyes: set[asyncio.Task[None]] = set()
        self._joined = asyncio.Event()

    def issue_ticket(self) -> str:
        """Make a ticket that opens one connection within 30 s."""
        now = time.monotonic()
        self._tickets = {ticket: until for ticket, until in self._tickets.items() if until > now}
        ticket = secrets.token_urlsafe(24)
        self._tickets[ticket] = now + _TICKET_LASTS_S
        return ticket

    async def serve(self, socket: WebSocket) -> None:
        """Hold one connection from its ticket to its end."""
        if self._tickets.pop(socket.query_params.get("ticket", ""), 0.0) < time.monotonic():
            await socket.close()
            return
        await socket.accept()
        connection = Connection(socket)
        if len(self._connections) >= MOST_CONNECTIONS:
            await connection.send(_disconnect("too_many_websockets"))
            await connection.close()
            return
        self._connections.append(connection)
        try:
            await connection.send(self._hello())
            self._joined.set()
            await connection.receive_acks()
        finally:
            self._connections.remove(connection)

    async def ask(self, kind: str, payload: Json, **fields: object) -> Json | None:
        """Send a payload over one connection and give its ack's, whenever it comes; raises SlackError
        (`dispatch_failed`).

        If the connection ends before, the payload goes once more over another one, in an envelope of its own; after a
        refresh that one may still be on its way, for the client closes the old connection first.
        """
        connection = self._next()
        try:
            return await connection.ask(_envelope(kind, payload, fields))
        except ConnectionLost:
            successor = await self._next_to_join() if connection.is_leaving else self._next()
        try:
            return await successor.ask(_envelope(kind, payload, fields))
        except ConnectionLost:
            raise SlackError("dispatch_failed") from None

    async def refresh(self, reason: Goodbye, warned_s: float) -> None:
        """Ask one connection to make place for a new one, after a warning so many seconds ahead, if any.

        Raises SlackError (`dispatch_failed`) if there is none.
        """
        connection = self._next()
        if warned_s:
            await connection.send(_disconnect("warning"))
            await asyncio.sleep(warned_s)
        connection.is_leaving = True
        if connection not in self._connections:
            return
        await connection.send(_disconnect(reason))
        goodbye = asyncio.create_task(self._close_later(connection))
        self._goodbyes.add(goodbye)
        goodbye.add_done_callback(self._goodbyes.discard)

    def drop(self) -> None:
        """Cut one connection; raises SlackError (`dispatch_failed`) if there is none."""
        self._next().cut()

    def close(self) -> None:
        for goodbye in self._goodbyes:
            goodbye.cancel()

    def _next(self) -> Connection:
        for _ in range(len(self._connections)):
            self._connections.rotate(-1)
            if not self._connections[-1].is_leaving:
                return self._connections[-1]
        raise SlackError("dispatch_failed")

    async def _next_to_join(self) -> Connection:
        while all(connection.is_leaving for connection in self._connections):
            self._joined.clear()
            await self._joined.wait()
        return self._next()

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._connections),
            "debug_info": _debug_info(),
            "connection_info": {"app_id": APP_ID},
        }

    async def _close_later(self, connection: Connection) -> None:
        await asyncio.sleep(_GRACE_AFTER_REFRESH_S)
        if connection in self._connections:
            await connection.close()


def _envelope(kind: str, payload: Json, fields: Json) -> Json:
    return {"envelope_id": str(uuid.uuid4()), "type": kind, "payload": payload, **fields}


def _disconnect(reason: str) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": _debug_info()}


def _debug_info() -> Json:
    return {"host": "sandbox", "build_number": 1, "approximate_connection_time": 18060}
