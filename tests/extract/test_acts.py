"""The act of a statement from the verb of saying and what is said."""

import pytest

from kg.extract.acts import judge_act, load_acts
from kg.fold import fold

CASES = [
    (None, "疫情在多国蔓延", "inform"),
    (None, "我们对局势感到担忧", "concern"),
    (None, "美方應當停止制裁", "urge"),
    (None, "希望各方采取行动", "urge"),
    (None, "我们绝不接受这种要挟", "reject"),
    (None, "这种说法毫无根据", "reject"),
    (None, "此举粗暴干涉中国内政", "criticise"),
    (None, "这一决定是不合理的", "criticise"),
    (None, "如果他们不改变做法，我们将会采取行动", "warn"),
    (None, "中方愿同各国分享经验", "pledge"),
    (None, "美国将继续提供援助", "pledge"),
    (None, "中方将提供疫苗", "pledge"),
    (None, "双方达成共识", "agree"),
    (None, "谈判取得积极进展", "praise"),
    (None, "很高兴再次见面", "praise"),
    (None, "这对两国都很重要", "support"),
    (None, "日方坚定维护自由贸易", "support"),
    ("support", "台海的和平", "support"),
    ("support", "中国的军事行动令人不安", "concern"),
    ("support", "各国必须遵守规则", "urge"),
    ("support", "日方完全无法接受", "reject"),
    ("support", "将加强两国关系", "support"),
    ("urge", "停止破坏稳定的行为", "urge"),
    ("criticise", "应当承担责任", "criticise"),
    ("concern", "新疆的人权", "concern"),
    ("agree", "继续推动协议", "agree"),
    ("inform", "美国的重要立场", "inform"),
    (None, "个别国家插手地区事务", "criticise"),
    (None, "這是恐嚇與訛詐", "criticise"),
    (None, "他们隐瞒了疫情", "criticise"),
    (None, "中方不会坐视不管", "warn"),
    (None, "否则将走向新的冲突", "warn"),
    (None, "恢復直航的成果有目共睹", "praise"),
    (None, "两国关系的里程碑", "praise"),
    (None, "我们随时准备对话", "pledge"),
    (None, "日方絕不會讓步", "reject"),
    (None, "外国无权过问", "reject"),
    (None, "这是地区和平的基石", "support"),
    (None, "符合两国人民的利益", "support"),
    (None, "新闻界感到震惊", "concern"),
    # characters inside other words decide nothing
    (None, "供应链的变化", "inform"),
    (None, "各方的反应不一", "inform"),
    (None, "会谈在下午举行", "inform"),
]


@pytest.mark.parametrize(("verb", "content", "act"), CASES)
def test_act(verb: str | None, content: str, act: str) -> None:
    assert judge_act(fold(content), verb=verb) == act


def test_every_act_has_its_plover_type_and_three_labels() -> None:
    acts = load_acts()
    assert set(acts) == {
        "inform", "concern", "criticise", "urge", "warn", "reject", "support", "pledge", "agree", "praise",
    }  # fmt: skip
    for act in acts.values():
        assert act.plover in {"CONSULT", "ACCUSE", "REQUEST", "THREATEN", "REJECT", "SUPPORT", "COOPERATE", "AGREE"}
        assert act.en
        assert act.hans
        assert act.hant
