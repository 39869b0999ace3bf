"""A loopback WeCom with three members, the bot's side of its API, and a bot that only receives."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import FormData, web
from aiohttp.test_utils import TestClient, TestServer
from wechatpy.enterprise import WeChatCrypto

from bot.clock import ManualClock
from bot.demo.wecom import LoopbackWecom

CORP_ID = "ww1a2b3c4d5e6f7081"
AGENT_ID = 1000002
SECRET = "app-secret"
TOKEN = "SalesBotToken2026"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"

Json = dict[str, Any]


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 11, 20, 2, 0, tzinfo=UTC))


@pytest.fixture
async def wecom(clock: ManualClock) -> AsyncIterator[LoopbackWecom]:
    members = {"zhangsan": "张三", "LiSi": "李四", "wangwu": "王五"}
    async with LoopbackWecom(
        clock, CORP_ID, AGENT_ID, SECRET, TOKEN, AES_KEY, members, foreign_secrets=["theirs"]
    ) as loopback:
        loopback.callback_url = "http://127.0.0.1:9/wecom/callback"
        yield loopback


class Api:
    """Calls ``cgi-bin`` as the bot would, with a token it got once."""

    def __init__(self, client: TestClient[web.Request, web.Application]) -> None:
        self.client = client
        self.token: str | None = None

    async def gettoken(self, *, corpid: str = CORP_ID, corpsecret: str = SECRET) -> Json:
        return await self._json("GET", "gettoken", {"corpid": corpid, "corpsecret": corpsecret})

    async def get(self, endpoint: str, **query: str) -> Json:
        return await self._json("GET", endpoint, await self._signed(query))

    async def post(self, endpoint: str, body: Json, **query: str) -> Json:
        return await self._json("POST", endpoint, await self._signed(query), json=body)

    async def upload(self, kind: str, form: FormData) -> Json:
        return await self._json("POST", "media/upload", await self._signed({"type": kind}), data=form)

    async def download(self, media_id: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        query = await self._signed({"media_id": media_id})
        response = await self.client.get("/cgi-bin/media/get", params=query, headers=headers)
        return response.status, dict(response.headers), await response.read()

    async def send(self, msgtype: str, content: Json, **envelope: object) -> Json:
        body = {"touser": "zhangsan", "agentid": AGENT_ID, "msgtype": msgtype, msgtype: content, **envelope}
        return await self.post("message/send", body)

    async def text(self, content: str, **envelope: object) -> Json:
        return await self.send("text", {"content": content}, **envelope)

    async def card(self, card: Json, **envelope: object) -> Json:
        return await self.send("template_card", card, **envelope)

    async def update(self, code: str, **change: object) -> Json:
        body = {"userids": ["zhangsan"], "agentid": AGENT_ID, "response_code": code, **change}
        return await self.post("message/update_template_card", body)

    async def _signed(self, query: dict[str, str]) -> dict[str, str]:
        if self.token is None:
            self.token = (await self.gettoken())["access_token"]
        return {**query, "access_token": self.token}

    async def _json(self, method: str, endpoint: str, query: dict[str, str], **body: Any) -> Json:
        async with self.client.request(method, f"/cgi-bin/{endpoint}", params=query, **body) as response:
            assert response.status == 200
            found: Json = await response.json()
            return found


ClientMaker = Callable[[web.Application], Awaitable[TestClient[web.Request, web.Application]]]


@pytest.fixture
async def api(wecom: LoopbackWecom, aiohttp_client: ClientMaker) -> Api:
    return Api(await aiohttp_client(wecom.app))


@dataclass
class Bot:
    """Receives callbacks, opens them with wechatpy, and answers with the statuses it was told to."""

    statuses: list[int] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    queries: list[dict[str, str]] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)

    async def on_get(self, request: web.Request) -> web.Response:
        query = request.query
        echo = self._crypto().check_signature(
            query["msg_signature"], query["timestamp"], query["nonce"], query["echostr"]
        )
        return web.Response(text=echo)

    async def on_post(self, request: web.Request) -> web.Response:
        query, body = dict(request.query), await request.text()
        xml = self._crypto().decrypt_message(body, query["msg_signature"], query["timestamp"], query["nonce"])
        self.opened.append(xml)
        self.queries.append(query)
        self.bodies.append(body)
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)

    def _crypto(self) -> WeChatCrypto:
        return WeChatCrypto(TOKEN, AES_KEY, CORP_ID)


@pytest.fixture
async def bot(
    wecom: LoopbackWecom, aiohttp_server: Callable[[web.Application], Awaitable[TestServer]]
) -> Bot:
    found = Bot()
    app = web.Application()
    app.router.add_get("/wecom/callback", found.on_get)
    app.router.add_post("/wecom/callback", found.on_post)
    server = await aiohttp_server(app)
    wecom.callback_url = str(server.make_url("/wecom/callback"))
    wecom.courier.manner.answer_within = timedelta(seconds=2)
    return found


def _button_card() -> Json:
    return {
        "card_type": "button_interaction",
        "source": {"desc": "销售助手", "desc_color": 0},
        "action_menu": {"desc": "更多", "action_list": [{"text": "不再提醒", "key": "mute:42"}]},
        "main_title": {"title": "确认商机变更", "desc": "A公司"},
        "horizontal_content_list": [{"keyname": "金额", "value": "120万"}],
        "task_id": "deal-42_v3@1",
        "button_selection": {
            "question_key": "stage",
            "title": "阶段",
            "option_list": [{"id": "neg", "text": "谈判"}, {"id": "won", "text": "赢单"}],
            "selected_id": "neg",
        },
        "button_list": [
            {"text": "确认", "style": 1, "key": "ok:42"},
            {"text": "修改", "style": 2, "key": "edit:42"},
            {"text": "详情", "type": 1, "url": "https://example.com/deal/42"},
        ],
    }


def _text_notice() -> Json:
    return {
        "card_type": "text_notice",
        "main_title": {"title": "今日跟进"},
        "emphasis_content": {"title": "7", "desc": "待跟进客户"},
        "jump_list": [{"type": 1, "title": "打开列表", "url": "https://example.com/list"}],
        "card_action": {"type": 1, "url": "https://example.com"},
    }


def _news_notice() -> Json:
    return {
        "card_type": "news_notice",
        "main_title": {"title": "周报"},
        "card_image": {"url": "https://example.com/a.png", "aspect_ratio": 1.6},
        "vertical_content_list": [{"title": "新线索", "desc": "12 条"}],
        "card_action": {"type": 1, "url": "https://example.com"},
    }


def _vote() -> Json:
    options = [
        {"id": "call", "text": "电话", "is_checked": True},
        {"id": "visit", "text": "拜访", "is_checked": False},
    ]
    return {
        "card_type": "vote_interaction",
        "main_title": {"title": "下一步"},
        "task_id": "vote-1",
        "checkbox": {"question_key": "next", "mode": 1, "option_list": options},
        "submit_button": {"text": "提交", "key": "submit:42"},
    }


def _multiple() -> Json:
    stages = [{"id": "s1", "text": "初步接触"}, {"id": "s2", "text": "报价"}]
    chances = [{"id": "p30", "text": "30%"}, {"id": "p70", "text": "70%"}]
    return {
        "card_type": "multiple_interaction",
        "main_title": {"title": "更新商机"},
        "task_id": "multi-1",
        "select_list": [
            {"question_key": "stage", "title": "阶段", "selected_id": "s1", "option_list": stages},
            {"question_key": "prob", "title": "把握", "option_list": chances},
        ],
        "submit_button": {"text": "保存", "key": "save:42"},
    }


@pytest.fixture
def cards() -> dict[str, Json]:
    """A correct card of every type, fresh for each test."""
    made = [_button_card(), _text_notice(), _news_notice(), _vote(), _multiple()]
    return {card["card_type"]: card for card in made}
