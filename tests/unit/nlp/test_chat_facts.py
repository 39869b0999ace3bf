from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from nlp.digest import ChatFacts, chat_facts
from nlp.model import Side, Turn

NOW = datetime(2026, 11, 18, 10, tzinfo=ZoneInfo("Asia/Shanghai"))

CONTACTS = [
    ("c:在吗 想问下保洁|r:在的阚姐，多大面积|c:一百平", "阚"),
    ("c:尾款转了|r:辛苦了卜总，单据我发您", "卜"),
    ("c:发票别开错|r:放心吧迟会计，开好先拍给您", "迟"),
    ("r:胥厂长早，料到了|c:让老周卸货就行", "胥"),
    ("c:明天派谁来|r:让段工去，他熟|c:行", None),
    ("c:多少钱一节|r:小班150，裴老师带|c:周六能试不", None),
    ("c:价格发我 邮箱 li.na@x.cn 我叫黎娜|r:好的", "黎娜"),
    ("c:货送到三号库，签收人屠刚 13800001111|r:好的", "屠刚"),
    ("c:留个电话 15000001111 涂斌|r:收到涂先生", "涂"),
    ("c:那就这样 訾玉兰 13511112222|r:好", "訾玉兰"),
    ("c:隔壁老韩家才卖三块|r:我们料好|c:便宜点", None),
    ("c:老秦让我找你 说你家瓷砖好|r:欢迎", None),
    ("c:你家蒋师傅上次装得不错|r:谢谢", None),
    ("c:我是城东幼儿园的后勤 姓钮|r:钮老师好", "钮"),
    ("c:我悦来轩老唐 送两箱油来|r:好嘞唐哥", "老唐"),
    ("c:到店打我 13800002222|r:好", None),
    ("c:我问领导再说|r:好的", None),
    ("c:我老婆定就行|r:好的嫂子", None),
    ("r:果果妈妈，试听约周六了|c:好", "果果"),
    ("c:收货 前台小楚 18911112222|r:好", "小楚"),
    ("r:司徒女士您好，合同看了吗|c:看了", "司徒"),
    ("c:付款找我们财务晏姐|r:好的", "晏"),
    ("r:Kevin您好，报价已发|c:收到", "Kevin"),
    ("c:我们郝总定 我只是跑腿的|r:好", "郝"),
    ("c:这单是盖老板介绍的 先便宜点|r:好的您怎么称呼|c:麻永强", "麻永强"),
    ("r:祝您和家人新年快乐，邢大哥|c:谢谢", "邢"),
    ("c:行 周四来吧 提前打我 万师傅 13600001111|r:收到", "万"),
    ("r:谢谢理解，申小姐|c:嗯", "申"),
]
COMPANIES = [
    ("c:市妇幼的，想看下胎监|r:好", "市妇幼"),
    ("c:我是江宁二院的设备科 姓邵|r:好", "江宁二院"),
    ("c:我们食品厂的 要批纸箱|r:好", None),
    ("c:我们少儿英语培训的|r:好", None),
    ("r:抬头发我|c:晴川数码|r:好", "晴川数码"),
    ("r:您是哪家公司的|c:橙果教育|r:好", "橙果教育"),
    ("c:把合同发我，梧桐里民宿|r:好", "梧桐里民宿"),
    ("c:报价发我，含税的价格|r:好", None),
    ("c:我聚福楼小褚 再送两箱|r:好", "聚福楼"),
    ("c:开票给沧澜餐饮管理|r:好", "沧澜餐饮管理"),
    ("c:我们是做建材批发的|r:好", None),
    ("c:抬头写宁海县实验小学|r:好", "宁海县实验小学"),
    ("c:我找老唐 他在不|r:在", None),
    ("c:我在恒泰机电上班 想给孩子报个班|r:好", "恒泰机电"),
    ("c:一中学生 高二|r:好", None),
    ("c:孩子在市一小读三年级|r:好", None),
    ("c:用新公司签，瑞禾农业发展|r:好", "瑞禾农业发展"),
    ("c:我们公司是做跨境电商的|r:好", None),
    ("c:别家都能做 比如鑫达印刷|r:哦", None),
    ("c:你们是不是广和物流|r:是", None),
    ("c:那发货吧，明天上午装车|r:好", None),
    ("c:给我方案吧，连锁餐厅|r:好", None),
    ("c:开票给青禾机械吧，税号发你了|r:好", "青禾机械"),
    ("c:我们是柳林镇卫生院的|r:您好", "柳林镇卫生院"),
    ("c:单位是永安区环卫所|r:好", "永安区环卫所"),
    ("c:名爵汽修厂的，要两台举升机|r:好", "名爵汽修厂"),
    ("c:拾光里民宿，十二间房|r:好", "拾光里民宿"),
    ("c:我这边是锦绣社区居委会|r:好", "锦绣社区居委会"),
    ("c:抬头：苏州暖禾家居用品有限公司|r:好", "苏州暖禾家居用品有限公司"),
    ("c:丰收合作社的老汤，要五吨尿素|r:好", "丰收合作社"),
    ("c:我是鼎盛律所的行政|r:好", "鼎盛律所"),
    ("c:我们启明星托育 想换批小床|r:好", "启明星托育"),
    ("c:滨江里小区业委会 想装充电桩|r:好", "滨江里小区业委会"),
    ("c:我们公司叫蓝海数科|r:好", "蓝海数科"),
    ("c:公司名字 四季青服饰|r:好", "四季青服饰"),
    ("c:我在万和物业做工程主管|r:好", "万和物业"),
    ("c:送到百味园餐厅后门|r:好", "百味园餐厅"),
    ("c:开普票 抬头是星河中学|r:好", "星河中学"),
    ("c:我们车队二十台车|r:好", None),
    ("c:我们小区要装道闸|r:好", None),
    ("c:我们酒店八十间房|r:好", None),
    ("c:朋友公司也在用|r:好", None),
    ("c:学校食堂用的|r:好", None),
    ("c:你们工厂在哪|r:佛山", None),
    ("c:我开奶茶店的|r:好", None),
    ("c:合同甲方写嘉禾置业|r:好", "嘉禾置业"),
    ("r:您好，请问您公司全称|c:南通远帆船务|r:好", "南通远帆船务"),
    ("r:您那边是哪家医院|c:河西二院 心内科|r:好", "河西二院"),
    ("c:阳光里幼儿园，三个班|r:好", "阳光里幼儿园"),
    ("c:我是大同一中的总务老魏|r:魏老师好", "大同一中"),
]
SOURCES = [
    ("c:公众号里那个二维码扫进来的|r:好", "公众号"),
    ("c:官网留的表单没人回|r:抱歉", "官网"),
    ("c:楼上公司介绍的|r:欢迎", "楼上公司介绍"),
    ("c:我表姐推荐你们家|r:欢迎", "我表姐推荐"),
    ("c:供应商介绍的 说你们靠谱|r:好", "供应商介绍"),
    ("c:官网打不开|r:好", None),
    ("c:我们官网要改版|r:好", None),
    ("c:合作商家介绍来的|r:好", "合作商家介绍"),
    ("c:我们公众号想做代运营|r:好", None),
    ("c:抖音广告怎么投|r:好", None),
    ("c:师兄推荐的驾校|r:好", "师兄推荐"),
    ("c:高德上搜到你们店|r:好", "高德"),
    ("c:朋友圈里那个视频是你们拍的吧|r:是", "朋友圈"),
    ("c:给我介绍下你们产品|r:好", None),
    ("c:老板推荐个款吧|r:好", None),
    ("c:你有什么推荐的吗|r:有", None),
    ("c:设计师推荐的岩板 你们有吗|r:有", "设计师推荐"),
]
CONCEPTS = [
    ("c:抬头写晨曦电器，合同这样签|r:好", "-发票"),
    ("c:开专票 抬头发你|r:好", "发票"),
    ("c:这款有现货吗|r:有", "-交期"),
    ("c:下单几天能到|r:三天", "交期"),
    ("c:要多久能做出来|r:十个工作日出货", "交期"),
    ("c:25号前送到工地|r:行", "交期"),
    ("r:下周进场施工|c:好", "-交期"),
    ("c:厂里那台老是卡料|r:我们这款不会", "-售后"),
    ("c:坏了怎么修|r:全国联保", "售后"),
    ("c:保修几年|r:两年", "售后"),
    ("c:派人来看看现场|r:好", "-售后"),
    ("c:一箱多少钱|r:一箱60起", "报价"),
    ("c:单价给我|r:给您88，不能再低", "报价"),
    ("c:你家一吨卖五千二太贵|r:涨价了", "报价"),
    ("c:你家一吨卖五千二太贵|r:涨价了", "嫌贵"),
    ("c:另外三家才四千八|r:我们料好", "比价"),
    ("c:我打听了好几家|r:嗯", "比价"),
    ("r:总价三万|c:降两千我就签|r:行", "优惠"),
    ("r:每套减50给您|c:行", "优惠"),
    ("c:能按月付不|r:能", "付款"),
    ("c:账号发我试试|r:好", "-付款"),
    ("c:账号发我 我打款|r:好", "付款"),
    ("c:交货分两批|r:好", "-付款"),
    ("c:拿两片样给我|r:好", "样品"),
    ("c:先寄一斤尝尝|r:好", "样品"),
    ("c:样品不用寄了|r:好", "-样品"),
    ("c:我们小本生意哪掏得起|r:可以分期", "预算紧张"),
    ("c:今年账上没钱|r:嗯", "预算紧张"),
    ("c:劳动合同怎么写|r:我们代写", "-合同"),
    ("c:报价单盖个章|r:好", "-合同"),
    ("c:合同盖好章寄你|r:好", "合同"),
    ("c:还得院长点头|r:好", "等审批"),
    ("c:等发工资再买|r:好", "再考虑"),
    ("c:过完年再说|r:好", "再考虑"),
    ("c:周四给你答复|r:好", "-再考虑"),
    ("c:先别来量 我还没腾空|r:好", "-暂不需要"),
    ("c:别再发了 用不上|r:好", "暂不需要"),
    ("r:员工培训一天两万|c:太贵", "-学费"),
    ("r:一学期2800|c:孩子能试听吗", "学费"),
    ("c:质保满一年再付尾款|r:行", "-售后"),
    ("c:我们三月开业 来得及吗|r:来得及", "交期"),
]


def facts(chat: str) -> ChatFacts:
    turns = [
        Turn(str(n), Side.CUSTOMER if line[0] == "c" else Side.STAFF, line[2:])
        for n, line in enumerate(chat.split("|"))
    ]
    return chat_facts(turns, NOW)


@pytest.mark.parametrize(("chat", "contact"), CONTACTS)
def test_the_contact_is_who_says_so_whom_we_call_or_who_is_put_in_charge(
    chat: str, contact: str | None
) -> None:
    found = facts(chat).contact
    assert (found and found[0]) == (contact and contact[0])


@pytest.mark.parametrize(("chat", "company"), COMPANIES)
def test_the_company_is_the_customers_own_and_no_mere_trade(chat: str, company: str | None) -> None:
    assert facts(chat).company == company


@pytest.mark.parametrize(("chat", "source"), SOURCES)
def test_the_source_is_what_brought_him(chat: str, source: str | None) -> None:
    assert facts(chat).source == source


@pytest.mark.parametrize(("chat", "concept"), CONCEPTS)
def test_a_concept_of_a_chat_is_alive_only_where_the_talk_is_of_it(chat: str, concept: str) -> None:
    assert (concept.lstrip("-") in facts(chat).keywords) is not concept.startswith("-")


@pytest.mark.parametrize(
    ("chat", "intent"),
    [
        ("c:在吗|r:在的，您说", 1),
        ("c:专票收到了|r:好的", 1),
        ("c:老样子 可乐12箱|r:好嘞 下午送", 3),
        ("c:一百个袋子什么价|r:一共420|c:行 定金怎么付", 3),
        ("c:年卡多少钱|r:1980|c:我再看看", 1),
    ],
)
def test_the_intent_is_where_his_last_words_leave_it(chat: str, intent: int) -> None:
    assert facts(chat).intent == intent


def test_a_day_refused_gives_way_to_the_day_put_in_its_place() -> None:
    moved = facts("r:周四上午十点到您那|c:周四不行要盘点 挪到周五同一时间|r:好，那周五十点")
    assert moved.next_when is not None
    assert moved.next_when.date().isoformat() == "2026-11-20"


def test_what_has_to_be_done_until_a_day_comes_after_the_next_step() -> None:
    chat = facts("c:那就先签5000件 合同发我|r:好，今天下午三点前发您邮箱|c:12月5号之前要到货 写清楚|r:写进去")
    assert chat.next_when is not None
    assert chat.next_when.date().isoformat() == "2026-11-18"
