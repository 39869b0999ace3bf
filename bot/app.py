"""The composition root: configuration in, running parts out; the only file naming concrete classes."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from aiohttp import web

import nlp
from bot import files, metrics, team
from bot.clock import Clock, IdSource, SystemClock, random_ids
from bot.config import Config, Workdays
from bot.handling import Handling
from bot.inbox import CrashPoint, Inbox, no_crash
from bot.ingest import Ingest
from bot.outbox import Outbox
from bot.platforms.base import Platform
from bot.platforms.wecom import WecomPlatform
from bot.platforms.wecom.config import WecomConfig
from bot.schedule import Ticker, report_dead
from bot.server import make_app
from bot.tokens import StoredTokens
from bot.worker import Worker
from handlers import top
from handlers.chat.delivery import Capabilities
from handlers.context import Policies
from handlers.sales.alarms import AlarmPolicy
from handlers.sales.funnel import Funnel, built_in
from handlers.sales.promise import PromisePolicy
from handlers.sales.quoting import QuotePolicy
from handlers.sales.worktime import WorkTime
from handlers.words import Words
from nlp import warm_up
from storage import housekeeping, reports, schema
from storage.errors import StorageError
from storage.uow import Database
from storage.writer import QueueFull, Writer

log = logging.getLogger(__name__)

POLL_ALONE = 1.0
POLL_SHARED = 0.25
"""Seconds between looks: alone, every stored event wakes the worker; shared, another process may store it."""


@dataclass(slots=True)
class App:
    """The running parts of one process."""

    config: Config
    clock: Clock
    database: Database
    writer: Writer
    inbox: Inbox
    outbox: Outbox
    worker: Worker
    ticker: Ticker
    web: web.Application
    policies: Policies

    async def problems(self) -> dict[str, str]:
        """What keeps us from working; empty when nothing does."""
        try:
            async with asyncio.timeout(2):
                counts = await asyncio.to_thread(self._counts)
        except (TimeoutError, StorageError, OSError) as error:
            return {"database": type(error).__name__}
        waiting = counts["inbox"]["open"]
        return {"inbox": f"{waiting} events wait"} if waiting > 50_000 else {}

    def _counts(self) -> Mapping[str, Mapping[str, int]]:
        with self.database.read() as uow:
            return {"inbox": uow.inbox.counts(), "outbox": uow.outbox.counts()}

    async def metrics(self) -> str:
        """The figures monitoring reads."""
        figures = await asyncio.to_thread(reports.figures, self.database)
        return metrics.render(figures.groups, figures.singles)


def policies_of(config: Config, platforms: Mapping[str, Platform]) -> Policies:
    """What the team configured, as the rules want it; its own words are compiled here, once."""
    zone, quiet = config.bot.timezone, config.reminders.quiet
    funnel = Funnel.from_config(list(config.stages)) if config.stages else built_in()
    reading = config.reading
    return Policies(
        funnel=funnel,
        worktime=WorkTime(
            zone=zone, quiet=quiet, workdays="china" if config.reminders.workdays is Workdays.CHINA else "all"
        ),
        quiet=WorkTime(zone=zone, quiet=quiet, workdays="all"),
        quotes=QuotePolicy(config.quotes.unread_after, config.quotes.escalate_after),
        words=Words(zone),
        capabilities=capabilities_of(platforms),
        capture_mode=str(config.capture.mode),
        capture_burst=config.capture.burst,
        join=str(config.team.join),
        bot_name=config.bot.name,
        top_todos_at=config.reminders.top_todos_at,
        alerts=_alarms_of(config),
        promises=PromisePolicy(config.reminders.undated_promise_after, config.reminders.undated_nudge_after),
        vocabulary=nlp.compile_vocabulary(
            competitors=reading.competitors,
            products=reading.products,
            companies=reading.companies,
            words=reading.words,
        ),
    )


def capabilities_of(platforms: Mapping[str, Platform]) -> dict[str, Capabilities]:
    """What each platform can show."""
    return {name: platform.capabilities for name, platform in platforms.items()}


def _alarms_of(config: Config) -> AlarmPolicy:
    """What rings and when, as the rules want it."""
    alerts = config.alerts
    return AlarmPolicy(
        off=frozenset(map(str, alerts.off)),
        urgent=frozenset(map(str, alerts.urgent)),
        first_response=alerts.first_response,
        reply_after=alerts.reply_after,
        first_touch=alerts.first_touch,
        opened_after=alerts.opened_after,
        stage_red=alerts.stage_red / 100,
        silent_after=alerts.silent_after,
        high_value_fen=alerts.high_value * 100,
        contract_before=alerts.contract_before,
        contract_dates=alerts.contract_dates,
        birthday_before=alerts.birthday_before,
        birthday_dates=alerts.birthday_dates,
        escalate_after=alerts.escalate_after,
        escalate_urgent_after=alerts.escalate_urgent_after,
        quote_escalate_after=config.quotes.escalate_after,
        daily_budget=config.reminders.daily_budget,
        digest_at=alerts.digest_at,
    )


def platforms_of(config: Config, clock: Clock, writer: Writer) -> dict[str, Platform]:
    """The platforms that are configured."""
    wecom = config.platforms.wecom
    if wecom is None:
        return {}
    return {
        "wecom": WecomPlatform(
            WecomConfig(
                corp_id=wecom.corp_id,
                agent_id=wecom.agent_id,
                secret=wecom.secret.reveal(),
                token=wecom.token.reveal(),
                aes_key=wecom.aes_key.reveal(),
                api_base=wecom.api_base,
                public_url=config.bot.public_url or "",
            ),
            clock,
            StoredTokens(writer, clock, f"wecom:{wecom.corp_id}:{wecom.agent_id}"),
        )
    }


@asynccontextmanager
async def running(
    config: Config,
    *,
    role: str = "all",
    clock: Clock | None = None,
    ids: IdSource = random_ids,
    crash_point: CrashPoint = no_crash,
    work: bool = True,
    warm: bool = False,
) -> AsyncIterator[App]:
    """The parts of one process, running until the context ends.

    *role* is all, web (accepts only) or worker (works only). With *work* false the queues stand still
    until ``app.worker.drain()`` is called. *warm* loads the whole reader before the first event is handled.
    Raises ``SchemaOutdated`` when PostgreSQL needs a migration.
    """
    clock = clock or SystemClock()
    async with AsyncExitStack() as stack:
        database = Database(config.database.url.reveal())
        stack.callback(database.close)
        policies = policies_of(config, {})
        await asyncio.to_thread(_prepare, database, config, clock, policies)
        writer = Writer(database)
        stack.callback(writer.close)
        platforms = platforms_of(config, clock, writer)
        policies = replace(policies, capabilities=capabilities_of(platforms))
        prepare = partial(warm_up, whole=True) if warm else None
        app = _assemble(config, clock, ids, crash_point, database, writer, platforms, policies, prepare)
        routes = web.RouteTableDef()
        for platform in platforms.values():
            await stack.enter_async_context(platform.listen(app.inbox.accept, routes))
        Ingest(
            [token.reveal() for token in config.ingest.tokens],
            clock=clock,
            zone=config.bot.timezone,
            store=app.inbox.accept,
            inspect=files.pages,
        ).register(routes)
        app.web = make_app(routes, ready=app.problems, metrics=app.metrics)
        if work and role != "web":
            app.worker.start()
            app.ticker.start()
            stack.push_async_callback(app.worker.stop)
            stack.callback(app.ticker.stop)
        yield app


def _prepare(database: Database, config: Config, clock: Clock, policies: Policies) -> None:
    if database.embedded:
        schema.upgrade(database)
    else:
        schema.require_current(database)
    with database.begin() as uow:
        team.sync(uow, config.people, clock.now())
        top.arm_everybody(uow, policies, clock.now())


def _assemble(
    config: Config,
    clock: Clock,
    ids: IdSource,
    crash_point: CrashPoint,
    database: Database,
    writer: Writer,
    platforms: Mapping[str, Platform],
    policies: Policies,
    prepare: Callable[[], None] | None,
) -> App:
    handling = Handling(clock, ids, policies)
    worker: Worker | None = None

    def wake() -> None:
        if worker is not None:
            worker.wake()

    async def tidy() -> None:
        try:
            await writer.run(lambda uow: housekeeping.tidy(uow, clock.now()))
            await writer.run(lambda uow: report_dead(uow, clock.now()))
        except (QueueFull, StorageError) as error:
            log.warning("housekeeping skipped", extra={"action": "housekeeping_skipped", "why": str(error)})

    inbox = Inbox(writer, clock, handling, wake=wake, crash_point=crash_point)
    outbox = Outbox(writer, clock, platforms, ids=ids, crash_point=crash_point)
    poll, lanes = (POLL_ALONE, 1) if database.embedded else (POLL_SHARED, 3)
    worker = Worker(writer, inbox, outbox, poll=poll, lanes=lanes, prepare=prepare)
    ticker = Ticker(writer, clock, wake=wake, housekeeping=tidy)
    placeholder = web.Application()
    return App(config, clock, database, writer, inbox, outbox, worker, ticker, placeholder, policies)


GRACE = timedelta(seconds=20)


async def _serve(config: Config, role: str) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    async with running(config, role=role, warm=True) as app:
        runner = web.AppRunner(app.web, access_log=None, shutdown_timeout=GRACE.total_seconds())
        await runner.setup()
        try:
            await web.TCPSite(runner, config.server.host, config.server.port).start()
            log.info("ready", extra={"action": "ready", "port": config.server.port, "role": role})
            if role != "web":
                await app.worker.prepared()
            gc.freeze()  # what the start made stays, so the collector need not look at it
            gc.enable()
            await stop.wait()
            log.info("stopping", extra={"action": "stopping"})
        finally:
            await runner.cleanup()


def run_server(config: Config, role: str) -> int:
    """Serve until SIGTERM or SIGINT, then drain; returns the exit code."""
    asyncio.run(_serve(config, role))
    return 0
