import random

import opencc
import pytest

from kg.read.decoding import Undecodable, decode

HANS = "外长甲某今天在首都会见外长乙某，双方就贸易、安全和人员往来等问题交换意见，同意保持沟通（第3次）。\n" * 3
HANT = opencc.OpenCC("s2t").convert(HANS)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk", "gb2312"]
)
def test_simplified(encoding: str) -> None:
    assert decode(HANS.encode(encoding)) == HANS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "gb18030", "big5", "big5hkscs", "cp950"])
def test_traditional(encoding: str) -> None:
    text = HANT.replace("・", "")
    assert decode(text.encode(encoding, "ignore")) == text


@pytest.mark.parametrize("encoding", ["gb18030", "big5"])
def test_markup_around_little_text(encoding: str) -> None:
    page = '<html><head><meta name="viewport" content="width=device-width"></head><body class="x y z"><p>' * 20 + HANT
    assert decode(page.encode(encoding)) == page


@pytest.mark.parametrize("text", ["a\r\nb\rc\n", "\ufeffa\r\n"])
def test_line_ends(text: str) -> None:
    assert "\r" not in decode(text.encode())


@pytest.mark.parametrize("cut", [1, 2])
def test_cut_last_character(cut: int) -> None:
    assert decode(HANS.rstrip().encode()[:-cut]) == HANS.rstrip()[:-1] + "\ufffd"


def test_one_damaged_place() -> None:
    data = HANS.encode()
    assert decode(data[:30] + b"\xff" + data[30:]).replace("\ufffd", "") == HANS


def test_halves_of_surrogate_pairs() -> None:
    emoji = "😀".encode("utf-16-be")
    halves = b"".join(chr(int.from_bytes(emoji[i : i + 2], "big")).encode("utf-8", "surrogatepass") for i in (0, 2))
    assert decode(HANS.encode() + halves) == HANS + "😀"
    assert decode(halves[:3] + HANS.encode() + halves[3:]) == f"\ufffd{HANS}\ufffd"


def test_two_encodings_in_one_file() -> None:
    with pytest.raises(Undecodable):
        decode(HANS.encode() + HANS.encode("gb18030") + HANS.encode())


@pytest.mark.parametrize("data", [b"", b"\n \t\r\n", b"\xef\xbb\xbf", b"\x00\x00", b"\xff\xfe"])
def test_empty(data: bytes) -> None:
    with pytest.raises(Undecodable) as caught:
        decode(data)
    assert caught.value.kind == "empty"


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + b"\0" * 50,
        b"%PDF-1.7 \n",
        b"PK\x03\x04abc",
        b"\x7fELF" + b"\1" * 99,
        bytes(range(256)) * 9,
    ]
    + [random.Random(seed).randbytes(3000) for seed in range(20)],
    ids=lambda data: data[:4].hex(),
)
def test_binary(data: bytes) -> None:
    with pytest.raises(Undecodable) as caught:
        decode(data)
    assert caught.value.kind == "binary"


def test_an_unknown_encoding() -> None:
    with pytest.raises(Undecodable) as caught:
        decode("Министр иностранных дел прибыл в столицу. ".encode("koi8-r") * 5)
    assert caught.value.kind == "undecodable"
