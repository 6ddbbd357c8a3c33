from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from playwright.sync_api import expect

from kg.viewmodel import Difference, Edge, Names, Node, NodeType, Relation, View
from tests.browser.conftest import PHONE, Opened, write_pages
from tests.viewsample import FORMULA, HOSTILE

pytestmark = pytest.mark.browser
Open = Callable[..., Opened]
STATES = {
    "index": ["lang=hans"],
    "network": [
        "lang=hans&alone=1",
        "lang=hans&node=meeting/m4",
        "lang=hans&node=organization/hostile",
        "lang=latin&node=person/hostile",
    ],
    "timeline": ["lang=hans", "lang=hans&meeting=meeting/m4"],
    "readouts": ["lang=hans", "lang=hans&meeting=meeting/m4", "lang=hans&issue=issue/scs"],
}
EVERY = [(name, state) for name, states in STATES.items() for state in states]


@pytest.mark.parametrize(("name", "state"), EVERY)
def test_hostile_words_stay_words(open_page: Open, name: str, state: str) -> None:
    page = open_page(name, state).page
    for button in page.locator(".matrix td button, #plot .mark, .dot").all():
        button.dispatch_event("click")
    page.wait_for_timeout(200)
    assert page.evaluate("window.pwned") is None
    assert page.locator("img").count() == 0
    links = page.eval_on_selector_all("a", "all => all.map(one => one.protocol)")
    assert set(links) <= {"file:", "http:", "https:"}
    assert page.evaluate(
        "[...document.querySelectorAll('*')].every(e => ![...e.attributes].some(a => a.name.startsWith('on')))"
    )


def test_hostile_names_are_shown_as_they_are(open_page: Open) -> None:
    page = open_page("network", "lang=hans&node=person/hostile").page
    expect(page.locator("#panel h2")).to_have_text(HOSTILE)
    expect(page.locator("#panel")).to_contain_text(FORMULA)
    page.fill("#search", "window.pwned")
    expect(page.locator("#found li").first).to_contain_text(HOSTILE)
    source = page.locator(".passage footer", has_text=HOSTILE).first
    expect(source).to_be_visible()
    assert source.locator("a").count() == 0


def test_the_front_page_tells_what_was_read_and_leads_on(open_page: Open) -> None:
    page = open_page("index", "lang=hans").page
    expect(page.locator("#lead")).to_have_text("4 篇报道，2020-06-01 至 2024-10-05。每一条事实都能回到原文。")
    figures = [text.split("\n") for text in page.locator("#figures .figure").all_inner_texts()]
    assert figures[:4] == [["4", "报道"], ["3", "媒体"], ["4", "人物"], ["4", "会晤"]]
    expect(page.locator("#caveats")).to_contain_text("未能读入的文件：1")
    expect(page.locator("#caveats")).to_contain_text(HOSTILE)
    assert page.locator("#months svg rect").count() > 0
    expect(page.locator("#people tbody tr").first).to_contain_text("王毅")
    page.locator("#people a", has_text="安东尼·布林肯").click()
    expect(page.locator("#panel h2")).to_have_text("安东尼·布林肯")


@pytest.mark.parametrize(
    ("language", "words"),
    [("hans", "开始日期: 2024-09-27 (1) / 2024-09-28 (1)"), ("latin", "status: held (2) / cancelled (1)")],
)
def test_the_front_page_tells_where_accounts_differ(
    open_page: Open, sample: View, tmp_path: Path, language: str, words: str
) -> None:
    status = Difference(
        slot="status",
        values=((Names(hans="已举行", latin="held"), ("a", "b")), (Names(hans="已取消", latin="cancelled"), ("c",))),
    )
    nodes = [replace(n, differences=(*n.differences, status)) if n.differences else n for n in sample.nodes]
    two = replace(sample, nodes=tuple(nodes))
    write_pages(two, tmp_path)
    page = open_page("index", f"lang={language}", where=tmp_path).page
    rows = page.locator("#differing tbody tr")
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text(words)
    rows.first.locator("a").click()
    expect(page.locator("#panel")).to_contain_text(words)


def test_every_page_leads_to_the_others_in_the_same_language_and_theme(open_page: Open) -> None:
    page = open_page("index", "lang=hant&theme=dark").page
    for name in ("network", "timeline", "readouts", "index"):
        page.locator(f"#pages a[href^='{name}.html']").click()
        page.wait_for_load_state("load")
        assert page.get_attribute("html", "lang") == "zh-Hant"
        assert page.get_attribute("html", "data-theme") == "dark"
        expect(page.locator("#pages a[aria-current=page]")).to_have_count(1)


def test_the_timeline_shows_each_meeting_in_the_lane_of_each_party(open_page: Open) -> None:
    page = open_page("timeline").page
    assert page.locator(".dot[data-meeting='meeting/m1']").count() == 2
    assert page.locator(".dot[data-meeting='meeting/m3']").count() == 1
    assert page.locator(".lanes .name").all_text_contents()[:2] == ["中国 (3)", "美国 (3)"]


def test_the_timeline_ties_an_announcement_to_its_meeting_and_shows_precision(open_page: Open) -> None:
    page = open_page("timeline").page
    planned = page.locator(".dot[data-meeting='meeting/m2']").first
    assert planned.locator(".said").count() == 1
    assert planned.locator(".wait").count() == 1
    assert planned.locator(".span").count() == 1
    assert page.locator(".dot[data-meeting='meeting/m1'] .span").count() == 0
    assert page.locator(".dot[data-meeting='meeting/m3'] .cross").count() == 1


@pytest.mark.parametrize(
    ("choice", "value", "stay"),
    [
        ("party", "country/CN", {"m1", "m2", "m4"}),
        ("kind", "visit", {"m3"}),
        ("status", "held", {"m1", "m4"}),
        ("issue", "issue/scs", {"m1", "m4"}),
    ],
)
def test_the_timeline_is_filtered_and_the_address_keeps_it(
    open_page: Open, choice: str, value: str, stay: set[str]
) -> None:
    page = open_page("timeline").page
    page.select_option(f"#{choice}", value)
    state = page.evaluate("location.hash").removeprefix("#")
    again = open_page("timeline", state).page
    for shown in (page, again):
        rows = shown.eval_on_selector_all("#table [data-meeting]", "all => all.map(one => one.dataset.meeting)")
        assert set(rows) == {f"meeting/{key}" for key in stay}
        assert shown.input_value(f"#{choice}") == value


def test_a_meeting_of_the_timeline_opens_its_accounts(open_page: Open) -> None:
    page = open_page("timeline").page
    page.locator(".dot[data-meeting='meeting/m1']").first.locator(".shape").click()
    panel = page.locator("#panel")
    for words in (
        "布林肯、王毅（会晤）",
        "精确到日",
        "纽约、美国",
        "开始日期: 2024-09-27 (1) / 2024-09-28 (1)",
        "各篇报道 (2)",
        "甲报",
    ):
        expect(panel).to_contain_text(words)
    expect(panel.locator("mark.own").first).to_be_visible()
    page.focus("#lanes")
    page.keyboard.press("ArrowRight")
    expect(panel.locator("h2")).to_contain_text("会议")


def test_the_matrix_tells_what_was_said_left_out_and_opposed(open_page: Open) -> None:
    page = open_page("readouts", "lang=hans&meeting=meeting/m1").page
    row = page.locator("tr[data-issue='issue/scs']")
    expect(row.locator("td").first).to_contain_text("据报道未提及")
    expect(row.locator("td").last).to_contain_text("批评")
    expect(page.locator("tr[data-issue='issue/taiwan'] td").first).to_contain_text("仅对方提及")
    expect(page.locator("tr[data-issue='issue/arms'] th")).to_contain_text("相互对立")
    assert page.locator("#matrix thead th").all_inner_texts() == ["议题", "中国", "美国"]


def test_of_many_sides_those_that_say_nothing_are_only_named(open_page: Open, sample: View, tmp_path: Path) -> None:
    """A conference of six: columns for the two of whom something is told, wide enough that no word is broken."""
    silent = {f"country/X{n}": Names(hans=f"无言国{n}", latin=f"Saynothingland {n}") for n in range(4)}
    nodes = [Node(id=key, type=NodeType.COUNTRY, names=names, countries=(key,)) for key, names in silent.items()]
    edges = [Edge(source=key, target="meeting/m1", relation=Relation.PARTY) for key in silent]
    crowd = replace(sample, nodes=(*sample.nodes, *nodes), edges=(*sample.edges, *edges))
    write_pages(crowd, tmp_path)
    page = open_page("readouts", "lang=latin&meeting=meeting/m1", where=tmp_path, size=PHONE).page
    heads = page.locator("#matrix thead th")
    assert heads.all_inner_texts() == ["Issue", "China", "United States"]
    assert page.locator("#matrix tbody tr").first.locator("td").count() == 2
    for name in silent.values():
        expect(page.locator("#silent-sides")).to_contain_text(name.latin)
    assert heads.last.evaluate("th => th.getBoundingClientRect().width") > 100
    page.select_option("#meeting", "meeting/m4")
    expect(page.locator("#silent-sides")).to_be_hidden()


TOLD = {
    "hans": "行为不确定：同类表态中，发言者、议题与行为都对的约占 38%",
    "hant": "行為不確定：同類表態中，發言者、議題與行為都對的約佔 38%",
    "latin": "Act unsure: of statements like this about 38% have speaker, issue and act right",
}


@pytest.mark.parametrize("language", list(TOLD))
def test_the_matrix_tells_in_words_that_an_act_is_unsure(open_page: Open, language: str) -> None:
    page = open_page("readouts", f"lang={language}&meeting=meeting/m1").page
    unsure = page.locator("#matrix .chip.unsure")
    expect(unsure).to_have_count(1)
    expect(unsure).to_have_attribute("title", TOLD[language])
    expect(unsure.locator(".unseen")).to_contain_text(TOLD[language])
    sure = page.locator("tr[data-issue='issue/arms'] .chip").first
    assert sure.get_attribute("title") is None
    borders = [chip.evaluate("chip => getComputedStyle(chip).borderTopStyle") for chip in (unsure, sure)]
    assert borders == ["dashed", "solid"]
    page.locator("tr[data-issue='issue/scs'] td button").last.click()
    expect(page.locator("tr.words-row")).to_contain_text(TOLD[language])
    expect(page.locator("#legend .chip.unsure")).to_be_visible()


def test_a_mark_of_the_plot_is_hollow_where_no_act_of_it_is_sure(open_page: Open) -> None:
    page = open_page("readouts", "lang=hans&issue=issue/scs").page
    unsure = page.locator("#plot .mark.unsure")
    expect(unsure).to_have_count(1)
    assert TOLD["hans"] in (unsure.get_attribute("aria-label") or "")
    filled = page.eval_on_selector_all("#plot .mark", "marks => marks.map(mark => getComputedStyle(mark).fill)")
    assert len(set(filled)) == len(filled) == 2
    unsure.dispatch_event("click")
    expect(page.locator("#plot-words .note-act")).to_have_text(TOLD["hans"])
    expect(page.locator("#sides")).to_contain_text("行为不确定")


def test_a_cell_opens_the_words_of_both_sides(open_page: Open) -> None:
    page = open_page("readouts", "lang=hans&meeting=meeting/m1").page
    row = page.locator("tr[data-issue='issue/scs']")
    button = row.locator("td button").first
    button.click()
    words = page.locator("tr.words-row")
    expect(words.locator("section").first).to_contain_text("中方的新闻稿只字未提南海。")
    expect(words.locator("section").nth(1)).to_contain_text("批評中方的南海行動")
    expect(words).to_contain_text("乙报 · 2024-09-29")
    assert button.get_attribute("aria-expanded") == "true"
    button.click()
    expect(words).to_have_count(0)
    assert button.get_attribute("aria-expanded") == "false"


def test_positions_are_plotted_by_side_and_open_their_words(open_page: Open) -> None:
    page = open_page("readouts", "lang=hans&issue=issue/arms").page
    assert page.locator("#plot .mark").count() == 2
    page.locator("#plot .mark").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#plot-words")).to_contain_text("停止对台军售")
    page.select_option("#side", "country/US")
    assert page.locator("#plot .mark").count() == 1
    assert "side=country/US" in page.evaluate("location.hash")


@pytest.mark.parametrize("name", list(STATES))
@pytest.mark.parametrize("width", [360, 768, 1920])
def test_no_page_scrolls_sideways(open_page: Open, name: str, width: int) -> None:
    page = open_page(name, size={"width": width, "height": PHONE["height"]}).page
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_phone_names_in_tables_are_not_cut_into_letters(open_page: Open) -> None:
    page = open_page("index", "lang=latin", size=PHONE).page
    widths = page.eval_on_selector_all(
        "#people tbody tr > :first-child", "cells => cells.map(cell => cell.clientWidth)"
    )
    assert widths
    assert min(widths) >= 120


def test_one_is_told_in_the_singular(open_page: Open) -> None:
    page = open_page("network", "lang=latin&node=person/wang-yi").page
    expect(page.locator("#panel")).to_contain_text("1 step")
    expect(page.locator("#panel")).not_to_contain_text("1 steps")
    expect(page.locator("#panel")).to_contain_text("2 steps")
