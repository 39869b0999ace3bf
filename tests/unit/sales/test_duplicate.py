"""Duplicates: the same customer, whose value wins, what merging keeps."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.sales.duplicate import Verdict, comparable, keys_of, merge, normal_key, same, weigh
from storage.facts import Fact
from storage.leads import Lead

MOMENT = datetime(2026, 11, 20, tzinfo=UTC)
LEAD = Lead("l1", "张总", "p1", "new", MOMENT, MOMENT, MOMENT)


@pytest.mark.parametrize(
    ("kind", "value", "key"),
    [
        ("phone", "+86 138-1234-5678", "13812345678"),
        ("phone", "１３８１２３４５６７８", "13812345678"),
        ("phone", "0571-88886666转801", "057188886666"),
        ("phone", "0571-88886666-801", "057188886666"),
        ("phone", "008613812345678", "13812345678"),
        ("phone", "无", ""),
        ("wechat", " Du_Gong ", "du_gong"),
        ("email", "Tian@ABC.com", "tian@abc.com"),
        ("unionid", "oAbC", "oAbC"),
    ],
)
def test_identifying_values_have_one_form(kind: str, value: str, key: str) -> None:
    assert normal_key(kind, value) == key


@given(st.sampled_from(["wechat", "email", "unionid"]), st.text(max_size=20))
def test_a_normal_key_stays_itself(kind: str, value: str) -> None:
    assert normal_key(kind, normal_key(kind, value)) == normal_key(kind, value)


@given(st.from_regex(r"(\+86 ?|0086)?1[3-9][0-9]( ?[0-9]{4}){2}", fullmatch=True))
def test_a_mobile_number_is_always_its_eleven_digits(phone: str) -> None:
    assert normal_key("phone", phone) == "".join(filter(str.isdigit, phone))[-11:]


PHONES = st.sampled_from(
    [None, "13812345678", "+86 138 1234 5678", "13900001111", "0571-88886666", "057188886666"]
)
WECHATS = st.sampled_from([None, "Abc_1", "abc_1", "13812345678", "other9"])
UNIONS = st.sampled_from([{}, {"unionid": "u1"}, {"unionid": "U1"}, {"external": "w1"}, {"职位": "采购"}])
TEXTS = st.sampled_from([None, "", "杭州云起", "官网", "浙江省", "培训"])
LEADS = st.builds(
    Lead,
    id=st.sampled_from(["l1", "l2", "l3"]),
    name=st.sampled_from(["张总", "李经理"]),
    owner_id=st.sampled_from(["p1", "p2"]),
    stage=st.sampled_from(["new", "quoted"]),
    created_at=st.datetimes(timezones=st.just(UTC)),
    stage_at=st.just(MOMENT),
    touched_at=st.datetimes(timezones=st.just(UTC)),
    company=TEXTS,
    phone=PHONES,
    wechat=WECHATS,
    source=TEXTS,
    region=TEXTS,
    need=TEXTS,
    budget_fen=st.sampled_from([None, 100, 200]),
    attributes=UNIONS,
)


@given(LEADS, LEADS)
def test_being_the_same_is_symmetric(a: Lead, b: Lead) -> None:
    assert same(a, b) is same(b, a)
    assert same(a, a)


def test_one_customer_is_known_by_phone_wechat_or_id_and_not_by_name() -> None:
    other = dataclasses.replace(LEAD, id="l2")
    assert not same(LEAD, other)
    assert same(
        dataclasses.replace(LEAD, phone="138 1234 5678"), dataclasses.replace(other, phone="+8613812345678")
    )
    assert same(
        dataclasses.replace(LEAD, phone="13812345678"), dataclasses.replace(other, wechat="13812345678")
    )
    assert same(
        dataclasses.replace(LEAD, attributes={"unionid": "u"}),
        dataclasses.replace(other, attributes={"unionid": "u"}),
    )


def test_an_empty_value_identifies_nobody() -> None:
    assert keys_of(dataclasses.replace(LEAD, phone="无", wechat="")) == frozenset()


@pytest.mark.parametrize(
    ("field", "old", "new", "by", "verdict"),
    [
        ("source", None, "官网", "bot", "take"),
        ("source", ("", "person"), "官网", "bot", "take"),
        ("source", ("官网", "bot"), "", "person", "keep"),
        ("phone", ("13812345678", "person"), "+86 138-1234-5678", "bot", "keep"),
        ("phone", ("13812345678", "bot"), "13900001111", "bot", "ask"),
        ("phone", ("13812345678", "bot"), "13900001111", "person", "ask"),
        ("phone", ("13812345678", "person"), "13900001111", "bot", "ask"),
        ("phone", ("13812345678", "person"), "13900001111", "person", "ask"),
        ("budget", ("20万", "person"), "20000000", "bot", "keep"),
        ("budget", ("20万", "person"), "200,000元", "bot", "keep"),
        ("budget", ("12.8w", "bot"), "12万8", "bot", "ask"),
        ("budget", ("20万", "bot"), "30万", "bot", "ask"),
        ("company", ("杭州云起网络科技有限公司", "person"), "杭州云起网络科技", "bot", "keep"),
        ("company", ("云起网络", "bot"), "杭州云起网络科技有限公司", "bot", "take"),
        ("company", ("云起网络", "person"), "杭州云起网络科技有限公司", "bot", "ask"),
        ("name", ("张伟", "person"), "张总", "bot", "keep"),
        ("name", ("张总", "bot"), "张伟", "bot", "take"),
        ("name", ("司马总", "bot"), "司马光", "bot", "take"),
        ("name", ("张总", "bot"), "李总", "bot", "ask"),
        ("need", ("官网建设", "bot"), "小程序", "bot", "ask"),
    ],
)
def test_the_verdict_on_a_new_value(
    field: str, old: tuple[str, str] | None, new: str, by: str, verdict: Verdict
) -> None:
    assert weigh(field, old, new, by) == verdict


def test_a_stored_fact_is_weighed_like_its_value() -> None:
    fact = Fact("f1", None, "l1", "source", "官网", None, None, None, None, "bot", None, MOMENT, "active")
    assert weigh("source", fact, "展会", "bot") == "ask"


@given(
    st.sampled_from(["name", "phone", "budget", "company", "need", "email"]),
    st.text(max_size=12),
    st.sampled_from(["bot", "person"]),
    st.sampled_from(["bot", "person"]),
)
def test_saying_it_again_never_asks(field: str, value: str, by: str, new_by: str) -> None:
    assert weigh(field, (value, by), value, new_by) == "keep" if value.strip() else "take"


@given(st.sampled_from(["phone", "budget", "source"]), st.text(max_size=8), st.text(max_size=8))
def test_the_bot_never_overwrites_what_differs_from_a_persons_value(field: str, old: str, new: str) -> None:
    if old.strip():
        assert weigh(field, (old, "person"), new, "bot") in ("keep", "ask")


@pytest.mark.parametrize(
    ("said", "fen"),
    [
        ("20万", "20000000"),
        ("1.5w", "1500000"),
        ("3千元", "300000"),
        ("100", "100"),
        ("0.01元", "1"),
        ("￥5000元", "500000"),
    ],
)
def test_money_is_compared_in_fen(said: str, fen: str) -> None:
    assert comparable("budget", said) == fen


@given(LEADS, LEADS)
def test_merging_loses_nothing(a: Lead, b: Lead) -> None:
    merged = merge(a, b)
    differing = {difference.field: (difference.kept, difference.other) for difference in merged.differences}
    for field in ("name", "company", "phone", "wechat", "source", "region", "need", "budget_fen"):
        mine, theirs, kept = getattr(a, field), getattr(b, field), getattr(merged.lead, field)
        assert kept == mine or mine in (None, "")
        if theirs not in (None, "") and comparable(field, str(theirs)) != comparable(field, str(kept)):
            assert differing[field] == (str(kept), str(theirs))
    assert merged.lead.attributes.keys() == a.attributes.keys() | b.attributes.keys()
    assert merged.lead.created_at == min(a.created_at, b.created_at)
    assert merged.lead.touched_at == max(a.touched_at, b.touched_at)


@given(LEADS, LEADS)
def test_merging_fills_alike_from_either_end(a: Lead, b: Lead) -> None:
    def known(lead: Lead) -> set[str]:
        return {
            field.name for field in dataclasses.fields(lead) if getattr(lead, field.name) not in (None, "")
        }

    assert known(merge(a, b).lead) == known(merge(b, a).lead)


def test_merging_with_oneself_changes_nothing() -> None:
    lead = dataclasses.replace(LEAD, phone="13812345678", touched_at=MOMENT + timedelta(days=1))
    assert merge(lead, lead).lead == lead
    assert merge(lead, lead).differences == ()
