"""Short names of companies that only their place in the sentence shows: 我们是木棉设计, 石榴网络，联系人柏宁."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from nlp.contacts.wordlist import words
from nlp.lazy import sifted

_TRADES: Final = "网络|信息|电子|机械|医疗|医药|教育|文化|传播|广告|设计|物流|货运|快运|航运|海运|船务|餐饮|农业|渔业|林业|种业|木业|汽修|汽贸|汽配|车业|牙科|口腔|影楼|婚庆|会展|策划|保洁|家政|搬家|安防|消防|检测|人力|劳务|软件|数据|通信|光电|半导体|材料|仪器|设备|工业|制造|模具|精密|自动化|玩具|汽车|租赁|供应链|电商|旅游|酒店|少儿|艺术|体育|健身|培训|传动|轴承|照明|灯饰|陶瓷|石材|门窗|印染|织造|针织|面料|制衣|服饰|服装|鞋业|皮具|箱包|电缆|线缆|阀门|泵业|注塑|压铸|铸造|水产|养殖|粮油|饲料|茶叶|烘焙|冷链|园林|影视|钢铁|电气|电力|新能源|能源|环保|化工|纺织|家具|五金|塑胶|包装|印刷|彩印|咨询|投资|资本|建筑|建材|地产|物业|美业|美容|母婴|宠物|珠宝|眼镜|乐器|琴行|书院|工程|国际|外贸|进出口|批发|仓储"
#: Words that tell what sort of trade it is, not whose: 平面设计, 冷链物流.
_SORTS: Final = words(
    "户外 户内 二手 全新 地铁 公交 电梯 楼宇 车身 墙体 店面 门头 招牌 喷绘 海上 上门 长途 短途 市内 省内 省际 平面 室内 室外 网页 工业 服装 产品 景观 家装 工装 软装 硬装 全屋 建筑 包装 品牌 广告 创意 空间 灯光 舞台 展台 结构 电路 程序 冷链 同城 跨境 国际 国内 国外 海外 海运 空运 陆运 公路 铁路 城市 城际 零担 整车 大件 第三方 快递 电商 连锁 "
    "餐饮 团餐 传统 现代 先进 高端 中端 低端 高档 精密 数控 重型 轻工 机电 电子 电气 通用 专用 农用 医用 民用 商用 家用 办公 儿童 少儿 幼儿 青少年 成人 老年 职业 企业 在线 线上 线下 网络 移动 无线 互联 综合 素质 学前 国际化 艺术 体育 音乐 美术 英语 数学 "
    "技术 技能 管理 人员 员工 岗前 安全 消防 建材 装修 装饰 五金 机械 化工 塑料 塑胶 金属 橡胶 木质 实木 不锈钢 智能 数字 数据 大数据 软件 硬件 系统 信息 通讯 通信 物联网 人工智能 生物 新型 新 老 大 小 大型 小型 中小型 本地 外地 进口 出口 批量 定制 专业 正规 "
    "民营 国营 国有 私人 个人 个体 自己 自营 加盟 代理 批发 零售 实体 门店 工厂 公司 学校 医院 酒店 酒类 食品 水果 蔬菜 生鲜 农产品 茶叶 水产 海鲜 肉类 冷冻 粮食 宠物 母婴 美容 美发 医美 口腔 牙科 健康 医疗 医药 养老 家政 家电 家具 家居 汽车 二手 新能源 "
    "光伏 风电 电力 节能 环保 绿色 有机 生态 旅游 文化 文创 影视 新媒体 自媒体 短视频 直播 婚礼 活动 会议 展览 商业 商务 政府 事业 行业 财务 税务 法律 管理 人力 人事 劳务 猎头 投资 金融 保险 房产 工程 市政 水利 园林 道路 桥梁 钢结构 幕墙 门窗 基础 相关 一般 普通 其他 别的 "
    "所有 全部 整个 两家 几家 一家 这家 那家 你们 我们 他们 客户 专门 主要 目前 现在 以前 之前 以后 刚刚 正在 打算 准备 需要 想要 负责 从事 经营 提供 外包 委托 合作 供应 采购 销售 生产 加工 制造 研发 开发 推广 运营 服务 售后 维修 安装 运输 配送 仓储"
)
_NAME: Final = rf"(?P<brand>(?![做搞干卖开跑给个家一两几这那你我他她您哪谁在从想要有没不也都还很就来去老新是])[\u4e00-\u9fff]{{2,4}}?)(?P<trade>(?:{_TRADES}){{1,2}})"
_ENDED: Final = r"(?=的?(?:$|[，,。！!；;、 \n])|的(?:行政|采购|财务|人事|老板|负责人|店长|经理|总监|[老小阿][\u4e00-\u9fff]|[\u4e00-\u9fff]{1,2}(?:总|工|姐|哥|经理|主任|老师))|[这那]边)"
_SAID: Final = sifted(
    r"(?:我们?(?:公司|单位|店|厂|家)?(?:这边)?(?:是|叫)|我[这那]边是|[这那]边是|这里是|(?:客户|对方|甲方|乙方|供货商|供应商|单位|公司|投保人|投保单位|被保险人|抬头|户名|名称|承运方|托运方|收货单位|采购方|招标方)(?:名称)?(?:是|叫|写|填|开|为|[:： ])|(?:开|寄|发|签|转)(?:票|合同)?给|^给)(?:一?下)?"
    + _NAME
    + r"(?:"
    + _ENDED
    + r"|(?=开票|开发票|签|那|打款|发货|对账))"
)
_ALONE: Final = sifted(
    r"(?:^|[，,。！!；; \n])"
    + _NAME
    + r"(?=[，,。；; ](?:联系人|对接人|负责人|收件人|我姓|我叫|我是|姓|叫我|电话|手机|微信|找|1[3-9]\d{9}|[\u4e00-\u9fff]{1,2}(?:总|工|姐|哥|经理|主任|女士|先生)(?:$|[，,。 ])|(?:要|订|定|来)[一二两三四五六七八九十百千\d]))"
)


INTRODUCED: Final = (_SAID, _ALONE)
"""What ``introduced`` looks for."""
_SPOKEN: Final = frozenset("的了是在给跟你我他她它您这那有个就都也很不要报做买办找吗呢吧想问跟把被让请")


def introduced(text: str) -> Iterator[tuple[int, int, float]]:
    """(start, end, confidence) of names that somebody gives as his or a customer's."""
    for pattern in INTRODUCED:
        for match in pattern.finditer(text):
            brand = match["brand"]
            if not _sort(brand):
                yield match.start("brand"), match.end("trade"), 0.65


def _sort(brand: str) -> bool:
    """Whether *brand* only tells the sort of trade, in one word or in two."""
    if not _SPOKEN.isdisjoint(brand):
        return True
    return brand in _SORTS or (brand[:2] in _SORTS and (len(brand) < 4 or brand[2:] in _SORTS))
