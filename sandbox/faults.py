"""What goes wrong on demand with the app's calls: for tests, and for whoever wants to see how the app takes it."""

import asyncio
from collections.abc import Callable

import msgspec
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from sandbox.records import Json

# The name under which posts to response URLs go, beside those of the methods.
RESPONSE_URL = "response_url"


class Fault(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What happens to the next `times` calls of a method (any, if none is named) about a channel (any).

    The answer comes `delay_s` late, with an `error` or a `status` (429 with `retry_after_s`), as `garbage` that is no
    JSON, or not at all: `reset` cuts the connection. If `carried_out`, Slack does what was asked for all the same,
    before all this; else it does only what is no more than late.
    """

    method: str | None = None
    channel: str | None = None
    error: str | None = None
    status: int | None = None
    retry_after_s: int = 1
    delay_s: float = 0.0
    garbage: bool = False
    reset: bool = False
    carried_out: bool = False
    times: int = 1

    def __post_init__(self) -> None:
        outcomes = (self.error is not None, self.status is not None, self.garbage, self.reset)
        if sum(outcomes) > 1 or not (any(outcomes) or self.delay_s):
            raise ValueError("give one of `error`, `status`, `garbage` and `reset`, or `delay_s`")

    def fits(self, method: str, channel: str | None) -> bool:
        return self.method in (None, method) and self.channel in (None, channel)

    async def befall(self, request: Request, carry_out: Callable[[], Response]) -> Response:
        """Answer a call as planned."""
        answer = carry_out() if self.carried_out else None
        await asyncio.sleep(self.delay_s)
        if self.reset:
            cut(request)
        if self.error is not None:
            return Response(msgspec.json.encode({"ok": False, "error": self.error}), media_type="application/json")
        if self.status is not None:
            headers = {"Retry-After": str(self.retry_after_s)} if self.status == 429 else None
            return Response(status_code=self.status, headers=headers)
        if self.garbage or self.reset:
            return Response("<!doctype html><title>Bad gateway</title>", media_type="text/html")
        return answer or carry_out()


class Faults:
    """The faults that are planned, of which a call meets the first that fits."""

    def __init__(self) -> None:
        self._planned: list[Fault] = []

    @property
    def planned(self) -> list[Json]:
        """Those that are left, each with the `times` that are left of it."""
        return [msgspec.to_builtins(fault) for fault in self._planned]

    def plan(self, fault: Fault) -> None:
        self._planned.append(fault)

    def clear(self) -> None:
        self._planned.clear()

    def take(self, method: str, channel: str | None = None) -> Fault | None:
        """Give the fault that a call meets, if any, one time less of it being left."""
        for place, fault in enumerate(self._planned):
            if fault.fits(method, channel):
                left = msgspec.structs.replace(fault, times=fault.times - 1)
                self._planned[place : place + 1] = [left] if left.times > 0 else []
                return fault
        return None


def cut(connection: HTTPConnection) -> None:
    """End a connection without a word."""
    connection.state.transport.abort()
