import pytest

from kg.knowledge.publishers import find_publisher, load_publishers, publisher_of_url

KINDS = {"state", "government-funded", "public", "private", "movement", "citizen"}


@pytest.mark.parametrize(
    ("name", "url", "found"),
    [
        ("美國之音", None, "voa"),
        ("(臺)中央社CNA", None, "cna-tw"),
        ("德国之声 中文网", None, "dw"),
        (None, "https://www.voachinese.com/a/1.html", "voa"),
        (None, "https://cn.nytimes.com/world/1/", "nyt"),
        ("不知名", "http://www.rfi.fr//cn/1", "rfi"),
        (None, "https://notrfi.fr.example/1", None),
        (None, "http://[::1", None),
        ("不知名", None, None),
        (None, None, None),
    ],
)
def test_find(name: str | None, url: str | None, found: str | None) -> None:
    publisher = find_publisher(name, url)
    assert (publisher.id if publisher else None) == found


def test_publisher_of_url() -> None:
    assert publisher_of_url("https://www.zaobao.com.sg/news/1") == "联合早报"
    assert publisher_of_url("https://www.unknown.example/1") == "unknown.example"
    assert publisher_of_url(None) is None


def test_table_is_sound() -> None:
    publishers = load_publishers().values()
    hosts = [host for p in publishers for host in p.hosts]
    assert len(hosts) == len(set(hosts))
    assert all(p.hosts and p.name and p.hans and p.hant and p.en for p in publishers)
    assert {p.kind for p in publishers} <= KINDS
    assert all(p.country and len(p.country) == 2 for p in publishers)
