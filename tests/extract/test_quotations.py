"""What of the words in quotation marks is quoted as said, and who passes words on."""

import pytest

from kg.extract.speech import Cue, find_quotes
from kg.extract.speech_scene import Turn
from kg.extract.speech_subjects import index_phrases
from kg.extract.statements.details import find_quotation, find_relay
from kg.fold import fold
from tests.extract.linked import make_linked


def quoted(text: str, issue: str) -> str | None:
    """The quotation of a turn that is the whole text and speaks of an issue by this word."""
    turn = Turn(0, 0, len(text), 0, ("person/wang",), (0, 2), None, "named", 0)
    span = find_quotation(turn, text.index(issue), find_quotes(fold(text)), fold(text))
    return text[span.start : span.end] if span else None


@pytest.mark.parametrize(
    ("text", "issue", "words"),
    [
        ("王毅说：“我们反对一切形式的关税战。”", "关税", "我们反对一切形式的关税战。"),
        ("王毅表示，关税“对任何一方都没有好处”。", "关税", "对任何一方都没有好处"),
        ("王毅说：“合作是唯一出路”，并说“加征关税不得人心”。", "关税", "加征关税不得人心"),
        ("王毅说：“关税伤害了两国的人民", "关税", "关税伤害了两国的人民"),  # goes on in the next paragraph
        (
            "王毅说：“关税伤害了两国的人民。“双方随后谈到“合作”。",
            "关税",
            "关税伤害了两国的人民。",
        ),  # closed by the wrong mark
        ("王毅说，双方应建立“认真而持久的双向关系”。", "双方", "认真而持久的双向关系"),
        ("王毅反对所谓“不对等的关税待遇”。", "关税", None),  # so-called
        ("王毅在题为“走出关税的阴影”的文章中写道。", "关税", None),
        ("王毅出席“太平洋关税问题对话”并讲话。", "关税", None),  # a gathering
        ("王毅要求各方遵守“一个中国原则”。", "中国", None),  # a principle
        ("王毅批评“国际关税同盟阵线”（International Customs Front）。", "关税", None),
        ("王毅接受“关税观察报（Customs Watch）”的采访。", "关税", None),
        ("王毅驳斥“关税由出口国承担”的说法。", "关税", None),  # what others say
        ("王毅批评“太平洋关税联盟”，说“这种做法行不通也不得人心”。", "关税", "这种做法行不通也不得人心"),
    ],
)
def test_quotations(text: str, issue: str, words: str | None) -> None:
    assert quoted(text, issue) == words


@pytest.mark.parametrize(
    ("marked", "relay"),
    [
        ("据[路透社|reuters]报道，国务卿[布林肯|blinken]强调关税有害。", "organization/reuters"),
        ("[路透社|reuters]援引[布林肯|blinken]的话说，关税有害。", "organization/reuters"),
        ("据[路透社|reuters]，[布林肯|blinken]强调关税有害。", "organization/reuters"),
        ("[美国国务院|state]在网站上说，[布林肯|blinken]强调关税有害。", "organization/state"),
        ("[兰德公司|rand]关税与贸易问题高级研究员[李明|li]强调关税有害。", None),  # the body of a title
        ("[兰德公司|rand]批评关税，[布林肯|blinken]强调关税有害。", None),  # it speaks for itself
    ],
)
def test_relays(marked: str, relay: str | None) -> None:
    linked = make_linked(marked)
    at = linked.folded.rindex("强调" if "强调" in linked.folded else "说")
    named = next(key for key in ("rand", "state", "reuters") if f"|{key}]" in marked)
    turn = Turn(
        since=0,
        start=0,
        end=len(linked.folded),
        content=at + 2,
        speakers=("person/blinken",),
        subject=(0, 2),
        cue=Cue(at, at + 2, "say", None),
        rule="relayed",
        paragraph=0,
        relayed_by=(f"organization/{named}",),
    )
    assert find_relay(turn, "person/blinken", index_phrases(linked), linked.folded) == relay
