"""A team's own words and names are read like the packaged ones, and prove themselves first."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

import nlp
from nlp import Act, Analysis, EntityKind, Intent, Polarity, Vocabulary, VocabularyError

NOW = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
CLASSES = {
    "concept": "试听",
    "words": ["团操课", "团课"],
    "examples": ["你们团操课能约一节吗"],
    "counter_examples": ["财团课题组来访"],
}


@pytest.fixture(scope="module")
def own() -> Vocabulary:
    found = nlp.compile_vocabulary(
        competitors=["纷享销客", "HIS"], products=["星云Pro", "云朵总管"], companies=["鲲腾"], words=[CLASSES]
    )
    assert found is not None
    return found


def read(text: str, own: Vocabulary | None) -> Analysis:
    return nlp.analyse(text, now=NOW, vocabulary=own)


def names(text: str, own: Vocabulary | None) -> list[tuple[EntityKind, str]]:
    return [(one.kind, one.value) for one in read(text, own).entities]


def problems(**added: list[object]) -> list[str]:
    with pytest.raises(VocabularyError) as caught:
        nlp.compile_vocabulary(**added)  # type: ignore[arg-type]  # what a file may hold
    return [f"{key}: {fault}" for key, fault in caught.value.problems]


def test_nothing_added_is_no_vocabulary() -> None:
    assert nlp.compile_vocabulary() is None


def test_a_word_of_the_team_raises_its_concept(own: Vocabulary) -> None:
    text = "有没有團操課"
    [signal] = read(text, own).positive("试听")
    assert (signal.act, text[signal.start : signal.end]) == (Act.REQUEST, "團操課")
    assert read(text, None).positive("试听") == ()


def test_a_word_of_the_team_is_denied_like_any_other(own: Vocabulary) -> None:
    assert [one.polarity for one in read("不上团操课", own).signals] == [Polarity.NEGATED]


def test_a_word_of_the_team_inside_other_words_is_none(own: Vocabulary) -> None:
    assert read("财团课题组来访", own).signals == ()


@pytest.mark.parametrize("text", ["我们现在用纷享销客", "紛享銷客也发了方案", "在看纷享销客科技有限公司的"])
def test_a_listed_competitor_is_one_wherever_it_stands(text: str, own: Vocabulary) -> None:
    assert names(text, own) == [(EntityKind.COMPETITOR, "纷享销客")]


def test_a_latin_name_is_a_word_of_its_own(own: Vocabulary) -> None:
    assert names("this is it", own) == []
    assert names("我们his系统坏了", own) == [(EntityKind.COMPETITOR, "HIS")]


@pytest.mark.parametrize("text", ["星云Pro多少？", "星云PRO一年多少钱", "那星云pro现在多少啊"])
def test_a_product_with_how_much_asks_its_price(text: str, own: Vocabulary) -> None:
    [signal] = read(text, own).positive("报价")
    assert signal.act is Act.REQUEST


@pytest.mark.parametrize("text", ["星云Pro库存多少", "星云Pro有多少人在用", "星云Pro挺好"])
def test_a_product_without_a_price_question_asks_nothing(text: str, own: Vocabulary) -> None:
    assert read(text, own).positive("报价") == ()


def test_a_product_is_neither_person_nor_company_nor_competitor(own: Vocabulary) -> None:
    text = "跟云朵总管比哪个好，云总管怎么用"
    assert (EntityKind.PRODUCT, "云朵总管") in names(text, own)
    guessed = {EntityKind.PERSON, EntityKind.COMPANY, EntityKind.COMPETITOR}
    assert not [one for one in read("云朵总管怎么用", own).entities if one.kind in guessed]
    assert not [value for kind, value in names(text, own) if kind in guessed and "云朵" in value]


def test_a_short_name_is_a_company_and_a_longer_one_stays_whole(own: Vocabulary) -> None:
    assert names("我是鲲腾的", own) == [(EntityKind.COMPANY, "鲲腾")]
    assert names("我们是鲲腾科技有限公司", own) == [(EntityKind.COMPANY, "鲲腾科技有限公司")]
    assert names("我是鲲腾的", None) == []


@pytest.mark.parametrize(
    ("text", "intent", "slots"),
    [
        ("鲲腾到哪一步了", Intent.QUERY_LEAD, {"company": "鲲腾"}),
        ("给鲲腾报价5万", Intent.LOG_QUOTE, {"company": "鲲腾", "amount": 50000}),
        ("给鲲腾张总报价5万", Intent.LOG_QUOTE, {"company": "鲲腾", "contact": "张总", "amount": 50000}),
        ("把鲲腾转给韩梅", Intent.ASSIGN, {"company": "鲲腾", "assignee": "韩梅"}),
        (
            "新建线索 云朵总管 李总 抖音 13900001111",
            Intent.CREATE_LEAD,
            {"contact": "李总", "source": "抖音", "phone": "13900001111"},
        ),
    ],
)
def test_commands_know_the_names(
    text: str, intent: Intent, slots: dict[str, str | int], own: Vocabulary
) -> None:
    found = nlp.command(text, now=NOW, vocabulary=own)
    assert (found.intent, dict(found.slots)) == (intent, slots)


def test_what_a_command_does_not_name_stays_as_it_is(own: Vocabulary) -> None:
    for text in ("张总到哪一步了", "新建线索 张总 13900001111", "鲲腾今天来人了", "明天提醒我给张总打电话"):
        assert nlp.command(text, now=NOW, vocabulary=own) == nlp.command(text, now=NOW)


def test_every_problem_is_told_at_once() -> None:
    wrong: list[object] = [
        {**CLASSES, "concept": "试挺", "wrds": []},
        {**CLASSES, "examples": ["你们团操课能约一节吗", "想健身"], "counter_examples": ["约团操课"]},
        {"concept": "试听", "words": [], "act": "shout", "pattern": "a*"},
        "团操课",
    ]
    assert problems(competitors=["A", "纷享销客"], products=["紛享銷客"], words=wrong) == [
        "competitors[1]: 'A' needs 2 to 40 characters",
        "products[1]: '紛享銷客' already stands at competitors[2]",
        "words[1].wrds: unknown key; did you mean words?",
        "words[1].concept: '试挺' is no concept; did you mean 试用?",
        "words[3].words: needs at least one word",
        "words[3].pattern: repetition must be bounded, write {0,8} instead of * or +",
        "words[3].act: must be one of request, plan, done, mention",
        "words[3].examples: needs at least one line",
        "words[3].counter_examples: needs at least one line",
        "words[4]: must be a table",
        "words[2].examples[2]: '想健身' is not read as 试听",
        "words[2].counter_examples[1]: '约团操课' is read as 试听",
    ]


def test_an_unknown_concept_without_a_neighbour_is_told_what_there_is() -> None:
    [fault] = problems(words=[{**CLASSES, "concept": "weather"}])
    assert "known are " in fault
    assert "报价" in fault
    assert "住房" not in fault
