"""The endpoints themselves, one short function each, over the parts that know the rules."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from aiohttp import BodyPartReader, web

from bot.demo.wecom.directory import Department, Directory, ExternalContact, Person
from bot.demo.wecom.errors import JsonObject, Refusal, ok
from bot.demo.wecom.media import Media, MediaStore, content_type, download_name, upload_name
from bot.demo.wecom.menu import Menu
from bot.demo.wecom.sending import Sending
from bot.demo.wecom.server import Answer, Call, Endpoint, Server
from bot.demo.wecom.updating import Updating

LARGEST_WHOLE_DOWNLOAD_BYTES = 20 * 1024 * 1024


def add_messages(server: Server, sending: Sending, updating: Updating) -> None:
    """``message/send``, ``message/update_template_card``, ``message/recall``."""
    server.add("POST", "message/send", _with_body(sending.send))
    server.add("POST", "message/update_template_card", _with_body(updating.update_card))
    server.add("POST", "message/recall", _with_body(updating.recall))


def add_media(server: Server, media: MediaStore) -> None:
    """``media/upload`` and ``media/get``."""

    async def upload(call: Call) -> Answer:
        filename, data = await _part(call.http)
        call.body = {"filename": filename, "size": len(data)}
        stored = media.upload(call.query.get("type", ""), filename, data)
        created_at = str(int(stored.created_at.timestamp()))
        return ok(type=stored.kind, media_id=stored.media_id, created_at=created_at)

    async def download(call: Call) -> Answer:
        return _download(media.get(call.query.get("media_id", "")), call.http.headers.get("Range"))

    server.add("POST", "media/upload", upload)
    server.add("GET", "media/get", download)


def add_contacts(server: Server, directory: Directory) -> None:
    """Members, departments and one customer.

    Source: WeCom docs, path 90196 "读取成员", 90200 "获取部门成员", 90208 "获取部门列表",
    92114 "获取客户详情"; read 2026-11.
    """

    async def user_get(call: Call) -> Answer:
        return ok(**_user(directory.visible(call.query.get("userid", ""))))

    async def user_simplelist(call: Call) -> Answer:
        department = call.query.get("department_id", "")
        found = directory.in_department(int(department) if department.isdecimal() else -1)
        return ok(userlist=[_simple_user(one) for one in found])

    async def department_list(_: Call) -> Answer:
        return ok(department=[_department(one) for one in directory.departments.values()])

    async def external_contact(call: Call) -> Answer:
        return ok(**_external_contact(directory.contact(call.query.get("external_userid", ""))))

    server.add("GET", "user/get", user_get)
    server.add("GET", "user/simplelist", user_simplelist)
    server.add("GET", "department/list", department_list)
    server.add("GET", "externalcontact/get", external_contact)


def add_application(server: Server, agent_id: int, menu: Menu) -> None:
    """The app's menu, and the addresses WeCom calls from and is called at."""

    async def menu_create(call: Call) -> Answer:
        _check_agent(call, agent_id)
        menu.replace(call.body)
        return ok()

    async def menu_get(call: Call) -> Answer:
        _check_agent(call, agent_id)
        return ok(button=menu.buttons)

    async def addresses(_: Call) -> Answer:
        return ok(ip_list=["127.0.0.1"])

    server.add("POST", "menu/create", menu_create)
    server.add("GET", "menu/get", menu_get)
    server.add("GET", "getcallbackip", addresses)
    server.add("GET", "get_api_domain_ip", addresses)


def _with_body(answer: Callable[[JsonObject], JsonObject]) -> Endpoint:
    async def endpoint(call: Call) -> Answer:
        return answer(call.body)

    return endpoint


def _check_agent(call: Call, agent_id: int) -> None:
    if call.query.get("agentid") != str(agent_id):
        raise Refusal(301002, "not allow operate another agent with this accesstoken")


async def _part(http: web.Request) -> tuple[str | None, bytes]:
    """Filename as sent and bytes of the part named ``media``; refuses a request without one with 44001."""
    if not http.content_type.startswith("multipart/"):
        raise Refusal(44001, "empty media data")
    reader = await http.multipart()
    while (part := await reader.next()) is not None:
        if not isinstance(part, BodyPartReader):
            continue
        disposition = part.headers.get("Content-Disposition", "")
        if re.search(r';\s*name="?media"?(?:;|$)', disposition):
            return upload_name(disposition), bytes(await part.read())
    raise Refusal(44001, "empty media data")


def _download(media: Media, wanted: str | None) -> web.Response:
    """The file, or the asked range of it; refuses a whole file over 20 MB with 830002."""
    headers = {
        "Content-Type": content_type(media),
        "Content-disposition": f'attachment; filename="{download_name(media)}"',
    }
    found = re.fullmatch(r"bytes=(\d+)-(\d*)", wanted or "")
    if found is None:
        if len(media.data) > LARGEST_WHOLE_DOWNLOAD_BYTES:
            raise Refusal(830002, "file too large, use range")
        return web.Response(body=media.data, headers=headers)
    start = int(found.group(1))
    end = min(int(found.group(2) or len(media.data)), len(media.data) - 1)
    headers["Content-Range"] = f"bytes {start}-{end}/{len(media.data)}"
    return web.Response(status=206, body=media.data[start : end + 1], headers=headers)


def _user(person: Person) -> dict[str, Any]:
    return {**_simple_user(person), "position": person.position, "status": 1, "isleader": 0}


def _simple_user(person: Person) -> dict[str, Any]:
    return {"userid": person.userid, "name": person.name, "department": list(person.departments)}


def _department(department: Department) -> dict[str, Any]:
    return {
        "id": department.id,
        "name": department.name,
        "parentid": department.parent,
        "order": department.id,
    }


def _external_contact(contact: ExternalContact) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "external_userid": contact.external_userid,
        "name": contact.name,
        "avatar": "",
        "type": contact.type,
        "gender": contact.gender,
    }
    if contact.type == 1 and contact.unionid:
        shown["unionid"] = contact.unionid
    if contact.type == 2:
        shown["corp_name"] = contact.corp_name or ""
        shown["corp_full_name"] = contact.corp_name or ""
    followers = [
        {
            "userid": one.userid,
            "remark": one.remark,
            "description": "",
            "createtime": one.since,
            "tags": [],
            "remark_mobiles": list(one.mobiles),
            "add_way": one.add_way,
            "state": one.state,
        }
        for one in contact.followers
    ]
    return {"external_contact": shown, "follow_user": followers}
