"""Training the judges of meetings on a few annotated articles of our own."""

import json
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from kg.extract.judge import BASE, NAMES, load_judges, logit, probability, read_judges, shown
from kg.training.__main__ import main
from kg.training.examples import hearing_of, load_cases
from kg.training.logistic import as_table, between, fit, fit_choice
from kg.training.meetings import align_meetings, fit_judges, sides_examples

TEXTS = {
    "one": ("布林肯与王毅会谈", "美国国务卿布林肯14日在维也纳与中国外长王毅举行会谈。德国媒体报道了会谈。"),
    "two": ("拜登会见莫迪", "美国总统拜登13日在白宫会见印度总理莫迪。法国总统马克龙当天在巴黎发表讲话。"),
    "three": ("普京与习近平通话", "俄罗斯总统普京周一与中国国家主席习近平通电话。日本首相岸田没有评论。"),
}
MEETINGS = {
    "one": ("meeting", ["布林肯", "王毅"], ["US", "CN"], "2024-05-14"),
    "two": ("meeting", ["拜登", "莫迪"], ["US", "IN"], "2024-05-13"),
    "three": ("call", ["普京", "习近平"], ["RU", "CN"], "2024-05-13"),
}


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    articles, gold = tmp_path / "articles", tmp_path / "gold"
    articles.mkdir()
    gold.mkdir()
    for name, (headline, text) in TEXTS.items():
        head = f"---\ntitle: {headline}\nauthor: 某报\ndate: 2024-05-15\n---\n\n"
        (articles / f"{name}.md").write_text(head + text.replace("。", "。\n\n"), encoding="utf-8")
        kind, people, parties, day = MEETINGS[name]
        meeting = {"id": "m1", "kind": kind, "status": "held", "main": True, "participants": people}
        meeting |= {"parties": parties, "start": day, "end": day, "city": None, "country": None, "issues": []}
        meeting["passages"] = [headline, text.split("。")[0]]
        annotation = {
            "doc": f"{name}.md",
            "people": [{"name": p, "mentions": [p], "country": None, "roles": []} for p in people],
            "meetings": [meeting],
        }
        (gold / f"{name}.json").write_text(json.dumps(annotation, ensure_ascii=False), encoding="utf-8")
    return articles, gold


def test_examples_tell_the_sides_from_the_others(folders: tuple[Path, Path]) -> None:
    for case in load_cases(*folders):
        examples = list(sides_examples(case, {}))
        assert any(is_side for _, is_side in examples)
        assert all(traits for traits, _ in examples)


def test_items_of_a_transcript_and_places_of_passages_are_found(tmp_path: Path) -> None:
    headline, text = TEXTS["one"]
    items = f"# 《新闻》 (20240515)\n\n## 详细全文\n\n### 天气预报\n\n各地有雨。\n\n### {headline}\n\n{text}\n"
    (tmp_path / "20240515.md").write_text(items, encoding="utf-8")
    meeting = {"id": "m1", "kind": "meeting", "passages": [[0, len(headline)], [len(headline) + 1, len(headline) + 9]]}
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps({"doc": "20240515.md#2", "people": [], "meetings": [meeting]}) + "\n", encoding="utf-8")
    (case,) = load_cases(tmp_path, gold)
    assert case.linked.article.headline == headline
    assert case.told == {0: {"m1"}, 1: {"m1"}}


def test_judges_are_fitted_alike_every_time(folders: tuple[Path, Path]) -> None:
    cases = list(load_cases(*folders))
    assert fit_judges(cases) == fit_judges(cases)
    assert set(fit_judges(cases)) == set(NAMES)


def test_the_command_writes_tables_that_can_be_read(folders: tuple[Path, Path], tmp_path: Path) -> None:
    result = CliRunner().invoke(main, [*map(str, folders), "-o", str(tmp_path / "models")])
    assert result.exit_code == 0, result.output
    for name in NAMES:
        lines = (tmp_path / "models" / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
        assert lines[0] == "trait\tweight"
        assert lines[1].startswith(f"{BASE}\t")
        assert all(len(line.split("\t")) == 2 for line in lines)


def test_one_judge_is_fitted_alone(folders: tuple[Path, Path], tmp_path: Path) -> None:
    result = CliRunner().invoke(main, [*map(str, folders), "-o", str(tmp_path / "models"), "--only", "meeting-status"])
    assert result.exit_code == 0
    assert [path.name for path in (tmp_path / "models").iterdir()] == ["meeting-status.tsv"]


def test_what_other_networks_say_of_an_article_is_given_in_a_file(folders: tuple[Path, Path], tmp_path: Path) -> None:
    """The word of the networks that ship, given in a file, makes the tables that it makes without one."""
    sounds, heard, asked = tmp_path / "sounds.json", tmp_path / "heard", tmp_path / "asked"
    sounds.write_bytes(msgspec.json.encode({c.gold["doc"]: hearing_of(c.linked) for c in load_cases(*folders)}))
    for output, options in ((heard, ["--sounds", str(sounds)]), (asked, [])):
        result = CliRunner().invoke(main, [*map(str, folders), "-o", str(output), *options])
        assert result.exit_code == 0, result.output
    for name in NAMES:
        assert (heard / f"{name}.tsv").read_bytes() == (asked / f"{name}.tsv").read_bytes()


def test_reports_are_aligned_as_the_scorer_does(folders: tuple[Path, Path]) -> None:
    case = next(load_cases(*folders))
    assert align_meetings(case, []) == {}


def test_folders_come_in_pairs(folders: tuple[Path, Path]) -> None:
    assert CliRunner().invoke(main, [str(folders[0])]).exit_code == 2


def test_logistic_regression_finds_the_trait_that_decides() -> None:
    cases = [["a", "x"], ["a", "y"], ["b", "x"], ["b", "y"]] * 5
    weights = fit(cases, [case[0] == "a" for case in cases], ridge=0.1)
    assert probability(weights, ["a", "x"]) > 0.9
    assert probability(weights, ["b", "y"]) < 0.1
    assert as_table(weights).startswith(f"trait\tweight\n{BASE}\t")


def test_of_several_cases_the_true_one_is_learnt() -> None:
    choices = [[(["near", "month"], True), (["far", "month"], False), (["far", "none"], False)]] * 5
    weights = fit_choice(choices, ridge=0.1)
    assert logit(weights, ["near", "month"]) > logit(weights, ["far", "month"]) + 1.0
    assert fit_choice([], ridge=0.1) == {BASE: 0.0}


def test_judges_that_learn_on_keep_what_the_cases_do_not_tell() -> None:
    before = {BASE: -1.0, "a": 2.0, "elsewhere": 3.0}
    cases = [["a", "new"], ["a", "old"]] * 5
    weights = fit(cases, ["new" in case for case in cases], ridge=2.0, before=before)
    assert weights["elsewhere"] == 3.0
    assert weights["new"] > 0.3 > -0.3 > weights["old"]
    assert abs(weights["a"] - 2.0) < 1.0
    assert fit([], [], ridge=2.0, before=before) == before
    choices = [[(["near", "a"], True), (["far", "a"], False)]] * 5
    chosen = fit_choice(choices, ridge=2.0, before=before)
    assert chosen["near"] > chosen["far"]
    assert chosen["elsewhere"] == 3.0


def test_the_command_goes_on_from_judges(folders: tuple[Path, Path], tmp_path: Path) -> None:
    first, second = str(tmp_path / "first"), str(tmp_path / "second")
    for output, options in ((first, []), (second, ["--onto", first])):
        assert CliRunner().invoke(main, [*map(str, folders), "-o", output, *options]).exit_code == 0
    one, other = (read_judges(Path(folder)) for folder in (first, second))
    assert one.keys() == other.keys()
    assert any(one[name] != other[name] for name in one)


def test_the_order_of_the_cases_does_not_change_the_weights() -> None:
    cases = [["a", "x"], ["a", "y"], ["b", "x"], ["b", "y"]] * 5
    truth = [case[0] == "a" for case in cases]
    assert fit(cases, truth, ridge=1.0) == fit(cases[::-1], truth[::-1], ridge=1.0)


def test_a_trait_holds_no_white_space() -> None:
    assert shown("会\n谈\ue001\u2028") == "会谈Ｐ"


def test_the_judges_that_ship_know_their_traits() -> None:
    for weights in load_judges().values():
        assert BASE in weights
        assert len(weights) > 100


def test_weights_go_a_share_of_the_way_to_what_is_learnt() -> None:
    assert between({BASE: 1.0, "old": 2.0}, {BASE: 3.0, "new": 4.0}, 0.25) == {BASE: 1.5, "old": 1.5, "new": 1.0}
