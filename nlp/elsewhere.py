"""Talk of a concept that is somebody else's: a relative's work, another seller's quote, a place of work, one's own job."""

from __future__ import annotations

from typing import Final

from nlp.lazy import any_of, lazy

_FAR_KIN: Final = (
    "侄子|侄女|外甥女?|表[哥弟姐妹]|堂[哥弟姐妹]|舅舅?|大?姨|姑姑?|叔叔?|大伯|姐夫|妹夫|嫂子|弟媳|小舅子|室友|发小|战友|大学同学|高中同学|老同学|前女友|前男友|丈母娘"
    "|岳父|公公|婆婆|哥们儿?|弟弟?|哥哥?|姐姐?|妹妹?|奶奶|爷爷|外公|外婆|姥姥"
)
_KIN: Final = rf"{_FAR_KIN}|老公|老婆|媳妇|爱人|对象|儿子|女儿|闺女|孩子|爸爸?|妈妈?|男友|女友|男朋友|女朋友"
_OTHERS: Final = r"(?:别家|其他家|隔壁(?!部门)|另外?一家|另外[两几]家|上一家|前一家|上家|那家|对面那?家|对门|同行|竞品|友商|人家|(?:老|原|原来的?|之前的?)供应商)的?"
_REPORTED: Final = lazy(
    rf"(?:我?(?:(?<![小绍荐带拉])朋友|邻居|亲戚|同学|闺蜜|前公司|前同事|前东家)|{_OTHERS}|(?:我|他|她|我们家?)(?:{_FAR_KIN}))"
    r"(?![^，,。！!？?]{0,6}(?:说你|说贵|推荐|介绍|想|也要|要|让|需要|问|建议|觉得|看|定|拍板|同意|已经|都付|都交|付|转|交))[^，,。！!？?]{0,10}$"
)
_KIN_WORK: Final = lazy(
    rf"(?:我|他|她|我们?家)(?:{_KIN})[^，,。！!？?你您]{{0,6}}(?:公司|单位|厂里?|前东家|婆家|房东|所里|部队|店里|他们老板|学校里?)(?!要|让|需要|想|能|报销)[^，,。！!？?你您]{{0,8}}$"
)
_THEIRS: Final = lazy(r"(?:他们|她们|人家|别人)(?:公司|单位|厂里?|店里?|学校)的?[^，,。！!？?你您]{0,4}$")
_OWN_JOB: Final = lazy(
    r"我(?:自己|本人)?[跟和与同](?:现在的?|原来的?|老|前)?(?:公司|单位|厂里?|东家|老板|前司)(?:的|签|续|那|还有|之间)[^，,。！!？?你您]{0,6}$"
)
_WORKPLACE_BEFORE: Final = lazy(r"(?:在|去|进|是|干|做|搞|当|管)(?:了)?[^，,。！!？?]{0,5}$")
_WORKPLACE_AFTER: Final = lazy(
    r"^[^，,。！!？?]{0,6}(?:上班|工作(?!日)|实习|打工|任职|就职|干过|待过|干了|当差|当主任|当经理|做经理)"
)
_TRADE: Final = lazy(
    rf"(?:{_KIN}|朋友|同学|邻居|亲戚)(?:就|也|以前|之前|现在)?(?:是)?(?:做|干|搞|管|跑)[^，,。！!？?]{{0,3}}$"
)
_TRADE_AFTER: Final = lazy(r"^(?:这行|这块|那块|工作|业务|这个|部门|岗|员)?的?(?=[，,。！!？?]|$)")
_WORK: Final = lazy(r"^(?:考试|面试|比赛|展览|专业|论文|题|资格证|上岗证|培训师考|员证)")
_GOODS: Final = lazy(
    r"^(?:夹|柜(?!台)|架(?!构)|打印机|打印纸|扫描仪|机(?![会器制构打])|盒(?!子)|师(?!傅|范)|员(?!工)|(?:管理|审批|查验|识别)?(?:模块|软件|功能)|管理(?!费|员)|管理员)"
)
"""What makes goods or a profession of a paper's name: 发票夹, 招标师, 合同管理模块."""
_PAPERS: Final = frozenset({"合同", "发票", "样品", "招标", "报价"})
_STAGED: Final = lazy(
    r"(?:电影|小说|剧里|剧中|书里|课文|游戏里?|段子|综艺|歌里?|新闻里?)[^，,。！!？?你您]{0,8}$"
)
_PLACE_AFTER: Final = lazy(
    r"^(?:东|西|南|北|中)?(?:路|街|巷|村|镇|胡同|桥)(?=[\d一二三四五六七八九十]|旁|边|附近|对面|门口|口|那|离|上的|[，,。！!？?]|$)"
)
_TITLED: Final = lazy(r"[《“「『][^》”」』]{0,6}$")
_WORK_OF_ART: Final = lazy(r"电影|片子|剧|小说|综艺|歌|追的|书叫|本书|游戏|栏目|专栏|话剧|漫画|动画")
_SPARED_KINDS: Final = frozenset({"发票", "报价", "学费", "试听", "校区"})
"""What an employer or relative may well want from us."""


may_be_elsewhere: Final = any_of(
    _REPORTED,
    _STAGED,
    _WORK,
    _GOODS,
    _PLACE_AFTER,
    _TITLED,
    _THEIRS,
    _WORKPLACE_AFTER,
    _TRADE,
    _KIN_WORK,
    _OWN_JOB,
)
"""Whether ``elsewhere`` can be true of any concept in a text."""


def elsewhere(before: str, after: str, kind: str, *, staff: bool) -> bool:
    """Whether a concept with these words before and behind it in its clause is no matter of this deal.

    For a rep 那家 is the customer.
    """
    reported = _REPORTED.search(before)
    if (
        (reported and not (staff and reported[0].startswith("那家")))
        or _STAGED.search(before)
        or _WORK.match(after)
        or (kind in _PAPERS and _GOODS.match(after))
        or _named(before, after)
    ):
        return True
    if not staff and _THEIRS.search(before):
        return True
    if _WORKPLACE_AFTER.match(after) and _WORKPLACE_BEFORE.search(before):
        return True
    if _TRADE.search(before) and _TRADE_AFTER.match(after):
        return True
    return kind not in _SPARED_KINDS and (
        _KIN_WORK.search(before) is not None or _OWN_JOB.search(before) is not None
    )


def _named(before: str, after: str) -> bool:
    """Whether the word is a name: of a road (合同路十二号) or of a film or book (电影《合同情人》)."""
    if _PLACE_AFTER.match(after):
        return True
    return _TITLED.search(before) is not None and _WORK_OF_ART.search(before + after) is not None
