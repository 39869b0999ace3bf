"""Who may see and do what; what a stranger hears; where phone numbers stay masked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.config import JoinMode, PersonConfig, TeamConfig, TeamRole
from bot.demo.world import TEAM
from tests.flows.conftest import MakeWorld
from tests.flows.test_capture import a_lead
from tests.support.world import Phone, World

PHONE = "13812345678"
CHAIN = (
    PersonConfig("dongshi", "赵总监", TeamRole.DIRECTOR, wecom="dongshi"),
    replace(TEAM[0], manager="dongshi"),
    *TEAM[1:],
    PersonConfig("other", "钱主管", TeamRole.SUPERVISOR, wecom="other"),
    PersonConfig("admin", "孙管理", TeamRole.ADMIN, wecom="admin"),
)


async def hanmeis_lead(world: World) -> None:
    await world.sales("韩梅").says(f"新建线索 张总 {PHONE} 官网")


@pytest.mark.parametrize(
    "text", ["张总最近有什么动态", "把张总推进到合同", "张总备注：很急", "张总丢单，嫌贵", "给张总报价5万"]
)
async def test_of_a_colleagues_customer_a_rep_hears_only_whom_to_ask(world: World, text: str) -> None:
    await hanmeis_lead(world)
    rep = world.sales("李雷")
    await rep.says(text)
    assert rep.messages[-1].text == "这位客户是韩梅在跟，具体可以问问韩梅。"
    assert (await world.lead_of("张总")).stage == "new"


async def test_a_rep_cannot_file_a_colleagues_customer_again(world_on: World) -> None:
    world = world_on
    await hanmeis_lead(world)
    await world.sales("李雷").says(f"新建线索 张伟 {PHONE}")
    told = await world.sales("李雷").sees_text("已经有人在跟")
    assert "韩梅" in told.text
    assert await world.leads_of("张伟") == []


@pytest.mark.parametrize("who", ["王主管", "赵总监"])
async def test_those_above_see_and_change_all_the_way_down(make_world: MakeWorld, who: str) -> None:
    world = await make_world(people=CHAIN)
    await hanmeis_lead(world)
    await world.sales(who).says("张总最近有什么动态")
    assert "韩梅在跟" in world.sales(who).messages[-1].text
    await world.sales(who).says("把张总推进到合同")
    assert (await world.lead_of("张总")).stage == "contract"


@pytest.mark.parametrize("who", ["钱主管", "孙管理"])
async def test_those_beside_hear_only_whom_to_ask(make_world: MakeWorld, who: str) -> None:
    world = await make_world(people=CHAIN)
    await hanmeis_lead(world)
    await world.sales(who).says("张总最近有什么动态")
    assert "具体可以问问韩梅" in world.sales(who).messages[-1].text


async def test_a_supervisor_hands_a_customer_over_and_both_hear_of_it(world_on: World) -> None:
    world = world_on
    await hanmeis_lead(world)
    await world.boss.says("把张总分给李雷")
    await world.boss.says("确定")
    assert (await world.lead_of("张总")).owner_id == "lilei"
    assert "转给你了" in world.sales("李雷").messages[-1].text


async def test_a_rep_cannot_hand_customers_over(world: World) -> None:
    await hanmeis_lead(world)
    await world.sales("韩梅").says("把张总分给李雷")
    assert (await world.lead_of("张总")).owner_id == "hanmei"


# -- phone numbers ---------------------------------------------------------------------------------


def shows(phone: Phone, number: str = PHONE) -> bool:
    """Whether a number stands in full on anything the bot sent to this phone."""
    return any(number in message.text for message in phone.messages)


async def test_no_card_and_no_answer_shows_a_number_in_full(world: World) -> None:
    customer = await a_lead(world)
    await customer.says("也可以打 13900002222")
    await world.burst_passes()
    await customer.gets_file("报价单13812345678.pdf")
    await world.burst_passes()
    rep = world.sales("李雷")
    for text in ("张总最近有什么动态", "我的待办", "把张总推进到合同"):
        await rep.says(text)
    await world.clock.advance(hours=97)
    assert not shows(rep)
    assert not shows(rep, "13900002222")
    assert not shows(world.boss)


async def test_the_owner_sees_the_number_by_one_tap(world_on: World) -> None:
    world = world_on
    await a_lead(world)
    rep = world.sales("李雷")
    await rep.says("张总最近有什么动态")
    await rep.presses(rep.card("张总：新线索"), "看电话")
    assert rep.messages[-1].text == f"张总 {PHONE}"


async def test_a_supervisor_is_not_offered_the_number(world: World) -> None:
    await a_lead(world)
    await world.boss.says("张总最近有什么动态")
    assert "看电话" not in world.boss.buttons(world.boss.messages[-1])


# -- cards of others -------------------------------------------------------------------------------


async def pressed_by(world: World, name: str, card_of: str, title: str, button: str) -> Phone:
    """Somebody presses a card that was sent to somebody else (a forwarded card, a borrowed phone)."""
    card = world.sales(card_of).card(title)
    face = card.card
    assert face is not None
    key = next(key for key, text in face.buttons.items() if text == button)
    fields = [
        ("EventKey", key), ("TaskId", card.task_id or ""), ("CardType", face.card_type),
        ("ResponseCode", "borrowed"),
    ]  # fmt: skip
    presser = world.sales(name)
    await world.after(await presser.member.does("template_card_event", fields))
    return presser


async def test_a_colleague_cannot_decide_a_card_of_mine(world: World) -> None:
    await world.customer("张总").says(f"这套多少钱？我电话 {PHONE}")
    await world.burst_passes()
    other = await pressed_by(world, "韩梅", "李雷", "发现新线索", "建档")
    assert await world.leads_of("张总") == []
    assert "具体可以问问李雷" in other.messages[-1].text
    assert not shows(other)


async def test_a_colleague_sees_no_number_by_a_card_of_mine(world: World) -> None:
    await a_lead(world)
    await world.sales("李雷").says("张总最近有什么动态")
    other = await pressed_by(world, "韩梅", "李雷", "张总：新线索", "看电话")
    assert not shows(other)


async def test_a_colleague_cannot_take_back_what_happened_to_my_customer(world: World) -> None:
    customer = await a_lead(world)
    await customer.says("我们公司叫杭州云启科技有限公司")
    await world.burst_passes()
    await pressed_by(world, "韩梅", "李雷", "已更新", "撤销")
    assert (await world.lead_of("张总")).company == "杭州云启科技有限公司"


async def test_a_colleague_cannot_say_whose_my_pasted_chat_is(world: World) -> None:
    await world.sales("李雷").says(
        "张三 10:01\n你好\n李四 10:02\n这套多少钱\n张三 10:03\n两万\n李四 10:04\n能便宜吗"
    )
    if not world.sales("李雷").cards("谁是客户"):
        pytest.fail(world.sales("李雷").screen())
    await pressed_by(world, "韩梅", "李雷", "谁是客户", "李四")
    assert world.sales("韩梅").cards("发现新线索") == []


async def test_a_supervisor_may_decide_for_his_rep(world: World) -> None:
    await world.customer("张总").says("这套多少钱？")
    await world.burst_passes()
    await pressed_by(world, "王主管", "李雷", "发现新线索", "建档")
    assert (await world.lead_of("张总")).owner_id == "lilei"


# -- strangers -------------------------------------------------------------------------------------


async def with_stranger(make_world: MakeWorld, join: JoinMode) -> World:
    return await make_world(team=TeamConfig(join=join), colleagues={"xiaowu": "小吴"})


async def test_a_stranger_gets_a_friendly_word_and_a_supervisor_a_card(make_world: MakeWorld) -> None:
    world = await with_stranger(make_world, JoinMode.ASK)
    await world.sales("小吴").says("张总最近有什么动态")
    [word] = world.sales("小吴").messages
    assert "王主管" in word.text
    assert world.boss.buttons(world.boss.card("想加入团队")) == ["同意", "不同意"]


async def test_a_stranger_who_writes_again_and_again_makes_one_card(make_world: MakeWorld) -> None:
    world = await with_stranger(make_world, JoinMode.ASK)
    for text in ("你好", "在吗", "有人吗"):
        await world.sales("小吴").says(text)
    assert len(world.boss.cards("想加入团队")) == 1
    assert len(world.sales("小吴").messages) == 1


async def test_once_let_in_he_works_in_the_supervisors_team(make_world: MakeWorld) -> None:
    world = await with_stranger(make_world, JoinMode.ASK)
    await world.sales("小吴").says("你好")
    await world.boss.presses(world.boss.card("想加入团队"), "同意")
    await world.sales("小吴").says("新建线索 张总 13812345678")
    await world.boss.says("张总最近有什么动态")
    assert "在跟" in world.boss.messages[-1].text


async def test_who_is_not_let_in_hears_it_kindly_and_can_do_nothing(make_world: MakeWorld) -> None:
    world = await with_stranger(make_world, JoinMode.ASK)
    await world.sales("小吴").says("你好")
    await world.boss.presses(world.boss.card("想加入团队"), "不同意")
    await world.clock.advance(hours=1)
    await world.sales("小吴").says("新建线索 张总 13812345678")
    assert "暂时没有给你开通" in world.sales("小吴").messages[-1].text
    assert await world.leads_of("张总") == []


async def test_join_auto_lets_in_at_once(make_world: MakeWorld) -> None:
    world = await with_stranger(make_world, JoinMode.AUTO)
    await world.sales("小吴").says("你好")
    await world.sales("小吴").says("新建线索 张总 13812345678")
    assert len(await world.leads_of("张总")) == 1
    assert world.boss.messages == []


async def test_join_closed_says_whom_to_ask_and_troubles_nobody(make_world: MakeWorld) -> None:
    world = await with_stranger(make_world, JoinMode.CLOSED)
    await world.sales("小吴").says("新建线索 张总 13812345678")
    assert "王主管" in world.sales("小吴").messages[-1].text
    assert world.boss.messages == []
    assert await world.leads_of("张总") == []


async def test_a_rep_cannot_let_people_in(make_world: MakeWorld) -> None:
    world = await with_stranger(make_world, JoinMode.ASK)
    await world.sales("小吴").says("你好")
    await pressed_by(world, "李雷", "王主管", "想加入团队", "同意")
    await world.clock.advance(seconds=timedelta(minutes=1).total_seconds())
    await world.sales("小吴").says("新建线索 张总 13812345678")
    assert await world.leads_of("张总") == []
