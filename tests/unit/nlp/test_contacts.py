"""Who and what a text names."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.contacts import Names, entities
from nlp.model import EntityKind
from nlp.normalize import normalize

DATA = Path(__file__).parent / "data"


def named(text: str, kind: EntityKind) -> list[str]:
    return [one.value for one in entities(normalize(text)) if one.kind is kind]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("电话138 0013 8000", ["13800138000"]),
        ("+86 189-1111-1111", ["18911111111"]),
        ("１５８８８８８７７７７", ["15888887777"]),
        ("0755-82345678转9", ["075582345678-9"]),
        ("(021)62345678", ["02162345678"]),
        ("座机62345678", ["62345678"]),
        ("幺三八零零幺三八零零零", ["13800138000"]),
        ("400-123-4567", ["4001234567"]),
        ("+852 9123 4567", ["85291234567"]),
        ("13800138000/13900139000", ["13800138000", "13900139000"]),
        ("订单13800138000", []),
        ("138****0000", []),
        ("身份证11010519491231002X", []),
        ("卡号6217 0000 1234 5678", []),
        ("金额13700001111元", []),
        ("QQ 13912345678", []),
    ],
)
def test_phones_are_told_from_other_numbers(text: str, numbers: list[str]) -> None:
    assert named(text, EntityKind.PHONE) == numbers


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("田总好", ["田总"]),
        ("司马总到了", ["司马总"]),
        ("张总会来", ["张总"]),
        ("老何签了", ["老何"]),
        ("乐乐妈妈问课", ["乐乐妈妈"]),
        ("联系人：杜海涛", ["杜海涛"]),
        ("王小明经理", ["王小明经理"]),
        ("免贵姓王", ["王"]),
        ("周总结交了吗", []),
        ("方总部在哪", []),
        ("项目经理换人了", []),
        ("语文老师在吗", []),
        ("谢谢老师", []),
        ("施工图给我", []),
        ("孩子妈妈说的", []),
    ],
)
def test_persons_are_told_from_words(text: str, names: list[str]) -> None:
    assert named(text, EntityKind.PERSON) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("抬头开杭州云起网络科技有限公司", ["杭州云起网络科技有限公司"]),
        ("我们是实验小学", ["实验小学"]),
        ("宏远贸易的单子", ["宏远贸易"]),
        ("你们公司在哪", []),
        ("快递公司没来", []),
        ("孩子上小学", []),
    ],
)
def test_companies_are_told_from_kinds_of_companies(text: str, names: list[str]) -> None:
    assert named(text, EntityKind.COMPANY) == names


@pytest.mark.parametrize(
    ("text", "kind", "values"),
    [
        ("vx：du_gong", EntityKind.WECHAT, ["du_gong"]),
        ("13700001111微信同号", EntityKind.WECHAT, ["13700001111"]),
        ("QQ：987654321", EntityKind.QQ, ["987654321"]),
        ("发A.b@c-d.cn", EntityKind.EMAIL, ["a.b@c-d.cn"]),
        ("报价单QT20261118-01", EntityKind.QUOTE_NO, ["QT20261118-01"]),
        ("编号BJ-2026-101", EntityKind.QUOTE_NO, ["BJ-2026-101"]),
        ("合同号HT-2026-1", EntityKind.QUOTE_NO, []),
        ("合同号HT-2026-1", EntityKind.CONTRACT_NO, ["HT-2026-1"]),
        ("报价5800", EntityKind.QUOTE_NO, []),
        ("在无锡滨湖", EntityKind.REGION, ["无锡滨湖"]),
        ("北京市朝阳区光华路4号", EntityKind.REGION, ["北京市朝阳区光华路4号"]),
        ("重庆火锅好吃", EntityKind.REGION, []),
        ("抖音上看到的", EntityKind.SOURCE, ["抖音"]),
        ("朋友介绍来的", EntityKind.SOURCE, ["朋友介绍"]),
        ("抖音号发我", EntityKind.SOURCE, []),
    ],
)
def test_ids_places_and_sources_are_read(text: str, kind: EntityKind, values: list[str]) -> None:
    assert named(text, kind) == values


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("和金蝶比哪个好", ["金蝶"]),
        ("我们现在在用Salesforce", ["Salesforce"]),
        ("另一家叫云图科技", ["云图科技"]),
        ("跟你们比", []),
        ("和昨天相比", []),
        ("跟领导比较熟", []),
        ("我在用Excel管客户", []),
    ],
)
def test_what_is_set_beside_us_is_a_competitor(text: str, names: list[str]) -> None:
    assert named(text, EntityKind.COMPETITOR) == names


def test_a_configured_competitor_is_found_without_any_cue() -> None:
    found = entities(normalize("恒达那边催我了"), names=Names({EntityKind.COMPETITOR: ["恒达"]}))
    assert [one.text for one in found if one.kind is EntityKind.COMPETITOR] == ["恒达"]


@pytest.mark.parametrize("name", [f"entities_{letter}.txt" for letter in "abcdefg"])
def test_our_own_lines_name_what_they_name(name: str) -> None:
    kinds = (EntityKind.PERSON, EntityKind.COMPANY, EntityKind.REGION, EntityKind.WECHAT, EntityKind.QUOTE_NO)
    wrong = []
    for line in (DATA / name).read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        text, *labels = (part.strip() for part in line.split("|"))
        for kind in kinds:
            wanted = [label.partition("=")[2] for label in labels if label.startswith(f"{kind.value}=")]
            if sorted(named(text, kind)) != sorted(wanted):
                wrong.append((text, kind.value, wanted))
    assert wrong == []


@given(
    st.text(
        alphabet=st.one_of(st.characters(), st.sampled_from("138 -+转@.vx微信王总老师公司北京市区路QT：1２")),
        max_size=60,
    )
)
def test_every_entity_stands_where_it_says(text: str) -> None:
    for one in entities(normalize(text)):
        assert text[one.start : one.end] == one.text
