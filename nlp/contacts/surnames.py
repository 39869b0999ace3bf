"""Surnames: those that stand before a title, and those that are words of the language as well."""

from __future__ import annotations

from typing import Final

from nlp.lazy import lazy

COMPOUND: Final = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|宇文|长孙|司徒|夏侯|南宫|端木|独孤|百里|呼延|澹台|钟离|闻人|轩辕|申屠|万俟|太史|第五|赫连|淳于|濮阳|单于|公冶|仲孙|东郭|西门|南门|拓跋|完颜|纳兰"
STRONG: Final = (
    "王李张刘陈杨赵吴周徐孙朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧董袁潘蒋蔡余杜叶程苏魏吕卢姚谭廖邹熊陆郝孔崔邱秦顾侯邵孟龙尹黎钱汤武戴莫贺赖龚"
    "樊兰殷施陶翟倪严牛温芦俞葛毛邢齐梅庄辛焦覃詹凌霍耿卓柯裴甄尚游沈傅钟姜范石薛贾丁任阎雷史段方金乔夏江洪白高黄田康易文万马丘祝聂柳岳章鲁纪舒屈"
    "项童欧靳缪谷闫佟邬宁宫费蒲鲍阮苗涂骆解路季丛管包左关吉盛卞车柏褚喻冷虞池冉麦边荆匡郎桑穆柴席卫乐冼古农封符燕楼邸连简桂奚冀单滕臧危戚时华裘束"
    "晏向于常安汪庞尤窦岑仇栾巩蔺逄谌隋娄巫佘翁刁敖屠闵饶艾牟甘宗鄢胥雍阚晁郜扈伍祁瞿卜仲伊闻荣郗计敬苟储商邝揭麻粟宿訾宓谯幸禹郦阙支昝鞠丰蔚宦庾"
    "湛贡姬申宰郄濮寿茹习寇沙巢蒯查竺盖桓迟苑仝亓官檀衡占隗缑原初矫苍练付代藏米闾劳帅旷戈皮仉侴冮璩伏井咸修"
    "颜韦毕曲辜郁糜栗楚廉蓝成房晋畅党谈蒙花应司全强明"
)
_WORDS: Final = frozenset(
    "成房晋畅党谈蒙花应司全强明付代查计申沙商官幸原支占迟初劳盖敬衡丰练藏区麻修井帅习贡衣"
)
"""Surnames that are verbs or nouns first: 付经理 is somebody only where nothing but a cue stands before it."""
_OPENED: Final = lazy(
    r"(?:^|[^\u4e00-\u9fff]|[找跟和与给让请问叫是约联系见对的到向告诉带接送陪派喊同把被替为在把由及、]|客户|谢谢|采购|财务|行政|老板|同事|联系人|部|科|室|处|司|厂|店|院|好|了|老|小)$"
)
_PARTY: Final = lazy(
    r"(?:施工|物业|[甲乙丙丁资我供需卖买双多各对校厂店官院房己使用中外日美德法军警货场馆]|承包|发包|业主|投资|合作|建设|监理|设计|总包|分包|运营|第三|委托|承办|主办|租赁|承租|出租|服务|供应|采购|出资|收购|代理|加盟|品牌|场地|劳务|安装|[一两这那三])$"
)
_TERM: Final = lazy(r"(?:[现新前历继离上首连兼专代责]|班主)$")
_MOMENT: Final = lazy(r"[到届那这当平有随临小及同准按暂何工课学]$")
_HABIT: Final = lazy(r"[平日经非正通照时异反]$")


FAMILIAR: Final = "".join(
    char
    for char in STRONG
    if char not in "成房晋畅党谈花应司全强明蓝曲计商原初区修劳宿丰衣占井伏储官幸盖衡练麻帅习贡苍危寿巢皮"
)
"""Those that 老 and 小 stand before: 小计 is a sum, no person."""


def bound(before: str, surname: str) -> bool:
    """Whether the one character *surname* only ends a word that *before* begins: 施工|方, 现|任, 到|时, 平|常."""
    if surname == "方":
        return _PARTY.search(before) is not None
    if surname == "任":
        return _TERM.search(before) is not None
    if surname == "时":
        return _MOMENT.search(before) is not None
    if surname == "常":
        return _HABIT.search(before) is not None
    if surname == "查" and not before:
        return True
    return surname in _WORDS and _OPENED.search(before) is None
