"""Sending simple messages, media, recall and the app menu."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import FormData

from bot.clock import ManualClock
from bot.demo.wecom import Change, Department, LoopbackWecom, Person

if TYPE_CHECKING:
    from conftest import Api

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


async def test_a_text_arrives_on_the_phone_with_its_receipt(
    api: Api, wecom: LoopbackWecom, clock: ManualClock
) -> None:
    answer = await api.text("已记录")
    message = wecom.messages("zhangsan")[0]
    assert answer == {"errcode": 0, "errmsg": "ok", "msgid": message.msgid}
    assert (message.msgtype, message.text, message.at) == ("text", "已记录", clock.now())


async def test_a_text_over_2048_bytes_is_cut_on_a_character_border(api: Api, wecom: LoopbackWecom) -> None:
    assert (await api.text("跟" * 700))["errcode"] == 0
    assert wecom.messages("zhangsan")[0].text == "跟" * 682


async def test_an_agent_that_is_not_the_tokens_is_refused(api: Api) -> None:
    assert (await api.text("x", agentid=1000003))["errcode"] == 301002
    assert (await api.text("x", agentid="1000002"))["errcode"] == 301002


async def test_unknown_people_are_named_in_lower_case_and_the_rest_get_it(
    api: Api, wecom: LoopbackWecom
) -> None:
    answer = await api.text("你好", touser="NoBody|LISI|Ghost")
    assert answer["errcode"] == 0
    assert answer["invaliduser"] == "nobody|ghost"
    assert len(wecom.messages("lisi")) == 1


@pytest.mark.parametrize(
    "envelope",
    [{"touser": "nobody"}, {"touser": ""}, {"touser": "", "toparty": "77"}, {"touser": "", "totag": "1"}],
)
async def test_nobody_left_to_send_to_is_81013(api: Api, envelope: dict[str, Any]) -> None:
    assert (await api.text("你好", **envelope))["errcode"] == 81013


async def test_everybody_and_departments_are_resolved(api: Api, wecom: LoopbackWecom) -> None:
    wecom.directory.departments[2] = Department(2, "销售部")
    wecom.directory.put(Person("zhaoliu", "赵六", (2,)))
    await api.text("全体", touser="@all")
    await api.text("部门", touser="", toparty="2|9")
    assert [message.text for message in wecom.messages("zhaoliu")] == ["全体", "部门"]
    assert [message.text for message in wecom.messages("wangwu")] == ["全体"]


async def test_more_than_a_thousand_users_are_refused(api: Api) -> None:
    assert (await api.text("x", touser="|".join(map(str, range(1001)))))["errcode"] == 40058


@pytest.mark.parametrize(
    ("msgtype", "content", "errcode"),
    [
        ("text", {"content": ""}, 44004),
        ("text", {}, 44004),
        ("text", {"content": 5}, 40058),
        ("markdown", {"content": "跟" * 683}, 45002),
        ("markdown", {"content": "跟" * 682}, 0),
        ("markdown_v2", {"content": "x"}, 40008),
        ("image", {"media_id": "made-up"}, 40007),
        ("file", {}, 40058),
        ("textcard", {"title": "t", "description": "d", "url": "https://example.com"}, 0),
        ("textcard", {"title": "t", "description": "d", "url": "example.com"}, 40058),
        ("textcard", {"title": "题" * 129, "description": "d", "url": "https://a.cn"}, 40058),
        (
            "textcard",
            {"title": "t", "description": "d", "url": "https://a.cn", "btntxt": "五个字按钮"},
            40058,
        ),
        ("news", {"articles": []}, 40058),
        ("news", {"articles": [{"title": "t", "url": "https://a.cn"}] * 8}, 0),
        ("news", {"articles": [{"title": "t", "url": "https://a.cn"}] * 9}, 40058),
        ("news", {"articles": [{"title": "t"}]}, 40058),
        ("mpnews", {"articles": [{"title": "t", "thumb_media_id": "m", "content": "c"}]}, 0),
        ("miniprogram_notice", {"appid": "wx1", "title": "会议室预订成功"}, 0),
        ("miniprogram_notice", {"appid": "wx1", "title": "短"}, 40058),
        ("template_card", {"card_type": "banner"}, 42031),
    ],
)
async def test_each_message_type_has_its_rules(
    api: Api, msgtype: str, content: dict[str, Any], errcode: int
) -> None:
    assert (await api.send(msgtype, content))["errcode"] == errcode


@pytest.mark.parametrize(
    ("flag", "value"),
    [
        ("safe", 2),
        ("enable_id_trans", 7),
        ("enable_duplicate_check", True + 1),
        ("duplicate_check_interval", 14401),
    ],
)
async def test_illegal_flags_are_refused(api: Api, flag: str, value: int) -> None:
    assert (await api.text("x", **{flag: value}))["errcode"] == 40058


async def test_an_identical_request_within_the_interval_is_suppressed(
    api: Api, wecom: LoopbackWecom, clock: ManualClock
) -> None:
    check = {"enable_duplicate_check": 1, "duplicate_check_interval": 600}
    for _ in range(2):
        assert (await api.text("提醒", **check))["errcode"] == 0
    await api.text("提醒 2", **check)
    assert len(wecom.messages("zhangsan")) == 2
    clock.advance(timedelta(seconds=600))
    await api.text("提醒", **check)
    assert len(wecom.messages("zhangsan")) == 3


async def test_without_the_check_an_identical_request_arrives_twice(api: Api, wecom: LoopbackWecom) -> None:
    await api.text("提醒")
    await api.text("提醒")
    assert len(wecom.messages("zhangsan")) == 2


async def test_a_refused_request_does_not_suppress_its_repetition(
    api: Api, wecom: LoopbackWecom, cards: dict[str, dict[str, Any]]
) -> None:
    card = cards["button_interaction"]
    await api.card(card)
    for _ in range(2):
        assert (await api.card(card, enable_duplicate_check=1))["errcode"] == 42014


async def test_the_31st_message_in_a_minute_is_dropped_without_a_word(
    api: Api, wecom: LoopbackWecom, clock: ManualClock
) -> None:
    answers = [await api.text(str(turn)) for turn in range(31)]
    assert {answer["errcode"] for answer in answers} == {0}
    assert len(wecom.messages("zhangsan")) == 30
    assert [message.text for message in wecom.dropped] == ["30"]
    assert [message.text for message in wecom.member("zhangsan").dropped] == ["30"]
    await api.text("别人", touser="lisi")
    assert len(wecom.messages("lisi")) == 1
    clock.advance(timedelta(minutes=1))
    await api.text("又可以了")
    assert wecom.messages("zhangsan")[-1].text == "又可以了"


async def test_the_1001st_message_in_an_hour_is_dropped(
    api: Api, wecom: LoopbackWecom, clock: ManualClock
) -> None:
    for turn in range(1001):
        if turn % 30 == 0:
            clock.advance(timedelta(minutes=1))
        await api.text(str(turn))
    assert [message.text for message in wecom.dropped] == ["1000"]


async def test_a_recalled_message_leaves_the_phone_within_a_day_only(
    api: Api, wecom: LoopbackWecom, clock: ManualClock
) -> None:
    first, second = await api.text("一"), await api.text("二")
    assert (await api.post("message/recall", {"msgid": first["msgid"]}))["errcode"] == 0
    assert [message.recalled for message in wecom.messages("zhangsan")] == [True, False]
    assert [item.text for item in wecom.screen("zhangsan")] == ["二"]
    clock.advance(timedelta(hours=24))
    api.token = None
    assert (await api.post("message/recall", {"msgid": second["msgid"]}))["errcode"] == 42052
    assert (await api.post("message/recall", {"msgid": "made-up"}))["errcode"] == 40058


async def test_listeners_hear_of_deliveries_and_recalls_until_they_stop(
    api: Api, wecom: LoopbackWecom
) -> None:
    heard: list[Change] = []
    stop = wecom.subscribe(heard.append)
    answer = await api.text("一")
    await api.post("message/recall", {"msgid": answer["msgid"]})
    stop()
    await api.text("二")
    assert [(change.kind, change.item.text) for change in heard] == [("delivered", "一"), ("recalled", "一")]


async def test_an_uploaded_file_keeps_its_raw_name_and_can_be_sent_and_fetched(
    api: Api, wecom: LoopbackWecom
) -> None:
    form = FormData(quote_fields=False)
    form.add_field("media", b"%PDF-1.7", filename="合同 v2.pdf", content_type="application/pdf")
    answer = await api.upload("file", form)
    assert (answer["type"], answer["created_at"]) == ("file", "1795140000")
    assert wecom.media.get(answer["media_id"]).filename == "合同 v2.pdf"
    assert (await api.send("file", {"media_id": answer["media_id"]}))["errcode"] == 0
    status, headers, data = await api.download(answer["media_id"])
    assert (status, data) == (200, b"%PDF-1.7")
    assert headers["Content-Disposition"] == f'attachment; filename="{answer["media_id"]}.pdf"'


async def test_a_percent_encoded_name_is_shown_as_it_was_sent(api: Api, wecom: LoopbackWecom) -> None:
    form = FormData()
    form.add_field("media", b"%PDF", filename="合同.pdf")
    answer = await api.upload("file", form)
    assert wecom.media.get(answer["media_id"]).filename == "%E5%90%88%E5%90%8C.pdf"


async def test_a_name_that_comes_only_in_the_extended_form_counts_as_an_empty_upload(api: Api) -> None:
    await api.text("token")
    disposition = b"Content-Disposition: form-data; name=\"media\"; filename*=UTF-8''%E5%90%88.pdf"
    body = b"--b\r\n" + disposition + b"\r\n\r\nx\r\n--b--\r\n"
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    query = {"access_token": api.token or "", "type": "file"}
    async with api.client.post("/cgi-bin/media/upload", params=query, data=body, headers=headers) as response:
        assert (await response.json())["errcode"] == 44001


@pytest.mark.parametrize(
    ("kind", "data", "errcode"),
    [
        ("image", PNG, 0),
        ("image", b"12345", 44001),
        ("image", b"GIF89a..", 40058),
        ("image", PNG + b"0" * 10 * 1024 * 1024, 45001),
        ("voice", b"#!AMR\n...", 0),
        ("voice", b"RIFF....", 40058),
        ("video", b"\0\0\0\x18ftypmp42", 0),
        ("file", b"", 44001),
        ("sticker", b"x", 40058),
    ],
)
async def test_uploads_keep_to_size_and_format(api: Api, kind: str, data: bytes, errcode: int) -> None:
    form = FormData(quote_fields=False)
    form.add_field("media", BytesIO(data), filename="a.bin")
    assert (await api.upload(kind, form))["errcode"] == errcode


async def test_media_lives_three_days(api: Api, clock: ManualClock) -> None:
    form = FormData(quote_fields=False)
    form.add_field("media", PNG, filename="a.png")
    media_id = (await api.upload("image", form))["media_id"]
    clock.advance(timedelta(days=3))
    api.token = None
    assert (await api.send("image", {"media_id": media_id}))["errcode"] == 40145
    status, _, data = await api.download(media_id)
    assert status == 200
    assert b'"errcode": 40145' in data


async def test_a_range_of_a_file_is_served_as_206(api: Api, wecom: LoopbackWecom) -> None:
    media = wecom.media.put("file", "a.txt", b"0123456789")
    status, headers, data = await api.download(media.media_id, Range="bytes=4-6")
    assert (status, data, headers["Content-Range"]) == (206, b"456", "bytes 4-6/10")


@pytest.mark.parametrize(
    ("buttons", "errcode"),
    [
        ([{"type": "click", "name": "待办", "key": "todos"}], 0),
        ([], 40058),
        ([{"type": "click", "name": "待办", "key": "t"}] * 4, 40058),
        ([{"type": "click", "name": "名字太长了呀", "key": "t"}], 40058),
        ([{"type": "click", "name": "待办"}], 40058),
        ([{"type": "dance", "name": "待办", "key": "t"}], 40058),
        ([{"name": "更多", "sub_button": [{"type": "view", "name": "帮助", "url": "https://a.cn"}]}], 0),
    ],
)
async def test_the_menu_has_its_rules(api: Api, buttons: list[dict[str, Any]], errcode: int) -> None:
    assert (await api.post("menu/create", {"button": buttons}, agentid="1000002"))["errcode"] == errcode


async def test_a_menu_for_another_app_is_refused(api: Api) -> None:
    assert (await api.post("menu/create", {"button": []}, agentid="1"))["errcode"] == 301002
