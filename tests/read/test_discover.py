import io
import os
import tarfile
import zipfile
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.model import Article
from kg.read import Limits, Skipped, Source, discover, load_source, read_source, run

PAGE = "---\ntitle: 外长会谈\n---\n<p>第{}次会谈。</p>"


def write(folder: Path, *names: str) -> None:
    for number, name in enumerate(names):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PAGE.format(number), encoding="utf-8")


def found(*inputs: str | Path, limits: Limits | None = None, stdin: str = "") -> tuple[list[str], dict[str, str]]:
    items = list(discover(inputs, limits=limits, stdin=io.StringIO(stdin)))
    names = [i.name for i in items if isinstance(i, Source)]
    return names, {i.source_file: i.kind for i in items if isinstance(i, Skipped)}


def test_folder_is_read_below_and_sorted(tmp_path: Path) -> None:
    write(tmp_path, "b.md", "a.txt", "sub/c.html", "README.md", ".git/x", ".hidden.md", "page_files/a.css")
    names, skipped = found(tmp_path)
    assert names == ["a.txt", "b.md", "sub/c.html"]
    assert skipped == {
        ".git": "ignored",
        ".hidden.md": "ignored",
        "README.md": "ignored",
        "page_files/a.css": "ignored",
    }


def test_a_file_is_named_by_its_name_whatever_it_is(tmp_path: Path) -> None:
    write(tmp_path, "sub/README.md")
    assert found(tmp_path / "sub/README.md") == (["README.md"], {})


def test_order_of_inputs_does_not_matter(tmp_path: Path) -> None:
    write(tmp_path, "one/a.md", "one/b.md", "two/a.md", "two/c.md")
    paths = [tmp_path / "one", tmp_path / "two", tmp_path / "one/b.md"]
    names, skipped = found(*paths)
    assert names == ["b.md", "c.md", "one/a.md", "two/a.md"]
    assert found(*reversed(paths)) == (names, skipped)


def test_the_same_file_twice_is_read_once(tmp_path: Path) -> None:
    write(tmp_path, "sub/a.md")
    names, skipped = found(tmp_path, tmp_path / "sub/a.md")
    assert names == ["a.md"]
    assert skipped == {"sub/a.md": "duplicate"}


def test_paths_on_standard_input(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "b.md")
    assert found("-", stdin=f"{tmp_path}/b.md\r\n\n{tmp_path}/a.md\n")[0] == ["a.md", "b.md"]


def test_a_listed_path_that_is_gone_does_not_stop_the_others(tmp_path: Path) -> None:
    write(tmp_path, "a.md")
    names, skipped = found("-", stdin=f"{tmp_path}/gone.md\n{tmp_path}/a.md\n")
    assert names == ["a.md"]
    assert list(skipped.values()) == ["unreadable"]


def test_pipes_in_a_folder_are_not_waited_for(tmp_path: Path) -> None:
    write(tmp_path, "a.md")
    os.mkfifo(tmp_path / "pipe.md")
    assert found(tmp_path) == (["a.md"], {"pipe.md": "unreadable"})


def test_folders_nested_deeply(tmp_path: Path) -> None:
    (tmp_path / "keep.md").write_text(PAGE, encoding="utf-8")
    deep = tmp_path.joinpath(*["d"] * 1200)
    folder = tmp_path
    for _ in range(1200):
        folder = folder / "d"
        folder.mkdir()
    (deep / "a.md").write_text(PAGE, encoding="utf-8")
    try:
        names, skipped = found(tmp_path)
    finally:
        (deep / "a.md").unlink()
        os.removedirs(deep)  # without recursion, which the cleaning up of temporary folders would need
    assert names == ["d/" * 1200 + "a.md", "keep.md"]
    assert not skipped


def test_what_does_not_exist_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        found(tmp_path / "a.md")
    with pytest.raises(InputError):
        found("a\0b")


def test_links_that_loop(tmp_path: Path) -> None:
    write(tmp_path, "sub/a.md")
    (tmp_path / "sub/up").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    names, skipped = found(tmp_path)
    assert names == ["self", "sub/a.md"]
    assert skipped == {"sub/up": "duplicate"}
    results = [r for r in run([tmp_path]) if isinstance(r, Skipped) and r.source_file == "self"]
    assert [r.kind for r in results] == ["unreadable"]


def test_folder_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's refusal is played, since the tests may run as root, whom nothing is refused."""
    write(tmp_path, "a.md", "shut/b.md")
    scandir = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("shut"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert found(tmp_path) == (["a.md"], {"shut": "unreadable"})


def test_a_file_that_vanishes_is_reported(tmp_path: Path) -> None:
    write(tmp_path, "a.md")
    (source,) = discover([tmp_path])
    (tmp_path / "a.md").unlink()
    assert isinstance(source, Source)
    (result,) = read_source(source)
    assert isinstance(result, Skipped)
    assert (result.kind, result.source_file) == ("unreadable", "a.md")


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    write(tmp_path, "a.md")
    (source,) = discover([tmp_path], limits=Limits(file_bytes=10))
    assert isinstance(source, Source)
    result = load_source(source)
    assert isinstance(result, Skipped)
    assert result.kind == "too-large"


def test_names_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"\xff\n.md")).write_text(PAGE.format(1), encoding="utf-8")
    names, _ = found(tmp_path)
    assert names == ["\ufffd\ufffd.md"]


def add(archive: tarfile.TarFile, name: str, data: bytes = b"", **fields: object) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(data)
    for key, value in fields.items():
        setattr(info, key, value)
    archive.addfile(info, io.BytesIO(data))


ARTICLE = PAGE.format(1).encode()


@pytest.mark.parametrize("suffix", ["tar", "tar.gz", "tgz", "tar.xz", "tar.bz2"])
def test_tar(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.{suffix}"
    with tarfile.open(path, f"w:{suffix.removeprefix('tar').strip('.').replace('tgz', 'gz')}") as archive:
        add(archive, "x", type=tarfile.DIRTYPE)
        add(archive, "./x/新闻.md", ARTICLE)
        add(archive, "../up.md", ARTICLE)
        add(archive, "/root.md", ARTICLE)
        add(archive, "link.md", type=tarfile.SYMTYPE, linkname="/etc/passwd")
        add(archive, "fifo", type=tarfile.FIFOTYPE)
        add(archive, "inner.zip", ARTICLE)
        add(archive, ".DS_Store", ARTICLE)
    names, skipped = found(path)
    assert names == ["x/新闻.md"]
    assert skipped == {"../up.md": "unsafe", "/root.md": "unsafe", "link.md": "unsafe", "fifo": "unsafe"} | {
        "inner.zip": "unsafe",
        ".DS_Store": "ignored",
    }
    assert [r.headline for r in run([path]) if isinstance(r, Article)] == ["外长会谈"]


def test_zip(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x/", b"")
        archive.writestr("x/新闻.md", ARTICLE)
        archive.writestr("..\\up.md", ARTICLE)
        archive.writestr("C:/up.md", ARTICLE)
        archive.writestr("__MACOSX/a.md", ARTICLE)
    names, skipped = found(path)
    assert names == ["x/新闻.md"]
    assert skipped == {"..\\up.md": "unsafe", "C:/up.md": "unsafe", "__MACOSX/a.md": "ignored"}


def test_zip_names_in_the_packers_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("XXXX.md", ARTICLE)
    path.write_bytes(path.read_bytes().replace(b"XXXX.md", "新闻".encode("gb18030") + b".md"))
    assert found(path)[0] == ["新闻.md"]


def test_names_of_members_where_there_are_several_inputs(tmp_path: Path) -> None:
    write(tmp_path, "in/a.md")
    with zipfile.ZipFile(tmp_path / "in/b.zip", "w") as archive:
        archive.writestr("a.md", ARTICLE)
    assert found(tmp_path / "in")[0] == ["a.md", "b.zip/a.md"]
    assert found(tmp_path / "in/b.zip")[0] == ["a.md"]
    assert found(tmp_path / "in/b.zip", tmp_path / "in/a.md")[0] == ["a.md", "b.zip/a.md"]


BOMB = Limits(ratio=20)


@pytest.mark.parametrize("kind", ["zip", "tar.gz"])
def test_bombs(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"a.{kind}"
    zeros = b"0" * 6_000_000
    if kind == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(4):
                archive.writestr(f"{number}.md", zeros)
    else:
        with tarfile.open(path, "w:gz") as tar:
            for number in range(4):
                add(tar, f"{number}.md", zeros)
    names, skipped = found(path, limits=BOMB)
    assert names == ["0.md", "1.md"]
    assert skipped == {path.name: "unsafe"}


def test_an_archive_that_is_too_large_when_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.tar"
    with tarfile.open(path, "w") as tar:
        for number in range(4):
            add(tar, f"{number}.md", ARTICLE)
    names, skipped = found(path, limits=Limits(archive_bytes=2 * len(ARTICLE)))
    assert (names, skipped) == (["0.md", "1.md"], {"a.tar": "unsafe"})


def test_members_of_one_name_are_kept_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.tar"
    with tarfile.open(path, "w") as tar:
        for number in range(3):
            add(tar, "a.md", PAGE.format(number).encode())
    assert found(path) == (["a.md", "a.md~2", "a.md~3"], {})


def test_many_members(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(5):
            archive.writestr(f"{number}.md", ARTICLE)
    names, skipped = found(path, limits=Limits(members=3))
    assert (len(names), skipped) == (3, {"a.zip": "unsafe"})


def test_a_huge_header_in_a_tar(tmp_path: Path) -> None:
    path = tmp_path / "a.tar.gz"
    with tarfile.open(path, "w:gz", format=tarfile.PAX_FORMAT) as tar:
        info = tarfile.TarInfo("a.md")
        info.pax_headers = {"comment": "x" * 9_000_000}
        tar.addfile(info)
    assert found(path) == ([], {"a.tar.gz": "unsafe"})


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz", "a.tar.xz", "a.tar.bz2"])
@pytest.mark.parametrize(
    "data", [b"", b"no archive at all", b"PK\x03\x04" + b"\xff" * 40, b"\x1f\x8b\x08" + b"\0" * 40]
)
def test_damaged_archives(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    assert found(tmp_path / name) == ([], {name: "unreadable"})


def test_a_cut_archive_gives_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "a.tar"
    with tarfile.open(path, "w") as tar:
        add(tar, "a.md", ARTICLE)
        add(tar, "b.md", ARTICLE * 1000)
    path.write_bytes(path.read_bytes()[:3000])
    assert found(path) == (["a.md"], {"a.tar": "unreadable"})


def test_an_encrypted_member(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.md", ARTICLE)
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    path.write_bytes(bytes(data))
    assert found(path) == ([], {"a.md": "unreadable"})
