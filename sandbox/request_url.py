"""The app's request URL: signed requests, as Slack sends them to an app without Socket Mode."""

import hashlib
import hmac
import secrets
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import aiohttp
import msgspec

from sandbox.errors import SlackError
from sandbox.records import Json

_FORM = "application/x-www-form-urlencoded"
_JSON = "application/json"
# Shorter than servers keep an idle connection, so that none is closed while a request is on its way.
_IDLE_S = 3.0


def signed(secret: str, body: bytes, timestamp: int) -> dict[str, str]:
    """Give the headers by which an app knows that a body is from Slack; `timestamp` is in real epoch seconds."""
    digest = hmac.new(secret.encode(), b"v0:%d:%b" % (timestamp, body), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": str(timestamp), "X-Slack-Signature": f"v0={digest}"}


class RequestUrl:
    """One address that gets commands, interactions and events, over connections that stay open."""

    def __init__(self, url: str, signing_secret: str, verification_token: str) -> None:
        self.url = url
        self._secret = signing_secret
        self._token = verification_token
        self._session: aiohttp.ClientSession | None = None

    async def ask(self, kind: str, payload: Json, **fields: object) -> Json | None:
        """Post a payload in the way of its kind, and give what the answer carries; SlackError `dispatch_failed`."""
        content_type, body = _encoded(kind, payload)
        status, text = await self._post(body, content_type, _retry_headers(fields))
        if not 200 <= status < 300:
            raise SlackError("dispatch_failed", status=status)
        return _answer(kind, text)

    async def verify(self) -> None:
        """Have the app give a challenge back; SlackError `url_verification_failed`, `dispatch_failed`."""
        challenge = secrets.token_urlsafe(32)
        body = {"token": self._token, "challenge": challenge, "type": "url_verification"}
        status, text = await self._post(msgspec.json.encode(body), _JSON, {})
        if status != 200 or challenge not in text:
            raise SlackError("url_verification_failed", status=status)

    async def check_certificate(self, method: str) -> int:
        """Ask with `ssl_check`, by GET or POST as Slack does from time to time; gives the status of the answer."""
        asked = {"ssl_check": "1", "token": self._token}
        if method == "GET":
            return (await self._request("GET", params=asked))[0]
        return (await self._post(urlencode(asked).encode(), _FORM, {}))[0]

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def _post(self, body: bytes, content_type: str, headers: Mapping[str, str]) -> tuple[int, str]:
        signature = signed(self._secret, body, int(time.time()))
        return await self._request("POST", data=body, headers={"Content-Type": content_type, **signature, **headers})

    async def _request(self, method: str, **given: Any) -> tuple[int, str]:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=_IDLE_S)
            self._session = aiohttp.ClientSession(connector=connector, headers={"User-Agent": "Slackbot 1.0"})
        try:
            async with self._session.request(method, self.url, allow_redirects=False, **given) as answer:
                return answer.status, await answer.text()
        except (aiohttp.ClientError, ValueError, OSError) as error:
            raise SlackError("dispatch_failed", detail=str(error)) from None


def _encoded(kind: str, payload: Json) -> tuple[str, bytes]:
    if kind == "events_api":
        return _JSON, msgspec.json.encode(payload)
    form = {"payload": msgspec.json.encode(payload).decode()} if kind == "interactive" else payload
    return _FORM, urlencode(form).encode()


def _retry_headers(fields: Mapping[str, object]) -> dict[str, str]:
    if not fields.get("retry_attempt"):
        return {}
    reason = str(fields["retry_reason"])
    return {
        "X-Slack-Retry-Num": str(fields["retry_attempt"]),
        "X-Slack-Retry-Reason": "http_timeout" if reason == "timeout" else reason,
    }


def _answer(kind: str, text: str) -> Json | None:
    """Read an answer: JSON, or for a command plain words as well; whatever else comes back is an empty answer."""
    try:
        answer = msgspec.json.decode(text)
    except msgspec.DecodeError:
        answer = text
    if isinstance(answer, dict):
        return answer
    return {"text": text} if kind == "slash_commands" and text.strip() else None
