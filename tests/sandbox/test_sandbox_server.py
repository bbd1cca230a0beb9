"""The sandbox as a program: it keeps everything, finds a port, and stops quickly."""

import asyncio
import contextlib
import json
import signal
import sqlite3
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import SandboxAddress, bound_socket
from sandbox.storage import Storage
from sandbox.workspace import Workspace
from tests.sandbox.conftest import FULL_MANIFEST, connected_app, hand_on, running_sandbox

CARD = [
    {
        "type": "actions",
        "elements": [{"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}],
    }
]


@contextlib.asynccontextmanager
async def sandbox_process(data_dir: Path) -> AsyncIterator[tuple[asyncio.subprocess.Process, SandboxAddress]]:
    command = [
        sys.executable,
        "-m",
        "sandbox",
        "--data",
        str(data_dir),
        "--manifest",
        str(FULL_MANIFEST),
        "--port",
        "0",
    ]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    try:
        assert process.stdout is not None
        line = await asyncio.wait_for(process.stdout.readline(), 10)
        yield process, SandboxAddress(**json.loads(line))
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def test_a_killed_sandbox_comes_back_with_everything(tmp_path: Path) -> None:
    async with sandbox_process(tmp_path) as (process, first), hand_on(first) as hand:
        web = AsyncWebClient(first.bot_token, base_url=first.api_url)
        await web.chat_postMessage(channel="U0LEAD", text="a DM", metadata={"event_type": "x", "event_payload": {}})
        await web.chat_postEphemeral(channel="C0GENERAL", user="U0LEAD", text="private", blocks=CARD)
        await web.views_publish(user_id="U0LEAD", view={"type": "home", "blocks": CARD})
        await hand.post("people", name="newcomer", tz="Asia/Tokyo", channels=["random"])
        await hand.post("members", channel="general", user="guest", present=False)
        await hand.post("user", user="tester", tz="Europe/Oslo")
        await hand.post("clock", advance_s=7200)
        places = [("general", "lead"), ("@taskbot", "lead")]
        said = [await hand.messages(channel, user) for channel, user in places]
        state = await hand.get("state")
        views = await hand.get("views/lead")
        process.kill()
    async with sandbox_process(tmp_path) as (_, second), hand_on(second) as hand:
        assert (second.bot_token, second.app_token) == (first.bot_token, first.app_token)
        assert second.signing_secret == first.signing_secret
        assert [await hand.messages(channel, user) for channel, user in places] == said
        assert await hand.get("views/lead") == views
        again = await hand.get("state")
        assert (again["users"], again["channels"]) == (state["users"], state["channels"])
        assert (await hand.get("clock"))["offset_s"] == 7200
        newcomer = await hand.post("people", name="second-newcomer")
        assert newcomer["users"][0]["id"] not in {person["id"] for person in state["users"]}


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_the_program_cleanly(tmp_path: Path, sign: signal.Signals) -> None:
    async with sandbox_process(tmp_path) as (process, address), connected_app(address) as app:
        app.client.auto_reconnect_enabled = False
        process.send_signal(sign)
        assert await asyncio.wait_for(process.wait(), 2) == 0


async def test_it_stops_within_two_seconds_whoever_is_connected(tmp_path: Path) -> None:
    async with contextlib.AsyncExitStack() as callers:
        async with running_sandbox(tmp_path) as address:
            app = await callers.enter_async_context(connected_app(address))
            hand = await callers.enter_async_context(hand_on(address))
            app.client.auto_reconnect_enabled = False
            app.is_silent = True
            waiting = asyncio.create_task(hand.get("clock", known_offset_s=0.0, wait_s=25))
            unanswered = asyncio.create_task(hand.command("add x"))
            await app.wait_for(1)
            began = time.monotonic()
        assert time.monotonic() - began < 2
        assert (await waiting)["offset_s"] == 0
        assert (await unanswered)["error"] == "dispatch_failed"


def test_a_taken_port_is_passed_over() -> None:
    with bound_socket(0) as taken:
        port = taken.getsockname()[1]
        with bound_socket(port) as next_free:
            assert next_free.getsockname()[1] > port


def test_no_secret_is_in_a_repr() -> None:
    address = SandboxAddress("http://x", "http://x/api/", "xoxb-1", "xapp-1", "hush")
    assert not [secret for secret in ("xoxb-1", "xapp-1", "hush") if secret in repr(address)]


def test_unread_marks_are_kept_for_each_person(tmp_path: Path) -> None:
    storage = Storage(tmp_path / "sandbox.sqlite3")
    workspace = Workspace(storage, "taskbot")
    heard: list[object] = []
    unsubscribe = workspace.subscribe(heard.append)
    workspace.post_as_person("U0LEAD", "C0GENERAL", "one")
    workspace.post_as_person("U0LEAD", "C0GENERAL", "two")
    assert [workspace.unread_count(user, "C0GENERAL") for user in ("U0LEAD", "W0TESTER")] == [0, 2]
    workspace.mark_read("W0TESTER", "C0GENERAL")
    workspace.mark_read("W0TESTER", "C0GENERAL")
    assert [type(change).__name__ for change in heard] == ["MessagePosted", "MessagePosted", "ReadMarked"]
    unsubscribe()
    workspace.post_as_person("U0LEAD", "C0GENERAL", "three")
    assert len(heard) == 3
    storage.close()
    storage = Storage(tmp_path / "sandbox.sqlite3")
    with pytest.raises(sqlite3.OperationalError):
        Storage(tmp_path / "sandbox.sqlite3")
    reopened = Workspace(storage, "taskbot")
    assert reopened.unread_count("W0TESTER", "C0GENERAL") == 1
    storage.close()
