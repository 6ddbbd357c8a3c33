"""The stage as a whole: what passes through, what is added."""

from kg import extract
from kg.model import EntityKind
from tests.extract.linked import make_linked


def test_entities_and_mentions_pass_through() -> None:
    linked = make_linked("[王毅|wang]批评[美国|US]的关税。")
    extraction = extract.run(linked)
    assert extraction.article == linked.article
    assert extraction.mentions == linked.mentions
    assert extraction.entities[: len(linked.entities)] == linked.entities


def test_a_state_that_is_spoken_for_has_an_entity() -> None:
    extraction = extract.run(make_linked("[王毅|wang]批评关税。"))
    added = {e.key: e for e in extraction.entities}["country/CN"]
    assert (added.kind, added.name, added.country) == (EntityKind.COUNTRY, "中国", "CN")


def test_an_article_without_anything_to_say() -> None:
    extraction = extract.run(make_linked("今天天气很好。"))
    assert (extraction.meetings, extraction.statements, extraction.readouts) == ((), (), ())
