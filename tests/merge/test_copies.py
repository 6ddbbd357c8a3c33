"""Near-duplicate articles are found; articles that only share a quote are not."""

from kg.merge.copies import Text, find_copies
from kg.merge.keys import collect

from .building import article

CLAUSES = [f"第{i}号分句说了一些别处没有的话" for i in range(40)]


def text(id_: str, clauses: list[str], day: str | None = "2020-08-08") -> Text:
    keys = collect(article(id_, day=day, text="，".join(clauses) + "。"))
    return Text(keys.article, keys.day, keys.clauses)


def test_the_same_text_is_a_copy_of_the_earlier() -> None:
    texts = [text("b", CLAUSES, "2020-08-08"), text("a", CLAUSES, "2020-08-09")]
    assert find_copies(texts) == {"a": "b"}


def test_of_one_day_the_smallest_id_is_the_original() -> None:
    assert find_copies([text("b", CLAUSES), text("a", CLAUSES)]) == {"b": "a"}


def test_a_shortened_copy_with_an_added_paragraph() -> None:
    own = [f"编辑自己写的第{i}句补充内容" for i in range(6)]
    assert find_copies([text("a", CLAUSES), text("b", CLAUSES[:20] + own)]) == {"b": "a"}


def test_the_other_script_is_a_copy() -> None:
    hans = [f"第{i}个国务卿发表讲话谈论两国关系" for i in range(12)]
    hant = [f"第{i}個國務卿發表講話談論兩國關係" for i in range(12)]
    assert find_copies([text("a", hans), text("b", hant)]) == {"b": "a"}


def test_a_shared_quote_makes_no_copy() -> None:
    other = [f"另一家报纸写的第{i}个句子不一样" for i in range(30)]
    assert find_copies([text("a", CLAUSES), text("b", other + CLAUSES[:8])]) == {}


def test_a_month_later_it_is_no_wire_copy() -> None:
    assert find_copies([text("a", CLAUSES, "2020-08-08"), text("b", CLAUSES, "2020-09-08")]) == {}


def test_undated_articles_are_compared_with_each_other() -> None:
    texts = [text("a", CLAUSES, None), text("b", CLAUSES, None), text("c", CLAUSES, "2020-09-08")]
    assert find_copies(texts) == {"b": "a"}


def test_boilerplate_of_all_articles_makes_no_copies() -> None:
    common = [f"转载请注明出处的第{i}条说明文字" for i in range(4)]
    texts = [text(f"a{i}", [f"{i}号文章的第{j}个句子各不相同" for j in range(10)] + common) for i in range(30)]
    assert find_copies(texts) == {}
