"""Things to be filled in that are asked for one after the other (姓名电话地址发我)."""

from __future__ import annotations

from typing import Final

from nlp.lazy import lazy

_FIELD: Final = r"(?:家长|孩子|学生|患者|业主|法人|监护人|老人|宝宝|紧急联系人)的?(?:电话|手机号?|姓名|名字|生日|年龄|身份证号?|微信|照片)|收[货件]人|联系人|联系电话|联系方式|手机号码?|电话号码|收[货件]地址|门牌号?|身份证号?码?|出生(?:日期|年月)|开户行|营业执照|公司名称?|单位名称|车牌号?|车架号|订单号|快递单号|航班号|车次|房号|桌号|工号|学号|会员号|姓名|名字|称呼|电话|手机|微信|地址|邮箱|邮编|抬头|税号|账号|户名|卡号|身高|体重|三围|腰围|胸围|尺寸|尺码|鞋码|数量|颜色|型号|规格|材质|厚度|长度|宽度|高度|长宽高?|面积|户型|楼层|预算|人数|日期|时间|生日|年龄|年级|性别|车型|公里数|单位|职务|科室|岗位|照片|logo|品种|口味|重量|体积|温度|电压|功率|款式|学校|专业|班级|病历|症状|单号|品名|批号|金额|备注|内容|文案|主题|城市|区域"
_GIVE: Final = r"(?:都|也|各|分别|先|再|麻烦|您|你|一起|一并|一块儿?){0,3}(?:给|发|报|说|填|写|留|登记|提供|告诉|告知|传|拍|寄|抄|截|交|念|来|回|报备|补)"
_ROW: Final = lazy(
    rf"^(?:麻烦|请|把|您|你|先|那|好的?|行|可以|，|,|的|老师|亲){{0,5}}(?P<row>(?:{_FIELD})(?:[、/和跟与及加 ，,]{{0,2}}(?:还有)?(?:{_FIELD})){{1,7}})(?:$|{_GIVE}|[呢哈吧])",
)
_AFTER: Final = lazy(
    rf"(?:提供|发|给|报|填|留|说|登记|写|要|需要|告诉我?|麻烦)(?:一?下|我|个|一?份|过来|您的?|你的?)*(?P<row>(?:{_FIELD})(?:[、/和跟与及加 ，,]{{0,2}}(?:还有)?(?:{_FIELD})){{1,7}})(?:[吧哈呗。]|$)"
)
_EACH: Final = lazy(_FIELD)
#: 联系人电话 is one number, 公司地址 one address.
_ONE: Final = lazy(
    r"^(?:收[货件]人|联系人|公司名?|单位|学校|科室)(?:的)?(?:电话|手机号?码?|联系方式|地址|姓名|名字|名称|微信|邮箱|身份证号?码?)$"
)
_BARE: Final = lazy(
    rf"^(?:您|你)?(?:的|家)?(?:{_FIELD})(?:[、/和跟与及 ，,]{{0,2}}(?:{_FIELD})){{0,7}}[哈呢]?$"
)


def fields(text: str) -> list[str]:
    """The two or more fields that *text* asks for in a row, else none."""
    found = _ROW.match(text) or _AFTER.search(text)
    if found is None or _ONE.match(found["row"]):
        return []
    return _EACH.findall(found["row"])


def bare_fields(text: str) -> bool:
    """Whether it is nothing but the name of what is to be given (单号, 姓名电话)."""
    return _BARE.match(text) is not None
