import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kg import analysis, view
from kg.view import payload, readouts
from kg.view.page import strings, to_json
from kg.view.select import Subset, select
from kg.viewmodel import Statement, View
from tests.viewsample import ACCOUNT, FORMULA, HOSTILE, passage, statement

STATIC = Path(view.__file__).parent / "static"
TEMPLATES = Path(view.__file__).parent / "templates"


class Reader(HTMLParser):
    """The elements of a page with their attributes, and the text of scripts and styles."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.raw: list[tuple[str, dict[str, str | None], str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.elements and self.elements[-1][0] in ("script", "style") and data.strip():
            self.raw.append((*self.elements[-1], data))


@pytest.fixture(scope="module")
def pages(sample: View) -> dict[str, bytes]:
    return view.pages(sample, analysis.run(sample), account=ACCOUNT)


def read(page: bytes) -> Reader:
    reader = Reader()
    reader.feed(page.decode())
    return reader


PAGES = ["index.html", "network.html", "readouts.html", "timeline.html"]


def test_all_pages_are_made_the_same_each_time(pages: dict[str, bytes], sample: View) -> None:
    assert list(pages) == PAGES
    assert view.pages(sample, analysis.run(sample), account=ACCOUNT) == pages


def test_readouts_show_the_words_of_a_cell_whoever_speaks(monkeypatch: pytest.MonkeyPatch, sample: View) -> None:
    monkeypatch.setattr(readouts, "STATEMENTS", 1)  # the speaker stands nowhere else on the page
    words = "一位发言人说，中方敦促停止售武。"
    said = statement("s0", "person/spokesman", "country/CN", "arms", "urge", ("a1", 9, "m1"))
    passages = (*sample.passages, passage(9, "article/a1", words))
    told = replace(sample, statements=(said, *sample.statements), passages=passages)
    assert words in view.pages(told, analysis.run(told))["readouts.html"].decode()


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_fetched(pages: dict[str, bytes], name: str) -> None:
    for _, attributes in read(pages[name]).elements:
        assert "src" not in attributes
        assert (attributes.get("href") or "").startswith(("#", "data:,")) or "href" not in attributes


@pytest.mark.parametrize("name", PAGES)
def test_policy_names_exactly_the_scripts_and_styles_of_the_page(pages: dict[str, bytes], name: str) -> None:
    reader = read(pages[name])
    policy = next(a["content"] or "" for tag, a in reader.elements if tag == "meta" and "http-equiv" in a)
    named = set(re.findall(r"'sha256-([^']+)'", policy))
    held = {
        base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        for _, attributes, text in reader.raw
        if attributes.get("type") != "application/json"
    }
    assert named == held
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("name", PAGES)
def test_text_of_articles_stays_data(pages: dict[str, bytes], name: str) -> None:
    reader = read(pages[name])
    tags = {tag for tag, _ in reader.elements}
    assert "img" not in tags
    blocks = [text for _, attributes, text in reader.raw if attributes.get("type") == "application/json"]
    assert any(HOSTILE in json.dumps(json.loads(block), ensure_ascii=False).replace('\\"', '"') for block in blocks)
    assert not any(attributes.keys() & {"onerror", "onclick", "onload"} for _, attributes in reader.elements)


def test_json_cannot_end_its_script_nor_lose_a_character() -> None:
    text = HOSTILE + FORMULA + "\u2028\u0000\U0001f600𠀀"
    written = to_json(text)
    assert not set("<>&\u2028") & set(written)
    assert json.loads(written) == text


def test_half_a_surrogate_pair_does_not_stop_a_page() -> None:
    from kg.viewmodel import Article

    broken = View(articles=(Article(id="article/x", headline="\ud800", published="2024-01-01"),))
    assert view.pages(broken, analysis.run(broken))["index.html"]


def test_half_a_surrogate_pair_beside_people_does_not_stop_the_front_page(sample: View) -> None:
    account = replace(ACCOUNT, skipped=(("\ud800.txt", "unreadable"),))
    assert b"?.txt" in view.pages(sample, analysis.run(sample), account=account)["index.html"]


def test_an_empty_graph_has_pages() -> None:
    assert sorted(view.pages(View(), analysis.run(View()))) == PAGES


def test_a_part_says_what_it_leaves_out(sample: View) -> None:
    part, left = select(sample, Subset(around="person/wang-yi"))
    page = view.pages(part, analysis.run(part), left=left)["network.html"].decode()
    graph = json.loads(re.search(r'id="data-graph">(.*?)</script>', page)[1])  # type: ignore[index]
    assert graph["left"] == {
        "kept": len(part.nodes),
        "nodes": len(sample.nodes) - len(part.nodes),
        "edges": len(sample.edges) - len(part.edges),
    }
    assert graph["left"]["nodes"] > 0


def used_keys() -> set[str]:
    """Keys of the interface that scripts and templates name in full, and beginnings of those they put together."""
    code = "".join(path.read_text() for path in [*STATIC.glob("*.js"), *TEMPLATES.glob("*.html")])
    return set(re.findall(r"[\w-]+", code))


def test_every_word_of_the_interface_is_used_and_every_word_used_is_there() -> None:
    code = "".join(path.read_text() for path in STATIC.glob("*.js"))
    html = "".join(path.read_text() for path in TEMPLATES.glob("*.html")).replace("$name", "network")
    named = set(re.findall(r"KG\.t\('([\w-]+)'[,)]", code)) | set(re.findall(r'data-(?:t|label|hint)="([\w-]+)"', html))
    assert named <= strings().keys()
    beginnings = set(re.findall(r"KG\.t\('([\w-]+-)' \+", code))
    words = used_keys()
    unused = {k for k in strings() if k not in words and not any(k.startswith(b) for b in beginnings)}
    assert unused <= {"brand", *(k for k in strings() if k.startswith("figure-"))}


def test_a_role_in_two_scripts_is_one(sample: View) -> None:
    (roles,) = (rows for rows in payload.role_rows(sample).values() if len(rows) == 2)
    assert [(role, articles) for role, _, articles in roles] == [("外交部长", 2), ("外长", 1)]


def test_every_word_of_the_interface_has_three_languages() -> None:
    assert all(all(words) for words in strings().values())
    placeholders = {key: [sorted(re.findall(r"\{\w+\}", text)) for text in words] for key, words in strings().items()}
    assert all(a == b == c for a, b, c in placeholders.values())


def test_the_bundled_library_is_the_pinned_one_and_its_licences_are_there() -> None:
    from kg.view.page import VIS, vis_network

    listed = (STATIC / "LICENSES" / "README.md").read_text(encoding="utf-8")
    path = Path(find_spec("pyvis").origin).parent / VIS  # type: ignore[union-attr,arg-type]
    assert hashlib.sha256(path.read_bytes()).hexdigest() in listed
    assert "sourceMappingURL" not in vis_network()
    texts = set(re.findall(r"[\w.-]+\.txt", listed))
    assert texts == {path.name for path in (STATIC / "LICENSES").glob("*.txt")}


VALUES = st.none() | st.booleans() | st.integers(-9, 9) | st.floats(0, 1).map(lambda x: round(x, 3)) | st.text()


@given(st.recursive(VALUES, lambda x: st.lists(x) | st.dictionaries(st.text(), x), max_leaves=8))
def test_json_is_that_of_the_standard_library_but_for_what_could_end_a_script(value: object) -> None:
    plain = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        plain = plain.replace(char, f"\\u{ord(char):04x}")
    assert to_json(value) == plain


@given(days=st.lists(st.sampled_from([None, "2024", "2024-09", "2024-09-27", "2024-10-01"]), max_size=9))
def test_the_latest_statements_are_the_last_of_all_by_date_and_id(days: list[str | None]) -> None:
    said = [
        Statement(id=f"s{at * 7 % 10}", speaker="a", issue="i", act="act/urge", article="x", date=day)
        for at, day in enumerate(days)
    ]
    whole = sorted(said, key=lambda s: (s.date or "", s.id))
    assert all(readouts.latest(said, most) == whole[-most:] for most in range(1, 11))


@given(
    rows=st.lists(
        st.tuples(st.sampled_from("ab"), st.sampled_from([None, "2024", "2024-09-27"]), st.sampled_from([0.5, 0.9])),
        max_size=14,
    )
)
def test_the_best_statements_of_a_pair_are_the_surest_then_the_latest(
    rows: list[tuple[str, str | None, float]],
) -> None:
    said = [
        Statement(id=f"s{at}", speaker=who, issue="i", act="act/urge", article="x", date=day, confidence=sure)
        for at, (who, day, sure) in enumerate(rows)
    ]
    ranked = sorted(sorted(said, key=lambda s: s.date or "", reverse=True), key=lambda s: -s.confidence)
    best = [s for who in "ab" for s in [s for s in ranked if s.speaker == who][: payload.STATEMENTS_A_PAIR]]
    assert payload.best_statements(View(statements=tuple(said))) == tuple(s for s in said if s in best)
