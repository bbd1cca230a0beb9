"""A local Slack and the bot in it, for tests that speak to both as people do."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import aiohttp
import msgspec

from bot import app
from bot.settings import Role, Secret, Settings
from sandbox import server
from sandbox.server import SandboxAddress

MANIFEST = Path(__file__).parent.parent / "manifest.yml"
ALL_ROLES = frozenset(Role)
START_WITHIN_S = 20

Message = dict[str, Any]
View = dict[str, Any]
T = TypeVar("T")


async def eventually(ask: Callable[[], Awaitable[T | None]], *, within_s: float = 10) -> T:
    """The first answer that is true; raises `TimeoutError` with the last one when none is in time."""
    answer = None
    try:
        async with asyncio.timeout(within_s):
            while True:
                answer = await ask()
                if answer:
                    return answer
                await asyncio.sleep(0.02)
    except TimeoutError:
        raise TimeoutError(f"still {answer!r} after {within_s} s") from None


@dataclass(frozen=True)
class People:
    """The local Slack as a test drives it: every person may be acted as."""

    address: SandboxAddress
    session: aiohttp.ClientSession

    async def post(self, path: str, **body: Any) -> dict[str, Any]:
        """One call of the control API."""
        async with self.session.post(f"{self.address.url}/_control/{path}", json=body) as answer:
            said: dict[str, Any] = await answer.json()
        return said

    async def get(self, path: str, **query: str) -> dict[str, Any]:
        """One look through the control API."""
        async with self.session.get(f"{self.address.url}/_control/{path}", params=query) as answer:
            said: dict[str, Any] = await answer.json()
        return said

    async def type(self, user: str, channel: str, typed: str, command: str = "/task") -> Message:
        """Type a command; gives the answer that the person sees at once."""
        said = await self.post("command", user=user, channel=channel, command=command, typed=typed)
        assert said["ok"], said
        answer: Message = said["response"]
        return answer

    async def click(self, user: str, message: Message, action_id: str, selected: str | None = None) -> None:
        """Click what a message shows; a choice of a menu is given by its value."""
        element = next(element for element in clickable(message) if element["action_id"] == action_id)
        action = {"action_id": action_id, "block_id": element["block_id"]}
        action |= {"selected": selected} if selected else {"value": element.get("value")}
        said = await self.post(
            "interact", user=user, channel=message["channel"], messageTs=message["ts"], action=action
        )
        assert said["ok"], said

    async def messages(self, channel: str, user: str | None = None) -> list[Message]:
        """What stands in a channel, with what only this person sees; "@taskbot" is their direct message."""
        found = await self.get(f"messages/{channel}", **({"user": user} if user else {}))
        return [{"channel": channel, **message} for message in found["messages"]]

    async def a_channel(self, *members: str, is_private: bool = False) -> str:
        """A new channel of its own for one test; gives its name."""
        name = f"test-{uuid4().hex[:8]}"
        said = await self.post("channels", name=name, private=is_private, members=list(members))
        assert said["ok"], said
        return name

    async def a_person(self, *channels: str, tz: str = "Etc/UTC") -> str:
        """A new person of their own for one test, in these channels; gives their name."""
        name = f"person-{uuid4().hex[:8]}"
        said = await self.post("people", name=name, tz=tz, channels=list(channels))
        assert said["ok"], said
        return name

    async def heard(self, user: str) -> list[Message]:
        """The direct messages that somebody has from the bot."""
        return await self.messages("@taskbot", user)

    async def form(self, user: str, title: str) -> View:
        """The form with that title, as soon as somebody has it before them."""

        async def ask() -> View | None:
            views = (await self.get(f"views/{user}"))["views"]
            return next((view for view in views if title_of(view) == title), None)

        return await eventually(ask)

    async def submit(self, user: str, view: View, **values: Any) -> dict[str, Any]:
        """Send a form with these values, by field; gives what the person sees."""
        given = {field: {field: value} for field, value in values.items()}
        return await self.post("submit-view", user=user, view_id=view["id"], values=given)

    async def home(self, user: str) -> View:
        """Somebody's Home, opened by them and drawn."""
        await self.post("open-home", user=user)

        async def ask() -> View | None:
            home: View | None = (await self.get(f"views/{user}"))["home"]
            return home

        return await eventually(ask)

    async def click_in(self, user: str, view: View, action_id: str, words: str = "") -> None:
        """Click on Home or in a form what stands beside these words."""
        element = next(each for each in clickable(view) if each["action_id"] == action_id and words in str(each))
        action = {"action_id": action_id, "block_id": element["block_id"], "value": element.get("value")}
        said = await self.post("interact", user=user, view_id=view["id"], action=action)
        assert said["ok"], said

    async def deliver_over_http(self, port: int) -> None:
        """Have the local Slack reach the bot at that port from now on."""
        url = f"http://127.0.0.1:{port}/slack/events"
        assert (await self.post("delivery", mode="http", request_url=url))["ok"]

    async def advance(self, seconds: float) -> None:
        """Move the clock of everyone."""
        assert (await self.post("clock", advance_s=seconds))["ok"]

    async def begin_a_minute(self) -> None:
        """Move the clock on to the beginning of a minute: a duration, which is rounded up to one, then ends within it.

        What is said of a reminder a minute after its due is "was due".
        """
        now = datetime.fromisoformat((await self.get("clock"))["now"])
        await self.advance(65 - now.second)

    async def card(self, channel: str, title: str) -> Message:
        """The card of a task, as soon as it stands in the channel."""

        async def ask() -> Message | None:
            cards = [message for message in await self.messages(channel) if is_card(message, title)]
            return cards[0] if cards else None

        return await eventually(ask)

    async def told(self, user: str, words: str, *, within_s: float = 10) -> Message:
        """The direct message with these words, as soon as somebody has it."""

        async def ask() -> Message | None:
            return next((message for message in await self.heard(user) if words in all_text(message)), None)

        return await eventually(ask, within_s=within_s)


def is_card(message: Message, title: str) -> bool:
    """Whether this is the card of the task with that title."""
    return (
        message.get("thread_ts") in (None, message["ts"])
        and f"*{title}*" in all_text(message)
        and not message.get("is_ephemeral")
    )


def title_of(view: View) -> str:
    """The title of a form."""
    title = view["title"]
    return str(title["text"] if isinstance(title, dict) else title)


def number_of(answer: Message) -> int:
    """The number of the task that an answer is about."""
    return int(next(word for word in answer["text"].split() if word.startswith("#")).strip("#:.,"))


def clickable(message: Message) -> Sequence[dict[str, Any]]:
    """The buttons and menus of a message, each with the id of its block."""
    return [
        {**element, "block_id": block["block_id"]}
        for block in message.get("blocks", ())
        for element in (*(block["elements"] if block["type"] == "actions" else ()), block.get("accessory"))
        if element
    ]


def buttons(message: Message) -> list[str]:
    """The words on the buttons of a message."""
    return [element["text"]["text"] for element in clickable(message) if element["type"] == "button"]


def all_text(message: Message) -> str:
    """Everything that a message says in its blocks."""
    pieces = [
        piece
        for block in message.get("blocks", ())
        for piece in (block.get("text"), *block.get("elements", ()))
        if isinstance(piece, dict)
    ]
    return "\n".join(piece["text"] for piece in pieces if isinstance(piece.get("text"), str))


@asynccontextmanager
async def a_local_slack(data_dir: Path, *, manifest: Path = MANIFEST, has_rates: bool = False) -> AsyncIterator[People]:
    """A local Slack of one's own while inside; most tests do at once what takes people minutes, so it has no rates."""
    ready: asyncio.Future[SandboxAddress] = asyncio.get_running_loop().create_future()
    serving = asyncio.create_task(
        server.serve(data_dir=data_dir, manifest=manifest, port=18_700, ready=ready.set_result)
    )
    try:
        async with asyncio.timeout(START_WITHIN_S):
            address = await ready
        async with aiohttp.ClientSession() as session:
            people = People(address, session)
            if not has_rates:
                assert (await people.post("rates", on=False))["ok"]
            yield people
    finally:
        await _ended(serving)


@asynccontextmanager
async def a_bot(settings: Settings, roles: frozenset[Role] = ALL_ROLES) -> AsyncIterator[int]:
    """The bot in these roles, ready, while inside; gives its port."""
    ready: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    serving = asyncio.create_task(app.serve(settings, roles, ready=ready.set_result))
    serving.add_done_callback(lambda _: ready.cancel())
    try:
        await asyncio.wait((ready, serving), return_when=asyncio.FIRST_COMPLETED)
        if serving.done():
            serving.result()
        yield ready.result()
    finally:
        await _ended(serving)


def over_http(settings: Settings, people: People) -> Settings:
    """The same bot, reached over signed HTTP instead of Socket Mode."""
    secret = Secret(people.address.signing_secret)
    return msgspec.structs.replace(settings, slack_app_token=None, slack_signing_secret=secret)


def settings_for(people: People, *, mongodb_uri: str, redis_url: str, database: str, port: int = 13_000) -> Settings:
    """The settings of a bot in that Slack with a database of its own; `redis_url` names a Redis of its own."""
    address, _, options = mongodb_uri.partition("?")
    return Settings(
        slack_bot_token=Secret(people.address.bot_token),
        slack_app_token=Secret(people.address.app_token),
        slack_api_url=people.address.api_url,
        mongodb_uri=Secret(f"{address.rstrip('/')}/{database}?{options}"),
        redis_url=Secret(redis_url),
        port=port,
        clock_url=f"{people.address.url}/_control/clock",
    )


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.wait({task})
    if not task.cancelled():
        task.result()


def environment_of(settings: Settings) -> dict[str, str]:
    """The same settings as the environment of a program."""
    secrets = {
        "SLACK_BOT_TOKEN": settings.slack_bot_token,
        "SLACK_APP_TOKEN": settings.slack_app_token,
        "MONGODB_URI": settings.mongodb_uri,
        "REDIS_URL": settings.redis_url,
    }
    return {
        **{key: secret.reveal() for key, secret in secrets.items() if secret is not None},
        "SLACK_API_URL": settings.slack_api_url,
        "TASKBOT_CLOCK_URL": settings.clock_url or "",
        "PORT": str(settings.port),
    }
