"""A sieve lets no article pass by that holds a name, and few that do not."""

from hypothesis import given
from hypothesis import strategies as st

from kg.pipeline.sieve import may_hold, sieve_of
from tests.pipeline.test_increments import SENTENCES

TEXTS = st.text(st.sampled_from("王毅布兰德斯塔ab\U0001f600\ud800"), max_size=12)


@given(texts=st.lists(TEXTS, max_size=5), forms=st.lists(TEXTS, max_size=3))
def test_all_that_hold_a_form_pass(texts: list[str], forms: list[str]) -> None:
    passed = set(may_hold([(str(at), sieve_of(text)) for at, text in enumerate(texts)], forms))
    assert {str(at) for at, text in enumerate(texts) if any(form in text for form in forms)} <= passed


def test_most_that_do_not_hold_it_are_kept_back() -> None:
    whole = "".join(SENTENCES)
    assert list(may_hold([("a", sieve_of(whole))], ["布兰德斯特", "阿莫林大"])) == []
    assert list(may_hold([("a", sieve_of(whole))], ["布兰德斯特", "阿莫林"])) == ["a"]
