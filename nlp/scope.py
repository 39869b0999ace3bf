"""What reaches a concept: clauses, questions, and negation with its scope.

A negation must reach the concept itself. 先不用报价 and 样品还没寄 deny it; 报价不含税 denies the tax,
怎么还不给合同 demands, 有没有试听 asks, 不光要方案 adds, 不是不签 denies the denial.
"""

from __future__ import annotations

from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

from nlp.denial import something_else
from nlp.lazy import any_of, lazy, led, sifted

_SENTENCE = lazy(r"[^。！!？?；;\n\r…]{1,240}[。！!？?；;…]{0,6}|[。！!？?；;…]{1,240}")
_ENDS = frozenset("。！!？?；;\n\r…")
_ONE_SENTENCE = 240
_MARKS = "，,。！!？?；;…\\n\\r 、:："
_CLAUSE = lazy(
    rf"(?:[^{_MARKS}\U0001f300-\U0001faff\u2600-\u27bf]|(?<=[A-Za-z]) (?=[A-Za-z])){{1,80}}(?:、[^{_MARKS}]{{1,20}}){{0,5}}[。！!？?；;，,… ]{{0,8}}"
)

_BREAK = lazy(rf"[{_MARKS}\U0001f300-\U0001faff\u2600-\u27bf]")
_ONE_CLAUSE = 80


class Clause(NamedTuple):
    """A clause of a sentence; ``text`` keeps its closing mark."""

    text: str
    start: int
    end: int


def sentences(text: str) -> list[Clause]:
    """The sentences of *text*, with their closing marks."""
    if len(text) <= _ONE_SENTENCE and _ENDS.isdisjoint(text):
        return [Clause(text, 0, len(text))] if text else []
    return [Clause(m[0], m.start(), m.end()) for m in _SENTENCE.finditer(text)]


def clauses(text: str) -> list[Clause]:
    """The clauses of *text*, split at commas, stops, spaces and emoji."""
    if len(text) <= _ONE_CLAUSE and _BREAK.search(text) is None:
        return [Clause(text, 0, len(text))] if text else []
    return [Clause(m[0], m.start(), m.end()) for m in _CLAUSE.finditer(text)]


_JOINED = lazy(r"[和跟与及、或的单书表草稿]{0,4}$")


def coordinated(between: str) -> bool:
    """Whether two concepts are named in one breath by what stands *between* them: 报价和合同."""
    return _JOINED.match(between) is not None


class Reach(Enum):
    """What a clause says of a concept in it."""

    NEGATED = auto()
    AFFIRMED = auto()
    DEMANDED = auto()
    OPEN = auto()


_A_NOT_A = sifted(
    r"(?P<v>[\u4e00-\u9fff])(?<![时动])[不没](?P=v)(?!懂|明白|清|见)(?:有|以|要|到|过|得|了)?|可不可以?|能不能够?|需不需要|方不方便|合不合适|便不便宜|贵不贵|可否|能否|是否|有无"
    r"|愿不愿意|考不考虑|支不支持|提不提供|接不接受|了没有?(?=[呀啊呢吧，,。!！?？ ]|$)|过没有?(?=[呀啊呢，,。!！?？ ]|$)|[好完到出]没有?(?=[呀啊呢，,。!！?？ ]|$)|(?:进去|[上下来去齐通成清全够发签付寄打转批做送装修改办给])没有(?=[呀啊呢，,。!！?？ ]|$)"
    r"|没有?(?=[?？]|$)(?<=[了过]没)"
)
_LACKING = r"没有?(?:合同|发票|专票|报价单?|样品|方案|票|协议|草稿|演示|试用)(?!的)[^，,。！!？?]{0,5}(?:[\u4e00-\u9fff]不了|没法|不能|不好|不敢|不签|不付|不给|不买|不定|不下单|不放心|免谈|别想|怎么)"
_LACKED = sifted(_LACKING)
_DOUBLE = sifted(
    r"不可能(?:不|没)|没(?:人|谁)(?:说|讲)?不|没(?:有|个)?[^，,。]{1,6}(?:说不过去|不像话|不踏实|不放心|心里没底)|不[^，,。不]{1,6}(?:谁(?:敢|放心|信|买|肯)|(?:心里)?不踏实|不放心|说不过去|不像话)|没有不|也?不是不肯|不能没有|不可能没有|不会没有|哪能没有|不是不(?!是)|不是没有?|没说不|总不能[^，,。]{0,5}不|没说过不|没有说不|不能不|不得不|不会不|不可能不|并非不|没有不|也不是不|未必不|不要不|没理由不|不好不|少不了|免不了|离不开|缺不了|不可不|没有?[^，,。]{1,8}(?:不行|就(?:算了|不[买签做要谈]|没法|别谈)|免谈)|非[^，,。]{1,8}不可|不[^，,。不]{1,4}不行|不[^，,。不]{1,4}不(?:合适|可以|成)|不[开签给发寄出见看][^，,。不]{1,4}(?:就)?不(?:付|打款|转|签|定|下单|发货|收|验收|买|交|结)"
)
_ADDING = sifted(r"不[光仅但只止单](?:是|仅)?|别说|何止|除了")
_RHETORIC = sifted(
    r"(?:哪能|哪有|哪会|怎么能|怎么会|岂能|还能|谁敢|哪里能)[^，,。]{0,4}(?:不|没)(?!错|过)|[^，,。]{1,6}都(?:不|没)(?:给|肯|愿|让)[^，,。]{0,6}[啊呀](?=[，,。！!]|$)|(?:怎么|咋|为什么|为啥|为何|凭什么|干嘛|干吗|怎的|何必)(?:[你您们他我都又一直到现在还就这么久]{0,6})(?:不|没|未)|难道(?:[^，,。]{0,8})(?:不|没)|连[^，,。！!？?]{1,8}(?:都|也)(?:不|没)(?:给|寄|发|出|肯|愿|开|让|做|送|有(?=[？?]|$))|不是(?:都|已经)?(?:说好|说过|讲好|说了|答应|说要?)(?!不)|(?:还|都[^，,。]{1,5}了还?|几天了|多久了|这么久)(?:还)?(?:不|没)[^，,。]{1,8}[?？]+$|还不(?:给|发|寄|送|回)(?!是)|能不快点|就不能|何不|还不(?:快|赶紧|赶快)"
)
_HARMLESS = sifted(
    r"不好意思|不错|不过|不同(?!意)|不一样|不少|不断|不久|不管(?!$)|不论|不如|不妨|不得了|不客气|差不多|对不起|没问题|没事|没关系|没毛病|没意见|没得说|没异议|没啥问题|没什么问题|没有问题|没有什么问题"
    r"|不清楚|不知道|不晓得|不懂|不明白|不太清楚|不大清楚|不了解|没看懂|没看明白|没搞懂|没搞清楚?|没听懂|没弄懂|没想到|没想好|没注意|没留意|没料到|不放心|不瞒|不怕|不愧|不愁|不容易|不然|要不|不只|不耽误|不影响|不妨碍|不延期|不变|不限|不等|免[费息税邮押]"
    r"|(?:别|不用|不要|不必|不能|不需要)(?:[做搞弄写画])?(?:太|那么|这么|特别|担心|管我|客气|谢)|别忘|别漏|别弄错|别搞错|别晚|别错|别拖|别耽误|别太|别只|别光|不见不散|不言而喻|不止|分不清|来不来得及|特别|别家|别人|别的|告别|个别|级别|区别|类别|性别|分别|别墅|没多久|没那么(?!多|快|早)|没(?:打动|说服|达到|满足|解决|体现|符合|吸引|讲到|说到|谈拢)|不就|不再犹豫|不急着走|不满意?|不合理|不合适|不合格|不行啊|不符合?|不到位|不太行|不太好|不太满意|不太合适|不怎么样|不理想|不对劲?|不正确|不准确?|不准备|不全|不完整|不清晰|不专业|不详细|不够(?!预算)|不规范|不适合|不匹配|不划算|不一致|不通过|没过|没通过|不太对|不太准|不稳定?|不好用|不好|不透明|不细"
)
_PROPERTY = "含|包括?|收费|收钱|收(?!到|下|回|齐|款|货|着|讫)|超过?|到(?!位|手|账|货|款|我|这)|低于|少于|多于|高于|限|变|算(?![了出好完清下])|带|贵|便宜|高|低|大|小|多|长|短|快|慢|远|近|难|复杂|麻烦|清楚|一样|同(?!意)|够|包邮|计|另|另外|额外|退|可退|支持退|强制|负责|受|影响|是固定|固定|分|打印|加|加价|涨价?|改|换(?!货|新|人|[一个台])|搬|挪|调整|需要额外|需要另|要钱|要求|止|如|齐|漏|过期|失效|满|缺|差|用钱|花钱|用付|用额外"
_NOT_THIS = lazy(rf"(?:[不没无未]|没有|不会|不用|不需要?)(?:再|另|额外|另外)?(?:{_PROPERTY})")
_SOFT = "就|也|都|先|再|还|又|暂时|暂|目前|现在|我们?|咱们?|这边|那边|自己|你们?|您|今天|真的?|确实|其实|已经|一直|从来|压根|根本|这次|这周|本周|这个月|今年|最近|短期|短期内|近期|可能|应该|估计|恐怕|大概|那个?|这个?|刚|领导|老板|财务|客户|对方|公司|法务|他们?|她|一定|是|说|所以|因为"
_NOT_WORDS = (
    "不着急|不急着|不急|不管|不负责|不承担|不予|不用|不要|不需要|不需|无需|无须|毋需|不必|不想要?|不打算|不准备|不考虑|不愿意?|不肯|不该|不应该|不参加|不接受|不提供|不支持|不安排|不存在|用不着|犯不着|用不上|没必要|没打算|没法|没办法|没空|没得空|没来得及|没顾上|没顾得上|没轮上|没时间|无法|没能|不能|不可以|不让|不方便|不敢|不急着|来不及|谈不上|轮不到|顾不上|懒得|犯不上|不指望|没指望|没工夫|没功夫|没心思|没轮到|没走到|打消|不劳|不消|省得|拒绝|拒(?=付|签|收|$)|不收$|取消|放弃|谢绝|推掉|撤销|终止|停止|暂停"
    "|先别|别再|别|甭|莫|勿|休想|暂不|先不|暂时不|没有|没收到|没|尚未|还未|还没|未|不会|不去|不来|不再|不|不着急|不急|免|省掉|跳过|算了|砍掉|去掉|拿掉|唔使|唔要|唔需要|no need(?: for| to)?|don.?t (?:need|want|send)|do not (?:need|want)|not (?:need|now)|without|no more"
)
_BARE = frozenset({"不", "没", "没有", "不会", "不能", "未", "还没", "先不"})
_NOT_THERE_YET = frozenset({"到", "轮到", "走到", "谈到", "轮上", "排到", "进到"})
_BRINGING = frozenset({"带", "含", "包", "包含", "提供"})
"""尾料不带售后: what is not part of the goods is denied itself."""
_NEGATION = led(_NOT_WORDS)
_BEFORE_IS = lazy(
    r"(?:不是|并非|不算|没|没有)(?:在|因为|为了|要|想|说|真|来|嫌|觉得|谈|什么|正式的?|最终的?|问)*$"
)
_RELATIVE = lazy(r"(?<![你我他她们您家司方式新终细份版期次品的店校行])的$")
_CONTRAST = lazy(
    r"直接|而是|改成|改要|只要|只需|就行|但是?|不过|倒是|还要|还得|再|然后|先看|先发|先给|光要|要的是|才|就(?=[发给要签看付做])|换成|转而"
)
_GAP_BAD = lazy(r"知道|清楚|确定|明白|懂|了解|理解|好意思|满意|着急(?!要)|[吗呢么]")
_AFTER = lazy(
    rf"^(?P<gap>(?:[^，,。？?！!]{{0,7}}))(?P<neg>免了|免谈|(?:不要|不用|不必|不需要?|不想|不打算|不准备|不考虑|不急|不着急|不赶(?!上)|不参加|不安排|不提供|不支持|不做|不搞|不弄|不签|不付|不发|不寄|不去|不来|不看|不谈|不给|不开|不接受|不交|不打|不转|不定|不退|不印|不盖|不走|不换|不修|不派|不配|不搭|不加|不上|不买|不订|不约|不试|不听|不报|不出|不写|不改了|不能[发签付给做寄开参]|不打算|不方便|不够时间|不行了|不合作|不了了)|没有?(?:{_SOFT}|给|能|来得及)*[\u4e00-\u9fff]|没有?(?=[，,。]|$)|没呢|还早|未|尚未|算了|作废|取消|拉倒|黄了|搁着|搁一搁|先搁|放着|往后放|往后推|往后挪|改天(?=[吧再，,。]|$)|改日|下次(?=吧|再说)|以后再说|回头再说|没[见收]着|往后拖|拖一?拖|先拖|延后|(?:先|再|往后|还得)(?:缓|拖|等|放|压|搁|停|推)(?:上|个)?[一两几三四五半\d]{1, 2}(?:天|周|个?月|阵子?|段时间|个?星期|个?礼拜)|先压|先不[提谈]|再议|(?:给|被)?砍了|毙了|不指望|指望不上|没戏|没指望|泡汤|暂缓|缓一缓|缓缓|先放|先停|暂停|搁置|先等等|再等等|免(?![费息税运押邮检单])|省了|省掉|拒了|拒绝|用不[着上]|跳过|推(?:掉|了吧)|缓(?=签|付|交|办|发|寄)|[付签发寄打转开做出去来给办交加弄听看办参用试退修]不[了成]|赶不上|定不(?:下来|了)|[\u4e00-\u9fff](?<![少差错免忘低高贵大小好坏变保想离拦挡避省受等逃跑涨跌缺断说比跟对报抵证销登进连载足达决现持盖映划合])不(?:出来|出去?|来|了|成|上来|上|下来|起来|过来|过去|到|齐|动|拢|完)(?=[了啊呀吧哦呢的哈嘛，,。！! ]|$)|批不下来|关了|撤了|停了|撤掉|停掉|停办|关停|下架|没了|not (?:yet|needed|ready|received|here|sent)|hasn.?t|haven.?t|唔使|唔要|未收到|cancel|[付签发寄打转开做出去来给拿等收]不(?:到|出|上|成)|别[发签付给做寄开去来打转急弄搞出走办排约印盖装送交买订](?!错|漏|忘|多|少|太)|先别|甭)"
)
_DROPPED = lazy(
    r"^不(?:了|出来|出去?|成|过去|上去?)(?=[了啊呀吧哦呢的哈嘛，,。！! ]|$)|^(?:的?(?:这|那)?(?:件|个)?(?:事儿?|事情|活儿?|流程|环节|那块|这块)?)[^，,。？?！!没不别]{0,6}?(?:打住|推翻了|否(?:决|掉)?了|枪毙了|搁浅|作罢|流产|吹了|凉了|凉凉|落空|没谱|没门|悬了|娘胎"
    r"|(?:搁|撂|放|晾|扔|丢|摆)(?:到|在)?(?:一边|边上|一旁|旁边|后头|后面)|(?:先|暂且|暂时|再)(?:撂|搁|晾|压|缓|拖|甭|免|省|收)(?=[一着下了住放缓，,。吧]|$)|往后(?:捎|靠)|轮不[到着]"
    r"|(?:还|都|也)?(?:没|未)(?:轮|走|排|谈|进行|推进)(?:到|上)|谈不[上着]|够不着|犯不[上着]|指不上|八字(?:还)?没|早着呢|遥遥无期|撤(?:吧|回|销|单)|谈崩|崩了|撕(?:了|掉|毁)|弃了|不认(?!识|真|为|可)|解除|毁约|改(?:成|为|走)(?:了)?(?:直接|直采|询价|单一来源|直签)|(?:给我|帮我|都|先)?(?:注销|停用|退订|退掉|撤掉|关停|销掉)|省省|别了|甭了|罢了|不劳)"
    r"|^(?:的?事儿?|的话|嘛|呢|么)?(?:我们?|咱们?|这边|就|也|都|先|还是|暂时?|这次|这回|真)*(?:(?:懒得|没必要|没空|没工夫|没功夫|没心思|没兴趣|顾不上|没顾上|没打算|没想|用不着)[\u4e00-\u9fff]{0,3}|(?:不|甭)(?:再|用|必|想|要|打算|准备|劳|用再)?(?:您|你们?)?"
    r"(?!好|错|变|改|对|见|够|行|成|动|同|准|多|少|清|响|亮|转|灵|了|得|是|会|能|知|懂|明|太|怎|只|光|但|仅|至|如|比|论|管|合|划|符|满|理|含|包|超|限|差|值|贵|急|等|过|到|在|换|搬|挪|调|补|延|加|收|负责|受|影响|涨|钱)[\u4e00-\u9fff]{1,3}了)(?=[吧啦哈呗，,。！! ]|$)"
)
_NOT_OURS = lazy(
    r"^(?:我们?|这边|咱们?|这块|本店|公司|厂里|一律|一概|概|统统|都|就|也|是){0,4}(?:不|没人|没)(?:包|管|负责|保|带|含|做|提供)(?:的|了|哈|哦|啊|嘛|呢)?(?=[，,。！! ]|$)"
)
_LEAVE_IT = lazy(
    r"^[^，,。？?！!没不]{0,6}?(?:别|甭|休要?|勿|莫)(?:再|给我们?|急着|忙着|着急|往下|跟我)?(?![家人的处墅]|又|再|总|老|错|忘|漏|多|少|太|超|拖|迟|晚|丢|带|含|(?:写|印|用|放|贴|算)(?!了|[，,。！! ]|$)|弄[错丢坏]|搞[错丢]|坏|损|耽|落|磕|碰|压|光|只|不|没|混|标|担心|客气|管|改|变|涨|跌|升)[\u4e00-\u9fff]"
)
_CANNOT_DO = lazy(
    r"[\u4e00-\u9fff](?<![就也都先再还又我们您你他她家边次在能了的天周月年头])不(?:上|出|来|去|开)(?![了啊呀吧哦呢的哈嘛来去，,。！! ]|$)|[对跟比配够合]不[上来]"
)
_INSIDE_IT = lazy(r"^(?:单|书|表|函)?(?:里面?|里头|上面|中间|上(?!午|周|个?月|线|门|课|次|回))")
_AFTER_HARMLESS = lazy(
    r"不要(?!了)[^，,。！!？?了]{1,5}的(?=[，,。！!？? ]|$)|(?:不用|不必|不需要|无需)(?:家长|大人|本人|孩子|老人|家属|法人|人|我们?|另|一次|全[部款额]?|分[开批期]|押|额外|自己|亲自|到场|到店|下载|安装|注册|登录|排队|预约|刷卡|付?现金|当场|单独|那么|这么|太|带|证件|身份证|打车|跑|联网|插电)(?![，,。了]|$)"
    r"|没有?(?:食堂|宿舍|空调|电梯|停车|车位|暖气|厕所|洗手间|窗|wifi|网|操场|名额|老师|空位|座位|位置|地铁|班车|公交|阳台|教室|车库|前台|库存|英文|中文|视频|图片|水印|logo|落款|日期|页码|数量|明细|备注|税号|型号|规格|税点?(?!号)|运费|差价|水分|陷阱|套路|坑|限制|门槛|上限|下限|期限|联系人|隐形|广告|信号|声音|字幕|发货地|收件人)(?![^，,。！!？?]{0,2}(?:发|寄|给))"
    r"|不(?:走|用|收|刷|支持|接受|开|出|去|上)(?:支付宝|微信|现金|私账|公账|公户|私户|个人|省|市|国|境|外地|信用卡|承兑|平台|淘宝|抖音)"
    r"|(?:不用|不要|不必|不需要?|不|别)(?:再)?(?:签|发|寄|开|给|打|印|做|用|走|要)?(?:纸质|电子|原件|正本|副本|复印件?|扫描件?|彩色|黑白|英文|中文|双面|盖章|pdf|word|ppt)(?:的|[版件稿]的?)?(?=$|[，,。！!了啦])|没有?(?:写|标|列|提|画|附|填|印|留)(?![完好出了过]|[，,。]|$)|不[用要能](?:再)?等|(?:别|不要|勿)(?:又|再|总|老)?(?:写|含|带|超|忘|漏|弄错|晚|拖|推|用(?!了)|放(?!了)|印(?!了)|贴|混|算|标)|没有?(?:问题|意见|毛病|异议|变化?|改动|区别|错|说清|写清|写明|提到|标明|标|注明|包含|含|包|算(?![出好完清下])|加|列|考虑到|明确|看懂|看明白|听懂|涉及|体现|什么|啥|事|关系|得谈|得说|人|地方|法|把握|底|我们?想)"
)


_SPARED = lazy(
    r"(?:能不能|可不可以|能否|可否|可以|能)(?:先|直接|就)?(?:不|别)(?:做|去|走|签|开|用|要|发|写|搞|弄|看|给)?$"
)
_WITHOUT = lazy(r"(?:不要|不用|不需要|不开|不走|不签|不做)$")
_WHO_SAID = sifted(
    r"(?:谁说|谁告诉你|哪里说|我哪说|我什么时候说|啥时候说|谁让[你您]们?|谁要)(?:过)?(?:我们?|咱们?)?(?:就|一定)?(?:要|想|需要|得|用|会|同意|答应)?[^，,。！!？?不没]{0,3}$"
)
_STILL = lazy(r"^(?:的话)?[^，,。]{0,3}(?:能|可以|会|行|多少|还|有)")
_LEST = lazy(r"(?:别|不要|勿)(?:又|再)?[把将]$")
_GONE_WRONG = lazy(r"[^，,。！!？?]{0,5}[错漏丢忘混迟反坏]")
_FOR_THE_NEXT = lazy(r"(?:不用|不需要?|不必|无需)(?:交|开|付|签|给|看|做|带|凭|填|办)?")
_FAR = 32
"""Characters around a concept in which a negation can reach it."""


_may_deny = any_of(_BEFORE_IS, _NEGATION)
_may_be_denied = any_of(_DROPPED, _NOT_OURS, _LEAVE_IT, _AFTER)


def reach(text: str, start: int, end: int, *, following: int | None = None) -> Reach:
    """How a clause bears on the concept at ``start:end``; *following* is where the next concept begins."""
    before, after = text[:start], text[end : following if following is not None else len(text)]
    if _RHETORIC.search(text):
        return Reach.DEMANDED
    if _WHO_SAID.search(before):
        return Reach.NEGATED
    if _ADDING.search(before):
        return Reach.AFFIRMED
    if _LEST.search(before) and _GONE_WRONG.match(after):
        return Reach.AFFIRMED
    if is_question(text):
        asked = before.endswith("能不") and text[start] == "能"
        spared = (not asked and _SPARED.search(before)) or (_WITHOUT.search(before) and _STILL.match(after))
        return Reach.NEGATED if spared else Reach.OPEN
    lacking = _LACKED.search(text)
    if lacking is not None and lacking.start() < start <= lacking.start() + 3:
        return Reach.AFFIRMED
    if _DOUBLE.search(text):
        return Reach.AFFIRMED
    after = "" if following is not None and _FOR_THE_NEXT.fullmatch(after) else after
    if (_may_deny(text) and negated_before(before[-_FAR:])) or (
        _may_be_denied(text) and negated_after(after[:_FAR])
    ):
        return Reach.NEGATED
    return Reach.OPEN


def negated_before(before: str) -> bool:
    """Whether words before a concept deny it."""
    if _BEFORE_IS.search(before):
        return True
    plain = _A_NOT_A.sub("〇", _DOUBLE.sub("〇", _HARMLESS.sub("〇", before)))
    found = _last_negation(plain)
    if found is None:
        return False
    negation, gap = found
    if (
        gap in _NOT_THERE_YET or gap.startswith(("这么快", "那么快", "这么早", "那么早"))
    ) and negation in _BARE:
        return True
    if _GAP_BAD.search(gap) or _CONTRAST.search(gap.removeprefix("再")) or "〇" in gap:
        return False
    if negation in _BARE and gap not in _BRINGING and _NOT_THIS.match(negation + gap):
        return False
    return not (_RELATIVE.search(gap) and negation not in ("不要", "不用", "没收到", "不需要", "没有"))


def _last_negation(before: str) -> tuple[str, str] | None:
    """The negating word nearest to the end with the words between it and the concept."""
    nearest: tuple[str, str] | None = None
    for match in _NEGATION.finditer(before):
        gap = before[match.end() :]
        if len(gap) <= 9:
            nearest = match[0], gap
    return nearest


_ELSEWHERE = lazy(
    r"[别不](?:寄|发|送|打|写|开)(?![了吧呢啊哦嘛过来出去给您你我也都先，,。！!？? 票货款])[\u4e00-\u9fff]{2}"
)


_OVER = lazy(r"^(?:完|过)(?:了|之?后)?[^，,。！!？?]{0,4}不")


def _left_alone(after: str) -> bool:
    """合同模板就别传了: whatever is not to be done, as long as it is done to the concept itself."""
    found = _LEAVE_IT.match(after)
    return found is not None and _ELSEWHERE.search(after) is None


def negated_after(after: str) -> bool:
    """Whether words behind a concept deny it."""
    plain = _A_NOT_A.sub("〇", _DOUBLE.sub("〇", after))
    if not _INSIDE_IT.match(plain) and (
        _DROPPED.match(plain) or _NOT_OURS.match(plain) or _left_alone(plain)
    ):
        return True
    found = _AFTER.match(plain)
    if found is None or "〇" in found["gap"] or _INSIDE_IT.match(plain):
        return False
    at = found.start("neg")
    rest = plain[at:]
    if _OVER.match(plain) and rest[0] == "不":
        return False
    if _AFTER_HARMLESS.match(rest) or _HARMLESS.match(rest) or _NOT_THIS.match(rest):
        return False
    if _ELSEWHERE.match(rest) or _CANNOT_DO.match(plain[max(0, at - 1) : at + 4]):
        return False
    if something_else(rest):
        return False
    inner = plain[max(0, at - 1) : at + 3]
    return (
        not _HARMLESS.match(inner)
        and not _GAP_BAD.search(found["gap"])
        and not _CONTRAST.search(found["gap"])
    )


_QUESTION = sifted(
    r"没(?=[呀啊]?[，,。?？!！ ]{0,2}$)(?<=[^还都就也我先从并压]没)|不(?=[呀啊]?[，,。?？!！ ]{0,2}$)(?<=[^我先暂要也都就偏绝从〇]不)|[?？]|[吗么嘛](?=[，,。!！~ 你您]|$)(?<!什么)(?<!怎么)(?<!这么)(?<!那么)|几时|几多|有冇|什么时候|啥时候?|什么时间|多久|多长时间|几[时天点号周个月]|(?:礼拜|周|星期|上午|下午)几|哪[天个家里儿些位种款边]|(?:在|去|到|上|往|从)哪|哪(?=[有能看一步领取买办交签付寄发打修报查找试听送装?？呀啊呢，,。]|$)|啥(?!都|也|的|问题|事)(?<!没啥)|多少|怎么(?!还|都|又|样的|说呢)|咋|如何|什么(?!都|的|问题|时候都)(?<!没什么)(?<!没有什么)|是否|能否|可否|有无|谁|多(?:快|大|远|长|久|高|重|宽|厚|深)(?=[，,?？。！ 的啊呢]|$)|对吧|是吧|对吗|行吧|几(?=[人个台折家年节次成页种套件份位级期轮])(?![^，,。]{0,4}了)(?<![十好这前近过隔上]几)"
)


_EITHER = lazy(
    r"([\u4e00-\u9fff])[^，,。]{0,8}还是[^，,。]{0,8}\1|是[^，,。]{1,10}还是[^，,。]"
    r"|[\u4e00-\u9fff](?<![我你您们都也这那])还是(?![算太贵有点不没要得先再觉想很挺比可行老那这偏高让需等希您你我他以按同一])[^，,。]{1,8}$"
)


@lru_cache(maxsize=512)
def is_question(text: str) -> bool:
    """Whether a clause asks."""
    if _QUESTION.search(text) is not None or _A_NOT_A.search(text) is not None:
        return True
    return "还是" in text and _EITHER.search(text) is not None


_MUST = sifted(
    rf"{_LACKING}|不能不|不得不|少不了|没有?[^，,。]{{1,8}}(?:不行|就(?:算了|不[买签做要谈]|没法|别谈)|免谈)|非[^，,。]{{1,8}}不可|不可不|不[^，,。不]{{1,4}}不行"
)


def insists(text: str) -> bool:
    """Whether a clause asks why something has not been done (怎么还没送到), or denies a denial (不可能不开票)."""
    return _RHETORIC.search(text) is not None or _DOUBLE.search(text) is not None


def demands(text: str) -> bool:
    """Whether a clause demands by its form: 怎么还不给合同, 没有合同不行."""
    return _RHETORIC.search(text) is not None or _MUST.search(text) is not None
