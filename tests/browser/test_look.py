"""The look, measured: contrast AA, visible focus, named controls, no overflow; and the keyboard of the search box."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from tests.browser.conftest import Complaints
from tests.narrowing import present

PAGES = ["", "enter/", "mine/", "board/", "matrix/"]


@pytest.fixture
def gallery(page_as: Callable[..., Page], settings: Settings) -> Callable[..., Page]:
    """``gallery("mine/", language="en")``: a page of the style gallery."""
    settings.ROOT_URLCONF = "tests.browser.look_urls"

    def visit(name: str = "", language: str = "zh-hans") -> Page:
        page = page_as(None)
        page.goto(f"/gallery/{name}")
        if language != "zh-hans":
            page.context.add_cookies([{"name": "django_language", "value": language, "url": page.url}])
            page.reload()
        return page

    return visit


WEAK_TEXT = """() => {
  const rgb = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const over = (top, under) => { const a = top[3] ?? 1; return [0, 1, 2].map((i) => top[i] * a + under[i] * (1 - a)); };
  const light = (c) => { const [r, g, b] = c.map((v) => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; });
    return .2126 * r + .7152 * g + .0722 * b; };
  const ground = (node) => { const layers = [];
    for (let n = node; n; n = n.parentElement) { const c = rgb(getComputedStyle(n).backgroundColor);
      if ((c[3] ?? 1) > 0) layers.push(c); if ((c[3] ?? 1) === 1) break; }
    return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255]); };
  const weak = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || !node.getClientRects().length || node.closest("script, template, title, desc, :disabled, .sr")) continue;
    const style = getComputedStyle(node), back = ground(node);
    const front = over(rgb(node.closest("svg") ? style.fill : style.color), back);
    const [low, high] = [light(front), light(back)].sort((a, b) => a - b);
    const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    const ratio = (high + .05) / (low + .05);
    if (ratio < (large ? 3 : 4.5)) weak.push(`${ratio.toFixed(2)} ${node.className} «${walk.currentNode.data.trim().slice(0, 20)}»`);
  }
  return weak;
}"""

NAMELESS = """() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [role=region], nav, dialog, svg[role=img], table th")]
  .filter((n) => !(n.getAttribute("aria-label") || n.getAttribute("aria-labelledby") || n.textContent.trim() || [...(n.labels || [])].some((l) => l.textContent.trim())))
  .map((n) => n.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_is_legible_and_every_control_has_a_name(
    gallery: Callable[..., Page], language: str
) -> None:
    page = gallery(language=language)
    for name in PAGES:
        page.goto(f"/gallery/{name}")
        page.wait_for_load_state("networkidle")
        assert page.evaluate(WEAK_TEXT) == [], name
        assert page.evaluate(NAMELESS) == [], name
        assert page.locator("html").get_attribute("lang") == ("en" if language == "en" else "zh-Hans")


def test_no_page_scrolls_sideways_on_any_screen(gallery: Callable[..., Page]) -> None:
    page = gallery()
    for name in PAGES:
        page.goto(f"/gallery/{name}")
        for width in (360, 390, 768, 1024, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)


def test_the_focus_is_always_visible(gallery: Callable[..., Page]) -> None:
    page = gallery()
    lost = []
    for _step in range(90):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => { const n = document.activeElement; if (n === document.body) return null;
            const rings = [n, n.closest(".combo-box"), n.closest(".drop")].filter(Boolean).map((x) => getComputedStyle(x));
            return rings.some((s) => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2) ? "" : n.outerHTML.slice(0, 150); }"""
        )
        if seen is None:
            break
        if seen:
            lost.append(seen)
    assert lost == []


def test_names_and_headings_stay_while_forty_columns_pass_by(gallery: Callable[..., Page]) -> None:
    page = gallery("matrix/")
    name, heading = (
        page.locator(".matrix tbody th").nth(12),
        page.locator(".matrix thead tr:nth-child(2) th").first,
    )
    total = page.locator(".matrix tbody tr:nth-child(13) .keep-right")
    page.locator(".matrix-wrap").evaluate("(n) => { n.scrollLeft = 900; n.scrollTop = 300; }")
    frame = present(page.locator(".matrix-wrap").bounding_box())
    assert abs(present(name.bounding_box())["x"] - frame["x"]) < 2
    assert present(heading.bounding_box())["y"] < frame["y"] + 40
    box = present(total.bounding_box())
    assert abs(box["x"] + box["width"] - frame["x"] - frame["width"]) < 20


@pytest.fixture
def entering(gallery: Callable[..., Page]) -> Page:
    page = gallery("enter/")
    expect(page.locator("#person")).to_be_focused()
    return page


def picked(page: Page, name: str) -> str:
    return page.locator(f"input[type=hidden][name={name}]").input_value()


def test_enter_picks_the_first_line_and_moves_on(entering: Page) -> None:
    entering.keyboard.type("lxm")
    expect(entering.locator("#person-list [role=option]")).to_have_count(2)
    entering.keyboard.press("Enter")
    assert picked(entering, "person") == "0117"
    expect(entering.locator("#person")).to_have_value("李晓敏 0117")
    expect(entering.locator("#clause")).to_be_focused()


def test_enter_pressed_before_the_list_is_there_still_picks(entering: Page) -> None:
    entering.keyboard.type("wjg")
    entering.keyboard.press("Enter")
    expect(entering.locator("#person")).to_have_value("王建国 0104")
    expect(entering.locator("#clause")).to_be_focused()


def test_arrows_choose_another_line_and_tab_takes_it(entering: Page) -> None:
    entering.keyboard.type("lxm")
    expect(entering.locator("#person")).to_have_attribute("aria-expanded", "true")
    entering.keyboard.press("ArrowDown")
    active = entering.locator("#person").get_attribute("aria-activedescendant")
    expect(entering.locator(f"[id='{active}']")).to_contain_text("林秀梅")
    entering.keyboard.press("Tab")
    assert picked(entering, "person") == "0132"
    expect(entering.locator("#clause")).to_be_focused()


def test_escape_closes_the_list_and_text_without_a_choice_is_no_answer(entering: Page) -> None:
    entering.keyboard.type("lxm")
    expect(entering.locator("#person-list")).to_be_visible()
    entering.keyboard.press("Escape")
    expect(entering.locator("#person-list")).to_be_hidden()
    entering.locator("#note").focus()
    assert picked(entering, "person") == ""
    expect(entering.locator("#person")).to_have_attribute("aria-invalid", "true")
    assert entering.locator("#person").evaluate("(n) => n.validity.customError")


def test_typing_after_a_choice_takes_the_choice_back(entering: Page) -> None:
    entering.keyboard.type("wjg")
    entering.keyboard.press("Enter")
    expect(entering.locator("#clause")).to_be_focused()
    entering.locator("#person").focus()
    entering.keyboard.type("z")
    assert picked(entering, "person") == ""


def test_several_people_become_chips_that_backspace_removes(entering: Page) -> None:
    entering.keyboard.press("Alt+m")
    entering.locator("#people").click()
    for initials in ("lxm", "wjg"):
        entering.keyboard.type(initials)
        entering.keyboard.press("Enter")
        expect(entering.locator("#people")).to_have_value("")
    chips = entering.locator("#several .chip")
    expect(chips).to_have_text([re.compile("李晓敏"), re.compile("王建国")])
    entering.keyboard.press("Backspace")
    expect(chips).to_have_count(1)
    assert entering.locator("input[type=hidden][name=people]").input_value() == "0117"


def test_a_dialog_is_loaded_answered_and_closed_by_the_server(entering: Page) -> None:
    entering.get_by_role("button", name="撤销").first.click()
    dialog = entering.locator("#modal")
    expect(entering.locator("#reason")).to_be_focused()
    entering.keyboard.type("重复录入")
    dialog.get_by_role("button", name="冲销").click()
    expect(dialog).to_be_hidden()
    expect(entering.locator("#toasts .toast")).to_contain_text("OK")


def test_what_cannot_be_undone_asks_first(gallery: Callable[..., Page]) -> None:
    page = gallery("board/")
    page.get_by_role("button", name="提交公示").click()
    question = page.locator("#confirm")
    expect(question).to_contain_text("公示期间不能改动")
    question.locator("[data-dialog-close]").click()
    expect(question).to_be_hidden()
    assert page.url.endswith("/board/")
    page.get_by_role("button", name="提交公示").click()
    with page.expect_response(lambda response: response.request.method == "POST") as sent:
        question.get_by_role("button", name="提交公示").click()
    assert sent.value.status == 204


def test_the_question_mark_lists_the_keys_of_the_page(gallery: Callable[..., Page]) -> None:
    page = gallery()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_contain_text("Alt+Y")


def test_a_field_that_saves_itself_says_so(gallery: Callable[..., Page], complaints: Complaints) -> None:
    page = gallery()
    page.locator("#auto").fill("47")
    expect(page.locator("[data-saving]")).to_have_attribute("data-state", "saved")
    complaints.allow("ERR_FAILED|htmx:")
    page.route("**/saved/", lambda route: route.abort())
    page.locator("#auto").fill("48")
    expect(page.locator("[data-saving]")).to_have_attribute("data-state", "failed")
    expect(page.locator("#toasts .toast")).to_be_visible()
