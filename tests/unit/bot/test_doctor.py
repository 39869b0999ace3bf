"""The doctor names what is wrong with a running set-up, and only that."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.clock import ManualClock, SystemClock
from bot.config import (
    BotConfig,
    Config,
    DatabaseConfig,
    PlatformsConfig,
    RemindersConfig,
    Secret,
    ServerConfig,
    WecomConfig,
    Workdays,
)
from bot.demo.wecom import LoopbackWecom
from bot.demo.wecom.faults import UNTRUSTED_IP, Errcode
from bot.doctor import calendar, callback, examine, keeping, render, vendor
from bot.doctor.finding import Finding, ill, well
from bot.platforms.base import Accept
from bot.platforms.wecom.crypto import CallbackCrypto
from bot.platforms.wecom.listen import CallbackRoutes
from storage import schema
from storage.inbox import NewEvent
from storage.outbox import NewMessage
from storage.uow import Database

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
STAMP = int(NOW.timestamp())
CORP_ID = "ww1a2b3c4d5e6f7081"
TOKEN = "SalesBotToken2026"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
OTHER_KEY = "7WfQ2mZpR9sKcX4vNtB8yHjL1aUeGdO5iTqMwPzCbE0"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Serve = Callable[[web.Application], Awaitable[TestServer]]


async def _store_nothing(_events: object) -> None:
    """An ``Accept`` that is never called here."""


def _server(
    token: str = TOKEN,
    aes_key: str = AES_KEY,
    corp_id: str = CORP_ID,
    *,
    change: Callable[[bytes], bytes] = bytes,
) -> web.Application:
    """A server that answers the address check with these keys and *changes* its bytes on the way out."""

    @web.middleware
    async def on_the_way(request: web.Request, handler: Handler) -> web.StreamResponse:
        response = await handler(request)
        assert isinstance(response, web.Response)
        assert isinstance(response.body, bytes | None)
        body = change(response.body or b"") if request.path == callback.PATH else response.body
        return web.Response(body=body, status=response.status, headers={"Server": "genjin"})

    async def ready(_request: web.Request) -> web.Response:
        return web.Response(text="ok")

    routes = web.RouteTableDef()
    accept: Accept = _store_nothing
    CallbackRoutes(CallbackCrypto(token, aes_key, corp_id), ManualClock(NOW), accept).register(routes)
    app = web.Application(middlewares=[on_the_way])
    app.router.add_get("/readyz", ready)
    app.add_routes(routes)
    return app


def _wecom(
    api_base: str = "http://127.0.0.1:9", secret: str = "app-secret", corp_id: str = CORP_ID
) -> WecomConfig:
    return WecomConfig(
        corp_id=corp_id,
        agent_id=1000002,
        secret=Secret(secret),
        token=Secret(TOKEN),
        aes_key=Secret(AES_KEY),
        api_base=api_base,
    )


async def _check(serve: Serve, app: web.Application) -> Finding:
    server = await serve(app)
    return await callback.examine(str(server.make_url("")).rstrip("/"), "callback here", _wecom(), STAMP)


async def test_a_sound_server_passes_the_address_check(aiohttp_server: Serve) -> None:
    finding = await _check(aiohttp_server, _server())
    assert finding.ok, finding
    assert "19 right bytes" in finding.cause


@pytest.mark.parametrize(
    ("keys", "cause"),
    [
        (("AnotherToken", AES_KEY, CORP_ID), "wrong token"),
        ((TOKEN, OTHER_KEY, CORP_ID), "wrong key"),
        ((TOKEN, AES_KEY, "ww1a2b3c4d5e6f7082"), "wrong corp id"),
    ],
)
async def test_the_setting_that_differs_is_named(
    aiohttp_server: Serve, keys: tuple[str, str, str], cause: str
) -> None:
    finding = await _check(aiohttp_server, _server(*keys))
    assert not finding.ok
    assert finding.cause.startswith(cause)
    assert "restart the server" in finding.next_step


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        (lambda body: b"<html><body>" + body + b"</body></html>", "HTML around echostr: '<html><body>'"),
        (
            lambda body: b"\xef\xbb\xbf" + body,
            r"wrong bytes around echostr: '\xef\xbb\xbf' before, nothing after",
        ),
        (lambda body: body + b"\n", r"wrong bytes around echostr: nothing before, '\n' after"),
        (lambda body: b'"' + body + b'"', "wrong bytes around echostr: '\"' before"),
        (lambda _: b"<!DOCTYPE html><p>login", "an HTML page instead of echostr"),
        (lambda _: b"success", "wrong bytes: 'success' instead of 19 digits"),
    ],
)
async def test_what_was_added_on_the_way_is_shown(
    aiohttp_server: Serve, change: Callable[[bytes], bytes], cause: str
) -> None:
    finding = await _check(aiohttp_server, _server(change=change))
    assert not finding.ok
    assert finding.cause.startswith(cause), finding.cause


@pytest.mark.parametrize(
    ("reply", "cause"),
    [
        (callback.Reply(404), "404: nothing answers"),
        (callback.Reply(302), "302: redirected"),
        (callback.Reply(502), "502: the proxy cannot reach"),
        (callback.Reply(418), "unexpected status 418"),
        (callback.Reply(200, b"123", 1.4), "the right bytes, but after 1.4 s"),
        (callback.Reply(0, trouble="no answer within 6 seconds"), "http://x: no answer"),
    ],
)
def test_every_other_answer_has_its_reason(reply: callback.Reply, cause: str) -> None:
    finding = callback.diagnose("callback", reply, b"123", token_fits=True, address="http://x")
    assert not finding.ok
    assert finding.cause.startswith(cause)
    assert finding.next_step


async def test_a_server_that_is_down_is_said_to_be_down() -> None:
    finding = await callback.examine("http://127.0.0.1:9", "callback here", _wecom(), STAMP)
    assert not finding.ok
    assert "cannot connect" in finding.cause


@pytest.fixture
async def wecom() -> AsyncIterator[LoopbackWecom]:
    members = {"lilei": "李雷"}
    async with LoopbackWecom(
        ManualClock(NOW), CORP_ID, 1000002, "app-secret", TOKEN, AES_KEY, members
    ) as loopback:
        yield loopback


async def _api(
    serve: Serve, wecom: LoopbackWecom, secret: str = "app-secret", corp: str = CORP_ID
) -> list[Finding]:
    server = await serve(wecom.app)
    base = str(server.make_url("")).rstrip("/")
    return await vendor.examine(_wecom(base, secret, corp), SystemClock())


async def test_a_secret_that_fits_is_well(aiohttp_server: Serve, wecom: LoopbackWecom) -> None:
    findings = await _api(aiohttp_server, wecom)
    assert [(finding.step, finding.ok) for finding in findings] == [
        ("gettoken", True),
        ("trusted address", True),
        ("clock", True),
    ], findings


async def test_a_network_without_a_way_out_is_one_finding_not_three() -> None:
    (finding,) = await vendor.examine(_wecom("http://127.0.0.1:9"), ManualClock(NOW))
    assert (finding.step, finding.ok) == ("gettoken", False)
    assert "http://127.0.0.1:9 cannot be used" in finding.cause
    assert "proxy" in finding.next_step


async def test_a_wrong_secret_says_where_the_right_one_stands(
    aiohttp_server: Serve, wecom: LoopbackWecom
) -> None:
    gettoken = (await _api(aiohttp_server, wecom, secret="wrong-one"))[0]
    assert (gettoken.step, gettoken.ok) == ("gettoken", False)
    assert "secret is wrong" in gettoken.cause
    assert "应用管理" in gettoken.next_step
    assert "wrong-one" not in repr(gettoken)


async def test_a_wrong_corp_id_says_where_the_right_one_stands(
    aiohttp_server: Serve, wecom: LoopbackWecom
) -> None:
    wecom.faults.always("gettoken", Errcode(40013, "invalid corpid"))
    gettoken = (await _api(aiohttp_server, wecom))[0]
    assert not gettoken.ok
    assert "corp id is wrong" in gettoken.cause
    assert "企业ID" in gettoken.next_step


async def test_an_untrusted_address_is_named_with_the_place_to_paste_it(
    aiohttp_server: Serve, wecom: LoopbackWecom
) -> None:
    wecom.faults.always("getcallbackip", UNTRUSTED_IP)
    found = next(f for f in await _api(aiohttp_server, wecom) if f.step == "trusted address")
    assert not found.ok
    assert "127.0.0.1" in found.cause
    assert "企业可信IP" in found.next_step


def test_clocks_may_differ_by_a_minute_not_more() -> None:
    assert vendor.compare_clocks(NOW, NOW + timedelta(seconds=59)).ok
    behind = vendor.compare_clocks(NOW, NOW + timedelta(minutes=5))
    assert "300 s behind" in behind.cause
    assert "ahead of" in vendor.compare_clocks(NOW + timedelta(minutes=5), NOW).cause


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'genjin.db'}"


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    opened = Database(url)
    schema.upgrade(opened)
    yield opened
    opened.close()


def _kept(url: str, now: datetime = NOW) -> dict[str, Finding]:
    return {finding.step: finding for finding in keeping.examine(DatabaseConfig(Secret(url)), now)}


def test_a_database_that_is_not_there_is_not_made(url: str, tmp_path: Path) -> None:
    found = _kept(url)
    assert not found["database"].ok
    assert "there is no database" in found["database"].cause
    assert list(tmp_path.iterdir()) == []


def test_an_old_schema_names_the_command(url: str) -> None:
    opened = Database(url)
    with opened.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE something (id)")
    opened.close()
    assert "genjin migrate" in _kept(url)["database"].next_step


def test_a_sound_database_has_nothing_to_tell(url: str, database: Database) -> None:
    found = _kept(url)
    assert set(found) == {"database", "disk", "dead letters", "queues"}
    assert found["database"].ok
    assert found["dead letters"].ok
    assert found["queues"].ok


def test_dead_letters_and_long_waits_are_found(url: str, database: Database) -> None:
    with database.begin() as uow:
        event = NewEvent("wecom", "k", "lane", "MessageReceived", "{}", NOW)
        uow.inbox.add([event])
        (item,) = uow.inbox.claim_due(NOW, limit=1)
        uow.inbox.failed(item, why="boom", retry_at=None, now=NOW)
        message = NewMessage("m", "wecom", "lilei", "lane", "Send", None, "{}", NOW, NOW)
        uow.outbox.add(message)
    found = _kept(url, NOW + timedelta(minutes=11))
    assert found["dead letters"].cause.startswith("1 events could not be handled, 0 messages")
    assert "11 minutes" in found["queues"].cause
    assert _kept(url, NOW + timedelta(minutes=9))["queues"].ok


async def test_the_whole_examination_runs_in_order(
    aiohttp_server: Serve, wecom: LoopbackWecom, url: str, database: Database
) -> None:
    server, api = await aiohttp_server(_server()), await aiohttp_server(wecom.app)
    config = Config(
        bot=BotConfig(public_url=str(server.make_url("")).rstrip("/")),
        server=ServerConfig(host="127.0.0.1", port=server.port or 0),
        database=DatabaseConfig(Secret(url)),
        platforms=PlatformsConfig(wecom=_wecom(str(api.make_url("")).rstrip("/"))),
    )
    findings = await examine(config, SystemClock())
    assert [finding.step for finding in findings] == [
        "configuration", "database", "disk", "dead letters", "queues", "holidays", "server",
        "callback here", "callback outside", "gettoken", "trusted address", "clock",
    ]  # fmt: skip
    assert [finding for finding in findings if not finding.ok and finding.step != "disk"] == []
    assert json.dumps([finding.cause for finding in findings]).find(AES_KEY) == -1


def test_the_printed_report_puts_the_next_step_below() -> None:
    text = render([well("one", "fine"), ill("longer step", "broken", "Mend it.")])
    lines = text.splitlines()
    assert lines[0] == "ok   one          fine"
    assert lines[1] == "BAD  longer step  broken"
    assert lines[2].strip() == "→ Mend it."
    assert lines[-1] == "1 to look at."


@pytest.mark.parametrize(
    ("now", "says"),
    [
        (datetime(2026, 6, 1, tzinfo=UTC), "official holidays of 2026 are known"),
        (datetime(2047, 12, 20, tzinfo=UTC), "those of 2047 and 2048 are not known yet"),
    ],
)
def test_the_doctor_says_which_years_holidays_are_not_known_yet(now: datetime, says: str) -> None:
    finding = calendar.examine(BotConfig(), RemindersConfig(), now)
    assert finding.ok
    assert says in finding.cause


def test_holidays_do_not_matter_to_a_team_that_works_every_day() -> None:
    finding = calendar.examine(BotConfig(), RemindersConfig(workdays=Workdays.ALL), NOW)
    assert (finding.ok, finding.next_step) == (True, "")
