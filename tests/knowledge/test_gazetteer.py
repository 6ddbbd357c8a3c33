"""The shipped gazetteer: whole, without contradictions, and as users rely on it."""

import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from kg.errors import DataError
from kg.fold import fold
from kg.knowledge.entries import NO_STATE, Learned, PersonEntry
from kg.knowledge.gazetteer import RANKS, load_curated, load_gazetteer
from kg.knowledge.tables import read_table, read_weights, split_cell

GAZETTEER = load_gazetteer()
CURATED = load_curated()
CATEGORIES = {"government", "igo", "party", "military", "company", "media", "academic", "ngo", "armed-group"}
DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?$")


def owners(forms: dict[str, tuple[str, ...]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for key, names in forms.items():
        for name in names:
            found[name].add(key)
    return {name: keys for name, keys in found.items() if len(keys) > 1}


def test_no_form_names_two_countries() -> None:
    assert not owners({c.iso2: c.forms for c in GAZETTEER.countries.values()})


def test_no_form_names_two_organizations() -> None:
    assert not owners({o.id: o.forms for o in GAZETTEER.organizations.values()})


def test_no_form_names_two_offices() -> None:
    assert not owners({o.id: o.forms for o in GAZETTEER.offices.values()})


def test_no_short_name_means_two_people() -> None:
    assert not owners({p.id: p.short for p in CURATED.persons.values()})


def test_no_full_name_means_two_written_down_people() -> None:
    assert not owners({p.id: p.full for p in CURATED.persons.values()})


@pytest.mark.parametrize("iso2", ["US", "CN", "TW", "HK", "MO", "PS", "XK", "KP", "KR", "VA", "UA"])
def test_has_the_country(iso2: str) -> None:
    assert GAZETTEER.countries[iso2].forms


def test_countries_are_those_of_iso_3166() -> None:
    assert len(GAZETTEER.countries) >= 240
    assert all(re.fullmatch("[A-Z]{2}", code) for code in GAZETTEER.countries)


@pytest.mark.parametrize(
    ("form", "iso2"),
    [
        ("寮國", "LA"),
        ("老挝", "LA"),
        ("紐西蘭", "NZ"),
        ("沙烏地阿拉伯", "SA"),
        ("沙特", "SA"),
        ("義大利", "IT"),
        ("北韓", "KP"),
        ("朝鲜", "KP"),
        ("南韓", "KR"),
        ("中華民國", "TW"),
        ("加薩", "PS"),
        ("約旦河西岸", "PS"),
        ("联合王国", "GB"),
        ("阿聯", "AE"),
        ("科索沃", "XK"),
        ("澳洲", "AU"),
        ("喬治亞", "GE"),
    ],
)
def test_regional_names_of_countries(form: str, iso2: str) -> None:
    assert fold(form) in GAZETTEER.countries[iso2].forms


@pytest.mark.parametrize("word", ["南中国海", "菲律宾海", "印度洋", "发展中国家", "内蒙古", "马里兰"])
def test_words_that_hold_a_country_and_name_none(word: str) -> None:
    assert word in GAZETTEER.not_countries
    assert any(form in word for c in GAZETTEER.countries.values() for form in c.forms)


@pytest.mark.parametrize(
    ("form", "organization"),
    [
        ("东协", "ASEAN"),
        ("東盟", "ASEAN"),
        ("世衛", "WHO"),
        ("亞太經濟合作會議", "APEC"),
        ("美國國務院", "us-state-department"),
    ],
)
def test_forms_of_organizations(form: str, organization: str) -> None:
    assert fold(form) in GAZETTEER.organizations[organization].forms


@pytest.mark.parametrize("joint", "和与及暨")
def test_long_names_are_known_with_any_word_for_and(joint: str) -> None:
    assert f"美国战略{joint}国际研究中心" in GAZETTEER.organizations["csis"].forms
    assert not [f for o in GAZETTEER.organizations.values() for f in o.forms if f"共{joint}国" in f and joint != "和"]


def test_organizations_refer_to_what_is_there() -> None:
    for entry in GAZETTEER.organizations.values():
        assert entry.category in CATEGORIES, entry.id
        assert entry.country is None or entry.country in GAZETTEER.countries, entry.id
        assert entry.parent is None or entry.parent in GAZETTEER.organizations, entry.id
        assert entry.body is None or entry.body in GAZETTEER.bodies, entry.id


def test_one_organization_for_each_body_of_a_country() -> None:
    pairs = Counter((o.body, o.country) for o in GAZETTEER.organizations.values() if o.body and o.category != "media")
    assert not [pair for pair, count in pairs.items() if count > 1]


def test_offices_refer_to_what_is_there() -> None:
    known = {*GAZETTEER.bodies, *GAZETTEER.organizations}
    for entry in GAZETTEER.offices.values():
        assert entry.rank in RANKS
        assert entry.forms, entry.id
        assert entry.country is None or entry.country in GAZETTEER.countries, entry.id
        assert entry.body is None or entry.body in known, entry.id


def test_tenures_refer_to_what_is_there() -> None:
    for term in GAZETTEER.tenures:
        assert term.person in CURATED.persons, term
        assert term.office in GAZETTEER.offices, term
        assert (term.country is None) != (term.organization is None), term
        assert term.country is None or term.country in GAZETTEER.countries, term
        assert term.organization is None or term.organization in GAZETTEER.organizations, term


def test_tenures_are_dated_in_order() -> None:
    for term in GAZETTEER.tenures:
        assert all(day is None or DAY.match(day) for day in (term.first, term.last)), term
        if term.first and term.last:
            assert term.first <= term.last + "~", term


@pytest.mark.parametrize(
    ("office", "country", "day", "person"),
    [
        ("secretary-of-state", "US", "2020-08-06", "mike-pompeo"),
        ("secretary-of-state", "US", "2024-09-27", "antony-blinken"),
        ("foreign-minister", "CN", "2023-05-01", "qin-gang"),
        ("foreign-minister", "CN", "2024-09-27", "wang-yi"),
        ("foreign-minister", "JP", "2020-11-24", "toshimitsu-motegi"),
        ("prime-minister", "JP", "2020-10-01", "yoshihide-suga"),
        ("president", "FR", "2020-11-16", "emmanuel-macron"),
        ("defence-minister", "AU", "2020-07-28", "linda-reynolds"),
        ("foreign-minister", "KR", "2020-11-26", "kang-kyung-wha"),
        ("prime-minister", "GB", "2016-07-20", "theresa-may"),
        ("president", "EC", "2022-09-01", "guillermo-lasso"),
        ("foreign-minister", "DZ", "2024-01-10", "ahmed-attaf"),
        ("defence-minister", "PL", "2025-03-01", "wladyslaw-kosiniak-kamysz"),
        ("prime-minister", "MN", "2025-09-01", "gombojav-zandanshatar"),
        ("president", "CH", "2025-06-01", "karin-keller-sutter"),
    ],
)
def test_one_holder_of_an_office_on_a_day(office: str, country: str, day: str, person: str) -> None:
    holders = {
        t.person
        for t in GAZETTEER.tenures
        if (t.office, t.country) == (office, country) and (t.first or "") <= day <= (t.last or "9999")
    }
    assert holders == {person}


def test_people_refer_to_countries_and_have_a_name() -> None:
    for person in GAZETTEER.persons.values():
        assert person.country in (None, NO_STATE) or person.country in GAZETTEER.countries, person.id
        assert person.full or person.short or person.weak, person.id
        assert person.hans, person.id
        assert person.hant, person.id
        assert not set(person.short) & set(person.weak), person.id


@pytest.mark.parametrize(
    ("form", "person"),
    [
        ("蓬佩奥", "mike-pompeo"),
        ("庞皮欧", "mike-pompeo"),
        ("蓬佩奧", "mike-pompeo"),
        ("彭佩奥", "mike-pompeo"),
        ("川普", "donald-trump"),
        ("特朗普", "donald-trump"),
        ("澤倫斯基", "volodymyr-zelensky"),
        ("普丁", "vladimir-putin"),
        ("裴洛西", "nancy-pelosi"),
        ("艾爾多安", "recep-tayyip-erdogan"),
        ("梅克爾", "angela-merkel"),
        ("因凡蒂诺", "gianni-infantino"),
        ("英凡提諾", "gianni-infantino"),
        ("克里奇科", "vitali-klitschko"),
    ],
)
def test_spellings_of_one_person(form: str, person: str) -> None:
    assert fold(form) in GAZETTEER.persons[person].short


def test_forms_are_folded_once_each() -> None:
    for person in GAZETTEER.persons.values():
        forms = (*person.full, *person.short, *person.weak)
        assert all(fold(form) == form for form in forms), person.id
        assert len(set(person.full)) == len(person.full), person.id


def test_cities_are_in_countries() -> None:
    assert all(city.country in GAZETTEER.countries for city in GAZETTEER.cities.values())
    assert GAZETTEER.cities["beijing"].capital


def learnt(**changes: object) -> PersonEntry:
    values: dict[str, object] = {"id": "x", "latin": "X Y", "country": None, "hans": "克斯", "hant": "克斯", "full": ()}
    return PersonEntry(**(values | changes))  # type: ignore[arg-type]


def test_learnt_spellings_join_the_person_known() -> None:
    new = learnt(id="mike-pompeo", latin="Mike Pompeo", short=("蓬佩欧奥",), count=3)
    person = GAZETTEER.with_learned(Learned(persons=(new,))).persons["mike-pompeo"]
    assert {"蓬佩奥", "蓬佩欧奥"} <= set(person.short)
    assert person.count == GAZETTEER.persons["mike-pompeo"].count + 3


def test_a_learnt_short_name_never_takes_that_of_someone_known() -> None:
    new = learnt(id="ann-pompeo", latin="Ann Pompeo", full=("安·蓬佩奥",), short=("蓬佩奥",))
    person = GAZETTEER.with_learned(Learned(persons=(new,))).persons["ann-pompeo"]
    assert person.short == ()
    assert person.weak == ("蓬佩奥",)


def test_a_table_with_too_many_cells_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "broken.tsv"
    table.write_text("# a comment\nid\tforms\na\t美|美国\nb\tc\td\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"broken.tsv, line 4"):
        list(read_table(table))


def test_cells_left_off_are_empty_and_lists_are_split(tmp_path: Path) -> None:
    table = tmp_path / "table.tsv"
    table.write_text("id\tforms\tmore\nUS\t美|美国\n", encoding="utf-8")
    assert list(read_table(table)) == [{"id": "US", "forms": "美|美国", "more": ""}]
    assert split_cell(" 美 | 美国|") == ("美", "美国")


def test_weights_are_read_as_the_rows_of_their_table(tmp_path: Path) -> None:
    table = tmp_path / "weights.tsv"
    table.write_text("# 注\ntrait\tweight\nbase\t-0.5\n\n before 与\t1\n", encoding="utf-8")
    assert read_weights(table) == {row["trait"]: float(row["weight"]) for row in read_table(table)}


def test_the_sum_of_weights_is_the_same_in_any_order(tmp_path: Path) -> None:
    table = tmp_path / "weights.tsv"
    table.write_text("trait\tweight\n1\t0.1\n2\t0.2\n3\t0.3\n", encoding="utf-8")
    one, two, three = read_weights(table).values()
    assert one + two + three == three + two + one == pytest.approx(0.6)


@pytest.mark.parametrize(
    "text", ["", "trait\tvalue\nbase\t1\n", "trait\tweight\nbase\n", "trait\tweight\nbase\tmuch\n"]
)
def test_weights_that_cannot_be_read_are_an_error(tmp_path: Path, text: str) -> None:
    table = tmp_path / "weights.tsv"
    table.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"weights\.tsv"):
        read_weights(table)
