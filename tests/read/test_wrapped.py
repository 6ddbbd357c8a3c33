"""Texts inside other files, and what is said of files that hold none that can be read."""

import io
import quopri
import zipfile

import pytest

from kg.model import Article, Part
from kg.read import Skipped
from kg.read.records import Kind
from tests.read.test_forms import one, read, texts

TITLE, FIRST, SECOND = "两国外长会谈", "两国外长今天在首都会谈，讨论贸易问题。", "会谈后没有发表声明。"
ADDRESS = "https://www.zaobao.com/news/1"


def word(*paragraphs: str, name: str = "word/document.xml") -> bytes:
    """A Word document of these paragraphs, each in two stretches, with a word that was taken out."""
    inside = "".join(
        f"<w:p><w:pPr><w:pStyle w:val='a'/></w:pPr><w:r><w:t>{text[:3]}</w:t></w:r><w:del><w:r><w:delText>旧"
        f'</w:delText></w:r></w:del><w:r><w:t xml:space="preserve">{text[3:]}</w:t></w:r></w:p>'
        for text in paragraphs
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr(name, f"<?xml version='1.0'?><w:document><w:body>{inside}</w:body></w:document>")
    return data.getvalue()


def saved(page: str, *, kind: str = "text/html", address: str = ADDRESS) -> bytes:
    head = f"From: <Saved by Blink>\r\nSnapshot-Content-Location: {address}\r\nSubject: =?utf-8?B?5aSW?=\r\n"
    head += 'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="--b"\r\n\r\n'
    part = f"Content-Type: {kind}\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    return f"{head}\r\n----b\r\n{part}".encode() + quopri.encodestring(page.encode()) + b"\r\n----b--\r\n"


def test_a_word_document() -> None:
    article = one(word(TITLE, "2024年9月28日", FIRST, SECOND + "&lt;完&gt;"), "稿件.docx")
    assert (article.headline, article.published) == (TITLE, "2024-09-28")
    assert texts(article, Part.BODY)[0] == FIRST


def test_a_page_saved_as_one_file() -> None:
    page = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><p>{FIRST}</p><p>{SECOND}</p></body></html>"
    article = one(saved(page), "a.mhtml")
    assert (article.headline, article.publisher, article.url) == (TITLE, "联合早报", ADDRESS)
    assert texts(article, Part.BODY) == [FIRST, SECOND]


def test_a_saved_page_tells_its_address() -> None:
    page = f"<html><body><h1>{TITLE}</h1><p>{FIRST}</p></body></html>"
    article = one(f"<!DOCTYPE html>\n<!-- saved from url=(0029){ADDRESS} -->\n{page}")
    assert (article.url, article.publisher) == (ADDRESS, "联合早报")


@pytest.mark.parametrize(
    ("data", "kind", "reason"),
    [
        (b"%PDF-1.7 \n", Kind.BINARY, "a PDF: save its text as .txt"),
        (word("表", name="xl/workbook.xml"), Kind.BINARY, "an office file: save it as .docx"),
        (b"{\\rtf1\\ansi\\ansicpg936 \\'cd\\'e2}", Kind.BINARY, "an office file"),
        (b"Rar!\x1a\x07\x00", Kind.BINARY, "unpack it"),
        (b"\x1f\x8b\x08\x00", Kind.BINARY, "unpack it"),
        (b"bplist00\xd1", Kind.BINARY, "save the page as HTML"),
        (word(TITLE)[:-40], Kind.UNREADABLE, "a damaged Word document"),
        (word(), Kind.EMPTY, "empty"),
        (word("外" * 6_000_000), Kind.TOO_LARGE, "more than 16000000 bytes"),
        (saved(TITLE, kind="text/css"), Kind.NO_TEXT, "a web archive without a page"),
    ],
)
def test_what_is_said_of_others(data: bytes, kind: Kind, reason: str) -> None:
    (found,) = read(data, "a.md")
    assert isinstance(found, Skipped)
    assert (found.kind, reason in found.reason) == (kind, True)


def test_text_about_mail_is_text() -> None:
    (found,) = read(f"外长：会谈\n\n{FIRST}")
    assert isinstance(found, Article)
