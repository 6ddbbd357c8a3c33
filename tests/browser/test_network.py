import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from playwright.sync_api import Download, expect

from kg.viewmodel import NodeType, Role, View
from tests.browser.conftest import PHONE, Opened, write_pages

pytestmark = pytest.mark.browser
Open = Callable[..., Opened]
TIED = 14  # nodes of the sample that something is tied to


def test_opens_with_the_network_drawn(open_page: Open, sample: View) -> None:
    opened = open_page("network")
    assert opened.page.title().startswith("关系网络")
    assert opened.count()[1] == len(sample.nodes)
    drawn = opened.page.evaluate("""() => {
        const canvas = document.querySelector('#canvas canvas');
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        const colors = new Set();
        for (let at = 0; at < data.length; at += 4) colors.add(data[at] << 16 | data[at + 1] << 8 | data[at + 2]);
        return colors.size;
    }""")
    assert drawn > 20


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("龐培歐", "person/pompeo"),
        ("庞皮欧", "person/pompeo"),
        ("蓬佩奧", "person/pompeo"),
        ("mike POMPEO", "person/pompeo"),
        ("布林肯", "person/blinken"),
        ("安東尼‧布林肯", "person/blinken"),
        ("blinken antony", "person/blinken"),
        ("對臺軍售", "issue/arms"),
        ("南海", "issue/scs"),
        ("Japan", "country/JP"),
    ],
)
def test_search_takes_any_spelling(open_page: Open, words: str, found: str) -> None:
    page = open_page("network").page
    page.fill("#search", words)
    expect(page.locator("#found li").first).to_have_attribute("data-node", found)
    page.press("#search", "Enter")
    expect(page.locator("#panel h2")).to_be_visible()
    assert f"node={found}" in page.evaluate("location.hash")


def test_search_is_walked_with_the_arrow_keys(open_page: Open) -> None:
    page = open_page("network").page
    page.fill("#search", "国")
    page.press("#search", "ArrowDown")
    chosen = page.locator("#found li[aria-selected=true]")
    wanted = chosen.get_attribute("data-node")
    assert page.get_attribute("#search", "aria-activedescendant") == chosen.get_attribute("id")
    page.press("#search", "Enter")
    assert f"node={wanted}" in page.evaluate("location.hash")
    page.fill("#search", "王毅")
    page.press("#search", "Escape")
    expect(page.locator("#found")).to_be_hidden()


def test_legend_hides_a_type(open_page: Open) -> None:
    opened = open_page("network")
    opened.page.locator("#filter-type [data-value=meeting]").uncheck()
    assert not any(node.startswith("meeting/") for node in opened.nodes())
    assert any(node.startswith("person/") for node in opened.nodes())
    opened.page.locator("#filter-type [data-value=meeting]").check()
    assert any(node.startswith("meeting/") for node in opened.nodes())


FILTERS = [
    # the list, the line ticked or unticked, meetings that stay
    ("kind", "通话", {"m1", "m3", "m4"}),
    ("status", "已举行", {"m2", "m3"}),
    ("publisher", "乙报", {"m1"}),
    ("country", "美国", {"m1", "m2", "m3"}),
    ("issue", "南海", {"m1", "m4"}),
]


def tick(opened: Opened, name: str, line: str) -> None:
    opened.page.click(f"#filter-{name} summary")
    opened.page.locator(f"#filter-{name} label", has_text=line).click()


@pytest.mark.parametrize(("name", "line", "stay"), FILTERS)
def test_each_list_filters_and_clearing_brings_all_back(open_page: Open, name: str, line: str, stay: set[str]) -> None:
    opened = open_page("network")
    tick(opened, name, line)
    assert {node for node in opened.nodes() if node.startswith("meeting/")} == {f"meeting/{key}" for key in stay}
    opened.page.click("#reset")
    assert {node for node in opened.nodes() if node.startswith("meeting/")} == {f"meeting/m{n}" for n in (1, 2, 3, 4)}


SLIDERS = [
    ("#date-from", "45", {"m1", "m2", "m4"}),
    ("#date-to", "10", {"m3"}),
    ("#least", "2", {"m1"}),
    ("#confidence", "0.65", {"m1"}),
]


@pytest.mark.parametrize(("slider", "value", "stay"), SLIDERS)
def test_each_slider_filters(open_page: Open, slider: str, value: str, stay: set[str]) -> None:
    opened = open_page("network")
    opened.page.locator(slider).evaluate(
        "(input, value) => { input.value = value; input.dispatchEvent(new Event('input')); }", value
    )
    opened.page.wait_for_timeout(150)
    assert {node for node in opened.nodes() if node.startswith("meeting/")} == {f"meeting/{key}" for key in stay}


def test_what_no_longer_has_a_tie_goes_with_the_filter(open_page: Open) -> None:
    opened = open_page("network", "lang=hans&to=2020-12")
    assert opened.nodes() == {"meeting/m3", "person/pompeo", "country/US"}


def test_names_without_relations_are_shown_if_asked_for(open_page: Open) -> None:
    opened = open_page("network")
    assert "country/JP" not in opened.nodes()
    opened.page.check("#alone")
    assert "country/JP" in opened.nodes()


def test_a_node_opens_its_facts_and_its_words(open_page: Open) -> None:
    page = open_page("network", "lang=hans&node=person/wang-yi").page
    panel = page.locator("#panel")
    for words in ("王毅", "外交部长", "中国", "3 篇报道", "布林肯、王毅（会晤）", "敦促"):
        expect(panel).to_contain_text(words)
    marked = panel.locator(".passage mark.own").first
    expect(marked).to_have_text("王毅")
    first = panel.locator(".passage").first
    expect(first).to_contain_text("甲报 · 2024-09-28")
    link = first.locator("a")
    assert link.get_attribute("href") == "https://one.example/a1?x=1&y=2"
    assert "noopener" in (link.get_attribute("rel") or "")


def test_a_meeting_tells_where_reports_differ(open_page: Open) -> None:
    panel = open_page("network", "lang=hans&node=meeting/m1").page.locator("#panel")
    expect(panel).to_contain_text("开始日期: 2024-09-27 (1) / 2024-09-28 (1)")
    expect(panel).to_contain_text("纽约、美国")


def test_a_click_on_the_canvas_opens_the_node_there(open_page: Open) -> None:
    page = open_page("network", "lang=hans&node=meeting/m1").page
    page.wait_for_timeout(400)
    page.click("#close")
    expect(page.locator("#panel")).to_be_hidden()
    box = page.locator("#canvas").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("#panel h2")).to_have_text("布林肯、王毅（会晤）")


def test_an_edge_opens_its_words(open_page: Open) -> None:
    page = open_page("network", "lang=hans&edge=person/blinken|said|issue/scs").page
    panel = page.locator("#panel")
    expect(panel).to_contain_text("就此发言")
    expect(panel.locator(".passage mark.own")).to_have_text(["布林肯", "南海"])


def test_a_panel_tells_that_an_act_is_unsure_by_sign_and_words(open_page: Open) -> None:
    page = open_page("network", "lang=hans&node=person/blinken").page
    unsure = page.locator("#panel li .chip.unsure")
    expect(unsure).to_have_count(1)
    expect(unsure).to_contain_text("批评 ?")
    told = "行为不确定：同类表态中，发言者、议题与行为都对的约占 38%"
    expect(unsure).to_have_attribute("title", told)
    expect(unsure.locator(".unseen")).to_contain_text(told)
    line = page.locator("#panel li", has=page.locator(".chip.unsure"))
    line.get_by_role("button", name="原文").click()
    expect(line.locator(".note-act")).to_have_text(told)
    page.locator("#panel li", has_text="支持").get_by_role("button", name="原文").click()
    expect(page.locator("#panel .note-act")).to_have_count(1)


def test_focus_keeps_a_trail_and_leads_back(open_page: Open) -> None:
    opened = open_page("network", "lang=hans&node=person/pompeo")
    page = opened.page
    page.click("#focus")
    assert opened.nodes() == {"person/pompeo", "meeting/m3", "country/US"}
    page.click("[data-hops='2']")
    assert "person/blinken" in opened.nodes()
    page.locator("#panel button", has_text="美国").first.click()
    page.click("#focus")
    assert page.locator("#trail li").all_inner_texts()[:3] == ["全图", "蓬佩奥", "美国"]
    page.locator("#trail button", has_text="蓬佩奥").click()
    assert page.locator("#trail li").all_inner_texts()[:2] == ["全图", "蓬佩奥"]
    page.go_back()
    expect(page.locator("#trail")).to_contain_text("美国")
    page.click("#unfocus")
    assert "person/wang-yi" in opened.nodes()
    expect(page.locator("#trail")).to_be_hidden()


def test_the_address_keeps_the_view(open_page: Open) -> None:
    first = open_page("network")
    page = first.page
    tick(first, "country", "美国")
    page.locator("#filter-type [data-value=issue]").uncheck()
    page.locator("#least").evaluate("input => { input.value = 2; input.dispatchEvent(new Event('input')); }")
    page.click("#theme")
    page.click("[data-language=hant]")
    page.wait_for_timeout(150)
    page.locator("#items button").first.evaluate("button => button.click()")
    state = page.evaluate("location.hash").removeprefix("#")
    second = open_page("network", state)
    assert second.nodes() == first.nodes()
    assert second.page.locator("#panel h2").inner_text() == page.locator("#panel h2").inner_text()
    assert second.page.get_attribute("html", "data-theme") == "dark"
    assert second.page.get_attribute("html", "lang") == "zh-Hant"
    expect(second.page.locator("#filter-type [data-value=issue]")).not_to_be_checked()


@pytest.mark.parametrize(
    ("language", "label", "heading"),
    [
        ("hans", "安东尼·布林肯", "关系网络"),
        ("hant", "安東尼·布林肯", "關係網絡"),
        ("latin", "Antony Blinken", "Network"),
    ],
)
def test_labels_and_words_follow_the_language(open_page: Open, language: str, label: str, heading: str) -> None:
    page = open_page("network", "lang=hans&node=person/blinken").page
    page.click(f"[data-language={language}]")
    expect(page.locator("#panel h2")).to_have_text(label)
    expect(page.locator("h1")).to_have_text(heading)
    expect(page.locator(f"[data-language={language}]")).to_be_focused()


def saved(opened: Opened, button: str) -> Download:
    with opened.page.expect_download() as download:
        opened.page.click(button)
    return download.value


def test_the_visible_part_is_saved_as_tables(open_page: Open) -> None:
    opened = open_page("network", "lang=hans")
    nodes = Path(saved(opened, "#csv-nodes").path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(nodes)))
    assert {row["id"] for row in rows} == opened.nodes()
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row.values())
    edges = list(csv.DictReader(io.StringIO(Path(saved(opened, "#csv-edges").path()).read_text(encoding="utf-8-sig"))))
    assert len(edges) == opened.count()[2]
    said = next(row for row in edges if row["relation"] == "said" and row["source"] == "person/wang-yi")
    assert (said["target_name"], said["publishers"], said["first_published"]) == ("对台军售", "甲报", "2024-09-28")


def test_the_picture_is_saved(open_page: Open) -> None:
    content = Path(saved(open_page("network"), "#png").path()).read_bytes()
    assert content.startswith(b"\x89PNG")
    assert len(content) > 5000


def test_the_canvas_is_driven_by_keys(open_page: Open) -> None:
    opened = open_page("network")
    page = opened.page
    page.focus("#canvas")
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_be_focused()
    page.focus("#canvas")
    page.keyboard.press("f")
    assert "focus=" in page.evaluate("location.hash")
    page.focus("#canvas")
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    page.keyboard.press("Escape")
    assert "focus=" not in page.evaluate("location.hash")


def test_the_list_says_all_that_the_canvas_shows(open_page: Open, sample: View) -> None:
    opened = open_page("network", "lang=hans&alone=1")
    assert opened.nodes() == {node.id for node in sample.nodes}
    opened.page.locator("#items [data-node='issue/arms']").click()
    expect(opened.page.locator("#panel h2")).to_have_text("对台军售")
    expect(opened.page.locator("#live")).to_have_text("对台军售")


def test_physics_can_be_switched_on_where_the_graph_is_small(open_page: Open) -> None:
    page = open_page("network").page
    page.click("#physics")
    expect(page.locator("#physics")).to_have_attribute("aria-pressed", "true")
    page.click("#physics")
    expect(page.locator("#physics")).to_have_attribute("aria-pressed", "false")


def test_on_a_phone_filters_and_panel_open_over_the_canvas(open_page: Open) -> None:
    page = open_page("network", "lang=hans", size=PHONE).page
    expect(page.locator("#search")).to_be_hidden()
    page.click("#open-filters")
    page.fill("#search", "王毅")
    page.press("#search", "Enter")
    expect(page.locator("#panel h2")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_broken_address_shows_the_whole(open_page: Open) -> None:
    opened = open_page("network", "lang=xx&node=person/nobody&from=x&conf=NaN&hops=99&country=%25,%E0&focus=&edge=a|b")
    expect(opened.page.locator("#panel")).to_be_hidden()
    assert len([node for node in opened.nodes() if node.startswith("meeting/")]) == 4


def test_every_type_has_its_shape_in_the_legend(open_page: Open) -> None:
    page = open_page("network").page
    shapes = page.locator("#filter-type .swatch").evaluate_all("all => all.map(one => one.innerHTML)")
    assert len(set(shapes)) == len(NodeType)


def test_the_address_keeps_where_the_reader_looks(open_page: Open) -> None:
    page = open_page("network").page
    page.focus("#canvas")
    for key in ("ArrowRight", "ArrowRight", "+"):
        page.keyboard.press(key)
    page.wait_for_timeout(400)
    state = page.evaluate("location.hash").removeprefix("#")
    assert "at=" in state
    again = open_page("network", state).page
    again.wait_for_timeout(300)
    middles = []
    for shown in (page, again):
        shown.focus("#canvas")
        shown.keyboard.press("Enter")
        middles.append(shown.locator("#panel h2").inner_text())
    assert middles[0] == middles[1]
    again.click("#fit")
    assert "at=" not in again.evaluate("location.hash")


def test_a_focus_of_the_address_has_its_trail(open_page: Open) -> None:
    page = open_page("network", "lang=hans&focus=person/pompeo").page
    assert page.locator("#trail li").all_inner_texts() == ["全图", "蓬佩奥", "1 步"]


def test_the_panel_tells_the_commonest_roles_and_the_others_when_asked(
    open_page: Open, sample: View, tmp_path: Path
) -> None:
    rare = tuple(
        Role(holder="person/wang-yi", role=f"特使{n}", body="country/US", article="article/h") for n in "甲乙丙丁戊己"
    )
    busy = replace(sample, roles=(*sample.roles, *rare))
    write_pages(busy, tmp_path)
    page = open_page("network", "lang=hans&node=person/wang-yi", where=tmp_path).page
    roles = page.locator("#panel dt", has_text="职务").locator("xpath=following-sibling::dd[1]")
    expect(roles).to_contain_text("外交部长 中国 · 2 篇报道")
    expect(roles.locator("div > div")).to_have_count(6)
    roles.locator("button", has_text="2").click()
    expect(roles.locator("div > div")).to_have_count(8)
    expect(roles.locator("button")).to_have_count(0)
