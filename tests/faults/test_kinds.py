"""Each kind of bad input in one build: what becomes of it, that the others are built, and that nothing gets lost.

A row of the table is a kind of input with the outcome that the report must give and words of its reason.
"""

import io
import os
import re
import tarfile
import zipfile
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.config import Config
from kg.pipeline import BuildResult, build

SAID = "美国国务卿布林肯与中国外长王毅会谈，谈到第{}个问题。"
MORE = "双方就贸易、安全和人员往来等问题交换意见，同意保持沟通。" * 3
DAMAGED = b"\x89PNG\r\n\x1a\n"
ENTITIES = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 20))
ANCHORS = "\n".join(f"a{i}: &a{i} [{','.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 40))
# name of the file -> (what is in it, with {} for a sentence; the outcome; words of the reason)
TABLE: dict[str, tuple[str | bytes, str, str]] = {
    "good.md": ("---\ndate: 2024-09-27\n---\n<p>{}会谈于2024年9月27日举行。</p>", "read", ""),
    "cut-utf-8.md": ("<p>{}</p>外".encode()[:-1], "read", ""),
    "cut-gb18030.md": ("<p>{}</p>外".encode("gb18030")[:-1], "read", ""),
    "mixed-encodings.md": (MORE.encode() * 9 + MORE.encode("gb18030") * 9, "unreadable", "no known encoding"),
    "nul-characters.md": ("<p>\x00{}" + MORE + "</p>", "read", ""),
    "control-characters.md": ("<p>\x01\x07\x1b[31m{}\x7f</p>", "read", ""),
    "lone-surrogates.md": (b"<p>\xed\xa0\x80{}\xed\xb0\x80</p>", "read", ""),
    "lone-surrogates.jsonl": ('{{"text": "\\ud800{}\\udc00"}}', "read", ""),
    "direction-overrides.md": ("<p>\u202e{}\u2066\u200f</p>", "read", ""),
    "line-of-50-mb.md": ("{}" + "外" * 17_000_000, "unreadable", "more than 16000000 characters"),
    "nested-100000-deep.md": ("<div>" * 100_000 + "{}" + "</div>" * 100_000, "read", ""),
    "unclosed-tags.md": ("<div><p><b><ul><li>{}", "read", ""),
    "unclosed-comments.md": ("<!-- " * 100 + "<p>{}</p>", "read", ""),
    "entity-bomb.html": (f"<!DOCTYPE html [<!ENTITY a0 'x'>{ENTITIES}]><html><body><p>{{}}&a19;</p>", "read", ""),
    "anchors-and-aliases.md": (f"---\n{ANCHORS}\ntitle: 外长会谈\n---\n<p>{{}}</p>", "read", ""),
    "wrong-date.md": ("---\ndate: 2024-13-45\n---\n<p>{}布林肯2024年13月45日会晤王毅。</p>", "read", ""),
    "no-date.md": ("<p>{}</p>", "read", ""),
    "year-0.md": (
        "---\ndate: 0000-01-01\n---\n<p>{}布林肯0年1月1日会晤王毅。布林肯0000年1月1日会晤王毅。</p>",
        "read",
        "",
    ),
    "year-9999.md": ("---\ndate: 9999-12-31\n---\n<p>{}布林肯9999年12月31日会晤王毅。</p>", "read", ""),
    "one/same-name.md": ("<p>{}</p>", "read", ""),
    "two/same-name.md": ("<p>{}</p>", "read", ""),
    "empty.md": (b"", "unreadable", "empty"),
    "binary.md": (DAMAGED * 9, "unreadable", "binary"),
    "markup-without-text.md": ("<p></p>", "unreadable", "no article text"),
    "cut-record.jsonl": ('{{"title": "{}", "text": "外', "unreadable", "not a JSON record"),
    "paper.pdf": (b"%PDF-1.7 {}", "unreadable", "a PDF: save its text"),
    "book.xlsx": (b"PK\x03\x04{}", "unreadable", "an office file"),
    "open-quotation.csv": ('title,text\n外,"{}', "unreadable", "a quotation mark is not closed"),
    "notes/README.md": ("{}", "ignored", "a note on the folder"),
}
ITEM = {
    "lone-surrogates.jsonl",
    "cut-record.jsonl",
    "open-quotation.csv",
}  # files of records: their items are named by number
OTHERS = {
    "same-article-twice.md": ("duplicate", "the same article as good.md"),
    "up": ("duplicate", "a link to a folder that is read already"),
    "link-to-itself.md": ("unreadable", "symbolic links"),
    "link-to-nothing.md": ("unreadable", "No such file"),
    "pipe.md": ("unreadable", "a pipe or device"),
    "paths.tar/../up.md": ("unreadable", "leads out of the archive"),
    "paths.tar//root.md": ("unreadable", "leads out of the archive"),
    "paths.tar/link.md": ("unreadable", "a link or device"),
    "paths.tar/same.md": ("read", ""),
    "paths.tar/same.md~2": ("read", ""),
    "bomb.zip": ("unreadable", "times its size"),
    "cut.zip": ("unreadable", "a damaged archive"),
}


def fill(folder: Path) -> None:
    """Write every kind of bad input into the folder."""
    for number, (name, (page, _, _)) in enumerate(TABLE.items()):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        said = SAID.format(number)
        if isinstance(page, str):
            path.write_text(page.format(said) if page.count("{}") else page, encoding="utf-8")
        else:
            encoding = "gb18030" if "gb18030" in name else "utf-8"
            path.write_bytes(page.replace(b"{}", said.encode(encoding)))
    (folder / "same-article-twice.md").write_bytes((folder / "good.md").read_bytes())
    (folder / "up").symlink_to(folder)
    (folder / "link-to-itself.md").symlink_to(folder / "link-to-itself.md")
    (folder / "link-to-nothing.md").symlink_to(folder / "nothing.md")
    os.mkfifo(folder / "pipe.md")
    with tarfile.open(folder / "paths.tar", "w") as archive:
        for number, name in enumerate(["../up.md", "/root.md", "same.md", "same.md"], 100):
            add(archive, name, SAID.format(number).encode())
        link = tarfile.TarInfo("link.md")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    with zipfile.ZipFile(folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.md", "0" * 20_000_000)
    (folder / "cut.zip").write_bytes((folder / "bomb.zip").read_bytes()[:500])


def add(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(data)
    archive.addfile(info, io.BytesIO(data))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[BuildResult, Path]:
    place = tmp_path_factory.mktemp("kinds")
    (place / "in").mkdir()
    fill(place / "in")
    result = build([place / "in"], Config(output=place / "out", jobs=1, pages=False))
    return result, place / "out"


def outcome(result: BuildResult, name: str) -> tuple[str, str]:
    [found] = [f for f in result.report["files"] if f["file"] == name]
    return found["outcome"], found.get("reason", "")


@pytest.mark.parametrize("name", TABLE)
def test_a_kind_of_bad_input(built: tuple[BuildResult, Path], name: str) -> None:
    _, wanted, reason = TABLE[name]
    found, words = outcome(built[0], f"{name}#1" if name in ITEM else name)
    assert (found, reason in words) == (wanted, True), words


@pytest.mark.parametrize("name", OTHERS)
def test_a_kind_of_bad_link_or_archive(built: tuple[BuildResult, Path], name: str) -> None:
    wanted, reason = OTHERS[name]
    found, words = outcome(built[0], name)
    assert (found, reason in words) == (wanted, True), words


def test_the_report_names_everything_once_and_nothing_else(built: tuple[BuildResult, Path]) -> None:
    names = Counter(f["file"] for f in built[0].report["files"])
    assert set(names.values()) == {1}
    assert set(names) == {f"{name}#1" if name in ITEM else name for name in TABLE} | set(OTHERS)
    assert sum(built[0].report["inputs"].values()) == len(TABLE) + len(OTHERS)


def test_the_graph_of_bad_input_is_sound(built: tuple[BuildResult, Path]) -> None:
    result, output = built
    data = (output / "graph.ttl").read_bytes()
    graph = ox.Store()
    graph.load(data, ox.RdfFormat.TURTLE)
    read = [f for f in result.report["files"] if f["outcome"] == "read"]
    query = "PREFIX dkg: <https://w3id.org/diplokg/ontology#> SELECT ?d ?a { ?a a dkg:Article OPTIONAL { ?a ?p ?d } }"
    assert len({row["a"].value for row in graph.query(query)}) == len(read)
    text = data.decode()
    assert not re.search("[\u202a-\u202e\u2066-\u2069\ud800-\udfff\x00-\x08]|\\\\u0000", text)
    assert "root:" not in text  # of /etc/passwd


def test_no_date_is_invented(built: tuple[BuildResult, Path]) -> None:
    graph = ox.Store()
    graph.load((built[1] / "graph.ttl").read_bytes(), ox.RdfFormat.TURTLE)
    dates = {
        q.object.value for q in graph if isinstance(q.object, ox.Literal) and "XMLSchema#d" in q.object.datatype.value
    }
    years = {value[:4] for value in dates if re.match(r"\d{4}-", value)}
    assert years == {"2024"}
