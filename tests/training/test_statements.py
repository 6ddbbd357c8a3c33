"""Training the models of statements on a few own sentences: the table of labels, the fit, the tables written."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

import kg.link
import kg.nlp
from kg.cli.train_statements import command
from kg.errors import DataError
from kg.extract.statements import choose_acts, find_said
from kg.extract.statements.models import read_models
from kg.extract.statements.speakers import attribute
from kg.training.statements import (
    fit,
    fit_further,
    fit_models,
    further,
    hold_out,
    keep,
    make_example,
    measure,
    network,
    read_labels,
    write_models,
)
from kg.training.statements.fit import _rehearse
from kg.training.statements.labels import Example, Label
from kg.training.statements.measure import measure_confidence
from tests.extract.linked import make_linked
from tests.nlp.test_pipeline import make_article

pytest.importorskip("sklearn")
pytest.importorskip("jax")

SAYS = {"表示": "inform", "指出": "inform", "强调": "support", "批评": "criticise", "谴责": "criticise", "说": "inform"}
ON = {
    "关税": "tariffs",
    "台湾问题": "taiwan",
    "新疆的人权": "xinjiang",
    "疫苗合作": "public-health",
    "气候变化": "climate-change",
}


def examples() -> list[Example]:
    found = []
    for n, (verb, act) in enumerate([*SAYS.items()] * 2):
        for words, code in ON.items():
            said = f"[王毅|wang]{verb}，双方谈到{words}第{n}次。"
            linked = make_linked(said + "会场外下着大雨。")
            end = len(said) - len("[|wang]")
            labels = [Label(0, end, "王毅", ((code, act),)), Label(0, end, "", (), meetings=frozenset(["meeting"]))]
            found.append(replace(make_example(linked, (), labels), name=f"{code}{n}"))
    return found


def test_labels_are_laid_over_lines_by_name_and_place() -> None:
    linked = make_linked("[王毅|wang]批评关税。[中国|CN]的出口下降。")
    example = make_example(
        linked, (), [Label(0, 7, "王毅", (("tariffs", "criticise"),)), Label(0, 7, "某人", (("trade", "inform"),))]
    )
    assert example.said == ({"person/wang": {"tariffs": ["criticise"]}}, {})
    assert example.unknown == 1


def test_a_label_names_a_body_by_its_short_form_in_capitals() -> None:
    for text in ("CNN报道说，关税将会上升。", "美国有线电视新闻网（CNN）报道说，关税将会上升。"):
        linked = kg.link.run(kg.nlp.run(make_article("标题", text)))
        labels = [Label(3, 17, name, (("tariffs", "inform"),)) for name in ("CNN", "KNN", "US")]
        example = make_example(linked, (), labels)
        assert [said for said in example.said if said] == [{"organization/cnn": {"tariffs": ["inform"]}}]
        assert example.unknown == 2


def test_meetings_are_laid_over_sentences_and_may_be_unknown() -> None:
    linked = make_linked("[王毅|wang]批评关税。[中国|CN]的出口下降。")
    told = [Label(0, 7, "", (), meetings=frozenset(["visit", "call"])), Label(0, 0, "", ())]
    assert make_example(linked, (), told).meetings == ({"visit", "call"}, frozenset())
    assert make_example(linked, (), [Label(0, 0, "", (), meetings=frozenset())]).meetings == (frozenset(),) * 2
    assert make_example(linked, (), [Label(0, 7, "王毅", ())]).meetings is None


def test_the_table_of_labels_tells_meetings_none_and_nothing(tmp_path: Path) -> None:
    rows = ["a.md\t0\t7\t王毅\ttaiwan:urge\t2\t", "a.md\t0\t7\t\t\t2\tcall visit", "b.md\t0\t0\t\t\t\t-"]
    path = tmp_path / "labels.tsv"
    path.write_text("\n".join(["file\tstart\tend\tspeaker\tsaid\tweight\tmeetings", *rows]), encoding="utf-8")
    labels = read_labels(path)
    assert [label.meetings for label in labels["a.md"]] == [None, {"call", "visit"}]
    assert [(label.meetings, label.weight) for label in labels["b.md"]] == [(frozenset(), 1)]


def test_codes_mean_states_and_unions() -> None:
    linked = make_linked("[中方|CN]反对关税。")
    assert make_example(linked, (), [Label(0, 7, "CN", (("tariffs", "reject"),))]).said[0].keys() == {"country/CN"}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half as many parts and steps: enough for these sentences."""
    monkeypatch.setattr(fit, "FOLDS", 2)
    monkeypatch.setattr(measure, "FOLDS", 2)
    monkeypatch.setattr(network, "LEAST_STEPS", 150)


@pytest.mark.usefixtures("quick")
def test_the_fit_finds_what_it_was_shown_and_is_the_same_each_time(tmp_path: Path) -> None:
    shown = examples()
    write_models(fit_models(shown), tmp_path / "one")
    write_models(fit_models(examples()), tmp_path / "two")
    for path in sorted((tmp_path / "one").iterdir()):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()
    models = read_models(tmp_path / "one")
    heard = models.wording.hear(shown[0].script)
    says, says_not = attribute(shown[0].sheet, models.speakers, heard)
    assert says["person/wang"] > 0.5 > says_not["person/wang"]
    sound, other = heard.sounds
    assert heard.codes[sound.issues.argmax()] == "tariffs"
    assert set(sound.acts) == set(models.acts.names)
    assert other.voices["speech"] < 0 < sound.voices["speech"]
    assert other.voices["person"] < 0 < sound.voices["person"]
    assert sound.voices["state"] < 0
    assert other.meetings["meeting"] < 0 < sound.meetings["meeting"]
    assert sound.meetings["call"] < 0


def test_a_model_rehearses_on_articles_that_it_was_not_fitted_to() -> None:
    def cases_of(article: int, _part: int, model: frozenset[int] | None) -> list[int]:
        assert model is None or article not in model
        return [article] if model is None else [article + 100]

    assert sorted(_rehearse(range(10), cases_of, frozenset)) == list(range(100, 110))


@pytest.mark.usefixtures("quick")
def test_models_learn_on_and_keep_what_they_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(further, "PACE", network.Pace(rate=4e-3, rounds=0, steps=100))
    models = fit_models(examples())
    kept = [keep(make_linked(f"[王毅|wang]批评{words}，这是第{n}篇。"), (), models) for n in range(4) for words in ON]
    (said, *_) = kept[0].example.said
    assert said["person/wang"].keys() == {"tariffs"}
    new = []
    for number, subject in enumerate(("[马克龙|macron]", "[默茨|merz]") * 8):
        linked = make_linked(f"{subject}敦促各方，在核聚变上第{number}次合作。")
        name = subject[1:].partition("|")[0]
        labels = [Label(0, 12, name, (("energy", "urge"),)), Label(0, 0, "", (), meetings=frozenset())]
        new.append(replace(make_example(linked, (), labels), name=f"new{number}"))
    learnt = fit_further(models, new, kept)
    assert "energy" not in models.wording.issues
    for example, code, act in ((new[0], "energy", "urge"), (kept[0].example, "tariffs", "criticise")):
        found = find_said(example.sheet, learnt.wording.hear(example.script), learnt)
        assert {(one.issue, done) for one, done, _ in choose_acts(found, example.sheet, learnt)} >= {(code, act)}


@pytest.mark.usefixtures("quick")
def test_the_command_has_models_learn_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(further, "PARTS", 1)
    monkeypatch.setattr(further, "PACE", network.Pace(rate=4e-3, rounds=0, steps=50))
    write_models(fit_models(examples()), tmp_path / "models")
    text = "中国外长王毅敦促各方在核聚变上合作。"
    rows = ["file\tstart\tend\tspeaker\tsaid"]
    for folder, count in (("news", 4), ("archive", 2)):
        (tmp_path / folder).mkdir()
        for number in range(count):
            headline = f"{folder}第{number}篇"
            (tmp_path / folder / f"{folder}{number}.txt").write_text(f"{headline}\n\n{text}\n", encoding="utf-8")
            rows.append(
                f"{folder}{number}.txt\t{len(headline) + 1}\t{len(headline) + 1 + len(text)}\t王毅\tenergy:urge"
            )
    labels = tmp_path / "labels.tsv"
    labels.write_text("\n".join(rows[:5]) + "\n", encoding="utf-8")
    given = [str(labels), str(tmp_path / "news")]
    kept = ["--keep", str(tmp_path / "archive")]
    assert CliRunner().invoke(command, [*given, *kept]).exit_code == 2
    onto = ["--onto", str(tmp_path / "models"), "-o", str(tmp_path / "own")]
    result = CliRunner().invoke(command, [*given, *onto, *kept])
    assert result.exit_code == 0, result.output
    assert "4 articles, 0 annotations" in result.output
    own = read_models(tmp_path / "own")
    assert "energy" in own.wording.issues
    assert own.measured == read_models(tmp_path / "models").measured


@pytest.mark.usefixtures("quick")
def test_held_out_articles_are_measured() -> None:
    figures, confidence = hold_out(examples())
    assert figures.f1 > 0.9
    for measured in (confidence.pairs, confidence.acts):
        assert measured.right == tuple(sorted(measured.right))


def test_confidence_is_the_share_of_right_ones_and_never_falls() -> None:
    guesses = [(p / 100, p % 100 >= 60 or p % 10 == 0) for p in range(100)]
    measured = measure_confidence(guesses)
    assert measured.right == tuple(sorted(measured.right))
    assert measured.at(0.95) == pytest.approx(0.95)
    assert measured.at(0.1) < 0.4


def test_a_row_without_a_place_is_told(tmp_path: Path) -> None:
    path = tmp_path / "labels.tsv"
    path.write_text("file\tstart\tend\tspeaker\tsaid\na.md\tx\t3\t王毅\ttaiwan:inform\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"labels\.tsv"):
        read_labels(path)
