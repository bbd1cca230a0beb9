"""The routes of the control API, and how its answers are told."""

from collections.abc import Awaitable, Callable
from typing import Any, Literal

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.control.acts import ACTS
from sandbox.control.readings import READINGS
from sandbox.errors import SlackError
from sandbox.local_slack import LocalSlack
from sandbox.records import Json


def control_routes(slack: LocalSlack) -> list[Route]:
    """Give the routes below `/_control/`; each answers 200 with `ok` and, if not, the name of the error."""
    actions = [_route(name, "POST", _action(slack, kind, run)) for name, (kind, run) in ACTS.items()]
    readings = [_route(name, "GET", _reading(slack, run)) for name, run in READINGS.items()]
    return [*actions, *readings]


def _route(name: str, method: Literal["GET", "POST"], answer: Callable[[Request], Awaitable[Json]]) -> Route:
    async def endpoint(request: Request) -> Response:
        try:
            told = {"ok": True, **await answer(request)}
        except SlackError as error:
            told = {"ok": False, "error": error.code, **error.fields}
        except msgspec.DecodeError as error:
            told = {"ok": False, "error": "invalid_arguments", "detail": str(error)}
        return Response(msgspec.json.encode(told), media_type="application/json")

    return Route(f"/_control/{name}", endpoint, methods=[method])


def _action(
    slack: LocalSlack, kind: type[msgspec.Struct], run: Callable[[LocalSlack, Any], Awaitable[Json]]
) -> Callable[[Request], Awaitable[Json]]:
    async def answer(request: Request) -> Json:
        return await run(slack, msgspec.json.decode(await request.body() or b"{}", type=kind))

    return answer


def _reading(
    slack: LocalSlack, run: Callable[[LocalSlack, Request], Awaitable[Json]]
) -> Callable[[Request], Awaitable[Json]]:
    return lambda request: run(slack, request)
