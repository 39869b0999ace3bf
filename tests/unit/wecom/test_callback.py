from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.demo.wecom.events import cdata
from bot.platforms.errors import Malformed
from bot.platforms.wecom import xml
from bot.platforms.wecom.callback import decode
from handlers.chat.codec import event_from_json, event_to_json
from handlers.chat.event import (
    CardPressed,
    ContactChanged,
    ConversationRef,
    Event,
    Handle,
    MemberChanged,
    MessageReceived,
    PersonRef,
    PlatformNotice,
)
from tests.unit.wecom.vectors import BY_NAME

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
AT = datetime(2026, 11, 21, 8, 0, 4, tzinfo=UTC)
SECONDS = str(int(AT.timestamp()))


def inner(fields: dict[str, str], *, sender: str = "ZhangSan", raw: str = "") -> bytes:
    common = {"ToUserName": "ww1a2b", "FromUserName": sender, "CreateTime": SECONDS}
    leaves = "".join(f"<{name}>{cdata(value)}</{name}>" for name, value in (common | fields).items())
    return f"<xml>{leaves}{raw}</xml>".encode()


def said(kind: str, **fields: str) -> MessageReceived:
    event = decode(
        inner({"MsgType": kind} | fields | {"MsgId": "7412345678901234567", "AgentID": "1000002"}), NOW
    )
    assert isinstance(event, MessageReceived)
    assert event.kind == kind
    return event


def happened(name: str, *, sender: str = "ZhangSan", raw: str = "", **fields: str) -> Event:
    event = decode(inner({"MsgType": "event", "Event": name} | fields, sender=sender, raw=raw), NOW)
    assert event_from_json(event_to_json(event)) == event
    return event


def test_a_text_arrives_whole() -> None:
    event = said("text", Content="  今天跟进王总\n报价 ]]> <b>120万</b> 👍 \n")
    assert event.text == "  今天跟进王总\n报价 ]]> <b>120万</b> 👍 \n"
    origin = event.origin
    assert origin.key == "msg:7412345678901234567"
    assert origin.conversation == ConversationRef("wecom", "app:zhangsan")
    assert origin.sender == PersonRef("wecom", "zhangsan")
    assert origin.at == AT
    assert origin.native == {"user_id": "ZhangSan", "agent_id": "1000002"}


def test_a_person_may_quote_a_document_type() -> None:
    words = '<!DOCTYPE html><!ENTITY a "b">&a;'
    assert said("text", Content=words).text == words


@pytest.mark.parametrize(
    ("kind", "fields", "name", "mime"),
    [
        ("image", {"PicUrl": "https://p/0"}, "image.jpg", "image/jpeg"),
        ("voice", {"Format": "amr"}, "voice.amr", "audio/amr"),
        ("voice", {"Format": "speex"}, "voice.speex", "audio/speex"),
        ("video", {"ThumbMediaId": "thumb"}, "video.mp4", "video/mp4"),
        ("file", {"FileName": "报价单 v2.pdf"}, "报价单 v2.pdf", None),
        ("file", {}, "file", None),
    ],
)
def test_media_can_be_fetched(kind: str, fields: dict[str, str], name: str, mime: str | None) -> None:
    attachment = said(kind, MediaId="MEDIA", **fields).attachment
    assert attachment is not None
    assert (attachment.media_id, attachment.name, attachment.mime) == ("MEDIA", name, mime)


def test_a_place_and_a_page_keep_their_words() -> None:
    place = said("location", Location_X="39.9", Location_Y="116.4", Scale="16", Label="国贸三期")
    assert place.text == "国贸三期"
    assert place.extra == {"latitude": "39.9", "longitude": "116.4", "scale": "16"}
    page = said("link", Title="招标公告", Description="摘要", Url="https://example.com/a", PicUrl="https://p")
    assert page.text == "招标公告\n摘要"
    assert page.extra["url"] == "https://example.com/a"


def test_a_message_of_an_unknown_kind_is_kept_as_other() -> None:
    event = decode(inner({"MsgType": "sticker", "Md5": "abc", "MsgId": "1"}), NOW)
    assert isinstance(event, MessageReceived)
    assert (event.kind, event.extra) == ("other", {"type": "sticker", "Md5": "abc"})


def test_a_pressed_card_carries_choices_and_the_right_to_change_it() -> None:
    event = decode(BY_NAME["V3"].plain.encode(), NOW)
    assert isinstance(event, CardPressed)
    assert (event.card_id, event.button) == ("deal-42_v3@20261121", "confirm")
    assert event.choices == {"stage": ("won",)}
    assert event.handle == Handle("RC_abc123", event.origin.at + timedelta(hours=72))
    assert event.origin.conversation == ConversationRef("wecom", "app:lisi")


def test_one_choice_and_several_read_alike() -> None:
    raw = (
        "<SelectedItems>"
        "<SelectedItem><QuestionKey>a</QuestionKey><OptionIds><OptionId>1</OptionId><OptionId>2</OptionId></OptionIds></SelectedItem>"
        "<SelectedItem><QuestionKey>b</QuestionKey><OptionIds/></SelectedItem>"
        "</SelectedItems>"
    )
    event = happened("template_card_event", raw=raw, EventKey="save", TaskId="t", ResponseCode="rc")
    assert isinstance(event, CardPressed)
    assert event.choices == {"a": ("1", "2"), "b": ()}


def test_the_cards_menu_is_a_press_without_choices() -> None:
    event = happened("template_card_menu_event", EventKey="mute:42", TaskId="t", ResponseCode="rc")
    assert isinstance(event, CardPressed)
    assert (event.button, dict(event.choices)) == ("mute:42", {})


def test_the_apps_menu_says_its_key() -> None:
    event = happened("click", EventKey="我的待办")
    assert isinstance(event, MessageReceived)
    assert (event.kind, event.text, event.extra["from"]) == ("text", "我的待办", "menu")


@pytest.mark.parametrize(
    ("name", "change"), [("subscribe", "joined"), ("unsubscribe", "left"), ("enter_agent", "opened")]
)
def test_members_come_go_and_open_the_chat(name: str, change: str) -> None:
    event = happened(name, EventKey="", AgentID="1000002")
    assert isinstance(event, MemberChanged)
    assert (event.person, event.change) == (PersonRef("wecom", "zhangsan"), change)


@pytest.mark.parametrize(
    ("change_type", "change"),
    [
        ("add_external_contact", "added"),
        ("add_half_external_contact", "half_added"),
        ("edit_external_contact", "edited"),
        ("del_external_contact", "removed"),
        ("del_follow_user", "left"),
        ("transfer_fail", "transfer_failed"),
        ("msg_audit_approved", "consented"),
    ],
)
def test_every_change_of_a_contact_is_known(change_type: str, change: str) -> None:
    event = happened(
        "change_external_contact", sender="sys", ChangeType=change_type, UserID="ZhangSan",
        ExternalUserID="wmAbC", State="expo", WelcomeCode="WC", FailReason="customer_refused",
    )  # fmt: skip
    assert isinstance(event, ContactChanged)
    assert (event.change, event.staff, event.customer_id) == (change, PersonRef("wecom", "zhangsan"), "wmAbC")
    assert event.source == "expo"
    assert event.origin.conversation == ConversationRef("wecom", "contact:zhangsan:wmAbC")
    assert event.origin.sender is None
    assert event.origin.native["WelcomeCode"] == "WC"
    assert event.origin.native["FailReason"] == "customer_refused"


@pytest.mark.parametrize(
    ("name", "change", "full", "alarm"),
    [
        ("LOCATION", "", "location", False),
        ("view", "", "view", False),
        ("scancode_waitmsg", "", "scancode_waitmsg", False),
        ("pic_weixin", "", "pic_weixin", False),
        ("location_select", "", "location_select", False),
        ("batch_job_result", "", "batch_job_result", False),
        ("change_contact", "update_user", "change_contact.update_user", False),
        ("open_approval_change", "", "open_approval_change", False),
        ("sys_approval_change", "", "sys_approval_change", False),
        ("msgaudit_notify", "", "msgaudit_notify", False),
        ("change_external_chat", "update", "change_external_chat.update", False),
        ("change_external_tag", "shuffle", "change_external_tag.shuffle", False),
        ("customer_acquisition", "balance_low", "customer_acquisition.balance_low", False),
        ("customer_acquisition", "customer_start_chat", "customer_acquisition.customer_start_chat", False),
        ("upload_media_job_finish", "", "upload_media_job_finish", False),
        ("taskcard_click", "", "taskcard_click", False),
        ("inactive_alert", "", "inactive_alert", True),
        ("close_inactive_agent", "", "close_inactive_agent", True),
        ("reopen_inactive_agent", "", "reopen_inactive_agent", False),
        ("low_active_alert", "", "low_active_alert", True),
        ("low_active", "", "low_active", True),
        ("active_restored", "", "active_restored", False),
        ("dance_started", "", "unknown:dance_started", False),
        ("change_external_contact", "married", "unknown:change_external_contact.married", False),
    ],
)
def test_what_is_not_ours_to_act_on_is_kept_by_name(name: str, change: str, full: str, alarm: bool) -> None:
    fields = {"ChangeType": change} if change else {}
    event = happened(name, sender="sys", raw="<Info><No>1</No><No>2</No></Info>", **fields)
    assert isinstance(event, PlatformNotice)
    assert (event.name, event.alarm) == (full, alarm)
    assert event.origin.native["Info"] == '[{"No": ["1", "2"]}]'
    assert event.origin.conversation == ConversationRef("wecom", "corp")


def test_a_groups_events_share_its_lane() -> None:
    event = happened(
        "change_external_chat", sender="sys", ChangeType="update", ChatId="wrAbc", UpdateDetail="add_member"
    )
    assert event.origin.conversation == ConversationRef("wecom", "chat:wrAbc")


def test_the_key_of_an_event_holds_all_that_tells_it_from_its_neighbours() -> None:
    event = happened("template_card_event", AgentID="1000002", EventKey="ok:42", TaskId="deal-42")
    assert event.origin.key == f"event:1000002|ZhangSan|{SECONDS}|template_card_event||ok:42|deal-42|||"


def test_a_repeated_delivery_has_the_same_key_and_a_neighbour_another() -> None:
    raw = "<ApprovalInfo><SpNoStr>{}</SpNoStr></ApprovalInfo>"
    first, again, other = (
        happened("sys_approval_change", sender="sys", raw=raw.format(number)).origin.key
        for number in (1, 1, 2)
    )
    assert first == again
    assert first != other


def test_a_very_long_event_key_is_digested() -> None:
    keys = [happened("click", EventKey="k" * length).origin.key for length in (900, 901)]
    assert keys[0] != keys[1]
    assert all(len(key) < 100 for key in keys)


def test_without_message_id_or_time_the_content_itself_is_the_key() -> None:
    bodies = [
        b"<xml><FromUserName>a</FromUserName><MsgType>text</MsgType><Content>%d</Content></xml>" % n
        for n in (1, 1, 2)
    ]
    first, again, other = (decode(body, NOW).origin.key for body in bodies)
    assert first == again != other
    assert first.startswith("hash:")


@pytest.mark.parametrize("seconds", ["", "soon", "-1", "0", "99999999999999999999", "4102444800", "²"])
def test_an_absurd_time_becomes_now(seconds: str) -> None:
    body = inner({"MsgType": "text", "Content": "hi", "MsgId": "1"}).replace(
        SECONDS.encode(), seconds.encode()
    )
    assert decode(body, NOW).origin.at == NOW


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"   ",
        b"{}",
        b"<xml></xml>",
        b"<xml>words</xml>",
        b"<html><a>1</a></html>",
        b"<xml><FromUserName>a</FromUserName></xml>",
        b"<xml><MsgType>text</MsgType></xml>",
        b"<xml><FromUserName>a</FromUserName><MsgType>event</MsgType></xml>",
        b"<xml><a>1</a>",
        b"<xml><a>1</b></xml>",
        b"<xml><a>&lt;&b;</a></xml>",
        b"<xml><a>\x00</a></xml>",
        b"<xml><a><![CDATA[\x01]]></a></xml>",
        b"<xml><a>\xff</a></xml>",
        b'<!DOCTYPE xml [<!ENTITY a "b">]><xml><a>&a;</a></xml>',
        b'<!DOCTYPE xml SYSTEM "http://x/"><xml><a>1</a></xml>',
        b"<?xml version='1' encoding='gbk'?><xml><FromUserName>a</FromUserName><MsgType>t</MsgType></xml>",
        "<xml><FromUserName>a</FromUserName><MsgType>text</MsgType></xml>".encode("utf-16"),
        b"<xml>" + b"<a>" * 20 + b"</a>" * 20 + b"</xml>",
        b"<xml>" + b"<a><b/></a>" * 5000 + b"</xml>",
    ],
)  # fmt: skip
def test_what_is_not_a_message_is_malformed(body: bytes) -> None:
    with pytest.raises(Malformed):
        decode(body, NOW)


def test_a_declared_utf8_document_is_read() -> None:
    body = b'\xef\xbb\xbf<?xml version="1.0" encoding="UTF-8"?>\n' + inner(
        {"MsgType": "text", "Content": "你好", "MsgId": "1"}
    )
    event = decode(body, NOW)
    assert isinstance(event, MessageReceived)
    assert event.text == "你好"


ENVELOPE = "<xml><ToUserName><![CDATA[ww1]]></ToUserName>{}<Encrypt><![CDATA[QUJD]]></Encrypt></xml>"


@pytest.mark.parametrize(
    "body",
    [
        ENVELOPE.format("<AgentID><![CDATA[1000002]]></AgentID>"),
        ENVELOPE.format("<Later kind='x'><Deep>1</Deep></Later>"),
        ENVELOPE.format("\n  "),
        "<xml><Encrypt>QUJD</Encrypt></xml>",
        "<?xml version='1.0'?><xml><Encrypt><![CDATA[QUJD]]></Encrypt><ToUserName/></xml>\n",
    ],
)
def test_an_envelope_gives_its_sealed_text(body: str) -> None:
    assert xml.envelope(body.encode()) == "QUJD"


@pytest.mark.parametrize(
    "body",
    [
        ENVELOPE.format("<Encrypt><![CDATA[QUJE]]></Encrypt>"),
        ENVELOPE.format("<!-- words -->"),
        ENVELOPE.format("<A><![CDATA[<!DOCTYPE a>]]></A>"),
        "<!DOCTYPE xml>" + ENVELOPE.format(""),
        "<xml><A><Encrypt>QUJD</Encrypt></A></xml>",
        "<xml><Encrypt><A>QUJD</A></Encrypt></xml>",
        "<xml><Encrypt><![CDATA[QUJD</Encrypt></xml>",
        "<xml><Encrypt>QUJD]]></Encrypt></xml>",
        "<yml><Encrypt>QUJD</Encrypt></yml>",
        "",
    ],
)
def test_an_envelope_with_anything_doubtful_is_malformed(body: str) -> None:
    with pytest.raises(Malformed):
        xml.envelope(body.encode())


leaves = st.lists(
    st.tuples(
        st.sampled_from(["Content", "Event_Key", "A"]),
        st.sampled_from(["<![CDATA[{}]]>", "{}", "<![CDATA[{}]]><![CDATA[{}]]>", "<B>{}</B>"]),
        st.text("ab <>&]![CDAT/\n\r\x07\t好\ufffe", max_size=12),
    ),
    max_size=5,
)


@given(leaves, st.sampled_from(["<xml>{}</xml>", "<xml>{}</xml>\n", "<xml>{}</xml><a/>"]))
@settings(max_examples=500)
def test_the_quick_reader_never_disagrees_with_expat(parts: list[tuple[str, str, str]], frame: str) -> None:
    body = frame.format(
        "".join(f"<{name}>{form.replace('{}', value)}</{name}>" for name, form, value in parts)
    ).encode()
    quick = xml._flat(body)
    if quick:
        assert quick == xml._parse(body)


@given(st.binary(max_size=100) | st.text("<xml>/![CDATA]Encrypt=ab ", max_size=100).map(str.encode))
@settings(max_examples=300)
def test_no_body_raises_anything_but_malformed(body: bytes) -> None:
    for read in (xml.envelope, xml.message):
        try:
            read(body)
        except Malformed:
            continue
