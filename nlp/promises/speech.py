"""Whose words a message carries: what others said, wrote or announced binds nobody who passes it on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nlp.lazy import lazy
from nlp.promises import acts
from nlp.promises.clauses import Clause

_PEOPLE: Final = (
    "HRBP|HR|hr|CEO|CFO|CTO|PM|[Bb]oss|老板|领导|上级|上头|上面|老总|总监|经理|主管|主任|店长|厂长|校长|院长|园长|班主任|组长|队长|财务|会计|出纳|法务|采购|行政|人事|前台|技术|工程师|设计师|师傅|小哥|司机|销售|业务员|业务|顾问|客服|机器人|"
    "老师|教练|医生|大夫|律师|中介|房东|业主|群主|助理|秘书|同事|同学|同行|朋友|邻居|亲戚|股东|合伙人|老公|老婆|媳妇|爱人|对象|先生|太太|男朋友|女朋友|爸妈|爸爸|妈妈|父亲|母亲|爸|妈|儿子|女儿|闺女|孩子|家里人|家人|家里|"
    "[师学]?[哥姐弟妹兄]|叔|姨|舅|姑|嫂|总|工(?!地|作|期|资|厂)"
)
_BODIES: Final = (
    "公司|总部|分部|集团|厂家|厂里|厂|工厂|工地|仓库|物流|快递|货代|船公司|海关|银行|法院|税务局?|工商局?|房管局|局里|窗口|部门|部|医院|学校|教委|物业|社区|居委会|街道|村里|开发商|供应商|代理商?|经销商|甲方|乙方|对方|"
    "人家|他们|她们|别人|平台|官网|官方|公告|新闻|预报|网上|群里|店里|店家|商家|隔壁|那家|那边|有人|大家|评委|董事会|他|她|[\u4e00-\u9fa5]{1,3}[办局处所站署厅委]"
)
_ASIDE: Final = (
    r"(?:那边|那里|那头|这边|们|也|还|都|又|已经?|当时|刚才?|刚刚|昨[天晚]|前天|今[天早]|早上|上午|中午|下午|上[次回]|一直|一再|再三|在?群里|在?电话里|微信里|邮件里|会上|"
    r"[跟和给对同向](?:我|我们|咱们?|俺|大家|人)|之前|拍着?胸脯|明明|口头上?|亲口|亲自|倒|老|总|可|是|才|只|反复|来电话?|松了?口|改口|来信|发消息|发微信|发邮件|来消息)*"
)
_SPEECH: Final = r"(?:说|讲|承诺|答应|许诺|保证|打(?:了)?[包保]票|拍(?:着|了)?胸[脯口]|表示|声称|宣称|自称|称|通知|告知|告诉|透露|放[话风]|发话|回复说|回应说|回话说|交代|交待|松口说|吹牛?|忽悠|预计|预测|的?意思是|的?原话|的?说法是)"
_ANY_SPEECH: Final = lazy(r"[说讲称诺答证票胸示通告露放发交忽吹松预原]|意思")
_SPOKEN: Final = lazy(
    rf"(?:^|[，,。；;！!\s:：])[^，,。；;！!\s跟和问找给向让叫请催把同对]{{0,8}}?(?:{_PEOPLE}|{_BODIES}){_ASIDE}{_SPEECH}(?!一[声下]|[声下](?![周个月午礼星半次])|好(?!了)|定|妥|清楚|明白|得|过的)(?<!通知)(?<!告知)(?<!告诉)(?!给)|(?:^|[，,。；;！!\s])[^，,。；;！!\s跟和问找给向让叫请催把同对]{{0,8}}?(?:{_PEOPLE}|{_BODIES}){_ASIDE}(?:通知|告知|告诉)(?:了|过|我|我们|大家|说|(?=[今明后本下周星礼\d]))|(?:^|[，,。；;！!\s])[^，,。；;！!\s问找让叫请催]{{0,8}}?(?:{_PEOPLE})[^，,跟和]{{0,4}}[跟和](?:您|你)(?:说|讲|承诺|保证)[过了]"
)
_FORWARDED: Final = lazy(
    r"^\s*@(?:所有人|全体|all)|^\s*[\[【(（「]?(?:转自|转发|转达|转述|转[:：]|转】|引用|聊天记录)|^\s*转[^，,。\s:：]{1,10}[:：]|^\s*(?:行政|人事|物业|社区|学校|班级群?|教务|物流|快递|财务|客服|系统|银行|法务|仓库|老板|厂家|工厂|供应商|短信|公告|通知|平台|官方|对方|机器人)[\w\u4e00-\u9fa5]{0,4}[:：]"
)
#: Nouns in which a word of speech only looks like one (说法, 讲解, 说明书).
_NOT_SPEECH: Final = lazy(
    r"说法|说明(?![天早晚后年日])|说服|说话|讲解|讲课|讲座|讲师|讲稿|讲义|通知[书单]|说一?声|[小听传]说(?=书|中)"
)
_TO_OTHERS: Final = lazy(
    r"(?:我|俺)(?:去|再|先|也|刚|已经)*(?:跟|和|问|找|给|向|同|让|叫|请|催)[^，,]{0,6}(?:说|讲|问)"
)
_SELF: Final = lazy(
    r"^\s*(?:那|所以|这样|行|好|然后|不过|但是?)*(?:我|俺)(?!们?(?:老|领|公司|财|总|妈|爸|同|会计|爱人|先生|太太))(?!也不|不)"
)
_QUOTED: Final = lazy(r"[:：\"“「『]")
_CONTENT: Final = lazy(
    r"(?:说|讲|表示|通知|告诉|回复)(?:是|我|了|过)?(?:[\u4e00-\u9fa5]{2}|[行好成中](?=[，,]))|(?:行|可以|没问题|同意)(?=[，,])|(?:答应|同意)了?(?=[，,\s])"
)


def forwarded(text: str) -> bool:
    """Whether the whole message is passed on from somebody else."""
    return _FORWARDED.search(text) is not None


def reported(text: str, parts: Sequence[Clause]) -> list[Clause]:
    """The clauses left when what others said is taken away; what the speaker himself adds stays.

    「老板说没问题，我明天给您寄」 keeps its second clause, 「老板说了，明天给您寄」 keeps none.
    """
    plain = _NOT_SPEECH.sub(lambda m: "○" * len(m[0]), text)
    spoken = _SPOKEN.search(plain) if _ANY_SPEECH.search(plain) else None
    found = spoken or acts.REPORTED.search(plain)
    if found is None or (spoken is None and _TO_OTHERS.search(plain)):
        return list(parts)
    if _QUOTED.search(text) or not _CONTENT.search(plain, max(found.start(), found.end() - 2)):
        return []
    return [part for part in parts if part.start >= found.end() and _SELF.match(_undated(part))]


def _undated(part: Clause) -> str:
    """A clause without the times it opens with."""
    text = part.text
    for ref in sorted(part.refs, key=lambda one: one.start, reverse=True):
        at = ref.start - part.start
        text = text[:at] + text[at + ref.end - ref.start :]
    return text
