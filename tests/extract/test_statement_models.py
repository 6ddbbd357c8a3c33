"""The models of statements: their tables, their arithmetic, and what they must find whatever they were fitted to."""

import math
import random
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

import numpy as np
import pytest

from kg.errors import DataError
from kg.extract.issues import index_issues, load_issues
from kg.extract.signs import Signs, as_numbers, read_signs, write_signs
from kg.extract.speech_turns import read_turns
from kg.extract.statements import Found, choose_acts, find_said, find_statements, weigh
from kg.extract.statements.lines import make_sheet
from kg.extract.statements.models import load_models, read_models
from kg.extract.statements.speakers import around, lines_beside
from kg.extract.statements.topics import Shared, Sounding
from kg.extract.statements.weights import Choices, Measured
from kg.extract.wording import (
    MEETINGS,
    NUMBERS,
    STEPS,
    TAGS,
    VOICES,
    Script,
    Sound,
    Wording,
    hear,
    make_wording,
    read_wording,
    write_wording,
)  # fmt: skip
from kg.model import EntityKind
from tests.extract.linked import make_linked

NOTHING = np.zeros(0, np.float32)

# Plain constructions that hold for good: who speaks on what, whatever the models are fitted to.
PLAIN = [
    ("[布林肯|blinken]表示，美国重视台海的和平稳定。", {"blinken taiwan"}),
    ("[王毅|wang]批评美国对台军售。", {"wang taiwan-arms-sales"}),
    ("[蓬佩奥|pompeo]在推特上写道：“华为威胁我们的5G网络。”", {"pompeo telecom-5g"}),
    ("[中方|CN]要求美方停止对台军售。", {"CN taiwan-arms-sales"}),
    ("[欧盟|eu]谴责白俄罗斯镇压抗议。", {"eu conflict-by"}),
    ("[中国外交部|mfa]表示，中方坚决反对美国的制裁。", {"CN sanctions"}),
    ("“我们绝不接受这样的关税，”[王毅|wang]说。", {"wang tariffs"}),
    ("[王毅|wang]说，疫情仍在蔓延。他还表示，中方支持世卫组织的工作。", {"wang public-health"}),
    ("[赵立坚|zhao]称，中美贸易对两国有利。", {"zhao trade"}),
    ("[布林肯|blinken]将与[王毅|wang]讨论台湾问题。", set()),
    ("台湾问题十分敏感。", set()),
    ("[王毅|wang]抵达柏林。", set()),
    ("[王毅|wang]出席了气候变化大会。", set()),
]


@pytest.mark.parametrize(("marked", "expected"), PLAIN)
def test_plain_constructions(marked: str, expected: set[str]) -> None:
    found = {f"{s.speaker.split('/')[1]} {s.issue}" for s in find_statements(make_linked(marked))}
    assert expected <= found
    assert bool(found) == bool(expected)


def test_one_who_is_not_named_goes_on() -> None:
    marked = "[蓬佩奥|pompeo]说，香港的自由必须得到保障。“新疆的情况同样令人担忧。”"
    assert {("person/pompeo", "xinjiang")} <= {(s.speaker, s.issue) for s in find_statements(make_linked(marked))}


def test_a_word_of_speech_takes_no_character_from_a_name() -> None:
    """赵立坚 + 称, not 赵立 + 坚称."""
    (turn,) = read_turns(make_linked("[赵立坚|zhao]称，关税过高。")).turns
    assert turn.cue is not None
    assert turn.cue.end - turn.cue.start == 1


def test_an_executive_organ_speaks_as_its_union() -> None:
    from kg.extract.speech_rules import speaker_key
    from kg.knowledge.gazetteer import load_gazetteer
    from kg.model import Entity, EntityKind

    known = load_gazetteer().organizations["european-commission"]
    body = Entity(
        key="organization/european-commission",
        kind=EntityKind.ORGANIZATION,
        name=known.hans,
        known="european-commission",
    )
    assert speaker_key(body) == "organization/EU"


def test_every_issue_of_the_wording_is_in_the_scheme() -> None:
    codes = set(load_models().wording.issues)
    assert {c for c in codes if not c.startswith("conflict-")} <= set(load_issues())


def test_confidence_rises_with_what_the_models_hold_likely() -> None:
    models = load_models()
    for measured in (models.measured, models.measured_acts):
        assert list(measured.right) == sorted(measured.right)
        assert list(measured.likely) == sorted(measured.likely)
        assert measured.at(0.0) == measured.right[0]
        assert measured.at(1.0) == measured.right[-1]


def small_signs() -> Signs:
    """Two units: one hears both signs together, the other hears the number."""
    vectors = np.array([[-1, 0], [1, 0], [1, 0], [0, 0]], np.float32)
    return Signs({"": 0, "a": 1, "b": 2}, vectors, np.array([[0, 4]], np.float32), np.array([2, 1, -1], np.float32))


def test_signs_mean_together_what_neither_means_alone() -> None:
    none = np.zeros(2, np.float32)
    alone, other, both, nothing = small_signs().chances([["a"], ["b"], ["a", "unknown", "b"], []], none)
    assert alone == other == nothing == pytest.approx(1 / (1 + math.exp(1)))
    assert both == pytest.approx(1 / (1 + math.exp(-1)))
    assert small_signs().chances([], none) == []


def test_numbers_are_heard_case_by_case() -> None:
    heard = small_signs().hear(as_numbers([[1.0], [-1.0], [99.0]]))
    chances = small_signs().chances([[], [], []], heard)
    assert chances == pytest.approx([1 / (1 + math.exp(-odds)) for odds in (0.0, -1.0, 1.0)])  # 99 counts as 2


def test_signs_are_read_as_they_were_written(tmp_path: Path) -> None:
    write_signs(small_signs(), tmp_path / "one.npz")
    write_signs(read_signs(tmp_path / "one.npz"), tmp_path / "two.npz")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    assert read_signs(tmp_path / "two.npz").rows == small_signs().rows
    (tmp_path / "two.npz").write_bytes(b"PK")
    with pytest.raises(DataError, match=r"two\.npz"):
        read_signs(tmp_path / "two.npz")


def test_shares_of_choices_sum_to_one() -> None:
    choices = Choices(("inform", "urge"), {"x": (0.0, 2.0)}, (0.5, 0.0))
    heard = choices.shares(["x"], {"inform": 3.0, "urge": 0.0})
    assert choices.likeliest(heard) == "inform"  # how the sentence sounds counts too
    shares = choices.shares(["x"])
    assert choices.likeliest(shares) == "urge"
    assert sum(shares) == pytest.approx(1.0)
    assert choices.likeliest(choices.shares([])) == "inform"
    assert choices.likeliest([0.5, 0.5]) == "inform"


def test_sums_of_weights_are_exact_in_any_order() -> None:
    models, chance = load_models(), random.Random(1)
    features = chance.sample(sorted(models.acts.of), 200)
    assert models.acts.shares(features) == models.acts.shares(features[::-1])


def small_wording() -> Wording:
    """Two strings, whose vectors are told as they are: of the line itself, of its paragraph, and of its article.

    A person's first character is heard two steps on, and told as a visit where it is the highest of a sentence.
    """
    told = np.zeros((6, 3 + len(VOICES) + len(MEETINGS)))
    told[0, 0] = told[1, 1] = 6.0  # the line itself; the other half of the network counts as much, and tells nothing
    told[3, 1] = 2.0  # the second string in the paragraph
    told[5, 2] = 4.0  # and in the article
    pooled = np.zeros_like(told[:3])
    pooled[0, MEETINGS.index("visit") - len(MEETINGS)] = 8.0
    near, tags = np.zeros((len(STEPS), 3, 1)), np.zeros((9, 1))
    near[1, 0, 0] = 0.5  # the second layer: half of what is two code points before
    tags[TAGS[EntityKind.PERSON]] = 1.0
    arrays = {
        "rarity": np.array([2.0, 1.0]),
        "vectors": np.eye(2, 4),
        "plain": np.eye(6),
        "plain_bias": np.zeros(6),
        "plain_told": told,
        "plain_told_bias": np.full(told.shape[1], -1.0),
        "characters": np.zeros((2, 1)),
        "tags": tags,
        "near": near,
        "near_bias": np.zeros((len(STEPS), 1)),
        "pooled": np.array([[1.0], [0.0]]),
        "pooled_bias": np.zeros(1),
        "hidden": np.eye(9, 3),
        "hidden_bias": np.zeros(3),
        "told": pooled,
        "told_bias": np.full(told.shape[1], -1.0),
        "tones": np.array([[0.0], [0.5]]),
    }
    names = (["台海", "关税"], [], ["taiwan", "tariffs"], ["criticise"])
    return make_wording(names, [arrays[name].astype(np.float32) for name in NUMBERS])


def script(*sentences: tuple[int, str], names: tuple[tuple[int, int, EntityKind], ...] = ()) -> Script:
    """An article of these blocks and sentences, one after the other."""
    ends = list(accumulate(len(text) for _, text in sentences))
    places = tuple((block, end - len(text), end) for (block, text), end in zip(sentences, ends, strict=True))
    return Script("".join(text for _, text in sentences), places, names)


def test_wording_weighs_strings_by_rarity_in_the_line_its_paragraph_and_its_article() -> None:
    heard = small_wording().hear(script((3, "台海和关税"), (5, "关税"), (5, "无关")))
    both, one, none = heard.sounds
    rare, common = 2 / math.sqrt(5), 1 / math.sqrt(5)
    everywhere = 2 * (common + 1) / 3  # the second string in the article: in two of three lines
    assert heard.codes == ("taiwan", "tariffs")
    assert both.issues.tolist() == pytest.approx([-1 + 3 * rare, -1 + 3 * common + common], abs=1e-5)
    assert one.issues.tolist() == pytest.approx([-1.0, -1 + 3 + 0.5], abs=1e-5)
    assert none.issues.tolist() == pytest.approx([-1.0, -1 + 0.5], abs=1e-5)
    assert [sound.acts["criticise"] for sound in (both, one, none)] == pytest.approx([-1 + everywhere] * 3, abs=1e-5)
    assert none.voices == dict.fromkeys(VOICES, -1.0)
    assert none.meetings == dict.fromkeys(MEETINGS, -1.0)
    assert [sound.tones["criticise"] for sound in (both, one, none)] == pytest.approx([common / 2, 0.5, 0], abs=1e-5)


def test_a_name_is_heard_by_its_kind_among_the_characters_around_it() -> None:
    person, state = (1, 3, EntityKind.PERSON), (4, 6, EntityKind.COUNTRY)
    heard = small_wording().hear(
        script((0, "在王毅"), (0, "和美国谈"), names=(person, (2, 3, EntityKind.PERSON), state))
    )
    assert heard.letters[:, 0].tolist() == [0, 1, 0, 0.5, 0, 0, 0]  # the name within the name is not heard
    assert [sound.meetings["visit"] for sound in heard.sounds] == pytest.approx(
        [-1 + 4 * math.tanh(1), -1 + 4 * math.tanh(0.5)]
    )


def test_an_issue_is_asked_with_how_its_line_those_beside_it_and_the_article_sound() -> None:
    lines = np.array([[1.0, -2.0, 9.0], [0.0, -4.0, -7.0]], np.float32)
    sounding = Sounding(("cyber", "tariffs", "taiwan"), [Sound(odds, {}, {}, {}, NOTHING, {}) for odds in lines])
    mean, rare, highest = (1 + 0) / 2, (-2 - 4) / 2, (2, 1)  # no number is above 2 or below -6
    expected = [[1, -6, 0, 1, mean, *highest, 1], [-2, -6, -4, -2, rare, *highest, 1], [-6] * 5 + [*highest, 0]]
    assert sounding.numbers(0, ("cyber", "tariffs", "unheard of")).tolist() == (np.array(expected) / 4).tolist()
    assert sounding.numbers(1, ("taiwan",)).tolist() == [[-6 / 4, 2 / 4, -6 / 4, 2 / 4, -2 / 4, 0, -4 / 4, 1 / 4]]
    assert [sounding.best(number) for number in (0, 1)] == [
        ("taiwan", "cyber", "tariffs"),
        ("cyber", "tariffs", "taiwan"),
    ]
    assert Sounding((), [Sound(NOTHING, {}, {}, {}, NOTHING, {})]).numbers(0, ["x"]).tolist() == [[-6 / 4] * 7 + [0]]


@pytest.mark.parametrize(("text", "asked"), [("也门局势紧张。", True), ("苏丹局势紧张。", False)])
def test_wording_alone_tells_of_no_crisis_in_a_country_that_is_not_named(text: str, *, asked: bool) -> None:
    linked = make_linked(f"{text}[王毅|wang]说，需要援助。")
    sheet = make_sheet(read_turns(linked), index_issues(linked.folded))
    sound = Sound(np.array([1.0], np.float32), {}, {}, {}, NOTHING, {})
    sounding = Sounding(("conflict-ye",), [sound] * len(sheet.lines))
    assert ("conflict-ye" in Shared(sheet, 1, sounding, {}).best) is asked


def test_the_wording_of_an_article_without_lines_is_empty() -> None:
    assert small_wording().hear(script()).sounds == ()


def test_the_wording_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_wording(small_wording(), tmp_path / "one.npz")
    write_wording(read_wording(tmp_path / "one.npz"), tmp_path / "two.npz")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    again, sound = (
        w.hear(script((0, "台海和关税"))).sounds[0] for w in (read_wording(tmp_path / "two.npz"), small_wording())
    )
    assert (again.issues.tolist(), again.meetings) == (sound.issues.tolist(), sound.meetings)
    (tmp_path / "two.npz").write_bytes(b"PK")
    with pytest.raises(DataError, match=r"two\.npz"):
        read_wording(tmp_path / "two.npz")


def test_steps_of_the_measured_confidence() -> None:
    measured = Measured((0.0, 0.5, 0.9), (0.3, 0.6, 0.9))
    assert [measured.at(p) for p in (0.1, 0.5, 0.89, 0.95)] == [0.3, 0.6, 0.6, 0.9]


def test_a_folder_without_tables_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError):
        read_models(tmp_path)


def test_what_is_found_is_likely_enough_and_of_the_cast() -> None:
    linked = make_linked("[王毅|wang]表示，中方反对制裁。[佩恩|payne]说，贸易很重要。")
    sheet = make_sheet(read_turns(linked), index_issues(linked.folded))
    found = find_said(sheet, hear(linked), load_models())
    assert {f.speaker for f in found} == {"person/wang", "person/payne"}
    assert all(0 < f.likely <= 1 and f.speaker in sheet.cast for f in found)


def test_further_lines_of_a_speaker_and_an_issue_count_in_part() -> None:
    linked = make_linked("[王毅|wang]谈到关税。[王毅|wang]又谈到关税。[佩恩|payne]谈到关税。")
    first, second, third = make_sheet(read_turns(linked), index_issues(linked.folded)).lines
    silent = Sound(NOTHING, {}, {}, {}, NOTHING, {})
    said = [
        Found(first, "wang", "tariffs", 0.2, silent),
        Found(second, "wang", "tariffs", 0.3, silent),
        Found(third, "payne", "tariffs", 0.3, silent),
    ]
    likely = weigh(said)
    assert likely["payne", "tariffs"] == pytest.approx(0.3)
    assert likely["payne", "tariffs"] < likely["wang", "tariffs"] < 1 - 0.7 * 0.8
    assert weigh(said[1::-1])["wang", "tariffs"] == likely["wang", "tariffs"]


def test_a_line_hears_its_neighbours_in_the_same_paragraph_only() -> None:
    linked = make_linked("中方反对。美方同意。\n欧盟欢迎。")
    sheet = make_sheet(read_turns(linked), index_issues(linked.folded))
    hidden = np.array([[1.0], [2.0], [3.0]], np.float32)
    assert lines_beside(hidden, sheet).tolist() == [[1, 0, 2], [2, 1, 0], [3, 0, 0]]


def test_what_stands_around_a_name_ends_with_the_text() -> None:
    assert around((2, 4), 9) == (1, 2, 3, 4)
    assert around((0, 9), 9) == (-1, 0, 8, -1)
    assert around(None, 9) == (-1, -1, -1, -1)


def test_the_acts_of_all_lines_are_taken_together() -> None:
    """Two lines that may both be criticism make it likely enough to stand beside what is likeliest."""
    linked = make_linked("[王毅|wang]谈到关税。[王毅|wang]又谈到关税。[王毅|wang]还谈到关税。")
    sheet = make_sheet(read_turns(linked), index_issues(linked.folded))
    acts = Choices(("criticise", "inform", "urge"), {}, (1.0, 2.0, -3.0))
    models = replace(load_models(), acts=acts)

    def found(lines: int) -> list[Found]:
        silent = Sound(NOTHING, {}, {}, {}, NOTHING, dict.fromkeys(acts.names, 0.0))
        return [Found(line, "person/wang", "tariffs", 0.6, silent) for line in sheet.lines[:lines]]

    assert [act for _, act, _ in choose_acts(found(1), sheet, models)] == ["inform"]
    assert {act for _, act, _ in choose_acts(found(3), sheet, models)} == {"inform", "criticise"}


@pytest.mark.parametrize(
    "marked",
    [
        "[王毅|wang]谈到台湾问题。他强烈谴责这种行径，称这是公然挑衅。",
        "[中方|CN]谈到对台军售。[中方|CN]强烈谴责这种行径。",
    ],
)
def test_the_words_shown_for_an_act_tell_of_it_even_where_others_name_the_issue(marked: str) -> None:
    linked = make_linked(marked)
    (said,) = [s for s in find_statements(linked) if s.act == "criticise"]
    assert "谴责" in linked.article.text[said.evidence.start : said.evidence.end]


def test_an_act_is_never_surer_than_who_speaks_on_what() -> None:
    told = "[王毅|wang]强烈谴责对台军售。[王毅|wang]还谈到了气候变化，对合作表示欢迎，但也提到了困难。"
    found = find_statements(make_linked(told))
    assert found
    assert all(said.act_confidence <= said.confidence for said in found)
    assert len({said.act_confidence for said in found}) > 1
