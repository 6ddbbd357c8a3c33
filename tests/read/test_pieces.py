"""The plain tree of the parser and that of BeautifulSoup read the same from any tag soup."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.read.blocks import RawBlock, read_blocks
from kg.read.markup import parse_page, parse_piece

PIECES = st.sampled_from(
    [
        "外长",
        "会谈。",
        " ",
        "\n\n",
        "&amp;",
        "<",
        "<p>",
        "</p>",
        "<div class='share'>",
        "<div>",
        "</div>",
        "<table>",
        "<td>",
        "</tr>",
        "<li>",
        "<b>",
        "<a href=x>",
        "</a>",
        "<br>",
        "<h1>",
        "</h2>",
        "<html>",
        "<body>",
        "</body>",
        "<head>",
        "<select>",
        "<option>",
        "<svg>",
        "<form>",
        "<small>",
        "<figure>",
        "<img alt='两位外长握手'>",
        "<!--x-->",
        "<frameset>",
        "<ruby>",
        "<rt>",
    ]
)


def both(page: str) -> list[list[RawBlock]]:
    return [read_blocks(page, parse(page, 0, len(page))) for parse in (parse_page, parse_piece)]


@given(st.lists(PIECES, max_size=25).map("".join))
def test_of_any_soup(page: str) -> None:
    soup, plain = both(page)
    assert soup == plain


@pytest.mark.parametrize("page", ["", "<p>外长<p>会谈</div>。", "<table><p>外长<tr><td>会谈</table>。"])
def test_of_cases(page: str) -> None:
    soup, plain = both(page)
    assert soup == plain
