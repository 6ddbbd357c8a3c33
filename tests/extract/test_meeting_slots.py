"""The judges of date and place: what is on offer, and what is chosen of it."""

import pytest
from msgspec.structs import replace

from kg import link, nlp
from kg.extract.judge import Weights, load_judges
from kg.extract.meetings import find_encounters
from kg.extract.meetings.dating import JUDGE as DATES
from kg.extract.meetings.dating import Dates, Dating
from kg.extract.meetings.encounter import Encounter
from kg.extract.meetings.frames import load_frames
from kg.extract.meetings.matching import trigger_hits
from kg.extract.meetings.occurrence import BY_JUDGE, Family, Occurrence
from kg.extract.meetings.placing import JUDGE as PLACES
from kg.extract.meetings.placing import Place, Placing
from kg.extract.meetings.report import tell
from kg.extract.meetings.scene import Scene
from kg.extract.meetings.scope import Told
from kg.extract.meetings.slots import with_dates
from kg.model import Status
from tests.extract.test_meetings import find, make_article

NOBODY = (None, None)
UNDATED = "拜登与岸田文雄会谈。\n布林肯14日访问巴黎。"


def search(text: str, **judges: Weights) -> tuple[Told, Scene]:
    linked = link.run(nlp.run(make_article(text)))
    own = {name.replace("_", "-"): weights for name, weights in judges.items()}
    scene = Scene(linked, load_frames(), {**load_judges(), **own})
    return tell(find_encounters(scene, trigger_hits(linked, scene.frames)), scene), scene


def dates(text: str, status: Status, **judges: Weights) -> tuple[list[Dates], Dates]:
    told, scene = search(text, **judges)
    dating = Dating(told, scene)
    offers = [value for value, _ in dating.candidates(0, "meeting", status)]
    return offers, dating.judged(0, "meeting", status)


def places(text: str, own: Place, kind: str = "meeting", **judges: Weights) -> tuple[list[Place], Place]:
    told, scene = search(text, **judges)
    placing = Placing(told, scene)
    offers = [value for value, _ in placing.candidates(0, kind, Status.HELD, own)]
    return offers, placing.judged(0, kind, Status.HELD, own)


def test_dates_near_by_and_of_publication_are_on_offer() -> None:
    offers, _ = dates(UNDATED, Status.HELD)
    days = {first for first, _ in offers}
    assert {None, "2024-05-14", "2024-05", "2024", "2024-05-15"} <= days


def test_a_talk_has_no_days_of_a_journey() -> None:
    offers, _ = dates("王毅与茂木敏充会谈。\n王毅3月4日至7日访问日本。", Status.HELD)
    assert "2024-03-04" not in {first for first, _ in offers}
    assert "2024-03" in {first for first, _ in offers}


def test_what_is_to_come_is_offered_no_day_gone_by() -> None:
    offers, _ = dates(UNDATED, Status.PLANNED)
    assert "2024-05-14" not in {first for first, _ in offers}


def test_the_likeliest_date_is_chosen() -> None:
    _, chosen = dates(UNDATED, Status.HELD, **{DATES: {"published 10 to 7": 9.0}})
    assert chosen == ("2024-05", "2024-05")
    _, chosen = dates(UNDATED, Status.HELD, **{DATES: {"none": 9.0}})
    assert chosen == NOBODY


def test_a_month_beside_the_words_is_not_cut_to_its_year() -> None:
    text = "拜登去年11月与岸田文雄会谈。"
    _, chosen = dates(text, Status.HELD, **{DATES: {"self 7 to 4": 9.0}})
    assert chosen == ("2023-11", "2023-11")


def test_a_talk_planned_for_a_journey_is_rather_of_the_month_of_publication_than_of_none() -> None:
    slightly = {DATES: {"published 10 to 7": 0.5, "published 10": -9.0, "published 10 to 4": -9.0}}
    assert dates("停留期间，拜登将与岸田文雄会谈。", Status.PLANNED, **slightly)[1] == ("2024-05", "2024-05")
    assert dates("拜登将与岸田文雄会谈。", Status.PLANNED, **slightly)[1] == NOBODY
    assert dates("停留期间，拜登与岸田文雄会谈。", Status.HELD, **slightly)[1] == NOBODY


def test_the_news_of_an_article_is_rather_of_the_month_of_publication_than_of_none() -> None:
    doubtful = {DATES: {"published 10 to 7": -1.0, "published 10": -9.0, "published 10 to 4": -9.0}}
    assert dates("拜登与岸田文雄会谈。", Status.HELD, **doubtful)[1] == ("2024-05", "2024-05")
    assert dates("拜登将与岸田文雄会谈。", Status.PLANNED, **doubtful)[1] == NOBODY
    told, scene = search("上川阳子谈到贸易。\n此前，拜登与岸田文雄会谈。\n布林肯与上川阳子会谈。", **doubtful)
    dating = Dating(told, scene)
    aside = next(i for i, encounter in enumerate(told.encounters) if encounter is not told.main)
    assert dating.judged(aside, "meeting", Status.HELD) == NOBODY


def test_of_a_long_article_a_visit_without_a_date_is_no_news() -> None:
    doubtful = {DATES: {"published 10 to 7": -1.0, "published 10": -9.0, "published 10 to 4": -9.0}}
    assert dates("布林肯访问巴黎。", Status.HELD, **doubtful)[1] == ("2024-05", "2024-05")
    assert dates("布林肯访问巴黎。" + "学者谈到贸易。" * 5, Status.HELD, **doubtful)[1] == NOBODY


def test_a_day_beside_the_words_stays() -> None:
    _, chosen = dates("拜登13日与岸田文雄会谈。", Status.HELD, **{DATES: {"none": 9.0}})
    assert chosen == ("2024-05-13", "2024-05-13")


def test_countries_of_the_parties_and_cities_near_by_are_on_offer() -> None:
    offers, _ = places(UNDATED, NOBODY)
    assert {(None, None), (None, "US"), (None, "JP"), (None, "FR")} <= set(offers)
    assert any(city and country == "FR" for city, country in offers)


def test_the_likeliest_country_is_chosen() -> None:
    _, chosen = places(UNDATED, NOBODY, **{PLACES: {"party 1": 9.0}})
    assert chosen == (None, "JP")


def test_what_the_rules_say_stays() -> None:
    assert places(UNDATED, (None, "US"))[1][1] == "US"
    own = ("place/x", "US")
    assert places(UNDATED, own)[1] == own


def test_a_call_has_no_place_of_its_own() -> None:
    assert places(UNDATED, NOBODY, "call", **{PLACES: {"party 1": 9.0}})[1] == NOBODY


def test_what_was_held_lies_not_after_the_article() -> None:
    """A call was dated by the election of September that it was about, told in July."""
    text = "拜登与岸田文雄会谈，称将密切关注5月26日举行的选举。"
    offers, found = dates(text, Status.HELD, meeting_dates={"gap 0 after 10": 9.0, "base": 0.0})
    assert all(first is None or first <= "2024-05-15" for first, _ in offers)
    assert found[0] is None or found[0] <= "2024-05-15"
    assert ("2024-05-26", "2024-05-26") in dates(text, Status.PLANNED)[0]


def test_who_goes_somewhere_may_be_received_there() -> None:
    told, _ = search("美国大使伯恩斯的律师14日赴看守所会见。")
    assert [len(encounter.sides.people) for encounter in told.encounters] == [1]


def test_a_word_for_a_journey_goes_back_to_a_journey() -> None:
    told, _ = search("布林肯14日访问日本。\n他与上川阳子会谈。\n此行是为了深化合作。")
    assert [e.is_visit for e in told.encounters if any(o.sentence == 2 for o in e.occurrences)] == [True]


def test_what_is_not_said_of_an_encounter_itself_is_marked_as_inferred() -> None:
    text = "德国外长韦德富尔14日抵达东京，开始访问日本。\n韦德富尔与日本外相岩屋毅举行会谈，双方谈到安全合作。"
    _, (visit, talk) = find(text)
    assert (visit.country, visit.inferred) == ("JP", ())
    assert talk.country == "JP"
    assert "country" in talk.inferred


def test_names_that_the_judge_takes_from_other_clauses_bring_no_day_on_which_someone_spoke() -> None:
    text = "发言人13日受访时提到，外长将同大使会谈。"
    linked = link.run(nlp.run(make_article(text)))
    start = linked.folded.index("会谈")
    sentence = next(n for n, s in enumerate(linked.sentences) if s.start <= start < s.end)
    talk = Occurrence(
        family=Family.TALK, start=start, end=start + 2, left=1, right=start + 2, sentence=sentence, block=1
    )
    by_judge, by_frame = (replace(talk, rule=rule) for rule in (BY_JUDGE, "pair"))
    assert with_dates(linked, [by_judge], load_frames())[0].first is None
    assert with_dates(linked, [by_frame], load_frames())[0].first == "2024-05-13"


def test_the_day_of_an_article_in_a_paper_is_not_that_of_what_it_is_about() -> None:
    text = "13日，通讯社发表特稿，总结了峰会成果。"
    linked = link.run(nlp.run(make_article(text)))
    start = linked.folded.index("峰会")
    sentence = next(n for n, s in enumerate(linked.sentences) if s.start <= start < s.end)
    told = Occurrence(
        family=Family.CONFERENCE, start=start, end=start + 2, sentence=sentence, block=1, is_continued=True
    )
    assert with_dates(linked, [told], load_frames())[0].first is None


@pytest.mark.parametrize(
    ("text", "frame", "day"),
    [
        ("部长昨天抵京，今天展开行程，与总理会谈。", "部长", "2024-05-15"),
        ("发言人14日谴责两国外长会谈。", "两国", None),
        ("14日，民众上街集会，抗议两国外长会谈。", "两国", None),
        ("两国外长14日谴责冲突后举行会谈。", "两国", "2024-05-14"),
        ("部长将于20日展开访问，行程包括与总理会谈。", "与总理", "2024-05"),
    ],
)
def test_a_talk_has_the_day_of_its_own_clause_not_that_of_who_speaks_of_it(
    text: str, frame: str, day: str | None
) -> None:
    linked = link.run(nlp.run(make_article(text)))
    start, left = (linked.folded.index(word) for word in ("会谈", frame))
    sentence = next(n for n, s in enumerate(linked.sentences) if s.start <= start < s.end)
    talk = Occurrence(family=Family.TALK, start=start, end=start + 2, left=left, sentence=sentence, block=1)
    assert with_dates(linked, [talk], load_frames())[0].first == day


def test_an_adverbial_dates_the_encounter_that_it_tells_of_first() -> None:
    """他7日在友好协会线上讨论会上说; what is told first elsewhere has its own day."""
    inside = Occurrence(family=Family.TALK, start=5, end=7, first="2024-05-07", last="2024-05-07", is_inside=True)
    first, second = Encounter(Family.TALK), Encounter(Family.TALK)
    first.add(inside)
    second.add(Occurrence(family=Family.TALK, start=0, end=2))
    second.add(inside)
    assert (first.first, second.first) == ("2024-05-07", None)
