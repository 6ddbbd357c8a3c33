"""A view of any size in the proportions of real news, and how long its page takes to open and to move.

Run python -m tests.browser.large 2000 10000 for the figures; paths of graphs in place of numbers measure those.
"""

import json
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from kg import analysis, rdf, view
from kg.rdf.project import project
from kg.viewmodel import Article, Edge, Mark, Names, Node, NodeType, Passage, Relation, View

SHARES = {NodeType.MEETING: 0.38, NodeType.PERSON: 0.34, NodeType.ORGANIZATION: 0.18, NodeType.COUNTRY: 0.06}
SYLLABLES = "安北成大恩法格汉伊金拉马内欧普齐塞特乌维希雅泽"
WORDS = "会谈中双方就共同关心的问题交换了意见并同意保持沟通对话合作稳定和平发展安全贸易投资能源气候"
TRACED = ["toplevel", "devtools.timeline"]


def make_large(size: int, seed: int = 7) -> View:
    """So many nodes, three edges each; a few are in most articles, most in one, as names in the news are."""
    chance = random.Random(seed)
    articles = tuple(
        Article(
            id=f"article/{n}",
            headline="".join(chance.choices(WORDS, k=16)),
            publisher=f"publisher/{chance.randrange(20)}",
            published=f"20{chance.randint(16, 24)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
            url=f"https://news.example/{n}",
        )
        for n in range(size // 2)
    )
    ids = {t: [f"{t}/{n}" for n in range(max(2, round(size * share)))] for t, share in SHARES.items()}
    ids[NodeType.ISSUE] = [f"issue/{n}" for n in range(size - sum(map(len, ids.values())))]
    edges, passages = _edges(ids, articles, chance)
    seen: dict[str, set[str]] = {}
    for edge in edges:
        for end in (edge.source, edge.target):
            seen.setdefault(end, set()).update(edge.articles)
    nodes = tuple(_node(key, type_, seen.get(key, set()), chance) for type_ in ids for key in ids[type_])
    return View(articles=articles, passages=passages, nodes=tuple(sorted(nodes, key=lambda n: n.id)), edges=edges)


def _pick(items: list[str], chance: random.Random) -> str:
    return (
        items[min(len(items) - 1, int(chance.paretovariate(0.6)) - 1)]
        if chance.random() < 0.5
        else chance.choice(items)
    )


def _edges(
    ids: dict[NodeType, list[str]], articles: tuple[Article, ...], chance: random.Random
) -> tuple[tuple[Edge, ...], tuple[Passage, ...]]:
    edges: dict[tuple[str, str, Relation], Edge] = {}
    passages = []
    for number, meeting in enumerate(ids[NodeType.MEETING]):
        article = chance.choice(articles)
        people = [_pick(ids[NodeType.PERSON], chance) for _ in range(3)]
        text = "".join(chance.choices(WORDS, k=60))
        mark = Mark(start=2, end=5, node=people[0])
        passages.append(Passage(id=f"passage/{number}", article=article.id, text=text, marks=(mark,)))
        ends = [(person, meeting, Relation.PARTICIPANT) for person in people]
        ends += [(_pick(ids[NodeType.COUNTRY], chance), meeting, Relation.PARTY) for _ in range(2)]
        ends += [(meeting, _pick(ids[NodeType.ISSUE], chance), Relation.DISCUSSED) for _ in range(2)]
        ends.append((_pick(ids[NodeType.ORGANIZATION], chance), meeting, Relation.PARTY))
        for source, target, relation in ends:
            edges[source, target, relation] = Edge(
                source=source,
                target=target,
                relation=relation,
                articles=(article.id,),
                passages=(f"passage/{number}",),
                confidence=0.8,
            )
    return tuple(edges[key] for key in sorted(edges)), tuple(passages)


def _node(key: str, type_: NodeType, articles: set[str], chance: random.Random) -> Node:
    hans = "".join(chance.choices(SYLLABLES, k=chance.randint(2, 8)))
    meeting = type_ is NodeType.MEETING
    return Node(
        id=key,
        type=type_,
        names=Names(hans=hans, latin=key.title(), spellings=(hans[:2],)),
        articles=tuple(sorted(articles)),
        kind=chance.choice(["meeting", "call", "visit", "conference"]) if meeting else "",
        status=chance.choice(["held", "held", "planned"]) if meeting else "",
        start=f"20{chance.randint(16, 24)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}" if meeting else None,
        publisher_count=1,
        confidence=0.8,
    )


def measure(browser: Browser, page: Path) -> dict[str, float]:
    """Seconds from navigation to the first view, and the longest task in milliseconds while panning and zooming.

    Tasks are measured in the time of their thread, so that what else the machine does is not counted.
    """
    opened = browser.new_page(viewport={"width": 1400, "height": 900})
    opened.goto(f"{page.as_uri()}#lang=hans")
    opened.wait_for_function("performance.getEntriesByName('first-view').length > 0", timeout=60_000)
    first = opened.evaluate("performance.getEntriesByName('first-view')[0].startTime") / 1000
    opened.wait_for_timeout(1000)
    browser.start_tracing(page=opened, categories=TRACED)
    opened.mouse.move(900, 450)
    opened.mouse.down()
    for step in range(25):
        opened.mouse.move(900 - step * 12, 450 + step * 6)
        opened.wait_for_timeout(30)
    opened.mouse.up()
    for _ in range(4):
        opened.mouse.wheel(0, -240)
        opened.wait_for_timeout(120)
    opened.wait_for_timeout(800)
    longest = longest_task(json.loads(browser.stop_tracing())["traceEvents"])
    opened.close()
    return {"first_view_s": round(first, 2), "longest_task_ms": longest, "bytes": page.stat().st_size}


def longest_task(events: list[dict[str, Any]]) -> float:
    """The longest task of a page's main thread in a trace, in milliseconds of the thread's own time."""
    main = {
        (e["pid"], e["tid"]) for e in events if e["name"] == "thread_name" and e["args"]["name"] == "CrRendererMain"
    }
    tasks = [e.get("tdur", 0) / 1000 for e in events if e.get("ph") == "X" and (e["pid"], e["tid"]) in main]
    assert tasks, "the trace holds no task of the page"
    return max(tasks)


def write_page(seen: View, folder: Path, top: int) -> Path:
    """The network page of a view, in a folder."""
    page = folder / "network.html"
    page.write_bytes(view.pages(seen, analysis.run(seen), top=top)["network.html"])
    return page


def main() -> None:
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for given in sys.argv[1:]:
            seen = make_large(int(given)) if given.isdigit() else project(rdf.open_graph(Path(given)).rows)
            began = time.perf_counter()
            page = write_page(seen, Path(folder), top=len(seen.nodes))
            print(given, f"{time.perf_counter() - began:.1f} s to write", measure(browser, page))
        browser.close()


if __name__ == "__main__":
    main()
