"""The bot's ear: connections that are lost and opened again."""

import asyncio
import logging
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.cli.logs import FieldsFormatter, JsonFormatter
from bot.slack import client, listening
from bot.slack.listening import Connections
from tests import slack
from tests.slack import eventually


async def test_a_connection_whose_address_is_spent_gets_a_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The SDK's client tries the old one for ever, and tells it with its ticket."""
    monkeypatch.setattr(listening, "PING_INTERVAL_S", 1)
    monkeypatch.setattr(listening, "ADDRESSES_RENEWED_EVERY_S", 0.1)
    async with slack.a_local_slack(tmp_path) as people:
        web = AsyncWebClient(token=people.address.bot_token, base_url=people.address.api_url)
        app = listening.application(web, await client.identity(web), signing_secret="")
        async with listening.connected(app, web, app_token=people.address.app_token) as connections:
            await eventually(lambda: _are_open(connections))
            each = connections.clients[0]
            spent, ask_for_address, addresses = each.wss_uri, each.issue_new_wss_url, iter([each.wss_uri])

            async def spent_at_first() -> Any:
                return next(addresses, None) or await ask_for_address()

            monkeypatch.setattr(each, "issue_new_wss_url", spent_at_first)
            assert each.current_session is not None
            await each.current_session.close()
            await eventually(lambda: _is_told(caplog, "Failed to connect"))

            renewing = asyncio.create_task(connections.renew_addresses())
            await eventually(lambda: _are_open(connections), within_s=10)
            renewing.cancel()

            assert each.wss_uri not in (spent, None)
    lines = [
        formatter.format(record) for record in caplog.records for formatter in (FieldsFormatter(), JsonFormatter())
    ]
    assert any("ticket=(left out)" in line for line in lines)
    assert not any("ticket=" in line.replace("ticket=(left out)", "") for line in lines)


async def _are_open(connections: Connections) -> bool:
    return await connections.open() == listening.CONNECTIONS


async def _is_told(caplog: pytest.LogCaptureFixture, words: str) -> bool:
    return any(words in record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR)
