"""Competitors: names that a message sets beside us (和金蝶比哪个好, 在用Salesforce)."""

from __future__ import annotations

from typing import Final

from nlp.contacts.wordlist import words
from nlp.lazy import any_of, sifted
from nlp.model import Entity, EntityKind

_PRODUCTS: Final = (
    "钉钉|飞书|企业微信|金蝶|用友|有赞|微盟|纷享销客|销售易|简道云|明道云|泛微|致远|红圈|尘锋|微伴|探马|卫瓴|励销云|小鹅通|管家婆|浪潮|鼎捷|伙伴云|氚云|宜搭|轻流|悟空|神州云动|八百客|智齿|网易七鱼|环信|容联|巨量|友盟|神策"
    "|新东方|学而思|好未来|猿辅导|作业帮|高途|掌门|卓越教育|学大|精锐|海尔|格力|美的|西门子|三菱|欧姆龙|施耐德|ABB|海康威视|海康|大华|宇视"
)
_NAME: Final = rf"(?P<name>{_PRODUCTS}|[A-Za-z][A-Za-z0-9+.-]{{1,15}}|[\u4e00-\u9fff]{{2,4}}?(?:科技|软件|云|系统|机构|牌))"
_OTHER: Final = r"(?P<name>[A-Za-z][A-Za-z0-9]{1,15}|(?!不|没|我|你|您|他|她|谁|哪|什么|这|那|便宜|更|还|在)[\u4e00-\u9fff]{2,6}?)"
_PATTERNS: Final = (
    (sifted(rf"(?:竞品|竞争对手|对手|友商|另外?一家)(?:就)?(?:是|叫|[:：])[ ]?{_OTHER}(?=$|[，,。！!？? ]|的|那边|家)"), 0.85),
    (sifted(rf"(?:跟|和|与|同|比|对比)[ ]?{_NAME}(?:家|那边|的)?[ ]?(?=相比|对比|比(?!例|如|赛)|哪个|哪家|的?(?:区别|差别|差距)|有什么不|有啥不|差多少|便宜|贵|强在)"), 0.8),
    (sifted(rf"(?:在用|用的是?|一直用|换成|改用|选了|签了|定了|买了|也在看|还在看|也看了|试了|考虑过?|对比了)[ ]?{_NAME}(?=[ ]?(?:的|家|那边|了|系统|产品|方案|软件|设备|服务)|[，,。！!？? ]|$)"), 0.65),
    (sifted(rf"(?:^|[，,。！!？? ]){_NAME}(?:那边|家|他们)?[ ]?(?=(?:才|只要|只|也)?(?:报|给)(?:了|的|我们?|价|到|\d)|便宜|才卖|贵得?多)"), 0.7),
)  # fmt: skip
_OURS: Final = words(
    "app App APP ok OK Ok excel Excel word Word ppt PPT pdf PDF wifi demo Demo quote PO po API api ERP erp CRM crm OA oa logo LOGO vip VIP iphone iPhone Windows windows mac PC"
)


_may_compete: Final = any_of(*(pattern for pattern, _ in _PATTERNS))


def competitors(text: str) -> list[Entity]:
    """Competitors named in a normalised text."""
    if not _may_compete(text):
        return []
    found: dict[int, tuple[int, float]] = {}
    for pattern, confidence in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span("name")
            if match["name"] not in _OURS and not any(s < end and start < e for s, (e, _) in found.items()):
                found[start] = end, confidence
    return [
        Entity(EntityKind.COMPETITOR, text[start:end], start, end, text[start:end], confidence)
        for start, (end, confidence) in sorted(found.items())
    ]
