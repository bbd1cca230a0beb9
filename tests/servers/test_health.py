"""The bot's own port, as balancers and Slack meet it."""

import asyncio

import pytest

from bot import health
from bot.metrics import Metrics
from bot.readiness import Readiness

BALANCERS_KEEP_S = 60
CLOSED_WITHIN_S = 4
"""Sooner than uvicorn would by itself."""


async def test_an_idle_connection_is_the_balancer_s_to_close(monkeypatch: pytest.MonkeyPatch) -> None:
    assert health.KEPT_OPEN_S > BALANCERS_KEEP_S
    monkeypatch.setattr(health, "KEPT_OPEN_S", 1)

    application = health.application(Readiness(), Metrics())
    async with health.serving(application, address=health.LOOPBACK, port=0) as port:
        reader, writer = await asyncio.open_connection(health.LOOPBACK, port)
        began = asyncio.get_running_loop().time()
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: bot\r\n\r\n")
        async with asyncio.timeout(CLOSED_WITHIN_S):
            answer = await reader.read()
        writer.close()

    assert answer.startswith(b"HTTP/1.1 503")
    assert answer.endswith(b"starting\n")
    assert 1 <= asyncio.get_running_loop().time() - began < CLOSED_WITHIN_S
