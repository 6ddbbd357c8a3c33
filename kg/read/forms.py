"""The forms in which articles come, and how each is read."""

from __future__ import annotations

from kg.errors import InputError
from kg.model import Article
from kg.read.assemble import assemble
from kg.read.blocks import read_blocks
from kg.read.header import read_header
from kg.read.markup import parse
from kg.read.records import Kind, Limits, Skipped

Result = Article | Skipped


def read_page(name: str, page: str, limits: Limits) -> list[Result]:
    """Read a decoded file of whatever form."""
    return [read_mirror(name, page, limits)]


def read_mirror(name: str, page: str, limits: Limits) -> Result:
    """Read an article with or without header, its body in HTML, Markdown or plain text."""
    header = read_header(page)
    if len(page) - header.body > limits.markup_chars:
        reason = f"one article of more than {limits.markup_chars} characters"
        return Skipped(source_file=name, reason=reason, kind=Kind.TOO_LARGE)
    try:
        markup = parse(page, header.body, max_tags=limits.tags)
    except InputError as error:
        return Skipped(source_file=name, reason=str(error), kind=Kind.TOO_LARGE)
    return assemble(name, header, read_blocks(page, markup), limits)
