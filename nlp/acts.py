"""What the speaker does with a concept: asks for it, plans it, did it, or merely talks of it."""

from __future__ import annotations

import re

from nlp.arranged import formed
from nlp.lazy import any_of, lazy, led
from nlp.model import Act, Side
from nlp.scope import is_question

_COMPLETE = "递测核拟画派拉挂登存熬讲演拍填领取查印绣划扫刷排装修运提投备延续加升发签付打转收寄给传开看做交盖出改弄写拿送定谈审试听汇结缴办批补退买约订下支安体验到"
_DONE_AFTER = lazy(
    rf"^下来|^是?(?:昨[天晚]|前天|上周|今早|早上|上午|刚才|上个?月)[^，,。？?！!没不]{{0,10}}的$|^[^，,。？?！!没不]{{0,8}}?(?:(?<![快等])[好完妥齐毕](?:了|啦)(?!吗|没|再|就|后|之后|我|给|发|告|通|联|叫)|过目了|已经?[^，,。？?！!没不]{{0,5}}(?:完|好|妥)|[塞放传导充存挂贴搁录填][^，,。？?！!]{{0,6}}[里上]了(?!吗|没)|[用跑试听上看学]了[^，,。？?！!]{{0,2}}[一二三四五六七八九十半几多两\d]{{1,3}}(?:个?多?(?:天|周|月|年|次|节|小时|轮|遍)))|^[^，,。？?！!]{{0,8}}?(?:(?:已经?|刚刚?|刚才|早就?)[^，,。？?！!]{{0,6}}(?:[{_COMPLETE}]|通过|完成|开通|安排|确认|到账|查收|中了|过了)(?!算|划|备)"
    rf"|(?:[{_COMPLETE}])(?:好|完|到|过|出|掉|下|回|妥|齐|毕|通|成|走|清|全|着|错)?(?:出去|过去|回来|下来|上去|上来|进去|到手|到位|来|去|出来|回去|上)?(?:给?[您你我](?:们)?|群里|微信|邮箱|客户|财务|对方|公司|你们?|邮件)?(?:了(?!解|吗|没|么)|啦|咯|喽)"
    rf"|(?:看|听|试|签|用|付|发|谈|体验)过(?!期|来)|(?:完成|通过|开通|确认|搞定|到账|结束|签收|寄出|发出|生效|结清|付清|中标|下单|付讫)了?(?!吗|没|之后|后|再|前|时间)|到了(?!吗|没|期|时)|在路上|在途|收到(?!吗|没|后|再|之后|请)|在附件|请查[收阅看]|查收|见附件|如下|在这|放群里了|在群里|贴出来了|(?:寄|发|走|叫)(?:的|了)?(?:顺丰|京东|德邦|中通|圆通|韵达|邮政|ems|闪送|同城|快递|跑腿|专线|物流|特快|挂号)了(?!吗|没)|没问题了|成了(?!吗))"
    r"|^[^，,。？?！!没不别]{0,8}?(?:收着(?!吗|没|再|后)|(?:申请|拿|领|取|批|抢|到)(?:到|下来)?到?手(?:了|(?=[，,。 ]|$))|([翻看瞅瞧试用听扫过走跑])了\1|(?:讲|演|看|听|试|跑|走|测|谈|聊)(?:完|过)(?:一|两|几|三)[轮遍场次节版圈]"
    rf"|(?<!在)(?<!正)(?:[{_COMPLETE}])(?:给|到|进|在|去)?[^，,。？?！!没不别要会再才能快等]{{0,5}}了(?=[，,。！!～~ 哈啊]|$))"
)
_VERBAL = frozenset("款票样示听用货标约字章账课单费修退换签付转打汇到交缴寄")
_DONE_SELF = lazy(
    r"(?:好|完|过|掉|成|成功|上|下|出来|到位|过去|出去|进去|给[您你]们?)?(?:了(?!吗|没|么|解|再|之|[^，,。]{0,4}[才再就])|过(?!期|来|去|程|一?下|渡))(?![^，,。]{0,3}[吗么])"
)
_DONE_BEFORE = lazy(
    rf"(?:已经?|刚刚?|刚才|昨天|前天|早就?|上周|上个?月)(?:给?[您你我]们?|都|也)?(?:[{_COMPLETE}][^，,。？?！!要会是]{{0,7}})?$|(?:[{_COMPLETE}])(?:好|完|到|过|出|掉|下|回|齐)?(?:了|过|完|到)(?!要|没|吗|解)[^，,。？?！!后再]{{0,7}}$|收到[^，,。后再]{{0,6}}$"
    r"|附件[是为里]{0,2}[^，,。]{0,4}$|(?:这|以下|下面|上面)(?:是|份|就是)[^，,。]{0,8}$|(?:请|麻烦)(?:您|你)?(?:查收|查阅|查看|过目|看一?下)[^，,。]{0,4}$|(?:谢谢|感谢|辛苦)[^，,。]{0,3}的$"
)
_HANDED = lazy(
    r"请?查收|请查阅|过目|见附件|在附件|您?先?看[看一下]|看一下|看下|看看|已发|发您|发你|发给您|注意查收|请审阅|审一下|收一下|麻烦确认|烦请确认"
)
_FUTURE = (
    r"明[天早晚儿]|后天|大后天|下周|下下周|下个?月|下午|晚上|今晚|今天内|今天下班|下班前|(?<!上)周[一二三四五六日天末]|(?<!上)(?<!上个)(?<!个)礼拜|(?<!上)(?<!上个)(?<!个)星期|月底|月初|年底|年后|节后|[\d一二三四五六七八九十]+[号日](?!线)"
    r"|[\d一二两三四五六七八九十半]+(?:天|个?小时|分钟|个工作日|周)(?:内|后|之内|之后)|稍后|稍晚|稍等|马上|立刻|立马|一会儿?|待会儿?|等[下会]|等一下|回头|晚点|晚些|尽快|尽早|这就|到时候?|过[几两]天|过会|之后(?!服务)|中午|上午|明后天|年前|月中|近期|本周|这周|这两天|随后|届时|改天|先去|开始"
)
_PLAN_AROUND = led(
    rf"{_FUTURE}|还(?:需要|要|得)[^，,。]{{0,2}}[\d一二两三四五六七八九十几半](?:天|个?小时|周)|正在|预计|[\d一二三四五六七八九十]点(?:半|多)?(?:左右|前)?(?:到|来|过|上门)|正[给帮]|在[做写出准赶排拟走改办整开拟弄核算](?!线)|准备(?!好了吗)|打算|计划|会(?=[联跟与给帮把发寄开出签付做安尽按在让来去为安随优争])|将(?=[在于会给发寄])|帮您|帮你|(?<![发寄送传])给[您你](?=$|[，,。！ 们])|我这边(?!已|刚)|给您(?=[测核算发做出准安申寄开约送报拟整写弄])|给你(?=[发做出准安申寄开约送报拟整写弄])"
    r"|我(?:来|去|先|再|这边|们)?(?:给|帮|发|安排|准备|申请|整理|做|出|写|约|拟|催|开|寄|签|付|转|打|报)(?!过|了|完)|预约(?:好|到)|约(?:了|在|到|好)|定(?:在|到|于)|改到|改在|改成|推迟到|延到|延期到|挪到|排(?:在|到)|要(?:签|付|打|寄|开|走|发货)|快(?:好了|出来了|签了|到了)|就(?:签|付|打|转|发|寄|开)|等(?:我|着)?(?:做|发|签|付)|争取|安排(?:上|在|到|您|好|明|下|周)|可以安排|还在(?:做|写|出|改|赶|准备|拟|走)"
)
_ASK = led(
    r"^(?:我们?)?开[^了过，,。]{0,8}〇|(?:甩|丢|扔|推|转|捎|递|撂|撇|抛|传|发|拿|送|带)(?:一?[份个张]|两[份个张])?(?:给我们?|过来|我们?(?=一?[份个下]|[，,。！! 瞅看]|$))|过给我|直接|给我|发我|发来|发给我|发一?[下份个]|发过来|给(?:我们|咱们|个|份|一[份个]|一下|下|报|出)|来[一]?[份个张套点]|拿[一]?[份个套]|寄(?:我|给我|来|过来|一|点|两|几|个|份)|送(?:我|来|过来|一|几|个|份|两)|开(?:给我|一?张|个|一下|专|普)|出(?:[一两]?[份个下版套]|给)|做(?:一?[份个下])|报(?:一?[个下份])|传(?:我|给我|一?下|来)|提供|要(?!是|不然|不是|走|招|等|报|上会|比|请示)|想(?:要|看|试|约|了解|听|去|先|来|体验|参加|拿|问|知道|预约|安排|申请|带)"
    r"|需要(?!走|招)|需(?!求|要)|麻烦|烦请|请(?!教|示|假|查收)|帮(?:我|忙|我们|看|问|申请|查)|求|不[光仅但只止单](?:要|发|给|做|看|出)?〇|还得(?:〇|现场|上门|远程|再|给|带|有|补)|[整弄搞](?:一[份个套版张]|[份个套]来)|催|尽快|赶紧|赶快|快点|抓紧|速|记得|别忘|务必|一定|能否|可否|希望|最好|约(?!束|定俗)|安排|预约|报名|申请|把[^，,。]{1,10}(?:发|给|寄|传|拿|送|开)|有没|有无|看看|试试|试一?下|先(?:看|发|给|出|试|做|寄|签|来|听|开|用)|再(?:便宜|少|优惠|低|降|打|让|给|发|送|来|寄)|算[便我]|打个?折|便宜点|便宜些|少点|让点|优惠点|优惠一?下|可以(?:先|再|约|来|发|给)|行不|了解一?下|咨询|问一?下|问下|参观|优化|细化|精简|完善|补充|缩短|提前(?!是)|延长|通知我|告诉我|联系我|叫我|说一声|走一下|拟一?[份个下]|盖[个好]?章|签(?:一下|好|完)[^了]|回传|补[一]?[份个张开]|重[新发开做打寄画写出]|先〇|走〇|(?:吧|呗)[。！!，, ~～]{0,2}$|换|改一?下|修改|调整|(?:写|加|放|标|补)(?:进去|上去|明|清楚)(?!了)|注明|〇(?:就|也)(?:行|中|成|可以)(?:了)?$"
)
_FOLLOW_UP = lazy(
    r"(?:看|收到|收|考虑|研究|讨论|反馈|意见|用|试|听|过目|审|内部|觉得|感觉|满意|体验|商量|效果|清楚|明白|疑问)[^，,。]{0,6}(?:吗|没|么|怎么样|如何|得怎|[?？]|了吧|过吧|咋样|啥想法|啥意见)|有(?:什么|没有)?(?:问题|疑问|意见|反馈|想法)|怎么样|如何(?=[?？]|$)|还满意|感觉如何"
)
_POLITE = lazy(
    r"(?:麻烦|烦请)(?!了)|(?:请|辛苦)(?:您|你|贵司)|您(?:这边)?(?:尽快|记得|抽空)|请(?:尽快|及时|务必|安排|提供)"
)
_HAND_OVER = lazy(
    r"(?:甩|丢|扔|推|传|转|发|寄|捎|递)(?:给)?我|(?:甩|丢|扔|推|传|发|寄|递)过来|发我|给我|发一?[份下个]|发来|传我|退|返"
)
_SURE = lazy(r"已|了|过(?![来去几两一目])|刚|收到|在附件|见附件|查收")
_BARGAIN = lazy(
    r"[报算给出列]个?(?:总[价数账]|明细价|分项价)|报个价|报一?下价?|开[个张]票|打个样|寄个样|询个价|核个价|约[个节]|再便宜|便宜[点些一下]|便宜[两几\d十百三五]|再?[少让低降][点些一]|打个?折|[抹凑取]个?[零整]|给个|能少|送[点几个一两三]|最低|多送|加送|再送|几折"
)
_ORDERED = lazy(
    r"^[^，,。我]{0,4}?(?:一起|一块儿?|都|也|先|直接|顺便|重新|再|帮忙)?(?:发|寄|开|给|送|传|出|做|安排|准备|重做|重发)(?:一下|下|来|过来|吧|出来|我|一份|过去)?[。！!，, ]{0,2}$"
)
_PLEASE = lazy(r"方便|能不能|(?:行|好|成)吗|(?:可以|能)[^，,。]{0,6}吗")
_SOON = lazy(
    rf"^[，,。 ]{{0,2}}(?:我们?|财务|老板)?(?:就|争取|应该)?(?:{_FUTURE})[^，,。！!？?没不]{{0,3}}(?:签|付|打款|转|寄回|盖章|过去)(?![^，,。]{{0,4}}[吗么?？])"
)
_JUDGED = lazy(r"^[^，,。！!？?没不]{0,3}[\u4e00-\u9fff]得(?:不错|很|挺|还|可以|太|一般|真|特别|非常|蛮)")
_PAST_EVENT = lazy(
    r"(?:上周|上次|上回|昨天|前天|前两天|那天|那次|上个?月|之前|(?<![一二三四五六日天末号明后约改])上午)[^，,。！!？?没不未]{0,10}$"
)


_APPOINTED = lazy(
    r"(?:约|定|订|安排|排|改)(?:在|到|个|了)?(?:这|下|本)?(?:周|礼拜|星期|明|后天|今|\d|[一二三四五六七八九十]+[号点])[^，,。！!？?没不别]{0,8}$"
)
_PAST_INSIDE = lazy(r"昨[天晚儿]?|前天|上周|刚|今早|(?<![一二三四五六日天末号明后约改])上午")
_ENGLISH_DONE = lazy(
    r"^ ?(?:is|was|has been|have been|already|just){0,2} ?(?:signed|sent|paid|received|done|attached|confirmed)\b"
)
_ENGLISH_ASK = lazy(r"(?:pls|please|send|need|want|share|can you|could you|give (?:me|us))[a-z ]{0,16}$")
_ENGLISH_ASK_AFTER = lazy(r"^ ?(?:pls|please|asap|needed)")
_OUTRIGHT = lazy(r"(?:我们?|走|就)?(?:全款|现款|现结|月结|对公|刷卡|转账|现金)(?:付款?|结算?|吧)?")
_GOING_TO = lazy(
    rf"(?:{_FUTURE})[^，,。！!？?]{{0,5}}(?:去|来|会|就|再|准备|争取|让)[^，,。！!？?请]{{0,8}}(?:把|将)[^，,。！!？?]{{0,3}}$"
    r"|我们?(?:让|叫|安排|通知)[^，,。！!？?]{1,5}(?:今天|明天|下午|上午|下周|这周|马上)[^，,。！!？?]{0,4}(?:把|将)[^，,。！!？?]{0,3}$"
)
_PAYS_SOON = lazy(
    r"^(?:我们?|财务)?(?:这就|马上|立马|立刻|现在就?|今天就?|今晚|下午就?|明天就?)(?:去|给[您你])?(?:打|转|付|汇)(?![^，,。]{0,6}[吗么?？])"
)
_INSTEAD = lazy(
    r"^(?:就|直接|改)?(?:开|要|发|寄|走|做|签|给)(?!了|过|不|会|完|好了)[\u4e00-\u9fff]{1,6}[。！!吧]{0,2}$"
)
_SURE_BEFORE = lazy(r"已|刚|昨|上周|前天|麻烦|请|你|您|能")
_INVITED = lazy(
    r"(?:你们|您|你|贵司|咱们)[^，,。！!？?没不]{0,4}(?:来投|来参加|来人|参加|参与|报名|投(?=[一标个不吗吧呗]|$)|准备(?:一?下)?(?:材料|标书|资料)|做标书|递|交标)"
)
"""A tender is the customer's own, yet here we are asked to take part."""
_THEN = lazy(r"(?:了|好|行)[，,]?(?:我们?)?(?:就|马上|立马)$")
_NOTHING_TO = lazy(
    r"不(?:换|搬|挪)了|不(?:用|必|需要?)(?:再)?(?:换|改|修改|调整|延长|补|重)|没(?:啥|什么|有什么|有)(?:特别|地方|大)?(?:要|需要|想|好)"
)
_FORBIDS = lazy(
    r"^[^，,。！!？?]{0,5}(?:别|不要|勿|不能)(?:给我|又|再|总|老)?(?:推|用(?!了)|写|含|带|超|忘|漏|弄|搞|晚|拖|少|错|放|印|贴|混|做|加)(?!了|催)"
)
_URGED = lazy(r"(?:呗|[退去抹免改换撤删]了吧)[。！!，, ~～]{0,2}$")
_WITHIN = lazy(r"(?:天|工作日|周|月)(?:之?内|左右)?(?:就)?(?:能|可以|准|保证)?(?:出厂|装车|发车|到账)$")
_HANDED_LATER = lazy(
    rf"^[好完妥齐]?了?[，, ]?(?:我|就)?(?:{_FUTURE})[^，,。！!？?了没不]{{0,4}}(?:发|给|寄|送|传|拿|带|交|报)[^，,。！!？?了没不]{{0,6}}(?=[，,。！! ]|$)"
)
_FINISHED = lazy(r"已|[了过]$|(?:收到|收着|寄出|到账|装车|发车|出厂)$")


_may_be_later = any_of(_HANDED_LATER)
_may_be_english = any_of(_ENGLISH_DONE, _ENGLISH_ASK, _ENGLISH_ASK_AFTER)
_may_go = any_of(_GOING_TO)
_may_be_done = any_of(_DONE_AFTER, _DONE_BEFORE)
_may_be_past = any_of(_PAST_INSIDE)


def act_of(
    clause: str, start: int, end: int, *, context: str, side: Side, own: bool = False, pays: bool = False
) -> Act:
    """The act on the concept at ``start:end`` of a clause; *context* is what follows it in the sentence.

    *own* concepts are the customer's own business (a tender): 要 does not ask for them;
    *pays* tells of money the customer has to pay: a time makes it a plan.
    """
    before, after, last = clause[:start], clause[end:], clause[max(0, end - 1) : end]
    happened = _by_itself(clause, start, end)
    if happened is not None:
        return happened
    if side is Side.STAFF:
        fixed = None if is_question(clause) else formed(before, after, clause, context)
        return fixed or _staff_act(clause, last, before, after, context)
    if pays and _OUTRIGHT.fullmatch(clause.strip(" ，,。！!")) and not is_question(clause):
        return Act.MENTION
    if (
        _may_go(clause)
        and _GOING_TO.search(before)
        and not is_question(clause)
        and not _SURE_BEFORE.search(before)
    ):
        return Act.PLAN
    found = _customer_act(clause, last, before, after, context)
    if is_question(clause):
        told = _PAST_EVENT.search(before) is not None and re.match("的|过|了", after) is not None
        return Act.DONE if told and re.search("[示听用驾]|课", clause[start:end]) else found
    if re.search("[示听用驾]|课", clause[start:end]):
        if _PAST_EVENT.search(before) or _JUDGED.match(after):
            return Act.DONE
        if _APPOINTED.search(before):
            return Act.PLAN
    if own and _INVITED.search(clause + context):
        return Act.REQUEST
    if own and found is not Act.DONE and not _HAND_OVER.search(clause):
        return Act.PLAN if re.search(_FUTURE, clause) else Act.MENTION
    if (
        pays
        and found is Act.MENTION
        and re.search("(?:今天|今晚|上午|下午|这两天)[^，,。没不]{0,4}(?:走|付|打|安排|转|交)", clause)
    ):
        return Act.PLAN
    if pays and found is Act.REQUEST and before.endswith("还得"):
        return Act.MENTION
    if pays and found is Act.REQUEST and _PAYS_SOON.match(context):
        return Act.PLAN
    if pays and found is Act.REQUEST and re.search(_FUTURE, clause) and not _HAND_OVER.search(clause):
        return Act.PLAN
    if found is Act.MENTION and (
        _BARGAIN.search(clause[start:end]) or (_ORDERED.match(after) and "我" not in before)
    ):
        return Act.REQUEST
    return found


def _by_itself(clause: str, start: int, end: int) -> Act | None:
    """The act that the found words and their nearest neighbours tell, whoever speaks."""
    before, after, found = clause[:start], clause[end:], clause[start:end]
    said = found + ("了" if after[:1] == "了" and end - start > 2 else "")
    if _may_be_later(clause) and _HANDED_LATER.search(after):
        return None
    if (
        _FINISHED.search(said)
        and not is_question(clause)
        and not _URGED.search(clause)
        and not re.search("快|要|等|再", before[-3:])
        and not _WITHIN.search(found)
    ):
        return Act.DONE
    if _may_be_english(clause) and (abroad := _english(before, after)) is not None:
        return abroad
    past = (
        _may_be_past(clause)
        and _PAST_INSIDE.search(found)
        and re.match("的(?![^，,。]{0,3}[吗?？])|了|过", after)
    )
    return Act.DONE if past else None


def _english(before: str, after: str) -> Act | None:
    """contract signed, pls send quotation: the act in English words beside the concept."""
    if _ENGLISH_DONE.match(after):
        return Act.DONE
    return Act.REQUEST if _ENGLISH_ASK.search(before) or _ENGLISH_ASK_AFTER.match(after) else None


def _done(last: str, before: str, after: str, within: str) -> bool:
    """Whether the words around a concept that ends in *last* say that it happened; *within* holds them all."""
    if last in _VERBAL and _DONE_SELF.match(after):
        return True
    if not _may_be_done(within):
        return False
    found = _DONE_AFTER.search(after)
    return (found is not None and re.search("没|未|不", found[0]) is None) or _DONE_BEFORE.search(
        before
    ) is not None


def _staff_act(clause: str, last: str, before: str, after: str, context: str) -> Act:
    whole = clause + context
    if (
        is_question(clause)
        or re.search(r"[?？]", whole)
        or (is_question(context) and not _HANDED.search(whole))
    ):
        if _FOLLOW_UP.search(after + context):
            return Act.DONE
        return (
            Act.REQUEST
            if is_question(clause) or re.search(r"[?？]$", clause.strip()) or _PLEASE.search(context)
            else _statement(last, before, after, whole)
        )
    return _statement(last, before, after, whole)


def _statement(last: str, before: str, after: str, whole: str) -> Act:
    """What a rep's statement does: 已发 is done, 明天给您 is planned, 麻烦您盖章 asks."""
    planned = _PLAN_AROUND.search(whole) is not None
    if (
        _POLITE.search(whole)
        and not _HANDED.search(whole)
        and not re.search(r"我(?:们|这边)?(?:会|来|马上|明|帮|给)", whole)
    ):
        return Act.DONE if _done(last, before, after, whole) and _SURE.search(whole) else Act.REQUEST
    if planned and _done(last, before, after, whole) and not _SURE.search(whole):
        return Act.PLAN
    if _done(last, before, after, whole) and not re.search(
        r"之后|了就|完就|好了?就|后(?=[我给再安])|了再", after
    ):
        return Act.DONE
    if _HANDED.search(whole) and not planned:
        return Act.DONE
    if planned:
        return Act.PLAN
    asks = re.search(
        r"(?:麻烦|烦请|请|辛苦)(?:您|你)?|您(?:这边)?(?:先|尽快|把|记得|抽空|安排|需要)|记得|尽快|别忘|方便(?:的话|时)|把[^，,。]{1,8}(?:发我|给我|发来|传我)|发我|回传|提供一?下|盖[个好]章",
        whole,
    )
    return Act.REQUEST if asks else Act.MENTION


def _customer_act(clause: str, last: str, before: str, after: str, context: str) -> Act:
    whole = clause + context
    if is_question(clause):
        if re.search(r"(?:收到|到账)[^，,。]{0,6}(?:吗|没|[?？])", clause) and re.search(r"款|钱|账", clause):
            return Act.DONE
        return Act.REQUEST
    if (
        _THEN.search(before)
        and re.match(r"^(?:[，,。！!了吧]|$|款|单|合同)", after)
        and last in "签付转款单同"
    ):
        return Act.PLAN
    asked = _ASK.search(before + "〇" + after) is not None and _NOTHING_TO.search(after) is None
    if _URGED.search(clause) or _FORBIDS.match(after):
        return Act.REQUEST
    if _done(last, before, after, clause) and not re.search(
        r"(?:之后|了就|完就|好了?就|后(?=[我给再安])|了再)", after
    ):
        return Act.DONE
    if re.search(
        r"我们?(?:这边|公司|财务|会计)?(?:[^，,。给]{0,8})(?:付|打|转|签|汇|交|缴|去|来|过去|盖|安排|走)",
        whole,
    ) and _PLAN_AROUND.search(whole):
        return Act.PLAN
    if re.search(
        r"(?:再|才|后)(?:付|签|打|转|汇|交|结|给(?![一我个点两几])|清|补)(?![^，,。]{0,4}(?:吗|[?？]))", after
    ):
        return Act.PLAN
    if _SOON.match(context):
        return Act.PLAN
    if not asked and is_question(context) and len(context) <= 14:
        return Act.REQUEST
    return _customer_rest(clause, last, before, after, context, asked=asked)


def _customer_rest(clause: str, last: str, before: str, after: str, context: str, *, asked: bool) -> Act:
    """A customer's statement without a deed or a date of its own: asked for, put to a day, or mere talk."""
    whole = clause + context
    rest = (before + after).strip(" ，,。！!~呢呀啊吧哈嘛了的")
    if asked or not rest or re.search(r"^呢|呢[?？!！]*$", after):
        return Act.REQUEST
    if re.search(
        r"重[做发开打新]|发我|给我|帮我|帮忙|尽快|麻烦|换一[个份批]|改一?下|补上|加上|改掉|删掉|去掉|补进",
        context[:14],
    ):
        return Act.REQUEST
    if re.match("不|别", after) and _INSTEAD.match(context):
        return Act.REQUEST
    if _ASK.search(context[:12]) and len(after.strip(" ，,。")) <= 2:
        return Act.REQUEST
    if last in "听示用款货票签约标" and re.search(_FUTURE, before):
        return Act.PLAN
    if re.search(_FUTURE, whole) and re.search(r"付|打|转|签|汇|交|缴|来|去|盖|约|安排", whole):
        return Act.PLAN
    return Act.MENTION
