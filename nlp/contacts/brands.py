"""Short names of firms: a brand of stray characters before a trade (宏远贸易, 云起网络科技)."""

from __future__ import annotations

from collections.abc import Iterator

from nlp import segment
from nlp.contacts.wordlist import words
from nlp.lazy import lazy, sifted

TRADE = sorted(
    words(
        "科技 贸易 商贸 实业 传媒 文化 教育 网络 信息 电子 机械 医疗 医药 制药 药业 食品 餐饮 物流 建材 建筑 建设 装饰 地产 置业 物业 能源 环保 化工 纺织 服饰 服装 家居",
        " 家具 电器 机电 五金 塑胶 塑业 包装 印刷 农业 生物 咨询 广告 资本 投资 控股 重工 智能 软件 数据 通信 光电 半导体 材料 新材 仪器 设备 连锁 集团 工贸 外贸 工业 制造",
        " 模具 精密 自动化 器械 口腔 美业 美容 酒业 茶业 乳业 玩具 汽配 汽车 租赁 供应链 电商 技术 股份 国际 旅游 酒店 少儿 艺术 体育 健身 培训 传动 轴承 照明 灯饰 陶瓷 石材 门窗 印染 染整 织造 针织 面料 制衣 鞋业 皮具 箱包 电缆 线缆 阀门 泵业 注塑 压铸 铸造 冶金 水产 养殖 粮油 饲料 种业 茶叶 烘焙 冷链 货运 快运 装修 园林 影视 钢铁 钢构 木业 渔业 牧业 林业 船务 航运 海运 汽修 汽贸 车业 彩印 影楼 婚庆 会展 铝业 电气 电力 新能源",
    )
)
TRADES = frozenset(TRADE)
NO_BRAND = lazy(
    r"^(?:[一二两三四五六七八九十几]+[份个台套件批次种家位名项]|全屋|整屋|别|光|只|先|再|还|更|写|说|讲|看|问|有|多|少|管|修|换|配|买|卖|考勤|打卡|值班|排班|报销|审批|请假|人事|行政|后勤|打印|验收|结算)|(?:光写|光说|只写|考勤|打卡)"
)
TRADE_FIND = sifted("|".join(sorted(TRADE, key=len, reverse=True)))
FUNCTION = frozenset(
    "的了是在和给跟我你他她它们您这那有个来去就都也不很要会能请把被让对从等及或与其并且而但以为于做搞用吗呢吧啊哪什么怎没还再先找问说看想叫好多少几每各一两家种类款件次下上里外前后"
)


_FURTHER = lazy(r"(?:管理|服务|发展|工程|技术|设备|用品|咨询|集团)(?=$|[，,。！!；;、 \n])")
"""What ends a name behind its trade: 鹿鸣餐饮|管理."""


def short_names(text: str) -> Iterator[tuple[int, int, float]]:
    """宏远贸易, 云起网络科技: a brand of two to four stray characters before a trade."""
    done = 0
    for match in TRADE_FIND.finditer(text):
        end = match.end()
        if match.start() < done:
            continue
        nearby = text[max(0, match.start() - 12) : end + 4]
        shift = max(0, match.start() - 12)
        borders = segment.starts(nearby)
        if match.start() - shift not in borders or end - shift not in borders:
            continue
        while end - match.start() < 14 and (follow := TRADE_FIND.match(text, end)) is not None:
            end = follow.end()
        end = further.end() if (further := _FURTHER.match(text, end)) else end
        done = end
        begin = _brand_start(text, match.start(), borders, shift)
        if begin is not None and end - begin <= 14 and not NO_BRAND.search(text[begin:end]):
            yield _with_town(text, begin, borders, shift), end, 0.7


def _with_town(text: str, begin: int, borders: tuple[int, ...], shift: int) -> int:
    """Where a name begins that a town opens: 东莞|市|声悦电子 is one name."""
    if text[begin] not in "市省县区":
        return begin
    before = [shift + border for border in borders if shift + border < begin]
    return before[-1] if before and 2 <= begin - before[-1] <= 4 else begin + 1


def _brand_start(text: str, trade: int, borders: tuple[int, ...], shift: int) -> int | None:
    """Where the run of single-character words before a trade begins, None when there is no such run."""
    places = [shift + b for b in borders if shift + b <= trade]
    begin = trade
    singles = 0
    while len(places) >= 2 and singles < 4:
        left, right = places[-2], places[-1]
        char = text[left:right]
        if right - left == 2 and not singles and segment.rare(char) and not TRADE_FIND.fullmatch(char):
            return left
        if right - left != 1 or char in FUNCTION or not "\u4e00" <= char <= "\u9fff":
            break
        begin, singles = left, singles + 1
        places.pop()
    return begin if 2 <= singles <= 4 else None
