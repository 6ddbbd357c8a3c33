import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.read import dates


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2024-09-29T02:10:21.358Z", "2024-09-29T02:10:21Z"),
        ("2024-09-29T02:10:21+08:00", "2024-09-28T18:10:21Z"),
        ("2024-09-29 02:10", "2024-09-29T02:10:00Z"),
        ("2024-9-9", "2024-09-09"),
        ("2024-02-30", None),
        ("2024-02-28 25:00", "2024-02-28"),
        ("0000-01-01", None),
        ("9999-12-31T23:59:59Z", None),
        ("1899-12-31", None),
        ("gestern", None),
        ("", None),
    ],
)
def test_iso(text: str, found: str | None) -> None:
    assert dates.from_iso(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("29/07/2020 - 12:29", "2020-07-29"),
        ("Sat, 28 Sep 2024 05:42:02 GMT", "2024-09-28T05:42:02Z"),
        ("2024年 7月 29日", "2024-07-29"),
        ("2024/7/29", "2024-07-29"),
        ("2024-04-26T08:25:56.585Z", "2024-04-26T08:25:56Z"),
        ("31/02/2020", None),
        ("Sat, 99 Sep 2024 05:42:02 GMT", None),
    ],
)
def test_words(text: str, found: str | None) -> None:
    assert dates.from_words(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1727503143000", "2024-09-28T05:59:03Z"),
        ("1727503143", "2024-09-28T05:59:03Z"),
        ("NaN", None),
        ("1", None),
        ("9" * 14, None),
    ],
)
def test_epoch(text: str, found: str | None) -> None:
    assert dates.from_epoch(text) == found


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("20221112.md", "2022-11-12"),
        ("x/2022-11-12-a.html", "2022-11-12"),
        ("a20221399.md", None),
        ("123420221112.md", None),
        ("20221112/a.md", None),
    ],
)
def test_file_name(name: str, found: str | None) -> None:
    assert dates.from_file_name(name) == found


@given(st.text(alphabet="0123456789-/年月日T:+Z. ", max_size=40))
def test_any_text_gives_a_date_or_none(text: str) -> None:
    for read in (dates.from_iso, dates.from_words, dates.from_epoch, dates.from_file_name):
        found = read(text)
        assert found is None or "1900-01-01" <= found[:10] <= "2100-12-31"
