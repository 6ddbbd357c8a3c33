"""Large outputs are put together of what is new and of what stands in the last one."""

from pathlib import Path

from kg.patchwork import Piece
from kg.pipeline.sheets import write_pieces


def test_only_pieces_that_are_new_are_made(tmp_path: Path) -> None:
    made: list[str] = []

    def piece(name: str) -> Piece:
        return Piece(name.encode(), lambda: made.append(name) or f"<{name}>".encode())

    sheet = write_pieces(tmp_path / "one", map(piece, "abcd"), tmp_path / "none", b"")
    assert (tmp_path / "one").read_bytes() == b"<a><b><c><d>"
    made.clear()
    write_pieces(tmp_path / "two", map(piece, "xbda"), tmp_path / "one", sheet)
    assert (tmp_path / "two").read_bytes() == b"<x><b><d><a>"
    assert made == ["x"]


def test_without_a_sheet_all_are_made(tmp_path: Path) -> None:
    write_pieces(tmp_path / "sub" / "one", [Piece.of(b"a"), Piece.of(b""), Piece.of(b"b")], tmp_path / "none", b"")
    assert (tmp_path / "sub" / "one").read_bytes() == b"ab"
