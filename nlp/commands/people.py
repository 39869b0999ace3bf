"""Names of people and companies where a command puts them.

A command is terse, so position tells a bare name (把林涛转给小吴); in running chat ``nlp.contacts`` is stricter.
"""

from __future__ import annotations

import re
from typing import Final

from nlp.contacts.surnames import COMPOUND as _COMPOUND
from nlp.contacts.surnames import FAMILIAR
from nlp.lazy import lazy
from nlp.segment import cut, rare

SURNAMES: Final = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄穆萧尹姚邵湛汪祁毛禹狄"
    "米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉龚程邢裴陆荣翁荀羊惠甄曲封芮储靳汲邴糜松井段富"
    "巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰鄂索咸赖卓蔺屠蒙池乔阴胥苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎"
    "充慕连茹习宦艾鱼容向古易慎戈廖庾终居衡步耿满弘匡国文寇广禄阙东欧沃利蔚越隆师巩聂晁勾敖融冷辛阚那简饶空曾沙养鞠须丰巢关蒯查荆红游竺权盖益桓公肖覃涂代岳凯佟付闫"
)
TITLES: Final = (
    "董事长|总经理|副总经理|总监|总工|总裁|经理|主管|主任|老师|女士|先生|小姐|同学|家长|校长|院长|园长|馆长|会长|局长|处长|科长|部长|厂长|店长|班长|行长|所长|站长|社长|队长|"
    "老板娘|老板|师傅|医生|大夫|律师|会计|博士|教授|秘书|助理|采购|太太|阿姨|大姐|大哥|妈妈|爸爸|妈|爸|奶奶|爷爷|总|工|姐|哥|董|叔|姨|婶|嫂|妹|弟|爷|导|老|少"
)
_LONG_TITLES: Final = "|".join(t for t in TITLES.split("|") if len(t) > 1)
_SHORT_TITLES: Final = "".join(t for t in TITLES.split("|") if len(t) == 1)
_FAMILY: Final = rf"(?:{_COMPOUND}|[{SURNAMES}{FAMILIAR}])"
_PERSON: Final = lazy(
    rf"{_FAMILY}(?:[\u4e00-\u9fa5]{{1,2}}?)?(?:{_LONG_TITLES})(?!们)"
    rf"|{_FAMILY}(?:[\u4e00-\u9fa5]{{1,2}}?)?[{_SHORT_TITLES}](?![部监裁结共会是价款计额量办公业程作资具体能样期长板师傅务数之时得为该算有事]|到(?:期|底))"
    rf"|{_FAMILY}(?:[\u4e00-\u9fa5]{{1,2}}?)?[{_SHORT_TITLES}](?=(?:是|有|会|到(?!期|底|处)|公司|办公|得|能不能|该)(?!议|员))(?!总公司)"
    rf"|[\u4e00-\u9fa5]{{1,2}}(?:妈妈|爸爸|奶奶|爷爷|妈(?!妈)|爸(?!爸))|(?!老师|老板|老乡|大家|大单)[小老阿大][{SURNAMES}](?![板师户时家年事])|阿[A-Z][A-Za-z]{{1,11}}(?![A-Za-z])"
)
_NAME: Final = lazy(
    rf"(?:{_COMPOUND})[\u4e00-\u9fa5]{{1,2}}|[{SURNAMES}{FAMILIAR}][\u4e00-\u9fa5]{{1,2}}|[小老阿][\u4e00-\u9fa5]|[小老][A-Z](?![A-Za-z])|阿?[A-Z][A-Za-z]{{1,15}}(?: [A-Z][a-z]+)?"
)
_WORDS: Final = (
    "方案 方面 报价 合同 谈判 演示 平台 时间 明天 后天 今天 周报 周一 周二 周三 周四 周五 周六 周日 周末 安排 成交 成单 常规 明细 国庆 通知 管理 高中 应该 全部 于是 "
    "那个 那边 老客户 小时 小区 大家 许多 何时 何人 向导 程序 平均 计划 任务 文件 强调 能不能 包装 单价 单子 别人 别的 白天 毛利 石头 水果 万一 都是 和客户 国内 广告 "
    "关于 易拉宝 老板 小程序 小红书 小米 东西 金额 时候 项目 项目组 后续 相关 双方 容易 温度 从业 农业 田地 花费 白板 明年 明确 安装 安全 利润 高端 江苏 江西 广东 "
    "广州 广西 山东 山西 云南 海南 河南 湖南 吉林 宁波 宁夏 苏州 杭州 常州 温州 金华 南京 连云港 石家庄 成都 武汉 康养 家长 师傅 成本 成功 成人 甘肃 贵州 富阳 合肥 "
    "通州 莫名 公司 公海 司机 支持 支付 席位 宣传 经费 连锁 金融 管控 房产 车间 路演 程度 单号 温馨 高度 高级 高新 平安 乐园 安徽 华东 华南 东莞 谢谢 辛苦 楼下 "
    "班主任 空姐 单位 商家 麻烦 包工 关系 全家 全体 经办 经营 经手 高层 温泉 马上 金牌 周总结 月总结 年总结"
)
_NO_NAME: Final = frozenset(_WORDS.split())
COMPANY: Final = lazy(
    r"[\u4e00-\u9fa5A-Za-z0-9（）()]{2,16}?(?:股份有限公司|有限责任公司|有限公司|集团公司|分公司|集团|公司|工厂|学校|医院|大学|学院|中心|酒店|宾馆|科技|贸易|商贸|实业|电子|物流|装饰|装饰公司|传媒|餐饮|教育|机械|建材|智能|软件|"
    r"网络|文化|工作室|事务所|超市|银行|幼儿园|小学|中学|律所|门诊|诊所|药房|制造|地产|置业|食品|服饰|制药|生物|医疗|能源|环保|家居|家具|印刷|包装|汽配|五金|纺织|农业|旅行社|健身|药业|化工|重工|精密|光电)(?![\u4e00-\u9fa5]*(?:总|经理|老师)(?:有限))"
)


#: A preposition inside what looks like a name: 别跟毕总.
_GLUED: Final = lazy(r".[跟给把找让催问和与]")


def person(text: str, start: int = 0) -> re.Match[str] | None:
    """The first titled or familiar name at or after *start* (田总, 司马经理, 乐乐妈妈, 小吴)."""
    found = _PERSON.search(text, start)
    while found and (
        found[0] in _NO_NAME
        or (len(found[0]) > 2 and found[0][:2] in _NO_NAME)
        or found[0].endswith(("不少", "多少", "老少"))
        or _GLUED.search(found[0])
        or found[0][0] in "给跟把找催问让约叫帮对回请陪接送"
        or (
            found[0][0] == "何"
            and text[max(0, found.start() - 1) : found.start()] in {"如", "为", "任", "几"}
        )
        or (len(found[0]) > 3 and found[0][1] in "部店组区科处室厂馆")
        or text.startswith("公司", max(0, found.start() - 1))
    ):
        found = _PERSON.search(text, found.start() + 1)
    return found or _titled(text, start)


#: Before a title no family: 副总, 表姐, 空姐, 我们老师.
_BEFORE_TITLE: Final = frozenset(
    "老小大副总正我你他她它这那哪该各每本贵前现新某一二三四五六七八九十两几多全分的了是在要说就都也没不别女男亲表堂学名同此原其另哥姐导美业工校市省县区厂店公汇归拢加空师帅外看当请找问叫跟让个位们家对等给有去来见约陪班教任课把将"
)
_LOOSE: Final = lazy(
    rf"(?:^|(?<=[\s，,。:：；;！!给把将跟和找帮让约催对为问叫回与归到份下句条]))(?P<given>[\u4e00-\u9fa5]{{1,3}}?|[A-Za-z]{{2,12}})(?:{_LONG_TITLES}|[总姐哥叔姨董嫂婶])(?![们部监裁结共会价款计额量司])"
)


def _titled(text: str, start: int) -> re.Match[str] | None:
    """A title after a family or given name that no list holds (仝总, 卓玛姐, Lisa姐), where a name can stand."""
    found = _LOOSE.search(text, start)
    while found:
        given = found["given"]
        barred = given in _NO_NAME or set(given) & _BEFORE_TITLE or set(given[1:]) & _NOT_IN_NAME
        short = len(given) == 1 and (given in "后和" or given not in _NOT_IN_NAME)
        if not barred and (given.isascii() or short or (len(given) > 1 and rare(given))):
            return found
        found = _LOOSE.search(text, found.start() + 1)
    return None


def is_name(text: str) -> bool:
    """Whether the whole of *text* can be one person's name in a place that asks for one."""
    if not text or text in _NO_NAME or text[:2] in _NO_NAME:
        return False
    if _PERSON.fullmatch(text) or _NAME.fullmatch(text):
        return True
    loose = _titled(text, 0)
    return loose is not None and loose[0] == text


#: Characters that open what is said about somebody, so that they end a name of two characters.
_NOT_IN_NAME: Final = frozenset(
    "的了是在说要已就还都也没不别给跟和转签丢选买付交到进推标移改设算报谈演需合线阶赢输黄流跑最什怎咋目这那打发寄加备记约回定做看问催拿退拒换续取把被让叫来去走上下该得能会可想很太真挺预后从往由归吗呢吧啊怕嫌爱喜觉希认肯决吃喝住搬租修装款今昨周月号有人家老同只一两三四五六七八九十下每又再请帮为因所而但或如比跌涨降急忙闲病聊见啥谁嘛呗对催拜查搞弄碰逛背拖甩扔塞推划拨派递听讲打接收送带跳试学考报存停开关用改"
)
#: Surnames that are function words far more often than names.
_WEAK: Final = frozenset("和向从能都相查全那后有应解要终的了把将给让别过再也又干")
_AFTER: Final = lazy(
    r"(?:^|[，,。:：;；！!\s]|给|把|将|跟|和|与|(?<![合不相共陪连一])同|找|催|约|对|发|寄|联系|客户|线索|恭喜|指派|分配|关于|标记|推进|总结|拿下|(?:见|聊|谈|拜访|回访|报|签|约|打|催)(?:完|过|了|给)|查一?下|看一?下|看看)(?=[\u4e00-\u9fa5A-Z])"
)


def bare_name(text: str, at: int = 0) -> str:
    """A plain name (许强, 司马光, Tom) that stands at *at* as words of its own; empty when there is none."""
    latin = re.compile(r"[A-Z][a-z]{1,15}(?: [A-Z][a-z]+)?(?![A-Za-z])").match(text, at)
    if latin:
        return latin[0]
    head = re.compile(r"[\u4e00-\u9fa5]{0,8}").match(text, at)
    said = head[0] if head else ""
    if len(said) < 2 or said[0] in _WEAK:
        return ""
    words = cut(said)
    borders = {sum(map(len, words[:count])) for count in range(1, len(words) + 1)}
    if len(words[0]) > 1 and not rare(words[0]):
        return ""
    for size in (4, 3, 2) if re.match(_COMPOUND, said) else (3, 2):
        name = said[:size]
        if len(name) < size or size not in borders or not is_name(name):
            continue
        if (size > 2 and len(said) > size - 1 and name[-1] in _NOT_IN_NAME) or (
            len(words[0]) == size and not rare(name)
        ):
            continue
        if size == 2 and name[-1] in _NOT_IN_NAME:
            continue
        return name
    return ""


def name_in(text: str) -> str:
    """The first plain name of *text* that opens it, a clause, or follows a preposition."""
    for place in _AFTER.finditer(text):
        name = bare_name(text, place.end())
        if name:
            return name
    return ""


def is_title_only(text: str) -> bool:
    """Whether *text* is a title without a name."""
    return re.fullmatch(TITLES, text) is not None
