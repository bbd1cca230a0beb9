"""How every call of the Web API goes: its method, its token, its scopes, its arguments, and the answer in JSON."""

import time
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from sandbox.errors import RateLimited, SlackError
from sandbox.faults import Faults
from sandbox.manifest import Manifest
from sandbox.rates import Rates
from sandbox.records import Json
from sandbox.socket_mode import Sockets
from sandbox.traffic import Entry, Traffic
from sandbox.triggers import Triggers
from sandbox.web_api import app, chat, conversations, reactions, users, views
from sandbox.web_api.call import Call, Caller, Method
from sandbox.workspace import Workspace

METHODS: dict[str, Method] = {
    **app.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **reactions.METHODS,
    **users.METHODS,
    **views.METHODS,
}

# Arguments that are JSON themselves, as text when the rest comes as a form, with the error if they are none.
_JSON_ARGUMENTS = {
    "blocks": "invalid_blocks_format",
    "metadata": "invalid_metadata_format",
    "view": "invalid_arguments",
}
_APP_SCOPES = ("connections:write",)


class WebApi:
    """The endpoint of all methods: whatever is wrong with a call, the answer is a 200 with Slack's name for it,
    but beyond a rate a 429."""

    def __init__(
        self,
        workspace: Workspace,
        manifest: Manifest,
        sockets: Sockets,
        triggers: Triggers,
        rates: Rates,
        faults: Faults,
        traffic: Traffic,
        base_url: str,
    ) -> None:
        self._workspace = workspace
        self._faults = faults
        self._traffic = traffic
        credentials = workspace.credentials
        callers: tuple[tuple[str, Caller, tuple[str, ...]], ...] = (
            (credentials.bot_token, "bot", manifest.bot_scopes),
            (credentials.app_token, "app", _APP_SCOPES),
        )
        self._calls = {
            token: Call(workspace, sockets, triggers, rates, manifest, base_url, caller, scopes)
            for token, caller, scopes in callers
        }

    async def answer(self, request: Request) -> Response:
        """Run the method that the path names, unless a fault is planned for it."""
        began = time.perf_counter()
        name = request.path_params["method"]
        try:
            arguments, problem = await _arguments(request), None
        except SlackError as error:
            arguments, problem = {}, error
        fault = self._faults.take(name, arguments.get("channel"))
        if fault is None:
            answer = self._carry_out(request, name, arguments, problem)
        else:
            answer = await fault.befall(request, lambda: self._carry_out(request, name, arguments, problem))
        told = msgspec.Raw(answer.body) if answer.media_type == "application/json" else None
        spent_ms = (time.perf_counter() - began) * 1000
        entry = Entry(self._workspace.clock.now(), "from_app", "web_api", name, arguments, told, spent_ms, fault)
        self._traffic.record(entry)
        return answer

    def _carry_out(self, request: Request, name: str, arguments: Json, problem: SlackError | None) -> Response:
        headers: dict[str, str] = {}
        status = 200
        try:
            if problem is not None:
                raise problem
            call = self._call(request, arguments)
            headers["x-oauth-scopes"] = ",".join(call.scopes)
            answer: Json = {"ok": True, **_run(call, name, arguments, headers)}
        except RateLimited as limit:
            status, headers["Retry-After"] = 429, str(limit.retry_after_s)
            answer = {"ok": False, "error": limit.code}
        except SlackError as error:
            answer = {"ok": False, "error": error.code, **error.fields}
        return Response(msgspec.json.encode(answer), status, headers, media_type="application/json")

    def _call(self, request: Request, arguments: Json) -> Call:
        scheme, _, credential = request.headers.get("authorization", "").partition(" ")
        token = credential.strip() if scheme.lower() == "bearer" else arguments.get("token")
        if not token:
            raise SlackError("not_authed")
        call = self._calls.get(token)
        if call is None:
            raise SlackError("invalid_auth")
        return call


def _run(call: Call, name: str, arguments: Json, headers: dict[str, str]) -> Json:
    method = METHODS.get(name)
    if method is None:
        raise SlackError("unknown_method", req_method=name)
    headers["x-accepted-oauth-scopes"] = ",".join(method.scopes)
    if call.caller not in method.callers:
        raise SlackError("not_allowed_token_type")
    call.rates.spend(method.rate, name)
    if method.scopes:
        call.require(*method.scopes)
    try:
        # Forms and queries carry numbers and booleans as text.
        given: Any = msgspec.convert(arguments, method.arguments, strict=False)
    except msgspec.ValidationError as error:
        raise SlackError("invalid_arguments", response_metadata={"messages": [f"[ERROR] {error}"]}) from None
    return method.run(call, given)


async def _arguments(request: Request) -> Json:
    arguments: dict[str, Any] = dict(request.query_params)
    body = await request.body()
    try:
        if request.headers.get("content-type", "").startswith("application/json"):
            arguments |= msgspec.json.decode(body or b"{}", type=Json)
        else:
            arguments |= dict(parse_qsl(body.decode(), keep_blank_values=True))
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise SlackError("invalid_json") from None
    for name, error in _JSON_ARGUMENTS.items():
        if isinstance(arguments.get(name), str):
            arguments[name] = _from_json(arguments[name], error)
    return arguments


def _from_json(text: str, error: str) -> Any:
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        raise SlackError(error) from None
