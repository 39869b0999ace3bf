"""Where a customer came from, and the trade a customer is in."""

from __future__ import annotations

import re

from nlp.lazy import any_of, lazy, sifted
from nlp.model import Entity, EntityKind

_PLACES = (
    "小红书|抖音|快手|视频号|公众号|朋友圈|百家号|百度|官网|官方网站|网站|美团|大众点评|点评|58(?:同城)?(?=上|看|搜|找|来|平台|网|$|[，,。])|58同城|阿里巴巴|1688|淘宝|天猫|京东|拼多多|闲鱼|知乎|微博|[Bb]站|今日头条|头条|直播间|直播"
    "|搜狗|谷歌|[Gg]oogle|高德地图|高德|地图|展会|广交会|进博会|[婚环建美糖药教农工家车食水电印纺玩酒文体母消服高孕]博会|糖酒会|华交会|上交会|医博会|工博会|交易会|订货会|展销会|博览会|展览会|行业会|峰会|论坛|地推|传单|宣传单|海报|广告|电梯广告|户外广告|门店|路过|电话营销|陌拜|陌生拜访|线下活动|沙龙|讲座|社群|微信群|家长群|业主群|领英|[Ll]inked[Ii]n|脉脉|企查查|慧聪|爱采购|携程|飞猪|马蜂窝|安居客|贝壳|链家|汽车之家|懂车帝|搜索|短信|邮件推广"
)
_PLACE = sifted(rf"(?P<place>{_PLACES})(?:广告|平台|店铺|旗舰店|私信|评论区|群)?")
_AROUND = lazy(
    r"看到|看见|看的|刷到|搜到|搜的|搜索到|来的|过来|介绍|推荐|了解到|了解的|找到|找来|知道|加的|加过来|渠道|来源|线索|咨询|留资|私信|引流|投放|获客|碰到|遇到|认识|进来|问的|上来|关注|下单的|拿到|上的|聊过|加到|扫的|扫码|留的|换的名片|拿的|展位|现场"
)
_REACHED = lazy(
    r"(?:上面|上|里)(?:面)?(?:那个|这个|的|留的|写的|挂的|登的)?(?:电话|号码|客服|表单|二维码|链接|广告|视频|文章|帖子|联系方式|微信|留言|案例|介绍|信息)|(?:的)?(?:二维码|表单|客服)"
)
_BEFORE = lazy(r"(?:从|在|通过|来源[是为:： ]{0,2}|渠道[是为:： ]{0,2}|走)$")
_INTRODUCED = sifted(
    r"(?P<who>转介绍|(?:隔壁|对面|楼上|楼下|旁边|边上|附近|同园区|同楼|兄弟|合作|上游|下游)(?:的)?(?:公司|厂|店|单位|学校|老板|邻居|铺子|工厂|门店|客户|商家|厂家)?(?:介绍|推荐)|(?:师傅|装修队|施工队|司机|店员|保安|供应商|合作方|合伙人|业主|物业|设计师|装修师傅|中介|房东|师兄|师姐|师弟|师妹|导师|教练|战友|室友|舍友|发小|亲家|表哥|表姐|表弟|表妹|堂哥|堂姐|堂弟|舅舅|姑姑|叔叔|阿姨|我[爸妈哥姐弟妹]|老公|老婆|爱人|男朋友|女朋友|孩子同学|同学家长|班主任|村里人|乡亲|工友|牌友|球友|车友|网友|群友|病友|宝妈|团长|商会|协会|银行|园区|领导|老板|上级|总公司|集团)(?:给我|帮忙)?(?:介绍|推荐)(?=来|过来|的|你|您|说|我|$|[，,。 ])|老带新|老客户转介绍|老客户介绍|朋友介绍|朋友推荐|熟人介绍|同事介绍|同事推荐|同学介绍|家长介绍|邻居介绍|亲戚介绍|老学员介绍|同行介绍|客户介绍|口碑介绍"
    r"|(?:[\u4e00-\u9fff]{1,3}(?:总|姐|哥|老师|经理|工|女士|先生|校长|院长|主任|妈妈|爸爸)|老(?!板)[\u4e00-\u9fff]|小[\u4e00-\u9fff]|朋友|同事|同学|亲戚|邻居|老客户|客户|闺蜜|老乡)(?:给我|帮忙)?(?:介绍|推荐|推)(?:来|过来)?的?)"
)
_INDUSTRIES = (
    "教育|培训|医疗器械|医疗|医药|医美|美容|餐饮|酒店|零售|电商|跨境电商|外贸|物流|制造业|制造|机械|电子|汽车|汽配|新能源|光伏|化工|纺织|服装|家具|家居|建材|装修|装饰|房地产|地产|物业|金融|保险|银行|证券"
    "|互联网|软件|游戏|传媒|广告|文旅|旅游|农业|食品|政府|事业单位|律所|法律|咨询|人力资源|能源|环保|五金|模具|印刷|包装|健身|母婴|宠物|连锁"
)
_INDUSTRY = sifted(
    rf"(?:我们是?做?|主要做|公司做|属于|行业[是为:：]?|从事|是做|搞)(?P<name>{_INDUSTRIES})|(?P<whole>{_INDUSTRIES})(?:行业|领域|这行|类企业|业(?!务|绩))"
)
_QUICK = lazy(
    r"[上里的](?:面)?(?:那个|这个|的|留的|写的|挂的|登的)?(?:电话|号码|客服|表单|二维码|链接|广告|视频|文章|帖子|联系|微信|留言|案例|信息)|介绍|推荐|推|看|刷|搜|来|认识|加|扫|聊|现场|了解|找|知道|加|渠道|线索|咨询|从|在|通过|关注"
)


_may_come = any_of(_INTRODUCED, _PLACE)


def sources(text: str) -> list[Entity]:
    """Sources named as such: a channel with a word of arrival near it, or an introduction."""
    if not _may_come(text) or _QUICK.search(text) is None:
        return []
    found = [
        Entity(EntityKind.SOURCE, _plain(m["who"]), m.start(), m.end(), m[0], 0.9)
        for m in _INTRODUCED.finditer(text)
    ]
    for match in _PLACE.finditer(text):
        after = text[match.end() : match.end() + 8]
        before = text[max(0, match.start() - 8) : match.start()]
        if _AROUND.search(after) or _BEFORE.search(before) or _REACHED.match(text, match.end()):
            start, end = match.span("place")
            found.append(Entity(EntityKind.SOURCE, match["place"], start, end, text[start:end], 0.85))
    return found


def _plain(said: str) -> str:
    return re.sub(r"(?:来|过来)?的$", "", said)


def industries(text: str) -> list[Entity]:
    """The speaker's line of business."""
    return [
        Entity(EntityKind.INDUSTRY, m[g], m.start(g), m.end(g), m[g], 0.8)
        for m in _INDUSTRY.finditer(text)
        for g in ("name" if m["name"] else "whole",)
    ]
