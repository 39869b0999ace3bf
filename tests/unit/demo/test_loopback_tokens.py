"""Tokens, the error envelope, the directory, and everything that can go wrong on the way."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import aiohttp
import pytest

from bot.clock import ManualClock
from bot.demo.wecom import Department, ExternalContact, Follower, LoopbackWecom, Person
from bot.demo.wecom.faults import (
    ANY,
    UNTRUSTED_IP,
    Errcode,
    ExpireToken,
    Fault,
    Gateway,
    Hang,
    NotJson,
    Reset,
    Slow,
)

if TYPE_CHECKING:
    from conftest import Api


async def test_the_same_token_comes_back_within_its_lifetime(api: Api, clock: ManualClock) -> None:
    first = await api.gettoken()
    clock.advance(timedelta(seconds=7199))
    again = await api.gettoken()
    assert first["expires_in"] == 7200
    assert again["access_token"] == first["access_token"]
    assert again["expires_in"] == 1
    assert len(first["access_token"]) <= 512


async def test_after_7200_seconds_the_token_is_refused_as_expired_and_a_new_one_issued(
    api: Api, clock: ManualClock
) -> None:
    first = await api.gettoken()
    api.token = first["access_token"]
    clock.advance(timedelta(seconds=7200))
    assert (await api.text("你好"))["errcode"] == 42001
    assert (await api.gettoken())["access_token"] != first["access_token"]


@pytest.mark.parametrize("errcode", [42001, 40014])
async def test_a_token_can_be_ended_early(api: Api, wecom: LoopbackWecom, errcode: int) -> None:
    assert (await api.text("一"))["errcode"] == 0
    wecom.expire_tokens(errcode)
    assert (await api.text("二"))["errcode"] == errcode
    api.token = None
    assert (await api.text("三"))["errcode"] == 0
    assert [message.text for message in wecom.messages("zhangsan")] == ["一", "三"]


@pytest.mark.parametrize(
    ("corpid", "corpsecret", "errcode"),
    [
        ("wwother", "app-secret", 40013),
        ("ww1a2b3c4d5e6f7081", "x", 40001),
        ("ww1a2b3c4d5e6f7081", "theirs", 40091),
    ],
)
async def test_wrong_credentials_are_told_apart(api: Api, corpid: str, corpsecret: str, errcode: int) -> None:
    assert (await api.gettoken(corpid=corpid, corpsecret=corpsecret))["errcode"] == errcode


@pytest.mark.parametrize(("token", "errcode"), [("", 41001), ("made-up", 40014)])
async def test_a_missing_or_invented_token_is_refused(api: Api, token: str, errcode: int) -> None:
    api.token = token
    assert (await api.get("user/get", userid="zhangsan"))["errcode"] == errcode


async def test_an_error_carries_a_hint_the_callers_address_and_a_link(api: Api) -> None:
    errmsg = (await api.get("user/get", userid="nobody"))["errmsg"]
    shape = r"userid not found, hint: \[\d+_\d+_[0-9a-f]+\], from ip: 127\.0\.0\.1, more info at https://\S+e=60111"
    assert re.fullmatch(shape, errmsg)


async def test_a_body_that_is_no_json_object_is_refused(api: Api) -> None:
    await api.text("token")
    for body in (b"{", b"[]", b"\xff"):
        query = {"access_token": api.token or ""}
        async with api.client.post("/cgi-bin/message/send", params=query, data=body) as response:
            assert (await response.json())["errcode"] == 40058


async def test_faults_are_played_in_order_and_then_all_is_well(api: Api, wecom: LoopbackWecom) -> None:
    wecom.faults.next("message/send", Errcode(-1), Errcode(45009, "api freq out of limit"))
    wecom.faults.next("gettoken", Errcode(45033), times=2)
    assert [(await api.gettoken())["errcode"] for _ in range(3)] == [45033, 45033, 0]
    assert [(await api.text(str(turn)))["errcode"] for turn in range(3)] == [-1, 45009, 0]
    assert [message.text for message in wecom.messages("zhangsan")] == ["2"]
    assert wecom.faults.waiting == 0


async def test_a_standing_fault_lasts_until_it_is_cleared(api: Api, wecom: LoopbackWecom) -> None:
    wecom.faults.always("message/send", UNTRUSTED_IP)
    answers = [await api.text("你好") for _ in range(2)]
    assert all(answer["errcode"] == 60020 and "from ip: 127.0.0.1" in answer["errmsg"] for answer in answers)
    wecom.faults.clear()
    assert (await api.text("你好"))["errcode"] == 0


async def test_a_plan_decides_call_by_call(api: Api, wecom: LoopbackWecom) -> None:
    await api.gettoken()

    def every_second(endpoint: str, number: int) -> Fault | None:
        return Errcode(-1) if endpoint == "user/get" and number % 2 == 0 else None

    wecom.faults.plan(every_second)
    api.token = (await api.gettoken())["access_token"]
    found = [(await api.get("user/get", userid="zhangsan"))["errcode"] for _ in range(4)]
    assert sorted(found) == [-1, -1, 0, 0]


async def test_a_gateway_page_and_a_200_that_is_not_json_reach_the_caller(
    api: Api, wecom: LoopbackWecom
) -> None:
    wecom.faults.next("gettoken", Gateway(), NotJson())
    for status in (502, 200):
        async with api.client.get("/cgi-bin/gettoken") as response:
            assert response.status == status
            assert response.content_type == "text/html"
    assert [request.fault for request in wecom.requests] == ["Gateway", "NotJson"]
    assert wecom.requests[0].errcode is None


@pytest.mark.parametrize(("after", "shown"), [(False, 0), (True, 1)])
async def test_a_broken_connection_may_or_may_not_have_done_the_work(
    api: Api, wecom: LoopbackWecom, after: bool, shown: int
) -> None:
    await api.get("user/get", userid="zhangsan")
    wecom.faults.next("message/send", Reset(after=after))
    with pytest.raises(aiohttp.ClientConnectionError):
        await api.text("你好")
    assert len(wecom.messages("zhangsan")) == shown
    assert wecom.calls("message/send")[-1].fault == "Reset"


@pytest.mark.parametrize(("after", "shown"), [(False, 0), (True, 1)])
async def test_a_hanging_server_answers_nothing(
    api: Api, wecom: LoopbackWecom, after: bool, shown: int
) -> None:
    await api.get("user/get", userid="zhangsan")
    wecom.faults.next("message/send", Hang(after=after))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(api.text("你好"), 0.2)
    assert len(wecom.messages("zhangsan")) == shown


async def test_a_slow_server_still_does_the_work_after_the_caller_gave_up(
    api: Api, wecom: LoopbackWecom
) -> None:
    await api.get("user/get", userid="zhangsan")
    wecom.faults.next("message/send", Slow(0.1))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(api.text("你好"), 0.03)
    await wecom.until(lambda: len(wecom.messages("zhangsan")) == 1)


async def test_a_token_can_expire_in_the_middle_of_things(api: Api, wecom: LoopbackWecom) -> None:
    await api.gettoken()
    wecom.faults.next("message/send", ExpireToken(), ExpireToken(40014))
    assert (await api.text("一"))["errcode"] == 42001
    api.token = None
    assert (await api.text("二"))["errcode"] == 40014


async def test_a_fault_for_any_endpoint_hits_the_next_call(api: Api, wecom: LoopbackWecom) -> None:
    wecom.faults.next(ANY, Errcode(-1))
    assert (await api.gettoken())["errcode"] == -1


async def test_every_request_is_remembered_with_its_answer(api: Api, wecom: LoopbackWecom) -> None:
    await api.text("你好", touser="nobody")
    assert [(one.method, one.endpoint, one.errcode) for one in wecom.requests] == [
        ("GET", "gettoken", 0),
        ("POST", "message/send", 81013),
    ]
    assert wecom.calls("message/send")[0].body["touser"] == "nobody"


async def test_members_are_read_with_name_department_and_position(api: Api, wecom: LoopbackWecom) -> None:
    wecom.directory.put(Person("zhaoliu", "赵六", (2,), "销售"))
    wecom.directory.departments[2] = Department(2, "销售部")
    found = await api.get("user/get", userid="ZhaoLiu")
    assert (found["userid"], found["name"], found["department"], found["position"]) == (
        "zhaoliu", "赵六", [2], "销售",
    )  # fmt: skip
    assert "mobile" not in found
    listed = await api.get("user/simplelist", department_id="2")
    assert [one["userid"] for one in listed["userlist"]] == ["zhaoliu"]
    departments = (await api.get("department/list"))["department"]
    assert [(one["id"], one["name"], one["parentid"]) for one in departments] == [
        (1, "公司", 0),
        (2, "销售部", 1),
    ]


async def test_unknown_and_invisible_members_are_refused_differently(api: Api, wecom: LoopbackWecom) -> None:
    wecom.add_member("newcomer", "新人")
    assert (await api.get("user/get", userid="nobody"))["errcode"] == 60111
    assert (await api.get("user/get", userid="newcomer"))["errcode"] == 60011
    assert (await api.get("user/simplelist", department_id="9"))["errcode"] == 60011


async def test_a_customer_is_read_with_his_followers(api: Api, wecom: LoopbackWecom) -> None:
    follower = Follower("zhangsan", 1763712000, remark="王总", state="expo", mobiles=("13800000000",))
    wecom.directory.contacts["wmA"] = ExternalContact("wmA", "王总", unionid="oU1", followers=(follower,))
    wecom.directory.contacts["wmB"] = ExternalContact("wmB", "旧客户")
    found = await api.get("externalcontact/get", external_userid="wmA")
    assert found["external_contact"]["unionid"] == "oU1"
    assert found["follow_user"][0]["remark_mobiles"] == ["13800000000"]
    assert (await api.get("externalcontact/get", external_userid="wmB"))["errcode"] == 84061
    assert (await api.get("externalcontact/get", external_userid="WMA"))["errcode"] == 40096


async def test_callback_and_api_addresses_are_listed(api: Api) -> None:
    assert (await api.get("getcallbackip"))["ip_list"] == ["127.0.0.1"]
    assert (await api.get("get_api_domain_ip"))["ip_list"] == ["127.0.0.1"]


async def test_a_server_of_its_own_answers_on_the_address_it_gives(wecom: LoopbackWecom) -> None:
    base = await wecom.start()
    async with aiohttp.ClientSession() as session, session.get(f"{base}/cgi-bin/gettoken") as response:
        assert (await response.json())["errcode"] == 40013
