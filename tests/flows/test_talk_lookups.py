"""Questions in the words reps use: what was done, who was left alone, what is coming, whom first."""

from __future__ import annotations

import pytest

from tests.flows.test_talk import said
from tests.support.world import World

ZHANG = "新建线索 张总 13812345678 官网"
WANG = "新建线索 王芳 13900005678 官网"


async def each(world: World, words: str) -> list[tuple[str, str]]:
    """Each wording with the answer it gets."""
    rep = world.sales("李雷")
    answers = []
    for text in words.split():
        await rep.says(text)
        await world.clock.advance(seconds=5)
        answers.append((text, rep.messages[-1].text))
    return answers


def not_beginning(answers: list[tuple[str, str]], *openings: str) -> list[tuple[str, str]]:
    """Those that begin with none of these words."""
    return [(text, answer) for text, answer in answers if not answer.startswith(openings)]


# -- what was done ---------------------------------------------------------------------------------

DONE_TODAY = (
    "今天都干啥了 今天做了什么 今天干了啥 今天做了啥 今天都做了什么 今天忙啥了 今天忙了些啥 "
    "我今天都干了些什么 "
    "今天干了哪些事 今天做了哪些工作 今天办了什么 今天完成了什么 今天一天都干了啥 今儿都干啥了 "
    "今天搞了啥 "
    "今天干得怎么样 今天有啥收获 今天联系了谁 今天跟了几个客户 今天聊了几个客户 今天打了多少电话"
)
DONE_THIS_WEEK = (
    "这周干了啥 这周做了什么 本周做了哪些事 这周都干啥了 这个星期忙了啥 这周联系了几个客户 这礼拜都做了啥"
)


async def test_what_was_done_is_wrapped_up(world: World) -> None:
    await said(world, ZHANG, "张总备注：周末不接电话")
    assert not_beginning(await each(world, DONE_TODAY), "今天\n做了：记了 1 位客户的情况，建档 1 个") == []
    assert not_beginning(await each(world, DONE_THIS_WEEK), "这周\n做了：记了 1 位客户的情况") == []
    assert (
        not_beginning(await each(world, "昨天干了啥 上周干了啥"), "昨天\n做了：还没", "上周\n做了：还没")
        == []
    )


async def test_whom_one_talked_with_is_named(world: World) -> None:
    rep = await said(world, ZHANG, WANG, "今天联系了哪些客户")
    assert "联系过：" in rep.messages[-1].text
    assert "张总" in rep.messages[-1].text


async def test_a_leader_hears_what_the_team_did(world_on: World) -> None:
    world = world_on
    await said(world, ZHANG)
    boss = world.boss
    await boss.says("今天都干啥了")
    assert boss.messages[-1].text.startswith("团队今天：建档 1 个\n")
    assert "李雷：建档 1 个" in boss.messages[-1].text
    assert "韩梅：还没有记录" in boss.messages[-1].text
    await boss.says("李雷今天干了啥")
    assert boss.messages[-1].text.startswith("李雷今天\n做了：建档 1 个")
    await boss.says("我今天干了啥")
    assert boss.messages[-1].text.startswith("今天\n做了：还没有记录")


async def test_what_to_do_is_no_question_about_what_was_done(world: World) -> None:
    answers = await each(world, "今天做什么 今天先做什么")
    assert not_beginning(answers, "今天没有非赶不可的事") == []


# -- who was left alone ----------------------------------------------------------------------------

LONG_SILENT = (
    "哪些客户好久没联系了 哪些客户很久没联系了 谁最近没跟 谁最近没联系 一周没联系的客户 "
    "7天没联系的客户 七天没跟的客户有哪些 "
    "超过一周没跟进的客户 最久没联系的是谁 好久没跟的客户 好久没动静的客户 有没有断联的客户 "
    "最近没联系的客户有哪些 "
    "哪几个客户好久没跟了 谁好久没联系了 多少客户好久没联系了 一个星期没联系的有谁 "
    "好久没连系的客户 好久木有联系的客户有哪些 "
    "哪些客户太久没根进了 列一下好久没联系的客户 失联的客户"
)


async def test_customers_silent_the_longest_are_listed(world: World) -> None:
    await said(world, WANG)
    await world.clock.advance(days=2)
    await said(world, ZHANG)
    await world.clock.advance(days=8)
    expected = "超过 7 天没联系的有 2 位，最久的在前：\n1. 王芳，10 天没联系，新线索\n2. 张总，8 天没联系"
    assert not_beginning(await each(world, LONG_SILENT), expected) == []


async def test_the_days_named_are_the_threshold(world: World) -> None:
    await said(world, WANG)
    await world.clock.advance(days=2)
    await said(world, ZHANG)
    await world.clock.advance(days=8)
    nine = await each(world, "9天没联系的客户 超过九天没跟的客户有哪些")
    assert not_beginning(nine, "超过 9 天没联系的有 1 位：\n1. 王芳") == []
    ((_, month),) = await each(world, "半个月没联系的客户")
    assert month == "没有超过 15 天没联系的客户，最久的是王芳，11月23日联系过。"


async def test_a_leader_hears_of_the_teams_silent_customers(world_on: World) -> None:
    world = world_on
    await said(world, ZHANG)
    await world.clock.advance(days=8)
    boss = world.boss
    await boss.says("哪些客户好久没联系了")
    assert boss.messages[-1].text == "团队超过 7 天没联系的有 1 位：\n1. 张总，8 天没联系，新线索（李雷）"
    han = world.sales("韩梅")
    await han.says("哪些客户好久没联系了")
    assert han.messages[-1].text == "没有超过 7 天没联系的客户。"


async def test_a_remark_about_one_customer_is_no_such_question(world: World) -> None:
    await said(world, ZHANG)
    await world.clock.advance(days=8)
    ((_, answer),) = await each(world, "张总好久没联系了")
    assert "超过" not in answer


# -- what is coming --------------------------------------------------------------------------------

SET = (
    "周四上午十点提醒我陪王芳试听", "下周二下午两点提醒我给张总做产品演示", "明天上午十点提醒我拜访张总",
    "明天提醒我交周报",
)  # fmt: skip


@pytest.mark.parametrize(
    ("words", "opening"),
    [
        ("下周有哪些演示 下周有几个演示 下周的演示有哪些 下周有没有演示 下周有演示吗 "
         "下周安排了哪些演示 下个星期有什么演示",
         "下个星期演示 1 个：\n1. "),
        ("这周有几个试听 这周有哪些试听 这周试听有几个 本周有几场试听 这周还有谁试听 这周有试听吗 "
         "谁这周来试听 这周有几个是听",
         "这周试听 1 个：\n1. 周四 10:00 陪王芳试听"),
        ("明天约了谁 明天约了几个客户 明天都约了谁 明天有约吗 明天见谁 明天要见哪些客户 "
         "明天约了哪些人 谁约了明天",
         "明天约了 1 个：\n1. 明天 10:00 拜访张总"),
        ("明天有哪些拜访 明天有几个拜访 明天拜访谁", "明天拜访 1 个：\n1. 明天 10:00 拜访张总"),
        ("下周二有什么事 下周二的安排 下周二有什么安排", "下周二待办 1 件：\n1. "),
    ],
)  # fmt: skip
async def test_what_is_coming_is_listed_by_its_kind(world: World, words: str, opening: str) -> None:
    await said(world, ZHANG, WANG, *SET)
    answers = await each(world, words)
    same = [
        (text, answer.replace("下周演示", "下个星期演示").replace("本周试听", "这周试听"))
        for text, answer in answers
    ]
    assert not_beginning(same, opening) == []


async def test_what_is_not_coming_is_said_with_what_else_is(world: World) -> None:
    await said(world, *SET)
    ((_, answer),) = await each(world, "明天有几个试听")
    assert answer == "明天没有试听，另有待办 2 件，说“我的待办”看看。"


async def test_a_leader_hears_what_the_team_has_coming(world_on: World) -> None:
    world = world_on
    await said(world, ZHANG, WANG, *SET)
    boss = world.boss
    await boss.says("这周有几个试听")
    assert boss.messages[-1].text == "团队这周试听 1 个：\n1. 周四 10:00 陪王芳试听（李雷）"


async def test_an_appointment_that_was_told_of_counts(world: World) -> None:
    rep = await said(world, WANG, "王芳约了周六下午两点来试听", "周末约了谁")
    assert "王芳" in rep.messages[-1].text
    assert rep.messages[-1].text.startswith("周末约了 1 个")


@pytest.mark.parametrize(
    "text", ["张总下周来看房吗", "这周签约了几个", "张总电话多少", "这周没跟进的报价有哪些"]
)
async def test_other_questions_are_no_question_about_what_is_coming(world: World, text: str) -> None:
    rep = await said(world, ZHANG, *SET, text)
    assert all(words not in rep.messages[-1].text for words in ("约了", "没有约人", "看房 ", "没有看房"))


# -- whom first ------------------------------------------------------------------------------------

FIRST = (
    "今天谁最该跟 先跟谁 先联系谁 最该联系谁 今天先跟谁 现在该跟谁 今天该联系谁 哪个客户最急 "
    "谁最急 谁最着急 谁最重要 "
    "优先跟谁 优先联系哪个客户 重点跟谁 哪个客户最该跟 今天该找谁 该跟谁 接下来跟谁 先根谁 "
    "先打给谁 谁最该先联系"
)


async def test_whom_to_turn_to_first(world: World) -> None:
    rep = await said(world, ZHANG, "今天下午五点提醒我给张总回电话")
    shown = []
    for text in FIRST.split():
        before = len(rep.cards("今天先做"))
        await rep.says(text)
        await world.clock.advance(seconds=5)
        if len(rep.cards("今天先做")) == before:
            shown.append((text, rep.messages[-1].text))
    assert shown == []


async def test_a_leader_without_customers_hears_of_the_teams(world_on: World) -> None:
    world = world_on
    await said(world, ZHANG, "今天下午五点提醒我给张总回电话")
    boss = world.boss
    await boss.says("今天谁最该跟")
    card = boss.card("今天先做")
    assert card.card is not None
    assert "（李雷）" in card.card.text
