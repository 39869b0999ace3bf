"""What a rep tells of a customer: nothing of it is lost, and small talk is left alone."""

from __future__ import annotations

import pytest

from tests.flows.test_talk import said
from tests.support.world import World

FANG = "新建线索 王芳 13711112222 抖音"
ZHANG = "新建线索 张总 13812345678 官网 预算20万"


async def test_an_appointment_gets_its_reminder_and_a_stage_is_proposed(world_on: World) -> None:
    world = world_on
    rep = await said(world, FANG, "王芳约了周六上午十点试听")
    assert await rep.sees_text("周六 10:00 和王芳见。周六 09:30 我提醒你。")
    card = await rep.sees_card("建议推进到「需求确认」")
    await rep.presses(card, "确认")
    assert (await world.lead_of("王芳")).stage == "qualified"


async def test_what_was_done_is_kept_and_proves_a_stage(world: World) -> None:
    rep = await said(world, FANG, "王芳试听完了，挺满意")
    assert await rep.sees_text("记下了，王芳：试听完了，挺满意。")
    await rep.presses(await rep.sees_card("建议推进到「已试听/演示」"), "确认")
    assert (await world.lead_of("王芳")).stage == "demo"


async def test_a_customers_question_handed_on_is_no_question_of_the_rep(world: World) -> None:
    rep = await said(world, FANG, "王芳问学费能不能便宜点", "王芳最近有什么动态")
    assert "备注：问学费能不能便宜点" in rep.messages[-1].text


async def test_a_call_nobody_took_is_tried_again(world: World) -> None:
    rep = await said(world, FANG, "王芳没接电话")
    assert "我再叫你打一次" in rep.messages[-1].text
    await said(world, "没打通", "我的待办")
    assert "再给王芳打个电话" in rep.messages[-1].text


async def test_a_budget_told_in_passing_goes_to_the_field(world: World) -> None:
    rep = await said(world, FANG, "刚跟王芳吃完饭，她预算大概15万")
    assert (await world.lead_of("王芳")).budget_fen == 15_000_000
    assert "预算记为15万" in rep.messages[-1].text


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("张总预算加到30万了", "budget_fen", 30_000_000),
        ("张总的电话改成13712345678", "phone", "13712345678"),
    ],
)
async def test_a_correction_takes_the_place_of_what_was_there(
    world: World, text: str, field: str, value: object
) -> None:
    rep = await said(world, ZHANG, text)
    assert getattr(await world.lead_of("张总"), field) == value
    await rep.says("撤销")
    assert getattr(await world.lead_of("张总"), field) in (20_000_000, "13812345678")


async def test_somebody_new_told_of_with_a_number_is_offered(world_on: World) -> None:
    world = world_on
    rep = await said(world, "李经理，做物流的，抖音来的，13900001111，想要一套仓储系统")
    await rep.presses(await rep.sees_card("发现新线索：李经理"), "建档")
    lead = await world.lead_of("李经理")
    assert (lead.phone, lead.source, lead.owner_id) == ("13900001111", "抖音", "lilei")
    assert lead.need == "想要一套仓储系统"


async def test_a_colleagues_customer_told_of_stays_his(world: World) -> None:
    await world.sales("韩梅").says("新建线索 赵总 13900003333 官网")
    rep = await said(world, "赵总 13900003333 想要报价")
    for card in rep.cards("发现新线索"):
        await rep.presses(card, "建档")
    assert (await world.lead_of("赵总")).owner_id == "hanmei"
    assert len(await world.leads_of("赵总")) == 1


async def test_a_bare_remark_is_asked_about_and_kept_on_a_nod(world: World) -> None:
    rep = await said(world, ZHANG, "张总这人真逗")
    card = await rep.sees_card("要记到张总名下吗？")
    await rep.presses(card, "记下")
    await rep.says("张总最近有什么动态")
    assert "备注：这人真逗" in rep.messages[-1].text


async def test_a_bare_remark_left_alone_is_not_kept(world: World) -> None:
    rep = await said(world, ZHANG, "张总这人真逗")
    await rep.presses(await rep.sees_card("要记到张总名下吗？"), "不用")
    await rep.says("张总最近有什么动态")
    assert "真逗" not in rep.messages[-1].text


async def test_of_two_of_one_name_the_one_meant_is_chosen(world: World) -> None:
    rep = await said(
        world, "新建线索 张总 13812345678 甲公司", "新建线索 张总 13900009999 乙公司", "张总试听完了，很满意"
    )
    choice = rep.messages[-1]
    await rep.presses(choice, rep.buttons(choice)[0])
    assert "试听完了，很满意" in rep.messages[-1].text


@pytest.mark.parametrize("text", ["今天好累", "今天见了三个客户，都没啥意向", "中午吃什么", "明天开周会"])
async def test_small_talk_changes_nothing(world: World, text: str) -> None:
    before = (await said(world, FANG)).messages
    rep = await said(world, text)
    assert not rep.cards("发现新线索")
    assert not rep.cards("要记到")
    await rep.says("王芳最近有什么动态")
    assert text not in rep.messages[-1].text
    assert len(rep.messages) > len(before)


async def test_a_report_is_taken_back_whole(world: World) -> None:
    rep = await said(world, FANG, "王芳约了周六上午十点试听", "撤销", "我的待办")
    assert "没有待办" in rep.messages[-1].text


async def test_a_deal_the_rep_lets_rest_is_paused(world: World) -> None:
    rep = await said(world, FANG, "王芳那边先放一放")
    assert (await world.lead_of("王芳")).stage == "paused"
    await said(world, "算了", "撤销")
    assert (await world.lead_of("王芳")).stage == "new"
    assert rep.messages


async def test_a_contact_put_off_is_a_reminder(world: World) -> None:
    rep = await said(world, FANG, "下周三再联系王芳", "我的待办")
    assert "12月2日 09:00 联系王芳" in rep.messages[-1].text


async def test_what_is_told_of_her_father_goes_to_her(world: World) -> None:
    rep = await said(world, FANG, "记一下 王芳爸爸是医生", "王芳最近有什么动态")
    assert "是医生" in rep.messages[-1].text


async def test_the_label_of_the_last_cards_button_is_enough(world: World) -> None:
    customer = world.customer("王小明")
    await customer.says("你好，多少钱一节课？在哪个校区")
    await world.burst_passes()
    await said(world, "建档")
    assert (await world.lead_of("王小明")).owner_id == "lilei"
