"""What opens a request when nothing is open: orders, wishes and obstacles told without asking for anything."""

from __future__ import annotations

import re
from typing import Final

from nlp.lazy import lazy
from nlp.model import Side

#: 通过一下, 把门口改一下: a bare verb with 一下 is an imperative unless the speaker is its subject.
_IMPERATIVE: Final = lazy(
    r"(?:^|[，,。\s])(?:您|你|你们|先|再|就|都|也|记得|顺便|把[^，,]{1,8})*(?!我|等|稍|我们|咱|想|笑)[\u4e00-\u9fa5]{1,3}(?<!我)(?<!等)(?<!稍)一下[哈吧呗啊呢哦]?(?:$|[，,。])"
)
_WISH: Final = lazy(
    r"(?:^|[，,。\s])(?:我|我们|我家|孩子|我妈|我朋友|这边|那)?(?:也|还|就|先|想要|再)*(?:想|需要|要|打算|准备)(?:给[^，,]{1,4})?(?:咨询|了解|问|打听|请教|买|订|定|预约|报|退|换|改|续|取消|加|办|申请|租|装|做|开|查|约|补|修|拿|借|看看|试试|体验|学|参加|登记|投诉|要)(?!着)"
)
_OBSTACLE: Final = lazy(
    r"(?<!对)[\u4e00-\u9fa5]不(?:了(?!解|起|得)|上(?!班|课)|出来?(?!错)|到(?!位)|动|进去?|开(?!心)|掉|住(?!宿)|下来|起来|着(?!急)|成(?!熟)|懂|明白|清楚?|见了)"
    r"|(?:不|没)(?:太|怎么|大)?(?:会|懂|知道怎么?)(?:弄|用|操作|装|填|设置|搞|调|选)|忘(?:带|拿|交|记)了|(?:密码|账号|钥匙|卡|单号|地址|凭证|小票|证件?)[^，,]{0,4}(?:忘了?|丢了?|掉了|不见了|找不到|没了)|(?:严重|厉害|离谱|明显)(?:[啊呀了]|$)"
    r"|(?:掉|褪|串|起|开|脱)(?:色|球|胶|线|皮|裂|毛|漆)|(?:少|漏|错|多|缺)(?:给|发|装|寄|开|收|算|扣)(?:了|我)|(?:又|还是|一直|老是|总是?)(?:没|不|坏|断|漏|卡|响|这样|那样)|对不起[^，,]{0,3}(?:质量|价格)|(?:跟|和|与)[^，,]{1,8}(?:不一样|不一致|不符|有出入|差(?:太|很)?[多远])"
)
_ORDER: Final = lazy(
    r"就按(?!时)[^，,]{1,10}(?:$|来|办|做|走|签|定|吧)|(?:就)?(?:定|选|要)(?:下来)?(?:这个|那个|这款|那款|这套|[A-Za-z一二三]款|了(?:吧)?$)|^(?:帮我)?(?:预约|预订|预定|订|报名|报修|挂号|挂|取消|退订|改签|续费|充值|打包|外送|补课|调课|加购|约)(?!了|成功|好|单|制|期|于|金)[^，,?？]{2,}|^(?:那|那就|就)?(?:给我)?(?:再)?来(?:个|点|份|一|两|三|\d)(?!下|趟|年)"
)
_MORE: Final = lazy(
    r"^(?:还有|另外|以及|对了|再(?:发|来|给)|顺便|也(?:要|给))[，,\s]*(?:一?下)?[^，,。？?的了]{2,10}$"
)


def opens(text: str, side: Side) -> bool:
    """Whether a customer's message wants something done although it neither asks nor demands."""
    if side is not Side.CUSTOMER or len(text) > 60:
        return False
    if re.search(r"谢谢?[你您]?$|^(?:好的?|嗯+|行|收到)[，,]", text):
        return False
    return any(pattern.search(text) for pattern in (_IMPERATIVE, _WISH, _OBSTACLE, _ORDER))


def adds(text: str) -> bool:
    """Whether a message of the side that waits only adds to what it asked for (还有报价)."""
    return _MORE.match(text) is not None
