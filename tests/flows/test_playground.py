"""The playground as a visitor uses it: the real command, a real browser, clicks and keys only."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Locator,
    Page,
    ViewportSize,
    expect,
    sync_playwright,
)

from tests.support.browser import FLAGS, chromium

ROOT = Path(__file__).parents[2]
DESK: ViewportSize = {"width": 1440, "height": 900}
POCKET: ViewportSize = {"width": 390, "height": 844}
PATIENCE = 20_000
"""Milliseconds a slow machine may take for a step."""

STORIES = {
    "education": ("乐乐妈妈", "#boss", "乐乐妈妈（李雷在跟）：需求确认"),
    "saas": ("张总", "#sales", "建议推进到「价格谈判」"),
    "day": ("周姐", "#sales", "今天先做这件事"),
    "medical": ("刘主任", "#boss", "刘主任（李雷在跟）：合同流程"),
}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where ``genjin demo`` answers."""
    command = [sys.executable, "-m", "bot", "demo", "--port", "0", "--no-browser"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    first = process.stdout.readline()
    assert "http://127.0.0.1:" in first, first
    yield first.split()[-1].removesuffix("/demo/")
    process.terminate()
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 0
    assert errors == ""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, without a head."""
    path = chromium()
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A fresh page at desk width, or the width of the test's ``size`` marker; errors on it fail the test."""
    size: ViewportSize = getattr(request, "param", DESK)
    context = browser.new_context(viewport=size, reduced_motion="reduce")
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda message: _note(message, errors))
    opened.goto(f"{address}/demo/")
    opened.locator("#next").wait_for()
    yield opened
    context.close()
    assert errors == []


def _note(message: ConsoleMessage, errors: list[str]) -> None:
    """Keep what is wrong; while a new world starts the page may not reach the old one."""
    if message.type in ("error", "warning") and "net::ERR_" not in message.text:
        errors.append(message.text)


def begin(page: Page, story: str) -> None:
    """Lay a story out anew."""
    page.locator(f"[data-story={story}]").click()
    expect(page.locator(f"[data-story={story}]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".dots li.done")).to_have_count(0)
    expect(page.locator(".said")).to_have_count(0)
    expect(page.locator("#customer .who h2")).to_have_text(STORIES[story][0])


def step(page: Page, times: int = 1) -> None:
    """Press 下一步 and see the step through."""
    for _ in range(times):
        done = page.locator(".dots li.done").count()
        page.locator("#next").click()
        expect(page.locator(".dots li.done")).to_have_count(done + 1)


def card(page: Page, column: str, title: str) -> Locator:
    """The cards with these words in their title."""
    heading = page.locator("h3").filter(has_text=title)
    return page.locator(f"{column} .card").filter(has=heading)


def test_a_newcomer_sees_three_phones_a_clock_and_what_to_press(page: Page) -> None:
    begin(page, "education")
    for column in ("#customer", "#sales", "#boss"):
        expect(page.locator(column)).to_be_visible()
    expect(page.locator("#now")).to_contain_text("10:00")
    expect(page.locator("#now")).to_contain_text("周一")
    assert page.locator("[data-move]").all_inner_texts() == ["1 小时", "明早九点", "72 小时"]
    expect(page.locator("#next")).to_have_text("下一步：家长来问课")
    expect(page.locator("#next")).to_be_in_viewport()


@pytest.mark.parametrize("story", STORIES)
def test_each_story_plays_to_its_end_by_clicking(page: Page, story: str) -> None:
    begin(page, story)
    captions = {page.locator("#caption").inner_text()}
    steps = page.locator(".dots li").count()
    for done in range(steps):
        step(page)
        captions.add(page.locator("#caption").inner_text())
        assert len(captions) == done + 2
    _, column, title = STORIES[story]
    expect(card(page, column, title)).to_have_count(1)
    expect(page.locator("#next")).to_have_text("再看一遍")
    expect(page.locator("#toast.shown", has_text="没")).to_have_count(0)


def test_the_silent_quote_reaches_the_rep_after_72_hours_and_the_boss_once(page: Page) -> None:
    begin(page, "saas")
    step(page, 5)
    expect(card(page, "#sales", "请确认客户是否收到报价单")).to_have_count(0)
    step(page)
    expect(page.locator("#now")).to_contain_text("周四")
    expect(card(page, "#sales", "请确认客户是否收到报价单")).to_have_count(1)
    expect(page.locator("#boss .card")).to_have_count(0)
    step(page)
    expect(card(page, "#boss", "没有回复")).to_have_count(1)
    page.get_by_role("button", name="72 小时", exact=True).click()
    expect(page.locator("#toast")).to_contain_text("时间到了")
    expect(card(page, "#boss", "没有回复")).to_have_count(1)


def test_a_pressed_card_changes_where_it_stands(page: Page) -> None:
    begin(page, "education")
    step(page)
    offer = card(page, "#sales", "发现新线索")
    place = offer.locator("xpath=..")
    key = place.get_attribute("data-key")
    expect(offer.locator(".quoted")).to_contain_text("学费大概多少")
    offer.get_by_role("button", name="建档").click()
    expect(offer.get_by_role("button", name="已建档")).to_be_visible()
    expect(offer.get_by_role("button")).to_be_disabled()
    assert place.get_attribute("data-key") == key
    expect(card(page, "#sales", "发现新线索")).to_have_count(1)
    step(page)
    expect(page.locator("#toast.shown", has_text="按过")).to_have_count(0)


def test_starting_over_forgets_everything_and_turns_the_clock_back(page: Page) -> None:
    begin(page, "education")
    step(page, 2)
    page.get_by_role("button", name="72 小时", exact=True).click()
    expect(page.locator("#now")).to_contain_text("周四")
    page.get_by_role("button", name="重新开始").click()
    expect(page.locator(".said")).to_have_count(0)
    expect(page.locator("#now")).to_contain_text("周一")
    expect(page.locator("body")).not_to_have_class("waiting")
    step(page)
    expect(card(page, "#sales", "发现新线索")).to_have_count(1)


def test_free_hand_a_new_customer_is_captured_and_his_quote_is_watched(page: Page) -> None:
    begin(page, "education")
    page.get_by_role("button", name="＋ 新客户").click()
    page.keyboard.type("周老板")
    page.keyboard.press("Enter")
    expect(page.locator("#customer .who h2")).to_have_text("周老板")
    expect(page.get_by_label("在客户聊天里说")).to_be_focused()
    page.get_by_label("在客户聊天里说").fill("你们这套多少钱？我电话 13700002222")
    page.locator("#customer").get_by_role("button", name="发送").click()
    offer = card(page, "#sales", "发现新线索：周老板")
    expect(offer).to_contain_text("137****2222")
    expect(page.locator("#sales")).not_to_contain_text("13700002222")
    offer.get_by_role("button", name="建档").click()
    expect(offer.get_by_role("button", name="已建档")).to_be_visible()
    page.get_by_role("button", name="李雷发「报价单.pdf」").click()
    expect(card(page, "#sales", "已发送最新报价")).to_contain_text("3 页")
    page.get_by_role("button", name="72 小时", exact=True).click()
    expect(card(page, "#sales", "请确认客户是否收到报价单")).to_have_count(1)


def test_a_file_from_the_visitors_disk_goes_into_the_chat(page: Page, tmp_path: Path) -> None:
    begin(page, "saas")
    file = tmp_path / "海报.txt"
    file.write_text("没什么", encoding="utf-8")
    page.locator("#customer input[type=file]").set_input_files(file)
    expect(page.locator("#customer .file")).to_contain_text("海报.txt")


def test_what_people_type_is_never_markup(page: Page) -> None:
    begin(page, "saas")
    words = "<img src=x onerror=alert(1)><b>多少钱</b>"
    page.get_by_label("在客户聊天里说").fill(words)
    page.get_by_label("在客户聊天里说").press("Enter")
    expect(page.locator("#customer .bubble")).to_have_text(words)
    expect(card(page, "#sales", "发现新线索").locator(".quoted")).to_contain_text("<b>多少钱</b>")
    assert page.locator(".log img, .log b").count() == 0


def test_another_rep_is_only_told_whom_to_ask(page: Page) -> None:
    begin(page, "saas")
    step(page, 2)
    page.get_by_role("button", name="韩梅").click()
    expect(page.locator("#sales .said")).to_have_count(0)
    page.get_by_label("对助手说", exact=True).fill("张总最近有什么动态")
    page.get_by_label("对助手说", exact=True).press("Enter")
    expect(page.locator("#sales .said.theirs")).to_contain_text("李雷")
    expect(page.locator("#sales .said.theirs")).not_to_contain_text("20万")


def test_the_first_story_can_be_played_with_the_keyboard_alone(page: Page) -> None:
    begin(page, "education")
    page.locator("#next").focus()
    page.keyboard.press("Enter")
    offer = card(page, "#sales", "发现新线索")
    expect(offer).to_be_visible()
    tab_to(page, offer.get_by_role("button", name="建档"))
    assert (
        offer.get_by_role("button", name="建档").evaluate("it => getComputedStyle(it).outlineStyle")
        == "solid"
    )
    page.keyboard.press("Enter")
    expect(offer.get_by_role("button", name="已建档")).to_be_visible()
    tab_to(page, page.get_by_label("对助手说", exact=True))
    page.keyboard.type("帮助")
    page.keyboard.press("Enter")
    expect(page.locator("#sales .said.mine")).to_contain_text("帮助")
    expect(page.get_by_label("对助手说", exact=True)).to_have_value("")


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until something has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("it => it === document.activeElement"):
            return
    raise AssertionError(f"the Tab key never reaches {wanted}")


@pytest.mark.parametrize("page", [POCKET], indirect=True)
def test_on_a_phone_the_columns_are_tabs_and_nothing_scrolls_sideways(page: Page) -> None:
    begin(page, "saas")
    step(page, 4)
    expect(page.locator("#sales")).to_be_visible()
    expect(page.locator("#customer")).to_be_hidden()
    for name in ("客户聊天", "销售与助手", "主管手机"):
        page.get_by_role("tab", name=name).click()
        expect(page.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")
        assert page.evaluate("document.documentElement.scrollWidth") <= POCKET["width"]
        assert page.evaluate("document.documentElement.scrollHeight") <= POCKET["height"]
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#sales")).to_be_visible()


def ask(url: str, *, headers: dict[str, str], body: object | None = None) -> int:
    """The HTTP status of a request made by something that is not our page."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            status: int = answer.status
            return status
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content-Type": "application/json"}, 200),
        ({"Content-Type": "application/json", "Origin": "https://evil.example"}, 403),
        ({"Content-Type": "application/json", "Origin": "null"}, 403),
        ({"Content-Type": "application/json", "Host": "evil.example"}, 403),
        ({"Content-Type": "application/json", "Host": "["}, 403),
        ({"Content-Type": "text/plain"}, 415),
    ],
)
def test_no_other_site_may_drive_the_playground(address: str, headers: dict[str, str], status: int) -> None:
    assert ask(f"{address}/demo/api/clock", headers=headers, body={"by": "hour"}) == status


@pytest.mark.parametrize(
    "body", [{}, [], {"by": "a year"}, {"by": ["72h"]}, {"by": None}, "72h", 7], ids=json.dumps
)
def test_nonsense_is_refused_and_nothing_breaks(address: str, body: Any) -> None:
    headers = {"Content-Type": "application/json"}
    for act in ("clock", "say", "press", "customer", "file", "chat", "story"):
        assert ask(f"{address}/demo/api/{act}", headers=headers, body=body) in (400, 409)


def test_the_front_door_leads_to_the_playground(address: str) -> None:
    with urllib.request.urlopen(f"{address}/", timeout=10) as answer:
        assert answer.url == f"{address}/demo/"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_busy_port_is_named_with_a_way_out(address: str) -> None:
    port = address.rpartition(":")[2]
    command = [sys.executable, "-m", "bot", "demo", "--port", port, "--no-browser"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 2
    assert f"Port {port} is in use" in done.stderr
    assert "--port" in done.stderr
