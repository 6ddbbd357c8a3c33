"""One page as one file: template, styles, scripts and data inlined, and nothing else allowed to run."""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from importlib.util import find_spec
from pathlib import Path
from string import Template

import msgspec

from kg.errors import DataError
from kg.resources import ontology_dir

HERE = Path(__file__).resolve().parent
PAGES = ("index", "network", "timeline", "readouts")
VIS = "lib/vis-9.1.2/vis-network.min.js"  # inside the pyvis package
# `{` is left alone: these stand inside JSON strings, where \\u003c is the same character to the reader of JSON.
JSON_ESCAPES = {char.encode(): f"\\u{ord(char):04x}".encode() for char in "<>&\u2028\u2029"}


def to_json(value: object) -> str:
    """JSON that can stand inside a script element: no character of it can end the element or open a comment.

    >>> to_json("</script><!--")
    '"\\\\u003c/script\\\\u003e\\\\u003c!--"'
    """
    try:
        data = msgspec.json.encode(value)
    except UnicodeEncodeError:  # half a character: a question mark stands for it
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=lambda raw: json.loads(bytes(raw)))
        data = text.encode("utf-8", "replace")
    for char, escaped in JSON_ESCAPES.items():
        data = data.replace(char, escaped)
    return data.decode()


def assemble(name: str, blocks: Mapping[str, object], *, scripts: Sequence[str], library: str = "") -> bytes:
    """A whole page: `blocks` are its data by element id, `scripts` the names of static files in their order.

    The content security policy names the hashes of the style and the scripts written here: text that found its way
    into the page as markup could still not run, load or send anything.
    """
    style = "".join(_static(file) for file in ("base.css", f"{name}.css"))
    code = "\n".join(_static(file) for file in scripts)
    parts = [part for part in (library, f"(() => {{\n{code}}})();\n") if part]
    data = {"strings": strings(), "pages": PAGES, **blocks}
    page = Template(_template("page.html")).substitute(
        policy=_policy(style, parts),
        name=name,
        title=escape(strings()[f"title-{name}"][2]),
        style=style,
        body=_template(f"{name}.html"),
        data="\n".join(_block(key, value) for key, value in data.items()),
        scripts="\n".join(f"<script>{part}</script>" for part in parts),
    )
    return page.encode("utf-8", "replace")


def _policy(style: str, scripts: Sequence[str]) -> str:
    allowed = " ".join(_hash(script) for script in scripts)
    rules = ("default-src 'none'", f"script-src {allowed}", f"style-src {_hash(style)}", "img-src data:")
    return "; ".join((*rules, "base-uri 'none'", "form-action 'none'"))


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _block(key: str, value: object) -> str:
    return f'<script type="application/json" id="data-{escape(key)}">{to_json(value)}</script>'


def _static(name: str) -> str:
    return (HERE / "static" / name).read_text(encoding="utf-8")


def _template(name: str) -> str:
    return (HERE / "templates" / name).read_text(encoding="utf-8")


@cache
def strings() -> dict[str, tuple[str, str, str]]:
    """The words of the interface by key: simplified, traditional, English."""
    path = ontology_dir() / "lexicon" / "interface.tsv"
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    bad = next((row for row in rows if len(row) != 4), None)
    if bad is not None:
        raise DataError(f"{path.name}: not four columns: {bad}")
    return {key: (hans, hant, english) for key, hans, hant, english in rows[1:]}


@cache
def vis_network() -> str:
    """The vis-network build that ships inside pyvis, without the address of its source map.

    The file is found without importing pyvis, which would pull in a notebook.
    """
    spec = find_spec("pyvis")
    path = Path(spec.origin).parent / VIS if spec and spec.origin else None
    if path is None or not path.is_file():
        raise DataError("pyvis, whose vis-network the pages use, is not installed")
    return path.read_text(encoding="utf-8").partition("//# sourceMappingURL")[0]
