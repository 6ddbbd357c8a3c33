"""The networks while they learn say what they will say when they have learnt; articles do not hear each other."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from kg.extract.statements.speakers import teller
from kg.extract.wording import MEETINGS, VOICES, Heard, Sound
from kg.training.layers import in_half
from kg.training.statements import make_example
from kg.training.statements.fit import asked_in
from kg.training.statements.labels import Example, Label
from kg.training.statements.network import Belief, Pace, _apart, _Frame, _sizes, as_told, fit_wording, go_on, together
from kg.training.statements.terms import Asked, terms_of
from tests.extract.linked import make_linked

pytest.importorskip("jax")


def examples() -> list[Example]:
    texts = (
        "[王毅|wang]说，双方谈到关税。他还说，希望合作。",
        "[布林肯|blinken]批评关税，[王毅|wang]表示反对。外面下雨。",
    )
    found = []
    for number, text in enumerate(texts * 6):
        linked = make_linked(text)
        labels = [Label(0, 12, "王毅", (("tariffs", "inform"),)), Label(0, 12, "", (), meetings=frozenset(["call"]))]
        found.append(replace(make_example(linked, (), labels), name=str(number)))
    return found


def test_what_learns_says_the_same_as_what_has_learnt() -> None:
    from kg.training.statements.loss import say

    shown = examples()
    asked = [asked_in(example) for example in shown]
    terms = terms_of(shown, asked)
    frame = _Frame(terms)
    layers = {name: in_half(layer) for name, layer in terms.layers().items()}
    wording, speakers = frame.networks(layers)
    articles = [frame.article(example, some) for example, some in zip(shown, asked, strict=True)]
    plain, told, speaks = map(np.asarray, say(layers, together(articles, _sizes(articles)), None))
    heard = [wording.hear(example.script) for example in shown]
    odds = [as_told(sound) for article in heard for sound in article.sounds]
    assert np.allclose((plain + told)[: len(odds)] / 2, odds, atol=1e-4)
    chances = [
        _chance(who, example, teller(example.sheet, speakers, article))
        for example, some, article in zip(shown, asked, heard, strict=True)
        for who in some
    ]
    assert len(chances) > len(odds) / 2
    assert np.allclose(1 / (1 + np.exp(-speaks[: len(chances)])), chances, atol=1e-4)


def _chance(who: Asked, example: Example, chances: Callable[[int, dict[str, list[str]]], dict[str, float]]) -> float:
    """How likely someone says a sentence, asked by the name that stands at his place."""
    number, line = next((n, line) for n, line in enumerate(example.sheet.lines) if line.number == who.sentence)
    here = (k for k, places in line.places.items() if who.place and line.start + places[0].start == who.place[0])
    key = next(here, "not named")
    return chances(number, {key: who.signs})[key]


def test_articles_taken_apart_are_read_line_by_line() -> None:
    shown = examples()[:2]
    frame = _Frame(terms_of(examples(), [asked_in(example) for example in examples()]))
    articles = [frame.article(example, asked_in(example)) for example in shown]
    whole = together([_apart(articles[0]), articles[1]], _sizes(articles))
    first, second = (len(article["blocks"]) for article in articles)
    assert whole["articles"][: first + second].tolist() == [*range(first), *[first] * second]
    assert whole["blocks"][: first + second].tolist() == [*range(first), *[first] * second]


def test_what_others_heard_counts_beside_the_annotation() -> None:
    shown = examples()
    asked = [asked_in(example) for example in shown]
    frame = _Frame(terms_of(shown, asked))
    assert frame.terms.issues == ["tariffs"]
    taiwan, nothing = np.array([9.0], np.float32), np.zeros(0, np.float32)
    sound = Sound(taiwan, {"inform": 0.0}, dict.fromkeys(VOICES, -1.0), dict.fromkeys(MEETINGS, 2.0), nothing, {})
    heard = Heard(("taiwan",), (sound,) * len(shown[0].script.sentences), nothing)
    alone, beside = (frame.article(shown[0], asked[0], others)["truth"] for others in (None, Belief(heard)))
    others = [0.0, 0.5, *[1 / (1 + np.exp(1))] * len(VOICES), *[1 / (1 + np.exp(-2))] * len(MEETINGS)]
    assert np.allclose(beside, (alone + np.array(others)) / 2, atol=1e-6)


def test_networks_that_go_on_begin_with_what_they_know() -> None:
    shown, new = examples(), []
    for number in range(12):
        linked = make_linked(f"[马克龙|macron]宣布，核聚变第{number}次成功。")
        new.append(
            replace(make_example(linked, (), [Label(0, 9, "马克龙", (("energy", "inform"),))]), name=f"n{number}")
        )
    first = fit_wording(shown, [asked_in(example) for example in shown])
    asked = [asked_in(example) for example in new]
    wording, speakers = go_on(first, new, asked, [None] * len(new), Pace(rate=1e-3, rounds=0, steps=0))
    assert wording.strings[: len(first[0].strings)] == first[0].strings
    assert "核聚变" in wording.strings
    assert wording.issues == ("tariffs", "energy")
    for example in shown:
        before, after = first[0].hear(example.script), wording.hear(example.script)
        for one, other in zip(before.sounds, after.sounds, strict=True):
            assert np.allclose(one.issues, other.issues[:1], atol=1e-2)
            assert np.allclose([*one.acts.values()], [*other.acts.values()], atol=1e-2)
    learnt, _ = go_on((wording, speakers), new, asked, [None] * len(new), Pace(rate=4e-3, rounds=0, steps=100))
    (sound,) = learnt.hear(new[0].script).sounds
    assert learnt.issues[sound.issues.argmax()] == "energy"
