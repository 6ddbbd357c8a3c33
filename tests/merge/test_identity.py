"""Who is who across articles: what joins two names and what keeps them apart."""

import pytest
from msgspec.structs import replace

from kg.knowledge.gazetteer import load_gazetteer
from kg.knowledge.latin import is_compatible, latin_key
from kg.merge import run
from kg.model import Entity, EntityKind, Judgement, KnowledgeBase, MergeDecision, Thing

from .building import article, person


def merge(*people: dict, decisions: tuple[MergeDecision, ...] = ()) -> KnowledgeBase:
    """Each person in an article of its own."""
    articles = [article(f"a{i}", people=[who]) for i, who in enumerate(people)]
    return run(articles, load_gazetteer(), decisions=decisions)


def things(kb: KnowledgeBase) -> list[str]:
    return sorted(thing.id for thing in kb.things)


JOINED = {
    "Latin form ties spellings": (
        person("赵德彪·甲", "FR", "Jean Testard"),
        person("谢德达", "FR", "Jean Testard"),
    ),
    "accents and middle initials": (
        person("让·泰斯塔尔", "FR", "Jéan Q. Testard"),
        person("尚·特斯塔", "FR", "Jean Testard"),
    ),
    "short given name": (
        person("迈克·泰斯特曼", "US", "Mike Testerman"),
        person("麦可·泰斯特曼", "US", "Michael Testerman"),
    ),
    "a slip in the Latin form": (person("甲泰", "FR", "Jean Testard"), person("甲泰", "FR", "Jean Testart")),
    "a longer Latin form": (person("甲泰", "FR", "Jean Testard"), person("甲泰", "FR", "Jean Albert Testard")),
    "a Latin form that lost its space": (person("甲泰", "FR", "Jean Testard"), person("甲泰", "FR", "JeanTestard")),
    "order of Latin names": (person("山野太郎", "JP", "Taro Yamano"), person("山野太郎", "JP", "Yamano Taro")),
    "full name and country": (person("赵某某", "CN"), person("赵某某", "CN")),
    "full name in the other script": (person("鐘試驗", "TW"), person("钟试验", "TW")),
    "separator or none": (person("让·泰斯塔尔", "FR"), person("让‧泰斯塔尔", "FR")),
    "full name, one without country": (person("赵某某", "CN"), person("赵某某", None)),
    "full name, one country a guess": (person("赵某某", "CN"), person("赵某某", "HK", guessed=True)),
    "full name, both countries guesses": (
        person("赵某某", "CN", guessed=True),
        person("赵某某", "HK", guessed=True),
    ),
    "Latin form, one country a guess": (
        person("约翰·泰斯特", "US", "John Tester"),
        person("约翰·泰斯特", "AU", "John Tester", guessed=True),
    ),
    "surname with country and office": (
        person("让·泰斯塔尔", "FR", role="外长"),
        person("泰斯塔尔", "FR", strong=False, role="外长"),
    ),
    "the same surname, country and office": (
        person("泰斯塔尔", "FR", strong=False, role="外长"),
        person("泰斯塔尔", "FR", strong=False, role="外长"),
    ),
}

APART = {
    "two countries": (person("赵某某", "CN"), person("赵某某", "SG")),
    "a short name, two Latin forms": (person("甲泰", "FR", "Jean Testard"), person("甲泰", "FR", "Anne Testard")),
    "a name that many bear, one country a guess": (person("赵某", "CN"), person("赵某", "TW", guessed=True)),
    "two Latin forms": (person("让·泰斯塔尔", "FR", "Jean Testard"), person("让·泰斯塔尔", "FR", "Anne Dubois")),
    "one Latin form, two countries": (
        person("约翰·泰斯特", "US", "John Tester"),
        person("约翰·泰斯特", "AU", "John Tester"),
    ),
    "a surname alone": (person("让·泰斯塔尔", "FR"), person("泰斯塔尔", None, strong=False)),
    "a surname in another office": (
        person("让·泰斯塔尔", "FR", role="外长"),
        person("泰斯塔尔", "FR", strong=False, role="防长"),
    ),
    "a surname in two articles": (person("王", None, strong=False), person("王", None, strong=False)),
}


@pytest.mark.parametrize("name", JOINED)
def test_names_of_one_person_join(name: str) -> None:
    assert len(things(merge(*JOINED[name]))) == 1


@pytest.mark.parametrize("name", APART)
def test_names_of_two_people_stay_apart(name: str) -> None:
    assert len(things(merge(*APART[name]))) == 2


def test_a_full_name_without_country_joins_neither_of_two() -> None:
    kb = merge(person("赵某某", "CN"), person("赵某某", "SG"), person("赵某某", None))
    assert len(kb.things) == 3
    assert any(d.judgement is Judgement.UNSURE for d in kb.decisions)


def test_of_two_namesakes_a_guessed_country_tells_which_it_is() -> None:
    kb = merge(person("赵某某", "CN"), person("赵某某", "SG"), person("赵某某", "SG", guessed=True))
    assert sorted((thing.country, thing.article_count) for thing in kb.things) == [("CN", 1), ("SG", 2)]


def test_a_guess_is_the_country_of_a_person_of_whom_nothing_else_tells_one() -> None:
    guesses = [person("赵某某", country, guessed=True) for country in ("TW", "HK", "HK")]
    (thing,) = merge(*guesses).things
    assert thing.country == "HK"
    told = merge(*guesses, person("赵某某", "SG"))
    assert [thing.country for thing in told.things] == ["SG"]


def test_ids_and_labels() -> None:
    kb = merge(person("让·泰斯塔尔", "FR", "Jean Testard"), person("赵試驗", "TW"))
    by_id = {thing.id: thing for thing in kb.things}
    assert labels(by_id["person/jean-testard"]) == {
        "en": "Jean Testard",
        "zh-Hans": "让·泰斯塔尔",
        "zh-Hant": "讓·泰斯塔爾",
    }
    assert labels(by_id["person/赵试验"]) == {"zh-Hans": "赵试验", "zh-Hant": "赵試驗"}
    assert by_id["person/jean-testard"].represents == ("country/FR",)


@pytest.mark.parametrize(
    ("hans", "hant"),
    [("林试群", "林試群"), ("赵启验", "趙啟驗"), ("何试峰", "何試峰"), ("埃里克·泰斯特", "埃里克·泰斯特")],
)
def test_the_traditional_script_is_as_it_is_written(hans: str, hant: str) -> None:
    (thing,) = merge(person(hans, "CN")).things
    assert labels(thing)["zh-Hant"] == hant


def test_a_person_of_no_state_has_no_country() -> None:
    (thing,) = merge(person("达赖喇嘛", None, known="dalai-lama")).things
    assert (thing.id, thing.country, thing.represents) == ("person/dalai-lama", None, ())


def test_colliding_ids_get_the_country() -> None:
    kb = merge(person("约翰·泰斯特", "US", "John Tester"), person("约翰·泰斯特", "AU", "John Tester"))
    assert things(kb) == ["person/john-tester-au", "person/john-tester-us"]


def test_spellings_have_their_script() -> None:
    kb = merge(person("让·泰斯塔尔", "FR", "Jean Testard"), person("讓‧泰斯塔爾", "FR", "Jean Testard"))
    (thing,) = kb.things
    assert {(s.text, s.language) for s in thing.spellings} == {
        ("让·泰斯塔尔", "zh-Hans"),
        ("讓‧泰斯塔爾", "zh-Hant"),
    }


def labels(thing: Thing) -> dict[str, str]:
    return {label.language: label.text for label in thing.labels}


def test_every_merge_is_recorded_and_a_review_undoes_it() -> None:
    people = JOINED["Latin form ties spellings"]
    (decision,) = merge(*people).decisions
    assert (decision.judgement, decision.reasons) == (Judgement.SAME, ("same Latin form",))
    assert 0.9 < decision.score <= 1
    no = MergeDecision(
        kind="person",
        left=decision.left,
        right=decision.right,
        judgement=Judgement.DIFFERENT,
        score=1.0,
        reasons=("reviewed",),
    )
    assert len(merge(*people, decisions=(no,)).things) == 2


def test_a_review_joins_what_the_rules_leave_apart() -> None:
    people = APART["two Latin forms"]
    (decision,) = [d for d in merge(*people).decisions if d.judgement is Judgement.DIFFERENT]
    yes = MergeDecision(
        kind="person", left=decision.left, right=decision.right, judgement=Judgement.SAME, score=1.0, reasons=()
    )
    assert len(merge(*people, decisions=(yes,)).things) == 1


def test_different_blocks_the_whole_cluster() -> None:
    trio = [person(name, "FR", "Jean Testard") for name in ("让·甲", "让·乙", "让·丙")]
    nodes = ["person|让甲|jean testard|FR", "person|让乙|jean testard|FR"]
    no = MergeDecision(
        kind="person", left=nodes[0], right=nodes[1], judgement=Judgement.DIFFERENT, score=1.0, reasons=()
    )
    kb = merge(*trio, decisions=(no,))
    assert kb.thing_of["a0", "person/让·甲"] != kb.thing_of["a1", "person/让·乙"]
    assert len(kb.things) == 2


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("Antony Blinken", "Tony J. Blinken", True),
        ("Antony Blinken", "Blinken", True),
        ("Mohammad Javad Zarif", "Javad Zarif", True),
        ("Sergei Lavrov", "Sergey Lavrov", True),
        ("Dmitry Peskov", "Dmitri Peskow", True),
        ("Antony Blinken", "Anne Blinken", False),
        ("John Kerry", "John Tester", False),
        ("Kim Jong-un", "Kim Yo-jong", False),
    ],
)
def test_latin_forms(a: str, b: str, expected: bool) -> None:
    assert is_compatible(latin_key(a), latin_key(b)) is expected
    assert is_compatible(latin_key(b), latin_key(a)) is expected


def test_a_country_that_few_articles_give_is_a_slip() -> None:
    who = person("让·泰斯塔尔", "FR", "Jean Testard", role="外长")
    wrong = person("让·泰斯塔尔", "US", "Jean Testard", role="外长")
    (thing,) = merge(*[who] * 9, wrong).things
    assert thing.represents == ("country/FR",)


def test_a_short_name_is_tied_by_the_latin_form_it_stands_with() -> None:
    with_latin = person("泰斯塔", "FR", "Jean Testard", strong=False, role="外长")
    assert len(merge(with_latin, person("泰斯塔", "FR", strong=False, role="外长")).things) == 1
    assert len(merge(with_latin, person("泰斯塔", "FR", strong=False, role="总统")).things) == 2
    other = person("泰斯塔", "FR", "Anne Testard", strong=False, role="外长")
    assert len(merge(with_latin, other, person("泰斯塔", "FR", strong=False, role="外长")).things) == 3


def test_a_known_person_keeps_no_one_with_another_latin_form() -> None:
    known = next(p for p in load_gazetteer().persons.values() if p.latin and p.full and len(p.latin.split()) == 2)
    key = f"person/{known.id}"
    entity = Entity(
        key=key, kind=EntityKind.PERSON, name=known.full[0], known=known.id, latin="Quirin Xantopoulos", country="GR"
    )
    extraction = replace(article("a1"), entities=(entity,))
    kb = run([extraction], load_gazetteer())
    assert kb.thing_of["a1", key] == "person/quirin-xantopoulos"


def test_a_known_person_without_country_has_that_of_most_articles() -> None:
    known = next(p for p in load_gazetteer().persons.values() if p.country is None)
    articles = []
    for number, country in enumerate(("GR", "PE", "GR")):
        entity = Entity(
            key=f"person/{known.id}", kind=EntityKind.PERSON, name=known.full[0], known=known.id, country=country
        )
        articles.append(replace(article(f"a{number}"), entities=(entity,)))
    kb = run(articles, load_gazetteer())
    assert [(thing.id, thing.country, thing.represents) for thing in kb.things] == [
        (f"person/{known.id}", "GR", ("country/GR",))
    ]


def test_a_ministry_of_no_known_state_stays_with_its_article() -> None:
    def ministry(key: str, country: str | None = None) -> Entity:
        kind = EntityKind.ORGANIZATION
        return Entity(key=f"organization/{key}", kind=kind, name="内政部", country=country, known=key)

    bodies = [ministry("interior-ministry"), ministry("interior-ministry"), ministry("xx-interior-ministry", "XX")]
    articles = [replace(article(f"a{i}"), entities=(body,)) for i, body in enumerate(bodies)]
    kb = run(articles, load_gazetteer())
    assert [thing.article_count for thing in kb.things] == [1, 1, 1]
    assert len({kb.thing_of[f"a{i}", body.key] for i, body in enumerate(bodies)}) == 3
