"""What a self-built application can show and how often, as data.

Source: WeCom docs, path 90236 "发送应用消息" (limits of text, markdown and template cards), 90312
"访问频率限制", 94888 "更新模版卡片消息"; read 2026-11. Characters are display limits ("建议不超过"), bytes
and counts are enforced. ``quote_chars`` and ``closed_chars`` are ours: the documents give none.
"""

from __future__ import annotations

from datetime import timedelta

from handlers.chat.delivery import Capabilities

HANDLE_LIFE = timedelta(hours=72)
"""How long a ``response_code`` may be used, once."""

CAPABILITIES = Capabilities(
    text_bytes=2048,
    markdown=True,
    buttons=6,
    button_chars=10,
    facts=6,
    fact_label_chars=5,
    fact_value_chars=30,
    title_chars=36,
    subtitle_chars=44,
    body_chars=160,
    selects=3,
    options=10,
    card_update="once",
    per_minute=30,
    per_hour=1000,
    handle_life=HANDLE_LIFE,
    cards=True,
    option_chars=16,
    option_id_bytes=128,
    action_bytes=1024,
    menu=3,
    quote_chars=160,
    closed_chars=20,
    select_subtitle_chars=160,
    link_schemes=("http", "https"),
)
