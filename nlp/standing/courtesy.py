"""Courtesies that want nothing: care for the other one, assent in small talk, thanks that blame oneself, a slip."""

from __future__ import annotations

import re
from typing import Final

from nlp.lazy import lazy
from nlp.model import Side

_LEAD: Final = r"(?:(?:好的?|好嘞|好滴|好咧|得嘞|嗯+|行|成|哦|噢|是[啊呀]|对[啊呀]|那就好|那好|没事儿?|哈哈+|辛苦了?|哎呀?)[呀啊哈的呢，,！!\s]*){0,2}"
#: 您慢点开, 早些歇着, 别着凉, 一切顺利.
_CARE: Final = lazy(
    rf"^{_LEAD}(?:那|您|你|宝贝|孩子|宝宝|大家|记得|一定要?|可得?|要|得|也|都|快去?|赶紧|赶快|先|早[点些]|多|慢慢|好好|开车|骑车|路上|一路|出门|在外|雪天|雨天|天[冷热凉]|晚上|今天|明天|上班|下班|周末|节日|一切|祝|预祝|愿|注意)*"
    r"(?:慢[点些走着]|小心|当心|注意(?:安全|身体|休息|保暖|防暑)|安全(?:第一|到家)|歇(?:着|会|息|歇)|休息|睡(?!袋|衣|眠)|养(?:着|好|病|身)|穿点|加(?:件)?衣|保[暖重]|喝(?:点|口)?(?:热)?[水茶汤]|吃(?:点|好|饱|饭|$|吧)|忙(?:您的?|你的?|去|吧|$)|玩|平安|顺利|加油|愉快|快乐|开心|如意|安康|发财|大吉|大卖|兴隆|旗开得胜|马到成功|金榜题名|好运|取得好成绩|考出好成绩|早日康复|照顾好|陪(?:好)?(?:孩子|家人|老人)|别(?:着凉|感冒|冻|晒|淋|累|太累|太拼|熬夜|着急上火|太晚)|享受|保养)"
    r"[^，,？?]{0,6}(?:[，,！!\s][^，,？?]{0,8})?$"
)
#: 可不嘛, 您说得对, 懂您: small talk nodded at.
_ASSENT: Final = lazy(
    r"^(?:哈+|嘿+|嗯+|哎|唉|那|可|就)?[，,]?(?:是(?:的|啊|呀|呢|哈|哦|这个理|这理儿)|可不(?:嘛|吗|咋|是(?:嘛|吗)?)|(?:您|你)?说(?:得|的)(?:对|在理|是|太对|没错)[了呀啊]?|有道理|在理|懂(?:您|你|的)|理解(?:您|你|的)?|都(?:一样|这样|不容易)|那是|那肯定|那当然|确实(?:是|如此)?|谁说不是[呢啊]?|对[啊呀呢哈]|没错|真的?是|同感|一样一样|不容易|彼此彼此|好说|您(?:真)?(?:幽默|会说话|有意思)|过奖)[哈呀啊呢了~！!。]*$"
)
#: 不麻烦, 哪儿的话, 应当的: thanks made little of.
_MODEST: Final = lazy(
    r"^(?:您|你)?(?:太|别|不用|甭|别这么|千万别)?(?:客气|见外|不麻烦|不打扰|不耽误|不辛苦|不费事|没有没有|哪有哪有|哪里哪里|哪儿哪儿|哪里的?话|哪儿的?话|(?:应该|应当|分内|本分)(?:做|的|之事)*|举手之劳|顺手的事?|小事儿?|小意思|没事儿?|没什么|没啥|这有啥|这算啥|跟我(?:还)?客气(?:啥|什么)|一家人|老客户了)(?:了|啦|的|哈|呀|啊|呢|您|你|~|！|!|。)*$"
)
#: 老麻烦你, 给您添麻烦了: thanks of one who has troubled the other.
_TROUBLED: Final = lazy(
    r"^(?:(?:谢谢?|感谢|多谢|辛苦)[^，,]{0,4}[，,\s]*)?(?:我)?(?:(?:老是?|总是?|一直|净|尽|每次都?|回回|天天|真是|真|太|可|实在是?|真的|多有|给(?:您|你)们?(?:家)?|让(?:您|你)们?|叫(?:您|你)们?|劳(?:您|你))+(?:添(?:了)?(?:不少|很多|这么多)?)?(?:麻烦|打扰|打搅|费心|耽误|受累|破费|操心|找事儿?|添乱|折腾|叨扰)(?:您|你)?们?|又(?:麻烦|打扰|劳烦)(?:您|你)们?[^，,？?]{0,5}(?:了|一趟|一回|一次)|耽误(?:您|你)[^，,？?]{0,4}了|(?:亏得|多亏|幸亏|幸好)(?:有|了)?(?:您|你)们?)(?:老师|师傅|姐|哥|了|啦|啊|呀|哈|的|真不好意思|不好意思|谢谢|感谢|，|,|\s|~|！|!|时间|这么久|大半天|半天)*$"
)
#: 发错群了, 发串了忽略: what was just sent was meant for somebody else.
_SLIP: Final = lazy(
    r"^(?P<sorry>(?:不好意思|抱歉|对不起|sorry|哎呀|哎哟?|哦|噢|啊|额|呃|糟了?|完了)[哈啊呀，,\s]*){0,2}(?:我)?(?:这条|那条|上一?条|上面那?条|刚才(?:那条)?|前面那?条|消息)?(?:是)?(?:发|打|点|按|拨|加|问|看|拉|回|粘|贴|复制|@|艾特)(?:错|串|岔)(?:(?P<who>人|群|窗口|对象|对话框|客户|聊天)|地方|号|店)*(?:了)?(?P<rest>[，,\s]*(?:不好意思|抱歉|对不起|(?:请|麻烦)?(?:您|你)?(?:忽略|无视|别理|不用理|别管|不用管|当没看见|当没看到)(?:一?下|它)?|打扰了?))*[哈啊呀了~。！!]*$",
    re.I,
)


#: 开心😊, 替您高兴: a feeling and nothing else.
_MOVED: Final = lazy(
    r"^(?:真|好|很|太|特别|超|我们?|也|都|听到|听了|看到|替您|为您|替你|为你|真是|真的|挺|[，,\s])*(?:开心|高兴|欣慰|暖心|感动|荣幸|激动|惊喜)(?:[了啊呀呢哈吧极死的~！!。\s\U0001F000-\U0001FAFF\u2600-\u27BF\uFE0F]|\[[^\]]{1,4}\])*$"
)


def banter(text: str) -> bool:
    """Whether a short message is courtesy."""
    if _MOVED.match(text):
        return True
    return (
        re.search(
            r"恭喜|祝|^(?:哈哈|嘿嘿)+|那必须|再见|拜拜|晚安|看出来了|过奖|^注意(?:安全|休息|身体|保暖)|一路(?:顺风|平安|顺利)|慢走|早点休息|保重|^路上(?:小心|慢)|旅途愉快|玩得(?:开心|愉快)|^(?:抱歉|不好意思)[哈啊了呀]?$|抱歉[^，,]{0,3}(?:看|发|打)错|客气|您先忙|你先忙|先忙|打扰了|有眼光",
            text,
        )
        is not None
        and len(text) <= 16
    )


def courteous(text: str, side: Side) -> bool:
    """Whether a short message only cares for the other one, nods, or makes little of thanks.

    A customer's bare 是啊 goes on with the talk; ours, or one with a laugh, rounds it off.
    """
    if len(text) > 20:
        return False
    nods = (side is Side.STAFF or text.startswith(("哈", "嘿"))) and _ASSENT.match(text)
    return bool(nods or _CARE.match(text) or _MODEST.match(text))


def modest(text: str) -> bool:
    """Whether it makes little of thanks (不麻烦, 没有没有)."""
    return _MODEST.match(text) is not None


def troubled(text: str) -> bool:
    """Whether it thanks by saying how much trouble one makes, and wants no more (老麻烦你, 让您费心了)."""
    return len(text) <= 30 and _TROUBLED.match(text) is not None


def slipped(text: str, side: Side) -> bool:
    """Whether it takes back what was sent to the wrong one; a customer's bare 发错了 speaks of goods."""
    found = _SLIP.match(text) if len(text) <= 40 else None
    return found is not None and (side is Side.STAFF or bool(found["who"] or found["sorry"] or found["rest"]))
