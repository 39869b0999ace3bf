"""What a team adds to the reader works wherever something is read."""

from __future__ import annotations

import pytest

from bot.config import CaptureMode, ReadingConfig
from tests.flows.conftest import MakeWorld
from tests.support.world import World

OWN = ReadingConfig(
    competitors=("纷享销客", "销帮帮"),
    products=("星云Pro",),
    companies=("鲲腾",),
    words=(
        {
            "concept": "试听",
            "words": ["团操课", "团课"],
            "examples": ["你们团操课能约一节吗"],
            "counter_examples": ["财团课题组来访"],
        },
    ),
)
ASKS = "周末有没有团操课"
PASTED = (
    f"张总 2026/11/23 09:10:00\n你好\n李雷 2026/11/23 09:11:00\n张总您好\n张总 2026/11/23 09:12:00\n{ASKS}"
)


@pytest.fixture
async def own(make_world: MakeWorld) -> World:
    return await make_world(reading=OWN)


async def test_a_teams_own_word_makes_a_lead(own: World) -> None:
    await own.customer("张总").says(ASKS)
    await own.burst_passes()
    card = own.sales("李雷").card("发现新线索")
    assert ASKS in card.text


async def test_without_the_configuration_the_word_says_nothing(world: World) -> None:
    await world.customer("张总").says(ASKS)
    await world.burst_passes()
    assert world.sales("李雷").cards() == []


async def test_a_product_with_how_much_makes_a_lead_that_wants_it(own: World) -> None:
    await own.customer("张总").says("星云Pro多少？")
    await own.burst_passes()
    await own.sales("李雷").presses(own.sales("李雷").card("发现新线索"), "建档")
    assert (await own.lead_of("张总")).need == "星云Pro多少？"


async def test_competitors_stand_on_the_card_and_with_the_lead(make_world: MakeWorld) -> None:
    world = await make_world(reading=OWN, mode=CaptureMode.AUTO)
    customer = world.customer("张总")
    await customer.says("我们现在用纷享销客，你们多少钱一年？")
    await world.burst_passes()
    assert (await world.lead_of("张总")).attributes["competitor"] == "纷享销客"
    await customer.says("销帮帮也在谈，纷享销客不太好用")
    await world.burst_passes()
    lead = await world.lead_of("张总")
    assert lead.attributes["competitor"] == "纷享销客、销帮帮"
    assert lead.company is None
    card = world.sales("李雷").card("已更新 张总")
    assert "竞品" in card.text
    assert "销帮帮也在谈" in card.text


async def test_a_pasted_chat_is_read_with_the_words_too(own: World) -> None:
    rep = own.sales("李雷")
    await rep.says(PASTED)
    assert ASKS in rep.card("发现新线索").text


async def test_a_command_knows_a_customers_short_name(own: World) -> None:
    rep = own.sales("李雷")
    await rep.says("新建线索 鲲腾 张总 13800001111 官网")
    assert (await own.lead_of("张总")).company == "鲲腾"
    await rep.says("鲲腾到哪一步了")
    assert "张总" in rep.messages[-1].text
