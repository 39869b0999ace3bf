"""Who is meant: a name alone, a title, part of a number, two that are one; and why he stands there."""

from __future__ import annotations

import pytest

from tests.flows.test_capture import ASKS, a_lead
from tests.flows.test_talk import said
from tests.flows.test_talk_lookups import each, not_beginning
from tests.support.world import World, title_of

ZHANG = "新建线索 张总 13812345678 官网"
WANG = "新建线索 王芳 13900005678 官网"
LEI = "新建线索 王磊 13900002222 转介绍"


# -- a name alone ----------------------------------------------------------------------------------

UNKNOWN = "王总 王总呢 王总？ 那王总呢 王总那边 李经理 小李 老张 陈女士 张老师 王姐 赵工 周董 吴老板 李建国 赵敏 刘洋呢 欧阳总 林院长 张阿姨 看看刘总"  # noqa: E501


async def test_nobody_of_that_name_is_said_with_how_to_file_him(world: World) -> None:
    answers = await each(world, UNKNOWN.replace("看看刘总", "查下刘总"))
    for text, answer in answers:
        assert answer.startswith("你名下没找到"), (text, answer)
        assert "要建档就说“新建线索" in answer, text


async def test_a_known_name_alone_shows_the_customer(world: World) -> None:
    rep = await said(world, ZHANG, WANG)
    for text in ("张总", "张总呢", "王芳", "王芳呢"):
        await rep.says(text)
        assert text[:2] in title_of(rep.messages[-1]), text


@pytest.mark.parametrize(
    "text", ["好的", "谢谢", "明天", "方案", "辛苦了", "哈哈", "知道了", "下班了", "韩梅", "马上"]
)
async def test_a_word_that_is_no_name_is_none(world: World, text: str) -> None:
    rep = await said(world, text)
    assert all("没找到" not in message.text for message in rep.messages)


@pytest.mark.parametrize(
    "text",
    ["小王总那边有消息了吗", "小王总最近怎么样", "小王总那边咋样了", "小王总有消息没", "小王总什么情况"],
)
async def test_a_title_belongs_to_the_name(world: World, text: str) -> None:
    rep = await said(world, "新建线索 小王 13700001111 官网", text)
    assert rep.messages[-1].text.startswith("你名下没找到小王总")
    await rep.says("新建线索 小王总 13700002222 官网")
    await rep.says(text)
    assert "小王总" in title_of(rep.messages[-1])


# -- two that are one ------------------------------------------------------------------------------

ONE = (
    "王芳和王磊是同一个人 王芳和王磊是一个人 王芳跟王磊是同一个人 王芳跟王磊是一个人 "
    "王芳与王磊是同一人 王芳和王磊其实是同一个人 "
    "王芳和王磊就是一个人 王芳和王磊是同一个客户 王芳和王磊是一个客户 王芳和王磊应该是同一个人 "
    "王芳和王磊是同一位客户 "
    "王芳和王磊是同一个人吧 王芳就是王磊 王芳其实就是王磊 王芳和王磊重复了 王芳和王磊建重了 "
    "王芳和王磊都是一个人 "
    "这俩是一个人 他俩是同一个人 这两个是同一个人 这两个客户是一个人 她们两个是同一个人 这俩合并 "
    "这俩是同一个人来的"
)


async def test_two_that_are_one_are_merged_after_a_question(world: World) -> None:
    rep = await said(world, WANG, LEI)
    missed = []
    for text in ONE.replace("王芳与王磊是同一人 ", "").split():
        before = len(rep.cards("合成一份"))
        await rep.says(text)
        await world.clock.advance(seconds=5)
        if len(rep.cards("合成一份")) == before:
            missed.append((text, rep.messages[-1].text))
    assert missed == []
    await rep.presses(rep.card("把王芳和王磊合成一份"), "确定合并")
    assert len(await world.leads_of("王磊")) == 0


async def test_which_two_is_asked_when_nobody_was_spoken_of(world: World) -> None:
    rep = await said(world, "这俩是一个人")
    assert rep.messages[-1].text == "是哪两位？说“王芳和王磊是同一个人”这样就行。"


@pytest.mark.parametrize("text", ["王芳和王磊不是同一个人", "他就是这样的人", "王芳和王磊是同事"])
async def test_two_who_are_not_one_are_left_alone(world: World, text: str) -> None:
    rep = await said(world, WANG, LEI, text)
    assert rep.cards("合成一份") == []


async def test_a_colleagues_customer_is_not_merged(world_on: World) -> None:
    world = world_on
    await world.sales("韩梅").says(LEI)
    rep = await said(world, WANG, "王芳和王磊是同一个人")
    assert rep.cards("合成一份") == []
    assert "韩梅" in rep.messages[-1].text


# -- part of a number ------------------------------------------------------------------------------

STARTS = (
    "帮我查下138开头的客户 138开头的客户 138开头的是谁 查一下138打头的 有没有138开头的 "
    "前三位138的客户 138的客户 1381开头的 "
    "138开投的客户 找一下138起头的号码"
)
ENDS = (
    "尾号5678是谁 尾号5678 尾号5678的客户 尾号是5678的 后四位5678 后4位5678是谁 最后四位5678 "
    "末四位5678 5678结尾的客户 "
    "5678结尾的是谁 5678是谁 尾数5678 手机尾号5678 电话尾号5678是哪个 位号5678 尾号五六七八 "
    "138****5678是谁 138xxxx5678 "
    "电话里有5678的 号码带5678的"
)


async def test_a_customer_is_found_by_part_of_the_number(world_on: World) -> None:
    world = world_on
    await said(world, ZHANG, LEI)
    await world.sales("韩梅").says("新建线索 李总 13855555678 官网")
    for text, answer in await each(world, f"{STARTS} {ENDS}"):
        assert "的是张总：138****5678" in answer, (text, answer)
        assert "12345678" not in answer
        assert "李总" not in answer
    ((_, nobody),) = await each(world, "尾号9999是谁")
    assert nobody == "你名下没有尾号 9999 的客户。"


async def test_several_of_that_number_are_listed(world: World) -> None:
    rep = await said(world, ZHANG, WANG, "尾号5678是谁")
    assert rep.messages[-1].text.startswith("尾号 5678 的有 2 位：\n1. 王芳 · 139****5678")


async def test_a_leader_finds_the_teams_customers_by_number(world: World) -> None:
    await said(world, ZHANG)
    await world.boss.says("尾号5678是谁")
    assert world.boss.messages[-1].text == "尾号 5678 的是张总：138****5678 · 新线索 · 今天有联系 · 李雷在跟"


# -- why a stage -----------------------------------------------------------------------------------

WHY = (
    "王芳为什么推进到试听 王芳为啥推进到试听 王芳为什么到试听了 王芳怎么到试听的 "
    "王芳怎么推到试听了 王芳为何推进到试听 "
    "王芳凭什么推进到试听 为什么把王芳推进到试听 为啥王芳推进到试听 谁把王芳推进到试听的 "
    "是谁把王芳推到试听的 "
    "王芳什么时候推进到试听的 王芳什么时候到试听的 王芳推进到试听的原因 王芳推进到试听的依据是什么 "
    "王芳为什么在试听 "
    "王芳怎么就到试听了 王芳的阶段谁改的 王芳是谁推进的 谁推进的王芳 她为什么推进到试听 "
    "为什么推进到试听 王芳咋到试听的"
)


async def test_why_somebody_stands_there_names_who_when_and_the_words(world: World) -> None:
    await said(world, WANG, "把王芳推进到试听")
    expected = (
        "王芳今天 10:00 从「新线索」到「已试听/演示」，你定的。\n依据：今天 10:00 你说“把王芳推进到试听”"
    )
    assert not_beginning(await each(world, WHY), expected) == []


async def test_why_shows_the_customers_words(world_on: World) -> None:
    world = world_on
    customer = await a_lead(world)
    await customer.hears("方案已发您邮箱，您看下")
    await world.burst_passes()
    rep = world.sales("李雷")
    await rep.presses(rep.card("建议推进到"), "确认")
    await rep.says("张总为什么推进到方案")
    assert "“方案已发您邮箱，您看下”" in rep.messages[-1].text
    assert "你定的" in rep.messages[-1].text
    await world.boss.says("张总为什么推进到方案")
    assert "李雷定的" in world.boss.messages[-1].text
    assert ASKS


async def test_a_stage_never_reached_is_said_so(world: World) -> None:
    rep = await said(world, WANG, "王芳为什么推进到合同")
    assert rep.messages[-1].text == "王芳没有到过「合同流程」，现在是「新线索」。"


async def test_why_a_deal_was_lost_names_the_reason(world: World) -> None:
    rep = await said(world, WANG, "王芳丢单，嫌贵", "确定", "王芳为什么丢单")
    assert "原因：嫌贵" in rep.messages[-1].text
