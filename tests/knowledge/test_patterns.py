"""Expressions searched for together are found as when each is searched for alone."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.acts import load_acts
from kg.knowledge.patterns import Patterns

SHAPES = {
    "plain": "关切|担忧|担心",
    "beginning": "^[^,]{0,3}退出|反对",
    "behind": "(?<![供反])应(?=[^对])",
    "group": "(?:我们?|中国?)(?:也|还)?(?:将|会)",
    "repeated": "(?:不断){1,2}恶化",
    "optional": "(?:严重)?",
    "class": "[一-九]方",
    "denied": "[^中]会",
    "escaped": r"5\.0|\(美\)",
}
PIECES = ("关切", "担忧", "担心", ",", "退出", "反对", "应", "对", "我们", "中国", "也", "将", "会", "不断", "恶化")
PIECES += ("严重", "一", "方", "5.0", "(美)", "如果", "警告", "停止", "双方", "要", "希望", "可以", "继续")
texts = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


@pytest.mark.parametrize("patterns", [SHAPES, {a.code: a.words for a in load_acts().values() if a.words}])
@given(text=texts)
def test_found_as_by_each_alone(patterns: dict[str, str], text: str) -> None:
    alone = {name for name, pattern in patterns.items() if re.search(pattern, text)}
    assert Patterns(patterns).found_in(text) == alone
