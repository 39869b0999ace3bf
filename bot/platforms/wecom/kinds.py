"""The events WeCom documents, and what they mean here.

Source: WeCom docs, path 90240 "接收事件格式", 92130 "客户联系", 97299 "获客助手", 95039, 91815; read 2026-11.
"""

from __future__ import annotations

from collections.abc import Mapping

MEMBER_CHANGES: Mapping[str, str] = {"subscribe": "joined", "unsubscribe": "left", "enter_agent": "opened"}

CONTACT_CHANGES: Mapping[str, str] = {
    "add_external_contact": "added",
    "add_half_external_contact": "half_added",
    "edit_external_contact": "edited",
    "del_external_contact": "removed",
    "del_follow_user": "left",
    "transfer_fail": "transfer_failed",
    "msg_audit_approved": "consented",
}

ALARMS = frozenset({"inactive_alert", "close_inactive_agent", "low_active_alert", "low_active"})
"""The application is, or is about to be, cut off for want of use: an operator must know."""

_ANY: frozenset[str] = frozenset()

KNOWN: Mapping[str, frozenset[str]] = {
    "location": _ANY,
    "click": _ANY,
    "view": _ANY,
    "view_miniprogram": _ANY,
    "scancode_push": _ANY,
    "scancode_waitmsg": _ANY,
    "pic_sysphoto": _ANY,
    "pic_photo_or_album": _ANY,
    "pic_weixin": _ANY,
    "location_select": _ANY,
    "batch_job_result": _ANY,
    "change_contact": frozenset(
        {
            "create_user",
            "update_user",
            "delete_user",
            "create_party",
            "update_party",
            "delete_party",
            "update_tag",
        }
    ),
    "open_approval_change": _ANY,
    "sys_approval_change": _ANY,
    "share_agent_change": _ANY,
    "share_chain_change": _ANY,
    "upload_media_job_finish": _ANY,
    "inactive_alert": _ANY,
    "close_inactive_agent": _ANY,
    "reopen_inactive_agent": _ANY,
    "low_active_alert": _ANY,
    "low_active": _ANY,
    "active_restored": _ANY,
    "taskcard_click": _ANY,
    "change_external_contact": frozenset(CONTACT_CHANGES),
    "change_external_chat": frozenset({"create", "update", "dismiss"}),
    "change_external_tag": frozenset({"create", "update", "delete", "shuffle"}),
    "customer_acquisition": frozenset(
        {
            "balance_low",
            "balance_exhausted",
            "balance_increased",
            "link_unavailable",
            "delete_link",
            "quota_expire_soon",
            "open_profile",
            "friend_request",
            "customer_start_chat",
            "message_from_customer",
        }
    ),
    "msgaudit_notify": _ANY,
    "kf_msg_or_event": _ANY,
}
"""Events that become a ``PlatformNotice`` of their own name, with their change types (none: any)."""
