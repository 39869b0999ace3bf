"""Papers that look like timed chats: minutes, schedules, duty lists, logs of work; told by what heads them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nlp.lazy import lazy

#: A field that only minutes and plans are headed by.
_LABEL: Final = lazy(
    r"^(?:参会|与会|到会|出席|列席|缺席|请假|主持|主讲|记录|议题|议程|会议(?:主题|地点|时间|名称|内容)|决议|参加|参训|值班)(?:人员?|人|者|事项|名单|领导|部门)?\s*[:：]"
)
#: The title of a paper: 周例会 3 月 16 日, 明日行程, 工单流水.
_TITLE: Final = lazy(
    r"(?:例会|晨会|早会|晚会|夕会|周会|月会|会议|复盘|研讨|纪要|行程|日程|日志|流水|台账|值班|排班|考勤|打卡|签到|议程|议程表|流程|课程表|课表|时间表|节目单|巡检|工单|审批|登记|进度表|安排|计划|日报|周报|小结|总结|记录|轨迹|物流|汇总|评价|反馈|名单|清单|意见|点评|统计|排行)"
)
_TALK_TITLE: Final = lazy(r"聊天|对话|会话|群|微信|消息|[?？吗]|帮|看|请|您|你")
_PLAIN: Final = lazy(r"^[\[(（]?(?:上午|下午)?\d{1,2}[:：]\d{2}[\])）]?\s+[^:：\d\s][^:：?？]{0,12}$")


def is_paper(head: Sequence[str], lines: Sequence[str], spoken: bool, timed: str) -> bool:
    """Whether the text is minutes, a plan or a log: *head* are its lines before the first message.

    *spoken* tells whether anybody in it speaks to another; *timed* is the shape of the heads.
    """
    heads = [line.strip() for line in head if line.strip()]
    if any(_LABEL.match(line) for line in heads):
        return True
    if spoken:
        return False
    if any(len(line) <= 24 and _TITLE.search(line) and not _TALK_TITLE.search(line) for line in heads):
        return True
    return timed == "time first" and any(_PLAIN.match(line.strip()) for line in lines)
