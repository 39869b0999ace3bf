"""A chat in three points: by itself, on demand and on paste; corrected with a tap; for staff only."""

from __future__ import annotations

from tests.support.world import Customer, World

LONG_CHAT = (
    ("says", "你好，我们公司200人，想换一套CRM"),
    ("hears", "您好张总，方便说说现在最头疼什么吗"),
    ("says", "现在的系统太难用，销售都不愿意录，我们最担心数据迁移丢东西"),
    ("hears", "迁移我们有专人做，可以先试跑"),
    ("says", "另外要能对接我们的钉钉审批"),
    ("hears", "可以对接的"),
    ("says", "价格能不能再优惠点，比预想的贵"),
    ("hears", "我申请一下折扣"),
    ("says", "好，那你周五前把报价发我"),
    ("hears", "没问题，周五前发您报价"),
)


async def chat(customer: Customer) -> None:
    for verb, text in LONG_CHAT:
        await getattr(customer, verb)(text)


async def test_a_long_chat_that_rests_for_an_hour_is_summed_up_in_three_points(world: World) -> None:
    await chat(world.customer("张总"))
    await world.clock.advance(minutes=59)
    assert not [c for c in world.sales("李雷").cards() if "三句话" in c.text]
    await world.clock.advance(minutes=5)
    card = await world.sales("李雷").sees_card("三句话")
    for about in ("1. 客户关注：", "2. 新增要求：", "3. 下一步："):
        assert about in card.text
    assert "周五前" in card.text


async def test_a_short_chat_is_left_alone(world: World) -> None:
    customer = world.customer("张总")
    await customer.says("在吗")
    await customer.hears("在的，您说")
    await world.clock.advance(hours=3)
    assert not [c for c in world.sales("李雷").cards() if "三句话" in c.text]


async def test_one_stretch_of_chat_is_summed_up_once(world: World) -> None:
    await chat(world.customer("张总"))
    await world.clock.advance(hours=30)
    assert len([c for c in world.sales("李雷").cards() if "三句话" in c.text]) == 1


async def test_confirmed_points_go_into_the_customers_story(world: World) -> None:
    customer, rep = world.customer("张总"), world.sales("李雷")
    await customer.says("能发个报价吗，我电话13812345678")
    await world.burst_passes()
    await rep.presses(await rep.sees_card("发现新线索"), "建档")
    await chat(customer)
    await world.clock.advance(hours=2)
    await rep.presses(await rep.sees_card("三句话"), "都对")
    lead = await world.lead_of("张总")
    with world.reading() as uow:
        lines = [line for line in uow.timeline.of_lead(lead.id) if line.kind == "summary"]
    assert len(lines) == 1
    assert "下一步" in lines[0].text


async def test_the_reps_words_replace_a_point_and_what_was_read_is_kept_beside(world: World) -> None:
    rep = world.sales("李雷")
    await chat(world.customer("张总"))
    await world.clock.advance(hours=2)
    await rep.presses(await rep.sees_card("三句话"), "改下一步")
    await rep.says("周四下午带技术上门")
    assert "周四下午带技术上门" in rep.now(await rep.sees_card("三句话")).text
    with world.reading() as uow:
        shown = rep.now(await rep.sees_card("三句话"))
        record = uow.cards.get(shown.task_id)
        point = uow.summaries.get(record.subject_id).points[2]
    assert point["edited"] == "周四下午带技术上门"
    assert "周五前" in point["text"]


async def test_every_point_names_the_message_and_words_it_came_from(world: World) -> None:
    await chat(world.customer("张总"))
    await world.clock.advance(hours=2)
    shown = await world.sales("李雷").sees_card("三句话")
    with world.reading() as uow:
        summary = uow.summaries.get(uow.cards.get(shown.task_id).subject_id)
        for point in summary.points:
            message = uow.messages.get(point["message_id"])
            assert message.text[point["start"] : point["end"]] == point["text"]


async def test_a_rep_asks_for_the_summary_of_a_customer(world: World) -> None:
    customer, rep = world.customer("张总"), world.sales("李雷")
    await customer.says("能发个报价吗，我电话13812345678")
    await world.burst_passes()
    await rep.presses(await rep.sees_card("发现新线索"), "建档")
    await customer.says("最担心售后，别买了没人管")
    await customer.hears("明天上午把售后条款发您")
    await rep.says("总结一下和张总的聊天")
    card = await rep.sees_card("三句话")
    assert "售后" in card.text


async def test_a_pasted_chat_is_summed_up_at_once(world: World) -> None:
    rep = world.sales("李雷")
    lines = ["李总 10:01", "你们能做定制吗，我们最怕交期拖", "李雷 10:02", "可以的，明天下午给您方案"]
    await rep.says("\n".join(lines))
    card = await rep.sees_card("三句话")
    assert "交期" in card.text


async def test_taking_a_confirmation_back_opens_the_card_again(world: World) -> None:
    customer, rep = world.customer("张总"), world.sales("李雷")
    await customer.says("能发个报价吗，我电话13812345678")
    await world.burst_passes()
    await rep.presses(await rep.sees_card("发现新线索"), "建档")
    await chat(customer)
    await world.clock.advance(hours=2)
    await rep.presses(await rep.sees_card("三句话"), "都对")
    await rep.says("撤销")
    lead = await world.lead_of("张总")
    with world.reading() as uow:
        assert not [line for line in uow.timeline.of_lead(lead.id) if line.kind == "summary"]


async def test_a_colleague_cannot_confirm_it(world: World) -> None:
    await chat(world.customer("张总"))
    await world.clock.advance(hours=2)
    card = await world.sales("李雷").sees_card("三句话")
    with world.reading() as uow:
        summary_id = uow.cards.get(card.task_id).subject_id
    await world.sales("韩梅").says("都对")
    with world.reading() as uow:
        assert uow.summaries.get(summary_id).status == "open"


async def test_the_day_is_wrapped_up_on_demand(world: World) -> None:
    customer, rep = world.customer("张总"), world.sales("李雷")
    await customer.says("能发个报价吗，我电话13812345678")
    await customer.hears("好的，报价单整理好发您")
    await world.burst_passes()
    await rep.presses(await rep.sees_card("发现新线索"), "建档")
    await rep.says("明天下午三点提醒我给张总回电话")
    await rep.says("今天总结")
    text = await rep.sees_text("做了：")
    assert "聊了 1 位客户" in text.text
    assert "建档 1 个" in text.text
    assert "给张总回电话" in text.text
