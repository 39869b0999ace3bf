"""What those who lead ask of their people and hand to them, and what others hear instead."""

from __future__ import annotations

import re

import pytest

from bot.config import PersonConfig, TeamRole
from tests.flows.conftest import MakeWorld
from tests.flows.test_talk import said
from tests.support.world import Phone, World

ZHANG = "新建线索 张总 13812345678 官网"
LI = "新建线索 李总 13812345679 官网"
WANG = "新建线索 王总 13812345670 官网"

OF_ONE = [
    "李雷最近怎么样", "李雷今天干了啥", "李雷这周情况", "这周李雷怎么样", "看看李雷这周", "李雷的日报",
    "李雷本月业绩", "小李最近咋样", "李雷今天都做了什么", "今天李雷忙什么了", "帮我看下李雷的进展",
    "李雷那边最近情况如何", "总结一下李雷这周", "李雷的工作情况", "李雷这个月做得怎么样", "李雷在忙啥",
    "李雷跟进情况怎么样", "李雷表现如何",
]  # fmt: skip
OF_ALL = [
    ("团队这周情况", "这周"), ("本月业绩", "这个月"), ("团队日报", "今天"), ("团队今天怎么样", "今天"),
    ("这周团队做得怎么样", "这周"), ("大家今天干了啥", "今天"), ("上周团队业绩", "上周"),
    ("上个月业绩怎么样", "上个月"), ("昨天团队情况", "昨天"), ("团队周报", "这周"), ("团队月报", "这个月"),
    ("我们组本周进展", "这周"), ("看一下团队这个月的数据", "这个月"), ("今天大家都忙啥了", "今天"),
    ("汇总一下团队本周的情况", "这周"), ("本周业绩多少", "这周"), ("下属这周表现如何", "这周"),
    ("月报", "这个月"), ("日报", "今天"), ("今日战报", "今天"),
]  # fmt: skip
LOADS = [
    "谁手上客户最多", "大家手上各有多少客户", "谁的客户最多", "每个人手上多少客户", "每人有几个客户",
    "团队里谁最忙", "大家各有几个线索", "各人名下有多少客户", "谁跟的客户最多", "谁手里线索最多",
    "客户分布情况", "看看大家的客户数", "大家客户各有多少", "团队客户分配情况", "每个销售手上几个客户",
]  # fmt: skip
STUCK = [
    "谁的客户超期了", "哪些客户卡住了", "超期的客户有哪些", "超期客户", "有没有卡住的客户",
    "团队有哪些客户卡住了", "谁的线索超时了", "哪些单子卡着", "客户都卡在哪了", "哪些客户停滞了",
    "大家哪些客户逾期了", "卡住的客户有谁", "哪些客户拖太久了", "谁手上有卡住的单子", "哪些客户阶段超期了",
    "看看超期的线索",
]  # fmt: skip
UNTOUCHED = ["哪些线索超时没联系", "有没有超时没跟进的线索", "超时未联系的线索"]
HANDED = [
    "提醒李雷明天下午三点联系张总", "明天下午三点提醒李雷联系张总", "让李雷明天下午三点联系张总",
    "叫李雷明天下午三点联系张总", "通知李雷明天下午三点联系张总", "跟李雷说一声明天下午三点联系张总",
    "告诉李雷明天下午三点联系张总", "请李雷明天下午三点联系张总", "催一下李雷明天下午三点联系张总",
    "安排李雷明天下午三点去联系张总", "给李雷安排个任务：明天下午三点联系张总",
    "帮我提醒下李雷，明天下午三点联系张总", "派李雷明天下午三点联系张总", "提醒小李明天下午三点联系张总",
    "麻烦提醒一下李雷明天下午三点联系张总", "交代李雷明天下午三点务必联系张总",
]  # fmt: skip
BLAME = re.compile("偷懒|不合格|太少|太差|落后|批评|不行|懒")


async def a_team(world: World) -> None:
    """李雷 has 张总 and 王总, 韩梅 has 李总."""
    await said(world, ZHANG, WANG)
    await world.sales("韩梅").says(LI)


async def asked(world: World, phone: Phone, *texts: str) -> list[str]:
    found = []
    for text in texts:
        before = len(phone.messages)
        await phone.says(text)
        assert len(phone.messages) == before + 1, text
        found.append(phone.messages[-1].text)
        await world.clock.advance(seconds=5)
    return found


# -- how somebody is doing -------------------------------------------------------------------------


async def test_a_supervisor_hears_how_one_of_his_people_is_doing(world_on: World) -> None:
    world = world_on
    await a_team(world)
    for text, answer in zip(OF_ONE, await asked(world, world.boss, *OF_ONE), strict=True):
        assert answer.startswith("李雷"), (text, answer)
        assert "建档 2 个" in answer, text
        assert "卡在：" in answer
        assert "先做：" in answer
        assert not BLAME.search(answer)


async def test_a_colleague_hears_only_whom_to_ask(world: World) -> None:
    await a_team(world)
    answers = await asked(world, world.sales("韩梅"), *[t for t in OF_ONE if "小李" not in t])
    assert set(answers) == {"李雷的情况可以直接问李雷，或者问问王主管。"}


async def test_ones_own_name_is_oneself(world: World) -> None:
    await a_team(world)
    [answer] = await asked(world, world.sales("李雷"), "李雷这周情况")
    assert answer.startswith("这周\n做了：建档 2 个")


async def test_a_customer_called_so_comes_first(world: World) -> None:
    rep = await said(world, "新建线索 韩梅 13812345678 官网", "韩梅最近怎么样")
    assert "韩梅：新线索" in rep.messages[-1].text


async def test_a_director_sees_all_the_way_down(make_world: MakeWorld) -> None:
    people = (
        PersonConfig("chen", "陈总监", TeamRole.DIRECTOR, wecom="chen"),
        PersonConfig("wangzg", "王主管", TeamRole.SUPERVISOR, manager="chen", wecom="wangzg"),
        PersonConfig("lilei", "李雷", TeamRole.REP, manager="wangzg", wecom="lilei"),
        PersonConfig("zhao", "赵主管", TeamRole.SUPERVISOR, manager="chen", wecom="zhao"),
    )
    world = await make_world(people=people)
    await said(world, ZHANG)
    above, beside = world.sales("陈总监"), world.sales("赵主管")
    assert (await asked(world, above, "李雷这周情况"))[0].startswith("李雷这周\n做了：建档 1 个")
    assert await asked(world, beside, "李雷这周情况") == ["李雷的情况可以直接问李雷，或者问问王主管。"]
    await above.says("提醒李雷明天联系张总")
    assert "陈总监给你加了待办：联系张总" in world.sales("李雷").messages[-1].text
    await beside.says("提醒李雷明天联系张总")
    assert beside.messages[-1].text == "李雷的待办我不能替你加，直接跟李雷说一声就好。"


# -- the team --------------------------------------------------------------------------------------


async def test_the_team_is_told_for_the_days_named(world_on: World) -> None:
    world = world_on
    await a_team(world)
    texts = [text for text, _ in OF_ALL]
    for (text, days), answer in zip(OF_ALL, await asked(world, world.boss, *texts), strict=True):
        assert answer.startswith(f"团队{days}："), (text, answer)
        done = "建档 3 个" if days in ("今天", "这周", "这个月") else "还没有记录"
        assert answer.startswith(f"团队{days}：{done}"), (text, answer)
        assert "李雷：" in answer
        assert not BLAME.search(answer)


async def test_the_team_shows_what_is_stuck_with_whom(world: World) -> None:
    await a_team(world)
    await said(world, "给张总报价5万", "今天下午三点提醒我给王总回电话", "张总签单了，5万")
    await world.clock.to(18, 0, days=3)
    [answer] = await asked(world, world.boss, "本月业绩")
    assert "成交 1 单（5万）" in answer
    assert "李雷：" in answer
    assert "1 件待办过了点" in answer
    assert "李总（韩梅）建档 3 天还没联系" in answer


async def test_a_rep_hears_his_own_month_and_not_the_teams(world: World) -> None:
    await a_team(world)
    rep = world.sales("韩梅")
    for text in ("本月业绩", "我本月业绩", "这个月业绩怎么样", "月报"):
        assert (await asked(world, rep, text))[0].startswith("这个月\n做了：建档 1 个"), text
    for text in ("团队这周情况", "团队日报", "大家本月业绩", "谁手上客户最多", "大家手上各有多少客户"):
        [answer] = await asked(world, rep, text)
        assert answer == "团队的情况可以问问王主管。你自己的，说“本周情况”“本月业绩”就有。", text


async def test_a_supervisor_may_ask_for_himself(world: World) -> None:
    await a_team(world)
    [answer] = await asked(world, world.boss, "我的本月业绩")
    assert answer.startswith("这个月\n做了：还没有记录")


async def test_who_has_how_many_customers(world_on: World) -> None:
    world = world_on
    await a_team(world)
    for text, answer in zip(LOADS, await asked(world, world.boss, *LOADS), strict=True):
        assert answer == "李雷最多，在跟 2 位；团队一共 3 位：\n1. 李雷 2 位\n2. 韩梅 1 位", text
    for text in ("谁客户最少", "谁最闲", "谁比较闲"):
        assert (await asked(world, world.boss, text))[0].startswith("韩梅最少，在跟 1 位"), text


# -- who waits too long ----------------------------------------------------------------------------


async def test_who_waits_too_long_comes_with_owner_and_time(world_on: World) -> None:
    world = world_on
    await a_team(world)
    await said(world, "把张总推进到报价")
    await world.clock.advance(days=8)
    texts = [*STUCK, *UNTOUCHED]
    for text, answer in zip(texts, await asked(world, world.boss, *texts), strict=True):
        first = answer.splitlines()[0]
        if text in UNTOUCHED:
            assert first == "超时没联系的新线索 2 位（李雷 1、韩梅 1），最急的在前：", text
            assert "张总" not in answer
        else:
            assert first == "卡住的客户 3 位（李雷 2、韩梅 1），最急的在前：", text
            assert re.search(r"张总（李雷）：在“.+”8 天，超了 \d+ ", answer), answer
        assert "王总（李雷）：建档 8 天还没联系" in answer


async def test_one_of_his_people_may_be_named(world: World) -> None:
    await a_team(world)
    await world.clock.advance(days=8)
    answers = await asked(world, world.boss, "李雷有哪些客户超期", "韩梅的客户卡在哪了")
    assert answers[0].startswith("李雷卡住的客户 2 位，最急的在前：")
    assert answers[1].startswith("韩梅卡住的客户 1 位")
    [denied] = await asked(world, world.sales("李雷"), "韩梅有哪些客户超期")
    assert denied == "韩梅的情况可以直接问韩梅，或者问问王主管。"


async def test_a_rep_hears_of_his_own_only(world: World) -> None:
    await a_team(world)
    await world.clock.advance(days=8)
    [answer] = await asked(world, world.sales("李雷"), "哪些客户卡住了")
    assert answer.startswith("卡住的客户 2 位，最急的在前：")
    assert "李总" not in answer


async def test_at_most_ten_are_listed_and_the_rest_counted(world: World) -> None:
    surnames = "赵钱孙李周吴郑王冯陈褚卫"
    await said(world, *[f"新建线索 {name}总 1381234{n:04d} 官网" for n, name in enumerate(surnames)])
    await world.clock.advance(days=3)
    [answer] = await asked(world, world.boss, "哪些客户卡住了")
    assert answer.count("建档") == 10
    assert answer.endswith("还有 2 位。")


# -- handing something over ------------------------------------------------------------------------


@pytest.mark.parametrize("words", HANDED)
async def test_a_to_do_is_handed_down_and_its_owner_told(world: World, words: str) -> None:
    await a_team(world)
    rep, boss = world.sales("李雷"), world.boss
    await boss.says(words)
    answer = "好，明天 15:00 提醒李雷：(去|务必)?联系张总。已经告诉李雷了，要收回就说“撤销”。"
    assert re.fullmatch(answer, boss.messages[-1].text)
    told = "王主管给你加了待办：(去|务必)?联系张总。明天 15:00 提醒你。"
    assert re.fullmatch(told, rep.messages[-1].text)
    await world.clock.to(15, 1, days=1)
    assert "联系张总" in rep.card("待办").text
    assert boss.cards("待办") == []


async def test_it_is_about_the_customer_and_belongs_to_the_one_told(world_on: World) -> None:
    world = world_on
    await a_team(world)
    await world.boss.says("让李雷周五前给张总发合同")
    assert "周五 09:00 提醒李雷：给张总发合同" in world.boss.messages[-1].text
    lead = await world.lead_of("张总")
    with world.reading() as uow:
        [item] = uow.todos.of_lead(lead.id)
    assert (item.owner_id, item.text) == ("lilei", "给张总发合同")


async def test_taken_back_he_hears_of_it(world_on: World) -> None:
    world = world_on
    await a_team(world)
    rep, boss = world.sales("李雷"), world.boss
    await boss.says("提醒李雷明天联系张总")
    await boss.says("撤销")
    assert boss.messages[-1].text == "已撤销：给李雷的待办“联系张总”。"
    assert rep.messages[-1].text == "王主管收回了待办“联系张总”，不用做了。"
    await world.clock.to(12, 0, days=1)
    assert rep.cards("待办") == []


async def test_put_off_or_dropped_by_the_one_who_set_it(world: World) -> None:
    await a_team(world)
    rep, boss = world.sales("李雷"), world.boss
    await boss.says("提醒李雷明天下午三点联系张总")
    await boss.says("推迟到后天")
    assert rep.messages[-1].text == "王主管把“联系张总”改到了后天 15:00，到时候提醒你。"
    await boss.says("取消提醒")
    assert rep.messages[-1].text == "王主管说“联系张总”不用做了。"


async def test_without_a_time_it_is_asked_for(world_on: World) -> None:
    world = world_on
    await a_team(world)
    rep, boss = world.sales("李雷"), world.boss
    await boss.says("提醒李雷给张总回电话")
    assert boss.messages[-1].text == "什么时候提醒李雷？比如“明天下午三点”。"
    await boss.says("明天下午三点")
    assert rep.messages[-1].text == "王主管给你加了待办：给张总回电话。明天 15:00 提醒你。"


async def test_one_that_comes_back_may_be_handed_down(world: World) -> None:
    await said(world)
    await world.boss.says("让李雷每周五下午四点交周报")
    assert "提醒李雷：交周报" in world.boss.messages[-1].text
    assert "王主管给你加了待办：交周报。每周五" in world.sales("李雷").messages[-1].text
    await world.clock.to(16, 1, days=4)
    assert "交周报" in world.sales("李雷").card("待办").text


async def test_the_one_meant_among_two_of_one_name_is_chosen(world: World) -> None:
    await said(world, ZHANG, "新建线索 张总 13900002222 转介绍")
    boss = world.boss
    await boss.says("提醒李雷明天联系张总")
    card = boss.card("是哪一位张总")
    await boss.presses(card, boss.buttons(card)[0])
    assert boss.messages[-1].text.startswith("好，明天 09:00 提醒李雷：联系张总")
    assert "王主管给你加了待办：联系张总" in world.sales("李雷").messages[-1].text


@pytest.mark.parametrize("words", ["提醒李雷和韩梅明天下午三点交周报", "提醒大家明天下午三点交周报"])
async def test_several_may_be_handed_the_same(world: World, words: str) -> None:
    await a_team(world)
    await world.boss.says(words)
    assert re.search("提醒(李雷、韩梅|韩梅、李雷)：交周报", world.boss.messages[-1].text)
    for name in ("李雷", "韩梅"):
        assert world.sales(name).messages[-1].text == "王主管给你加了待办：交周报。明天 15:00 提醒你。"
    await world.boss.says("撤销")
    for name in ("李雷", "韩梅"):
        assert world.sales(name).messages[-1].text == "王主管收回了待办“交周报”，不用做了。"


@pytest.mark.parametrize("words", ["提醒韩梅明天联系李总", "让王主管明天上午批一下合同"])
async def test_only_down_the_line(world: World, words: str) -> None:
    await a_team(world)
    rep = await said(world, words)
    assert re.fullmatch(r"(韩梅|王主管)的待办我不能替你加，直接跟\1说一声就好。", rep.messages[-1].text)
    assert world.boss.messages == []
    assert "待办" not in world.sales("韩梅").messages[-1].text


@pytest.mark.parametrize("words", ["提醒我明天联系张总", "明天九点提醒我让李雷联系张总"])
async def test_ones_own_reminder_stays_ones_own(world: World, words: str) -> None:
    await a_team(world)
    await world.boss.says(words)
    assert world.boss.messages[-1].text.startswith("好，明天 09:00 提醒你")
    assert "王主管" not in world.sales("李雷").messages[-1].text


async def test_what_somebody_said_hands_nothing_over(world: World) -> None:
    await a_team(world)
    await world.boss.says("张总让李雷明天发合同")
    assert "王主管给你" not in world.sales("李雷").messages[-1].text


async def test_help_shows_a_supervisor_what_he_may_ask(world: World) -> None:
    [help_] = await asked(world, world.boss, "帮助")
    assert "团队本周情况" in help_
    assert "提醒李雷明天联系张总" in help_ or "提醒韩梅明天联系张总" in help_
    rep = await said(world, "帮助")
    assert "团队" not in rep.messages[-1].text
