"""What the bot makes of words that are no plain command, and what it keeps."""

from __future__ import annotations

import pytest

from handlers.chat.content import Card
from tests.support.builders import a_lead
from tests.support.office import Office, only_card, seen, texts


def test_every_word_of_a_member_is_kept_as_written(office: Office) -> None:
    office.writes("lilei", "新建线索 张总 13812345678")
    office.writes("lilei", "李总什么情况")
    with office.open() as uow:
        talk = uow.conversations.by_native("wecom", "staff:lilei")
        assert talk is not None
        kept = uow.messages.of_conversation(talk.id)
    assert [(m.text, m.sender, m.person_id) for m in kept] == [
        ("新建线索 张总 13812345678", "rep", "lilei"),
        ("李总什么情况", "rep", "lilei"),
    ]


def test_help_is_short_and_shows_examples(office: Office) -> None:
    (told,) = texts(office.writes("lilei", "帮助"))
    assert told.startswith("直接说话就行，比如：\n· 新建线索 张总 13812345678 官网 预算20万\n")
    assert "· 我的待办" in told
    assert len(told) < 340


def test_half_a_command_gets_the_nearest_things_with_what_to_type(office: Office) -> None:
    card = only_card(office.writes("lilei", "查客户")).content
    assert isinstance(card, Card)
    assert seen(card) == (
        "没太明白，你是想做这个吗？\n"
        "新建线索：新建线索 张总 13812345678 官网 预算20万\n"
        "查动态：张总最近有什么动态\n"
        "[新建线索] 新建线索 张总 13812345678 官网 预算20万\n"
        "[查动态] 张总最近有什么动态\n[为什么] 为什么"
    )


def test_pressing_a_nearest_thing_shows_how_to_say_it(office: Office) -> None:
    card = only_card(office.writes("lilei", "查客户"))
    assert texts(office.presses("lilei", card, "查动态")) == ["可以这样说：张总最近有什么动态"]


@pytest.mark.parametrize("said", ["早", "在吗", "今天有点累", "别提醒我", "报价模板发群里了"])
def test_plain_talk_changes_nothing_and_gets_one_friendly_line(office: Office, said: str) -> None:
    office.knows(a_lead(name="田总"))
    told = office.writes("lilei", said)
    assert texts(told) == ["我在。客户的事直接说，或者说“帮助”看我能做什么。"]
    with office.open() as uow:
        assert uow.audit.of_lead("lead_a") == []


def test_a_thank_you_right_after_gets_no_second_line(office: Office) -> None:
    office.writes("lilei", "早")
    assert office.writes("lilei", "谢谢") == []


def test_never_mind_without_a_question_is_plain_talk(office: Office) -> None:
    assert "好，先不弄了。" not in texts(office.writes("lilei", "算了"))


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("voice", "语音我还听不了，长按转成文字发给我就行。"),
        ("video", "视频我看不了。客户的事打字告诉我，我来记。"),
        ("location", "位置先不记。要拜访的话，可以说“明天下午三点提醒我拜访张总”。"),
        ("link", "链接先不记。里面要紧的话，打字告诉我就行。"),
        ("other", "这个我看不了，文字、图片和文件都可以发我。"),
    ],
)
def test_what_cannot_be_read_gets_a_friendly_line(office: Office, kind: str, answer: str) -> None:
    assert texts(office.writes("lilei", "", kind=kind)) == [answer]


def test_a_quote_file_is_asked_for_its_customer(office: Office) -> None:
    office.knows(a_lead())
    card = only_card(office.writes("lilei", "", kind="file", file="报价单.pdf"))
    office.presses("lilei", card, "张总")
    with office.open() as uow:
        (quote,) = uow.quotes.of_lead("lead_a")
    assert quote.name == "报价单.pdf"


def test_a_pasted_chat_is_read_as_a_chat(office: Office) -> None:
    paste = "张总 2026-11-20 09:00\n能发个报价吗\n李雷 2026-11-20 09:01\n好的，马上"
    titles = [t.content.title for t in office.writes("lilei", paste) if isinstance(t.content, Card)]
    assert "发现新线索：张总" in titles


def test_a_pasted_chat_is_no_answer_to_an_open_question(office: Office) -> None:
    office.writes("lilei", "新建线索")
    office.writes("lilei", "张总 2026-11-20 09:00\n能发个报价吗\n李雷 2026-11-20 09:01\n好的，马上")
    office.writes("lilei", "赵女士")
    assert office.lead("赵女士").owner_id == "lilei"


def test_the_customer_last_spoken_of_is_meant_for_ten_minutes(office: Office) -> None:
    office.knows(a_lead())
    office.writes("lilei", "张总怎么样")
    with office.open() as uow:
        assert uow.dialogues.get("lilei", "customer", office.clock.now()) == {"lead_id": "lead_a"}
    office.passes(minutes=10)
    with office.open() as uow:
        assert uow.dialogues.get("lilei", "customer", office.clock.now()) is None


def test_one_typed_word_for_two_cards_is_asked_back(office: Office) -> None:
    for text in ("明天九点提醒我交周报", "明天十点提醒我交周报"):
        office.writes("lilei", text)
    office.passes(days=1, hours=1)
    for kind, subject in office.due():
        office.fires(kind, subject)
    assert texts(office.writes("lilei", "完成 交周报")) == ["有好几张卡片都对得上，直接点卡片上的按钮吧。"]


def test_one_near_thing_is_shown_with_what_lies_beside_it(office: Office) -> None:
    card = only_card(office.writes("lilei", "推进一下")).content
    assert isinstance(card, Card)
    assert [b.label for b in card.buttons] == ["推进阶段", "查动态"]


def test_a_whole_reminder_is_no_answer_to_what_to_be_reminded_of(office: Office) -> None:
    assert texts(office.writes("lilei", "提醒我")) == ["到时候提醒你做什么？"]
    assert texts(office.writes("lilei", "明天九点提醒我交周报")) == ["好，明天 09:00 提醒你交周报。"]


def test_a_weekly_report_is_the_weeks_wrap_up(office: Office) -> None:
    (answer,) = texts(office.writes("lilei", "本周周报"))
    assert answer.startswith("这周\n做了：还没有记录")


def test_a_command_without_a_name_takes_the_customer_last_spoken_of_and_says_whom(office: Office) -> None:
    office.knows(a_lead())
    office.writes("lilei", "张总怎么样")
    assert texts(office.writes("lilei", "这个客户备注：要分期")) == ["记下了，张总：要分期"]
    office.passes(minutes=11)
    assert texts(office.writes("lilei", "这个客户备注：要分期")) == [
        "说的是哪位客户？带上名字再说一遍，比如“张总最近有什么动态”。"
    ]


def test_an_old_card_without_a_subject_says_that_it_is_settled(office: Office) -> None:
    office.knows(a_lead("lead_a"), a_lead("lead_b"))
    card = only_card(office.writes("lilei", "张总怎么样"))
    office.presses("lilei", card, "1 张总")
    assert texts(office.presses("lilei", card, "2 张总")) == ["这张卡片今天 10:00 处理过了：已选好。"]
