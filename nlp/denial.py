"""Objections denied (没拿你家去比价, 不是嫌你贵) or a rep's own, and denials of something beside the concept."""

from __future__ import annotations

from typing import Final

from nlp.lazy import lazy

NEEDLESS: Final = ("不用", "无需", "不需要", "不必", "用不着")
_AT_ONCE: Final = lazy(
    r"(?:(?<!是)不是|并不是|并非|没有|没说|没|不算|谈不上|(?<![特分区级类告个])别|倒不是|也不是|不会|不怎么)(?:说|因为|是|要|想|觉得|嫌|在|到|那么|嫌你|嫌你们|嫌您)?$"
)
_WHO_SAYS: Final = lazy(
    r"(?:谁|谁会|谁去|谁要|谁有空|谁爱|哪个|(?<![在去到])哪里?|我?什么时候|啥时候|几时)(?:说|讲|嫌|觉得|告诉你|想|要|在|跟|跟你)(?:过|了)?(?:我们?|你们?|您|它|这个?|咱们?|家)?(?:是|要|得|还|会|价格?|嫌)?$"
    r"|(?:当初|之前|原来|原先|上次|去年|一开始|以前)(?:是)?(?:说|讲|觉得|以为|嫌)(?:过)?(?:我们?|你们?|您|这个?|是|要)?$"
)
_HARDLY: Final = lazy(r"(?<![在贵到])(?:哪里|哪儿|哪)(?:就|能|算|有)?$")
_GAPS: Final = (
    "想着|惦记着?|再|去|来|在|要|想|说|讲|话|是|因为|由于|嫌|觉得|认为|拿|跟|和|与|同|把|用|给|你们?|您|他们?|她|咱们?|我们?|谁|家里?|店里?|那边|这边|别家|别人|别的|其他|同行|这家|那家|厂家|任何人|什么|啥|意思|有|故意"
    "|一?个|这个|那个|价格?|价位|东西|产品|真的?|太|特别|打算|必|准备|得|需要|那么|多|只|怕|老板|领导|上面|所谓|以为|到处|四处|专门|偷偷|背着|报价|方案|单子|你家|费用|课|学费|了|过|的"
)
_LIGHT: Final = lazy(rf"^(?:{_GAPS}){{0,6}}$")
_ANY: Final = (
    "(?<!是)不是|并不是|并非|不算|不会|不想|不打算|不准备|不用|不必|不需要|无需|用不着|犯不着|犯不上|没必要|没打算|没想|懒得|没工夫|没功夫|没心思|没兴趣|没空|不爱|不喜欢|从来?不|从没|不再|又没|又不"
    "|没说|没觉得|不觉得|没嫌|不嫌|绝不|省得|谈不上|不至于|没有|没|不|别"
)
_NEED: Final = "不用|不必|不需要|无需|无须|用不着|犯不着|犯不上|没必要|懒得|不再|省得|没啥|没什么|不是|并非|轮不到|谈不上|不劳|免得"
_SAY: Final = "不是|并不是|并非|没说|没有说|没说过|又没说|也不是|倒不是|从没说|谈不上|不存在|不至于|不算"
_WORDS: Final = {
    "比价": lazy(rf"(?:{_ANY})(?=(?P<gap>[^，,。！!？?；;]{{0,10}})$)"),
    "嫌贵": lazy(
        rf"(?:{_SAY}|没觉得|不觉得|没嫌|不嫌|没有|没话|没|不怕|绝不)(?=(?P<gap>[^，,。！!？?；;]{{0,8}})$)"
    ),
    "预算紧张": lazy(rf"(?:{_SAY})(?=(?P<gap>[^，,。！!？?；;]{{0,6}})$)"),
    "等审批": lazy(rf"(?:{_NEED})(?=(?P<gap>[^，,。！!？?；;]{{0,6}})$)"),
    "再考虑": lazy(rf"(?:{_NEED})(?=(?P<gap>[^，,。！!？?；;]{{0,6}})$)"),
    "暂不需要": lazy(rf"(?:{_SAY})(?=(?P<gap>[^，,。！!？?；;]{{0,6}})$)"),
}
_ASKED: Final = lazy(r"能不能|是不是|要不要|有没有|可不可以|会不会|想不想|[?？]")


_THEN: Final = lazy(
    r"^[^，,。！!？?没不]{0,4}?(?:上次|上回|之前|以前|前天|前几天|昨天还|原来|原先|先前|当时|那会儿|那时候|起初|本来|一开始|年初|去年|早先|前阵子|前两天|上周|上个?月)"
)
_NOW: Final = lazy(
    r"^[^，,。！!？?没未不]{0,2}(?:现在|今天|如今|这次|后来|昨天|这会儿|眼下|刚刚?|总算|终于|今早)"
)


def overtaken(before: str, next_clause: str) -> bool:
    """之前卡在老板那儿，今天放行了: an objection of then that the next clause takes back."""
    return (
        _THEN.search(before) is not None
        and _NOW.search(next_clause) is not None
        and _STILL_SO.search(next_clause) is None
    )


_STILL_SO: Final = lazy(r"还是|仍|依然|还没|没|也|更|又|照样|不够|不行")


def objection_denied(signal: str, before: str, *, question: bool) -> bool:
    """Whether the objection *signal* is denied by what its clause says *before* it; *question* tells that it asks."""
    if _WHO_SAYS.search(before) is not None:
        return True
    if signal == "嫌贵" and _HARDLY.search(before) is not None:
        return True
    if question:
        return False
    if _AT_ONCE.search(before) is not None:
        return True
    if _ASKED.search(before) is not None:
        return False
    return any(_LIGHT.match(one["gap"]) is not None for one in _WORDS[signal].finditer(before[-20:]))


_REFERS: Final = lazy(
    r"[您你他她]|客户|对方|那边|那家|贵|甲方|家长|孩子|学员|[总姐哥董]|老师|经理|院长|校长|主任|领导|老板|采购|财务|公司"
)
_OUR_BOSS: Final = lazy(
    r"(?:我们?|这边)(?:这边|去|来|再|先|得|要)?(?:跟|和|向|找|问|帮[您你])[^，,。]{0,4}(?:领导|经理|老板|总部|公司|财务|上面|总监|店长|厂里)"
    r"|我(?:们)?(?:去|来|再|先|帮[您你])?申请|[给帮]您[^，,。]{0,4}申请"
    r"|(?:^|我|刚|去)(?:跟|找|和)(?:领导|老板|总部|经理|店长|上面)[^，,。]{0,2}(?:磨|求|争取|软磨)"
)
PUT_OFF: Final = frozenset({"暂不需要", "再考虑"})


def customers_own(signal: str, clause: str, around: str) -> bool:
    """Whether what a rep says is an objection of the customer: 先不急 alone is none, nor is 我跟领导申请.

    *around* is the text from a little before the find to the end of its *clause*.
    """
    if signal == "等审批":
        return _OUR_BOSS.search(clause) is None
    return signal not in PUT_OFF or _REFERS.search(around) is not None


_UNSOLVED: Final = lazy(
    r"[^，,。！!？?没未不]{0,6}(?:还|一直|都|仍|也){0,2}(?:没|未)(?:有|给)?(?:解决|处理|修好|弄好|恢复|搞定|来修)"
)
_IN_VAIN: Final = lazy(
    r"[次回趟遍天周月年话通条](?:了)?[^，,。！!？?]{0,4}(?:还|都|也)(?:是)?(?:没|不)|(?:一直|老|总|半天|始终)(?:没|不)(?:人|见)?|没人(?:管|理|接|来|修|处理|应)"
)


def unsolved(text: str, end: int, clause: str, *, question: bool) -> bool:
    """Whether what went wrong, named up to *end* of *text*, is still wrong: 没修好, 打了五个电话都没人来."""
    return _UNSOLVED.match(text, end) is not None or (not question and _IN_VAIN.search(clause) is not None)


_SPARING: Final = lazy(r"(?:不用|不必|不需要?|无需|不要)(?P<tail>[^，,。！!？? ]{1,16})")
_THE_DEED: Final = lazy(
    r"(?:再|先|急着|着急|特意|专门|特地|现在|今天|这么|那么|早|给|帮|为|替|跟|我们?|咱们?|您|你们?|他们|谁|都|也|就|另外|单独){0,4}"
    r"(?:做|发|邮?寄|开|给|看|签字?|付款?|打款?|安排|准备|约|来|去|送|出|印|报|写|弄|搞|走|听|试|交|补|提供|上|谈|考虑|讲|说|提|管|跑|办理?|订|定|买|要|拟|起草|整|请|参加|演示?|试用|操心"
    r"|费心|麻烦|急|赶|等|算|核|改|催|拿|取|转|汇|结|派|弄|搭|加|推|张罗|折腾|惦记|浪费|忙活|忙|慌|打印|快递|留|存){0,2}"
    r"(?:过?来|过?去|出来|给我们?|我们?|您|你们?|一?下|成|好|完|上|到|这边|吧|的|呢|啊|哈|嘛|呀|哦|一份|一个|一遍|什么|啥|任何){0,4}"
)
_DONE_WITH: Final = lazy(r"了[啊呀吧哈啦呢嘛哦]?$")
_NOT_THERE: Final = lazy(
    r"不(?:上|去|走|进|派|换|装|带|退|加)(?:楼|门|户|镇|村|县|梯|货|柜台|现场|总部|押|差价|运费|安装|人工|税|油|水电)"
)


def something_else(rest: str) -> bool:
    """演示不用装软件, 样品不用还, 送货不上楼: what is spared or left out is not the concept itself."""
    if _NOT_THERE.match(rest) is not None:
        return True
    spared = _SPARING.match(rest)
    if spared is None or _DONE_WITH.search(spared["tail"]) is not None or spared["tail"][0] in "了啦":
        return False
    return _THE_DEED.fullmatch(spared["tail"]) is None
