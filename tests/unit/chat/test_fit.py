from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.chat.content import Button, Card, Content, Fact, File, Markdown, Option, Select, Text
from handlers.chat.delivery import Capabilities
from handlers.chat.fit import fit, split, told, without_markup
from handlers.chat.graphemes import is_border
from tests.unit.chat import strategies

CAN = Capabilities(
    text_bytes=2048,
    markdown=True,
    buttons=6,
    button_chars=10,
    facts=6,
    fact_label_chars=5,
    fact_value_chars=30,
    title_chars=36,
    subtitle_chars=44,
    body_chars=160,
    selects=3,
    options=10,
    card_update="once",
    per_minute=30,
    per_hour=1000,
    handle_life=timedelta(hours=72),
)
SMALL = replace(
    CAN, text_bytes=40, buttons=2, button_chars=4, facts=2, fact_value_chars=6, title_chars=8,
    subtitle_chars=10, body_chars=12, selects=1, options=2, option_chars=4, menu=1, quote_chars=10,
    closed_chars=5, select_subtitle_chars=12, action_bytes=20, option_id_bytes=10,
)  # fmt: skip
FAMILY = "👨‍👩‍👧‍👦"


def squeezed(text: str) -> str:
    """Without white space: where a text was cut is not what a reader loses."""
    return "".join(text.split())


def visible(shown: tuple[Content, ...]) -> str:
    """Everything one can read, in order."""
    texts = [content.body for content in shown if isinstance(content, Text | Markdown)]
    return squeezed("".join(texts) + "".join(_card_words(card) for card in shown if isinstance(card, Card)))


def _card_words(card: Card) -> str:
    words = ["", card.title, card.subtitle, card.body, card.quote, card.closed]
    for fact in card.facts:
        words += [fact.label, fact.value, fact.quote or ""]
    for select in card.selects:
        words += [select.title, *[option.text for option in select.options]]
    words += [button.label for button in (*card.buttons, *card.menu)]
    return "\n".join(words)


def words_of(card: Card) -> list[str]:
    """Every word a card is meant to show."""
    words = [card.title, card.subtitle, card.body, card.quote, card.closed]
    for fact in card.facts:
        words += [fact.label, fact.value, fact.quote or ""]
    if not card.closed:
        for select in card.selects:
            words += [select.title, *[option.text for option in select.options]]
        words += [button.label for button in (*card.buttons, *card.menu)]
    return [squeezed(word) for word in words]


def within(content: Content, can: Capabilities) -> bool:
    """Whether one message keeps to every limit."""
    match content:
        case Text(body) | Markdown(body):
            return len(body.encode("utf-8", "surrogatepass")) <= can.text_bytes
        case File():
            return True
        case Card() if content.selects:
            return (
                len(content.subtitle) <= can.select_subtitle_chars
                and len(content.buttons) == 1
                and len(content.selects) <= can.selects
                and all(1 <= len(select.options) <= can.options for select in content.selects)
                and not (content.facts or content.menu or content.body or content.quote)
            )
        case Card():
            keys = [button.action for button in (*content.buttons, *content.menu)]
            return (
                len(content.title) <= can.title_chars
                and len(content.subtitle) <= can.subtitle_chars
                and len(content.body) <= can.body_chars
                and len(content.facts) <= can.facts
                and all(len(fact.value) <= can.fact_value_chars for fact in content.facts)
                and len(content.buttons) <= can.buttons
                and len(content.menu) <= can.menu
                and len(set(keys)) == len(keys)
            )


@given(strategies.cards, st.sampled_from([CAN, SMALL, replace(SMALL, cards=False)]))
@settings(max_examples=400)
def test_every_word_and_every_action_of_a_card_survives(card: Card, can: Capabilities) -> None:
    shown = fit(card, can)
    read = visible(shown)
    for word in words_of(card):
        assert word in read
    offered = {
        button.action
        for content in shown
        if isinstance(content, Card)
        for button in (*content.buttons, *content.menu)
    }
    for button in () if card.closed else (*card.buttons, *card.menu):
        assert button.action in offered or squeezed(button.command) in read


@given(strategies.contents, st.sampled_from([CAN, SMALL, replace(SMALL, cards=False, markdown=False)]))
@settings(max_examples=400)
def test_what_was_fitted_keeps_to_the_limits_and_fits_again_unchanged(
    content: Content, can: Capabilities
) -> None:
    shown = fit(content, can)
    assert shown
    for piece in shown:
        assert within(piece, can)
        assert fit(piece, can) == (piece,)
    assert sum(isinstance(piece, Card) for piece in shown) == (isinstance(content, Card) and can.cards)


@given(st.text(alphabet="报价。\n a👍🏽👨‍👩‍👧é🇨🇳", min_size=1, max_size=300), st.integers(30, 200))
@settings(max_examples=300)
def test_a_split_text_loses_nothing_and_tears_no_character(text: str, limit: int) -> None:
    pieces = split(text, limit)
    assert squeezed("".join(pieces)) == squeezed(text)
    if "".join(pieces) != text:
        return  # blank pieces were left out
    position = 0
    for piece in pieces[:-1]:
        assert len(piece.encode()) <= limit
        position += len(piece)
        longest_cluster = max(len(run.encode()) for run in _clusters(text))
        assert is_border(text, position) or longest_cluster > limit


def _clusters(text: str) -> list[str]:
    borders = [index for index in range(len(text) + 1) if is_border(text, index)]
    return [text[start:end] for start, end in itertools.pairwise(borders)]


def test_a_text_of_exactly_the_limit_is_not_split() -> None:
    text = "价" * 682 + "ab"
    assert len(text.encode()) == 2048
    assert fit(Text(text), CAN) == (Text(text),)
    assert len(fit(Text(text + "c"), CAN)) == 2


def test_a_long_text_is_cut_after_a_line_before_a_sentence_before_a_phrase() -> None:
    line, sentence = "好" * 8 + "\n", "好" * 8 + "。"
    assert split(line + "来" * 9, 40) == (line, "来" * 9)
    assert split(sentence + "来" * 9, 40) == (sentence, "来" * 9)
    assert split("好，" * 9, 40)[0].endswith("，")


@pytest.mark.parametrize("seen_as_one", [FAMILY, "👍🏽", "🇨🇳", "e\u0301", "각", "\r\n", "☎️"])
def test_what_is_seen_as_one_character_stays_whole(seen_as_one: str) -> None:
    for before in range(20, 41):
        text = "a" * before + seen_as_one + "b" * 30
        pieces = split(text, 40)
        assert any(seen_as_one in piece for piece in pieces), (before, pieces)


def test_buttons_without_room_become_commands_in_the_text_before_the_card() -> None:
    buttons = tuple(Button(f"按钮{n}", f"act:{n}", f"命令{n}") for n in range(8))
    text, card = fit(Card("标题", buttons=buttons), CAN)
    assert text == Text("按钮6：命令6\n按钮7：命令7")
    assert isinstance(card, Card)
    assert card.buttons == buttons[:6]


def test_the_words_a_fact_was_read_from_move_to_the_quote_once() -> None:
    said = "我叫张总，预算20万"
    facts = (Fact("称呼", "张总", said), Fact("预算", "20万", said), Fact("来源", "官网", "官网"))
    (card,) = fit(Card("发现新线索", facts=facts, buttons=(Button("建档", "a", "建档"),)), CAN)
    assert isinstance(card, Card)
    assert card.quote == said
    assert [fact.quote for fact in card.facts] == [None, None, None]


def test_a_link_that_calls_is_told_as_a_number() -> None:
    text, card = fit(Card("客户", facts=(Fact("电话", "138****1234", link="tel:13812341234"),)), CAN)
    assert text == Text("电话：138****1234 13812341234")
    assert isinstance(card, Card)
    assert card.facts == (Fact("电话", "138****1234"),)


def test_a_closed_card_keeps_its_words_and_offers_nothing() -> None:
    card = Card("线索", "张总", buttons=(Button("建档", "a", "建档"),), closed="已建档")
    assert fit(card, CAN) == (replace(card, buttons=()),)


def test_a_card_with_selects_keeps_one_button_and_tells_the_rest() -> None:
    select = Select("stage", "阶段", (Option("won", "成交"), Option("lost", "丢单")))
    buttons = (Button("提交", "save", "提交"), Button("取消", "drop", "取消"))
    (card,) = fit(Card("改阶段", facts=(Fact("客户", "张总"),), selects=(select,), buttons=buttons[:1]), CAN)
    assert card == Card("改阶段", "客户：张总", selects=(select,), buttons=buttons[:1])
    text, _ = fit(Card("改阶段", selects=(select,), buttons=buttons), CAN)
    assert text == Text("取消：取消")


def test_without_cards_everything_is_told_in_words() -> None:
    card = Card("线索", facts=(Fact("电话", "138"),), buttons=(Button("建档", "a", "建档 L1"),))
    assert fit(card, replace(CAN, cards=False)) == (Text(told(card)),)
    assert told(card) == "线索\n电话：138\n建档：建档 L1"


def test_markdown_becomes_words_where_it_is_not_understood() -> None:
    written = '# 今日\n> **张总** [详情](https://x.cn)\n<font color="info">好</font> `a`'
    assert without_markup(written) == "今日\n张总 详情 https://x.cn\n好 a"
