"""The composition root: the one place where the parts meet, start together and stop in order."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar
from uuid import uuid4

from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Route

from bot import engines, health, probes
from bot.clock import Clock
from bot.journal import JournaledAnnouncements, ProcessJournal
from bot.language import languages, moments
from bot.metrics import Metrics
from bot.readiness import Phase, Readiness
from bot.service.acquainting import Acquainting
from bot.service.adding import Adding
from bot.service.announcing import Announcing
from bot.service.changing import Changing
from bot.service.finding import Finding
from bot.service.homes import HomeContents
from bot.service.ports import Topic
from bot.service.posting import Limited, PostRefused, Unanswered
from bot.service.reminding import Reminding
from bot.service.stimuli import Stimulus
from bot.service.undoing import Undoing
from bot.settings import Role, Secret, Settings, SettingsError, is_loopback
from bot.slack import client, listening
from bot.slack.channels import SlackChannels
from bot.slack.people import SlackPeople
from bot.slack.posts import SlackPosts, SlackResponses, SlackScreens
from bot.slack.refusals import refusals
from bot.storage import database, indexes
from bot.storage.agenda import StoredAgenda
from bot.storage.backlog import StoredBacklog
from bot.storage.deliveries import StoredLedger
from bot.storage.history import StoredHistory
from bot.storage.homes import StoredHomes
from bot.storage.leases import Leases
from bot.storage.outbox import StoredOutbox
from bot.storage.people import RememberedPeople
from bot.storage.tasks import StoredTasks
from bot.streams import connection
from bot.streams.events import EventStream
from bot.streams.wakeups import Wakeups
from bot.supervision import LongTask, long_tasks
from bot.ticks import Ticks
from bot.views.text import Message
from handlers import register
from handlers.announcements import AnnouncementReader
from handlers.answering import Answering
from handlers.composing import Composer
from handlers.deliveries import DeliveryDrain
from handlers.desk import Desk
from handlers.home import HomeDrawer
from handlers.partitions import PartitionHolder
from handlers.people import PeopleEvents
from handlers.reminders import ReminderTick

T = TypeVar("T")

KEY_PREFIX = "taskbot:"
TICK_S = 1.0
POLL_S = 1.0
FINISH_WITHIN_S = 2.0

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Parts:
    """What the roles share; `start` begins a long task."""

    clock: Clock
    web: AsyncWebClient
    identity: client.Identity
    tasks: StoredTasks
    outbox: StoredOutbox
    ledger: StoredLedger
    agenda: StoredAgenda
    history: StoredHistory
    homes: StoredHomes
    leases: Leases
    people: SlackPeople
    channels: SlackChannels
    posts: SlackPosts
    screens: SlackScreens
    responses: SlackResponses
    stream: EventStream
    announcements: JournaledAnnouncements
    wakeups: Wakeups
    readiness: Readiness
    metrics: Metrics
    journal: ProcessJournal
    ticks: Ticks
    start: Callable[[str, LongTask], None]

    async def tell(self, stimulus: Stimulus, message: Message) -> None:
        """Say something to somebody in a direct message, where they cannot be answered in place. May be refused."""
        key = f"told:{stimulus.identity}"
        await self.posts.post(stimulus.team_id, stimulus.user_id, message, key=key, version=0, thread_ts=None)

    def reminding(self) -> Reminding:
        """The use cases of reminders, which the scheduler and the snooze menu share."""
        return Reminding(self.tasks, self.agenda, self.ledger, self.people, self.channels, self.wakeups)


async def serve(settings: Settings, roles: frozenset[Role], *, ready: Callable[[int], None] | None = None) -> None:
    """Be the bot in these roles until cancelled, then stop in order: hear nothing new, finish what is under way.

    `ready` is called once with the port on which the bot answers.

    Raises `SettingsError` and `EngineError`, whose messages are for the operator.
    """
    readiness, metrics = Readiness(), Metrics()
    async with AsyncExitStack() as stack:
        addresses = await stack.enter_async_context(engines.running(settings))
        address = health.LOOPBACK if is_loopback(settings.slack_api_url) else health.EVERYWHERE
        application = health.application(readiness, metrics)
        port = await stack.enter_async_context(health.serving(application, address=address, port=settings.port))
        parts = await stack.enter_async_context(_parts(settings, addresses, readiness, metrics))
        if Role.SCHEDULER in roles:
            tick = ReminderTick(parts.reminding(), parts.clock.now)
            parts.start("reminders", parts.ticks.every(TICK_S, "reminders", tick.tick))
        if Role.NOTIFIER in roles:
            await stack.enter_async_context(_notifying(parts))
        if Role.SLACK in roles:
            await stack.enter_async_context(_hearing(parts, settings, application))
        await stack.enter_async_context(parts.ticks.ticking())
        readiness.phase = Phase.SERVING
        log.info("ready", extra={"roles": ",".join(sorted(roles)), "team": parts.identity.team_id})
        if ready is not None:
            ready(port)
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            readiness.phase = Phase.STOPPING


@asynccontextmanager
async def _parts(
    settings: Settings, addresses: engines.Addresses, readiness: Readiness, metrics: Metrics
) -> AsyncIterator[Parts]:
    clock, ticks = Clock(), Ticks(metrics.ticked)
    async with (
        client.shared_session() as session,
        database.connect(addresses.mongodb_uri) as mongodb,
        connection.connect(addresses.redis_url) as redis,
        long_tasks(metrics.failed) as start,
    ):
        if settings.clock_url is not None:
            clock_url = settings.clock_url
            await clock.synchronise(clock_url, session)
            start("clock", lambda: clock.follow(clock_url, session))
        token = _revealed(settings.slack_bot_token)
        web = client.client(session, api_url=settings.slack_api_url, token=token, limited=metrics.limited)
        identity = await _accepted("SLACK_BOT_TOKEN", lambda: client.identity(web))
        database_ = database.database_of(mongodb)
        await indexes.ensure(database_)
        people = SlackPeople(web, RememberedPeople(database_))
        channels = SlackChannels(web)
        prefix = f"{KEY_PREFIX}{database_.name}:"
        wakeups = Wakeups(redis, prefix)
        wakeups.on_forget(Topic.PERSON, people.forget)
        wakeups.on_forget(Topic.MEMBERSHIP, channels.forget_person)
        wakeups.on_forget(Topic.CHANNEL, channels.forget_channel)
        stream = EventStream(redis, prefix)
        journal = ProcessJournal(metrics, clock.now)
        start("stream", stream.run)
        start("wakeups", wakeups.run)
        readiness.watch(probes.DatabaseProbe(StoredBacklog(database_), clock.now, clock.real_now, metrics))
        readiness.watch(probes.RedisProbe(redis, metrics))
        readiness.watch(probes.TickProbe(ticks.ages, metrics))
        yield Parts(
            clock=clock,
            web=web,
            identity=identity,
            tasks=StoredTasks(database_),
            outbox=StoredOutbox(database_),
            ledger=StoredLedger(database_),
            agenda=StoredAgenda(database_),
            history=StoredHistory(database_),
            homes=StoredHomes(database_),
            leases=Leases(database_, uuid4().hex),
            people=people,
            channels=channels,
            posts=SlackPosts(web, identity.scopes),
            screens=SlackScreens(web),
            responses=SlackResponses(session),
            stream=stream,
            announcements=JournaledAnnouncements(stream, journal),
            wakeups=wakeups,
            readiness=readiness,
            metrics=metrics,
            journal=journal,
            ticks=ticks,
            start=start,
        )


@asynccontextmanager
async def _notifying(parts: Parts) -> AsyncIterator[None]:
    announcing = Announcing(
        parts.outbox, parts.ledger, parts.history, parts.homes, parts.wakeups, parts.journal, parts.clock.real_now
    )
    holder = PartitionHolder(parts.leases, announcing)
    reader = AnnouncementReader(parts.stream, parts.outbox, announcing, holder.held, parts.clock.real_now)
    drain = DeliveryDrain(
        tasks=parts.tasks,
        people=parts.people,
        ledger=parts.ledger,
        posting=parts.posts,
        composer=Composer(parts.people, parts.clock.now),
        partitions=holder.held,
        waking=parts.wakeups.listen(),
        journal=parts.journal,
        real_now=parts.clock.real_now,
    )
    homes = HomeDrawer(
        homes=parts.homes,
        contents=HomeContents(parts.tasks),
        people=parts.people,
        screens=parts.screens,
        partitions=holder.held,
        waking=parts.wakeups.listen(),
        now=parts.clock.now,
        real_now=parts.clock.real_now,
    )
    await holder.renew()
    parts.start("leases", holder.keep)
    parts.start("homes", lambda: homes.keep(poll_s=POLL_S))
    parts.start("announcements", reader.follow_stream)
    parts.start("sweep", parts.ticks.every(TICK_S, "sweep", reader.sweep))
    parts.start("deliveries", lambda: drain.keep(poll_s=POLL_S))
    try:
        yield
    finally:
        await _bounded("deliveries", drain.finish)
        await _bounded("leases", holder.leave)


@asynccontextmanager
async def _hearing(parts: Parts, settings: Settings, application: Starlette) -> AsyncIterator[None]:
    changing = Changing(parts.tasks, parts.people, parts.channels, parts.announcements)
    answering = Answering(parts.responses, parts.screens, parts.tell, parts.journal)
    desk = Desk(
        adding=Adding(parts.tasks, parts.people, parts.channels, parts.announcements),
        changing=changing,
        undoing=Undoing(parts.tasks, changing),
        finding=Finding(parts.tasks, parts.people, parts.channels, parts.history),
        reminding=parts.reminding(),
        acquainting=Acquainting(parts.people, parts.wakeups),
        homes=parts.homes,
        wakeups=parts.wakeups,
        people=parts.people,
        ledger=parts.ledger,
        screens=parts.screens,
        answering=answering,
        now=parts.clock.now,
        real_now=parts.clock.real_now,
        bot_name=parts.identity.name,
    )
    news = PeopleEvents(
        acquaintances=parts.people,
        ledger=parts.ledger,
        agenda=parts.agenda,
        homes=parts.homes,
        wakeups=parts.wakeups,
        forgetting=parts.wakeups,
        now=parts.clock.now,
        real_now=parts.clock.real_now,
        bot_user_id=parts.identity.user_id,
    )
    await parts.tasks.catch_up(parts.identity.team_id)
    await asyncio.to_thread(moments.warm, tuple(languages.known()))
    app = listening.application(parts.web, parts.identity, signing_secret=_revealed(settings.slack_signing_secret))
    register(app, desk, news)
    # Left in order: nothing new is heard, then what was heard is answered, then the connections close.
    async with AsyncExitStack() as connected, AsyncExitStack() as hearing:
        if settings.slack_app_token is not None:
            app_token = settings.slack_app_token.reveal()
            # A connection would be tried for ever, whatever Slack says to the token.
            await _accepted("SLACK_APP_TOKEN", lambda: parts.web.apps_connections_open(app_token=app_token))
            connections = await connected.enter_async_context(listening.connected(app, parts.web, app_token=app_token))
            parts.readiness.watch(probes.SocketProbe(connections, parts.metrics))
            parts.start("addresses", connections.renew_addresses)
            hearing.callback(connections.hear_no_more)
        if settings.slack_signing_secret is not None:
            route = listening.route(app)
            application.routes.append(route)
            hearing.callback(_replace, application.routes, route, listening.closed_route())
        connected.push_async_callback(_bounded, "answers", answering.drain)
        yield


async def _accepted(setting: str, ask: Callable[[], Awaitable[T]]) -> T:
    """What Slack answers to a call with this token. Raises `SettingsError` if it refuses or does not answer."""
    while True:
        try:
            with refusals():
                return await ask()
        except Limited as error:
            log.warning("Slack asks to wait", extra={"setting": setting, "seconds": error.retry_after_s})
            await asyncio.sleep(error.retry_after_s)
        except Unanswered as error:
            raise SettingsError(
                (f"Slack does not answer ({error.reason}): look at the network and at SLACK_API_URL, then restart.",)
            ) from error
        except PostRefused as error:
            raise SettingsError(
                (f"Slack refuses {setting} ({error.reason}): copy it again from your app's page, then restart.",)
            ) from error


async def _bounded(what: str, work: LongTask) -> None:
    """Let the work of a stopping program end, but not for ever: what is left over is found by the next start."""
    try:
        async with asyncio.timeout(FINISH_WITHIN_S):
            await work()
    except TimeoutError:
        log.warning("left to the next start", extra={"what": what})


def _replace(routes: list[BaseRoute], route: Route, other: Route) -> None:
    routes[routes.index(route)] = other


def _revealed(secret: Secret | None) -> str:
    return "" if secret is None else secret.reveal()
