"""Who a pasted name is: ours, the customer, or unknown; and what cannot be a name at all."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from nlp.lazy import lazy
from nlp.model import Side

_EXPORTED: Final = lazy(r"[（(](?:wxid_\w+|我|self|\d{5,}|[A-Za-z0-9_-]{6,}@?\w*)[)）]\s*$", re.I)
_SELF: Final = lazy(r"[（(](?:我|self|me)[)）]\s*$", re.I)
_MAIL: Final = lazy(r"\s*<[^>]{3,60}>\s*$")
_AT: Final = lazy(r"\s*@(?P<org>[^@\s]{1,20})$")
_ROLE: Final = lazy(
    r"^[\[【(（]?(?P<role>客户|顾客|买家|对方|家长|学员|甲方|销售|客服|顾问|业务员?|乙方|商家|卖家|我方|我们)[\]】)）]?\s*[:：\-—_ ]\s*(?P<name>.+)$"
)
_BRACED: Final = lazy(
    r"^[\[【(（](?P<role>客户|顾客|买家|对方|家长|学员|甲方|销售|业务员?|乙方|商家|卖家|我方)[\]】)）]\s*(?P<name>.+)$"
)
_ROLES: Final = {
    "客户": Side.CUSTOMER, "顾客": Side.CUSTOMER, "买家": Side.CUSTOMER, "对方": Side.CUSTOMER, "甲方": Side.CUSTOMER, "家长": Side.CUSTOMER,
    "学员": Side.CUSTOMER, "customer": Side.CUSTOMER, "client": Side.CUSTOMER, "buyer": Side.CUSTOMER, "user": Side.CUSTOMER,
    "销售": Side.STAFF, "我": Side.STAFF, "业务": Side.STAFF, "业务员": Side.STAFF, "乙方": Side.STAFF, "卖家": Side.STAFF, "商家": Side.STAFF, "我方": Side.STAFF,
    "我们": Side.STAFF, "me": Side.STAFF, "sales": Side.STAFF, "agent": Side.STAFF, "seller": Side.STAFF,
}  # fmt: skip
_ROBOT: Final = lazy(r"机器人|小助手|助手$|bot$|^系统", re.I)
_DATED: Final = lazy(
    r"^\W*(?:\d{2,4}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?(?:\s|\W|$|\d|周|星期|上午|下午|早上|晚上|中午)|^\W*(?:今天|昨天|前天|(?:周|星期)[一二三四五六日天])?\s*(?:上午|下午|早上|晚上|中午|凌晨)?\s*\d{1,2}[:：]\d{2}|^\W*(?:今天|昨天|前天)\W*$"
)
#: Words before a colon that head a field, not a message.
FIELD: Final = lazy(
    r"(?:寄件|收件|发件|地址|电话|手机|联系|邮箱|邮编|型号|规格|材质|尺寸|颜色|数量|单价|金额|合计|总价|品名|名称|产品|品牌|重量|功率|幅宽|洗涤|产地|保修|质保|交期|付款|发票|抬头|税号|开户|账号|户名|备注|说明|注意|主题|时间|日期|地点|议题|议程|参会|主持|记录|结论|决议|目标|"
    r"问题|原因|措施|进展|待办|任务|下一步|需求|预算|要求|姓名|公司|职位|部门|来源|阶段|编号|单号|订单|快递|物流|问|答|Q\d*|A\d*|FAQ|From|To|Cc|Subject|Date|Sent|发件人|收件人|抄送|优点|缺点|步骤|第[一二三四五六七八九十\d]+|方案|标题|摘要|总结|小结|周[一二三四五六日]|"
    r"星期[一二三四五六日天]|上午|下午|晚上|晨会|晚会|早会|例会|ERROR|INFO|WARN|DEBUG|客户需求|跟进|提醒|结果|状态|级别|模块|版本|内容|链接|网址|网站|官网|微信|QQ|年龄|性别|身份证|生日|爱好|工作|特点|优惠|价格|报价|税率|费用|运费|库存|货期|起订|包装|工艺|用途|"
    r"适用|容量|温度|电压|接口|系统|处理器|内存|屏幕|电池|配置|保质期|成分|净含量|生产|厂家|门店|营业|校区|课程|老师|班级|学费|上课|年级|科目|房号|面积|户型|楼层|朝向|甲方|乙方|商家|负责人|截止|完成|负责|事项|本周|下周|今日|明日|昨日)",
    re.I,
)


def bare_name(shown: str) -> str:
    """The name as people say it: without exporter ids, WeCom tails and role prefixes."""
    name = _MAIL.sub("", shown.strip().strip("​‎ "))
    name = _EXPORTED.sub("", name).strip()
    role = _ROLE.match(name)
    if role and not re.fullmatch(r"\d+", role["name"]):
        name = role["name"].strip()
    at = _AT.search(name)
    return (name[: at.start()] if at else name).strip(" :：")


def side_of(shown: str, staff: Collection[str]) -> Side:
    """The side of the person shown as *shown*, by the rules of the label guide."""
    if _SELF.search(shown):
        return Side.STAFF
    name, plain = bare_name(shown), shown.strip(" :：")
    role = _ROLE.match(plain) or _BRACED.match(plain)
    if role and role["role"] in _ROLES:
        return _ROLES[role["role"]]
    if _ROBOT.search(name):
        return Side.UNKNOWN
    if any(_is(name, member) or _is(plain, member) for member in staff):
        return Side.STAFF
    if plain.lower() in _ROLES or name.lower() in _ROLES:
        return _ROLES.get(plain.lower(), _ROLES.get(name.lower(), Side.UNKNOWN))
    if _AT.search(_EXPORTED.sub("", plain)) or staff:
        return Side.CUSTOMER
    return Side.UNKNOWN


def _is(name: str, member: str) -> bool:
    """Whether *name* shows the staff *member*, alone or with a company, department or nickname around it."""
    name, member = name.lower().strip(), member.lower().strip()
    if not member:
        return False
    stripped = re.sub(r"^[\[【(（][^\]】)）]*[\]】)）]|[\[【(（][^\]】)）]*[\]】)）]$", "", name).strip()
    if member in {name, stripped}:
        return True
    tailed = re.match(re.escape(member) + r"(?:\s*[-—_@|·/\s（(].+|[^\w\u4e00-\u9fa5].*)$", stripped)
    headed = re.match(r"^.+[-—_@|·/\s]\s*" + re.escape(member) + r"$", stripped)
    return tailed is not None or headed is not None


def plausible(name: str) -> bool:
    """Whether *name* can be shown above a chat message."""
    name = name.strip()
    if not name or len(name) > 32 or not re.search(r"[\w\u4e00-\u9fa5\U0001F300-\U0001FAFF]", name):
        return False
    if re.search(r"[，,。！？!?；;“”\"<>{}=]|https?|^\d+[.、)]|^[#>*+]|\t", name):
        return False
    if _DATED.search(name):
        return False
    return FIELD.fullmatch(bare_name(name)) is None or bare_name(name).lower() in _ROLES


def is_role(name: str) -> bool:
    """Whether *name* is a bare role (客户, 销售) rather than somebody's name."""
    return name.strip().strip("[]【】()（）").lower() in _ROLES
